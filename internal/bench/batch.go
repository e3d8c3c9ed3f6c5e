package bench

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// The shape of the load: batches as Segment's server libraries send them.
const (
	batchEvents   = 20
	batchVisitors = 4       // visitors whose events share a batch
	visitors      = 200_000 // of whom few come often
	knownShare    = 0.35    // of visitors who have a user id
)

// batches makes bodies of /v1/batch, each unlike any other, at the price of a
// copy: what differs (message ids, times, visitors) has a fixed width and is
// written over in place. One goroutine uses it.
type batches struct {
	dice      *rand.Rand
	stream    uint64 // sets the message ids of one generator apart
	sent      uint64
	templates []template
	body      []byte
}

// template is a body with holes.
type template struct {
	text    []byte
	message []int   // where message ids' digits are
	times   []int   // where times are
	visitor [][]int // by visitor of the batch, where the number's digits are
	known   []bool  // by visitor: has a user id
}

const (
	idDigits      = 20
	visitorDigits = 9
	timeLayout    = "2006-01-02T15:04:05.000Z"
)

func newBatches(seed, stream uint64, templates []template) *batches {
	return &batches{dice: rand.New(rand.NewPCG(seed, stream)), stream: stream, templates: templates}
}

// newTemplates makes the templates that all connections share.
func newTemplates(seed uint64) (templates []template) {
	dice := rand.New(rand.NewPCG(seed, 0))
	for range 400 {
		templates = append(templates, newTemplate(dice))
	}
	return templates
}

// next is a body, valid until the next call.
func (b *batches) next(now time.Time) []byte {
	t := &b.templates[b.dice.IntN(len(b.templates))]
	b.body = append(b.body[:0], t.text...)
	for _, at := range t.message {
		b.sent++
		digits(b.body[at:at+idDigits], scatter(b.stream<<40|b.sent))
	}
	var text [len(timeLayout)]byte
	stamp := now.UTC().AppendFormat(text[:0], timeLayout)
	for _, at := range t.times {
		copy(b.body[at:], stamp)
	}
	for i, places := range t.visitor {
		u := b.dice.Float64()
		number := uint64(u * u * visitors)
		// A visitor has a user id or has none, whichever batch names them.
		number = number/20*20 + number%7
		if !t.known[i] {
			number += 7
		}
		number = number * 48_271 % 999_999_937 // a prime: different visitors stay different
		for _, at := range places {
			digits(b.body[at:at+visitorDigits], number)
		}
	}
	return b.body
}

// scatter turns different numbers into different ones without a pattern:
// message ids are random in life, and a compressor must not guess them.
func scatter(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

func digits(into []byte, n uint64) {
	for i := len(into) - 1; i >= 0; i-- {
		into[i] = byte('0' + n%10)
		n /= 10
	}
}

// Holes stand in a template's text until they are found.
const (
	idHole      = "\x01"
	timeHole    = "\x02"
	visitorHole = "\x03"
)

func newTemplate(dice *rand.Rand) template {
	t := template{visitor: make([][]int, batchVisitors)}
	for range batchVisitors {
		t.known = append(t.known, dice.Float64() < knownShare)
	}
	var text strings.Builder
	text.WriteString(`{"batch":[`)
	var owners []int // of visitor holes
	for i := range batchEvents {
		if i > 0 {
			text.WriteByte(',')
		}
		visitor := i * batchVisitors / batchEvents
		message := newMessage(dice, t.known[visitor])
		for range strings.Count(message, visitorHole) {
			owners = append(owners, visitor)
		}
		text.WriteString(message)
	}
	text.WriteString(`],"sentAt":"` + timeHole + `"}`)
	for _, c := range []byte(text.String()) {
		switch hole := string(rune(c)); hole {
		case idHole:
			t.message = append(t.message, len(t.text))
			t.text = append(t.text, make([]byte, idDigits)...)
		case timeHole:
			t.times = append(t.times, len(t.text))
			t.text = append(t.text, make([]byte, len(timeLayout))...)
		case visitorHole:
			t.visitor[owners[0]] = append(t.visitor[owners[0]], len(t.text))
			owners = owners[1:]
			t.text = append(t.text, make([]byte, visitorDigits)...)
		default:
			t.text = append(t.text, c)
		}
	}
	return t
}

// agents are user agents as they come.
var agents = []string{
	"Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
	"Mozilla/5.0 (Linux; Android 15; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36",
	"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0",
	"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
	"Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}

// newMessage is one event of a shop's visitor, with holes.
func newMessage(dice *rand.Rand, known bool) string {
	page := fmt.Sprintf("/products/%03d", skewed(dice, pageCount))
	id := `"messageId":"wend-bench-` + idHole + `","timestamp":"` + timeHole + `","anonymousId":"4f3c2a1b-6d5e-4f70-8a9b-` + `000` + visitorHole + `"`
	if known {
		id += `,"userId":"customer-` + visitorHole + `"`
	}
	context := `"context":{"library":{"name":"analytics.js","version":"2.1.0"},"page":{"path":"` + page + `","referrer":"https://www.google.com/","search":"","title":"The shop","url":"https://shop.example` + page +
		`"},"userAgent":"` + agents[dice.IntN(len(agents))] + `","locale":"de-DE","timezone":"Europe/Berlin","screen":{"width":390,"height":844},"ip":"203.0.113.7"}`
	product := fmt.Sprintf(`"product_id":"sku-%05d","name":"Linen shirt number %d","sku":"%08X","category":"%s","brand":"Fern","price":%d.90,"quantity":1,"currency":"EUR","position":%d`,
		skewed(dice, 4000), dice.IntN(100), dice.Uint32(), []string{"shirts", "shoes", "coats", "bags"}[dice.IntN(4)], 10+dice.IntN(150), dice.IntN(30))
	switch x := dice.Float64(); {
	case known && x < 0.08:
		return `{"type":"identify",` + id + `,"traits":{"email":"customer-` + visitorHole + `@example.com","firstName":"Ada","lastName":"Example","plan":"regular","city":"Hamburg"},` + context + `}`
	case x < 0.45:
		return `{"type":"page",` + id + `,"name":"Product","properties":{"path":"` + page + `","referrer":"https://www.google.com/","search":"","title":"The shop","url":"https://shop.example` + page + `"},` + context + `}`
	case x < 0.97:
		return `{"type":"track","event":"` + kinds[1+skewed(dice, len(kinds)-1)].name + `",` + id + `,"properties":{` + product + `,"list":"search results","coupon":"none"},` + context + `}`
	}
	return `{"type":"track","event":"Order Completed",` + id + `,"properties":{"order_id":"o-` + orderNumber + `","revenue":99.80,"total":104.75,"currency":"EUR","products":[{` + product + `}]},` + context + `}`
}

// orderNumber is that of every order: nothing looks at it.
const orderNumber = "20260701-000017"
