package sim

// The things that people (and the shop) do on a day.
const (
	visit       = iota // come to the website
	storeVisit         // buy in the store
	giveBack           // a refund
	review             // say what they think of an order
	callShop           // telephone
	callPayment        // telephone because paying failed
	callOrder          // order by telephone
	survey             // answer the question how it was
)

// perform does one task.
func (s *retail) perform(t task, d *day) {
	switch t.kind {
	case visit:
		s.comeToShop(t, d, s.browsing(d))
	case storeVisit:
		if s.closed(d) && s.dice.chance(0.93) {
			s.scheduleAfter(d, 1, t)
			return
		}
		s.atTill(t.person, d)
	case callOrder:
		s.orderByPhone(t.person, d)
	case survey:
		s.askHowItWas(t.person, d)
	case giveBack:
		s.refund(int(t.order), d)
	case review:
		s.review(int(t.order), d)
	case callShop:
		s.onPhone(t.person, d, s.shop.topics[s.dice.below(len(s.shop.topics))])
	case callPayment:
		s.onPhone(t.person, d, "payment fails on the telephone")
	}
}

// sendNewsletter brings those who open the letter and follow a link in it.
func (s *retail) sendNewsletter(d *day) {
	for i := range s.people {
		p := &s.people[i]
		if !p.is(subscribed) {
			continue
		}
		if s.shop.mails {
			if s.mail(int32(i), d.start+8*hour+int64(s.dice.unit()*hour), letterKind{s.shop.list, 0.38, 0.16}) {
				s.schedule(d.index, task{person: int32(i), kind: visit, channel: 1 + email})
			} else if s.dice.chance(0.0025) {
				s.unsubscribe(int32(i), d)
			}
			continue
		}
		switch x := s.dice.unit(); {
		case x < 0.045+0.05*float64(p.loyalty):
			s.schedule(d.index, task{person: int32(i), kind: visit, channel: 1 + email})
		case x > 0.9975:
			s.unsubscribe(int32(i), d)
		}
	}
}

// comeToShop is one visit to the website and what follows from it.
func (s *retail) comeToShop(t task, d *day, at int64) {
	if s.down(d, at) {
		if s.dice.chance(0.3) {
			s.schedule(d.index+1, t)
		}
		return
	}
	p := &s.people[t.person]
	channel := int(t.channel) - 1
	if channel < 0 {
		channel = int(p.arrival)
		if p.visits > 0 || p.is(wasIn) {
			channel = s.dice.pick(s.world.roads.later)
		}
	}
	w := s.shopperTo(t.person, d, at, channel)
	outcome := w.stroll()
	p.visits++
	s.afterVisit(t.person, d, outcome)
}

// down tells whether the shop cannot be reached.
func (s *retail) down(d *day, at int64) bool {
	if d.index != s.plan.outageDay || !s.shop.outage {
		return false
	}
	h := (at - d.start) / hour
	return h >= outageFrom && h < outageTo
}

// outcome is how a visit ended.
type outcome uint8

const (
	bounced outcome = iota
	looked
	left   // with things in the cart
	failed // the payment did not work
	bought
)

// afterVisit decides whether and when the person comes again.
func (s *retail) afterVisit(number int32, d *day, o outcome) {
	p := &s.people[number]
	loyalty := float64(p.loyalty) / float64(1+p.annoyed)
	again := task{person: number, kind: visit}
	switch o {
	case bounced:
		if s.dice.chance(0.30 + 0.3*loyalty) {
			s.scheduleAfter(d, 1+s.dice.wait(9), again)
			return
		}
	case looked, left:
		if s.dice.chance(0.50 + 0.05*float64(p.interest) + 0.12*loyalty) {
			s.scheduleAfter(d, 1+s.dice.wait(4), again)
			return
		}
	case failed:
		if s.dice.chance(0.05) {
			s.scheduleAfter(d, 1, task{person: number, kind: callPayment})
		} else if s.shop.calls > 0 && s.dice.chance(0.4) { // orders by telephone instead
			s.schedule(d.index, task{person: number, kind: callOrder})
			return
		}
		if s.dice.chance(0.15) { // tries once more some other day
			s.scheduleAfter(d, 2+s.dice.wait(5), again)
			return
		}
		p.inCart = 0
		if s.dice.chance(0.4) {
			s.scheduleAfter(d, 12+s.dice.wait(20), again)
			return
		}
	case bought:
		s.afterPurchase(number, d)
		if s.dice.chance(0.55 + 0.44*loyalty) {
			s.scheduleAfter(d, 6+s.dice.wait(42-26*loyalty), again)
			return
		}
	}
	p.interest = 0
	if s.dice.chance(0.20 + 0.72*loyalty) { // another need, another season
		s.scheduleAfter(d, 14+s.dice.wait(40), again)
	}
}

// afterPurchase plans what follows an order: a refund, a review, a question.
func (s *retail) afterPurchase(number int32, d *day) {
	last := int32(len(s.orders) - 1)
	switch x := s.dice.unit(); {
	case x < 0.11:
		s.scheduleAfter(d, 4+s.dice.wait(7), task{person: number, order: last, kind: giveBack})
	case x < 0.29:
		s.scheduleAfter(d, 8+s.dice.wait(6), task{person: number, order: last, kind: review})
	case x < 0.33:
		s.scheduleAfter(d, 2+s.dice.wait(3), task{person: number, kind: callShop})
	case s.shop.mails && x < 0.60:
		s.scheduleAfter(d, 3+s.dice.wait(2), task{person: number, kind: survey})
	}
}

// review follows the link in the letter that asks how it was.
func (s *retail) review(place int, d *day) {
	o := s.orders[place]
	at := s.browsing(d)
	if s.down(d, at) {
		return
	}
	w := s.shopperTo(o.person, d, at, email)
	w.campaign = "how-was-it"
	p := &s.shop.products[o.items[0].product]
	w.visit(p.path, p.title)
	w.dwell(40)
	content := s.dice.chance(0.74)
	rating, words := 4+s.dice.below(2), s.shop.praise
	if !content {
		rating, words = 1+s.dice.below(3), s.shop.complaints
	}
	w.track("Product Reviewed").text(`"product_id":"`).text(p.id).text(`","review_id":"rev-`).number(o.number).
		text(`","rating":`).number(rating).text(`,"review_body":"`).text(words[s.dice.below(len(words))]).text(`"`)
	w.finish("")
	if content && s.dice.chance(0.35) {
		w.dwell(10)
		w.track("Product Shared").text(`"share_via":"`).text([]string{"whatsapp", "email", "link"}[s.dice.below(3)]).text(`",`).text(p.json)
		w.finish("")
	}
	w.p.visits++
}
