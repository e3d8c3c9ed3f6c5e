package storetest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"strconv"
	"time"

	"wend/internal/event"
)

// Shop makes the realistic traffic of a shop: batches of a browser library,
// about 830 bytes of JSON an event, visits of a few pages each, some calls that
// identify and some that give consent. The same seed makes the same events.
type Shop struct {
	random  *rand.Rand
	next    uint64
	time    int64
	visits  []visit
	visitor int
}

type visit struct {
	anonymous, user string
	device, os, browser, agent,
	country, language, campaign string
	left int
}

// NewShop begins at a time with event 1.
func NewShop(seed uint64, start time.Time) *Shop {
	return &Shop{random: rand.New(rand.NewPCG(seed, seed)), next: 1, time: start.UnixMilli()}
}

var (
	categories = []string{"dresses", "shoes", "bags", "coats", "scarves", "shirts", "trousers", "jewellery"}
	browsers   = []string{"Chrome", "Safari", "Firefox", "Edge"}
	systems    = []string{"Windows", "macOS", "iOS", "Android"}
	countries  = []string{"DE", "AT", "CH", "FR", "NL"}
	campaigns  = []string{"", "", "", "spring", "newsletter-12", "brand"}
	eventNames = []string{"Product Viewed", "Product Added", "Product List Viewed", "Checkout Started", "Order Completed", event.PageViewed, event.PageViewed, event.PageViewed}
)

func (s *Shop) id() string {
	a, b := s.random.Uint64(), s.random.Uint64()
	return fmt.Sprintf("%08x-%04x-4%03x-%04x-%012x", uint32(a), uint16(a>>32), uint16(a>>48)&0xfff, uint16(b)|0x8000, b>>16)
}

func (s *Shop) begin() visit {
	i := s.random.IntN(4)
	s.visitor++
	v := visit{
		anonymous: s.id(), device: []string{"desktop", "mobile", "tablet"}[s.random.IntN(3)], os: systems[i], browser: browsers[s.random.IntN(4)],
		country: countries[s.random.IntN(5)], language: "de", campaign: campaigns[s.random.IntN(6)], left: 3 + s.random.IntN(20),
	}
	if s.random.IntN(4) == 0 {
		v.user = "u" + strconv.Itoa(s.visitor)
	}
	v.agent = fmt.Sprintf("Mozilla/5.0 (%s; rv:%d.0) AppleWebKit/537.36 (KHTML, like Gecko) %s/12%d.0 Safari/537.36", v.os, s.random.IntN(9), v.browser, s.random.IntN(9))
	return v
}

// Events makes the next n events.
func (s *Shop) Events(n int) []*event.Event {
	events := make([]*event.Event, n)
	for i := range events {
		events[i] = s.event()
	}
	return events
}

func (s *Shop) event() *event.Event {
	for len(s.visits) < 50 {
		s.visits = append(s.visits, s.begin())
	}
	at := s.random.IntN(len(s.visits))
	v := &s.visits[at]
	s.time += int64(s.random.IntN(2000))
	e := &event.Event{
		Seq: s.next, MessageID: "ajs-next-" + s.id(), Time: s.time, Received: s.time + int64(s.random.IntN(900)), Source: "src_web",
		OriginalTime: time.UnixMilli(s.time).UTC().Format("2006-01-02T15:04:05.000Z"),
		Facts:        event.Facts{Device: v.device, OS: v.os, Browser: v.browser, Country: v.country, Language: v.language},
	}
	s.next++
	if v.user != "" {
		e.Identifiers = append(e.Identifiers, event.Identifier{Kind: event.UserID, Value: v.user})
	}
	e.Identifiers = append(e.Identifiers, event.Identifier{Kind: event.AnonymousID, Value: v.anonymous})
	s.message(e, v)
	if v.left--; v.left == 0 {
		s.visits[at] = s.begin()
	}
	return e
}

func (s *Shop) message(e *event.Event, v *visit) {
	category, product := categories[s.random.IntN(len(categories))], s.random.IntN(400)
	e.Facts.Page = fmt.Sprintf("/shop/%s/product-%d", category, product)
	consent := ""
	if s.random.IntN(30) == 0 {
		consent = `"consent":{"categoryPreferences":{"email_marketing":true}},`
	}
	campaign := ""
	if v.campaign != "" {
		campaign = `"campaign":{"source":"google","medium":"cpc","name":"` + v.campaign + `"},`
		e.Facts.Source, e.Facts.Medium, e.Facts.Campaign = "google", "cpc", v.campaign
	}
	context := fmt.Sprintf(`{%s%s"page":{"path":"%s","referrer":"https://www.google.com/","search":"","title":"%s %d | Boutique","url":"https://boutique.example%s"},"userAgent":"%s","locale":"de-DE","library":{"name":"analytics.js","version":"npm:next-1.70.0"},"timezone":"Europe/Berlin"}`,
		consent, campaign, e.Facts.Page, category, product, e.Facts.Page, v.agent)
	if s.random.IntN(40) == 0 && v.user != "" {
		e.Type = event.Identify
		e.Traits = fmt.Appendf(nil, `{"email":"%s@example.com","plan":"gold","orders":%d}`, v.user, s.random.IntN(9))
	} else {
		e.Name, e.Type = eventNames[s.random.IntN(len(eventNames))], event.Track
		if e.Name == event.PageViewed {
			e.Type = event.Page
		}
		price := float64(s.random.IntN(20000)) / 100
		e.Properties = fmt.Appendf(nil, `{"product_id":"p-%d","category":"%s","name":"A fine %s no %d","price":%v,"quantity":%d,"currency":"EUR","brand":"Maison %d","position":%d,"new":%t,"tags":["a","b"]}`,
			product, category, category, product, price, 1+s.random.IntN(3), product%17, s.random.IntN(40), product%2 == 0)
		if e.Name == "Order Completed" {
			e.Facts.Value, e.Facts.HasValue = price, true
		}
	}
	b := fmt.Appendf(nil, `{"timestamp":"%s","integrations":{},"type":"%s",`, e.OriginalTime, e.Type)
	if e.Type == event.Track {
		b = fmt.Appendf(b, `"event":"%s",`, e.Name)
	}
	part := func(name string, object []byte) []byte {
		b = fmt.Appendf(b, `"%s":`, name)
		lo := len(b)
		b = append(append(b, object...), ',')
		return b[lo : len(b)-1]
	}
	var places [3][2]int
	for i, p := range [][]byte{e.Properties, []byte(context), e.Traits} {
		if len(p) > 0 {
			part([]string{"properties", "context", "traits"}[i], p)
			places[i] = [2]int{len(b) - 1 - len(p), len(b) - 1}
		}
	}
	if v.user != "" {
		b = fmt.Appendf(b, `"userId":"%s",`, v.user)
	}
	b = fmt.Appendf(b, `"messageId":"%s","anonymousId":"%s","sentAt":"%s"}`, e.MessageID, v.anonymous, e.OriginalTime)
	e.Raw = bytes.Clone(b)
	for i, p := range []*[]byte{&e.Properties, &e.Context, &e.Traits} {
		*p = nil
		if places[i][1] > 0 {
			*p = e.Raw[places[i][0]:places[i][1]]
		}
	}
}
