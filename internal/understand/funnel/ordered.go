package funnel

import (
	"math/bits"

	"wend/internal/journey"
)

// attempts are a unit's attempts of an ordered funnel. Those that have matched
// the same number of steps wait for the same event and move together, and an
// attempt that began earlier is never behind one that began later: so the
// attempts in state k (k steps matched) are one run of the list of starts.
type attempts struct {
	starts []int // rows, in order
	// dead marks starts whose attempt an exclusion ended. A run may span dead
	// and expired attempts; its last one is never dead.
	dead []bool
	// from and to bound the run of each state; equal for an empty one.
	from, to [mostSteps + 1]int
	// waiting has bit k where state k is not empty.
	waiting uint32
}

func (f *fold) inOrder(j journey.Journey, lo, hi int, r *result) {
	a := &f.attempts
	a.starts, a.dead, a.waiting = a.starts[:0], a.dead[:0], 0
	events, times, masks := j.Columns.Event, j.Columns.Time, f.table.Masks()
	full := f.steps
	best := -1 // row at which the earliest deepest attempt began
	// Step k+1 is wanted while an attempt is in state k; step 1 always.
	wanted := uint32(1)
	for row := lo; row < hi; row++ {
		if masks[events[row]]&wanted == 0 {
			continue
		}
		mask := f.table.Fits(j, row, wanted)
		if excluded := mask >> firstExclusion; excluded != 0 {
			f.end(excluded)
		}
		// From the deepest state, so that an event moves an attempt once.
		for moves := mask & a.waiting; moves != 0; {
			k := highest(moves)
			moves &^= 1 << k
			if times[row]-times[a.starts[a.to[k]-1]] > f.limit {
				a.from[k] = a.to[k] // all of them are too late, and will be
				a.waiting &^= 1 << k
				continue
			}
			if k+1 > r.depth {
				r.depth, best = k+1, a.earliest(k, times, times[row]-f.limit)
				if r.depth == full {
					f.retrace(j, best, r)
					return
				}
			}
			if k+1 < full {
				a.advance(k)
			} else {
				a.from[k] = a.to[k]
				a.waiting &^= 1 << k
			}
		}
		if mask&1 != 0 {
			a.start(row)
			if r.depth == 0 {
				r.depth, best = 1, row
				if full == 1 {
					r.rows[0] = row
					return
				}
			}
		}
		wanted = f.wanted(a.waiting)
	}
	if r.depth > 0 {
		f.retrace(j, best, r)
	}
}

// wanted are the table's bits that can change anything: step 1, the next step
// of every state that is not empty, and the exclusions of those states.
func (f *fold) wanted(waiting uint32) uint32 {
	wanted := waiting | 1
	for i, states := range f.ends {
		if states&waiting != 0 {
			wanted |= 1 << (firstExclusion + i)
		}
	}
	return wanted
}

// start adds an attempt, in state 1.
func (a *attempts) start(row int) {
	at := len(a.starts)
	a.starts = append(a.starts, row)
	a.dead = append(a.dead, false)
	if a.waiting&2 == 0 {
		a.from[1] = at
		a.waiting |= 2
	}
	a.to[1] = at + 1
}

// advance moves the attempts in state k to the next state.
func (a *attempts) advance(k int) {
	if a.waiting&(2<<k) == 0 {
		a.from[k+1] = a.from[k]
		a.waiting |= 2 << k
	}
	a.to[k+1] = a.to[k]
	a.from[k] = a.to[k]
	a.waiting &^= 1 << k
}

// earliest is the row at which the first attempt in state k began that is
// alive and did not begin before a time.
func (a *attempts) earliest(k int, times []int64, since int64) int {
	at := a.from[k]
	for a.dead[at] || times[a.starts[at]] < since {
		at++
	}
	return a.starts[at]
}

// end ends the attempts that stand where the exclusions apply.
func (f *fold) end(excluded uint32) {
	a := &f.attempts
	for ; excluded != 0; excluded &= excluded - 1 {
		for states := f.ends[bits.TrailingZeros32(excluded)] & a.waiting; states != 0; states &= states - 1 {
			k := bits.TrailingZeros32(states)
			for at := a.from[k]; at < a.to[k]; at++ {
				a.dead[at] = true
			}
			a.from[k] = a.to[k]
			a.waiting &^= 1 << k
		}
	}
}

// retrace finds the rows that the attempt from a start matched, to its depth.
func (f *fold) retrace(j journey.Journey, start int, r *result) {
	r.rows[0] = start
	row := start
	for k := 1; k < r.depth; k++ {
		for row++; f.table.Fits(j, row, 1<<k) == 0; row++ {
		}
		r.rows[k] = row
	}
}
