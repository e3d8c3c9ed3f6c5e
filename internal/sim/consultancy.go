package sim

import "wend/internal/event"

// consultancy is what happens at an adviser to firms: people of a firm read,
// leave their address, come to a webinar and to a first meeting, tell their
// colleagues, and months later the firm says yes or no.
type consultancy struct {
	*Simulation
	contacts []contact
	firms    []firm
	deals    int
}

// contact is what the consultancy knows about a person.
type contact struct {
	firm    int32
	named   bool // left an address
	planned bool // a visit lies ahead
	told    bool // to which account the person belongs
	met     bool
}

// firm is one possible client with so many people, who stand one after the
// other in the list.
type firm struct {
	first, size int32
	called      int32 // how many of them know of the consultancy
	engaged     int32 // how many of them left an address
	deal        int   // its number, 0: none
	stage       uint8
	busy        bool // somebody sells to it
	unhappy     float64
}

// The things that happen, after the visits.
const (
	webinar = iota + 60
	meeting
	advance
	notes
	clientSurvey
)

// The planted truths' sizes.
const (
	noTimes    = 0.72 // of the North Americans who look for a meeting
	formDown   = 0.93 // of the downloads of the planned day
	winAlone   = 0.07 // of the deals that one person of the firm knows
	winTwo     = 0.18
	winSeveral = 0.52
)

// stagesOfDeals are the stages that the CRM knows, in order.
var stagesOfDeals = []string{"discovery", "proposal", "negotiation"}

func (c *consultancy) of(person int32) *contact {
	for len(c.contacts) <= int(person) {
		c.contacts = append(c.contacts, contact{firm: int32(len(c.firms))})
		f := &c.firms
		size := int32(1 + c.dice.more(0.62, 6))
		first := int32(len(c.contacts) - 1)
		for range size - 1 {
			c.contacts = append(c.contacts, contact{firm: int32(len(*f))})
		}
		*f = append(*f, firm{first: first, size: size, called: 1})
	}
	return &c.contacts[person]
}

func (c *consultancy) firmOf(person int32) *firm { return &c.firms[c.of(person).firm] }

func (c *consultancy) open() {
	c.contacts, c.firms, c.deals = nil, nil, 0
	for i := range c.people {
		person := int32(i)
		p, who := &c.people[i], c.of(person)
		f := &c.firms[who.firm]
		p.place = c.people[f.first].place
		for _, device := range p.devices[:p.have] {
			c.devices[device].place = p.place
		}
		if !p.is(wasIn) || person != f.first {
			continue
		}
		// Work in progress: a deal that began before.
		c.name(person)
		f.called = min(f.size, 1+int32(c.dice.more(0.5, 3)))
		for mate := f.first + 1; mate < min(f.first+f.called, int32(len(c.people))); mate++ {
			c.of(mate)
			c.name(mate)
			c.schedule(int(c.dice.wait(25)), task{person: mate, kind: visit})
		}
		who.met, f.busy = true, true
		c.schedule(int(c.dice.wait(40)), task{person: person, kind: advance})
	}
}

// name makes a person known by address.
func (c *consultancy) name(person int32) {
	who := c.of(person)
	if who.named {
		return
	}
	who.named = true
	c.people[person].habits |= hasAccount
	c.firms[who.firm].engaged++
}

func (c *consultancy) dawn(d *day) {
	switch {
	case d.date.Weekday() == 2 && d.index%14 < 7: // notes every other Tuesday
		for i := range c.people {
			if c.of(int32(i)).named && c.people[i].is(hasAccount) && c.people[i].is(shownNudge) {
				c.schedule(d.index, task{person: int32(i), kind: notes})
			}
		}
	}
}

func (c *consultancy) visit(person int32, d *day, at int64) {
	c.call(task{person: person, kind: visit}, d, at)
}

func (c *consultancy) perform(t task, d *day) {
	switch t.kind {
	case visit:
		f := c.firmOf(t.person)
		if t.person-f.first < f.called {
			c.call(t, d, c.browsing(d))
		}
	case webinar:
		c.attend(t, d)
	case meeting:
		c.meet(t.person, d)
	case advance:
		c.advanceDeal(t.person, d)
	case notes:
		if c.mail(t.person, d.start+9*hour+int64(c.dice.unit()*hour), letterKind{"northlight-notes", 0.34, 0.14}) {
			c.schedule(d.index, task{person: t.person, kind: visit, channel: 1 + email})
		}
	case clientSurvey:
		at := d.start + 10*hour
		if c.mail(t.person, at, letterKind{"how-did-we-do", 0.6, 0.5}) {
			c.answer(t.person, at+5*hour, "how did we do", clientVoices, 0.35+0.5*float64(c.people[t.person].loyalty)-0.3*c.firmOf(t.person).unhappy)
		}
	}
}

// call is one visit to the website.
func (c *consultancy) call(t task, d *day, at int64) {
	c.of(t.person).planned = false
	w := c.enter(t, d, at)
	who := c.of(t.person)
	dice, p := c.dice, w.p
	switch x := dice.unit(); {
	case w.famous:
		w.visit(insights[0].path, insights[0].title)
	case x < 0.35:
		w.visit("/", "Quiet operations")
	case x < 0.7:
		at := insights[dice.below(len(insights))]
		w.visit(at.path, at.title)
	default:
		at := servicePages[dice.below(len(servicePages))]
		w.visit(at.path, at.title)
	}
	bounce := w.bounceChance(w.first, w.famous)
	if who.named {
		bounce = 0.1
	}
	if dice.chance(bounce) {
		if dice.chance(0.25) {
			c.comeAgain(t.person, d, 3+dice.wait(14))
		}
		return
	}
	for range 1 + dice.more(0.5, 5) {
		w.dwell(55)
		at := insights[dice.below(len(insights))]
		if dice.chance(0.6) {
			at = servicePages[dice.below(len(servicePages))]
		}
		w.visit(at.path, at.title)
	}
	p.interest = min(p.interest+1, 3)
	if dice.chance(0.22) {
		c.download(w)
	}
	if dice.chance(0.08 + 0.03*float64(p.interest)) {
		c.register(w)
	}
	if who = c.of(t.person); !who.met && dice.chance(0.05+0.06*float64(p.interest)) {
		c.bookMeeting(w)
	}
	if dice.chance(0.35 + 0.1*float64(p.interest)) {
		c.comeAgain(t.person, d, 2+dice.wait(9))
	} else if dice.chance(0.4) {
		c.comeAgain(t.person, d, 20+dice.wait(30))
	}
}

func (c *consultancy) comeAgain(person int32, d *day, days float64) {
	if who := c.of(person); !who.planned {
		who.planned = true
		c.scheduleAfter(d, days, task{person: person, kind: visit})
	}
}

// leaveAddress fills in a form: from now on the browser is somebody's, of
// some firm.
func (c *consultancy) leaveAddress(w *walk, form string) {
	who := c.of(w.number)
	w.dwell(30)
	c.name(w.number)
	w.on.user = w.number
	w.track("Form Submitted").text(`"form":"`).text(form).text(`"`)
	w.finish(`{"email_marketing":true}`)
	w.soon()
	w.traits(w.identify(), true)
	w.finish(`{"email_marketing":true}`)
	w.tellBackend()
	if who.told {
		return
	}
	who.told = true
	w.soon()
	w.open("group")
	c.writeFirm(&c.writer, w.number)
	w.finish("")
	at := w.now + 2*second
	if c.firms[who.firm].engaged == 1 {
		c.crm("Account Created", w.number, at, `"account_name":"`+c.firmName(w.number)+`"`)
	}
	c.crm("Account Added User", w.number, at+100, `"role":"`+c.role(w.number)+`"`)
}

// writeFirm writes the identifier and the traits of a group call.
func (c *consultancy) writeFirm(o *writer, person int32) {
	who := c.of(person)
	o.text(`,"groupId":"acct_`).number(200 + int(who.firm)).text(`","traits":{"name":"`).text(c.firmName(person)).text(`","industry":"`).text(c.industry(person)).
		text(`","employees":`).number(int(c.firms[who.firm].size) * 85).text(`,"country":"`).text(c.country(person)).text(`"`)
}

func (c *consultancy) firmName(person int32) string {
	n := int(c.of(person).firm)
	return firmNames[n%len(firmNames)] + " " + firmKinds[n/len(firmNames)%len(firmKinds)] + roman(n/len(firmNames)/len(firmKinds))
}

// roman tells apart the few firms of one name.
func roman(n int) string {
	if n == 0 {
		return ""
	}
	return " " + string(appendCents(nil, 100*(n+1)))
}

func (c *consultancy) industry(person int32) string {
	return industries[int(c.of(person).firm)*5%len(industries)]
}

func (c *consultancy) country(person int32) string {
	locale := c.world.crowd.places[c.people[person].place].locale
	return locale[len(locale)-2:]
}

func (c *consultancy) role(person int32) string {
	return roles[int(person-c.firmOf(person).first)%len(roles)]
}

func (c *consultancy) tell(person int32, o *writer) {
	o.text(`,"company":"`).text(c.firmName(person)).text(`","industry":"`).text(c.industry(person)).text(`","role":"`).text(c.role(person)).text(`","country":"`).text(c.country(person)).text(`"`)
}

// crm is an event that the CRM knows of.
func (c *consultancy) crm(name string, person int32, at int64, properties string) {
	o := c.serverCall("track", backend, at)
	o.user(person)
	o.track(name).text(properties)
	c.out.post(at+45, backend, o.inGroup("acct_", 200+int(c.of(person).firm)))
}

// download takes a whitepaper in exchange for an address.
func (c *consultancy) download(w *walk) {
	paper := whitepapers[c.dice.below(len(whitepapers))]
	w.dwell(20)
	w.visit("/whitepapers/"+slug(paper), paper)
	if w.day.index == c.plan.outageDay && c.dice.chance(formDown) {
		w.breakDown("TypeError: Failed to fetch", "/assets/forms.js", "button.download", "Download")
		return
	}
	if !c.of(w.number).named && c.dice.chance(0.45) {
		return
	}
	c.leaveAddress(w, "whitepaper")
	w.track("Whitepaper Downloaded").text(`"title":"`).text(paper).text(`"`)
	w.finish("")
}

// register reserves a place in the next webinar, on a Thursday.
func (c *consultancy) register(w *walk) {
	topic := c.dice.below(len(webinars))
	w.dwell(15)
	w.visit("/webinars/"+slug(webinars[topic]), webinars[topic])
	if c.dice.chance(0.4) {
		return
	}
	c.leaveAddress(w, "webinar")
	w.track("Webinar Registered").text(`"title":"`).text(webinars[topic]).text(`"`)
	w.finish("")
	ahead := (4-int(w.day.date.Weekday())+7)%7 + 7*c.dice.below(2)
	if ahead == 0 {
		ahead = 7
	}
	c.schedule(w.day.index+ahead-1, task{person: w.number, kind: notes})
	c.schedule(w.day.index+ahead, task{person: w.number, order: int32(topic), kind: webinar})
}

func (c *consultancy) attend(t task, d *day) {
	if !c.dice.chance(0.52) {
		return
	}
	at := d.start + 16*hour + int64(c.dice.between(0, 5)*minute)
	o := c.serverCall("track", newsletter, at)
	o.user(t.person)
	o.track("Webinar Attended").text(`"title":"`).text(webinars[t.order]).text(`","minutes":`).number(8 + c.dice.below(40))
	o.finish()
	c.people[t.person].interest = 3
	c.comeAgain(t.person, d, c.dice.wait(3))
}

// bookMeeting looks for a time for a first meeting.
func (c *consultancy) bookMeeting(w *walk) {
	d := c.dice
	w.dwell(20)
	w.visit("/meet", "Half an hour with us")
	w.soon()
	w.track("Booking Started").text(`"meeting":"first"`)
	w.finish("")
	abroad := c.country(w.number) == "US"
	if abroad && w.hampered() && d.chance(noTimes) {
		w.dwell(25)
		w.track(rageClick).text(`"selector":"button.next-week","text":"Next week","clicks":`).number(4 + d.below(6))
		w.finish("")
		c.firmOf(w.number).unhappy += 0.4
		if d.chance(0.15) {
			c.leaveAddress(w, "contact")
		}
		return
	}
	w.dwell(30)
	if d.chance(0.28) {
		return
	}
	c.leaveAddress(w, "meeting")
	c.of(w.number).met = true
	w.track("Meeting Booked").text(`"meeting":"first"`)
	w.finish("")
	c.schedule(w.day.index+2+d.more(0.7, 9), task{person: w.number, kind: meeting})
}

func (c *consultancy) pages() []page {
	return append(insights[:len(insights):len(insights)], servicePages...)
}

func (c *consultancy) events() []PlannedEvent {
	return append([]PlannedEvent{
		{event.PageViewed, "Somebody looks at a page.", []string{"path", "url", "title", "referrer"}, true},
		{"Form Submitted", "Somebody leaves an address.", []string{"form"}, true},
		{"Whitepaper Downloaded", "Somebody takes a whitepaper.", []string{"title"}, false},
		{"Webinar Registered", "Somebody reserves a place in a webinar.", []string{"title"}, false},
		{"Webinar Attended", "Somebody comes to a webinar.", []string{"title", "minutes"}, false},
		{"Booking Started", "Somebody looks for a time for a meeting.", []string{"meeting"}, true},
		{"Meeting Booked", "A first meeting is arranged.", []string{"meeting"}, true},
		{"Meeting Held", "A meeting takes place.", []string{"meeting"}, true},
		{"Account Created", "A firm is new.", []string{"account_name"}, false},
		{"Account Added User", "One more person of a firm is known.", []string{"role"}, false},
		{"Lead Qualified", "The firm could become a client.", nil, true},
		{"Deal Created", "There is something to be sold.", []string{"deal_id", "amount", "currency"}, true},
		{"Deal Stage Changed", "The deal goes on.", []string{"deal_id", "stage"}, true},
		{"Deal Won", "The firm says yes.", []string{"deal_id", "revenue", "currency"}, true},
		{"Deal Lost", "The firm says no.", []string{"deal_id", "reason"}, true},
	}, mailEvents()...)
}
