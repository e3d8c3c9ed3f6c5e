package habits

import (
	"slices"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/querytest"
)

// visit is one touchpoint so many days before the moment.
func visit(days float64, name string, facts event.Facts) journeytest.Event {
	at := moment.Add(-time.Duration(days * float64(24*time.Hour)))
	return journeytest.Event{Customer: 1, Time: at.UnixMilli(), Name: name, Facts: facts}
}

var (
	moment = time.Date(2024, 6, 1, 12, 0, 0, 0, time.UTC)
	mail   = event.Facts{Source: "news", Medium: "email"}
	search = event.Facts{ReferrerHost: "www.google.com"}
	text   = event.Facts{Source: "sms"}
)

func view(t *testing.T, events []journeytest.Event, fn func(Reader, journey.Journey)) {
	t.Helper()
	ix := journeytest.New(append(events, journeytest.Event{Customer: 2, Time: moment.UnixMilli(), Name: "Page Viewed"})).Index
	if !ix.View(1, func(j journey.Journey) { fn(NewReader(ix), j) }) {
		t.Fatal("the customer has no journey")
	}
}

func TestEngagement(t *testing.T) {
	page := func(days ...float64) (events []journeytest.Event) {
		for _, d := range days {
			events = append(events, visit(d, "Page Viewed", event.Facts{}))
		}
		return events
	}
	for name, c := range map[string]struct {
		did  []journeytest.Event
		want Level
	}{
		"nothing lately":           {page(31, 40), None},
		"just too long ago":        {page(30), None},
		"one visit":                {page(29.9), Low},
		"at the moment":            {page(0), Low},
		"after the moment":         {page(-0.1), None},
		"one visit of two":         {page(1, 1-0.01), Low},
		"two visits":               {page(1, 2), Medium},
		"four visits":              {page(1, 2, 3, 4), Medium},
		"five visits":              {page(1, 2, 3, 4, 5), High},
		"messages are no visits":   {[]journeytest.Event{visit(1, "Message Sent", event.Facts{}), visit(2, "Message Opened", event.Facts{}), visit(3, "Message Bounced", event.Facts{})}, None},
		"a click is":               {[]journeytest.Event{visit(1, "Message Sent", event.Facts{}), visit(2, "Message Clicked", event.Facts{})}, Low},
		"a message within a visit": {append(page(1, 1-0.01), visit(1-0.005, "Message Delivered", event.Facts{})), Low},
	} {
		t.Run(name, func(t *testing.T) {
			view(t, c.did, func(r Reader, j journey.Journey) {
				if got := r.Engagement(j, moment.UnixMilli()); got != c.want {
					t.Errorf("%s, want %s", got, c.want)
				}
			})
		})
	}
}

func TestChannel(t *testing.T) {
	for name, c := range map[string]struct {
		did  []journeytest.Event
		want string
	}{
		"most visits":          {[]journeytest.Event{visit(1, "A", text), visit(2, "A", mail), visit(3, "A", mail)}, "Email"},
		"as many: the latest":  {[]journeytest.Event{visit(4, "A", text), visit(3, "A", mail), visit(2, "A", mail), visit(1, "A", text)}, "SMS"},
		"direct tells nothing": {[]journeytest.Event{visit(1, "A", event.Facts{}), visit(2, "A", event.Facts{}), visit(3, "A", search)}, "Organic Search"},
		"nothing but direct":   {[]journeytest.Event{visit(1, "A", event.Facts{})}, ""},
		"in the shop":          {[]journeytest.Event{visit(1, "A", event.Facts{Offline: "Store"}), visit(2, "A", mail), visit(3, "A", event.Facts{Offline: "Store"})}, "Store"},
		"long ago":             {[]journeytest.Event{visit(181, "A", mail), visit(182, "A", mail), visit(100, "A", text)}, "SMS"},
	} {
		t.Run(name, func(t *testing.T) {
			view(t, c.did, func(r Reader, j journey.Journey) {
				if got := r.Channel(j, moment.UnixMilli()); got != c.want {
					t.Errorf("%q, want %q", got, c.want)
				}
				if r.Prefers(j, moment.UnixMilli(), "") || r.Prefers(j, moment.UnixMilli(), "email") != (c.want == "Email") {
					t.Errorf("prefers email: not as %q", c.want)
				}
			})
		})
	}
}

// Both against a reference that looks at every session on its own.
func TestMatchesReference(t *testing.T) {
	shape := querytest.Shape{Events: 60, Customers: 3, Step: 5 * time.Hour, Span: 200 * 24 * time.Hour, Names: []string{"A", "B", "Message Sent"}}
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w := querytest.Draw(dice, shape)
		at := querytest.Origin.Add(shape.Step * time.Duration(dice(1000, "moment")))
		r := NewReader(w.Index.Index)
		for c, js := range w.Journeys() {
			if c == journey.Nobody {
				continue
			}
			visits := func(days int) (list []querytest.Touch) {
				for _, e := range js {
					when := time.UnixMilli(e.Time)
					if e.Name == "Message Sent" || when.After(at) || !when.After(at.AddDate(0, 0, -days)) {
						continue
					}
					if n := len(list); n == 0 || list[n-1].Session != e.Session {
						list = append(list, e)
					}
				}
				return list
			}
			level := Levels[[]int{0, 1, 2, 2, 2, 3}[min(5, len(visits(30)))]]
			best, counts := "", map[string]int{}
			for _, e := range visits(180) {
				if channel := e.Value("channel").Text; !slices.Contains([]string{"Direct", "Unassigned"}, channel) {
					if counts[channel]++; counts[channel] >= counts[best] {
						best = channel
					}
				}
			}
			w.Index.View(c, func(j journey.Journey) {
				if got := r.Engagement(j, at.UnixMilli()); got != level {
					t.Fatalf("engagement %s, want %s", got, level)
				}
				if got := r.Channel(j, at.UnixMilli()); got != best {
					t.Fatalf("channel %q, want %q", got, best)
				}
			})
		}
	})
}
