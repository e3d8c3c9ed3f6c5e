// Package querytest makes up small worlds for the analyses' property tests,
// and knows them a second time in plain lists, for references that are slow
// and straight from the contract. Nothing but tests may import it.
package querytest

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/problem"
	"wend/internal/scenario"
	"wend/internal/understand/query"
)

// Origin is when the worlds' times begin.
var Origin = time.Date(2024, 3, 30, 20, 0, 0, 0, time.UTC)

// Model is the stage model of all worlds, and StageOf what it means: the
// events that put a customer at a stage.
var (
	Model = journey.StageModel{Stages: []journey.Stage{
		{Key: "aware", Name: "Awareness", Rules: []journey.StageRule{{Event: "A"}}, Patience: "30m"},
		{Key: "decide", Name: "Decision", Rules: []journey.StageRule{{Event: "B"}}},
		{Key: "loyal", Name: "Loyalty", Rules: []journey.StageRule{{Event: "D"}}, Patience: "1h"},
	}}
	StageOf = map[string]string{"A": "aware", "B": "decide", "D": "loyal"}
)

// World is a few customers and what they did.
type World struct {
	Events []journeytest.Event // in order of receipt
	Index  *journeytest.Index
}

// Touch is a touchpoint as a reference sees it.
type Touch struct {
	journeytest.Event
	Session int // by number within the customer, from 0
	Began   journeytest.Event
	Stage   string // key, "" before any
}

// Shape bounds a made-up world.
type Shape struct {
	Fewest    int           // events at least
	Events    int           // at most
	Customers int           // at most
	Step      time.Duration // times are multiples of it
	Span      time.Duration // within so long
	Names     []string
}

// Default is a shape that has ties, sessions and repeats in plenty.
var Default = Shape{Events: 40, Customers: 3, Step: 5 * time.Minute, Span: 3 * time.Hour, Names: []string{"A", "B", "C"}}

// Dice answers a number from 0 to n−1. Rolls of rapid shrink to what matters
// and prefer small numbers; fair ones find what needs many things at once.
type Dice func(n int, label string) int

// Rapid rolls with rapid.
func Rapid(t *rapid.T) Dice {
	return func(n int, label string) int { return rapid.IntRange(0, n-1).Draw(t, label) }
}

// Fair rolls evenly, from a seed.
func Fair(seed uint64) Dice {
	r := rand.New(rand.NewPCG(seed, 1))
	return func(n int, _ string) int { return r.IntN(n) }
}

// Pick chooses one of several.
func Pick[T any](d Dice, label string, from ...T) T { return from[d(len(from), label)] }

// Check runs a property under both kinds of dice.
func Check(t *testing.T, property func(t TB, d Dice)) {
	t.Run("rapid", func(t *testing.T) {
		rapid.Check(t, func(t *rapid.T) { property(t, Rapid(t)) })
	})
	t.Run("fair", func(t *testing.T) {
		for seed := range uint64(fairChecks) {
			if property(t, Fair(seed)); t.Failed() {
				t.Fatalf("with seed %d", seed)
			}
		}
	})
}

// fairChecks is how often a property is tried with fair dice.
const fairChecks = 300

// TB is what properties need of a test.
type TB interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
	Context() context.Context
}

// Draw makes up a world: late events, ties, events of nobody, and a base that
// holds some of the rows while others wait.
func Draw(d Dice, s Shape) *World {
	w := &World{}
	customers := 1 + d(s.Customers, "customers")
	for range s.Fewest + d(s.Events-s.Fewest+1, "events") {
		e := journeytest.Event{
			Customer: journey.Customer(d(customers+1, "customer")),
			Time:     Origin.Add(s.Step * time.Duration(d(int(s.Span/s.Step)+1, "time"))).UnixMilli(),
			Name:     Pick(d, "name", s.Names...),
		}
		e.Facts.Page = Pick(d, "page", "", "/", "/a", "/b")
		e.Facts.Device = Pick(d, "device", "", "desktop", "mobile")
		if d(8, "campaign") == 0 && e.Customer != journey.Nobody {
			e.Facts.Source = Pick(d, "source", "news", "ads")
		}
		if v := d(12, "value"); v > 2 {
			e.Facts.Value, e.Facts.HasValue = float64(v-5)/4, true
		}
		switch p := d(5, "p"); p {
		case 0:
		case 4:
			e.Properties = map[string]any{"p": "3.5"} // a text that reads as a number
		default:
			e.Properties = map[string]any{"p": p}
		}
		w.Events = append(w.Events, e)
	}
	resting := d(len(w.Events)+1, "resting")
	w.Index = journeytest.New(w.Events[:resting])
	must(w.Index.SetStages(context.Background(), Model))
	must(w.Index.Compact(context.Background()))
	w.Index.Add(w.Events[resting:]...)
	return w
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

// Journeys are the customers' touchpoints in order, with their sessions.
func (w *World) Journeys() map[journey.Customer][]Touch {
	all := map[journey.Customer][]Touch{}
	for _, e := range w.Events {
		all[e.Customer] = append(all[e.Customer], Touch{Event: e})
	}
	for c, js := range all {
		slices.SortStableFunc(js, func(a, b Touch) int { return cmp.Compare(a.Time, b.Time) })
		if c == journey.Nobody {
			continue
		}
		for i := range js {
			js[i].Began = js[i].Event
			if i == 0 {
				continue
			}
			before := js[i-1]
			pause := js[i].Time-before.Time > 30*60*1000
			source := js[i].Facts.Source
			if cut := pause || source != "" && source != before.Began.Facts.Source; cut {
				js[i].Session = before.Session + 1
			} else {
				js[i].Session, js[i].Began = before.Session, before.Began
			}
		}
		for i := range js {
			if js[i].Stage = StageOf[js[i].Name]; js[i].Stage == "" && i > 0 {
				js[i].Stage = js[i-1].Stage
			}
		}
	}
	return all
}

// See cuts journeys to what an analysis sees: the range and the filters.
func See(js []Touch, from, to int64, where []event.Filter) []Touch {
	var seen []Touch
	for _, e := range js {
		if e.Time >= from && e.Time < to && e.Passes(where) {
			seen = append(seen, e)
		}
	}
	return seen
}

// Sessions cuts what is seen of a customer into sessions.
func Sessions(js []Touch) (sessions [][]Touch) {
	for len(js) > 0 {
		n := 1
		for n < len(js) && js[n].Session == js[0].Session {
			n++
		}
		sessions = append(sessions, js[:n])
		js = js[n:]
	}
	return sessions
}

// Passes tests filters the slow way.
func (e Touch) Passes(where []event.Filter) bool {
	for _, f := range where {
		c, _, err := f.Compile()
		must(err)
		if !c.Holds(e.Value(f.Property)) {
			return false
		}
	}
	return true
}

// Value is the value of a property path that worlds know.
func (e Touch) Value(path string) event.Value {
	text := func(s string) event.Value {
		if s == "" {
			return event.Value{}
		}
		return event.TextValue(s)
	}
	switch path {
	case "":
		return event.Value{}
	case "event":
		return text(e.Name)
	case "page":
		return text(e.Facts.Page)
	case "device":
		return text(e.Facts.Device)
	case "channel":
		if e.Customer == journey.Nobody {
			return event.Value{}
		}
		return text(event.Channels[event.Channel(e.Began.Facts)])
	case "stage":
		return text(e.Stage)
	case "value":
		if e.Facts.HasValue {
			return event.NumberValue(e.Facts.Value)
		}
		return event.Value{}
	case "properties.p":
		raw, err := json.Marshal(e.Properties["p"])
		must(err)
		return event.ParseValue(raw)
	}
	panic("querytest: no path " + path)
}

// DrawWhere makes up filters, most often none.
func DrawWhere(d Dice) []event.Filter {
	switch d(16, "where") {
	case 15:
		return []event.Filter{{Property: "device", Op: "eq", Value: json.RawMessage(`"mobile"`)}}
	case 14:
		return []event.Filter{{Property: "properties.p", Op: "gte", Value: json.RawMessage(`2`)}}
	case 13:
		return []event.Filter{{Property: "device", Op: "neq", Value: json.RawMessage(`"mobile"`)}, {Property: "page", Op: "exists"}}
	}
	return nil
}

// DrawRange makes up a range: most often all of the world, else a part.
func DrawRange(d Dice, s Shape) (from, to string) {
	begin, end := Origin.Add(-time.Hour), Origin.Add(s.Span+time.Hour)
	if steps := int(s.Span / s.Step); d(3, "part") == 2 {
		a := d(steps+1, "from")
		begin = Origin.Add(s.Step * time.Duration(a))
		end = begin.Add(s.Step * time.Duration(1+d(steps+2-a, "length")))
	}
	return begin.Format(time.RFC3339), end.Format(time.RFC3339)
}

// Halves cuts the customers in two: the filters of two scans whose folds are
// to be merged. Nobody's events are in the left one, unless a scan leaves them out.
func Halves(d Dice) (left, right func(journey.Customer) bool) {
	mask := d(1<<16, "cut")
	left = func(c journey.Customer) bool { return c == journey.Nobody || mask>>(c%16)&1 == 0 }
	return left, func(c journey.Customer) bool { return !left(c) }
}

// Median is the middle of some numbers, or the mean of the two in the middle; nil of none.
func Median(values []float64) *float64 { return Quantile(values, 0.5) }

// Quantile interpolates linearly between the two nearest ranks; nil of none.
func Quantile(values []float64, p float64) *float64 {
	if len(values) == 0 {
		return nil
	}
	sorted := slices.Sorted(slices.Values(values))
	rank := p * float64(len(sorted)-1)
	low := int(rank)
	v := sorted[low]
	if low+1 < len(sorted) {
		v += (rank - float64(low)) * (sorted[low+1] - sorted[low])
	}
	return &v
}

// Did is what a customer did, for tests that say it by hand.
type Did struct {
	Customer     journey.Customer
	After        time.Duration // since Origin
	Name         string
	Page, Device string
}

// Of builds a world by hand.
func Of(did []Did) *World {
	w := &World{}
	for _, x := range did {
		e := journeytest.Event{Customer: x.Customer, Time: Origin.Add(x.After).UnixMilli(), Name: x.Name}
		e.Facts.Page, e.Facts.Device = x.Page, x.Device
		w.Events = append(w.Events, e)
	}
	w.Index = journeytest.New(w.Events)
	must(w.Index.SetStages(context.Background(), Model))
	return w
}

// Refused checks that an error is a 422 that blames one place.
func Refused(t *testing.T, pointer string, run func() error) {
	t.Helper()
	err := run()
	var p *problem.Problem
	if !errors.As(err, &p) {
		t.Fatalf("answered %v, want a problem at %s", err, pointer)
	}
	if p.Status != http.StatusUnprocessableEntity || len(p.Fields) == 0 || p.Fields[0].Pointer != pointer {
		t.Fatalf("answered %d %v, want 422 at %s", p.Status, p.Fields, pointer)
	}
	if !strings.HasSuffix(p.Detail, ".") {
		t.Errorf("%q is no sentence", p.Detail)
	}
}

// FromScenario builds the world of a scenario; customers are numbered in the
// order in which they appear.
func FromScenario(t *testing.T, s *scenario.Scenario) *World {
	t.Helper()
	w := &World{}
	numbers := map[string]journey.Customer{"": journey.Nobody}
	for _, d := range s.Deeds {
		if _, known := numbers[d.Person]; !known {
			numbers[d.Person] = journey.Customer(len(numbers))
		}
		w.Events = append(w.Events, journeytest.Event{
			Customer: numbers[d.Person], Time: d.At.UnixMilli(), Name: d.Name, Facts: d.Facts, Properties: d.Properties, Context: d.Context,
		})
	}
	w.Index = journeytest.New(w.Events, func(o *journey.Options) { o.Zone = s.Zone })
	model := journey.StageModel{}
	for _, stage := range s.Stages {
		made := journey.Stage{Key: stage.Key, Name: stage.Name, Patience: stage.Patience}
		for _, rule := range stage.Rules {
			for _, name := range rule.Events {
				made.Rules = append(made.Rules, journey.StageRule{Event: name, Where: rule.Where})
			}
		}
		model.Stages = append(model.Stages, made)
	}
	if err := w.Index.SetStages(t.Context(), model); err != nil {
		t.Fatal(err)
	}
	return w
}

// Common reads the options that every question of a scenario may have: from
// and to as offsets from the begin, and where. Without a range all time counts.
func Common(t *testing.T, s *scenario.Scenario, q scenario.Question) query.Request {
	t.Helper()
	r := query.Request{Timezone: s.Zone.String(), Now: s.Now, From: "1970-01-02T00:00:00Z", To: "2100-01-01T00:00:00Z"}
	if s.Now.IsZero() {
		r.Now = time.Date(2099, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	for key, into := range map[string]*string{"from": &r.From, "to": &r.To} {
		if text, ok := q.Options[key]; ok {
			at, err := s.At(text)
			if err != nil {
				t.Fatal(err)
			}
			*into = at.Format(time.RFC3339Nano)
		}
	}
	if text, ok := q.Options["where"]; ok {
		var err error
		if r.Where, err = scenario.ParseFilters(scenario.Unquote(text)); err != nil {
			t.Fatal(err)
		}
	}
	return r
}

// SelectorOf is a scenario's selector as a request writes it.
func SelectorOf(s scenario.Selector) query.Selector {
	if len(s.Events) == 0 {
		return query.Selector{Event: query.AnyEvent, Where: s.Where}
	}
	return query.Selector{Events: s.Events, Where: s.Where}
}

// Seconds writes a median as scenarios do.
func Seconds(median *float64) string {
	if median == nil {
		return "null"
	}
	return scenario.Duration(time.Duration(*median * float64(time.Second)))
}
