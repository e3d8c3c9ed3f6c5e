package rfm

import "wend/internal/understand/query"

// Measures are what a customer is scored by.
type Measures struct {
	Recency   int64   // milliseconds from the last event to the moment
	Frequency int64   // events
	Monetary  float64 // what they are worth together
}

// Scores are from 1, the worst, to 5.
type Scores struct {
	Recency   int `json:"recency"`
	Frequency int `json:"frequency"`
	Monetary  int `json:"monetary"`
}

// most is the best score, and the number of groups.
const most = 5

// Cuts are where one score ends and the next begins, ascending.
type Cuts struct{ Recency, Frequency, Monetary [most - 1]float64 }

// cutsOf finds the quintiles of some numbers, which it reorders.
func cutsOf[T int64 | float64](values []T) (cuts [most - 1]float64) {
	for i := range cuts {
		cuts[i], _ = query.Quantile(values, float64(i+1)/most)
	}
	return cuts
}

// above is how many cuts lie below a number.
func above(cuts [most - 1]float64, v float64) int {
	n := 0
	for _, cut := range cuts {
		if v > cut {
			n++
		}
	}
	return n
}

// Score scores one customer.
func (c Cuts) Score(m Measures) Scores {
	return Scores{
		Recency:   most - above(c.Recency, float64(m.Recency)),
		Frequency: 1 + above(c.Frequency, float64(m.Frequency)),
		Monetary:  1 + above(c.Monetary, m.Monetary),
	}
}

// Segment is a named group of customers.
type Segment struct {
	Key  string // as rules of segments write it
	Name string
}

// The segments, the best first.
var (
	Champions         = Segment{"champions", "Champions"}
	Loyal             = Segment{"loyal", "Loyal"}
	PotentialLoyalist = Segment{"potential_loyalists", "Potential loyalists"}
	New               = Segment{"new", "New"}
	Promising         = Segment{"promising", "Promising"}
	NeedAttention     = Segment{"need_attention", "Need attention"}
	AboutToSleep      = Segment{"about_to_sleep", "About to sleep"}
	AtRisk            = Segment{"at_risk", "At risk"}
	CantLose          = Segment{"cant_lose_them", "Can't lose them"}
	Hibernating       = Segment{"hibernating", "Hibernating"}
	Lost              = Segment{"lost", "Lost"}
)

// Segments are all of them, in the order of an answer.
var Segments = []Segment{
	Champions, Loyal, PotentialLoyalist, New, Promising, NeedAttention, AboutToSleep, AtRisk, CantLose, Hibernating, Lost,
}

// Rule says which scores a segment has: from and to, both included.
type Rule struct {
	Segment                      Segment
	Recency, Frequency, Monetary [2]int
}

// Rules are tried in order; the last two leave nobody without a name.
var Rules = []Rule{
	{Champions, [2]int{5, 5}, [2]int{5, 5}, [2]int{5, 5}},
	{PotentialLoyalist, [2]int{3, 5}, [2]int{3, 5}, [2]int{2, 5}},
	{Loyal, [2]int{2, 4}, [2]int{2, 4}, [2]int{2, 4}},
	{Promising, [2]int{3, 4}, [2]int{1, 3}, [2]int{3, 5}},
	{New, [2]int{4, 5}, [2]int{1, 3}, [2]int{1, 5}},
	{CantLose, [2]int{1, 2}, [2]int{3, 4}, [2]int{4, 5}},
	{AtRisk, [2]int{1, 2}, [2]int{2, 5}, [2]int{4, 5}},
	{NeedAttention, [2]int{1, 3}, [2]int{3, 5}, [2]int{3, 5}},
	{AboutToSleep, [2]int{2, 3}, [2]int{1, 3}, [2]int{1, 4}},
	{Lost, [2]int{1, 1}, [2]int{1, 5}, [2]int{1, 5}},
	// What the package's table leaves: one great purchase long ago; many small
	// ones, long ago or not.
	{AtRisk, [2]int{1, 2}, [2]int{1, 5}, [2]int{4, 5}},
	{Hibernating, [2]int{1, 2}, [2]int{1, 5}, [2]int{1, 5}},
	{Loyal, [2]int{1, 5}, [2]int{1, 5}, [2]int{1, 5}},
}

// Segment is the segment of the scores.
func (s Scores) Segment() Segment {
	for _, r := range Rules {
		if in(r.Recency, s.Recency) && in(r.Frequency, s.Frequency) && in(r.Monetary, s.Monetary) {
			return r.Segment
		}
	}
	return Segment{} // no scores
}

func in(bounds [2]int, score int) bool { return bounds[0] <= score && score <= bounds[1] }

// SegmentOf is the segment of a key; ok is false where there is none.
func SegmentOf(key string) (s Segment, ok bool) {
	for _, s := range Segments {
		if s.Key == key || s.Name == key {
			return s, true
		}
	}
	return Segment{}, false
}
