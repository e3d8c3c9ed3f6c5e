package unify

import (
	"slices"

	"wend/internal/event"
)

// Rule 6: an identifier joins at most mostAnonymous anonymous_ids within
// joinWindow of receipt.
const (
	mostAnonymous = 100
	joinWindow    = int64(24 * 60 * 60 * 1000)
)

// count is kept of identifiers that have been seen with many anonymous ids.
type count struct {
	seen   map[nodeID]struct{}
	recent []int64 // when the latest were received, at most mostAnonymous
	frozen bool
	since  int64
	held   int
}

func heldKey(a, b nodeID) [2]nodeID { return [2]nodeID{min(a, b), max(a, b)} }

// admit applies rule 6 to a new set: pairs that the rule holds back make no edge.
func (g *Graph) admit(s SetID) {
	if g.parent != nil {
		return // a trial asks its parent what is held
	}
	all := g.members(s)
	if a := g.aliases[s]; a != nil && a.node != 0 && !slices.Contains(all, a.node) {
		all = append(slices.Clone(all), a.node)
	}
	if len(all) < 2 {
		return
	}
	for _, n := range all {
		if g.nodes[n].blocked {
			continue
		}
		if c := g.counts[n]; c != nil {
			g.countSet(c, n, s, all)
		} else if g.nodes[n].degree*2 > mostAnonymous { // a call has at most two: its own and previousId
			g.recount(n)
		}
	}
}

// recount applies rule 6 to an identifier from the beginning.
func (g *Graph) recount(n nodeID) {
	c := &count{seen: map[nodeID]struct{}{}}
	g.counts[n] = c
	var sets []SetID
	for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
		g.steps++
		sets = append(sets, g.incidence[i].set)
	}
	slices.Sort(sets)
	for _, s := range sets {
		all := slices.Clone(g.members(s))
		if a := g.aliases[s]; a != nil && a.node != 0 && !slices.Contains(all, a.node) {
			all = append(all, a.node)
		}
		if slices.Contains(all, n) {
			g.countSet(c, n, s, all)
		}
	}
}

func (g *Graph) countSet(c *count, n nodeID, s SetID, all []nodeID) {
	received := g.sets[s].received
	for _, other := range all {
		if other == n || g.nodes[other].kind != kindAnonymous || g.nodes[other].blocked {
			continue
		}
		if _, known := c.seen[other]; known {
			continue
		}
		c.seen[other] = struct{}{}
		if !c.admits(received, g.thawedAt(n)) {
			c.held++
			g.held[heldKey(n, other)] = struct{}{}
		}
	}
}

// thawedAt is when a person thawed the identifier last.
func (g *Graph) thawedAt(n nodeID) int64 {
	if at, found := g.thawed[g.identifier(n)]; found {
		return at
	}
	return never
}

// admits tells whether one more anonymous id, first received then, may join.
func (c *count) admits(received, thawed int64) bool {
	if received <= thawed {
		return true
	}
	if c.frozen {
		return false
	}
	c.recent = slices.DeleteFunc(c.recent, func(at int64) bool { return at <= received-joinWindow })
	if len(c.recent) >= mostAnonymous {
		c.frozen, c.since = true, received
		return false
	}
	c.recent = append(c.recent, received)
	return true
}

// Frozen is an identifier that joined too many anonymous ids at once and joins
// no more until a person thaws it.
type Frozen struct {
	Identifier event.Identifier `json:"identifier"`
	Since      int64            `json:"since"` // receipt of the first one that did not join
	Held       int              `json:"held"`  // anonymous ids that were not joined
}

// Frozen lists the identifiers that joined too many anonymous ids at once,
// latest first.
func (g *Graph) Frozen() []Frozen {
	g.mu.RLock()
	defer g.mu.RUnlock()
	list := []Frozen{}
	for n, c := range g.counts {
		if c.frozen {
			list = append(list, Frozen{g.identifier(n), c.since, c.held})
		}
	}
	slices.SortFunc(list, func(a, b Frozen) int {
		if a.Since != b.Since {
			return int(min(max(b.Since-a.Since, -1), 1))
		}
		if a.Identifier.Less(b.Identifier) {
			return -1
		}
		return 1
	})
	return list
}
