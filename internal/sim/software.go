package sim

// software is what happens at the maker of an app: visitors sign up, try, are
// led through the first steps, and subscribe or not; teams come and go.
type software struct {
	*Simulation
	users    []user
	accounts []account
	tickets  int
	nextMate int32 // the next person who waits for an invitation
}

// user is what the software knows about a person.
type user struct {
	account int32 // place in accounts, -1: none
	planned bool  // a visit lies ahead
}

// account is one firm.
type account struct {
	owner   int32
	people  int
	state   uint8
	sole    bool
	step    int // of the onboarding, done
	stuck   bool
	active  bool // sent an invoice
	plan    int8
	unhappy float64
	begun   int // the day of the trial's beginning
}

// The states of an account.
const (
	onTrial = iota
	subscribing
	gone
)

// The things that happen, after the visits.
const (
	trialEnd = iota + 40
	countdown
	bill
	ticketSolved
	softwareSurvey
)

// The planted truths' sizes.
const (
	bankBreaks    = 0.62 // of the sole traders' attempts
	formBroken    = 0.92 // of the sign-ups of the planned day
	countdownHelp = 0.17 // more subscriptions among those who sent an invoice
	countdownHarm = 0.40 // of the others delete their account
	trialDays     = 14
	leaveAlone    = 0.13 // the share of one-person accounts that end each month
	leaveTogether = 0.03 // and of those with several people
)

// isMate tells whether a person comes only when a colleague invites them.
func isMate(person int32) bool { return person%8 == 7 }

func (b *software) of(person int32) *user {
	for len(b.users) <= int(person) {
		b.users = append(b.users, user{account: -1})
	}
	return &b.users[person]
}

func (b *software) accountOf(person int32) *account {
	if u := b.of(person); u.account >= 0 {
		return &b.accounts[u.account]
	}
	return nil
}

func (b *software) open() {
	b.users, b.accounts, b.tickets, b.nextMate = nil, nil, 0, 7
	for i := range b.people {
		p := &b.people[i]
		if !p.is(wasIn) || !p.is(hasAccount) || isMate(int32(i)) {
			continue
		}
		a := b.found(int32(i), -60)
		a.state, a.step, a.active = subscribing, len(onboarding), true
		a.plan = int8(b.dice.below(len(subscriptions)))
		if !a.sole && b.dice.chance(0.45) {
			a.people++
			b.recruit(int32(i), nil)
		}
		b.schedule(b.dice.below(30), task{person: int32(i), kind: bill})
	}
}

// found makes an account for somebody.
func (b *software) found(person int32, day int) *account {
	b.of(person).account = int32(len(b.accounts))
	b.accounts = append(b.accounts, account{owner: person, people: 1, sole: b.dice.chance(0.46), begun: day})
	return &b.accounts[len(b.accounts)-1]
}

// recruit lets the next person who waits join somebody's account; with the
// walk on which the invitation was sent, it is seen. It answers whether there
// was one.
func (b *software) recruit(host int32, w *walk) bool {
	if int(b.nextMate) >= len(b.people) {
		return false
	}
	mate := b.nextMate
	b.nextMate += 8
	b.of(mate).account = b.of(host).account
	p := &b.people[mate]
	p.habits = p.habits&^neverNames | wasIn | hasAccount
	p.loyalty = max(p.loyalty, 0.4)
	day := 0
	if w != nil {
		p.habits &^= wasIn
		day = w.day.index + 1
		c := b.serverCall("track", backend, w.now+2*hour)
		c.user(mate)
		c.track("Account Added User").text(`"role":"member"`)
		b.finishIn(c, mate)
	}
	b.schedule(day+int(b.dice.wait(4)), task{person: mate, kind: visit})
	return true
}

// finishIn sends a call that concerns the person's account.
func (b *software) finishIn(c call, person int32) {
	b.out.post(c.at+45, c.source, c.inGroup("acct_", 1000+int(b.of(person).account)))
}

func (b *software) dawn(*day) {}

func (b *software) visit(person int32, d *day, at int64) {
	b.call(task{person: person, kind: visit}, d, at)
}

func (b *software) perform(t task, d *day) {
	switch t.kind {
	case visit:
		if !isMate(t.person) || b.of(t.person).account >= 0 {
			b.call(t, d, b.browsing(d))
		}
	case trialEnd:
		b.endTrial(t.person, d)
	case countdown:
		b.count(t.person, d)
	case bill:
		b.charge(t.person, d)
	case ticketSolved:
		b.solve(t, d)
	case softwareSurvey:
		at := d.start + 15*hour
		if b.mail(t.person, at, letterKind{"how-likely", 0.4, 0.4}) {
			b.answer(t.person, at+3*hour, "how likely are you to recommend us", softwareVoices, b.mood(t.person))
		}
	}
}

func (b *software) mood(person int32) float64 {
	mood := 0.4 + 0.4*float64(b.people[person].loyalty)
	if a := b.accountOf(person); a != nil {
		mood -= 0.3 * a.unhappy
		if a.active {
			mood += 0.15
		}
	}
	return mood
}

// call is one visit, to the website or to the app.
func (b *software) call(t task, d *day, at int64) {
	b.of(t.person).planned = false
	w := b.enter(t, d, at)
	a := b.accountOf(t.person)
	if a == nil || a.state == gone {
		b.evaluate(w)
		return
	}
	w.path = "" // into the app
	if w.on.user != w.number {
		w.visit("/login", "Sign in")
		w.dwell(8)
		w.signIn()
		w.soon()
		b.group(w)
	}
	if a.step < len(onboarding) && a.owner == w.number {
		b.onboard(w)
	} else {
		b.work(w)
	}
	a = b.accountOf(t.person)
	pause := 5.0
	if !a.active {
		pause = 2.5
	}
	if a.state == subscribing || a.active || b.dice.chance(0.62) && !a.stuck || b.dice.chance(0.25) {
		b.comeAgain(t.person, d, 1+b.dice.wait(pause))
	}
}

func (b *software) comeAgain(person int32, d *day, days float64) {
	if u := b.of(person); !u.planned {
		u.planned = true
		b.scheduleAfter(d, days, task{person: person, kind: visit})
	}
}

// evaluate is a visit by somebody who is no customer.
func (b *software) evaluate(w *walk) {
	d, p := b.dice, w.p
	if d.chance(0.55) {
		w.visit("/", "Invoices that are paid")
	} else {
		b.read(w)
	}
	if d.chance(w.bounceChance(w.first, w.famous)) {
		if d.chance(0.25) {
			b.comeAgain(w.number, w.day, 2+d.wait(9))
		}
		return
	}
	for range 1 + d.more(0.5, 5) {
		w.dwell(35)
		b.read(w)
	}
	p.interest = min(p.interest+1, 3)
	if a := b.accountOf(w.number); a == nil && d.chance(0.06+0.06*float64(p.interest)) {
		b.signUp(w)
		return
	}
	if d.chance(0.35 + 0.1*float64(p.interest)) {
		b.comeAgain(w.number, w.day, 1+d.wait(5))
	} else if d.chance(0.2) {
		b.comeAgain(w.number, w.day, 15+d.wait(30))
	}
}

// read opens a page of the website.
func (b *software) read(w *walk) {
	at := sitePages[b.dice.below(len(sitePages))]
	w.visit(at.path, at.title)
	if at.path == "/pricing" {
		w.soon()
		w.track("Pricing Viewed")
		w.finish("")
	}
}

// signUp opens the account and the trial.
func (b *software) signUp(w *walk) {
	d := b.dice
	w.dwell(20)
	w.visit("/signup", "Start your trial")
	w.dwell(25)
	if w.day.index == b.plan.outageDay && d.chance(formBroken) {
		w.breakDown("SyntaxError: Unexpected token '<'", "/assets/sign-up.js", "button.create-account", "Create account")
		if d.chance(0.2) {
			b.comeAgain(w.number, w.day, 1+d.wait(3))
		}
		return
	}
	if d.chance(0.25) {
		b.comeAgain(w.number, w.day, 1+d.wait(6))
		return
	}
	b.found(w.number, w.day.index)
	w.signUp(`"method":"`+[]string{"email", "google", "google"}[d.below(3)]+`"`, `{"email_marketing":true}`)
	w.soon()
	b.group(w)
	w.soon()
	w.track("Account Created").text(`"account_name":"`).text(b.firm(w.number)).text(`"`)
	w.finish("")
	w.soon()
	w.track("Trial Started").text(`"plan":"team","days":`).number(trialDays)
	w.finish("")
	b.schedule(w.day.index+trialDays-3, task{person: w.number, kind: countdown})
	b.schedule(w.day.index+trialDays, task{person: w.number, kind: trialEnd})
	b.mail(w.number, w.now+minute, letterKind{"welcome", 0.65, 0.3})
	if d.chance(0.85) {
		b.onboard(w)
	}
	b.comeAgain(w.number, w.day, 1+d.wait(1.5))
}

// firm is the name of the account's firm.
func (b *software) firm(person int32) string {
	owner := b.accountOf(person).owner
	return b.people[owner].lastName() + " " + trades[int(owner)%len(trades)]
}

// group says to which account the person belongs.
func (b *software) group(w *walk) {
	a := b.accountOf(w.number)
	w.open("group").text(`,"groupId":"acct_`).number(1000 + int(b.of(w.number).account)).text(`","traits":{"name":"`).text(b.firm(w.number)).
		text(`","business_type":"`).text(a.kind()).text(`","industry":"`).text(lowerASCII(trades[int(a.owner)%len(trades)])).text(`","employees":`).number(a.people)
	w.finish("")
}

func (a *account) kind() string {
	if a.sole {
		return "sole trader"
	}
	return "company"
}

func (b *software) tell(person int32, o *writer) {
	a := b.accountOf(person)
	if a == nil {
		return
	}
	role := "member"
	if a.owner == person {
		role = "owner"
	}
	o.text(`,"role":"`).text(role).text(`","business_type":"`).text(a.kind()).text(`","company":"`).text(b.firm(person)).text(`"`)
}

// onboard goes as far through the first steps as patience lasts.
func (b *software) onboard(w *walk) {
	d := b.dice
	for a := b.accountOf(w.number); a.step < len(onboarding); a.step++ {
		step := onboarding[a.step]
		w.dwell(25)
		w.screen("Onboarding: "+step.name, step.path)
		if d.chance(0.12) {
			return
		}
		if a.step == bankStep && a.sole && w.hampered() && d.chance(bankBreaks) {
			a.stuck = true
			a.unhappy += 0.5
			w.breakDown("BankLinkError: account type not supported", "/assets/bank-link.js", "button.connect", "Connect my bank")
			if d.chance(0.35) {
				b.write(w.number, w.now+4*minute, w.day, bankTicket)
			}
			return
		}
		w.dwell(60)
		w.track("Onboarding Step Completed").text(`"step":`).number(a.step + 1).text(`,"name":"`).text(step.name).text(`"`)
		w.finish("")
		if a.step == len(onboarding)-1 {
			a.active = true
			w.soon()
			w.track("Feature Used").text(`"feature":"invoice sent"`)
			w.finish("")
		}
	}
}

// work is a session in the app.
func (b *software) work(w *walk) {
	d := b.dice
	w.screen("Dashboard", "/app")
	for range 1 + d.more(0.5, 4) {
		w.dwell(40)
		screen := appScreens[d.below(len(appScreens))]
		w.screen(screen.name, screen.path)
		if d.chance(0.5) {
			w.dwell(30)
			w.track("Feature Used").text(`"feature":"`).text(screen.feature).text(`"`)
			w.finish("")
		}
	}
	a := b.accountOf(w.number)
	invite := 0.02
	if !a.sole && a.people < 4 {
		invite = 0.12
	}
	if d.chance(invite) && b.recruit(w.number, w) {
		b.accountOf(w.number).people++
		w.dwell(15)
		w.track("Invite Sent").text(`"role":"member"`)
		w.finish("")
	}
	if d.chance(0.012) {
		b.write(w.number, w.now+10*minute, w.day, tickets[d.below(len(tickets))])
	}
}
