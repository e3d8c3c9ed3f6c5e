package sim

import (
	"bytes"
	"context"
	"encoding/json"
	"hash/fnv"
	"maps"
	"slices"
	"sort"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"wend/internal/event"
)

var end = time.Date(2026, 11, 21, 17, 30, 0, 0, time.UTC)

func simulate(t testing.TB, config Config) *Simulation {
	t.Helper()
	if config.End.IsZero() {
		config.End = end
	}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// message is a call read back.
type message struct {
	Type, Event, MessageID, AnonymousID, UserID string
	Name, GroupID                               string
	Timestamp, SentAt                           time.Time
	Properties, Traits                          map[string]any
	Context                                     struct {
		UserAgent, Locale, Timezone string
		Library                     struct{ Name, Version string }
		Page                        struct{ Path, Referrer, Search, Title, URL string }
		Campaign                    struct{ Name, Source, Medium string }
		Consent                     struct{ CategoryPreferences map[string]bool }
	}
	source   string
	received time.Time
}

func read(t testing.TB, m Message) message {
	t.Helper()
	var c message
	if err := json.Unmarshal(m.Body, &c); err != nil {
		t.Fatalf("%v in %s", err, m.Body)
	}
	c.source, c.received = m.Source, m.ReceivedAt
	return c
}

// glance reads of the frequent messages only what tests of what was planted
// ask for: reading JSON in full takes most of their time.
func glance(t testing.TB, m Message) message {
	t.Helper()
	switch kind, name := field(m.Body, "type"), field(m.Body, "event"); {
	case kind == "page", kind == "screen":
	case name == "Product Reviewed":
		return read(t, m)
	case strings.HasPrefix(name, "Product "), strings.HasPrefix(name, "Message "), strings.HasSuffix(name, " Viewed") && name != "Experiment Viewed", name == "Feature Used":
	default:
		return read(t, m)
	}
	c := message{source: m.Source, received: m.ReceivedAt}
	c.Type, c.Event = field(m.Body, "type"), field(m.Body, "event")
	c.AnonymousID, c.UserID = field(m.Body, "anonymousId"), field(m.Body, "userId")
	c.Context.UserAgent, c.Context.Locale = field(m.Body, "userAgent"), field(m.Body, "locale")
	c.Timestamp, _ = time.Parse(time.RFC3339, field(m.Body, "timestamp"))
	c.SentAt, _ = time.Parse(time.RFC3339, field(m.Body, "sentAt"))
	c.Context.Page.Path, c.Context.Page.Referrer, c.Context.Page.Search = field(m.Body, "path"), field(m.Body, "referrer"), field(m.Body, "search")
	return c
}

// field is the first text of that name.
func field(body []byte, name string) string {
	_, rest, found := bytes.Cut(body, []byte(`"`+name+`":"`))
	if !found {
		return ""
	}
	text, _, _ := bytes.Cut(rest, []byte(`"`))
	return string(text)
}

func hash(messages func(func(Message) bool)) (sum uint64, n int) {
	h := fnv.New64a()
	for m := range messages {
		h.Write(m.Body)
		h.Write([]byte(m.Source + m.ReceivedAt.Format(time.RFC3339Nano)))
		n++
	}
	return h.Sum64(), n
}

// eachWorld runs a test for every business.
func eachWorld(t *testing.T, test func(t *testing.T, world string)) {
	for _, world := range WorldKeys() {
		t.Run(world, func(t *testing.T) {
			t.Parallel()
			test(t, world)
		})
	}
}

func TestSameSeedSameBytes(t *testing.T) { eachWorld(t, sameSeedSameBytes) }

func sameSeedSameBytes(t *testing.T, world string) {
	config := Config{World: world, Customers: 400, Days: 45, Seed: 42}
	s := simulate(t, config)
	first, n := hash(s.History())
	if again, _ := hash(s.History()); again != first {
		t.Error("the same simulation, run again, sends something else")
	}
	if other, _ := hash(simulate(t, config).History()); other != first {
		t.Error("another simulation of the same configuration sends something else")
	}
	config.Seed = 43
	if other, _ := hash(simulate(t, config).History()); other == first {
		t.Error("another seed sends the same")
	}
	least := 400 * 8
	if world == "b2b" { // where colleagues wait until somebody tells them
		least /= 2
	}
	if n < least {
		t.Errorf("%d messages for 400 customers are too few to be a living business", n)
	}
}

// Every message is one that the tracking protocol takes, in order of receipt,
// before the end, with an id of its own and a time that fits.
func TestMessagesAreTheProtocols(t *testing.T) { eachWorld(t, messagesAreTheProtocols) }

func messagesAreTheProtocols(t *testing.T, world string) {
	s := simulate(t, Config{World: world, Customers: 1300, Days: 90, Seed: 7, Currency: "GBP"})
	ids := map[string]bool{}
	kinds := map[string]string{}
	for _, source := range s.Sources() {
		kinds[source.Name] = source.Kind
	}
	var last time.Time
	seen, unplanned := map[string]int{}, map[string]bool{}
	for m := range s.History() {
		c := read(t, m)
		if kinds[m.Source] == "" || kinds[m.Source] != m.Kind {
			t.Fatalf("source %q of kind %q is none of Sources", m.Source, m.Kind)
		}
		if m.ReceivedAt.Before(last) || !m.ReceivedAt.Before(end) {
			t.Fatalf("received at %v, after %v and before the end %v was asked", m.ReceivedAt, last, end)
		}
		last = m.ReceivedAt
		if len(c.MessageID) != 36 || ids[c.MessageID] {
			t.Fatalf("message id %q is not one, or is used twice", c.MessageID)
		}
		ids[c.MessageID] = true
		if c.AnonymousID == "" && c.UserID == "" {
			t.Fatalf("nobody sent %s", m.Body)
		}
		if len(m.Body) > 4000 || c.Context.Library.Name == "" {
			t.Fatalf("not as a library sends it: %s", m.Body)
		}
		if late := m.ReceivedAt.Sub(c.Timestamp.Add(m.ReceivedAt.Sub(c.SentAt))); late < 0 || late > time.Hour {
			t.Fatalf("sent %v after it happened: %s", late, m.Body)
		}
		switch c.Type {
		case "track":
			if c.Event == "" {
				t.Fatalf("an event without a name: %s", m.Body)
			}
		case "page":
			if c.Properties["path"] != c.Context.Page.Path || c.Properties["url"] == "" {
				t.Fatalf("a page without its address: %s", m.Body)
			}
		case "screen":
			if c.Name == "" {
				t.Fatalf("a screen without a name: %s", m.Body)
			}
		case "group":
			if c.GroupID == "" || len(c.Traits) == 0 {
				t.Fatalf("a group without an id or traits: %s", m.Body)
			}
		case "identify":
			if len(c.Traits) == 0 {
				t.Fatalf("an identify without traits: %s", m.Body)
			}
		default:
			t.Fatalf("no such type: %s", m.Body)
		}
		if c.Event == "Order Completed" {
			products := c.Properties["products"].([]any)
			first := products[0].(map[string]any)
			if c.Properties["order_id"] == "" || c.Properties["currency"] != "GBP" || c.Properties["total"].(float64) <= 0 ||
				first["product_id"] == "" || first["price"].(float64) <= 0 || first["quantity"].(float64) < 1 {
				t.Fatalf("not an order: %s", m.Body)
			}
		}
		seen[c.Type+" "+c.Event]++
		if c.Type == "track" {
			unplanned[c.Event] = true
		}
	}
	for _, planned := range s.EventPlan() {
		delete(unplanned, planned.Name)
		key := "track " + planned.Name
		switch planned.Name {
		case event.PageViewed:
			key = "page "
		case event.ScreenViewed:
			key = "screen "
		}
		if seen[key] == 0 {
			t.Errorf("the event plan names %q, which nobody sent", planned.Name)
		}
	}
	for _, extra := range beyondThePlan {
		delete(unplanned, extra)
	}
	if len(unplanned) > 0 {
		t.Errorf("the event plan does not know %v", slices.Sorted(maps.Keys(unplanned)))
	}
}

// beyondThePlan are events that a business sends although its kit has no use
// for them.
var beyondThePlan = []string{rageClick, webVital, scriptError, "Signed Out", "Size Guide Opened", "Style Quiz Completed", "Promotion Clicked", "Promotion Dismissed"}

func TestRefusesNonsense(t *testing.T) {
	for _, config := range []Config{
		{World: "atlantis", End: end}, {Customers: -1, End: end}, {Days: 1e6, End: end}, {Customers: mostCustomers + 1, End: end}, {},
	} {
		if _, err := New(config); err == nil {
			t.Errorf("%+v was accepted", config)
		}
	}
	for _, config := range []Config{{Customers: 1, Days: 1}, {Customers: 3, Days: 400}, {Customers: 150, Days: 20}} {
		for range simulate(t, config).History() {
		}
	}
}

// One customer more or one day more must not need a larger shop: stopping in
// the middle leaves nothing behind.
func TestStopInTheMiddle(t *testing.T) {
	s := simulate(t, Config{Customers: 300, Days: 30})
	n := 0
	for range s.History() {
		if n++; n == 1000 {
			break
		}
	}
	whole, _ := hash(s.History())
	if fresh, _ := hash(simulate(t, Config{Customers: 300, Days: 30}).History()); fresh != whole {
		t.Error("a history that was broken off changes the next one")
	}
}

func TestOnwardGoesOnAtItsRate(t *testing.T) {
	config := Config{Customers: 1000, Days: 30, Seed: 5}
	first, messages := onward(t, simulate(t, config), 3000)
	after := simulate(t, config)
	hash(after.History())
	second, _ := onward(t, after, 3000)
	if !slices.Equal(first, second) {
		t.Error("what comes next depends on whether the history was read")
	}
	known := map[string]bool{}
	for m := range after.History() {
		known[field(m.Body, "anonymousId")] = true
	}
	back := 0
	for i, m := range messages {
		if m.ReceivedAt.Before(end) || i > 0 && m.ReceivedAt.Before(messages[i-1].ReceivedAt) {
			t.Fatalf("message %d is received at %v", i, m.ReceivedAt)
		}
		if known[field(m.Body, "anonymousId")] {
			back++
		}
	}
	// Something is to be seen at once; after that days are as busy as they were.
	if first := messages[30].ReceivedAt.Sub(end); first > 5*time.Minute {
		t.Errorf("thirty messages took %v", first)
	}
	history := 0
	for range after.History() {
		history++
	}
	before := float64(history) / 30
	firstDay := sort.Search(len(messages), func(i int) bool { return messages[i].ReceivedAt.After(end.AddDate(0, 0, 1)) })
	if firstDay < int(0.8*before) || firstDay > int(1.8*before) {
		t.Errorf("%d messages on the first live day, %.0f on one of the history", firstDay, before)
	}
	rest := float64(len(messages)-firstDay) / (messages[2999].ReceivedAt.Sub(end).Hours()/24 - 1)
	if rest < 0.7*before || rest > 1.4*before {
		t.Errorf("%.0f messages on a live day, %.0f on one of the history", rest, before)
	}
	if share := float64(back) / float64(len(messages)); share < 0.3 || share > 0.9 {
		t.Errorf("%.2f of the messages come from browsers of the history", share)
	}
}

func onward(t *testing.T, s *Simulation, n int) (ids []string, messages []Message) {
	for m := range s.Onward(end) {
		ids = append(ids, field(m.Body, "messageId"))
		messages = append(messages, m)
		if len(messages) == n {
			break
		}
	}
	return ids, messages
}

func TestLiveKeepsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := simulate(t, Config{Customers: 200, Days: 25, End: time.Now()})
		ctx, stop := context.WithTimeout(t.Context(), 10*time.Minute)
		defer stop()
		n := 0
		for m := range s.Live(ctx) {
			if off := time.Since(m.ReceivedAt); off < 0 || off > time.Second {
				t.Fatalf("message %d came %v after its moment", n, off)
			}
			n++
		}
		if n < 60 {
			t.Errorf("%d messages in ten minutes", n)
		}
		if ctx.Err() == nil {
			t.Error("it ended before it was told to")
		}
	})
}

func BenchmarkHistory(b *testing.B) {
	s := simulate(b, Config{Seed: 1})
	b.ReportAllocs()
	messages, size := 0, 0
	for b.Loop() {
		for m := range s.History() {
			messages++
			size += len(m.Body)
		}
	}
	b.SetBytes(int64(size / b.N))
	b.ReportMetric(float64(messages)/b.Elapsed().Seconds(), "messages/s")
	b.ReportMetric(float64(messages)/float64(b.N), "messages")
}
