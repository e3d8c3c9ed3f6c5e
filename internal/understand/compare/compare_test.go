package compare

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var shape = querytest.Shape{Events: 60, Customers: 12, Step: 20 * time.Minute, Span: 6 * time.Hour, Names: []string{"A", "B", "C"}}

func drawDefinition(dice querytest.Dice) Definition {
	d := Definition{Goal: &query.Selector{Event: querytest.Pick(dice, "goal", "C", "B", "never")}, Properties: []string{"properties.p"}}
	d.From, d.To = querytest.DrawRange(dice, shape)
	d.Where = querytest.DrawWhere(dice)
	d.Now = querytest.Origin.Add(24 * time.Hour)
	rule := func(label string) json.RawMessage {
		return json.RawMessage(`{"event":"` + querytest.Pick(dice, label, "A", "B", "never", "*") + `"}`)
	}
	switch dice(4, "groups") {
	case 0:
		d.A = rule("a")
	case 1:
		d.B = rule("b")
	default:
		d.A, d.B = rule("a"), rule("b")
	}
	return d
}

// slowPerson is a customer as the contract says it.
type slowPerson struct {
	side      side
	did       map[string]bool
	converted bool
	numbers   [numbersOfOne]float64
	values    map[string]event.Value
}

// slow reads every customer from plain lists.
func (d Definition) slow(w *querytest.World) map[journey.Customer]slowPerson {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	moment := min(rng.To, rng.Now)
	in := func(js []querytest.Touch, raw json.RawMessage) bool {
		var rule struct{ Event string }
		if json.Unmarshal(raw, &rule) != nil {
			panic(string(raw))
		}
		return slices.ContainsFunc(js, func(e querytest.Touch) bool {
			return e.Time <= moment && (rule.Event == "*" || rule.Event == e.Name)
		})
	}
	all := map[journey.Customer]slowPerson{}
	for c, js := range w.Journeys() {
		seen := querytest.See(js, rng.From, rng.To, d.Where)
		if c == journey.Nobody || len(seen) == 0 {
			continue
		}
		a, b := d.A != nil && in(js, d.A), d.B != nil && in(js, d.B)
		if d.A == nil {
			a = !b
		}
		if d.B == nil {
			b = !a
		}
		p := slowPerson{side: inNeither, did: map[string]bool{}, values: map[string]event.Value{}}
		switch {
		case a && b:
			p.side = inBoth
		case a:
			p.side = inA
		case b:
			p.side = inB
		}
		p.fill(seen, querytest.See(js, math.MinInt64, math.MaxInt64, d.Where), d.Goal.Event, min(rng.To, rng.Now))
		all[c] = p
	}
	return all
}

func (p *slowPerson) fill(seen, passing []querytest.Touch, goal string, moment int64) {
	sessions := querytest.Sessions(seen)
	worth, reached, bounced, lasted := 0.0, 0.0, 0.0, 0.0
	var gaps []float64
	for i, s := range sessions {
		hit := false
		for _, e := range s {
			p.did[e.Name] = true
			if e.Name == goal {
				hit = true
				reached++
				if e.Facts.HasValue {
					worth += e.Facts.Value
				}
			}
		}
		if len(s) == 1 && !hit {
			bounced++
		}
		lasted += float64(s[len(s)-1].Time-s[0].Time) / 1000
		if i > 0 {
			before := sessions[i-1]
			gaps = append(gaps, float64(s[0].Time-before[len(before)-1].Time)/day)
		}
	}
	n := float64(len(sessions))
	p.converted = reached > 0
	p.numbers = [numbersOfOne]float64{
		visits: n, touchpoints: float64(len(seen)), perVisit: float64(len(seen)) / n, bounces: bounced / n, duration: lasted / n,
		between: math.NaN(), perConversion: math.NaN(), conversions: reached, value: worth,
		firstSeen: float64(moment-passing[0].Time) / day, lastSeen: float64(moment-seen[len(seen)-1].Time) / day,
	}
	if len(gaps) > 0 {
		p.numbers[between] = *querytest.Median(gaps)
	}
	if reached > 0 {
		p.numbers[perConversion] = worth / reached
	}
	firsts := make([]querytest.Touch, len(sessions))
	for i, s := range sessions {
		firsts[i] = s[0]
	}
	p.values["device"], p.values["properties.p"] = often(firsts, "device"), often(seen, "properties.p")
	p.values["channel"], p.values["stage"] = seen[0].Value("channel"), seen[len(seen)-1].Value("stage")
}

// often is the most frequent value; of equals the first one.
func often(js []querytest.Touch, path string) (best event.Value) {
	counts, most := map[event.Value]int{}, 0
	for _, e := range js {
		counts[e.Value(path)]++
	}
	for _, e := range js {
		if v := e.Value(path); v.Exists() && counts[v] > most {
			best, most = v, counts[v]
		}
	}
	return best
}

// agrees checks counts against the reference.
func agrees(t querytest.TB, c *compiled, f *fold, slow map[journey.Customer]slowPerson) {
	t.Helper()
	var customers [sides]int64
	var converted [2]int64
	did := map[string][2]int64{}
	values := map[string]map[event.Value][2]int64{}
	var measured [numbersOfOne][2]query.Moments
	var samples [numbersOfOne][2][]float64
	for _, p := range slow {
		customers[p.side]++
		if p.side >= inBoth {
			continue
		}
		if p.converted {
			converted[p.side]++
		}
		for name := range p.did {
			n := did[name]
			n[p.side]++
			did[name] = n
		}
		for path, v := range p.values {
			if values[path] == nil {
				values[path] = map[event.Value][2]int64{}
			}
			n := values[path][v]
			n[p.side]++
			values[path][v] = n
		}
		for i, v := range p.numbers {
			if !math.IsNaN(v) {
				measured[i][p.side].Add(v)
				samples[i][p.side] = append(samples[i][p.side], v)
			}
		}
	}
	if f.customers != customers || f.converted != converted {
		t.Fatalf("customers %v, converted %v; want %v and %v", f.customers, f.converted, customers, converted)
	}
	for _, name := range shape.Names {
		code, _ := c.ix.EventCode(name)
		if got := f.events.of(uint32(code)); got != did[name] {
			t.Fatalf("%s: %v, want %v", name, got, did[name])
		}
	}
	for i, a := range f.attributes {
		want, known := values[a.property]
		if !known {
			continue
		}
		for code := range f.values[i].by {
			if code != query.Missing && !a.value(uint32(code)).Exists() {
				continue // room for codes that nobody has
			}
			if got, want := f.values[i].of(uint32(code)), want[a.value(uint32(code))]; got != want {
				t.Fatalf("%s %v: %v, want %v", a.property, a.value(uint32(code)), got, want)
			}
		}
	}
	for i := range measured {
		for s := range 2 {
			got, want := f.measured[i][s], measured[i][s]
			if got.N != want.N || math.Abs(got.Mean-want.Mean) > 1e-6 || math.Abs(got.Variance()-want.Variance()) > 1e-6*max(1, want.Variance()) {
				t.Fatalf("%s of group %d: %+v, want %+v", metrics[i].key, s, got, want)
			}
			if !metrics[i].median {
				continue
			}
			gotMedian, _ := query.Quantile(slices.Clone(f.samples[i][s]), 0.5)
			wantMedian, _ := query.Quantile(samples[i][s], 0.5)
			if len(f.samples[i][s]) != len(samples[i][s]) || math.Abs(gotMedian-wantMedian) > 1e-9 {
				t.Fatalf("the median of %s of group %d is %v, want %v", metrics[i].key, s, gotMedian, wantMedian)
			}
		}
	}
}

func TestCountsMatchReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		c, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		f, _, err := journey.Run(t.Context(), c.ix, c.scan, func() *fold { return newFold(c.plan, c.grouping) })
		if err != nil {
			t.Fatal(err)
		}
		agrees(t, c, f, d.slow(w))
		if _, err := Run(t.Context(), w.Index.Index, d); err != nil {
			t.Fatal(err)
		}
	})
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		c, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		part := func(only func(journey.Customer) bool) *fold {
			c.scan.Only = only
			f, _, err := journey.Run(t.Context(), c.ix, c.scan, func() *fold { return newFold(c.plan, c.grouping) })
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		f := part(left)
		f.Merge(part(right))
		agrees(t, c, f, d.slow(w))
	})
}

func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		slow := d.slow(w)
		is := func(who Who, holds func(slowPerson) bool) {
			var want []journey.Customer
			for c, p := range slow {
				if p.side == sidesByName[who.Group] && holds(p) {
					want = append(want, c)
				}
			}
			querytest.Behind(t, dice, who, want, func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: who})
			})
		}
		everybody := func(slowPerson) bool { return true }
		is(Who{Group: "both"}, everybody)
		is(Who{Group: "neither"}, everybody)
		group := querytest.Pick(dice, "group", "a", "b")
		is(Who{Group: group}, everybody)
		is(Who{Group: group, What: What{Event: "B"}}, func(p slowPerson) bool { return p.did["B"] })
		is(Who{Group: group, What: What{Metric: "converted"}}, func(p slowPerson) bool { return p.converted })
		is(Who{Group: group, What: What{Metric: "between_visits"}}, func(p slowPerson) bool { return p.numbers[visits] > 1 })
		is(Who{Group: group, What: What{Property: "device"}}, func(p slowPerson) bool { return p.values["device"].Exists() })
		is(Who{Group: group, What: What{Property: "device", Value: json.RawMessage(`"mobile"`)}}, func(p slowPerson) bool {
			return p.values["device"] == event.TextValue("mobile")
		})
	})
}

func TestRefusals(t *testing.T) {
	ix := querytest.Of([]querytest.Did{{Customer: 1, Name: "A"}}).Index.Index
	const rule = `"a":{"event":"A"}`
	for name, c := range map[string]struct{ body, pointer string }{
		"nobody":         {`{}`, "/a"},
		"a bad rule":     {`{"a":{"evnt":"A"}}`, "/a"},
		"a name":         {`{"b":"segment-1"}`, "/b"},
		"long name":      {`{` + rule + `,"a_name":"` + strings.Repeat("x", 61) + `"}`, "/a_name"},
		"empty goal":     {`{` + rule + `,"goal":{}}`, "/goal/event"},
		"dimension":      {`{` + rule + `,"properties":["device"]}`, "/properties/0"},
		"unknown key":    {`{` + rule + `,"c":1}`, "/c"},
		"the range":      {`{` + rule + `,"from":"x"}`, "/from"},
		"no group":       {`{` + rule + `,"of":{}}`, "/of/group"},
		"of both":        {`{` + rule + `,"of":{"group":"both","event":"A"}}`, "/of/group"},
		"two things":     {`{` + rule + `,"of":{"group":"a","event":"A","metric":"visits"}}`, "/of"},
		"no metric":      {`{` + rule + `,"of":{"group":"a","metric":"x"}}`, "/of/metric"},
		"no property":    {`{` + rule + `,"of":{"group":"a","property":"traits.x"}}`, "/of/property"},
		"value of what?": {`{` + rule + `,"of":{"group":"a","value":"x"}}`, "/of/value"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				var q CustomersQuestion
				if err := query.Decode([]byte(c.body), &q); err != nil {
					return err
				}
				_, err := Customers(t.Context(), ix, q)
				return err
			})
		})
	}
}
