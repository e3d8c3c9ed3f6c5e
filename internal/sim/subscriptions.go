package sim

import "wend/internal/event"

// write opens a ticket at the help desk.
func (b *software) write(person int32, at int64, d *day, t ticket) {
	b.tickets++
	c := b.serverCall("track", backend, at)
	c.user(person)
	c.track("Ticket Created").text(`"ticket_id":"t-`).number(b.tickets).text(`","subject":"`).text(t.subject).text(`","text":"`).text(t.text).text(`"`)
	b.finishIn(c, person)
	b.schedule(d.index+1+b.dice.more(0.5, 4), task{person: person, order: int32(b.tickets), kind: ticketSolved})
}

// solve closes a ticket; some say how it was.
func (b *software) solve(t task, d *day) {
	c := b.serverCall("track", backend, d.moment(b.dice, b.world.year.open))
	c.user(t.person)
	o := c.track("Ticket Solved").text(`"ticket_id":"t-`).number(int(t.order)).text(`"`)
	if b.dice.chance(0.5) {
		rating, words := b.speak(softwareVoices, b.mood(t.person))
		o.text(`,"rating":`).number(rating).text(`,"text":"`).text(words).text(`"`)
		if a := b.accountOf(t.person); a != nil && rating < 3 {
			a.unhappy += 0.3
		}
	}
	b.finishIn(c, t.person)
}

// count is the letter three days before the end of the trial, for half of
// the accounts. It reminds those who like the software to subscribe, and the
// others to leave.
func (b *software) count(person int32, d *day) {
	a := b.accountOf(person)
	if a == nil || a.state != onTrial || d.index < b.plan.nudgeDay {
		return
	}
	shown := b.people[person].is(shownNudge)
	variant := "control"
	if shown {
		variant = "countdown"
	}
	at := d.start + 9*hour + int64(b.dice.unit()*hour)
	c := b.serverCall("track", backend, at)
	c.user(person)
	c.track("Experiment Viewed").text(`"experiment_id":"trial-countdown","experiment_name":"Three days left","variation_id":"`).text(variant).
		text(`","variation_name":"`).text(variant).text(`"`)
	b.finishIn(c, person)
	leave := 0.08
	if shown {
		b.mail(person, at+minute, letterKind{"three-days-left", 0.6, 0.2})
		if leave = countdownHarm; a.active {
			leave = 0.04
		}
	}
	if b.dice.chance(leave) {
		a.state = gone
		b.tellBackend("Account Deleted", person, at+5*hour, `"reason":"trial"`)
	}
}

// tellBackend is an event of an account.
func (b *software) tellBackend(name string, person int32, at int64, properties string) {
	c := b.serverCall("track", backend, at)
	c.user(person)
	c.track(name).text(properties)
	b.finishIn(c, person)
}

// endTrial is the day on which the account is paid for or closed.
func (b *software) endTrial(person int32, d *day) {
	a := b.accountOf(person)
	if a == nil || a.state != onTrial {
		return
	}
	chance := 0.05
	if a.active {
		chance = 0.44
		if d.index-3 >= b.plan.nudgeDay && b.people[person].is(shownNudge) {
			chance += countdownHelp
		}
	}
	chance += 0.08 * float64(a.people-1)
	at := d.start + 8*hour + int64(b.dice.unit()*hour)
	if !b.dice.chance(chance) {
		a.state = gone
		b.tellBackend("Trial Ended", person, at, `"converted":false`)
		return
	}
	a.state = subscribing
	if a.people > 1 {
		a.plan = 1
	}
	plan := subscriptions[a.plan]
	b.tellBackend("Trial Ended", person, at, `"converted":true`)
	c := b.serverCall("track", backend, at+2*second)
	c.user(person)
	b.price(c.track("Subscription Started"), plan)
	b.finishIn(c, person)
	b.tellPlan(person, at+4*second)
	b.schedule(d.index+30, task{person: person, kind: bill})
	b.comeAgain(person, d, 1+b.dice.wait(4))
}

func (b *software) price(o *writer, plan subscription) {
	o.text(`"plan":"`).text(plan.name).text(`","revenue":`).number(plan.price).text(`,"currency":"`).text(b.config.Currency).text(`"`)
}

// tellPlan lets the backend say what the account has.
func (b *software) tellPlan(person int32, at int64) {
	a := b.accountOf(person)
	plan := "none"
	if a.state == subscribing {
		plan = subscriptions[a.plan].name
	}
	c := b.serverCall("identify", backend, at)
	c.user(person)
	c.o.text(`,"traits":{"plan":"`).text(plan).text(`","business_type":"`).text(a.kind()).text(`"`)
	c.finish()
	c = b.serverCall("group", backend, at+50)
	c.user(person)
	c.o.text(`,"groupId":"acct_`).number(1000 + int(b.of(person).account)).text(`","traits":{"name":"`).text(b.firm(person)).text(`","plan":"`).text(plan).
		text(`","employees":`).number(a.people)
	c.finish()
}

// charge is the monthly bill, or the end.
func (b *software) charge(person int32, d *day) {
	a := b.accountOf(person)
	if a == nil || a.state != subscribing {
		return
	}
	at := d.start + 7*hour + int64(b.dice.unit()*hour)
	leave := leaveAlone
	if a.people > 1 {
		leave = leaveTogether
	}
	if b.dice.chance(leave + 0.1*a.unhappy) {
		a.state = gone
		reasons := []string{"too expensive", "missing feature", "closing the business", "other tool"}
		b.tellBackend("Subscription Cancelled", person, at, `"plan":"`+subscriptions[a.plan].name+`","reason":"`+reasons[b.dice.below(len(reasons))]+`"`)
		b.tellPlan(person, at+2*second)
		b.schedule(d.index+1, task{person: person, kind: softwareSurvey})
		return
	}
	if next := a.plan + 1; int(next) < len(subscriptions) && b.dice.chance(0.04*float64(a.people)) {
		b.tellBackend("Plan Changed", person, at-hour, `"from":"`+subscriptions[a.plan].name+`","to":"`+subscriptions[next].name+`"`)
		a.plan = next
		b.tellPlan(person, at-hour+second)
	}
	c := b.serverCall("track", backend, at)
	c.user(person)
	b.price(c.track("Subscription Renewed"), subscriptions[a.plan])
	b.finishIn(c, person)
	a.unhappy *= 0.6
	if b.dice.chance(0.25) {
		b.schedule(d.index+2, task{person: person, kind: softwareSurvey})
	}
	b.schedule(d.index+30, task{person: person, kind: bill})
}

func (b *software) pages() []page { return sitePages }

func (b *software) truths() []Truth {
	from, to := b.calendar.days[0].date, b.config.End
	list := []Truth{{Kind: "churn", What: "Accounts in which nobody else was invited cancel four times as often.", Step: "Subscription Renewed",
		From: from, To: to, Size: leaveAlone / leaveTogether, Evidence: []string{"Invite Sent", "Subscription Cancelled"}}}
	if b.config.Plain {
		return list
	}
	list = append(list, Truth{
		Kind: "friction", What: "Connecting the bank fails for sole traders, and the trial ends there.",
		Step: "Onboarding Step Completed", Page: onboarding[bankStep].path, Whom: []event.Filter{equals("traits.business_type", "sole trader")},
		From: from, To: to, Size: bankBreaks, Evidence: []string{scriptError, rageClick, "Ticket Created"},
	})
	if b.plan.outageDay >= 0 {
		d := &b.calendar.days[b.plan.outageDay]
		list = append(list, Truth{Kind: "drop", What: "The sign-up form was broken for a day, while visitors came as always.", Page: "/signup",
			From: d.date, To: d.date.AddDate(0, 0, 1), Size: -0.9, Metrics: []string{"Signed Up", "Trial Started"}})
		d = &b.calendar.days[b.plan.spikeDay]
		list = append(list, Truth{Kind: "spike", What: "A list of new software put Tallybird on its first page.", From: d.date, To: d.date.AddDate(0, 0, 1), Size: 1.3,
			Driver: []event.Filter{equals("referrer_host", host(b.world.roads.approaches[press].referrer))}, Metrics: []string{event.PageViewed, "sessions"}})
	}
	if b.plan.nudgeDay < len(b.calendar.days) {
		list = append(list, Truth{
			Kind: "nudge", What: "A letter that counts the days of the trial brings those who sent an invoice to subscribe, and the others to delete their account; half get it.",
			Step: "Subscription Started", From: b.calendar.days[b.plan.nudgeDay].date, To: to, Size: countdownHelp,
			Whom: []event.Filter{equals("properties.variation_id", "countdown")}, Evidence: []string{"Experiment Viewed", "Account Deleted"},
		})
	}
	return list
}

func (b *software) events() []PlannedEvent {
	plan := []string{"plan", "revenue", "currency"}
	return append([]PlannedEvent{
		{event.PageViewed, "Somebody looks at a page of the website.", []string{"path", "url", "title", "referrer"}, true},
		{event.ScreenViewed, "Somebody looks at a screen of the app.", nil, false},
		{"Pricing Viewed", "Somebody looks at the prices.", nil, false},
		{"Signed Up", "Somebody opens an account.", []string{"method"}, true},
		{"Signed In", "Somebody signs in.", nil, false},
		{"Account Created", "A firm is new.", []string{"account_name"}, false},
		{"Account Deleted", "A firm deletes its account.", []string{"reason"}, false},
		{"Account Added User", "A colleague joins.", []string{"role"}, false},
		{"Invite Sent", "Somebody invites a colleague.", []string{"role"}, false},
		{"Trial Started", "A trial begins.", []string{"plan", "days"}, true},
		{"Onboarding Step Completed", "One of the first steps is done.", []string{"step", "name"}, true},
		{"Feature Used", "Somebody does what the software is for.", []string{"feature"}, true},
		{"Trial Ended", "A trial ends, one way or the other.", []string{"converted"}, true},
		{"Subscription Started", "An account is paid for the first time.", plan, true},
		{"Subscription Renewed", "An account is paid again.", plan, true},
		{"Plan Changed", "An account changes its plan.", []string{"from", "to"}, false},
		{"Subscription Cancelled", "An account ends.", []string{"plan", "reason"}, true},
		{"Ticket Created", "Somebody asks for help.", []string{"ticket_id", "subject", "text"}, false},
		{"Ticket Solved", "The help desk is done.", []string{"ticket_id", "rating"}, false},
		{"Experiment Viewed", "Somebody is on one side of an experiment.", []string{"experiment_id", "variation_id"}, false},
	}, mailEvents()...)
}
