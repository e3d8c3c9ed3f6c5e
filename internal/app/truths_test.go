package app_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/app"
	"wend/internal/event"
	"wend/internal/sim"
	"wend/internal/understand/opportunity"
)

// The tests here ask the screens' own questions whether what was planted in a
// world can be seen.

// planted is a running demo with what the test knows about its world.
type planted struct {
	*running
	world  *sim.Simulation
	truths []sim.Truth
}

// plant starts the demo of a world as of an evening in November.
func plant(t *testing.T, world string) *planted {
	now := time.Date(2026, 11, 21, 17, 30, 0, 0, time.UTC)
	demo := app.Demo{World: world, Customers: 2500, Days: 100, Seed: 8}
	if world == "saas" || world == "b2b" { // fewer do more: days would be empty
		demo.Customers, demo.Days = 5000, 80
	}
	simulation, err := sim.New(sim.Config{World: world, Customers: demo.Customers, Days: demo.Days, Seed: demo.Seed, End: now})
	if err != nil {
		t.Fatal(err)
	}
	wend := start(t, t.TempDir(), func(c *app.Config) { c.Demo, c.Now = &demo, func() time.Time { return now } })
	wend.settle()
	return &planted{wend, simulation, simulation.Truths()}
}

// ever is the range of the whole history, as members of a query.
func (p *planted) ever() string {
	return fmt.Sprintf(`"from":%q,"to":%q`, p.world.Config().End.AddDate(0, 0, -p.world.Config().Days-1).Format(time.RFC3339), p.world.Config().End.Format(time.RFC3339))
}

// stepRate is how many of those who reached the step before also reach the
// last one, for the breakdown's value and for all others.
type stepRate struct{ hit, rest, hitCount, restCount float64 }

func (p *planted) stepRate(steps, where, property, value string) stepRate {
	answer := p.ask("POST", "/query/funnel", fmt.Sprintf(`{%s,"where":[%s],"steps":[%s],"window":"14d","breakdown":{"property":%q,"at":"first"}}`, p.ever(), where, steps, property))
	var came, went [2]float64
	for _, line := range answer["breakdown"].([]any) {
		line := line.(map[string]any)
		side := 0
		switch line["value"] {
		case value:
			side = 1
		case nil:
			continue
		}
		list := line["steps"].([]any)
		count := func(i int) float64 { return list[i].(map[string]any)["count"].(float64) }
		came[side] += count(len(list) - 2)
		went[side] += count(len(list) - 1)
	}
	return stepRate{went[1] / came[1], went[0] / came[0], came[1], came[0]}
}

func steps(events ...string) string {
	for i, name := range events {
		events[i] = fmt.Sprintf(`{"event":%q}`, name)
	}
	return strings.Join(events, ",")
}

// onboardingStep is a step of the funnel through the first steps.
func onboardingStep(number int) string {
	return fmt.Sprintf(`{"event":"Onboarding Step Completed","where":[{"property":"properties.step","op":"eq","value":%d}]}`, number)
}

// obstacles are the frictions, as funnels show them.
var obstacles = []struct {
	world, steps, where string
	// by and value are the breakdown and the line that is hit.
	by, value string
	// low and high bound the hit line's step rate against that of the others.
	low, high float64
}{
	{"boutique", steps("Checkout Started", "Order Completed"), `{"property":"device","op":"eq","value":"mobile"}`, "traits.age_group", "18-34", 0.25, 0.6},
	{"bakery", steps("Checkout Started", "Pickup Time Selected"), "", "os", "iOS", 0.3, 0.75},
	{"garden", steps("Product Viewed", "Product Added"), "", "device", "mobile", 0.3, 0.8},
	{"garden", steps("Checkout Started", "Order Completed"), "", "traits.age_group", "55+", 0.4, 0.8},
	{"studio", steps("Membership Viewed", "Membership Selected"), "", "device", "mobile", 0.35, 0.75},
	{"saas", onboardingStep(2) + "," + onboardingStep(3), "", "traits.business_type", "sole trader", 0.35, 0.8},
	{"b2b", steps("Booking Started", "Meeting Booked"), "", "country", "US", 0.1, 0.55},
}

func TestScreensShowWhatWasPlanted(t *testing.T) {
	t.Parallel()
	for _, world := range sim.WorldKeys() {
		t.Run(world, func(t *testing.T) {
			t.Parallel()
			p := plant(t, world)
			found := 0
			for _, o := range obstacles {
				if o.world != world {
					continue
				}
				found++
				rate := p.stepRate(o.steps, o.where, o.by, o.value)
				t.Logf("%s: %.3f of %.0f where %s is %s, %.3f of %.0f elsewhere", o.steps, rate.hit, rate.hitCount, o.by, o.value, rate.rest, rate.restCount)
				if ratio := rate.hit / rate.rest; rate.hitCount < 20 || !(ratio > o.low && ratio < o.high) {
					t.Errorf("the funnel shows %.2f of the others' step rate", ratio)
				}
			}
			for _, truth := range p.truths {
				switch truth.Kind {
				case "friction":
					found--
				case "drop", "spike":
					p.checkDay(truth)
				}
			}
			if found != 0 {
				t.Errorf("%d frictions are planted and not asked for, or the other way round", -found)
			}
			p.checkQueue()
			p.checkStages()
			p.checkPlan()
			if world == "studio" {
				p.checkBackAndForth()
			}
		})
	}
}

// checkQueue asks for the queue of opportunities as its screen does: what was
// planted stands first in it, and its customers can be listed.
func (p *planted) checkQueue() {
	items := p.ask("GET", "/opportunities", "")["items"].([]any)
	if len(items) == 0 {
		p.t.Error("there is no opportunity")
		return
	}
	var first opportunity.Finding
	raw, _ := json.Marshal(items[0]) // as it was read
	if err := json.Unmarshal(raw, &first); err != nil {
		p.t.Fatal(err)
	}
	same := func(filters []event.Filter, other []event.Filter) bool {
		return len(filters) == len(other) && !slices.ContainsFunc(filters, func(f event.Filter) bool {
			return !slices.ContainsFunc(other, func(o event.Filter) bool { return f.Property == o.Property && string(f.Value) == string(o.Value) })
		})
	}
	if !slices.ContainsFunc(p.truths, func(t sim.Truth) bool {
		return t.Kind == "friction" && t.Step == first.Where.Steps[1].Event && same(t.Whom, first.Segment)
	}) {
		p.t.Errorf("first is %s (%+v)", first.Sentence, first.Where)
	}
	of, _ := json.Marshal(map[string]any{"step": first.Where.Step, "after": first.Where.After, "segment": first.Segment, "except": first.Except})
	people := p.ask("POST", "/query/friction/customers", fmt.Sprintf(`{"goal":{"event":%q},"from":%q,"of":%s}`, first.Where.Goal, p.world.Config().End.AddDate(0, 0, -90).Format(time.RFC3339), of))
	if listed := len(people["items"].([]any)); listed < 5 {
		p.t.Errorf("%v customers are behind %s", listed, first.Sentence)
	}
}

// line is one line of a trend by day: what is on the given day, and the
// mean of the same weekday of three other weeks.
type line struct {
	value     any
	on, usual float64
}

func (p *planted) days(metric, breakdown string, day time.Time) (lines []line) {
	selector, measure := metric, "count"
	if metric == "sessions" {
		selector, measure = event.PageViewed, "sessions"
	}
	by := ""
	if breakdown != "" {
		by = fmt.Sprintf(`,"breakdown":%q`, breakdown)
	}
	answer := p.ask("POST", "/query/trend", fmt.Sprintf(`{%s,"interval":"day","series":[{"event":%q,"measure":%q}]%s}`, p.ever(), selector, measure, by))
	at := -1
	for i, begin := range answer["times"].([]any) {
		if parsed, err := time.Parse(time.RFC3339, begin.(string)); err == nil && parsed.Equal(day) {
			at = i
		}
	}
	if at < 0 {
		p.t.Fatalf("%v is no day of the trend's", day)
	}
	for _, found := range answer["series"].([]any) {
		found := found.(map[string]any)
		values := found["values"].([]any)
		l := line{value: found["breakdown"], on: values[at].(float64)}
		for _, other := range []int{at - 21, at - 14, at - 7} {
			l.usual += values[other].(float64) / 3
		}
		lines = append(lines, l)
	}
	return lines
}

// checkDay asks the trend whether a day stands out as it was planted and, by
// its breakdown, what stands behind it.
func (p *planted) checkDay(truth sim.Truth) {
	metric := truth.Metrics[0]
	breakdown, driver := "", any(nil)
	if len(truth.Driver) > 0 {
		breakdown = truth.Driver[0].Property
		if err := json.Unmarshal(truth.Driver[0].Value, &driver); err != nil {
			p.t.Fatal(err)
		}
	}
	var all, driven line
	for _, l := range p.days(metric, breakdown, truth.From) {
		all.on += l.on
		all.usual += l.usual
		if breakdown != "" && l.value == driver {
			driven = l
		}
	}
	p.t.Logf("%s of %s on %s: %.0f, usually %.1f (planted %+.2f); %v: %.0f, usually %.1f", truth.Kind, metric, truth.From.Format(time.DateOnly), all.on, all.usual, truth.Size, driver, driven.on, driven.usual)
	if (all.on/all.usual-1)/truth.Size < 0.35 {
		p.t.Errorf("%s: %.0f instead of %.1f, %+.2f was planted", metric, all.on, all.usual, truth.Size)
	}
	if breakdown != "" && (driven.on-driven.usual)/(all.on-all.usual) < 0.5 {
		p.t.Errorf("%s of %v went from %.1f to %.0f: it does not explain the day", metric, driver, driven.usual, driven.on)
	}
}

// checkStages asks whether people move through the stages of the world's kit.
func (p *planted) checkStages() {
	answer := p.ask("POST", "/query/stages", "{"+p.ever()+"}")
	var reached []string
	for _, stage := range answer["stages"].([]any) {
		stage := stage.(map[string]any)
		if stage["entered"].(float64) > 0 {
			reached = append(reached, stage["key"].(string))
		}
	}
	p.t.Logf("stages that somebody entered: %v", reached)
	for _, key := range []string{"awareness", "decision", "purchase", "retention"} {
		if key == "retention" && p.world.World().Sector == "b2b" {
			continue // nobody becomes a client twice within three months
		}
		if !slices.Contains(reached, key) {
			p.t.Errorf("nobody entered %s", key)
		}
	}
}

// checkPlan asks whether the world sends what the kit of its sector needs, and
// in the kit's words.
func (p *planted) checkPlan() {
	for _, row := range p.ask("GET", "/plan", "")["items"].([]any) {
		row := row.(map[string]any)
		required, _ := row["required"].(bool)
		switch {
		case row["state"] == "misspelt":
			p.t.Errorf("%v is misspelt: %v", row["event"], row["lookalikes"])
		case row["state"] != "received" && required:
			p.t.Errorf("the kit needs %v, which nobody sends", row["event"])
		}
		for _, property := range row["properties"].([]any) {
			property := property.(map[string]any)
			if needed, _ := property["required"].(bool); row["state"] == "received" && (property["state"] == "wrong_type" || needed && property["state"] != "received") {
				p.t.Errorf("%v: its %v is %v", row["event"], property["name"], property["state"])
			}
		}
	}
}

// checkBackAndForth asks the paths by page whether people on telephones go
// from membership to membership.
func (p *planted) checkBackAndForth() {
	share := func(device string) float64 {
		answer := p.ask("POST", "/query/paths", fmt.Sprintf(`{%s,"by":"page","unit":"session","depth":6,"top":50,"start":{"event":"Membership Viewed"},"where":[{"property":"device","op":"eq","value":%q}]}`, p.ever(), device))
		first, later := 0.0, 0.0
		for _, node := range answer["nodes"].([]any) {
			node := node.(map[string]any)
			switch depth := node["depth"].(float64); {
			case depth == 0:
				first += node["count"].(float64)
			case strings.HasPrefix(node["name"].(string), "/memberships/"):
				later += node["count"].(float64)
			}
		}
		return later / first
	}
	telephone, computer := share("mobile"), share("desktop")
	p.t.Logf("after the first membership come %.2f more on a telephone, %.2f on a computer", telephone, computer)
	if telephone < 1.8*computer {
		p.t.Errorf("the paths do not show that people go back and forth: %.2f and %.2f", telephone, computer)
	}
}
