package sim

import (
	"slices"
	"sort"
	"strings"
	"testing"
	"time"
)

func containsAny(text string, parts ...string) bool {
	return slices.ContainsFunc(parts, func(part string) bool { return strings.Contains(text, part) })
}

// before is what must have happened on the same browser or account earlier.
var before = map[string]map[string]string{
	"boutique": {"Product Added": "Product Viewed", "Checkout Started": "Cart Viewed", "Payment Info Entered": "Checkout Started", "Order Completed": "Checkout Started"},
	"bakery":   {"Checkout Started": "Cart Viewed", "Pickup Time Selected": "Checkout Started", "Order Completed": "Pickup Time Selected"},
	"garden":   {"Product Added": "Product Viewed", "Checkout Step Completed": "Checkout Step Viewed", "Order Completed": "Checkout Step Completed"},
	"studio":   {"Membership Selected": "Membership Viewed", "Membership Started": "Membership Selected", "Booking Completed": "Booking Started"},
	"saas":     {"Trial Started": "Signed Up", "Trial Ended": "Trial Started", "Subscription Started": "Trial Ended", "Ticket Solved": "Ticket Created"},
	"b2b":      {"Meeting Booked": "Booking Started", "Meeting Held": "Meeting Booked", "Lead Qualified": "Meeting Held", "Deal Won": "Deal Stage Changed", "Webinar Attended": "Webinar Registered"},
}

// believable are bounds of the share of people with one event who also have
// another.
var believable = map[string][]struct {
	from, to  string
	low, high float64
}{
	"boutique": {{"page", "Product Viewed", 0.5, 0.95}, {"Product Viewed", "Order Completed", 0.03, 0.25}},
	"bakery":   {{"page", "Product List Viewed", 0.6, 0.95}, {"Product List Viewed", "Order Completed", 0.01, 0.12}},
	"garden":   {{"page", "Product Viewed", 0.5, 0.95}, {"Product Viewed", "Order Completed", 0.03, 0.2}},
	"studio":   {{"page", "Membership Viewed", 0.1, 0.5}, {"page", "Membership Started", 0.02, 0.15}, {"Booking Started", "Booking Completed", 0.8, 1}},
	"saas":     {{"page", "Signed Up", 0.03, 0.2}, {"Signed Up", "Subscription Started", 0.1, 0.45}},
	"b2b":      {{"page", "Form Submitted", 0.1, 0.5}, {"Booking Started", "Meeting Booked", 0.4, 0.8}, {"page", "Meeting Booked", 0.02, 0.2}},
}

// Stories make sense: nobody buys what they did not look at, nobody stays for
// a day, and the shares of people who go on are those of a real business.
func TestStoriesAreSane(t *testing.T) {
	eachWorld(t, func(t *testing.T, world string) {
		c := chronicleOf(t, small(world))
		all := slices.Clone(c.all)
		slices.SortStableFunc(all, func(a, b message) int { return a.at().Compare(b.at()) })
		did := map[string]map[string]bool{}
		var last = map[string]time.Time{}
		began := map[string]time.Time{}
		var sessions []float64
		for _, m := range all {
			event := m.Event
			if m.Type == "page" && !isBot(m) {
				event = "page"
			}
			ids := []string{m.AnonymousID, m.UserID}
			if needed := before[world][event]; needed != "" && (m.source == c.sources[website].Name || m.UserID != "") {
				if !did[m.AnonymousID][needed] && !did[m.UserID][needed] && !(m.UserID != "" && isOld(c, m)) {
					t.Fatalf("%s before any %s: %+v", event, needed, m)
				}
			}
			for _, id := range ids {
				if id == "" || event == "" {
					continue
				}
				if did[id] == nil {
					did[id] = map[string]bool{}
				}
				did[id][event] = true
			}
			if m.source == c.sources[website].Name && m.AnonymousID != "" && !isBot(m) {
				id := m.AnonymousID
				if m.at().Sub(last[id]) > 30*time.Minute {
					if !began[id].IsZero() {
						sessions = append(sessions, last[id].Sub(began[id]).Seconds())
					}
					began[id] = m.at()
				}
				last[id] = m.at()
			}
		}
		sort.Float64s(sessions)
		median, longest := sessions[len(sessions)/2], sessions[len(sessions)-1]
		t.Logf("%d sessions, median %.0f s, longest %.0f s", len(sessions), median, longest)
		if median < 5 || median > 600 || longest > 4*3600 {
			t.Errorf("sessions are not plausible")
		}
		for _, b := range believable[world] {
			of, done := 0.0, 0.0
			for _, events := range did {
				if events[b.from] {
					of++
					if events[b.to] {
						done++
					}
				}
			}
			t.Logf("%s → %s: %.3f of %.0f", b.from, b.to, done/of, of)
			if share := done / of; share < b.low || share > b.high {
				t.Errorf("%.3f of those with %s have %s", share, b.from, b.to)
			}
		}
	})
}

// at is when it happened, by a clock that goes right.
func (m message) at() time.Time { return m.received.Add(m.Timestamp.Sub(m.SentAt)) }

// isOld tells whether somebody was a customer before the history begins.
func isOld(c *chronicle, m message) bool {
	number := 0
	for _, digit := range strings.TrimPrefix(m.UserID, c.world.account) {
		number = number*10 + int(digit-'0')
	}
	return c.people[number-100_000].is(wasIn)
}

// Everybody who is asked says something that fits.
func TestVoicesFitRatings(t *testing.T) {
	eachWorld(t, func(t *testing.T, world string) {
		c := chronicleOf(t, small(world))
		fits := map[string][]float64{}
		for _, m := range c.all {
			words, _ := m.Properties["text"].(string)
			if body, ok := m.Properties["review_body"].(string); ok {
				words = body
			}
			if rating, ok := m.Properties["rating"].(float64); ok && words != "" {
				fits[words] = append(fits[words], rating)
			}
		}
		if len(fits) < 6 {
			t.Errorf("only %d different things were said", len(fits))
		}
		for words, ratings := range fits {
			if slices.Max(ratings)-slices.Min(ratings) > 2 {
				t.Errorf("%q comes with %v", words, ratings)
			}
		}
	})
}
