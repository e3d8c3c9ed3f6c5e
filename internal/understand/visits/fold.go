package visits

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// engagedAfter is how long a session must last to be an engaged one.
const engagedAfter = 10_000

// Bits of the table's patterns.
const (
	converts = 1 << iota
	views
)

// plan is a definition compiled against an index; folds share it.
type plan struct {
	table   query.Table
	column  journey.Column
	amounts query.Numbers
	groups  query.Groups // lines; empty until the ranking is made
}

// visit is what a session came to.
type visit struct {
	took        int64
	touches     int
	views       int
	conversions int64
	value       query.Sum
}

func (v *visit) bounced() bool   { return v.touches == 1 && v.conversions == 0 }
func (v *visit) converted() bool { return v.conversions > 0 }
func (v *visit) engaged() bool   { return v.took >= engagedAfter || v.views >= 2 || v.converted() }

// sessions calls fn for the begin and the end of each session that is seen.
func sessions(j journey.Journey, fn func(lo, hi int)) {
	for lo := j.Lo; lo < j.Hi; {
		hi := j.SessionEnd(lo)
		fn(lo, hi)
		lo = hi
	}
}

// ranking counts sessions by line.
type ranking struct {
	*plan
	tally *query.Tally
}

func newRanking(p *plan) *ranking { return &ranking{p, query.NewTally(p.column)} }

func (r *ranking) Visit(j journey.Journey) {
	sessions(j, func(lo, _ int) { r.tally.Add(r.column.Code(j, lo)) })
}

func (r *ranking) Merge(other *ranking) { r.tally.Merge(other.tally) }

// tally is what the sessions of one line came to.
type tally struct {
	sessions, bounced, engaged, converted, conversions int64

	value query.Sum
	took  []int64 // milliseconds, by session
}

func (t *tally) add(v *visit) {
	t.sessions++
	if v.bounced() {
		t.bounced++
	}
	if v.engaged() {
		t.engaged++
	}
	if v.converted() {
		t.converted++
		t.conversions += v.conversions
		t.value.Merge(v.value)
	}
	t.took = append(t.took, v.took)
}

func (t *tally) merge(other *tally) {
	t.sessions += other.sessions
	t.bounced += other.bounced
	t.engaged += other.engaged
	t.converted += other.converted
	t.conversions += other.conversions
	t.value.Merge(other.value)
	t.took = append(t.took, other.took...)
}

// fold sums up sessions by line.
type fold struct {
	*plan
	lines []tally

	// pick, where it is set, chooses sessions whose customers are listed.
	pick   func(line int, v *visit) bool
	chosen query.Chosen
}

func newFold(p *plan) *fold { return &fold{plan: p, lines: make([]tally, p.groups.Len())} }

func (f *fold) Visit(j journey.Journey) {
	sessions(j, func(lo, hi int) {
		v := f.read(j, lo, hi)
		line := f.groups.Slot(f.column.Code(j, lo))
		if f.pick == nil {
			f.lines[line].add(&v)
		} else if f.pick(line, &v) {
			f.chosen.Add(j.Customer)
		}
	})
}

// read sums up the session of the rows lo to hi.
func (f *fold) read(j journey.Journey, lo, hi int) visit {
	times, events, masks := j.Columns.Time, j.Columns.Event, f.table.Masks()
	v := visit{took: times[hi-1] - times[lo], touches: hi - lo}
	for row := lo; row < hi; row++ {
		if masks[events[row]] == 0 {
			continue
		}
		fits := f.table.Fits(j, row, converts|views)
		if fits&views != 0 {
			v.views++
		}
		if fits&converts != 0 {
			v.conversions++
			v.value.Add(f.amounts.Amount(j, row))
		}
	}
	return v
}

func (f *fold) Merge(other *fold) {
	for i := range f.lines {
		f.lines[i].merge(&other.lines[i])
	}
	f.chosen.Merge(&other.chosen)
}
