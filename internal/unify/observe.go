package unify

import (
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
)

// Observe takes one event into account. It answers the set of identifiers that
// the event carried and the customers whose earlier events changed hands, some
// or all (what they lost may have gone to customers that are not listed).
// Taking the same event in twice changes nothing.
func (g *Graph) Observe(e *event.Event) (SetID, []journey.Customer) {
	k := keyOf(e)
	if k.empty() {
		return 0, nil
	}
	hash := g.hashKey(k)
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.findSet(k, hash)
	switch {
	case s == 0:
		s = g.learn(k, hash, sighting{e.Time, e.Received, e.MessageID, e.Type})
	case before(e.Time, e.MessageID, g.sets[s].time, g.sets[s].message):
		g.lower(s, e)
	}
	replayed := e.Seq != 0 && e.Seq <= g.outbox.through
	if e.Seq > g.outbox.latest {
		g.outbox.latest = e.Seq
	}
	g.see(s, e.Time, replayed)
	return s, g.takeDirty()
}

// see is what every event of a known set changes.
func (g *Graph) see(s SetID, time int64, replayed bool) {
	g.sight(s, time, replayed)
	x := &g.sets[s]
	if time > x.last {
		x.last = time
	}
	n := g.decider(s)
	if n == 0 {
		return
	}
	if g.nodes[n].state == isShared {
		if sh := g.shared[n]; time > sh.latest {
			sh.latest = time
		}
	}
	c := &g.customers[g.owner(s, time)]
	c.weight++
	c.acted = true
}

// learn takes in a set that was never seen before.
func (g *Graph) learn(k key, hash uint32, seen sighting) SetID {
	s, fresh := g.addSet(k, hash, seen)
	g.resolvePrevious(s)
	g.admit(s)
	g.settleEffect(s)
	g.outbox.set(g, s)
	if stream := g.sets[s].stream; stream != 0 {
		g.record(stream, s, seen.time) // before anything is derived from it
	}
	for _, n := range g.members(s) {
		g.settleFirst(n, s)
	}
	if a := g.aliases[s]; a != nil && a.node != 0 {
		g.settleFirst(a.node, s)
	}
	g.link(s)
	for _, user := range fresh {
		g.recognise(user, s)
	}
	return s
}

// recognise looks again at alias calls whose previousId turns out to be a user_id.
func (g *Graph) recognise(user nodeID, except SetID) {
	var again []SetID
	for _, s := range g.waiting[g.nodes[user].value] {
		if s != except {
			again = append(again, s)
		}
	}
	if len(again) > 0 {
		g.reconsider(again)
	}
}

// lower takes in a call that is earlier than all of its set seen so far.
func (g *Graph) lower(s SetID, e *event.Event) {
	x := &g.sets[s]
	x.time, x.message, x.cause = e.Time, strings.Clone(e.MessageID), e.Type
	g.outbox.set(g, s)
	for _, n := range g.members(s) {
		g.settleFirst(n, s)
	}
	if a := g.aliases[s]; a != nil && a.node != 0 {
		g.settleFirst(a.node, s)
	}
	// An earlier edge can only change something where it was vetoed and one of
	// its ends is not held by a user of its own.
	if !x.withUser && x.counting > 1 {
		if users, loose := g.touches(s); len(users) > 1 && len(loose) > 0 {
			g.derive(loose)
		}
	}
}

// settleFirst notes a set that may hold the identifier's first sighting.
func (g *Graph) settleFirst(n nodeID, s SetID) {
	x := &g.nodes[n]
	if x.first != 0 && x.first != s && !g.earlier(s, x.first) {
		return
	}
	x.first = s
	if c := x.customer; c != journey.Nobody {
		if f := g.customers[c].founding; f != 0 && g.older(n, f) {
			g.customers[c].founding = n
		}
	}
}

// older orders identifiers by first sighting, then strength.
func (g *Graph) older(a, b nodeID) bool {
	s, t := g.nodes[a].first, g.nodes[b].first
	if s != t {
		if g.earlier(s, t) {
			return true
		}
		if g.earlier(t, s) {
			return false
		}
	}
	return g.less(a, b)
}
