package sim

// The contexts of calls that do not come from a browser.
const (
	backendContext    = `"library":{"name":"analytics-node","version":"2.3.0"},"channel":"server"`
	tillContext       = `"library":{"name":"fernandfathom-till","version":"4.1.0"},"channel":"store"`
	phoneContext      = `"library":{"name":"callbook","version":"1.8.2"},"channel":"phone"`
	newsletterContext = `"library":{"name":"letterbird","version":"3.0.4"},"channel":"server"`
)

// call is a message that a server writes.
type call struct {
	s      *Simulation
	o      *writer
	source int
	at     int64
}

// serverCall begins a call; the identifier comes next.
func (s *Simulation) serverCall(kind string, source int, at int64) call {
	s.writer.open(kind, at)
	return call{s, &s.writer, source, at}
}

func (c call) user(number int32) {
	c.o.text(`,"userId":"cust_`).number(100_000 + int(number)).text(`"`)
}

// anonymous writes an anonymous id of two parts.
func (c call) anonymous(kind string, number int) {
	c.o.text(`,"anonymousId":"`).text(kind).number(number).text(`"`)
}

func (c call) cookie(d *device) {
	c.o.text(`,"anonymousId":"`).uuid(d.anonymous[0], d.anonymous[1]).text(`"`)
}

// who writes the account where there is one, else the first browser's cookie.
func (c call) who(p *person, number int32) {
	if p.is(hasAccount) {
		c.user(number)
		return
	}
	c.cookie(&c.s.devices[p.devices[0]])
}

func (c call) track(event string) *writer {
	return c.o.text(`,"event":"`).text(event).text(`","properties":{`)
}

// finish closes the properties or traits and sends the call.
func (c call) finish(context string) { c.finishConsent(context, "") }

func (c call) finishConsent(context, consent string) {
	c.o.text(`},"context":{`).text(context)
	if consent != "" {
		c.o.text(`,"consent":{"categoryPreferences":`).text(consent).text(`}`)
	}
	c.o.text(`},"sentAt":"`).time(c.at + 25).text(`"`)
	c.s.out.post(c.at+45, c.source, c.o.close())
}

// atTill is a purchase in the store. A customer who shows the card is known
// by the address that it was made out to; the others are a receipt's number.
func (s *Simulation) atTill(number int32, d *day) {
	p := &s.people[number]
	at := d.moment(s.dice, openingHours)
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
		c.finish(tillContext)
	}
	o := s.newOrder(number)
	for range 1 + s.dice.more(0.35, 2) {
		o.add(item{uint8(s.choose(p)), 1})
	}
	if d.sale != nil {
		o.discount(s, d.sale.discount, d.sale.slug)
	}
	c := s.serverCall("track", till, at+1500)
	if known {
		c.anonymous("card-", 500_000+int(number))
	} else {
		c.anonymous("receipt-", o.number)
	}
	c.track("Order Completed")
	o.write(s, &s.writer)
	s.writer.text(`,"affiliation":"Store","store":"Cow Lane, Dublin","payment_method":"`).text([]string{"card", "card", "cash"}[s.dice.below(3)]).text(`"`)
	c.finish(tillContext)
	p.purchases++
	s.scheduleAfter(d, 8+s.dice.wait(50), task{person: number, kind: storeVisit})
}

// onPhone is a call to the shop.
func (s *Simulation) onPhone(number int32, d *day, topic string) {
	p := &s.people[number]
	line := p.phone(number)
	if line == "" {
		return
	}
	at := d.moment(s.dice, openingHours)
	c := s.serverCall("identify", phone, at)
	c.anonymous("tel-", int(number))
	c.o.text(`,"traits":{"phone":"`).text(line).text(`"`)
	c.finish(phoneContext)
	c = s.serverCall("track", phone, at+20)
	c.anonymous("tel-", int(number))
	c.track("Support Contacted").text(`"topic":"`).text(topic).text(`","duration_seconds":`).number(40 + int(s.dice.wait(180))).
		text(`,"resolved":`).text([]string{"true", "true", "true", "false"}[s.dice.below(4)])
	c.finish(phoneContext)
}

// refund takes an order back; the shop's server says so.
func (s *Simulation) refund(place int, d *day) {
	o := &s.orders[place]
	p := &s.people[o.person]
	c := s.serverCall("track", backend, d.moment(s.dice, openingHours))
	c.who(p, o.person)
	c.track("Order Refunded").text(`"order_id":"`).text(orderID(o.number)).text(`","total":`).cents(o.total()).
		text(`,"currency":"`).text(s.config.Currency).text(`","reason":"`).text([]string{"too small", "too large", "not as pictured", "changed my mind"}[s.dice.below(4)]).text(`","products":`)
	o.products(s, c.o)
	c.finish(backendContext)
	p.loyalty *= 0.8
}

// unsubscribe ends the newsletter for somebody.
func (s *Simulation) unsubscribe(number int32, d *day) {
	p := &s.people[number]
	p.habits &^= subscribed
	at := d.moment(s.dice, byHour)
	c := s.serverCall("identify", newsletter, at)
	c.who(p, number)
	c.o.text(`,"traits":{"email":"`).text(p.email(number)).text(`","newsletter":false`)
	c.finishConsent(newsletterContext, `{"email_marketing":false}`)
	c = s.serverCall("track", newsletter, at+30)
	c.who(p, number)
	c.track("Newsletter Unsubscribed").text(`"list":"Thursday letter"`)
	c.finish(newsletterContext)
}

// crawl is what robots look at in a day.
func (s *Simulation) crawl(d *day) {
	pages := 2 + s.config.Customers/1100
	robot := device{user: nobody}
	agent := ""
	for i := range pages {
		if i%6 == 0 {
			robot.anonymous = [2]uint64{s.dice.pcg.Uint64(), s.dice.pcg.Uint64()}
			agent = robots[s.dice.below(len(robots))]
		}
		p := &s.shop.products[s.dice.below(len(s.shop.products))]
		at := d.start + int64(s.dice.unit()*float64(d.end-d.start-second))
		c := s.serverCall("page", website, at)
		c.cookie(&robot)
		c.o.text(`,"properties":{"path":"`).text(p.path).text(`","url":"`).text(s.shop.host).text(p.path).text(`","title":"`).text(p.title).text(`"`)
		c.o.text(`},"context":{"library":{"name":"wend.js","version":"1.0.0"},"userAgent":"`).text(agent).
			text(`","page":{"path":"`).text(p.path).text(`","url":"`).text(s.shop.host).text(p.path).text(`"}},"sentAt":"`).time(at + 20).text(`"`)
		s.out.post(at+60, website, c.o.close())
	}
}
