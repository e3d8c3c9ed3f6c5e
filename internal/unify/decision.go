package unify

import (
	"maps"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// Decisions are what people decided about identity. Together with the calls
// they make the graph.
type Decisions struct {
	Retired []Retired
	Thawed  []Thawed
	// Blocked are the values that identify nobody; nil: DefaultBlocked.
	Blocked []string
}

// Retired is an edge that is no evidence any more: in a call that carries both
// identifiers the weaker one counts for nothing.
type Retired struct {
	Stronger event.Identifier `json:"stronger"`
	Weaker   event.Identifier `json:"weaker"`
}

// Thawed lets an identifier join what was received until then, and a hundred
// anonymous ids a day from then on.
type Thawed struct {
	Identifier event.Identifier `json:"identifier"`
	At         int64            `json:"at"` // milliseconds since 1970 UTC
}

// Decision is one thing that a person decided. It takes effect by Decide, and
// must be on disk before (SaveDecision).
type Decision struct {
	Retired []Retired `json:"retired,omitempty"`
	Thawed  *Thawed   `json:"thawed,omitempty"`
	Blocked *[]string `json:"blocked,omitempty"` // the whole new list
}

// Decide lets a decision take effect, and answers the customers whose events
// must be dealt out anew (journey.Nobody among them where events may have
// found an owner). Deciding the same thing twice changes nothing.
func (g *Graph) Decide(d Decision) []journey.Customer {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(d.Retired) > 0 {
		g.retire(d.Retired)
	}
	if d.Thawed != nil {
		g.thaw(*d.Thawed)
	}
	if d.Blocked != nil {
		g.block(*d.Blocked)
	}
	return g.takeDirty()
}

func (g *Graph) retire(edges []Retired) {
	affected := map[SetID]struct{}{}
	for _, r := range edges {
		g.retired[makePair(r.Stronger, r.Weaker)] = struct{}{}
		a, b := g.find(r.Stronger), g.find(r.Weaker)
		if a == 0 || b == 0 {
			continue
		}
		if g.nodes[a].degree > g.nodes[b].degree {
			a, b = b, a
		}
		for i := g.nodes[a].head; i != 0; i = g.incidence[i].next {
			if s := g.incidence[i].set; g.carries(s, b) {
				affected[s] = struct{}{}
			}
		}
	}
	g.reconsider(slices.Sorted(maps.Keys(affected)))
}

func (g *Graph) thaw(t Thawed) {
	g.thawed[t.Identifier] = max(g.thawed[t.Identifier], t.At)
	n := g.find(t.Identifier)
	if n == 0 || g.counts[n] == nil {
		return
	}
	again := []nodeID{n}
	for other := range g.counts[n].seen {
		delete(g.held, heldKey(n, other))
		if g.counts[other] != nil {
			again = append(again, other)
		}
	}
	for _, m := range again {
		g.recount(m)
	}
	var sets []SetID
	for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
		sets = append(sets, g.incidence[i].set)
	}
	g.reconsider(sets)
}

func (g *Graph) block(list []string) {
	if list == nil {
		list = []string{} // an empty list is a list; only a missing one is the default
	}
	g.blocked = blockedValues(list)
	affected := map[SetID]struct{}{}
	var flipped []nodeID
	for n := range g.nodes[1:] {
		x := &g.nodes[n+1]
		blocked := isBlocked(x.value, g.blocked)
		if blocked == x.blocked {
			continue
		}
		x.blocked = blocked
		flipped = append(flipped, nodeID(n+1))
		for i := x.head; i != 0; i = g.incidence[i].next {
			affected[g.incidence[i].set] = struct{}{}
		}
	}
	g.reconsider(slices.Sorted(maps.Keys(affected)), flipped...)
}

// reconsider looks again at what counts in the sets, and derives what follows
// where that changed and about the seeds.
func (g *Graph) reconsider(sets []SetID, seeds ...nodeID) {
	lines := map[nodeID]struct{}{}
	var unions [][2]nodeID
	for _, s := range sets {
		g.steps++
		old, oldAlias := slices.Clone(g.effect(s)), g.sets[s].aliasing
		oldUser, oldPrevious := g.userOf(s), nodeID(0)
		a := g.aliases[s]
		if a != nil {
			oldPrevious = a.node
		}
		g.resolvePrevious(s)
		moved := a != nil && a.node != oldPrevious
		if moved {
			if oldPrevious != 0 {
				g.refirst(oldPrevious)
			}
			if a.node != 0 {
				g.settleFirst(a.node, s)
			}
			for _, n := range []nodeID{oldPrevious, a.node} {
				if n != 0 && g.nodes[n].kind != kindUser {
					seeds = append(seeds, n)
				}
			}
		}
		before := g.sets[s]
		if !g.settleEffect(s) && before.withUser == g.sets[s].withUser && before.aliasing == g.sets[s].aliasing {
			continue
		}
		user, aliasing := g.userOf(s), g.sets[s].aliasing
		if user == 0 || user != oldUser {
			g.markOwners(old)
		}
		usersChanged := oldUser != user || oldAlias
		for _, n := range slices.Concat(old, g.effect(s), g.members(s)) {
			switch {
			case g.nodes[n].kind != kindUser:
				seeds = append(seeds, n)
			case usersChanged:
				seeds = append(seeds, n)
			}
			if g.nodes[n].state == isShared {
				lines[n] = struct{}{}
			}
		}
		if aliasing && !usersChanged {
			unions = append(unions, [2]nodeID{user, g.effect(s)[1]})
		}
	}
	for n := range lines {
		g.markLine(n)
	}
	for _, u := range unions {
		g.found(u[0])
		g.unite(u[0], u[1])
	}
	g.derive(seeds)
	for n := range lines {
		if g.nodes[n].state == isShared {
			g.share(n)
		}
	}
	for _, s := range sets {
		g.customers[g.nodes[g.decider(s)].customer].acted = true // events may come to it
	}
}

// userOf is the user_id by which the set's events go, 0 none.
func (g *Graph) userOf(s SetID) nodeID {
	if !g.sets[s].withUser {
		return 0
	}
	return g.effect(s)[0]
}

// refirst looks for the first sighting of an identifier that a set lost.
func (g *Graph) refirst(n nodeID) {
	x := &g.nodes[n]
	x.first = 0
	for i := x.head; i != 0; i = g.incidence[i].next {
		if s := g.incidence[i].set; g.carries(s, n) && (x.first == 0 || g.earlier(s, x.first)) {
			x.first = s
		}
	}
	if x.customer != journey.Nobody {
		g.customers[x.customer].founding = 0
	}
}

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
