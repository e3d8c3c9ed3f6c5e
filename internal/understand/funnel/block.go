package funnel

import "wend/internal/journey"

// candidate is a row of a block whose event is one of the steps: the row,
// then the step, from 1, in the lowest byte.
type candidate uint64

func (c candidate) row() int  { return int(c >> 8) }
func (c candidate) step() int { return int(c & 0xff) }

// VisitBlock is Visit of many customers. For the common funnel, in which an
// event can be one step only and nothing is excluded, a first pass finds the
// few rows that matter, without a branch to mispredict.
func (f *fold) VisitBlock(b journey.Block) {
	if !f.simple {
		for i := range b.Lo {
			if b.Lo[i] < b.Hi[i] {
				f.Visit(b.Journey(i))
			}
		}
		return
	}
	for i := 0; i < len(b.Lo); {
		end := i + 1
		for end < len(b.Lo) && b.Lo[end] == b.Hi[end-1] {
			end++
		}
		f.find(&b, int(b.Lo[i]), int(b.Hi[end-1]))
		at := 0
		for ; i < end; i++ {
			if hi := int(b.Hi[i]); at < len(f.found) && f.found[at].row() < hi {
				at = f.follow(&b, i, at, hi)
			}
		}
	}
}

// find lists the candidates among the rows lo to hi.
func (f *fold) find(b *journey.Block, lo, hi int) {
	if cap(f.found) <= hi-lo {
		f.found = make([]candidate, 2*(hi-lo)+1)
	}
	found, stepOf := f.found[:cap(f.found)], f.stepOf
	n := 0
	for i, code := range b.Columns.Event[lo:hi] {
		step := stepOf[code]
		found[n] = candidate(lo+i)<<8 | candidate(step)
		some := 0
		if step != 0 {
			some = 1
		}
		n += some
	}
	f.found = found[:n]
}

// follow finds how far a customer came whose candidates begin at a place and
// lie before the row hi; it answers the place of the next customer's. It is
// inOrder for simple funnels.
func (f *fold) follow(b *journey.Block, customer, at, hi int) int {
	times, candidates := b.Columns.Time, f.found
	first, last := &f.first, &f.last
	full, limit := f.steps, f.limit
	for k := 1; k < full; k++ {
		last[k] = -1
	}
	depth, best := 0, 0
	for ; at < len(candidates) && candidates[at].row() < hi; at++ {
		step := candidates[at].step()
		if step == 1 {
			if last[1] < 0 {
				first[1] = at
			}
			last[1] = at
			if depth == 0 {
				depth, best = 1, at
			}
			continue
		}
		k := step - 1
		start := last[k]
		if start < 0 {
			continue
		}
		last[k] = -1
		now := times[candidates[at].row()]
		if now-times[candidates[start].row()] > limit {
			continue
		}
		if step > depth {
			depth, best = step, first[k]
			for candidates[best].step() != 1 || times[candidates[best].row()] < now-limit {
				best++
			}
			if step == full {
				break
			}
		}
		if step < full {
			if last[step] < 0 {
				first[step] = first[k]
			}
			last[step] = start
		}
	}
	if depth > 0 {
		r := &f.result
		r.depth = depth
		for want := 1; want <= depth; best++ {
			if candidates[best].step() == want {
				r.rows[want-1] = candidates[best].row()
				want++
			}
		}
		f.record(b.Journey(customer), r)
	}
	for at < len(candidates) && candidates[at].row() < hi {
		at++
	}
	return at
}
