package sim

// letterKind is one mail of the business, as its mail tool reports it.
type letterKind struct {
	template string
	opened   float64 // the share that is opened, by content people a little more
	clicked  float64 // the share of those opened from which somebody follows a link
}

// mail sends a letter and tells whether a link in it is followed. The mail
// tool knows people by their account or their browser.
func (s *Simulation) mail(person int32, at int64, kind letterKind) (clicked bool) {
	p := &s.people[person]
	s.mails++
	id := s.mails
	s.letterEvent("Message Sent", p, person, at, id, kind.template)
	if !s.dice.chance(kind.opened * (0.8 + 0.4*float64(p.loyalty))) {
		return false
	}
	at += 5*minute + int64(min(s.dice.wait(3*hour), 20*hour))
	s.letterEvent("Message Opened", p, person, at, id, kind.template)
	if !s.dice.chance(kind.clicked) {
		return false
	}
	s.letterEvent("Message Clicked", p, person, at+int64(s.dice.between(4, 40)*second), id, kind.template)
	return true
}

func (s *Simulation) letterEvent(event string, p *person, person int32, at int64, id int, template string) {
	c := s.serverCall("track", newsletter, at)
	c.who(p, person)
	o := c.track(event).text(`"message_id":"m-`).number(id).text(`","channel":"email","template":"`).text(template).text(`"`)
	if event != "Message Sent" {
		o.text(`,"by":"human"`)
	}
	c.finish()
}

// voices are what people write, by how they feel.
type voices struct {
	praise, mixed, complaints []string
}

// speak draws a rating of one to five by a mood between 0 and 1, and words
// that fit it.
func (s *Simulation) speak(v voices, mood float64) (rating int, words string) {
	x := mood + s.dice.between(-0.35, 0.35)
	list := v.mixed
	switch {
	case x > 0.6:
		rating, list = 4+s.dice.below(2), v.praise
	case x < 0.35:
		rating, list = 1+s.dice.below(2), v.complaints
	default:
		rating = 3
	}
	return rating, list[s.dice.below(len(list))]
}

// answer is a survey's form, filled in behind the link of a mail.
func (s *Simulation) answer(person int32, at int64, survey string, v voices, mood float64) {
	rating, words := s.speak(v, mood)
	c := s.serverCall("track", newsletter, at)
	c.who(&s.people[person], person)
	c.track("Survey Answered").text(`"survey":"`).text(survey).text(`","rating":`).number(rating).text(`,"text":"`).text(words).text(`"`)
	c.finish()
}
