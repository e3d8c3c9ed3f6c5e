package paths

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// fold counts nodes, links and exits. It counts by slot: a slot is the node's
// code where there are few codes, else its rank among the most frequent ones,
// which a pass before this one has found (ranks).
type fold struct {
	*plan
	nodes []*query.Tally // by depth
	// width is the number of slots of one depth; 0: only nodes are counted.
	width int
	ranks []query.Groups  // by depth; nil where slots are codes
	exits []int64         // by depth and slot
	links query.Durations // by position of the source, slot of the source, slot of the target

	way path
	// pick, where it is set, chooses units whose customers are listed.
	pick   func(*path) bool
	chosen []journey.Customer
}

func newFold(p *plan, width int, ranks []query.Groups) *fold {
	f := &fold{plan: p, width: width, ranks: ranks, exits: make([]int64, p.depth*width)}
	for range p.depth {
		f.nodes = append(f.nodes, query.NewTally(p.column))
	}
	f.links = query.NewDurations((p.depth - 1) * width * width)
	return f
}

func (f *fold) Visit(j journey.Journey) {
	f.units(j, &f.way, func() { f.count(j.Customer) })
}

func (f *fold) count(c journey.Customer) {
	way := &f.way
	if f.pick != nil {
		if n := len(f.chosen); f.pick(way) && (n == 0 || f.chosen[n-1] != c) {
			f.chosen = append(f.chosen, c)
		}
		return
	}
	before := 0
	for i := range way.n {
		code := way.codes[i]
		f.nodes[i].Add(code)
		if f.width == 0 {
			continue
		}
		slot := f.slot(i, code)
		if i > 0 {
			took := way.times[i] - way.times[i-1]
			if f.backwards() {
				took = -took
			}
			f.links.Add(((i-1)*f.width+before)*f.width+slot, took)
		}
		before = slot
	}
	if way.exit && f.width > 0 {
		f.exits[(way.n-1)*f.width+before]++
	}
}

func (f *fold) slot(position int, code uint32) int {
	if f.ranks == nil {
		// A code that is newer than the fold is nothing yet: it goes with the rest.
		if int(code) >= f.width-1 {
			return f.width - 1
		}
		return int(code)
	}
	return f.ranks[position].Slot(code)
}

func (f *fold) Merge(other *fold) {
	for i := range f.nodes {
		f.nodes[i].Merge(other.nodes[i])
	}
	for i := range f.exits {
		f.exits[i] += other.exits[i]
	}
	f.links.Merge(&other.links)
	f.chosen = append(f.chosen, other.chosen...)
}
