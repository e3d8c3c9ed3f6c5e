package unify

import (
	"wend/internal/event"
	"wend/internal/journey"
)

// Owner is whose the events of the set are that happened at the time: of its
// strongest identifier that is not shared (a user_id before all), or, where
// all are shared, of the user with whom the strongest was last seen.
func (g *Graph) Owner(set SetID, time int64) journey.Customer {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.owner(set, time)
}

// OwnerOf is whose an event is that was taken in before: Nobody where it was
// not, or where it names nobody.
func (g *Graph) OwnerOf(e *event.Event) journey.Customer { return g.Owner(g.SetOf(e), e.Time) }

// SetOf is the set of identifiers of an event that was taken in before, 0
// where it was not, or where it names nobody.
func (g *Graph) SetOf(e *event.Event) SetID {
	k := keyOf(e)
	if k.empty() {
		return 0
	}
	hash := g.hashKey(k)
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.findSet(k, hash)
}

func (g *Graph) owner(s SetID, time int64) journey.Customer {
	if int(s) >= len(g.sets) {
		return journey.Nobody
	}
	n := g.decider(s)
	if n == 0 {
		return journey.Nobody
	}
	if x := &g.nodes[n]; x.state != isShared {
		return x.customer
	}
	return g.nodes[g.shared[n].times.at(time)].customer
}

// decider is the identifier of the set by which its events go, 0 where it has
// none that counts.
func (g *Graph) decider(s SetID) nodeID { return g.deciding(g.effect(s)) }

func (g *Graph) deciding(effect []nodeID) nodeID {
	for _, n := range effect {
		if g.nodes[n].state != isShared {
			return n
		}
	}
	if len(effect) == 0 {
		return 0
	}
	return effect[0]
}

// sharing is what is kept of a shared identifier.
type sharing struct {
	times timeline
	// latest is no earlier than any event that this identifier decides: a user
	// seen later than that takes no event from anybody.
	latest int64
	// loose are the sets without a user that have the identifier.
	loose []SetID
}

// sight notes that a set with a user was seen at a time, for the identifiers
// of the set that are (or may become) shared.
// What is replayed is on record already.
func (g *Graph) sight(s SetID, time int64, replayed bool) {
	x := &g.sets[s]
	if x.stream == 0 {
		return
	}
	if !replayed {
		g.record(x.stream, s, time)
	}
	if !x.withUser {
		return
	}
	effect := g.effect(s)
	user := effect[0]
	for _, n := range effect[1:] {
		if g.nodes[n].state == isShared {
			g.sightShared(n, seen{time, user})
		}
	}
}

func (g *Graph) record(stream uint32, s SetID, time int64) {
	x := &g.streams[stream]
	x.add(time)
	if !x.dirty {
		x.dirty = true
		g.outbox.streams = append(g.outbox.streams, s)
	}
}

// sightShared puts a sighting on a shared identifier's line. The events from
// then to the next sighting change hands; of a new first one those before too.
func (g *Graph) sightShared(n nodeID, s seen) {
	sh := g.shared[n]
	to := g.nodes[s.user].customer
	first := sh.times.first()
	if s.time <= first.time && sh.latest != never {
		if from := g.nodes[first.user].customer; from != to && first.user != 0 {
			g.mark(from)
		}
	}
	if s.time <= sh.latest {
		if user := sh.times.at(s.time); user != 0 && g.nodes[user].customer != to {
			g.mark(g.nodes[user].customer)
		}
	}
	sh.times.add(s)
}

// share makes an identifier shared: its line is built from all that was seen.
func (g *Graph) share(n nodeID) {
	sh := &sharing{latest: never}
	sh.times.less = g.less
	g.shared[n] = sh
	for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
		g.steps++
		s := g.incidence[i].set
		if !g.holds(s, n) {
			continue
		}
		if x := &g.sets[s]; x.withUser {
			user := g.effect(s)[0]
			for time := range g.streams[x.stream].all() {
				g.steps++
				sh.times.add(seen{time, user})
			}
		} else {
			sh.loose = append(sh.loose, s)
			g.settleLatest(s)
		}
	}
}

// settleLatest tells the shared identifier that decides a set of the set's events.
func (g *Graph) settleLatest(s SetID) {
	if n := g.decider(s); n != 0 && g.nodes[n].state == isShared {
		if sh := g.shared[n]; sh != nil {
			sh.latest = max(sh.latest, g.sets[s].last)
		}
	}
}

// markLine marks everybody who may own events by a shared identifier.
func (g *Graph) markLine(n nodeID) {
	if sh := g.shared[n]; sh != nil && sh.latest != never {
		sh.times.users(func(user nodeID) { g.mark(g.nodes[user].customer) })
	}
}

const never = -1 << 63
