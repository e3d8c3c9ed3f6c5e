package sim

import (
	"encoding/json"
	"math"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
)

// history reads a whole history once for the tests of what was planted.
func history(t *testing.T, config Config) (*Simulation, []message) {
	s := simulate(t, config)
	var all []message
	for m := range s.History() {
		all = append(all, glance(t, m))
	}
	return s, all
}

func truth(t *testing.T, s *Simulation, kind string) Truth {
	t.Helper()
	for _, truth := range s.Truths() {
		if truth.Kind == kind {
			return truth
		}
	}
	t.Fatalf("no %s was planted", kind)
	return Truth{}
}

// device is what the user agent says, as plainly as these agents do.
func (m message) device() string {
	agent := m.Context.UserAgent
	switch {
	case strings.Contains(agent, "iPad") || strings.Contains(agent, "Android") && !strings.Contains(agent, "Mobile"):
		return "tablet"
	case strings.Contains(agent, "Mobile"):
		return "mobile"
	}
	return "desktop"
}

func isBot(m message) bool {
	return strings.Contains(strings.ToLower(m.Context.UserAgent), "bot")
}

// Everything planted is seen in the stream itself, with no help from the
// program: by cookie and day alone.
func TestPlantedTruthsShow(t *testing.T) {
	s, all := history(t, Config{Customers: 7000, Days: 120, Seed: 11})
	t.Run("friction", func(t *testing.T) { checkFriction(t, truth(t, s, "friction"), all) })
	t.Run("drop", func(t *testing.T) {
		planted := truth(t, s, "drop")
		if change := dayAgainstOthers(all, planted.From); change > -0.4 {
			t.Errorf("visits changed by %.2f on the day of the outage", change)
		}
		for _, m := range all {
			if m.received.After(planted.From.Add(10*time.Hour)) && m.received.Before(planted.From.Add(19*time.Hour)) && m.Type == "page" && !isBot(m) && m.Context.Page.Search != "" {
				t.Fatalf("a landing page at %v, while the shop was down", m.received)
			}
		}
	})
	t.Run("spike", func(t *testing.T) { checkSpike(t, truth(t, s, "spike"), all) })
	t.Run("nudge", func(t *testing.T) { checkNudge(t, all) })
	t.Run("shared devices", func(t *testing.T) { checkSharedDevices(t, all) })
	t.Run("offline", func(t *testing.T) { checkOffline(t, all) })
	t.Run("consent", func(t *testing.T) { checkConsent(t, all) })
}

// dayAgainstOthers is the change of page views on a day against the same
// weekday of the two weeks before and after.
func dayAgainstOthers(all []message, day time.Time) float64 {
	var on, others float64
	for _, m := range all {
		if m.Type != "page" || isBot(m) {
			continue
		}
		switch days := int(math.Floor(m.received.Sub(day).Hours() / 24)); days {
		case 0:
			on++
		case -14, -7, 7:
			others++
		}
	}
	return on/(others/3) - 1
}

func checkFriction(t *testing.T, planted Truth, all []message) {
	age := map[string]string{}
	for _, m := range all {
		if group, ok := m.Traits["age_group"].(string); ok {
			age[m.AnonymousID] = group
		}
	}
	type tally struct{ started, done, errors float64 }
	count := map[bool]*tally{true: {}, false: {}}
	var overall tally
	for _, m := range all {
		hit := m.device() == "mobile" && age[m.AnonymousID] == "18-34"
		if m.source != "Website" {
			continue
		}
		switch m.Event {
		case "Checkout Started":
			count[hit].started++
			overall.started++
		case "Order Completed":
			count[hit].done++
			overall.done++
		case planted.Evidence[0]:
			count[hit].errors++
		}
	}
	hit, rest := count[true], count[false]
	t.Logf("%d of %d young on telephones finish, %d of %d others", int(hit.done), int(hit.started), int(rest.done), int(rest.started))
	if hit.started < 100 || hit.done/hit.started > 0.4 || rest.done/rest.started < 0.6 {
		t.Errorf("the friction does not show: %.2f against %.2f", hit.done/hit.started, rest.done/rest.started)
	}
	if rate := overall.done / overall.started; rate < 0.5 || rate > 0.75 {
		t.Errorf("overall %.2f finish: that is not mildly bad", rate)
	}
	// The few elsewhere are young people whose age nobody told.
	if hit.errors < 4*rest.errors {
		t.Errorf("%d script errors where it breaks, %d elsewhere", int(hit.errors), int(rest.errors))
	}
}

func checkSpike(t *testing.T, planted Truth, all []message) {
	if change := dayAgainstOthers(all, planted.From); change < 0.4 {
		t.Errorf("page views changed by %.2f on the day of the film", change)
	}
	driven, landings := 0, 0
	for _, m := range all {
		if m.received.Before(planted.From) || !m.received.Before(planted.To) || m.Type != "page" || isBot(m) {
			continue
		}
		if !strings.Contains(m.Context.Page.Referrer, "fernandfathom") {
			landings++
			if strings.Contains(m.Context.Page.Referrer, "tiktok.com") && m.Context.Page.Path == planted.Page {
				driven++
			}
		}
	}
	if share := float64(driven) / float64(landings); share < 0.4 {
		t.Errorf("%d of %d landings come from the film", driven, landings)
	}
}

func checkNudge(t *testing.T, all []message) {
	// Who saw which side, and had ordered before or not; and who went on.
	type key struct {
		variant string
		before  bool
	}
	seen, went := map[key]float64{}, map[key]float64{}
	ordered, last := map[string]bool{}, map[string]key{}
	for _, m := range all {
		switch m.Event {
		case "Order Completed":
			ordered[m.AnonymousID] = true
			ordered[m.UserID] = m.UserID != ""
		case "Experiment Viewed":
			k := key{m.Properties["variation_id"].(string), ordered[m.AnonymousID] || ordered[m.UserID]}
			seen[k]++
			last[m.AnonymousID] = k
		case "Checkout Started":
			if k, ok := last[m.AnonymousID]; ok {
				went[k]++
				delete(last, m.AnonymousID)
			}
		}
	}
	rate := func(variant string, before bool) float64 { k := key{variant, before}; return went[k] / seen[k] }
	t.Logf("newcomers %.2f with, %.2f without; customers %.2f with, %.2f without (%v)", rate("discount", false), rate("control", false), rate("discount", true), rate("control", true), seen)
	if rate("discount", false) < rate("control", false)+0.03 {
		t.Error("the discount does not help newcomers")
	}
	if rate("discount", true) > rate("control", true)-0.03 {
		t.Error("the discount does not annoy those who bought before")
	}
}

func checkSharedDevices(t *testing.T, all []message) {
	users, devices := map[string]map[string]bool{}, map[string]map[string]bool{}
	for _, m := range all {
		if m.UserID == "" || m.AnonymousID == "" {
			continue
		}
		if users[m.AnonymousID] == nil {
			users[m.AnonymousID] = map[string]bool{}
		}
		users[m.AnonymousID][m.UserID] = true
		if devices[m.UserID] == nil {
			devices[m.UserID] = map[string]bool{}
		}
		devices[m.UserID][m.AnonymousID] = true
	}
	shared, several := 0, 0
	for anonymous, u := range users {
		if len(u) > 1 {
			shared++
		}
		if len(u) > 2 {
			t.Errorf("%d people use %s", len(u), anonymous)
		}
	}
	for _, d := range devices {
		if len(d) > 1 {
			several++
		}
	}
	if shared < 10 || several < 50 {
		t.Errorf("%d shared devices and %d people signed in on several", shared, several)
	}
}

func checkOffline(t *testing.T, all []message) {
	accounts, cards := map[string]bool{}, map[string]bool{}
	orders := 0
	for _, m := range all {
		address, _ := m.Traits["email"].(string)
		switch {
		case m.Type == "identify" && m.source == "Shop backend":
			accounts[address] = true
		case m.Type == "identify" && m.source == "Store till":
			cards[address] = true
		case m.Event == "Order Completed" && m.source == "Store till":
			orders++
		}
	}
	both := 0
	for address := range cards {
		if accounts[address] {
			both++
		}
	}
	if orders < 300 || len(cards) < 100 || both < 20 {
		t.Errorf("%d orders at the till, %d cards, %d of them also accounts", orders, len(cards), both)
	}
}

func checkConsent(t *testing.T, all []message) {
	yes, no := 0, 0
	for _, m := range all {
		if answer, ok := m.Context.Consent.CategoryPreferences["email_marketing"]; ok && answer {
			yes++
		} else if ok {
			no++
		}
	}
	if yes < 200 || no < 20 {
		t.Errorf("%d agreed and %d declined", yes, no)
	}
}

// The history is level: no planted truth is only its beginning or its end.
func TestFirstMonthIsAsBusyAsTheLast(t *testing.T) { eachWorld(t, firstMonthIsAsBusyAsTheLast) }

func firstMonthIsAsBusyAsTheLast(t *testing.T, world string) {
	s := simulate(t, Config{World: world, Customers: 2000, Days: 180, Seed: 3})
	var first, last float64 // each day by how busy the season makes it
	for m := range s.History() {
		day := min(int(m.ReceivedAt.Sub(s.calendar.days[0].date).Hours()/24), 179)
		if weight := 1 / s.calendar.days[day].traffic; day < 30 {
			first += weight
		} else if day >= 150 {
			last += weight
		}
	}
	if ratio := first / last; ratio < 0.6 || ratio > 1.35 {
		t.Errorf("the first month has %.2f of the last month's messages", ratio)
	}
}

func TestPlantedDaysAreCommonDays(t *testing.T) {
	for days := 21; days < 400; days += 7 {
		s := simulate(t, Config{Customers: 10, Days: days})
		for _, planted := range []int{s.plan.outageDay, s.plan.spikeDay} {
			d := s.calendar.days[planted]
			if d.newsletter || d.sale != nil || planted == days-1 {
				t.Errorf("of %d days the planted one is %v", days, d.date)
			}
		}
		if s.plan.outageDay == s.plan.spikeDay {
			t.Errorf("of %d days one is both outage and spike", days)
		}
	}
}

// The truths are what a test can ask with: filters compile, and each begins
// before it ends.
func TestTruthsAreValid(t *testing.T) { eachWorld(t, truthsAreValid) }

func truthsAreValid(t *testing.T, world string) {
	s := simulate(t, Config{World: world})
	for _, truth := range s.Truths() {
		for _, f := range append(truth.Whom, truth.Driver...) {
			if _, err := event.ParsePath(f.Property); err != nil {
				t.Error(err)
			}
			if _, _, err := f.Compile(); err != nil {
				t.Error(err)
			}
		}
		if _, err := json.Marshal(truth); err != nil || truth.What == "" || !truth.From.Before(truth.To) {
			t.Errorf("%+v: %v", truth, err)
		}
	}
}
