package friction

import (
	"strings"
	"testing"

	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

// All ways to the business' goals are searched: what lies on two is told once,
// steps that nobody took are passed over, and a goal that nobody reached is none.
// Chance has one part in twenty of all of it.
func TestSearchGoesAllWays(t *testing.T) {
	ix := shop(5, 3000, hard)
	search := func(ways ...[]funnel.Step) []Opportunity {
		t.Helper()
		var far []float64
		ctx := query.WithProgress(t.Context(), func(p query.Progress) { far = append(far, p.Done) })
		found, err := Search(Within(ctx, func() Workspace { return Workspace{Ways: ways} }), ix, question().Request)
		if err != nil {
			t.Fatal(err)
		}
		if len(ways) > 1 && (far[0] > 0.1 || far[len(far)-1] != 1) {
			t.Errorf("the progress is %v", far)
		}
		return found
	}
	straight := []funnel.Step{named("Looked"), named("Bought")}
	one := search(straight)
	if len(one) != 1 || one[0].Where.Step != "Bought" || len(one[0].Segment) != 2 {
		t.Fatalf("found %+v", one)
	}
	if f := one[0].Finding(); f.Where.Goal != "Bought" || len(f.Where.Steps) != 2 || f.Where.Steps[0].Event != "Looked" {
		t.Errorf("it lies at %+v", f.Where)
	}
	two := search([]funnel.Step{named("Looked"), named("Never Sent"), named("Bought")}, []funnel.Step{named("Looked"), named("Never Sent")}, straight)
	if len(two) != 1 || two[0].ID != one[0].ID || two[0].Where.After != "Looked" || two[0].PAdjusted != min(1, 2*one[0].PAdjusted) {
		t.Errorf("on two ways: %+v, on one %+v", two, one)
	}
}

func TestTraitsThatAreNoKinds(t *testing.T) {
	for trait, want := range map[string]bool{"customer_since": true, "plan": true, "signed_up_at": true, "birth_date": true, "age_group": false, "station": false, "cat": false} {
		if Outcome(trait) != want {
			t.Errorf("%s is an outcome: %v", trait, !want)
		}
	}
	ix := shop(5, 300, hard)
	_, properties := Definition{Goal: Goal{Selector: query.Selector{Event: "Bought"}}}.way(Within(t.Context(), func() Workspace {
		return Workspace{Ways: [][]funnel.Step{{named("Looked"), named("Bought")}}, Traits: []string{"country", "role", "customer_since"}}
	}), ix)
	if len(properties) != 1 || properties[0] != "traits.role" {
		t.Errorf("customers are told apart by %v", properties)
	}
}

// A loss of which too few say how large it is has no number, and is no gain.
func TestLossOfWhichTooFewSay(t *testing.T) {
	o := Opportunity{Reported: true, Where: Where{Step: "Meeting Booked", After: "Page Viewed"}, LostInterval: query.Interval{Low: 0, High: 9}}
	o.Per30Days.Conversions = Estimate{Value: 2, Interval: query.Interval{Low: 0, High: 4.2}}
	o.say("Deal Won", share{100, 50}, share{50, 40}, 1)
	if want := "which costs at most 4 deals a month; too few came as far as Deal Won to say more."; !strings.HasSuffix(o.Sentence, want) {
		t.Errorf("%s\ndoes not end with %s", o.Sentence, want)
	}
	f := &finding{cell: cell{comparison: comparison{attempts: 400, reached: 40, rate: 0.1, elsewhere: 0.2}}, known: make([]bool, 100)}
	a := &attempts{traces: make([]traces, 100), value: make([]float64, 100)}
	for i := range a.traces {
		a.traces[i] = reached
	}
	a.traces[0], a.value[0] = reached|succeeded, 50 // one of a hundred
	p := &plan{}
	if got := p.opportunity(f, a, []string{"Page Viewed", "Meeting Booked"}, 30); got.LostInterval.Low != 0 || got.Confidence != 0 || got.LostConversions <= 0 {
		t.Errorf("lost %v in %v, sure %v", got.LostConversions, got.LostInterval, got.Confidence)
	}
}

// Who is known gets on more often than strangers do: whom a trait concerns is
// set beside people alike, where all others would belie the sentence.
func TestNoSentenceBeliesItself(t *testing.T) {
	for others, want := range map[share]string{{100, 13}: "67% of them do not, of people alike 34%.", {100, 80}: "67% of them do not, of all others 20%."} {
		o := Opportunity{Reported: true, Rate: 0.33, RateElsewhere: 0.66, LostInterval: query.Interval{Low: 1, High: 2}}
		o.say("Deal Won", share{1000, 190}, others, 1)
		if !strings.Contains(o.Sentence, want) {
			t.Errorf("%s\ndoes not say %s", o.Sentence, want)
		}
	}
}
