package unify

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
)

// Several traits read in one go are those that are read one by one, through
// merges, shared identifiers, traits taken back and keys that stand twice.
func TestManyTraitsAreThoseReadOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(Decisions{})
		keys := []string{`"plan"`, `"city"`, `"pl\u0061n"`, `"caf\u00e9"`, `"quo\"te"`, `"other"`}
		values := []string{`"a"`, `"b"`, `1`, `null`, `true`, `{"city":"x"}`, `""`}
		kinds := []string{"user_id:u", "user_id:v", "anonymous_id:a", "anonymous_id:b", "anonymous_id:c"}
		for i := range rapid.IntRange(1, 25).Draw(t, "calls") {
			var members []string
			for range rapid.IntRange(0, 4).Draw(t, "traits") {
				members = append(members, rapid.SampledFrom(keys).Draw(t, "key")+":"+rapid.SampledFrom(values).Draw(t, "value"))
			}
			ids := rapid.SliceOfNDistinct(rapid.SampledFrom(kinds), 1, 2, rapid.ID).Draw(t, "identifiers")
			w.observe(identify(i+1, int64(rapid.IntRange(1, 9).Draw(t, "time")), "{"+strings.Join(members, ",")+"}", ids...))
		}
		names := []string{"plan", "café", `quo"te`, "city", "none"}
		said := make([]journey.Said, len(names))
		for _, id := range kinds {
			kind, value, _ := strings.Cut(id, ":")
			c, ok := w.graph.Lookup(kind, value)
			if !ok {
				continue
			}
			for _, at := range []int64{0, 4, 6, forever} {
				w.profiles.ManyTraitsAt(c, names, at, said)
				for i, name := range names {
					if one, many := w.profiles.TraitAt(c, []string{name}, at), event.ParseValue(said[i].Value); one != many {
						t.Fatalf("%s of %s at %d is %v, read with others %v", name, id, at, one, many)
					}
				}
			}
		}
	})
}
