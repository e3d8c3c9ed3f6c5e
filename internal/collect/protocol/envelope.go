package protocol

import (
	"bytes"
	"strconv"
)

// message is where the fields of one message lie in data. Of a key that comes
// twice the later one counts, as in encoding/json.
type message struct {
	data []byte
	all  span

	kind, name, userID, anonymousID, previousID, groupID, messageID span
	timestamp, originalTimestamp, sentAt, writeKey, trusted         span
	context, properties, traits                                     span

	ctx   contextFields
	props propertyFields
	trait traitFields

	// deepest is how deep the message nests, itself included.
	deepest int
}

// contextFields are the places of what facts need from the context.
type contextFields struct {
	userAgent, locale, timezone, channel, country, externalIDs, cookieless span

	page     pageFields
	campaign struct{ name, source, medium span }
	device   struct{ kind, model span }
	os       struct{ name span }
	location struct{ country span }
	hints    struct{ mobile, platform span }
	referrer struct{ url span }
}

type pageFields struct{ path, url, referrer, search span }

type propertyFields struct {
	page                           pageFields
	value, revenue, total, channel span
}

type traitFields struct{ email, phone span }

// message reads one message, which must be an object for its fields to be
// found; anything else is skipped and has none.
func (s *scanner) message(m *message) {
	s.level, s.deepest = 0, 0
	if s.peek() != '{' {
		m.all = s.value()
		m.deepest = s.deepest
		return
	}
	from := s.pos
	for more := s.open('{'); more; more = s.next('{') {
		s.field(m, s.key())
	}
	m.all = span{uint32(from), uint32(s.pos)}
	m.deepest = s.deepest
}

func (s *scanner) field(m *message, key []byte) {
	switch string(key) {
	case "type":
		m.kind = s.value()
	case "event":
		m.name = s.value()
	case "userId":
		m.userID = s.value()
	case "anonymousId":
		m.anonymousID = s.value()
	case "previousId":
		m.previousID = s.value()
	case "groupId":
		m.groupID = s.value()
	case "messageId":
		m.messageID = s.value()
	case "timestamp":
		m.timestamp = s.value()
	case "originalTimestamp":
		m.originalTimestamp = s.value()
	case "sentAt":
		m.sentAt = s.value()
	case "writeKey":
		m.writeKey = s.value()
	case "trusted":
		m.trusted = s.value()
	case "context":
		m.ctx = contextFields{}
		m.context = s.object(func(key []byte) { s.contextField(&m.ctx, key) })
	case "properties":
		m.props = propertyFields{}
		m.properties = s.object(func(key []byte) { s.propertyField(&m.props, key) })
	case "traits":
		m.trait = traitFields{}
		m.traits = s.object(func(key []byte) { s.traitField(&m.trait, key) })
	default:
		s.skip()
	}
}

// object walks over a value's members if it is an object, else past it.
func (s *scanner) object(field func(key []byte)) span {
	if s.peek() != '{' {
		return s.value()
	}
	from := s.pos
	for more := s.open('{'); more; more = s.next('{') {
		field(s.key())
	}
	return span{uint32(from), uint32(s.pos)}
}

func (s *scanner) contextField(c *contextFields, key []byte) {
	switch string(key) {
	case "userAgent":
		c.userAgent = s.value()
	case "locale":
		c.locale = s.value()
	case "timezone":
		c.timezone = s.value()
	case "channel":
		c.channel = s.value()
	case "country":
		c.country = s.value()
	case "externalIds":
		c.externalIDs = s.value()
	case "cookieless":
		c.cookieless = s.value()
	case "page":
		c.page = pageFields{}
		s.object(func(key []byte) { s.pageField(&c.page, key) })
	case "campaign":
		c.campaign.name, c.campaign.source, c.campaign.medium = span{}, span{}, span{}
		s.object(func(key []byte) {
			switch string(key) {
			case "name":
				c.campaign.name = s.value()
			case "source":
				c.campaign.source = s.value()
			case "medium":
				c.campaign.medium = s.value()
			default:
				s.skip()
			}
		})
	case "device":
		c.device.kind, c.device.model = span{}, span{}
		s.object(func(key []byte) {
			switch string(key) {
			case "type":
				c.device.kind = s.value()
			case "model":
				c.device.model = s.value()
			default:
				s.skip()
			}
		})
	case "userAgentData":
		c.hints.mobile, c.hints.platform = span{}, span{}
		s.object(func(key []byte) {
			switch string(key) {
			case "mobile":
				c.hints.mobile = s.value()
			case "platform":
				c.hints.platform = s.value()
			default:
				s.skip()
			}
		})
	case "os":
		s.only("name", &c.os.name)
	case "location":
		s.only("country", &c.location.country)
	case "referrer":
		s.only("url", &c.referrer.url)
	default:
		s.skip()
	}
}

// only notes one field of an object.
func (s *scanner) only(name string, place *span) {
	*place = span{}
	s.object(func(key []byte) {
		if string(key) == name {
			*place = s.value()
			return
		}
		s.skip()
	})
}

func (s *scanner) pageField(p *pageFields, key []byte) {
	switch string(key) {
	case "path":
		p.path = s.value()
	case "url":
		p.url = s.value()
	case "referrer":
		p.referrer = s.value()
	case "search":
		p.search = s.value()
	default:
		s.skip()
	}
}

func (s *scanner) propertyField(p *propertyFields, key []byte) {
	switch string(key) {
	case "value":
		p.value = s.value()
	case "revenue":
		p.revenue = s.value()
	case "total":
		p.total = s.value()
	case "channel":
		p.channel = s.value()
	case "page_location": // GA4's name for it
		p.page.url = s.value()
	case "page_referrer":
		p.page.referrer = s.value()
	default:
		s.pageField(&p.page, key)
	}
}

func (s *scanner) traitField(t *traitFields, key []byte) {
	switch string(key) {
	case "email":
		t.email = s.value()
	case "phone":
		t.phone = s.value()
	default:
		s.skip()
	}
}

// raw is the bytes of a field, nil where it is absent or null.
func (m *message) raw(s span) []byte {
	if !s.found() || m.data[s.from] == 'n' {
		return nil
	}
	return m.data[s.from:s.to:s.to]
}

// text is a field's text, unescaped into scratch where that is needed; nil
// for anything but a string.
func (m *message) text(s span, scratch *[]byte) []byte {
	if !s.found() || m.data[s.from] != '"' {
		return nil
	}
	inside := m.data[s.from+1 : s.to-1]
	if bytes.IndexByte(inside, '\\') < 0 {
		return inside
	}
	*scratch = unescape((*scratch)[:0], inside)
	return *scratch
}

// number is a field's number; a text that reads as one counts.
func (m *message) number(s span, scratch *[]byte) (float64, bool) {
	if !s.found() {
		return 0, false
	}
	raw := m.data[s.from:s.to]
	switch {
	case raw[0] == '"':
		raw = trim(m.text(s, scratch))
	case raw[0] != '-' && (raw[0] < '0' || raw[0] > '9'):
		return 0, false
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil || f-f != 0 { // not a number, or infinite
		return 0, false
	}
	return f, true
}

// trim cuts white space off both ends.
func trim(b []byte) []byte {
	for len(b) > 0 && b[0] <= ' ' {
		b = b[1:]
	}
	for len(b) > 0 && b[len(b)-1] <= ' ' {
		b = b[:len(b)-1]
	}
	return b
}
