package friction

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"

	"wend/internal/understand/query"
)

// level is the rate of false discoveries at which an opportunity is reported.
const level = 0.05

const (
	// mostFindings bounds the opportunities of one step.
	mostFindings = 6
	// sameAgain: a pair must be this much clearer than its clearer part to be
	// named in its place, or it is only the part once more.
	sameAgain = 1.05
	// worseThanRest is the level at which a pair must be worse than what
	// remains of each of its parts.
	worseThanRest = 0.01
	// slightest is the share by which a rate must be lower to be an obstacle:
	// with millions of customers everything is beyond chance.
	slightest = 0.05
)

func workers() int { return runtime.GOMAXPROCS(0) }

// finding is a segment that gets on less often at a step than others do.
type finding struct {
	cell
	adjusted float64
	known    []bool // attempts of whom the segment's properties are known
	except   []cell // found before it at this step: their attempts are not counted
	found    bool   // beyond chance, and more than a slight difference
}

// searching is a search under way.
type searching struct {
	*plan
	attempts []attempts
	strata   []strata
	family   query.Family
}

// search finds the segments whose rate is lower beyond chance, step by step
// the clearest first; what a finding explains is taken out before the next one
// is looked for. tested are all segments with lower rates.
func (p *plan) search(ctx context.Context, all []attempts, names []string) (found []finding, tested []finding, err error) {
	s := searching{plan: p, attempts: all, strata: make([]strata, len(all))}
	between := func(k int) string { return "Who goes on from " + names[k] + " to " + names[k+1] }
	boards := make([][]cell, len(all))
	var chances []float64
	for k := range all {
		s.strata[k] = p.alike(&all[k])
		if boards[k], err = p.board(ctx, &all[k], &s.strata[k], everybody(&all[k]), k, comparing.part(k, len(all), between(k))); err != nil {
			return nil, nil, err
		}
		for _, c := range boards[k] {
			chances = append(chances, c.p)
		}
	}
	s.family = query.NewFamily(chances)
	for k, board := range boards {
		list, err := s.step(ctx, k, board, explaining.part(k, len(all), between(k)))
		if err != nil {
			return nil, nil, err
		}
		found = append(found, list...)
		for _, c := range board {
			if c.z < 0 {
				tested = append(tested, finding{cell: c, adjusted: s.family.Adjust(c.p)})
			}
		}
	}
	return found, tested, nil
}

func everybody(a *attempts) []bool {
	alive := make([]bool, a.len())
	for i := range alive {
		alive[i] = true
	}
	return alive
}

// step finds the segments of one step.
func (s *searching) step(ctx context.Context, k int, board []cell, progress phase) (found []finding, err error) {
	a := &s.attempts[k]
	alive := everybody(a)
	progress.report(ctx, 0, mostFindings)
	for len(found) < mostFindings {
		best, ok := s.best(ctx, k, board, alive)
		if !ok {
			return found, ctx.Err()
		}
		for _, f := range found {
			best.except = append(best.except, f.cell)
		}
		found = append(found, best)
		next := slices.Clone(alive)
		for i := range next {
			next[i] = next[i] && !best.holds(a, i)
		}
		alive = next
		if board, err = s.board(ctx, a, &s.strata[k], alive, k, progress.part(len(found)-1, mostFindings, progress.doing)); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// best is the clearest segment of a board that may be reported; none where the
// context ends.
func (s *searching) best(ctx context.Context, k int, board []cell, alive []bool) (finding, bool) {
	list := slices.DeleteFunc(slices.Clone(board), func(c cell) bool { return !s.matters(&c) })
	if len(list) == 0 {
		return finding{}, false
	}
	clearness := func(c *cell) float64 {
		if len(c.conditions) > 1 {
			return -c.z / sameAgain
		}
		return -c.z
	}
	slices.SortStableFunc(list, func(a, b cell) int { return cmp.Compare(clearness(&b), clearness(&a)) })
	for _, c := range list {
		if ctx.Err() != nil {
			break
		}
		if c = s.specific(ctx, k, c, list, alive); c.conditions == nil {
			continue
		}
		f := finding{cell: c, adjusted: s.family.Adjust(c.p), found: true}
		f.known = s.comparable(&s.attempts[k], &c, alive)
		if s.traced(&f) || !s.foreign(&c) && s.atOnce(k, &f) {
			return f, true
		}
	}
	return finding{}, false
}

// matters tells whether a segment's rate is lower beyond chance, and by more
// than a slight difference.
func (s *searching) matters(c *cell) bool {
	if c.z >= 0 || s.family.Adjust(c.p) >= level {
		return false
	}
	_, less := c.less()
	return less.Low > slightest
}

// foreign tells whether a segment goes by what brought people, by how well they
// know the business, or by who they are.
func (s *searching) foreign(c *cell) bool {
	return slices.ContainsFunc(c.conditions, func(c condition) bool {
		n := s.dimensions[c.dimension].nature
		return n != circumstance
	})
}

// specific is the segment that explains a difference without saying more than
// it must: a pair only where it is worse than what remains of each of its
// parts, and a single condition only where no pair within it is the cause. A
// cell without conditions means that another one of the list says it.
func (s *searching) specific(ctx context.Context, k int, c cell, list []cell, alive []bool) cell {
	if len(c.conditions) == 2 {
		for i := range c.conditions {
			rest, ok := s.within(k, c.conditions[i], c.conditions[1-i], alive)
			if !ok || rest.z >= 0 || rest.p >= worseThanRest {
				return cell{}
			}
		}
		return c
	}
	part := c.conditions[0]
	var cause cell
	clearest := 0.0
	for _, pair := range list {
		if ctx.Err() != nil {
			return cell{}
		}
		if len(pair.conditions) != 2 || !slices.Contains(pair.conditions, part) {
			continue
		}
		other := pair.conditions[0]
		if other == part {
			other = pair.conditions[1]
		}
		rest, ok := s.within(k, part, other, alive)
		if !ok || rest.z >= 0 || rest.p >= worseThanRest/float64(len(list)) || -rest.z <= clearest {
			continue
		}
		if back, ok := s.within(k, other, part, alive); !ok || back.z >= 0 || back.p >= worseThanRest {
			continue
		}
		if remains, ok := s.without(k, part, other, alive); ok && remains.elsewhere-remains.rate > (c.elsewhere-c.rate)/2 {
			continue
		}
		cause, clearest = pair, -rest.z
	}
	if cause.conditions != nil {
		return cause
	}
	return c
}

// within compares, among those of a part, those who fulfil the other condition
// as well with those who do not.
func (s *searching) within(k int, part, other condition, alive []bool) (comparison, bool) {
	unknown := s.unknown(other.dimension)
	return s.hold(k, reached, []int{part.dimension, other.dimension}, alive, func(a *attempts, i int) (in, out bool) {
		if int(a.slots[part.dimension][i]) != part.slot {
			return false, false
		}
		value := int(a.slots[other.dimension][i])
		return value == other.slot, value != other.slot && value != unknown
	})
}

// without compares those of a part who do not fulfil the other condition with
// everybody outside of the part.
func (s *searching) without(k int, part, other condition, alive []bool) (comparison, bool) {
	unknown := s.unknown(part.dimension)
	return s.hold(k, reached, []int{part.dimension}, alive, func(a *attempts, i int) (in, out bool) {
		value := int(a.slots[part.dimension][i])
		if value != part.slot {
			return false, value != unknown
		}
		return int(a.slots[other.dimension][i]) != other.slot, false
	})
}

// unknown is the slot of those whom a comparison by a dimension leaves out.
func (s *searching) unknown(d int) int {
	if s.dimensions[d].nature == known {
		return s.dimensions[d].missing()
	}
	return math.MaxInt
}

// atOnce tells whether a difference is there within the very visit as well.
// People whom several devices make several customers get on less often on the
// devices that they use now and then; in the visit itself there is no such
// difference.
func (s *searching) atOnce(k int, f *finding) bool {
	var dimensions []int
	for _, c := range f.conditions {
		dimensions = append(dimensions, c.dimension)
	}
	c, ok := s.hold(k, atOnce, dimensions, f.known, func(a *attempts, i int) (in, out bool) {
		in = f.holds(a, i)
		return in, !in
	})
	return ok && s.matters(&cell{comparison: c})
}

// hold compares two sides of a step's attempts by how many got on, in a sense.
func (s *searching) hold(k int, got traces, dimensions []int, alive []bool, side func(a *attempts, i int) (in, out bool)) (comparison, bool) {
	a, st := &s.attempts[k], &s.strata[k]
	row := make([]stratum, st.count)
	for i, living := range alive {
		if !living {
			continue
		}
		in, out := side(a, i)
		to := &row[st.of[i]]
		on := int64(0)
		if a.traces[i]&got != 0 {
			on = 1
		}
		switch {
		case in:
			to.in++
			to.inReached += on
		case out:
			to.out++
			to.outReached += on
		}
	}
	natures := make([]nature, len(dimensions))
	for i, d := range dimensions {
		natures[i] = s.dimensions[d].nature
	}
	return compare(st.merge(row, natures), toRefine)
}

// comparable marks the attempts that a segment was compared among.
func (p *plan) comparable(a *attempts, c *cell, alive []bool) []bool {
	marked := slices.Clone(alive)
	for _, condition := range c.conditions {
		d := &p.dimensions[condition.dimension]
		if d.nature != known {
			continue
		}
		missing := uint8(d.missing())
		for i, slot := range a.slots[condition.dimension] {
			marked[i] = marked[i] && slot != missing
		}
	}
	return marked
}
