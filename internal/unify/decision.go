package unify

import (
	"maps"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
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

// review is what sets that are looked at again change.
type review struct {
	g      *Graph
	seeds  []nodeID            // whose part in the rules is derived anew
	lines  map[nodeID]struct{} // shared identifiers whose sightings changed
	unions [][2]nodeID         // users that an alias turns out to join
}

// reconsider looks again at what counts in the sets, and derives what follows
// where that changed and about the seeds.
func (g *Graph) reconsider(sets []SetID, seeds ...nodeID) {
	r := &review{g: g, seeds: seeds, lines: map[nodeID]struct{}{}}
	for _, s := range sets {
		r.previous(s)
		r.effect(s)
	}
	for n := range r.lines {
		g.markLine(n)
	}
	for _, u := range r.unions {
		g.found(u[0])
		g.unite(u[0], u[1])
	}
	g.derive(r.seeds)
	for n := range r.lines {
		if g.nodes[n].state == isShared {
			g.share(n)
		}
	}
	for _, s := range sets {
		g.customers[g.nodes[g.decider(s)].customer].acted = true // events may come to it
	}
}

// previous looks again at what an alias call's previousId is.
func (r *review) previous(s SetID) {
	g := r.g
	a := g.aliases[s]
	if a == nil {
		return
	}
	old := a.node
	g.resolvePrevious(s)
	if a.node == old {
		return
	}
	if old != 0 {
		g.refirst(old)
	}
	if a.node != 0 {
		g.settleFirst(a.node, s)
	}
	for _, n := range []nodeID{old, a.node} {
		if n != 0 && g.nodes[n].kind != kindUser {
			r.seeds = append(r.seeds, n)
		}
	}
}

// effect looks again at what counts in a set. Users are derived anew only
// where the set speaks of others than before, since a user may have any number
// of sets.
func (r *review) effect(s SetID) {
	g := r.g
	g.steps++
	old, oldUser, oldAlias := slices.Clone(g.effect(s)), g.userOf(s), g.sets[s].aliasing
	if !g.settleEffect(s) {
		return
	}
	user := g.userOf(s)
	if user == 0 || user != oldUser {
		g.markOwners(old)
	}
	usersChanged := oldUser != user || oldAlias
	for _, n := range slices.Concat(old, g.effect(s), g.members(s)) {
		if usersChanged || g.nodes[n].kind != kindUser {
			r.seeds = append(r.seeds, n)
		}
		if g.nodes[n].state == isShared {
			r.lines[n] = struct{}{}
		}
	}
	if g.sets[s].aliasing && !usersChanged {
		r.unions = append(r.unions, [2]nodeID{user, g.effect(s)[1]})
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
