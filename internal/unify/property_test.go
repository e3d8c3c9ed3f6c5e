package unify

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
)

// After every single call the graph answers what the contract says of the
// calls so far, and whoever deals out rows as it says has every row in place.
func TestGraphMatchesReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := drawEvents(t, 14)
		w := newWorld(Decisions{})
		for i, e := range events {
			w.observe(e)
			if wrong := w.misplaced(); wrong != "" {
				t.Fatalf("%s after\n%s", wrong, describeAll(events[:i+1]))
			}
			compareWithReference(t, w, events[:i+1], nil, nil)
		}
	})
}

func compareWithReference(t *rapid.T, w *world, events []*event.Event, retired []Retired, blocked []string) {
	r := refer(events, retired, blocked)
	if got, want := w.state(t, r.identifiers(), 6), r.state(6); got != want {
		t.Fatalf("got\n%s\nwant\n%s\nof\n%sretired %v", got, want, describeAll(events), retired)
	}
}

// Splits, blocked values and calls in any order of arrival: the same state.
func TestAnyOrderOfArrivalGivesTheSameState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := drawEvents(t, 14)
		w := newWorld(Decisions{})
		var decisions Decisions
		for i, e := range events {
			w.observe(e)
			if rapid.IntRange(0, 5).Draw(t, "decide") == 0 {
				if d, ok := drawDecision(t, w); ok {
					w.decide(d)
					decisions.add(d)
				}
			}
			if wrong := w.misplaced(); wrong != "" {
				t.Fatalf("%s after\n%sretired %v", wrong, describeAll(events[:i+1]), decisions.Retired)
			}
			compareWithReference(t, w, events[:i+1], decisions.Retired, decisions.Blocked)
		}
		other := newWorld(decisions)
		other.observe(rapid.Permutation(events).Draw(t, "order")...)
		if rapid.Bool().Draw(t, "again") {
			for _, e := range events { // as a replay would: nothing changes
				set, _ := other.graph.Observe(e)
				other.profiles.Apply(set, e)
			}
		}
		compareWithReference(t, other, events, decisions.Retired, decisions.Blocked)
	})
}

func drawDecision(t *rapid.T, w *world) (Decision, bool) {
	if rapid.IntRange(0, 4).Draw(t, "block") == 0 {
		list := rapid.SampledFrom([][]string{DefaultBlocked, {"e1"}, {"a1", "null"}, {}, {"u1"}}).Draw(t, "list")
		return Decision{Blocked: &list}, true
	}
	owners := slices.DeleteFunc(owners(w), func(c journey.Customer) bool { return c == journey.Nobody || len(w.graph.Merges(c)) == 0 })
	if len(owners) == 0 {
		return Decision{}, false
	}
	c := rapid.SampledFrom(owners).Draw(t, "customer")
	merge := rapid.SampledFrom(w.graph.Merges(c)).Draw(t, "merge")
	d, err := w.graph.PlanSplit(c, merge.ID)
	if err != nil {
		t.Fatalf("plan a split of %v: %v", merge, err)
	}
	return d, true
}

// A split parts the two identifiers, whatever else spoke for joining them.
func TestSplitParts(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(Decisions{})
		events := drawEvents(t, 14)
		w.observe(events...)
		owners := slices.DeleteFunc(owners(w), func(c journey.Customer) bool { return c == journey.Nobody || len(w.graph.Merges(c)) == 0 })
		if len(owners) == 0 {
			return
		}
		c := rapid.SampledFrom(owners).Draw(t, "customer")
		merge := rapid.SampledFrom(w.graph.Merges(c)).Draw(t, "merge")
		d, err := w.graph.PlanSplit(c, merge.ID)
		if err != nil {
			t.Fatal(err)
		}
		w.decide(d)
		a, b := merge.Identifiers[0], merge.Identifiers[1]
		x, foundA := w.graph.Lookup(a.Kind, a.Value)
		y, foundB := w.graph.Lookup(b.Kind, b.Value)
		if !foundA || !foundB {
			t.Fatalf("%v found %v, %v found %v", a, foundA, b, foundB)
		}
		shared := w.graph.nodes[w.graph.find(a)].state == isShared || w.graph.nodes[w.graph.find(b)].state == isShared
		if x == y && !shared {
			t.Fatalf("%v and %v are still one of\n%sretired %v", a, b, describeAll(events), d.Retired)
		}
	})
}

// One call joins two customers; undoing that restores both exactly.
func TestSplitRestoresExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		events := drawEvents(t, 14)
		w := newWorld(Decisions{})
		w.observe(events...)
		ids := refer(events, nil, nil).identifiers()
		if len(ids) == 0 {
			return
		}
		before := w.state(t, ids, 6)

		join := &event.Event{Seq: 100, MessageID: "z", Type: event.Identify, Time: 50, Received: 100, Flags: event.Trusted}
		a, b := rapid.SampledFrom(ids).Draw(t, "a"), rapid.SampledFrom(ids).Draw(t, "b")
		switch {
		case a == b:
			return
		case a.Kind == event.UserID && b.Kind == event.UserID:
			join.Type, join.Identifiers, join.PreviousID = event.Alias, []event.Identifier{a}, b.Value
		case b.Less(a):
			join.Identifiers = []event.Identifier{b, a}
		default:
			join.Identifiers = []event.Identifier{a, b}
		}
		w.observe(join)
		c, _ := w.graph.Lookup(a.Kind, a.Value)
		merges := w.graph.Merges(c)
		if len(merges) == 0 || merges[0].MessageID != "z" {
			return // the call joined nobody
		}
		d, err := w.graph.PlanSplit(c, "")
		if err != nil {
			t.Fatal(err)
		}
		w.decide(d)
		if wrong := w.misplaced(); wrong != "" {
			t.Fatal(wrong)
		}
		w.rows = w.rows[:len(w.rows)-1] // compare without the call itself
		if after := w.state(t, ids, 6); after != before {
			t.Fatalf("before\n%s\nafter\n%s\nof\n%sjoined by %s, retired %v", before, after, describeAll(events), describe(join), d.Retired)
		}
	})
}
