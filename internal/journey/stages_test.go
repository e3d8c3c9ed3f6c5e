package journey_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/problem"
)

func shopModel() journey.StageModel {
	return journey.StageModel{Stages: []journey.Stage{
		{Key: "awareness", Rules: []journey.StageRule{{Event: "Page Viewed"}}},
		{Key: "consideration", Rules: []journey.StageRule{{Event: "view_item"}, {Event: "Page Viewed", Where: []event.Filter{{Property: "page", Op: "eq", Value: []byte(`"/menu"`)}}}}},
		{Key: "purchase", Rules: []journey.StageRule{{Event: "Order Completed"}}},
		{Key: "retention", Rules: []journey.StageRule{{Event: "Order Completed", Count: &journey.Count{Op: "gte", Value: 2}}}},
		{Key: "advocacy", Rules: []journey.StageRule{{Where: []event.Filter{{Property: "properties.rating", Op: "gte", Value: []byte(`4`)}}}}},
	}}
}

func stagesOf(t testing.TB, ix *journey.Index, c journey.Customer) []uint8 {
	var got []uint8
	ix.View(c, func(j journey.Journey) { got = slices.Clone(j.Columns.Stage[j.Lo:j.Hi]) })
	return got
}

func TestStagesFollowTheirRules(t *testing.T) {
	at := func(i int64, name string) journeytest.Event {
		return journeytest.Event{Customer: 7, Time: i * minute, Name: name}
	}
	menu, rated := at(4, "Page Viewed"), at(6, "Review Written")
	menu.Facts.Page = "/menu"
	rated.Properties = map[string]any{"rating": 5}
	events := []journeytest.Event{
		at(1, "Newsletter Opened"), at(2, "page_view"), at(3, "Product Viewed"), menu, at(5, "purchase"), rated,
		at(7, "Page Viewed"), at(8, "Newsletter Opened"), at(9, "Order Completed"),
	}
	want := []uint8{0, 1, 2, 2, 3, 5, 1, 1, 4}

	// The model may come before the events, after them, or between.
	for cut := range len(events) + 1 {
		ix := journeytest.New(events[:cut])
		if err := ix.SetStages(t.Context(), shopModel()); err != nil {
			t.Fatal(err)
		}
		ix.Add(events[cut:]...)
		if got := stagesOf(t, ix.Index, 7); !slices.Equal(got, want) {
			t.Errorf("model after %d events: %v, want %v", cut, got, want)
		}
		// Twice: a tail is folded when it has been quiet for one call.
		if err := errors.Join(ix.Compact(t.Context()), ix.Compact(t.Context())); err != nil {
			t.Fatal(err)
		}
		if got := stagesOf(t, ix.Index, 7); !slices.Equal(got, want) {
			t.Errorf("model after %d events, at rest: %v, want %v", cut, got, want)
		}
		if st := ix.Stats(); st.Waiting != 0 {
			t.Errorf("%d rows still wait", st.Waiting)
		}
	}
}

// Load looks at no properties; a rule that does sees them all the same.
func TestStagesAfterLoad(t *testing.T) {
	all := journeytest.New([]journeytest.Event{
		{Customer: 1, Time: 1, Name: "Page Viewed"}, {Customer: 1, Time: 2, Name: "X", Properties: map[string]any{"rating": 5}},
	})
	ix := journey.New(journey.Options{History: all.History})
	if err := ix.SetStages(t.Context(), shopModel()); err != nil {
		t.Fatal(err)
	}
	err := ix.Load(t.Context(), func(yield func(journey.Row) bool) {
		for _, e := range *all.History {
			bare := *e
			bare.Properties = nil
			if !yield(journey.Row{Customer: 1, Set: 1, Event: &bare}) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := stagesOf(t, ix, 1); !slices.Equal(got, []uint8{1, 5}) {
		t.Errorf("stages %v", got)
	}
}

// momentTraits knows since when a customer has a plan.
type momentTraits struct{ since int64 }

func (m momentTraits) Trait(journey.Customer, []string) event.Value { return event.TextValue("pro") }
func (m momentTraits) TraitAt(_ journey.Customer, _ []string, time int64) event.Value {
	if time < m.since {
		return event.Value{}
	}
	return event.TextValue("pro")
}

func TestStageRulesSeeTraitsAtTheirMoment(t *testing.T) {
	pro := []event.Filter{{Property: "traits.plan", Op: "eq", Value: []byte(`"pro"`)}}
	events := []journeytest.Event{{Customer: 1, Time: 1, Name: "Used"}, {Customer: 1, Time: 2, Name: "Used"}}
	ix := journeytest.New(events, func(o *journey.Options) { o.Traits = momentTraits{since: 2} })
	if err := ix.SetStages(t.Context(), journey.StageModel{Stages: []journey.Stage{{Key: "paid", Rules: []journey.StageRule{{Where: pro}}}}}); err != nil {
		t.Fatal(err)
	}
	if got := stagesOf(t, ix.Index, 1); !slices.Equal(got, []uint8{0, 1}) {
		t.Fatalf("stages %v", got)
	}
	// In a query a trait has its value now.
	m, err := ix.Matcher(t.Context(), pro, nil)
	if err != nil {
		t.Fatal(err)
	}
	got, _, _ := journey.Run(t.Context(), ix.Index, journey.Scan{Where: m}, func() *counts { return &counts{} })
	if got.events != 2 {
		t.Fatalf("%d events pass", got.events)
	}
}

// A trait that an identify call brings changes the stage of what lies at rest.
func TestIdentifyRenewsStages(t *testing.T) {
	traits := journeytest.Traits{}
	ix := journeytest.New([]journeytest.Event{{Customer: 1, Time: 1, Name: "Used"}}, func(o *journey.Options) { o.Traits = traits })
	rule := journey.StageRule{Where: []event.Filter{{Property: "traits.plan", Op: "exists"}}}
	if err := ix.SetStages(t.Context(), journey.StageModel{Stages: []journey.Stage{{Key: "paid", Rules: []journey.StageRule{rule}}}}); err != nil {
		t.Fatal(err)
	}
	if got := stagesOf(t, ix.Index, 1); !slices.Equal(got, []uint8{0}) {
		t.Fatalf("stages %v", got)
	}
	traits[1] = map[string]any{"plan": "pro"}
	ix.Add(journeytest.Event{Customer: 1, Time: 5, Type: event.Identify})
	if got := stagesOf(t, ix.Index, 1); !slices.Equal(got, []uint8{1}) {
		t.Fatalf("stages %v", got)
	}
}

func TestBadStageRulesAreExplained(t *testing.T) {
	ix := journeytest.New(nil)
	for pointer, rule := range map[string]journey.StageRule{
		"/stages/0/rules/0/where/0/property": {Where: []event.Filter{{Property: "stage", Op: "eq", Value: []byte(`"x"`)}}},
		"/stages/0/rules/0/where/0/op":       {Where: []event.Filter{{Property: "page", Op: "is", Value: []byte(`"x"`)}}},
		"/stages/0/rules/0/count/op":         {Count: &journey.Count{Op: "contains", Value: 2}},
	} {
		err := ix.SetStages(t.Context(), journey.StageModel{Stages: []journey.Stage{{Rules: []journey.StageRule{rule}}}})
		var p *problem.Problem
		if !errors.As(err, &p) || len(p.Fields) != 1 || p.Fields[0].Pointer != pointer {
			t.Errorf("%s: %v", pointer, err)
		}
	}
	many := journey.StageModel{Stages: make([]journey.Stage, 256)}
	if err := ix.SetStages(t.Context(), many); err == nil {
		t.Error("256 stages do not fit")
	}
}

// slowStages is the contract's sentence, read out for each touchpoint alone.
func slowStages(model journey.StageModel, names []string) []uint8 {
	var got []uint8
	for i := range names {
		var stage uint8
		if i > 0 {
			stage = got[i-1]
		}
		for s, st := range model.Stages {
			for _, rule := range st.Rules {
				fits := func(name string) bool { return rule.Event == "" || rule.Event == name }
				if !fits(names[i]) {
					continue
				}
				n := 0
				for _, name := range names[:i+1] {
					if fits(name) {
						n++
					}
				}
				if rule.Count == nil || rule.Count.Op == "gte" && float64(n) >= rule.Count.Value || rule.Count.Op == "eq" && float64(n) == rule.Count.Value {
					stage = uint8(s + 1)
				}
			}
		}
		got = append(got, stage)
	}
	return got
}

func TestStagesMatchReference(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		name := rapid.SampledFrom([]string{"A", "B", "C"})
		var model journey.StageModel
		for range rapid.IntRange(0, 4).Draw(rt, "stages") {
			var st journey.Stage
			for range rapid.IntRange(0, 3).Draw(rt, "rules") {
				rule := journey.StageRule{Event: rapid.SampledFrom([]string{"", "A", "B", "C"}).Draw(rt, "event")}
				if rapid.Bool().Draw(rt, "counts") {
					rule.Count = &journey.Count{Op: rapid.SampledFrom([]string{"gte", "eq"}).Draw(rt, "op"), Value: float64(rapid.IntRange(1, 4).Draw(rt, "value"))}
				}
				st.Rules = append(st.Rules, rule)
			}
			model.Stages = append(model.Stages, st)
		}
		names := rapid.SliceOfN(name, 0, 12).Draw(rt, "names")
		ix := journeytest.New(nil)
		if err := ix.SetStages(rt.Context(), model); err != nil {
			rt.Fatal(err)
		}
		for i, n := range names {
			ix.Add(journeytest.Event{Customer: 1, Time: int64(i), Name: n})
		}
		want := slowStages(model, names)
		if got := stagesOf(t, ix.Index, 1); !slices.Equal(got, want) {
			rt.Fatalf("%v: got %v, want %v", fmt.Sprint(names), got, want)
		}
	})
}
