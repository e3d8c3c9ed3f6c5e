package funnel

import (
	"math/bits"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// plan is a definition compiled against an index; folds share it.
type plan struct {
	shape
	steps  int
	limit  int64 // the window in milliseconds, query.Never for none
	table  query.Table
	column journey.Column // of the breakdown, or nil
	// exclusions by place: the states that each one ends, as a mask (state k
	// has bit k: k steps matched).
	ends []uint32
	// overlap: some event could match several steps.
	overlap bool
}

// stepBit is the table's bit of step k, from 1; exclusions have the bits from
// firstExclusion.
const firstExclusion = mostSteps

// result is the earliest attempt that reached a unit's greatest depth.
type result struct {
	depth int
	rows  [mostSteps]int // of the matched events, in order
}

// fold counts units. Its scratch is kept from visit to visit.
type fold struct {
	*plan
	depths    [mostSteps + 1]int64 // units by greatest depth
	durations [mostSteps + 1][]int64
	records   records
	// pick, where it is set, chooses units whose customers are listed.
	pick   func(depth int, code uint32) bool
	chosen []journey.Customer

	attempts attempts
	windows  windows
}

// records keep what a breakdown needs of each unit, until it is known which
// values are frequent.
type records struct {
	codes     []uint32
	depths    []uint8
	durations []int64 // depth-1 of each unit
}

func (f *fold) Visit(j journey.Journey) {
	if !f.sessions {
		f.unit(j, j.Lo, j.Hi)
		return
	}
	session := j.Columns.Session
	for lo := j.Lo; lo < j.Hi; {
		hi := lo + 1
		for hi < j.Hi && session[hi] == session[lo] {
			hi++
		}
		f.unit(j, lo, hi)
		lo = hi
	}
}

// unit finds how far the touchpoints lo to hi of one customer came.
func (f *fold) unit(j journey.Journey, lo, hi int) {
	var r result
	switch f.order {
	case strict:
		f.strictly(j, lo, hi, &r)
	case unordered:
		f.anyOrder(j, lo, hi, &r)
	default:
		f.inOrder(j, lo, hi, &r)
	}
	if r.depth > 0 {
		f.record(j, &r)
	}
}

func (f *fold) record(j journey.Journey, r *result) {
	code := uint32(query.Missing)
	if f.column != nil {
		k := f.at
		if k == atLast {
			k = r.depth
		}
		if k <= r.depth {
			code = f.column.Code(j, r.rows[k-1])
		}
	}
	if f.pick != nil {
		if n := len(f.chosen); f.pick(r.depth, code) && (n == 0 || f.chosen[n-1] != j.Customer) {
			f.chosen = append(f.chosen, j.Customer)
		}
		return
	}
	f.depths[r.depth]++
	times := j.Columns.Time
	if f.column != nil {
		f.records.codes = append(f.records.codes, code)
		f.records.depths = append(f.records.depths, uint8(r.depth))
	}
	for k := 1; k < r.depth; k++ {
		took := times[r.rows[k]] - times[r.rows[k-1]]
		f.durations[k+1] = append(f.durations[k+1], took)
		if f.column != nil {
			f.records.durations = append(f.records.durations, took)
		}
	}
}

func (f *fold) Merge(other *fold) {
	for k := range f.depths {
		f.depths[k] += other.depths[k]
		f.durations[k] = append(f.durations[k], other.durations[k]...)
	}
	f.records.codes = append(f.records.codes, other.records.codes...)
	f.records.depths = append(f.records.depths, other.records.depths...)
	f.records.durations = append(f.records.durations, other.records.durations...)
	f.chosen = append(f.chosen, other.chosen...)
}

// highest is the greatest bit of a mask that is not zero.
func highest(mask uint32) int { return bits.Len32(mask) - 1 }
