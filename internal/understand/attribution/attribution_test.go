package attribution

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var small = querytest.Shape{Events: 40, Customers: 4, Step: 10 * time.Minute, Span: 6 * time.Hour, Names: []string{"A", "B", "C", "D"}}

func drawDefinition(dice querytest.Dice) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, small)
	d.Where = querytest.DrawWhere(dice)
	d.Conversion.Event = querytest.Pick(dice, "conversion", "A", "A", "*", "never")
	d.Touch = querytest.Pick(dice, "touch", "", "channel", "source", "page", "properties.p")
	d.Lookback = querytest.Pick(dice, "lookback", "", "1h", "20m", "0m")
	d.HalfLife = querytest.Pick(dice, "half life", "", "30m")
	order := 1 + dice(4, "order")
	d.MarkovOrder = &order
	if dice(2, "milestones") == 1 {
		d.Milestones = []query.Selector{{Event: "B"}, {Event: querytest.Pick(dice, "milestone", "C", "A", "never")}}
	}
	return d
}

func near(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) }

// agrees checks an answer against the reference.
func (d Definition) agrees(t querytest.TB, got Answer, all []way) {
	t.Helper()
	s, err := d.read()
	if err != nil {
		t.Fatal(err)
	}
	conversions, value := int64(0), 0.0
	outcomes := map[string]Outcome{}
	for _, one := range all {
		raw, _ := json.Marshal(one.touches)
		if one.touches == nil {
			raw = []byte("[]")
		}
		o := outcomes[string(raw)]
		if one.converted {
			conversions++
			value += one.value
			o.Conversions++
			o.Value += one.value
		} else {
			o.Nulls++
		}
		outcomes[string(raw)] = o
	}
	if got.Conversions != conversions || !near(got.Value, value) {
		t.Fatalf("%d conversions worth %v, want %d worth %v", got.Conversions, got.Value, conversions, value)
	}
	for _, m := range s.models {
		want := d.slowLines(m, all)
		lines := got.Models[modelNames[m]]
		if len(lines) != len(want) {
			t.Fatalf("%s: %v, want %v", modelNames[m], lines, want)
		}
		for _, line := range lines {
			touch, _ := json.Marshal(line.Touch)
			if w, ok := want[string(touch)]; !ok || !near(line.Conversions, w[0]) || !near(line.Value, w[1]) {
				t.Fatalf("%s: %s has %v worth %v, want %v\npaths %+v", modelNames[m], touch, line.Conversions, line.Value, w, all)
			}
		}
	}
	effects := slowEffects(all, s.order)
	if len(got.RemovalEffects) != len(effects) {
		t.Fatalf("effects %v, want %v", got.RemovalEffects, effects)
	}
	for _, e := range got.RemovalEffects {
		if touch, _ := json.Marshal(e.Touch); !near(e.Effect, effects[string(touch)]) {
			t.Fatalf("the effect of %s is %v, want %v", touch, e.Effect, effects[string(touch)])
		}
	}
	for _, p := range got.Paths {
		raw, _ := json.Marshal(p.Path)
		texts := make([]string, len(p.Path))
		for i, v := range p.Path {
			text, _ := json.Marshal(v)
			texts[i] = string(text)
		}
		raw, _ = json.Marshal(texts)
		if w := outcomes[string(raw)]; w.Conversions != p.Conversions || w.Nulls != p.Nulls || !near(w.Value, p.Value) {
			t.Fatalf("path %s: %+v, want %+v", raw, p.Outcome, w)
		}
		delete(outcomes, string(raw))
	}
	left := Outcome{}
	for _, o := range outcomes {
		left.Conversions += o.Conversions
		left.Nulls += o.Nulls
		left.Value += o.Value
	}
	if left.Conversions != got.OtherPaths.Conversions || left.Nulls != got.OtherPaths.Nulls || !near(left.Value, got.OtherPaths.Value) {
		t.Fatalf("other paths %+v, want %+v", got.OtherPaths, left)
	}
}

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, small), drawDefinition(dice)
		if top := dice(4, "top"); top > 0 {
			d.Top = &top
		}
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		d.agrees(t, got, d.ways(w))
	})
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, small), drawDefinition(dice)
		p, scan, _, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		full := dice(2, "full") == 1
		part := func(only func(journey.Customer) bool) *fold {
			scan.Only = only
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold {
				f := newFold(p)
				if full { // no room for paths: they are still walks
					f.paths.bytes = mostPathBytes
				}
				return f
			})
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		f := part(left)
		f.Merge(part(right))
		got, err := f.answer(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		d.agrees(t, got, d.ways(w))
	})
}

func TestCustomersBehindTouches(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, small), drawDefinition(dice)
		all := d.ways(w)
		is := func(who Who, holds func(way) bool) {
			t.Helper()
			want := map[journey.Customer]bool{}
			for _, one := range all {
				if holds(one) {
					want[one.customer] = true
				}
			}
			querytest.Behind(t, dice, who, slices.Sorted(maps.Keys(want)), func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: who})
			})
		}
		is(Who{}, func(o way) bool { return o.converted })
		is(Who{Nulls: true}, func(o way) bool { return !o.converted })
		is(Who{Without: true}, func(o way) bool { return o.converted && len(o.touches) == 0 })
		for _, touch := range differentTouches(all) {
			raw := json.RawMessage(touch)
			is(Who{Touch: raw}, func(o way) bool { return o.converted && slices.Contains(o.touches, touch) })
			is(Who{Touch: raw, Nulls: true}, func(o way) bool { return !o.converted && slices.Contains(o.touches, touch) })
		}
		is(Who{Path: json.RawMessage("[]")}, func(o way) bool { return o.converted && len(o.touches) == 0 })
		for _, one := range all[:min(len(all), 5)] {
			path := json.RawMessage("[" + strings.Join(one.touches, ",") + "]")
			is(Who{Path: path}, func(o way) bool { return o.converted && slices.Equal(o.touches, one.touches) })
			is(Who{Path: path, Nulls: true}, func(o way) bool { return !o.converted && slices.Equal(o.touches, one.touches) })
		}
	})
}

func TestRefusesPaths(t *testing.T) {
	d := Definition{Conversion: query.Selector{Event: "A"}}
	for name, who := range map[string]Who{
		"no list":         {Path: json.RawMessage(`"Direct"`)},
		"with a touch":    {Path: json.RawMessage(`[]`), Touch: json.RawMessage(`"Direct"`)},
		"without a touch": {Path: json.RawMessage(`[]`), Without: true},
		"too long":        {Path: json.RawMessage("[" + strings.Repeat("1,", longestPath) + "1]")},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, "/of/path", func() error {
				_, err := Customers(t.Context(), querytest.Of(nil).Index.Index, CustomersQuestion{Definition: d, Of: who})
				return err
			})
		})
	}
}

func TestRefuses(t *testing.T) {
	const conversion = `"conversion":{"event":"A"}`
	for name, c := range map[string]struct{ body, pointer string }{
		"no conversion":      {`{}`, "/conversion/event"},
		"touch":              {`{` + conversion + `,"touch":"nonsense"}`, "/touch"},
		"value":              {`{` + conversion + `,"value":"nonsense"}`, "/value"},
		"lookback":           {`{` + conversion + `,"lookback":"soon"}`, "/lookback"},
		"half life":          {`{` + conversion + `,"half_life":"0d"}`, "/half_life"},
		"model":              {`{` + conversion + `,"models":["last","best"]}`, "/models/1"},
		"model twice":        {`{` + conversion + `,"models":["last","last"]}`, "/models/1"},
		"w_shaped alone":     {`{` + conversion + `,"models":["w_shaped"]}`, "/models/0"},
		"one milestone":      {`{` + conversion + `,"milestones":[{"event":"B"}]}`, "/milestones"},
		"empty milestone":    {`{` + conversion + `,"milestones":[{"event":"B"},{}]}`, "/milestones/1/event"},
		"order":              {`{` + conversion + `,"markov_order":5}`, "/markov_order"},
		"top":                {`{` + conversion + `,"top":0}`, "/top"},
		"unknown key":        {`{` + conversion + `,"window":"7d"}`, "/window"},
		"conversion's where": {`{"conversion":{"event":"A","where":[{"property":"device","op":"is"}]}}`, "/conversion/where/0/op"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				d, err := Decode([]byte(c.body))
				if err == nil {
					_, err = Run(t.Context(), querytest.Of(nil).Index.Index, d)
				}
				return err
			})
		})
	}
}
