package unify

import (
	"hash/maphash"
	"math/bits"
	"slices"
	"strings"

	"wend/internal/event"
)

// set is one distinct set of identifiers that calls carried, as they came
// (its members), and what counts of it (its effect).
type set struct {
	time     int64  // first sighting: the call's time,
	message  string // its message id,
	received int64  // and when the first to arrive was received
	last     int64  // latest time of any of its calls
	members  uint32 // place in Graph.codes
	effect   uint32 // place in Graph.codes
	hash     uint32
	stream   uint32 // its sightings in Graph.streams, 0: not kept
	count    uint8  // of members
	counting uint8  // of effect
	cause    event.Type
	flavour  flavour
	withUser bool // the effect begins with a user_id
	aliasing bool // its second is a user_id too: an alias makes them one
	dirty    bool // in the outbox
}

// flavour tells alias calls from others.
type flavour uint8

// The values are stored on disk: never renumber them.
const (
	plain flavour = iota
	aliasCall
	trustedAlias
)

// alias is what an alias call adds to its set.
type alias struct {
	previous string
	// node is what previousId is just now: a user_id where one of that value
	// was ever seen, else an anonymous_id; 0 where it does not count.
	node nodeID
}

// mostMembers bounds the identifiers of one call that count: the strongest.
const mostMembers = 16

// members are the identifiers of the set as they came, strongest first.
func (g *Graph) members(s SetID) []nodeID {
	x := &g.sets[s]
	return g.codes[x.members : x.members+uint32(x.count)]
}

// effect are the identifiers of the set that count, strongest first: what is
// blocked, retired, held back or untrusted is absent.
func (g *Graph) effect(s SetID) []nodeID {
	x := &g.sets[s]
	return g.codes[x.effect : x.effect+uint32(x.counting)]
}

// holds tells whether the identifier counts in the set.
func (g *Graph) holds(s SetID, n nodeID) bool { return slices.Contains(g.effect(s), n) }

// carries tells whether the identifier came with the set, counting or not.
func (g *Graph) carries(s SetID, n nodeID) bool {
	if slices.Contains(g.members(s), n) {
		return true
	}
	a := g.aliases[s]
	return a != nil && a.node == n
}

// earlier orders sets by their first sighting.
func (g *Graph) earlier(a, b SetID) bool {
	x, y := &g.sets[a], &g.sets[b]
	return before(x.time, x.message, y.time, y.message)
}

func (g *Graph) compareSets(a, b SetID) int {
	switch {
	case g.earlier(a, b):
		return -1
	case g.earlier(b, a):
		return 1
	}
	return int(a) - int(b)
}

// before orders calls by time, then message id.
func before(time int64, message string, thanTime int64, thanMessage string) bool {
	if time != thanTime {
		return time < thanTime
	}
	return message < thanMessage
}

// carried are a call's identifiers as the graph takes them: in order, none
// twice, one user_id, at most mostMembers. Collected events are like that.
func carried(ids []event.Identifier) []event.Identifier {
	ordered := len(ids) <= mostMembers
	for i := 1; i < len(ids) && ordered; i++ {
		ordered = ids[i-1].Less(ids[i]) && ids[i].Kind != event.UserID
	}
	if ordered {
		return ids
	}
	ids = slices.Clone(ids)
	slices.SortFunc(ids, func(a, b event.Identifier) int {
		if a.Less(b) {
			return -1
		}
		if b.Less(a) {
			return 1
		}
		return 0
	})
	ids = slices.Compact(ids)
	for len(ids) > 1 && ids[1].Kind == event.UserID {
		ids = slices.Delete(ids, 1, 2)
	}
	return ids[:min(len(ids), mostMembers)]
}

// key is what makes a set distinct.
type key struct {
	ids      []event.Identifier
	flavour  flavour
	previous string
}

func keyOf(e *event.Event) key {
	k := key{ids: carried(e.Identifiers)}
	if e.Type == event.Alias && e.PreviousID != "" {
		k.flavour, k.previous = aliasCall, e.PreviousID
		if e.Flags.Has(event.Trusted) {
			k.flavour = trustedAlias
		}
	}
	return k
}

func (k key) empty() bool { return len(k.ids) == 0 && k.flavour == plain }

func (g *Graph) hashKey(k key) uint32 {
	h := uint64(k.flavour)
	for i := range k.ids {
		h = bits.RotateLeft64(h*0x9E3779B97F4A7C15, 29) ^ g.hashIdentifier(k.ids[i])
	}
	if k.flavour != plain {
		h = bits.RotateLeft64(h*0x9E3779B97F4A7C15, 29) ^ maphash.String(g.seed, k.previous)
	}
	return uint32(h >> 32)
}

// findSet is the set of a key, 0 where it is new.
func (g *Graph) findSet(k key, hash uint32) SetID {
	if g.bySet.used == 0 {
		return 0
	}
	for i := g.bySet.place(hash); ; i = g.bySet.next(i) {
		s := g.bySet.slots[i]
		if s == 0 || (g.sets[s].hash == hash && g.sameKey(s, k)) {
			return s
		}
	}
}

func (g *Graph) sameKey(s SetID, k key) bool {
	members := g.members(s)
	if len(members) != len(k.ids) || g.sets[s].flavour != k.flavour {
		return false
	}
	for i, n := range members {
		if x := &g.nodes[n]; x.value != k.ids[i].Value || g.kinds[x.kind].name != k.ids[i].Kind {
			return false
		}
	}
	return k.flavour == plain || g.aliases[s].previous == k.previous
}

// sighting is one call's part in a set.
type sighting struct {
	time, received int64
	message        string
	cause          event.Type
}

// addSet makes the set of a key, without its effect. fresh are the user_ids
// that were never seen before.
func (g *Graph) addSet(k key, hash uint32, seen sighting) (s SetID, fresh []nodeID) {
	s = SetID(len(g.sets))
	x := set{time: seen.time, message: strings.Clone(seen.message), received: seen.received, last: seen.time,
		cause: seen.cause, hash: hash, flavour: k.flavour, members: uint32(len(g.codes)), count: uint8(len(k.ids))}
	for _, id := range k.ids {
		n, made := g.intern(id)
		if made && id.Kind == event.UserID {
			fresh = append(fresh, n)
		}
		g.codes = append(g.codes, n)
	}
	x.effect = x.members
	g.sets = append(g.sets, x)
	g.bySet.add(hash, s, func(s uint32) uint32 { return g.sets[s].hash })
	for _, n := range g.members(s) {
		g.join(s, n)
	}
	if k.flavour != plain {
		previous := strings.Clone(k.previous)
		g.aliases[s] = &alias{previous: previous}
		g.waiting[previous] = append(g.waiting[previous], s)
	}
	if k.flavour != plain || (len(k.ids) > 1 && k.ids[0].Kind == event.UserID) {
		g.sets[s].stream = uint32(len(g.streams))
		g.streams = append(g.streams, stream{})
	}
	return s, fresh
}

// resolvePrevious finds what an alias call's previousId is just now.
func (g *Graph) resolvePrevious(s SetID) {
	a := g.aliases[s]
	if a == nil {
		return
	}
	var user nodeID
	if m := g.members(s); len(m) > 0 && g.nodes[m[0]].kind == kindUser && !g.nodes[m[0]].blocked {
		user = m[0]
	}
	n := g.userNode(a.previous)
	switch {
	case n == 0:
		n, _ = g.intern(event.Identifier{Kind: event.AnonymousID, Value: a.previous})
	case n == user, user != 0 && g.sets[s].flavour != trustedAlias:
		n = 0
	}
	if n != 0 && n != a.node && !slices.Contains(g.members(s), n) {
		g.join(s, n)
	}
	a.node = n
}

// userNode is the user_id of a value, 0 where none was ever seen.
func (g *Graph) userNode(value string) nodeID {
	id := event.Identifier{Kind: event.UserID, Value: value}
	if n := g.find(id); n != 0 {
		return n
	}
	if g.parent != nil && g.parent.find(id) != 0 {
		return g.addNode(id)
	}
	return 0
}

// settleEffect finds what counts of the set, and tells whether that changed.
func (g *Graph) settleEffect(s SetID) (changed bool) {
	members := g.members(s)
	var previous nodeID
	if a := g.aliases[s]; a != nil {
		previous = a.node
	}
	var room [mostMembers + 1]nodeID
	all := room[:0]
	for _, n := range members {
		if !g.nodes[n].blocked {
			all = append(all, n)
		}
	}
	if previous != 0 && !g.nodes[previous].blocked && !slices.Contains(all, previous) {
		all = append(all, previous)
		slices.SortFunc(all, g.compare)
		if len(all) > 1 && g.nodes[all[1]].kind == kindUser && all[0] == previous {
			all[0], all[1] = all[1], all[0] // the event is the current user's
		}
	}
	effect := g.withoutParted(all)
	x := &g.sets[s]
	changed = !slices.Equal(effect, g.effect(s))
	if changed {
		if slices.Equal(effect, members) {
			x.effect = x.members
		} else {
			x.effect = uint32(len(g.codes))
			g.codes = append(g.codes, effect...)
		}
		x.counting = uint8(len(effect))
	}
	x.withUser = len(effect) > 0 && g.nodes[effect[0]].kind == kindUser
	x.aliasing = x.withUser && len(effect) > 1 && g.nodes[effect[1]].kind == kindUser
	return changed
}

// withoutParted leaves out each identifier that a person (or rule 6) parted
// from a stronger one of the same call: the call goes by the stronger, and the
// weaker makes no edge in it. It returns a slice of its own where it must.
func (g *Graph) withoutParted(all []nodeID) []nodeID {
	if len(g.retired) == 0 && len(g.held) == 0 && g.parent == nil {
		return all
	}
	var left []nodeID
	for j, weaker := range all {
		parted := false
		for _, stronger := range all[:j] {
			parted = parted || g.parted(stronger, weaker)
		}
		if !parted {
			left = append(left, weaker)
		}
	}
	return left
}

func (g *Graph) parted(a, b nodeID) bool {
	if len(g.held) > 0 {
		if _, held := g.held[heldKey(a, b)]; held {
			return true
		}
	}
	if g.parent != nil {
		p := g.parent
		if x, y := p.find(g.identifier(a)), p.find(g.identifier(b)); x != 0 && y != 0 {
			if _, held := p.held[heldKey(x, y)]; held {
				return true
			}
		}
	}
	if len(g.retired) == 0 {
		return false
	}
	_, retired := g.retired[makePair(g.identifier(a), g.identifier(b))]
	return retired
}
