package unify

import (
	"maps"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// PlanSplit finds what has to be decided to undo one of the customer's merges,
// by default ("") the latest: its edge is retired and, where other edges would
// only join the same two sides again, those too. Nothing changes yet.
func (g *Graph) PlanSplit(c journey.Customer, merge string) (Decision, error) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	c = g.current(c)
	if c == journey.Nobody {
		return Decision{}, problem.NotFound("There is no such customer.")
	}
	edges := g.joins(c)
	if len(edges) == 0 {
		return Decision{}, problem.New(409, "This customer was never merged: there is nothing to undo.")
	}
	chosen := edges[0]
	if merge != "" {
		i := slices.IndexFunc(edges, func(e edge) bool { return g.mergeID(e) == merge })
		if i < 0 {
			return Decision{}, problem.NotFound("This customer has no merge %q: see the ids under merges of the customer.", merge)
		}
		chosen = edges[i]
	}
	side := sideOf(edges, chosen)
	trial := g.trial(c)
	var retired []Retired
	cut := []Retired{{g.identifier(chosen.a), g.identifier(chosen.b)}}
	for len(cut) > 0 {
		retired = append(retired, cut...)
		trial.retire(cut)
		cut = nil
		// Whatever now joins the two sides goes too, until they are apart.
		joined := trial.nodes[trial.find(g.identifier(chosen.a))].customer
		if joined == journey.Nobody || joined != trial.nodes[trial.find(g.identifier(chosen.b))].customer {
			break // a shared one is nobody's
		}
		for _, e := range trial.joins(joined) {
			a, b := trial.identifier(e.a), trial.identifier(e.b)
			if side[g.find(a)] != side[g.find(b)] {
				cut = append(cut, Retired{a, b})
			}
		}
	}
	return Decision{Retired: retired}, nil
}

// Split undoes a merge at once, for whoever has no decisions to keep.
func (g *Graph) Split(c journey.Customer, merge string) ([]journey.Customer, error) {
	d, err := g.PlanSplit(c, merge)
	if err != nil {
		return nil, err
	}
	return g.Decide(d), nil
}

// sideOf tells which identifiers lie beyond the edge, seen from its stronger end.
func sideOf(edges []edge, cut edge) map[nodeID]bool {
	next := map[nodeID][]nodeID{}
	for _, e := range edges {
		if e != cut {
			next[e.a], next[e.b] = append(next[e.a], e.b), append(next[e.b], e.a)
		}
	}
	side := map[nodeID]bool{cut.b: true}
	for open := []nodeID{cut.b}; len(open) > 0; {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		for _, m := range next[n] {
			if !side[m] {
				side[m] = true
				open = append(open, m)
			}
		}
	}
	return side
}

// trial is a graph of the customer's region alone, on which a split is tried.
func (g *Graph) trial(c journey.Customer) *Graph {
	t := NewGraph(Decisions{})
	t.blocked, t.retired, t.parent = g.blocked, maps.Clone(g.retired), g
	sets := map[SetID]struct{}{}
	reached := map[nodeID]bool{}
	var open []nodeID
	reach := func(n nodeID) {
		if !reached[n] && !g.nodes[n].blocked {
			reached[n] = true
			open = append(open, n)
		}
	}
	g.each(c, reach)
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		if g.nodes[n].state == isShared {
			g.witnesses(n, c, sets)
			continue // the region does not pass through it
		}
		for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
			s := g.incidence[i].set
			sets[s] = struct{}{}
			for _, other := range g.effect(s) {
				reach(other)
			}
		}
	}
	for _, s := range slices.Sorted(maps.Keys(sets)) {
		t.Observe(g.example(s))
	}
	return t
}

// witnesses adds sets that show that an identifier is shared with others than
// the customer: two suffice.
func (g *Graph) witnesses(n nodeID, c journey.Customer, sets map[SetID]struct{}) {
	found := map[journey.Customer]bool{}
	for i := g.nodes[n].head; i != 0 && len(found) < 2; i = g.incidence[i].next {
		s := g.incidence[i].set
		if !g.sets[s].withUser || !g.holds(s, n) {
			continue
		}
		if user := g.nodes[g.effect(s)[0]].customer; user != c && !found[user] {
			found[user] = true
			sets[s] = struct{}{}
		}
	}
}

// example is a call that carried the set: its first.
func (g *Graph) example(s SetID) *event.Event {
	x := &g.sets[s]
	e := &event.Event{Type: x.cause, Time: x.time, Received: x.received, MessageID: x.message}
	for _, n := range g.members(s) {
		e.Identifiers = append(e.Identifiers, g.identifier(n))
	}
	if x.flavour != plain {
		e.Type, e.PreviousID = event.Alias, g.aliases[s].previous
	}
	if x.flavour == trustedAlias {
		e.Flags = event.Trusted
	}
	return e
}
