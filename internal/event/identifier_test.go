package event_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
)

var ownKinds = []string{event.UserID, event.AnonymousID, event.Email, event.Phone}

func identifier() *rapid.Generator[event.Identifier] {
	return rapid.Custom(func(t *rapid.T) event.Identifier {
		kind := rapid.SampledFrom(append([]string{"shopify_customer_id", "till_card"}, ownKinds...)).Draw(t, "kind")
		return event.Identifier{Kind: kind, Value: rapid.StringMatching(`[a-z0-9]{1,4}`).Draw(t, "value")}
	})
}

// back reads the fields of a call again, in their order.
func back(f event.Fields) (ids []event.Identifier) {
	for i, value := range []string{f.UserID, f.AnonymousID, f.Email, f.Phone} {
		if value != "" {
			ids = append(ids, event.Identifier{Kind: ownKinds[i], Value: value})
		}
	}
	return append(ids, f.Others...)
}

// What was sorted into fields is read back whole where a call has room for it;
// of several of one kind the strongest remains, wherever it stood.
func TestByFieldAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOf(identifier()).Draw(t, "identifiers")
		var want []event.Identifier
		for i, id := range ids {
			beaten := slices.ContainsFunc(ids, func(other event.Identifier) bool { return other.Kind == id.Kind && other.Less(id) })
			if !beaten && !slices.Contains(ids[:i], id) || !slices.Contains(ownKinds, id.Kind) {
				want = append(want, id)
			}
		}
		slices.SortStableFunc(want, func(a, b event.Identifier) int { return place(a) - place(b) })
		if got := back(event.ByField(ids)); !slices.Equal(got, want) {
			t.Fatalf("%v came back as %v, want %v", ids, got, want)
		}
	})
}

func place(id event.Identifier) int {
	if i := slices.Index(ownKinds, id.Kind); i >= 0 {
		return i
	}
	return len(ownKinds)
}
