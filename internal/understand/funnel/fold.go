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
	// simple: ordered, of customers, without overlap, exclusions and filters
	// of steps; stepOf has the step of each event code then, 0 for none.
	simple bool
	stepOf *[1 << 16]uint8
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
	depths [mostSteps + 1]int64 // units by greatest depth
	// Without a breakdown, how long steps took, by step; with one, how often
	// each value was there, and records of the units.
	took    query.Durations
	tally   *query.Tally
	once    *query.Tally // of units that came to step 1 and no further, who need no record
	records records
	// pick, where it is set, chooses units whose customers are listed.
	pick   func(depth int, code uint32) bool
	chosen query.Chosen
	// met, where it is set, takes every unit in place of the counters.
	met func(j journey.Journey, rows []int)

	attempts attempts
	windows  windows
	found    []candidate
	// The first and the last attempt of each state, as places of their starts
	// among those found; −1: none is in that state.
	first, last [mostSteps + 1]int
	result      result
}

func newFold(p *plan) *fold {
	f := &fold{plan: p}
	if p.column != nil {
		f.tally, f.once = query.NewTally(p.column), query.NewTally(p.column)
	} else {
		f.took = query.NewDurations(p.steps + 1)
	}
	return f
}

func (f *fold) Visit(j journey.Journey) {
	if !f.sessions {
		f.unit(j, j.Lo, j.Hi)
		return
	}
	for lo := j.Lo; lo < j.Hi; {
		hi := j.SessionEnd(lo)
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
	if f.met != nil {
		f.met(j, r.rows[:r.depth])
		return
	}
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
		if f.pick(r.depth, code) {
			f.chosen.Add(j.Customer)
		}
		return
	}
	f.depths[r.depth]++
	times := j.Columns.Time
	if f.column == nil {
		for k := 1; k < r.depth; k++ {
			f.took.Add(k+1, times[r.rows[k]]-times[r.rows[k-1]])
		}
		return
	}
	f.tally.Add(code)
	if r.depth == 1 {
		f.once.Add(code)
		return
	}
	record := f.records.next(r.depth)
	record[0] = int64(code)<<8 | int64(r.depth)
	for k := 1; k < r.depth; k++ {
		record[k] = times[r.rows[k]] - times[r.rows[k-1]]
	}
}

func (f *fold) Merge(other *fold) {
	for k := range f.depths {
		f.depths[k] += other.depths[k]
	}
	if f.column != nil {
		f.tally.Merge(other.tally)
		f.once.Merge(other.once)
		f.records.chunks = append(f.records.chunks, other.records.chunks...)
	} else {
		f.took.Merge(&other.took)
	}
	f.chosen.Merge(&other.chosen)
}

// highest is the greatest bit of a mask that is not zero.
func highest(mask uint32) int { return bits.Len32(mask) - 1 }
