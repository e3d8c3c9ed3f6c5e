package sim

// atTill is a purchase in the store. A customer who shows the card is known
// by the address that it was made out to; the others are a receipt's number.
func (s *retail) atTill(number int32, d *day) {
	p := &s.people[number]
	at := d.moment(s.dice, s.world.year.open)
	known := p.is(carriesCard)
	if known {
		c := s.serverCall("identify", till, at)
		c.anonymous("card-", 500_000+int(number))
		c.o.text(`,"traits":{"email":"`).text(p.email(number)).text(`","firstName":"`).text(p.firstName()).text(`","lastName":"`).text(p.lastName()).
			text(`","loyalty_card":true`)
		if p.age%4 != 0 { // most were asked for their birthday when they took the card
			p.habits |= toldAge
			c.o.text(`,"birthday":"`).text(p.birthday(number, s.config.End)).text(`","age_group":"`).text(ageGroups[p.group()]).text(`"`)
		}
		c.finish()
	}
	o := s.newOrder(number)
	for range 1 + s.dice.more(0.35, 2) {
		o.add(item{uint8(s.choose(p)), 1})
	}
	if d.sale != nil {
		s.discount(o, d.sale.discount, d.sale.slug)
	}
	c := s.serverCall("track", till, at+1500)
	if known {
		c.anonymous("card-", 500_000+int(number))
	} else {
		c.anonymous("receipt-", o.number)
	}
	c.track("Order Completed")
	s.writeOrder(o, &s.writer)
	s.writer.text(`,"affiliation":"Store","store":"`).text(s.shop.counter).text(`","payment_method":"`).text([]string{"card", "card", "cash"}[s.dice.below(3)]).text(`"`)
	c.finish()
	p.purchases++
	s.scheduleAfter(d, s.shop.pause*0.16+s.dice.wait(s.shop.pause), task{person: number, kind: storeVisit})
}

// onPhone is a call to the shop.
func (s *retail) onPhone(number int32, d *day, topic string) {
	line := s.phone(number)
	if line == "" {
		return
	}
	at := d.moment(s.dice, s.world.year.open)
	c := s.serverCall("identify", phone, at)
	c.anonymous("tel-", int(number))
	c.o.text(`,"traits":{"phone":"`).text(line).text(`"`)
	c.finish()
	c = s.serverCall("track", phone, at+20)
	c.anonymous("tel-", int(number))
	c.track("Support Contacted").text(`"topic":"`).text(topic).text(`","duration_seconds":`).number(40 + int(s.dice.wait(180))).
		text(`,"resolved":`).text([]string{"true", "true", "true", "false"}[s.dice.below(4)])
	c.finish()
}

// refund takes an order back; the shop's server says so.
func (s *retail) refund(place int, d *day) {
	o := &s.orders[place]
	p := &s.people[o.person]
	c := s.serverCall("track", backend, d.moment(s.dice, s.world.year.open))
	c.who(p, o.person)
	c.track("Order Refunded").text(`"order_id":"`).text(s.orderID(o.number)).text(`","total":`).cents(o.total()).
		text(`,"currency":"`).text(s.config.Currency).text(`","reason":"`).text(s.shop.reasons[s.dice.below(len(s.shop.reasons))]).text(`","products":`)
	s.writeItems(c.o, o.items[:o.count])
	c.finish()
	p.loyalty *= 0.8
}

// unsubscribe ends the newsletter for somebody.
func (s *retail) unsubscribe(number int32, d *day) {
	p := &s.people[number]
	p.habits &^= subscribed
	at := s.browsing(d)
	c := s.serverCall("identify", newsletter, at)
	c.who(p, number)
	c.o.text(`,"traits":{"email":"`).text(p.email(number)).text(`","newsletter":false`)
	c.finishConsent(`{"email_marketing":false}`)
	c = s.serverCall("track", newsletter, at+30)
	c.who(p, number)
	c.track("Newsletter Unsubscribed").text(`"list":"`).text(s.shop.list).text(`"`)
	c.finish()
}

// orderByPhone is an order that somebody calls in.
func (s *retail) orderByPhone(number int32, d *day) {
	line := s.phone(number)
	if line == "" {
		return
	}
	p := &s.people[number]
	at := d.moment(s.dice, s.world.year.open)
	c := s.serverCall("identify", phone, at)
	c.anonymous("tel-", int(number))
	c.o.text(`,"traits":{"phone":"`).text(line).text(`"`)
	c.finish()
	o := s.newOrder(number)
	for range 1 + s.dice.more(0.5, 2) {
		o.add(item{uint8(s.choose(p)), uint8(1 + s.dice.more(0.3, 5))})
	}
	c = s.serverCall("track", phone, at+90*second)
	c.anonymous("tel-", int(number))
	c.track("Order Completed")
	s.writeOrder(o, &s.writer)
	s.writer.text(`,"affiliation":"Phone","payment_method":"at pick-up"`)
	c.finish()
	p.purchases++
	s.scheduleAfter(d, 3+s.dice.wait(callsEvery), task{person: number, kind: callOrder})
}

// askHowItWas is the letter after an order; some answer.
func (s *retail) askHowItWas(number int32, d *day) {
	at := d.start + 17*hour + int64(s.dice.unit()*hour)
	if s.mail(number, at, letterKind{"how-was-it", 0.5, 0.45}) {
		mood := 0.45 + 0.5*float64(s.people[number].loyalty) - 0.2*float64(s.people[number].annoyed)
		s.answer(number, at+6*hour, "how was it", s.shop.voices, mood)
	}
}
