package sim

import (
	"math"
	"slices"
	"sync"
	"testing"
	"time"
)

// The tests here see the stream alone: they know people by cookie or account
// and days by the clock, and ask whether what was planted shows, and whether
// it is missing where nothing was planted.

// chronicle is a history read back.
type chronicle struct {
	*Simulation
	all    []message
	traits map[string]map[string]any // by account or cookie, the latest
}

// small is the configuration in which most tests look at a world.
func small(world string) Config {
	if world == "saas" || world == "b2b" { // fewer do more: days would be empty
		return Config{World: world, Customers: 5000, Days: 80, Seed: 8}
	}
	return Config{World: world, Customers: 2500, Days: 110, Seed: 8}
}

// chronicles keeps what several tests read.
var chronicles sync.Map

func chronicleOf(t *testing.T, config Config) *chronicle {
	once, _ := chronicles.LoadOrStore(config, sync.OnceValue(func() *chronicle { return readChronicle(t, config) }))
	return once.(func() *chronicle)()
}

func readChronicle(t *testing.T, config Config) *chronicle {
	s := simulate(t, config)
	c := &chronicle{Simulation: s, traits: map[string]map[string]any{}}
	for m := range s.History() {
		r := glance(t, m)
		c.all = append(c.all, r)
		for _, id := range []string{r.AnonymousID, r.UserID} {
			if id == "" {
				continue
			}
			if c.traits[id] == nil {
				c.traits[id] = map[string]any{}
			}
			for name, value := range r.Traits {
				c.traits[id][name] = value
			}
		}
	}
	return c
}

// trait is what the business came to know about the sender.
func (c *chronicle) trait(m message, name string) any {
	if value := c.traits[m.UserID][name]; value != nil {
		return value
	}
	return c.traits[m.AnonymousID][name]
}

// hurdle is a step that a friction keeps some people from.
type hurdle struct {
	world    string
	from, to string
	hit      func(*chronicle, message) bool
	// low and high bound the share that goes on among those who are hit,
	// against the others.
	low, high float64
}

func isMobile(_ *chronicle, m message) bool { return m.device() == "mobile" }

func withTrait(name, value string) func(*chronicle, message) bool {
	return func(c *chronicle, m message) bool { return c.trait(m, name) == value }
}

var hurdles = []hurdle{
	{"bakery", "Checkout Started", "Pickup Time Selected", func(_ *chronicle, m message) bool { return m.apple() }, 0.3, 0.6},
	{"garden", "Product Viewed", "Product Added", isMobile, 0.35, 0.8},
	{"garden", "Checkout Started", "Order Completed", withTrait("age_group", ageGroups[old]), 0.35, 0.8},
	{"studio", "Membership Viewed", "Membership Selected", isMobile, 0.35, 0.7},
	{"saas", "Step 2", "Step 3", withTrait("business_type", "sole trader"), 0.25, 0.65},
	{"b2b", "Booking Started", "Meeting Booked", func(_ *chronicle, m message) bool { return m.Context.Locale == "en-US" }, 0.1, 0.5},
}

func (m message) apple() bool {
	return m.Context.UserAgent != "" && (m.device() != "desktop") && containsAny(m.Context.UserAgent, "iPhone", "iPad")
}

// step is the event's name, or the number of a step of the onboarding.
func (m message) step() string {
	if m.Event == "Onboarding Step Completed" {
		return "Step " + string(rune('0'+int(m.Properties["step"].(float64))))
	}
	return m.Event
}

// goOn is the share of visitor days with a from that also have a to, for those
// who are hit and the others.
func (c *chronicle) goOn(h hurdle) (hit, rest float64, n int) {
	type key struct {
		who string
		day int64
	}
	perDay := func(m message) key { return key{m.AnonymousID, m.received.Unix() / 86400} }
	if h.world == "saas" { // the onboarding takes days
		perDay = func(m message) key { return key{m.UserID, 0} }
	}
	reached, went := map[key]bool{}, map[key]bool{}
	for _, m := range c.all {
		switch {
		case m.source != c.sources[website].Name:
		case m.step() == h.from:
			reached[perDay(m)] = h.hit(c, m)
		case m.step() == h.to:
			went[perDay(m)] = true
		}
	}
	var of, done [2]float64
	for k, isHit := range reached {
		at := 0
		if isHit {
			at = 1
		}
		of[at]++
		if went[k] {
			done[at]++
		}
	}
	return done[1] / of[1], done[0] / of[0], int(min(of[0], of[1]))
}

func TestFrictionsShow(t *testing.T) {
	for _, h := range hurdles {
		t.Run(h.world+" "+h.to, func(t *testing.T) {
			t.Parallel()
			config := small(h.world)
			hit, rest, n := chronicleOf(t, config).goOn(h)
			config.Plain = true
			plainHit, plainRest, _ := chronicleOf(t, config).goOn(h)
			t.Logf("%.3f against %.3f; where nothing is planted %.3f against %.3f (at least %d)", hit, rest, plainHit, plainRest, n)
			if n < 25 {
				t.Errorf("only %d attempts", n)
			}
			if ratio := hit / rest; ratio < h.low || ratio > h.high {
				t.Errorf("those who are hit go on %.2f times as often as the others", ratio)
			}
			if ratio := plainHit / plainRest; ratio < 0.75 || ratio > 1.35 {
				t.Errorf("without the friction they go on %.2f times as often", ratio)
			}
		})
	}
}

// onDay is an event's count on a day, and the mean of the same weekday of
// other weeks.
func (c *chronicle) onDay(day time.Time, counts func(message) bool) (on, usual float64) {
	var others float64
	for _, m := range c.all {
		if !counts(m) || isBot(m) {
			continue
		}
		switch days := int(math.Floor(m.received.Sub(day).Hours() / 24)); days {
		case 0:
			on++
		case -28, -21, -14, -7:
			others++
		}
	}
	return on, others / 4
}

func TestAnomaliesShow(t *testing.T) {
	eachWorld(t, func(t *testing.T, world string) {
		config := small(world)
		planted := chronicleOf(t, config)
		config.Plain = true
		plain := chronicleOf(t, config)
		found := 0
		for _, truth := range planted.Truths() {
			if truth.Kind != "drop" && truth.Kind != "spike" {
				continue
			}
			found++
			metric := truth.Metrics[0]
			counts := func(m message) bool {
				if metric == "Page Viewed" {
					return m.Type == "page"
				}
				return m.Event == metric && (world != "bakery" || m.source == "Counter" || truth.Kind == "spike")
			}
			on, usual := planted.onDay(truth.From, counts)
			plainOn, plainUsual := plain.onDay(truth.From, counts)
			t.Logf("%s %s on %s: %.0f against %.1f, planted %+.2f; without %.0f against %.1f", truth.Kind, metric, truth.From.Format(time.DateOnly), on, usual, truth.Size, plainOn, plainUsual)
			if usual < 2 || (on/usual-1)/truth.Size < 0.4 {
				t.Errorf("%s changed by %+.2f, %+.2f was planted", metric, on/usual-1, truth.Size)
			}
			if math.Abs(plainOn-plainUsual) > 3*math.Sqrt(plainUsual+1)+0.3*plainUsual {
				t.Errorf("without anything planted there are %.0f %s instead of %.1f", plainOn, metric, plainUsual)
			}
		}
		if found == 0 {
			t.Error("nothing happened on any day")
		}
		for _, truth := range plain.Truths() {
			if slices.Contains([]string{"friction", "drop", "spike", "nudge", "slow_pages"}, truth.Kind) {
				t.Errorf("a plain world has %s", truth.What)
			}
		}
	})
}

// shares counts, by a label, how many of some events have an outcome.
type shares map[string]*[2]float64

func (s shares) add(label string, good bool) {
	if s[label] == nil {
		s[label] = &[2]float64{}
	}
	s[label][0]++
	if good {
		s[label][1]++
	}
}

func (s shares) of(label string) float64 {
	if s[label] == nil {
		return math.NaN()
	}
	return s[label][1] / s[label][0]
}

func TestReminderHelpsNewcomersAndRemindsRegularsToCancel(t *testing.T) {
	c := chronicleOf(t, Config{World: "studio", Customers: 3000, Days: 110, Seed: 4})
	from := truth(t, c.Simulation, "nudge").From.AddDate(0, 0, 3)
	variant, attended := map[string]string{}, map[string]int{}
	missed, cancelled := shares{}, shares{}
	for _, m := range c.all {
		if m.Event == "Experiment Viewed" {
			variant[m.UserID] = m.Properties["variation_id"].(string)
		}
		if side := variant[m.UserID]; side != "" && m.received.After(from) && slices.Contains([]string{"Class Attended", "Class Missed", "Booking Cancelled"}, m.Event) {
			label := side + " newcomer"
			if attended[m.UserID] >= regularAfter {
				label = side + " regular"
			}
			missed.add(label, m.Event == "Class Missed")
			cancelled.add(label, m.Event == "Booking Cancelled" && m.Properties["reason"] == "by member")
		}
		if m.Event == "Class Attended" {
			attended[m.UserID]++
		}
	}
	t.Logf("newcomers miss %.2f with and %.2f without; regulars cancel %.2f with and %.2f without", missed.of("reminder newcomer"), missed.of("control newcomer"),
		cancelled.of("reminder regular"), cancelled.of("control regular"))
	if missed.of("reminder newcomer") > missed.of("control newcomer")-0.03 {
		t.Error("the reminder does not help newcomers")
	}
	if cancelled.of("reminder regular") < cancelled.of("control regular")+0.06 {
		t.Error("the reminder does not make regulars cancel")
	}
}

func TestCountdownHelpsTheActiveAndDrivesOthersAway(t *testing.T) {
	c := chronicleOf(t, Config{World: "saas", Customers: 6000, Days: 120, Seed: 4})
	variant, active, subscribed, deleted := map[string]string{}, map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, m := range c.all {
		switch m.Event {
		case "Experiment Viewed":
			variant[m.UserID] = m.Properties["variation_id"].(string)
		case "Feature Used":
			active[m.UserID] = true
		case "Subscription Started":
			subscribed[m.UserID] = true
		case "Account Deleted":
			deleted[m.UserID] = true
		}
	}
	bought, gone := shares{}, shares{}
	for user, side := range variant {
		if active[user] {
			bought.add(side, subscribed[user])
		} else {
			gone.add(side, deleted[user])
		}
	}
	t.Logf("active: %.2f subscribe with, %.2f without; others: %.2f delete with, %.2f without", bought.of("countdown"), bought.of("control"), gone.of("countdown"), gone.of("control"))
	if bought.of("countdown") < bought.of("control")+0.05 || gone.of("countdown") < gone.of("control")+0.15 {
		t.Error("the countdown does not do what was planted")
	}
}

// What lies in the nature of a business is there with and without anything
// planted: who churns, and which deals are won.
func TestNatureOfBusinesses(t *testing.T) {
	t.Run("saas churn", func(t *testing.T) {
		t.Parallel()
		c := chronicleOf(t, Config{World: "saas", Customers: 5000, Days: 110, Seed: 8, Plain: true})
		employees, left := map[string]float64{}, shares{}
		for _, m := range c.all {
			if n, ok := m.Traits["employees"].(float64); ok && m.GroupID != "" {
				employees[m.UserID] = n
			}
			if n := employees[m.UserID]; n > 0 && (m.Event == "Subscription Renewed" || m.Event == "Subscription Cancelled") {
				label := "alone"
				if n > 1 {
					label = "together"
				}
				left.add(label, m.Event == "Subscription Cancelled")
			}
		}
		t.Logf("%.3f alone, %.3f together", left.of("alone"), left.of("together"))
		if left.of("alone") < 1.8*left.of("together") {
			t.Error("teams cancel as often as single users")
		}
	})
	t.Run("b2b committee", func(t *testing.T) {
		t.Parallel()
		c := chronicleOf(t, Config{World: "b2b", Customers: 4000, Days: 150, Seed: 9, Plain: true})
		won := shares{}
		for _, m := range c.all {
			if m.Event == "Deal Won" || m.Event == "Deal Lost" {
				label := "few"
				if m.Properties["people"].(float64) > 2 {
					label = "several"
				}
				won.add(label, m.Event == "Deal Won")
			}
		}
		t.Logf("%.3f (of %v) with few people, %.3f (of %v) with several", won.of("few"), won["few"][0], won.of("several"), won["several"][0])
		if won.of("several") < 2.5*won.of("few") {
			t.Error("deals are won by single people")
		}
	})
	t.Run("studio churn", func(t *testing.T) {
		t.Parallel()
		c := chronicleOf(t, Config{World: "studio", Customers: 2500, Days: 110, Seed: 8, Plain: true})
		month, left := map[string]int{}, shares{}
		for _, m := range c.all {
			switch m.Event {
			case "Class Attended":
				month[m.UserID]++
			case "Membership Renewed", "Membership Cancelled":
				label := "often"
				if month[m.UserID] < 2 {
					label = "seldom"
				}
				left.add(label, m.Event == "Membership Cancelled")
				month[m.UserID] = 0
			}
		}
		t.Logf("%.3f often, %.3f seldom", left.of("often"), left.of("seldom"))
		if left.of("seldom") < 2*left.of("often") {
			t.Error("those who seldom come stay")
		}
	})
}
