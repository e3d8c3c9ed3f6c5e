package opportunity

import (
	"fmt"
	"math"

	"wend/internal/understand/query"
)

// Group is how many attempted a step in a period, and how many reached it.
type Group struct {
	Attempts int64   `json:"attempts"`
	Reached  int64   `json:"reached"`
	Rate     float64 `json:"rate"`
}

// Sides are the segment that something was mended for, and all others.
type Sides struct{ Segment, Others Group }

// Check is what became of a segment after something was mended for it.
type Check struct {
	Verdict       string `json:"verdict" enum:"better,worse,unclear,too_early" doc:"better and worse are beyond chance."`
	Sentence      string `json:"sentence"`
	SegmentBefore Group  `json:"segment_before"`
	SegmentAfter  Group  `json:"segment_after"`
	OthersBefore  Group  `json:"others_before"`
	OthersAfter   Group  `json:"others_after"`
	Change        Amount `json:"change" doc:"How much more the segment's rate changed than the others' did."`
}

// DifferenceInDifferences compares how a segment's rate changed with how that
// of the others did, whom the repair did not concern: what changed for all (a
// season, a price) is no merit of the repair. It rests on the two having gone
// along with each other otherwise (Angrist and Pischke, Mostly Harmless
// Econometrics, 5.2). The interval adds the four variances, with one attempt
// more of either outcome in each (Agresti and Caffo 2000).
func DifferenceInDifferences(before, after Sides) Check {
	groups := []*Group{&before.Segment, &before.Others, &after.Segment, &after.Others}
	variance := 0.0
	enough := true
	for _, g := range groups {
		enough = enough && g.Attempts >= query.FewestForRates
		if g.Attempts > 0 {
			g.Rate = float64(g.Reached) / float64(g.Attempts)
		}
		n := float64(g.Attempts) + 2
		p := (float64(g.Reached) + 1) / n
		variance += p * (1 - p) / n
	}
	c := Check{SegmentBefore: before.Segment, SegmentAfter: after.Segment, OthersBefore: before.Others, OthersAfter: after.Others}
	if !enough {
		c.Verdict = "too_early"
		c.Sentence = tooFew(before, after)
		return c
	}
	own, others := after.Segment.Rate-before.Segment.Rate, after.Others.Rate-before.Others.Rate
	e := 1.959963984540054 * math.Sqrt(variance)
	c.Change = Amount{own - others, query.Interval{Low: own - others - e, High: own - others + e}}
	says := fmt.Sprintf("The segment's rate went from %s to %s, that of others from %s to %s: %+.1f points beside theirs (95%% interval %+.1f to %+.1f)",
		share(c.SegmentBefore), share(c.SegmentAfter), share(c.OthersBefore), share(c.OthersAfter), 100*c.Change.Value, 100*c.Change.Low, 100*c.Change.High)
	switch {
	case c.Change.Low > 0:
		c.Verdict, c.Sentence = "better", says+". It helped, beyond chance."
	case c.Change.High < 0:
		c.Verdict, c.Sentence = "worse", says+". The segment fell back, beyond chance."
	default:
		c.Verdict, c.Sentence = "unclear", says+". That may be chance."
	}
	return c
}

// tooFew says of whom there are too few.
func tooFew(before, after Sides) string {
	for _, g := range []struct {
		who string
		Group
	}{{"of the segment tried since then", after.Segment}, {"of the others tried since then", after.Others}, {"of the segment tried before", before.Segment}, {"of the others tried before", before.Others}} {
		if g.Attempts < query.FewestForRates {
			return fmt.Sprintf("Too few to tell: %d %s, where %d are needed.", g.Attempts, g.who, query.FewestForRates)
		}
	}
	return ""
}

func share(g Group) string { return fmt.Sprintf("%.0f%%", 100*g.Rate) }
