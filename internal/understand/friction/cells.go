package friction

import (
	"context"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// condition is one value of one dimension.
type condition struct{ dimension, slot int }

// cell is a segment at a step: one condition, or two of different dimensions.
type cell struct {
	step       int // 0 for step 1
	conditions []condition
	comparison
}

// holds tells whether an attempt is of the segment.
func (c *cell) holds(a *attempts, at int) bool {
	for _, condition := range c.conditions {
		if int(a.slots[condition.dimension][at]) != condition.slot {
			return false
		}
	}
	return true
}

// strata say who is alike: those who came by the same road and are equally new.
type strata struct {
	of    []uint16 // by attempt
	ended []uint16 // by attempt: twice the stratum, and one more where it got on
	count int
	// How many roads and acquaintances there are: a stratum is one of each.
	roads, acquaintances int
}

// alike finds the strata of a step's attempts.
func (p *plan) alike(a *attempts) strata {
	s := strata{of: make([]uint16, a.len()), roads: 1, acquaintances: 1}
	for d := range p.dimensions {
		switch p.dimensions[d].property {
		case "channel":
			s.roads = p.dimensions[d].groups.Len()
			for i, slot := range a.slots[d] {
				s.of[i] += uint16(slot)
			}
		case "new_or_returning":
			s.acquaintances = p.dimensions[d].groups.Len()
		}
	}
	for d := range p.dimensions {
		if p.dimensions[d].property == "new_or_returning" {
			for i, slot := range a.slots[d] {
				s.of[i] += uint16(int(slot) * s.roads)
			}
		}
	}
	s.count = s.roads * s.acquaintances
	s.ended = make([]uint16, a.len())
	for i, seen := range a.traces {
		s.ended[i] = 2 * s.of[i]
		if seen&reached != 0 {
			s.ended[i]++
		}
	}
	return s
}

// table counts a step's attempts by the slots of two dimensions and by
// stratum; of one dimension, where the second is the first.
type table struct {
	a, b   int // dimensions
	wa, wb int // slots
	strata int
	counts []uint32 // pairs: those that did not get on, and those that did
}

func (p *plan) count(a *attempts, s *strata, alive []bool, first, second int) table {
	t := table{a: first, b: second, wa: p.dimensions[first].groups.Len(), wb: p.dimensions[second].groups.Len(), strata: s.count}
	if first == second {
		t.wb = 1
	}
	t.counts = make([]uint32, 2*t.wa*t.wb*t.strata)
	// With millions of attempts this is where the time goes: one addition each.
	one, two, ended := a.slots[first][:len(alive)], a.slots[second][:len(alive)], s.ended[:len(alive)]
	wide, high := 2*t.strata*t.wb, 2*t.strata
	if first == second {
		high = 0
	}
	for i, in := range alive {
		if in {
			t.counts[int(one[i])*wide+int(two[i])*high+int(ended[i])]++
		}
	}
	return t
}

// at are the counts of a pair of slots in a stratum.
func (t *table) at(x, y, stratum int) (attempts, reached int64) {
	at := 2 * ((x*t.wb+y)*t.strata + stratum)
	return int64(t.counts[at]) + int64(t.counts[at+1]), int64(t.counts[at+1])
}

// cells tests every segment of a table.
func (p *plan) cells(t table, s *strata, step int) (tested []cell) {
	natures := [2]nature{p.dimensions[t.a].nature, p.dimensions[t.b].nature}
	all := make([]stratum, t.strata)
	for x := range t.wa {
		for y := range t.wb {
			if natures[0] == known && x == p.dimensions[t.a].missing() || t.a != t.b && natures[1] == known && y == p.dimensions[t.b].missing() {
				continue
			}
			for i := range all {
				n, r := t.at(x, y, i)
				all[i].out += n
				all[i].outReached += r
			}
		}
	}
	row := make([]stratum, t.strata)
	for x := range t.wa {
		for y := range t.wb {
			if !p.dimensions[t.a].usable(x) || t.a != t.b && !p.dimensions[t.b].usable(y) {
				continue
			}
			total := int64(0)
			for i := range row {
				n, r := t.at(x, y, i)
				total += n
				row[i] = stratum{n, r, all[i].out - n, all[i].outReached - r}
			}
			if total < toReport.attempts {
				continue
			}
			c := cell{step: step, conditions: []condition{{t.a, x}}}
			if t.a != t.b {
				c.conditions = append(c.conditions, condition{t.b, y})
			}
			var ok bool
			if c.comparison, ok = compare(s.merge(row, natures[:]), toReport); ok {
				tested = append(tested, c)
			}
		}
	}
	return tested
}

// merge lays those strata together that a segment's own conditions tell apart.
func (s *strata) merge(row []stratum, natures []nature) []stratum {
	var byRoad, byAcquaintance bool
	for _, n := range natures {
		switch {
		case n == acquaintance:
			byAcquaintance = true
		case n == road:
			byRoad = true
		}
	}
	if !byRoad && !byAcquaintance {
		return row
	}
	merged := make([]stratum, len(row))
	for i, from := range row {
		r, a := i%s.roads, i/s.roads
		if byRoad {
			r = 0
		}
		if byAcquaintance {
			a = 0
		}
		to := &merged[a*s.roads+r]
		to.in += from.in
		to.inReached += from.inReached
		to.out += from.out
		to.outReached += from.outReached
	}
	return merged
}

// board tests every segment of a step's attempts that are still to be
// explained.
func (p *plan) board(ctx context.Context, a *attempts, s *strata, alive []bool, step int, progress phase) ([]cell, error) {
	type task struct{ a, b int }
	var tasks []task
	for i := range p.dimensions {
		tasks = append(tasks, task{i, i})
		for j := i + 1; j < len(p.dimensions); j++ {
			if p.apart(i, j) {
				tasks = append(tasks, task{i, j})
			}
		}
	}
	found := make([][]cell, len(tasks))
	var done atomic.Int64
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(workers())
	for i, task := range tasks {
		group.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			found[i] = p.cells(p.count(a, s, alive, task.a, task.b), s, step)
			progress.report(ctx, int(done.Add(1)), len(tasks))
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	var cells []cell
	for _, list := range found {
		cells = append(cells, list...)
	}
	return cells, nil
}

// apart tells whether two dimensions make a pair: at least one says under
// which conditions people try.
func (p *plan) apart(a, b int) bool {
	origin := func(d int) bool { n := p.dimensions[d].nature; return n == road || n == acquaintance }
	return !origin(a) || !origin(b)
}
