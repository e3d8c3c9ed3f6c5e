package friction

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/funnel"
	"wend/internal/understand/querytest"
)

// Who people are decides what they want: heads who buy less often than others
// are no obstacle, unless a script fails for them.
func TestTraitsNeedATrace(t *testing.T) {
	for _, failing := range []bool{false, true} {
		r := rand.New(rand.NewPCG(3, 7))
		traits := journeytest.Traits{}
		var events []journeytest.Event
		for c := journey.Customer(1); c <= 3000; c++ {
			role, chance := "hand", 0.5
			if r.IntN(3) == 0 {
				role, chance = "head", 0.2
			}
			traits[c] = map[string]any{"role": role}
			e := journeytest.Event{Customer: c, Time: querytest.Origin.Add(time.Duration(r.IntN(3600)) * time.Second).UnixMilli(), Name: "Looked"}
			events = append(events, e)
			if failing && role == "head" && r.IntN(2) == 0 {
				e.Name, e.Time = "Script Error", e.Time+1000
				events = append(events, e)
			}
			if r.Float64() < chance {
				e.Name, e.Time = "Bought", e.Time+60_000
				events = append(events, e)
			}
		}
		ix := journeytest.New(events, func(o *journey.Options) { o.Traits = traits }).Index
		ctx := Within(t.Context(), func() Workspace {
			return Workspace{Ways: [][]funnel.Step{{named("Looked"), named("Bought")}}, Traits: []string{"role"}}
		})
		d := question()
		found, err := Search(ctx, ix, d.Request)
		if err != nil {
			t.Fatal(err)
		}
		if listed := len(found) > 0; listed != failing {
			t.Errorf("a script fails: %v, found %+v", failing, found)
		}
		d.All = true // there the difference is, and beyond chance
		a, err := Run(ctx, ix, d)
		if err != nil {
			t.Fatal(err)
		}
		if at := slices.IndexFunc(a.Opportunities, func(o Opportunity) bool { return len(o.Segment) == 1 && o.Segment[0].Property == "traits.role" }); at < 0 || a.Opportunities[at].PAdjusted > 1e-9 || a.Opportunities[at].Reported != failing {
			t.Errorf("a script fails: %v, of all %+v", failing, a.Opportunities)
		}
	}
}
