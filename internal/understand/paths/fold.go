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
	// width is the number of slots of one depth; 0: only nodes are counted, by code.
	width int
	ranks []query.Groups  // by depth; nil where slots are codes
	codes []*query.Tally  // by depth; where only nodes are counted
	nodes []uint32        // by depth and slot; those of the first depth until the fold is settled
	exits []uint32        // by depth and slot
	links query.Durations // by depth of the source, slot of the source, slot of the target

	counts []uint32 // of links, once settled

	way path
	// pick, where it is set, chooses units whose customers are listed.
	pick   func(*path) bool
	chosen query.Chosen
}

func newFold(p *plan, width int, ranks []query.Groups) *fold {
	f := &fold{plan: p, width: width, ranks: ranks, nodes: make([]uint32, p.depth*width), exits: make([]uint32, p.depth*width)}
	if width == 0 {
		for range p.depth {
			f.codes = append(f.codes, query.NewTally(p.column))
		}
	}
	f.links = query.NewDurations((p.depth - 1) * width * width)
	return f
}

func (f *fold) Visit(j journey.Journey) {
	if f.customers {
		f.unit(j, j.Lo, j.Hi)
		return
	}
	for lo := j.Lo; lo < j.Hi; {
		hi := j.SessionEnd(lo)
		f.unit(j, lo, hi)
		lo = hi
	}
}

// unit counts the path of the touchpoints lo to hi of one customer.
func (f *fold) unit(j journey.Journey, lo, hi int) {
	way := &f.way
	switch {
	case !f.walk(j, lo, hi, way):
	case f.pick != nil:
		if f.pick(way) {
			f.chosen.Add(j.Customer)
		}
	case f.width == 0:
		for i := range way.n {
			f.codes[i].Add(way.codes[i])
		}
	default:
		f.count(way)
	}
}

func (f *fold) count(way *path) {
	at := f.slot(0, way.codes[0]) // place among the nodes
	f.nodes[at]++
	for i := 1; i < way.n; i++ {
		slot := f.slot(i, way.codes[i])
		took := way.times[i] - way.times[i-1]
		if took < 0 { // a path that is read backwards
			took = -took
		}
		f.links.Add(at*f.width+slot, took)
		at = i*f.width + slot
	}
	if way.exit {
		f.exits[at]++
	}
}

func (f *fold) slot(position int, code uint32) int {
	if f.ranks != nil {
		return f.ranks[position].Slot(code)
	}
	// A code that is newer than the fold is nothing yet: it goes with the rest.
	return min(int(code), f.width-1)
}

// settle counts the nodes of each depth but the first: every link leads to one.
func (f *fold) settle() {
	if f.width == 0 {
		return
	}
	f.counts = f.links.Counts()
	for link, n := range f.counts {
		depth, to := link/f.width/f.width, link%f.width
		f.nodes[(depth+1)*f.width+to] += n
	}
}

// tallies are how often each code was at each depth.
func (f *fold) tallies() []*query.Tally {
	if f.width == 0 {
		return f.codes
	}
	var tallies []*query.Tally
	for depth := range f.depth {
		tallies = append(tallies, query.TallyOf(f.nodes[depth*f.width:(depth+1)*f.width]))
	}
	return tallies
}

func (f *fold) Merge(other *fold) {
	for i := range f.codes {
		f.codes[i].Merge(other.codes[i])
	}
	for i := range f.nodes {
		f.nodes[i] += other.nodes[i]
		f.exits[i] += other.exits[i]
	}
	f.links.Merge(&other.links)
	f.chosen.Merge(&other.chosen)
}
