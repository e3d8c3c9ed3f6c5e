package sim

// walk is one person on the website with one device: it knows where they are
// and writes what the browser library would send.
type walk struct {
	s       *Simulation
	p       *person
	number  int32
	on      *device
	day     *day
	now     int64 // the true time
	delay   int64 // of this visit's network
	offline int64 // until then nothing gets through; 0: always connected

	channel  int
	campaign string
	tired    bool   // of waiting for a page: about to leave
	first    bool   // nobody knows this person yet
	famous   bool   // comes because of what made the business famous
	query    string // of the landing page's address, kept while on it
	path     string
	title    string
	referrer string
}

// walkTo begins a visit: the person is at the shop's door, on no page yet.
func (s *Simulation) walkTo(number int32, d *day, at int64, channel int) *walk {
	p := &s.people[number]
	s.visits++
	w := &walk{s: s, p: p, number: number, day: d, now: at, channel: channel, delay: 30 + int64(s.dice.wait(90))}
	w.on = &s.devices[p.devices[w.chooseDevice()]]
	a := &s.world.roads.approaches[channel]
	w.referrer = a.referrer
	if channel == organicSearch && s.dice.chance(0.2) {
		w.referrer = otherSearch[s.dice.below(len(otherSearch))]
	}
	w.campaign = a.campaign
	if d.sale != nil && (channel == email || channel == paidSocial || channel == paidSearch) {
		w.campaign = d.sale.slug
	}
	if models[w.on.model].kind == mobile && s.dice.chance(0.006) { // in a train, in a tunnel
		w.offline = at + int64(s.dice.between(2, 45)*minute)
	}
	if channel == s.world.roads.spike && p.is(onSpike) {
		w.referrer = a.referrer
	}
	return w
}

// chooseDevice takes the favourite most of the time. Searching and ads lead
// to the telephone or the computer alike.
func (w *walk) chooseDevice() int {
	if w.p.have == 1 || w.s.dice.chance(0.72) {
		return 0
	}
	return 1 + w.s.dice.below(int(w.p.have)-1)
}

// hampered tells whether the planted frictions are in the way now.
func (w *walk) hampered() bool {
	c := &w.s.config
	return !c.Plain && (c.Mended.IsZero() || w.now < c.Mended.UnixMilli())
}

func (w *walk) kind() int { return models[w.on.model].kind }

// dwell lets time pass on a page: seconds, with a long tail.
func (w *walk) dwell(mean float64) {
	w.now += 2500 + int64(min(w.s.dice.wait(mean*second), 9*minute))
}

// soon is the moment between a page's call and what the page itself tracks.
func (w *walk) soon() { w.now += 15 + int64(w.s.dice.unit()*180) }

// visit opens a page.
func (w *walk) visit(path, title string) {
	if w.path != "" {
		w.referrer = w.s.world.host + w.path
		w.query = ""
	} else if w.query == "" {
		w.query = w.landingQuery()
		w.s.pay(w)
	}
	w.path, w.title = path, title
	o := w.open("page")
	o.text(`,"properties":{`)
	w.page()
	w.finish("")
}

// landingQuery is what the channel appends to the address of the first page.
func (w *walk) landingQuery() string {
	a := &w.s.world.roads.approaches[w.channel]
	if a.source == "" {
		return ""
	}
	q := "?utm_source=" + a.source + "&utm_medium=" + a.medium + "&utm_campaign=" + w.campaign
	if a.clickID != "" {
		q += "&" + a.clickID + "=" + clickID(w.s.dice)
	}
	return q
}

func clickID(dice dice) string {
	const letters = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789-_"
	b := [22]byte{'C', 'j', '0', 'K'}
	for i := 4; i < len(b); i++ {
		b[i] = letters[dice.below(len(letters))]
	}
	return string(b[:])
}

// track begins a tracked event; its properties follow, then finish.
func (w *walk) track(event string) *writer {
	return w.open("track").text(`,"event":"`).text(event).text(`","properties":{`)
}

// identify begins a call that says who is there; traits follow, then finish.
func (w *walk) identify() *writer {
	return w.open("identify").text(`,"traits":{`)
}

func (w *walk) open(kind string) *writer {
	o := &w.s.writer
	o.open(kind, w.now+int64(w.on.skew))
	o.text(`,"anonymousId":"`).uuid(w.on.anonymous[0], w.on.anonymous[1])
	if w.on.user != nobody {
		o.text(`","userId":"`).text(w.s.world.account).number(100_000 + int(w.on.user))
	}
	return o.text(`"`)
}

// page writes the members of the page's object.
func (w *walk) page() {
	host := w.s.world.host
	w.s.writer.text(`"path":"`).text(w.path).text(`","referrer":"`).text(w.referrer).text(`","search":"`).text(w.query).
		text(`","title":"`).text(w.title).text(` · `).text(w.s.world.Name).text(`","url":"`).text(host).text(w.path).text(w.query).text(`"`)
}

// finish closes the properties or traits, adds the context and sends the
// message. consent is the JSON of what was agreed to, or empty.
func (w *walk) finish(consent string) {
	o := &w.s.writer
	o.text(`},"context":{`).text(w.s.browsers[w.on.model][w.on.place]).text(`,"page":{`)
	w.page()
	o.text(`}`)
	if a := &w.s.world.roads.approaches[w.channel]; w.query != "" && a.source != "" {
		o.text(`,"campaign":{"name":"`).text(w.campaign).text(`","source":"`).text(a.source).text(`","medium":"`).text(a.medium).text(`"}`)
	}
	if consent != "" {
		o.text(`,"consent":{"categoryPreferences":`).text(consent).text(`}`)
	}
	sent := max(w.now, w.offline) + 20
	o.text(`},"sentAt":"`).time(sent + int64(w.on.skew)).text(`"`)
	w.s.out.post(sent+w.delay, website, o.close())
}

// enter begins a visit by the channel of a task, or else by the one that leads
// there.
func (s *Simulation) enter(t task, d *day, at int64) *walk {
	p := &s.people[t.person]
	channel := int(t.channel) - 1
	if channel < 0 {
		channel = int(p.arrival)
		if p.visits > 0 || p.is(wasIn) {
			channel = s.dice.pick(s.world.roads.later)
		}
	}
	w := s.walkTo(t.person, d, at, channel)
	w.first = p.visits == 0 && !p.is(wasIn)
	w.famous = channel == s.world.roads.spike && p.is(onSpike) && p.visits == 0
	p.visits++
	return w
}

func (w *walk) bounceChance(first, viral bool) float64 {
	switch {
	case viral:
		return 0.55
	case first && w.channel == paidSocial:
		return 0.5
	case first:
		return 0.38
	}
	return 0.16
}

// breakDown is the evidence: a button throws, and is hit again.
func (w *walk) breakDown(message, script, selector, text string) {
	for range 1 + w.s.dice.more(0.5, 3) {
		w.dwell(7)
		w.track(scriptError).text(`"message":"`).text(message).text(`","filename":"`).text(w.s.world.host).
			text(script).text(`","line":212,"column":17`)
		w.finish("")
	}
	w.now += 400
	w.track(rageClick).text(`"selector":"`).text(selector).text(`","text":"`).text(text).text(`","clicks":`).number(3 + w.s.dice.below(6))
	w.finish("")
}

// screen opens a screen of the app.
func (w *walk) screen(name, path string) {
	if w.path != "" {
		w.referrer = w.s.world.host + w.path
	}
	w.query = ""
	w.path, w.title = path, name
	w.open("screen").text(`,"name":"`).text(name).text(`","properties":{`)
	w.page()
	w.finish("")
}
