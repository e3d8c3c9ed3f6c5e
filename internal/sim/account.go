package sim

// maybeSignIn signs in those who have an account, now and then; on the
// household's tablet more often, because the other one may be signed in.
func (w *walk) maybeSignIn() {
	if w.on.user == w.number || !w.p.is(hasAccount) {
		return
	}
	chance := 0.3
	if w.isShared() {
		chance = 0.7
	}
	if w.s.dice.chance(chance) {
		w.dwell(8)
		w.signIn()
	}
}

// signUp opens an account.
func (w *walk) signUp(properties, consent string) {
	w.p.habits |= hasAccount
	w.on.user = w.number
	w.track("Signed Up").text(properties)
	w.finish(consent)
	w.soon()
	w.traits(w.identify(), true)
	w.finish(consent)
	w.tellBackend()
}

func (w *walk) isShared() bool { return w.kind() == tablet && w.s.plan.shares(w.number) }

// shares tells whether the person is of a household with one tablet (or
// stands where one would be in the list).
func (p plan) shares(number int32) bool { return number%97 == 41 || number%97 == 40 }

// signIn makes the account known to this browser.
func (w *walk) signIn() {
	w.on.user = w.number
	w.soon()
	w.track("Signed In").text(`"method":"password"`)
	w.finish("")
	w.soon()
	w.traits(w.identify(), true)
	w.finish("")
	w.tellBackend()
}

func (w *walk) signOut() {
	w.now += 4 * second
	w.track("Signed Out")
	w.finish("")
	w.on.user = nobody
}

// traits writes what the shop knows about the person.
func (w *walk) traits(o *writer, account bool) {
	p := w.p
	o.text(`"email":"`).text(p.email(w.number)).text(`","firstName":"`).text(p.firstName()).text(`","lastName":"`).text(p.lastName()).text(`"`)
	if p.is(toldAge) {
		o.text(`,"birthday":"`).text(p.birthday(w.number, w.s.config.End)).text(`","age_group":"`).text(ageGroups[p.group()]).text(`"`)
	}
	if account {
		o.text(`,"city":"`).text(w.s.world.crowd.places[p.place].city).text(`"`)
		w.s.business.tell(w.number, o)
	}
}

// tellBackend lets the shop's server say once whose account it is: a trusted
// source, so the address and the number are evidence of who is who.
func (w *walk) tellBackend() {
	if w.p.is(backendKnows) {
		return
	}
	w.p.habits |= backendKnows
	b := w.s.serverCall("identify", backend, w.now+400)
	b.user(w.number)
	o := b.o.text(`,"traits":{"email":"`).text(w.p.email(w.number)).text(`","name":"`).text(w.p.firstName()).text(" ").text(w.p.lastName()).text(`"`)
	if number := w.s.phone(w.number); number != "" {
		o.text(`,"phone":"`).text(number).text(`"`)
	}
	o.text(`,"customer_since":"`).text(w.s.since(w.p, w.day)).text(`"`)
	b.finish()
}

// since is the year in which the account was opened.
func (s *Simulation) since(p *person, d *day) string {
	year := d.date.Year()
	if p.is(wasIn) {
		year -= 1 + int(p.age)%4
	}
	return string(appendCents(nil, year*100))
}
