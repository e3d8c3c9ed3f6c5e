package funnel

import (
	"math/bits"

	"wend/internal/journey"
)

// windows are the candidates of a unit in an unordered funnel: the events that
// fit some step.
type windows struct {
	rows  []int
	masks []uint32 // steps that each candidate fits
	next  []int32  // by candidate and step: the first candidate from it on that fits the step
}

// mostScanned is the number of candidates up to which a window is read event
// by event; beyond it, and where an event could match several steps, reading
// leaps from one open step's event to the next.
const mostScanned = 64

// anyOrder looks for the window that matches most different steps, among those
// that begin at each candidate.
func (f *fold) anyOrder(j journey.Journey, lo, hi int, r *result) {
	w := &f.windows
	f.candidates(j, lo, hi)
	if len(w.rows) == 0 {
		return
	}
	leap := f.overlap && len(w.rows) > mostScanned
	if leap {
		w.index(f.steps)
	}
	times := j.Columns.Time
	var inside [mostSteps]int // candidates within the window, by step
	var seen uint32           // steps with one
	end := 0
	for begin, row := range w.rows {
		if begin > 0 {
			seen = forget(&inside, seen, w.masks[begin-1])
		}
		for end < len(w.rows) && times[w.rows[end]]-times[row] <= f.limit {
			seen |= w.masks[end]
			for m := w.masks[end]; m != 0; m &= m - 1 {
				inside[bits.TrailingZeros32(m)]++
			}
			end++
		}
		// No window matches more steps than have an event in it.
		if bits.OnesCount32(seen) <= r.depth {
			continue
		}
		f.match(begin, end, leap, r)
		if r.depth == f.steps {
			return
		}
	}
}

func (f *fold) candidates(j journey.Journey, lo, hi int) {
	w := &f.windows
	w.rows, w.masks = w.rows[:0], w.masks[:0]
	all := uint32(1)<<f.steps - 1
	events, masks := j.Columns.Event, f.table.Masks()
	for row := lo; row < hi; row++ {
		if masks[events[row]]&all == 0 {
			continue
		}
		if mask := f.table.Fits(j, row, all); mask != 0 {
			w.rows = append(w.rows, row)
			w.masks = append(w.masks, mask)
		}
	}
}

// forget takes a candidate that left the window out of its counts.
func forget(inside *[mostSteps]int, seen, mask uint32) uint32 {
	for ; mask != 0; mask &= mask - 1 {
		k := bits.TrailingZeros32(mask)
		if inside[k]--; inside[k] == 0 {
			seen &^= 1 << k
		}
	}
	return seen
}

// match lets each candidate of a window take the first open step that it fits,
// and keeps the window if it is deeper than those before.
func (f *fold) match(begin, end int, leap bool, r *result) {
	w := &f.windows
	open := uint32(1)<<f.steps - 1
	var rows [mostSteps]int
	depth := 0
	for at := begin; at < end; at++ {
		if leap {
			if at = w.first(at, open, f.steps); at >= end {
				break
			}
		}
		fits := w.masks[at] & open
		if fits == 0 {
			continue
		}
		open &^= fits & -fits
		rows[depth] = w.rows[at]
		if depth++; open == 0 {
			break
		}
	}
	if depth > r.depth {
		r.depth, r.rows = depth, rows
	}
}

// index notes for each candidate and step where the step's next event is.
func (w *windows) index(steps int) {
	n := len(w.rows)
	if need := n * steps; cap(w.next) < need {
		w.next = make([]int32, need)
	} else {
		w.next = w.next[:need]
	}
	var next [mostSteps]int32
	for k := range next {
		next[k] = int32(n)
	}
	for at := n - 1; at >= 0; at-- {
		for m := w.masks[at]; m != 0; m &= m - 1 {
			next[bits.TrailingZeros32(m)] = int32(at)
		}
		copy(w.next[at*steps:(at+1)*steps], next[:steps])
	}
}

// first is the first candidate from a place on that fits an open step.
func (w *windows) first(at int, open uint32, steps int) int {
	found := int32(len(w.rows))
	for ; open != 0; open &= open - 1 {
		found = min(found, w.next[at*steps+bits.TrailingZeros32(open)])
	}
	return int(found)
}
