package sim

import (
	"strconv"

	"wend/internal/event"
)

// fitness is what happens in the studio: prospects choose between memberships,
// members book classes and come, or do not.
type fitness struct {
	*Simulation
	members  []member
	bookings []booking
}

// member is what the studio knows about a person.
type member struct {
	plan     int8 // place in memberships, -1: none
	attended uint16
	month    uint8 // classes attended in the running month
	left     bool
	paired   bool // a visit is planned already
	told     bool // of which side of the experiment
}

type booking struct {
	class  uint8
	single bool
	to     int64 // its beginning
}

// The things that happen in the studio, after the visits.
const (
	attend = iota + 20
	renew
	remind
	studioSurvey
)

// The planted truths' sizes.
const (
	choiceLost   = 0.5  // of those who would choose on a telephone
	reminderHelp = 0.14 // fewer missed classes among newcomers
	reminderHarm = 0.13 // more cancelled classes among regulars
	regularAfter = 6    // classes
	closedShare  = 0.8  // of the bookings of the planned day
)

func (f *fitness) of(person int32) *member {
	for len(f.members) <= int(person) {
		f.members = append(f.members, member{plan: -1})
	}
	return &f.members[person]
}

func (f *fitness) open() {
	f.members, f.bookings = nil, nil
	for i := range f.people {
		p, m := &f.people[i], f.of(int32(i))
		if !p.is(wasIn) || !p.is(hasAccount) {
			continue
		}
		m.plan = int8(f.dice.pick(membershipAppeal))
		m.attended = uint16(f.dice.below(60))
		m.month = uint8(f.dice.below(5))
		f.schedule(f.dice.below(30), task{person: int32(i), kind: renew})
	}
}

func (f *fitness) dawn(*day) {}

func (f *fitness) perform(t task, d *day) {
	switch t.kind {
	case visit:
		f.call(t, d, f.browsing(d))
	case attend:
		f.classDay(t, d)
	case renew:
		f.renewal(t.person, d)
	case remind:
		f.mail(t.person, d.start+15*hour+int64(f.dice.unit()*hour), letterKind{"class-reminder", 0.7, 0.05})
	case studioSurvey:
		at := d.start + 18*hour
		if f.mail(t.person, at, letterKind{"how-are-we-doing", 0.45, 0.4}) {
			f.answer(t.person, at+5*hour, "how are we doing", studioVoices, f.mood(t.person))
		}
	}
}

func (f *fitness) mood(person int32) float64 {
	p := &f.people[person]
	return 0.5 + 0.4*float64(p.loyalty) - 0.15*float64(p.annoyed)
}

func (f *fitness) visit(person int32, d *day, at int64) {
	f.call(task{person: person, kind: visit}, d, at)
}

// call is one visit to the website.
func (f *fitness) call(t task, d *day, at int64) {
	p, m := &f.people[t.person], f.of(t.person)
	m.paired = false
	w := f.enter(t, d, at)
	isMember := m.plan >= 0 && p.is(hasAccount)
	if isMember {
		w.visit("/timetable", "Timetable")
		if w.on.user != w.number {
			w.dwell(6)
			w.signIn()
		}
		if f.dice.chance(0.35) { // the others know what they want
			f.look(w)
		}
		if f.dice.chance(0.82) {
			f.book(w)
		}
		f.comeAgain(t.person, d, 2+f.dice.wait(9-5*float64(p.loyalty)))
		return
	}
	f.explore(w, m)
	switch {
	case m.plan >= 0:
		f.comeAgain(t.person, d, 1+f.dice.wait(2))
	case p.interest > 0 && f.dice.chance(0.22+0.10*float64(p.interest)):
		f.comeAgain(t.person, d, 1+f.dice.wait(6))
	case f.dice.chance(0.1 + 0.4*float64(p.loyalty)):
		f.comeAgain(t.person, d, 12+f.dice.wait(30))
	}
}

// comeAgain plans the next visit, where none is planned.
func (f *fitness) comeAgain(person int32, d *day, days float64) {
	if m := f.of(person); !m.paired {
		m.paired = true
		f.scheduleAfter(d, days, task{person: person, kind: visit})
	}
}

// look opens the page of a class or two.
func (f *fitness) look(w *walk) {
	for range 1 + f.dice.more(0.35, 3) {
		w.dwell(14)
		class := &classes[f.favouriteClass(w.p)]
		w.visit("/classes/"+class.slug, class.name)
		w.soon()
		w.track("Class Viewed").text(`"class":"`).text(class.name).text(`"`)
		w.finish("")
	}
}

func (f *fitness) favouriteClass(p *person) int {
	if f.dice.chance(0.7) {
		return int(p.taste[f.dice.below(2)])
	}
	return f.dice.below(len(classes))
}

// explore is the visit of somebody without a membership.
func (f *fitness) explore(w *walk, m *member) {
	d, p := f.dice, w.p
	switch x := d.unit(); {
	case x < 0.45:
		w.visit("/", "Strong and calm")
	case x < 0.7:
		w.visit("/timetable", "Timetable")
	default:
		f.look(w)
	}
	if d.chance(w.bounceChance(w.first, false)) {
		return
	}
	f.look(w)
	p.interest = min(p.interest+1, 3)
	if d.chance(0.12 + 0.04*float64(p.interest)) { // tries a class first
		if w.on.user != w.number {
			f.register(w)
		}
		f.book(w)
		return
	}
	if d.chance(0.35 + 0.12*float64(p.interest)) {
		f.compare(w, m)
	}
}

// compare goes through the memberships. On a telephone they stand one below
// the other on pages of their own, so people go back and forth.
func (f *fitness) compare(w *walk, m *member) {
	d := f.dice
	w.dwell(12)
	w.visit("/memberships", "Memberships")
	confused := w.kind() == mobile && w.hampered()
	again := 0.35
	if confused {
		again = 0.74
	}
	at := d.pick(membershipAppeal)
	for range 1 + d.more(again, 9) {
		plan := &memberships[at]
		w.dwell(16)
		w.visit("/memberships/"+plan.slug, plan.name)
		w.soon()
		w.track("Membership Viewed").text(`"plan":"`).text(plan.name).text(`","price":`).number(plan.price)
		w.finish("")
		at = (at + 1 + d.below(len(memberships)-1)) % len(memberships)
	}
	chance := 0.26 + 0.04*float64(w.p.interest)
	if confused {
		chance *= 1 - choiceLost
	}
	if !d.chance(chance) {
		return
	}
	chosen := d.pick(membershipAppeal)
	plan := &memberships[chosen]
	w.dwell(20)
	w.track("Membership Selected").text(`"plan":"`).text(plan.name).text(`","price":`).number(plan.price)
	w.finish("")
	w.dwell(30)
	if w.on.user != w.number {
		f.register(w)
	}
	w.visit("/join/payment", "Payment")
	if d.chance(0.24) {
		return
	}
	w.dwell(35)
	m.plan, m.left, m.month = int8(chosen), false, 0
	w.track("Membership Started").text(`"plan":"`).text(plan.name).text(`","revenue":`).number(plan.price).text(`,"currency":"`).text(f.config.Currency).text(`"`)
	w.finish("")
	f.tellPlan(w.number, w.now+900)
	w.p.loyalty = max(w.p.loyalty, float32(0.25+0.6*d.unit()))
	f.scheduleAfter(w.day, 30, task{person: w.number, kind: renew})
	f.mail(w.number, w.now+minute, letterKind{"welcome", 0.7, 0.1})
}

// register signs in, or opens an account.
func (f *fitness) register(w *walk) {
	w.dwell(20)
	if w.p.is(hasAccount) {
		w.signIn()
		return
	}
	w.p.habits |= toldAge
	w.signUp(`"type":"member"`, `{"email_marketing":true}`)
}

// tellPlan lets the booking system say which membership somebody has.
func (f *fitness) tellPlan(person int32, at int64) {
	c := f.serverCall("identify", backend, at)
	c.user(person)
	c.o.text(`,"traits":{"plan":"`).text(f.of(person).name()).text(`"`)
	c.finish()
}

func (m *member) name() string {
	if m.plan < 0 {
		return "none"
	}
	return memberships[m.plan].name
}

func (f *fitness) tell(person int32, o *writer) {
	o.text(`,"plan":"`).text(f.of(person).name()).text(`"`)
}

func (f *fitness) pages() []page {
	list := []page{{"/", "Strong and calm"}, {"/timetable", "Timetable"}, {"/memberships", "Memberships"}}
	for _, c := range classes {
		list = append(list, page{"/classes/" + c.slug, c.name})
	}
	return list
}

// book reserves a place in a class of one of the next days.
func (f *fitness) book(w *walk) {
	d := f.dice
	class := f.favouriteClass(w.p)
	w.dwell(10)
	w.visit("/book/"+classes[class].slug, "Book "+classes[class].name)
	w.soon()
	w.track("Booking Started").text(`"class":"`).text(classes[class].name).text(`"`)
	w.finish("")
	if d.chance(0.14) { // full, or at the wrong time
		return
	}
	w.dwell(14)
	ahead := 1 + d.more(0.45, 4)
	number := len(f.bookings)
	single := f.of(w.number).plan < 0
	f.bookings = append(f.bookings, booking{class: uint8(class), single: single})
	o := w.track("Booking Completed").text(`"booking_id":"b-`).number(number).text(`","class":"`).text(classes[class].name).text(`","days_ahead":`).number(ahead)
	if single {
		o.text(`,"revenue":`).number(singleVisit).text(`,"currency":"`).text(f.config.Currency).text(`"`)
	}
	w.finish("")
	if w.day.index >= f.plan.nudgeDay {
		if m := f.of(w.number); !m.told {
			m.told = true
			f.experiment(w)
		}
		if w.p.is(shownNudge) {
			f.schedule(w.day.index+ahead-1, task{person: w.number, kind: remind})
		}
	}
	f.schedule(w.day.index+ahead, task{person: w.number, order: int32(number), kind: attend})
}

// experiment says who gets reminders.
func (f *fitness) experiment(w *walk) {
	variant := "control"
	if w.p.is(shownNudge) {
		variant = "reminder"
	}
	w.soon()
	w.track("Experiment Viewed").text(`"experiment_id":"class-reminder","experiment_name":"Reminder the day before","variation_id":"`).text(variant).
		text(`","variation_name":"`).text(variant).text(`","regular":`).text(strconv.FormatBool(f.of(w.number).attended >= regularAfter))
	w.finish("")
}

// classDay is what comes of a booking: cancelled, missed or attended.
func (f *fitness) classDay(t task, d *day) {
	p, m, b := &f.people[t.person], f.of(t.person), &f.bookings[t.order]
	at := d.moment(f.dice, f.world.year.open)
	regular := m.attended >= regularAfter
	reminded := d.index >= f.plan.nudgeDay && p.is(shownNudge)
	cancel, miss := 0.07, 0.20
	if regular {
		miss = 0.08
	}
	if reminded && regular {
		cancel += reminderHarm
		p.annoyed += 0.05
	} else if reminded {
		miss -= reminderHelp
	}
	switch x := f.dice.unit(); {
	case d.index == f.plan.outageDay && x < closedShare:
		f.bookingEvent("Booking Cancelled", backend, t, b, d.start+7*hour+int64(f.dice.unit()*hour), `,"reason":"studio closed"`)
	case x < cancel:
		f.bookingEvent("Booking Cancelled", backend, t, b, at-3*hour, `,"reason":"by member"`)
	case x < cancel+miss:
		f.bookingEvent("Class Missed", backend, t, b, at+hour, "")
		p.loyalty *= 0.95
	default:
		f.bookingEvent("Class Attended", till, t, b, at, "")
		m.attended++
		m.month++
		p.loyalty = min(p.loyalty*1.02+0.01, 1)
		if f.dice.chance(0.03) {
			f.scheduleAfter(d, 1, task{person: t.person, kind: studioSurvey})
		}
		if m.plan < 0 && f.dice.chance(0.7) { // liked the first class: back to the memberships
			p.interest = 3
			f.comeAgain(t.person, d, 1+f.dice.wait(4))
		}
	}
}

func (f *fitness) bookingEvent(name string, source int, t task, b *booking, at int64, more string) {
	c := f.serverCall("track", source, at)
	c.who(&f.people[t.person], t.person)
	c.track(name).text(`"booking_id":"b-`).number(int(t.order)).text(`","class":"`).text(classes[b.class].name).text(`"`).text(more)
	c.finish()
}

// renewal is the end of a paid month.
func (f *fitness) renewal(person int32, d *day) {
	p, m := &f.people[person], f.of(person)
	if m.plan < 0 {
		return
	}
	at := d.start + 6*hour + int64(f.dice.unit()*hour)
	leave := 0.06
	if m.month < 2 {
		leave = 0.36
	}
	leave += 0.06 * float64(p.annoyed)
	event := func(name string) call {
		c := f.serverCall("track", backend, at)
		c.user(person)
		return call{c.s, c.track(name), c.source, at}
	}
	plan := &memberships[m.plan]
	switch {
	case f.dice.chance(leave):
		c := event("Membership Cancelled")
		c.o.text(`"plan":"`).text(plan.name).text(`","reason":"`).text([]string{"no time", "too expensive", "moving away", "did not come enough", "too many mails"}[f.dice.below(5)]).text(`"`)
		c.finish()
		m.plan, m.left = -1, true
		f.tellPlan(person, at+second)
		f.scheduleAfter(d, 1, task{person: person, kind: studioSurvey})
		return
	case f.dice.chance(0.06):
		next := f.dice.pick(membershipAppeal)
		if int8(next) != m.plan {
			c := event("Membership Changed")
			c.o.text(`"from":"`).text(plan.name).text(`","to":"`).text(memberships[next].name).text(`"`)
			c.finish()
			m.plan = int8(next)
			plan = &memberships[next]
			f.tellPlan(person, at+second)
		}
	}
	c := event("Membership Renewed")
	c.o.text(`"plan":"`).text(plan.name).text(`","revenue":`).number(plan.price).text(`,"currency":"`).text(f.config.Currency).text(`"`)
	c.finish()
	m.month = 0
	f.schedule(d.index+30, task{person: person, kind: renew})
	f.comeAgain(person, d, 1+f.dice.wait(3))
}

func (f *fitness) truths() []Truth {
	from, to := f.calendar.days[0].date, f.config.End
	list := []Truth{
		{Kind: "shared_devices", What: "Some households have one tablet between two accounts.", From: from, To: to, Size: 2.0 / 97},
		{Kind: "churn", What: "Members who come less than twice in a month cancel far more often.", Step: "Membership Renewed", From: from, To: to, Size: 4,
			Evidence: []string{"Class Attended", "Membership Cancelled"}},
	}
	if f.config.Plain {
		return list
	}
	list = append(list, Truth{
		Kind: "friction", What: "On telephones the memberships are shown one at a time: people go back and forth between them and choose none.",
		Step: "Membership Selected", Page: "/memberships", Whom: []event.Filter{equals("device", "mobile")},
		From: from, To: to, Size: choiceLost, Evidence: []string{"Membership Viewed"},
	})
	if f.plan.outageDay >= 0 {
		d := &f.calendar.days[f.plan.outageDay]
		list = append(list,
			Truth{Kind: "drop", What: "A burst pipe closed the studio: most classes were cancelled.", From: d.date, To: d.date.AddDate(0, 0, 1), Size: -0.75,
				Metrics: []string{"Class Attended"}},
			Truth{Kind: "spike", What: "A burst pipe closed the studio: its bookings were cancelled.", From: d.date, To: d.date.AddDate(0, 0, 1), Size: 5,
				Driver: []event.Filter{equals("properties.reason", "studio closed")}, Metrics: []string{"Booking Cancelled"}})
	}
	if f.plan.nudgeDay < len(f.calendar.days) {
		list = append(list, Truth{
			Kind: "nudge", What: "A reminder the day before brings newcomers to their class, and reminds regulars that they could cancel; half of the people get it.",
			Step: "Class Attended", From: f.calendar.days[f.plan.nudgeDay].date, To: to, Size: reminderHelp,
			Whom: []event.Filter{equals("properties.variation_id", "reminder")}, Evidence: []string{"Experiment Viewed", "Class Missed", "Booking Cancelled"},
		})
	}
	return list
}

func (f *fitness) events() []PlannedEvent {
	plan, class := []string{"plan", "price"}, []string{"booking_id", "class"}
	return append([]PlannedEvent{
		{event.PageViewed, "Somebody looks at a page.", []string{"path", "url", "title", "referrer"}, true},
		{"Class Viewed", "Somebody looks at a class.", []string{"class"}, false},
		{"Membership Viewed", "Somebody looks at a membership.", plan, true},
		{"Membership Selected", "Somebody decides for a membership.", plan, true},
		{"Membership Started", "A membership is paid for the first time.", []string{"plan", "revenue", "currency"}, true},
		{"Membership Renewed", "A membership is paid again.", []string{"plan", "revenue", "currency"}, true},
		{"Membership Changed", "Somebody changes the membership.", []string{"from", "to"}, false},
		{"Membership Cancelled", "A membership ends.", []string{"plan", "reason"}, true},
		{"Booking Started", "Somebody begins to book a class.", []string{"class"}, true},
		{"Booking Completed", "A place in a class is booked.", class, true},
		{"Booking Cancelled", "A booking is given back.", append(class[:2:2], "reason"), false},
		{"Class Attended", "Somebody comes to a class.", class, true},
		{"Class Missed", "Somebody booked and did not come.", class, false},
		{"Signed Up", "An account is opened.", nil, false},
		{"Signed In", "Somebody signs in.", nil, false},
		{"Experiment Viewed", "Somebody is on one side of an experiment.", []string{"experiment_id", "variation_id"}, false},
	}, mailEvents()...)
}
