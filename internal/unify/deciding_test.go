package unify

import (
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
)

// Of several identifiers of one kind a call belongs to the customer of the one
// that event.Deciding names, which exports and files show.
func TestCallGoesByTheDecidingIdentifier(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := NewGraph(Decisions{})
		kind := rapid.SampledFrom([]string{event.UserID, event.Email, event.Phone, event.AnonymousID}).Draw(t, "kind")
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[1-9]{3}`), 2, 5, rapid.ID).Draw(t, "values")
		var several []string
		for i, id := range ids {
			if kind != event.UserID { // each has a user, so that nothing joins them
				g.Observe(call(i+1, event.Track, 1, event.UserID+":u"+id, kind+":"+id))
			}
			several = append(several, kind+":"+id)
		}
		e := call(len(ids)+1, event.Track, 2, several...)
		set, _ := g.Observe(e)
		want, ok := g.Lookup(kind, event.Deciding(e.Identifiers, kind))
		if got := g.Owner(set, e.Time); !ok || got != want {
			t.Fatalf("a call with %v is %d's, not %d's", several, got, want)
		}
	})
}
