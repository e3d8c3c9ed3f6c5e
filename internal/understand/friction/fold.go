package friction

import (
	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

// walkers makes the part of a fold that finds attempts.
type walkers func(met func(j journey.Journey, rows []int)) *funnel.Walker

// ranking counts the values of the dimensions among attempts.
type ranking struct {
	*funnel.Walker
	list    []dimension
	tallies []*query.Tally
	// past is how a trait was at a moment; nil where that is not known. By
	// dimension, of how many it was known at the visit's end, and is another one now.
	past           func(journey.Customer, []string, int64) event.Value
	known, changed []int
	every          journey.Customer // one of so many customers is asked about the past
}

func newRanking(list []dimension, walk walkers, past func(journey.Customer, []string, int64) event.Value, customers int) *ranking {
	r := &ranking{list: list, past: past, every: journey.Customer(max(2, customers/askedOfPast)), known: make([]int, len(list)), changed: make([]int, len(list))}
	for _, d := range list {
		r.tallies = append(r.tallies, query.NewTally(d.column))
	}
	r.Walker = walk(r.meet)
	return r
}

func (r *ranking) meet(j journey.Journey, rows []int) {
	row := rows[len(rows)-1] // the deepest, where the most is known
	end := j.Columns.Time[j.SessionEnd(row)-1]
	for i, d := range r.list {
		if d.spent() {
			continue
		}
		code := d.column.Code(j, row)
		r.tallies[i].Add(code)
		if d.nature != known || code == query.Missing || r.past == nil || j.Customer%r.every != 0 {
			continue
		}
		if then := r.past(j.Customer, d.keys, end); then != (event.Value{}) {
			r.known[i]++
			if then != d.column.Value(code) {
				r.changed[i]++
			}
		}
	}
}

// askedOfPast is about how many customers are asked whether a trait changed;
// where there are fewer than twice as many, every second one.
const askedOfPast = 40_000

// unsteady tells whether a trait changes with what customers do: it would tell
// those who got on from those who did not.
func (r *ranking) unsteady(d int) bool { return r.changed[d]*50 > r.known[d] }

func (r *ranking) Merge(other *ranking) {
	for i, tally := range other.tallies {
		r.tallies[i].Merge(tally)
		r.known[i] += other.known[i]
		r.changed[i] += other.changed[i]
	}
}

// attempts are those to get from one step to the next, as parallel arrays. A
// customer has at most one for each step.
type attempts struct {
	slots  [][]uint8 // by dimension
	traces []traces
	page   []uint32  // the last one of the visit
	value  []float64 // of the goal, where it was reached
}

func (a *attempts) len() int { return len(a.traces) }

func (a *attempts) merge(other *attempts) {
	for d := range a.slots {
		a.slots[d] = append(a.slots[d], other.slots[d]...)
	}
	a.traces = append(a.traces, other.traces...)
	a.page = append(a.page, other.page...)
	a.value = append(a.value, other.value...)
}

// plan is what folds share.
type plan struct {
	steps      int
	dimensions []dimension
	tracer     *tracer
	worths     journey.Worths
}

// fold lists attempts, by the step that they begin at.
type fold struct {
	*funnel.Walker
	*plan
	attempts []attempts
	visit    visit

	// pick, where it is set, chooses attempts whose customers are listed, if
	// they did not get on.
	pick   func(step int, j journey.Journey, row, visit int) bool
	chosen query.Chosen
}

func newFold(p *plan, walk walkers) *fold {
	f := &fold{plan: p, attempts: make([]attempts, p.steps-1)}
	for k := range f.attempts {
		f.attempts[k].slots = make([][]uint8, len(p.dimensions))
	}
	f.Walker = walk(f.meet)
	return f
}

// meet takes what one customer, or one session, came to.
func (f *fold) meet(j journey.Journey, rows []int) {
	f.visit.lo, f.visit.hi = 0, 0
	for k, row := range rows[:min(len(rows), f.steps-1)] {
		f.tracer.read(j, row, &f.visit)
		if f.pick != nil {
			if f.pick(k, j, row, f.visit.lo) && len(rows) == k+1 {
				f.chosen.Add(j.Customer)
			}
			continue
		}
		a := &f.attempts[k]
		for i := range f.dimensions {
			a.slots[i] = append(a.slots[i], uint8(f.dimensions[i].slot(j, row, f.visit.lo)))
		}
		seen, value := f.visit.traces, 0.0
		if f.visit.again(j, row) {
			seen |= repeats
		}
		if len(rows) > k+1 {
			seen |= reached
			if next := rows[k+1]; next < f.visit.hi {
				seen |= atOnce
			}
		}
		if len(rows) == f.steps {
			seen |= succeeded
			value = f.worths.Amount(j.Columns.Worth[rows[f.steps-1]])
		}
		a.traces = append(a.traces, seen)
		a.page = append(a.page, f.visit.last)
		a.value = append(a.value, value)
	}
}

func (f *fold) Merge(other *fold) {
	for k := range f.attempts {
		f.attempts[k].merge(&other.attempts[k])
	}
	f.chosen.Merge(&other.chosen)
}
