package sim

import (
	"strconv"

	"wend/internal/event"
)

// meet is the first meeting. Who comes out of it well tells the colleagues.
func (c *consultancy) meet(person int32, d *day) {
	at := d.moment(c.dice, c.world.year.open)
	if c.dice.chance(0.12) {
		return // did not come
	}
	c.crm("Meeting Held", person, at, `"meeting":"first"`)
	f := c.firmOf(person)
	if f.called < f.size && c.dice.chance(0.75) {
		before := f.called
		f.called = min(f.size, f.called+1+int32(c.dice.more(0.5, 3)))
		for mate := f.first + before; mate < min(f.first+f.called, int32(len(c.people))); mate++ {
			c.of(mate).planned = true
			c.people[mate].interest = 2
			c.people[mate].arrival = direct
			c.schedule(d.index+1+int(c.dice.wait(5)), task{person: mate, kind: visit})
		}
	}
	if f.busy || c.dice.chance(0.3) {
		return
	}
	f.busy = true
	c.crm("Lead Qualified", person, at+2*hour, "")
	c.scheduleAfter(d, 5+c.dice.wait(8), task{person: person, kind: advance})
	c.scheduleAfter(d, 1, task{person: person, kind: clientSurvey})
}

// advanceDeal takes a deal one stage further, to its end.
func (c *consultancy) advanceDeal(person int32, d *day) {
	f := c.firmOf(person)
	at := d.moment(c.dice, c.world.year.open)
	next := task{person: person, kind: advance}
	c.introduce(person, at-minute)
	if f.deal == 0 {
		c.deals++
		f.deal, f.stage = c.deals, 0
		c.crm("Deal Created", person, at, `"deal_id":"`+dealID(f.deal)+`","stage":"discovery","amount":`+strconv.Itoa(f.worth())+`,"currency":"`+c.config.Currency+`"`)
		c.scheduleAfter(d, 7+c.dice.wait(9), next)
		return
	}
	c.people[person].interest = 3
	for mate := f.first; mate < min(f.first+f.called, int32(len(c.people))); mate++ { // all look again
		if c.dice.chance(0.6) {
			c.comeAgain(mate, d, c.dice.wait(4))
		}
	}
	if int(f.stage) < len(stagesOfDeals)-1 {
		f.stage++
		c.crm("Deal Stage Changed", person, at, `"deal_id":"`+dealID(f.deal)+`","stage":"`+stagesOfDeals[f.stage]+`"`)
		c.scheduleAfter(d, 8+c.dice.wait(12), next)
		return
	}
	chance := winAlone
	if f.engaged == 2 {
		chance = winTwo
	} else if f.engaged > 2 {
		chance = winSeveral
	}
	if c.dice.chance(chance) {
		c.crm("Deal Won", person, at, `"deal_id":"`+dealID(f.deal)+`","people":`+strconv.Itoa(int(f.engaged))+`,"revenue":`+strconv.Itoa(f.worth())+`,"currency":"`+c.config.Currency+`"`)
	} else {
		reason := []string{"no decision", "price", "did it themselves", "other adviser"}[c.dice.below(4)]
		c.crm("Deal Lost", person, at, `"deal_id":"`+dealID(f.deal)+`","people":`+strconv.Itoa(int(f.engaged))+`,"reason":"`+reason+`"`)
	}
	f.deal, f.stage, f.busy = 0, 0, false
	c.scheduleAfter(d, 2, task{person: person, kind: clientSurvey})
}

// introduce lets the CRM say who somebody is whom it knew before.
func (c *consultancy) introduce(person int32, at int64) {
	who := c.of(person)
	if who.told {
		return
	}
	who.told = true
	p := &c.people[person]
	p.habits |= backendKnows
	o := c.serverCall("identify", backend, at)
	o.user(person)
	o.o.text(`,"traits":{"email":"`).text(p.email(person)).text(`","firstName":"`).text(p.firstName()).text(`","lastName":"`).text(p.lastName()).text(`"`)
	c.tell(person, o.o)
	o.finish()
	o = c.serverCall("group", backend, at+second)
	o.user(person)
	c.writeFirm(o.o, person)
	o.finish()
}

func dealID(number int) string { return "d-" + strconv.Itoa(number) }

// worth is what a firm would pay.
func (f *firm) worth() int { return 18_000 + 9_000*int(f.size) + int(f.first)%7*2_500 }

func (c *consultancy) truths() []Truth {
	from, to := c.calendar.days[0].date, c.config.End
	list := []Truth{{
		Kind: "committee", What: "A deal is won when at least three people of the firm are known; with one it is hardly ever.", Step: "Deal Won",
		From: from, To: to, Size: winSeveral / winAlone, Evidence: []string{"Account Added User", "Deal Lost"},
	}}
	if c.config.Plain {
		return list
	}
	list = append(list, Truth{
		Kind: "friction", What: "The calendar for a first meeting shows no free time to visitors from North America.",
		Step: "Meeting Booked", Page: "/meet", Whom: []event.Filter{equals("country", "US")},
		From: from, To: to, Size: noTimes, Evidence: []string{rageClick},
	})
	if c.plan.outageDay >= 0 {
		d := &c.calendar.days[c.plan.outageDay]
		list = append(list, Truth{Kind: "drop", What: "The form in front of the whitepapers was broken for a day.", Page: "/whitepapers",
			From: d.date, To: d.date.AddDate(0, 0, 1), Size: -0.9, Metrics: []string{"Whitepaper Downloaded"}})
		d = &c.calendar.days[c.plan.spikeDay]
		list = append(list, Truth{Kind: "spike", What: "An analyst recommended " + insights[0].title + " on LinkedIn.", Page: insights[0].path,
			From: d.date, To: d.date.AddDate(0, 0, 1), Size: 1.3,
			Driver: []event.Filter{equals("referrer_host", "linkedin.com")}, Metrics: []string{event.PageViewed, "sessions"}})
	}
	return list
}
