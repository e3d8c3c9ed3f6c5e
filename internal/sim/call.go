package sim

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
	c.o.text(`,"userId":"`).text(c.s.world.account).number(100_000 + int(number)).text(`"`)
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
func (c call) finish() { c.finishConsent("") }

func (c call) finishConsent(consent string) {
	c.o.text(`},"context":{`).text(c.s.servers[c.source])
	if consent != "" {
		c.o.text(`,"consent":{"categoryPreferences":`).text(consent).text(`}`)
	}
	c.o.text(`},"sentAt":"`).time(c.at + 25).text(`"`)
	c.s.out.post(c.at+45, c.source, c.o.close())
}

// inGroup closes the properties, says which group the call concerns, and
// hands out the message.
func (c call) inGroup(prefix string, number int) []byte {
	c.o.text(`},"context":{"groupId":"`).text(prefix).number(number).text(`",`).text(c.s.servers[c.source])
	c.o.text(`},"sentAt":"`).time(c.at + 25).text(`"`)
	return c.o.close()
}

// crawl is what robots look at in a day.
func (s *Simulation) crawl(d *day) {
	pages := 2 + s.config.Customers/1100
	robot := device{user: nobody}
	agent := ""
	found := s.business.pages()
	for i := range pages {
		if i%6 == 0 {
			robot.anonymous = [2]uint64{s.dice.pcg.Uint64(), s.dice.pcg.Uint64()}
			agent = robots[s.dice.below(len(robots))]
		}
		p := &found[s.dice.below(len(found))]
		at := d.start + int64(s.dice.unit()*float64(d.end-d.start-second))
		c := s.serverCall("page", website, at)
		c.cookie(&robot)
		c.o.text(`,"properties":{"path":"`).text(p.path).text(`","url":"`).text(s.world.host).text(p.path).text(`","title":"`).text(p.title).text(`"`)
		c.o.text(`},"context":{"library":{"name":"wend.js","version":"1.0.0"},"userAgent":"`).text(agent).
			text(`","page":{"path":"`).text(p.path).text(`","url":"`).text(s.world.host).text(p.path).text(`"}},"sentAt":"`).time(at + 20).text(`"`)
		s.out.post(at+60, website, c.o.close())
	}
}
