package unify

import (
	"hash/maphash"
	"sync"

	"wend/internal/event"
	"wend/internal/journey"
)

// SetID is the code of a distinct set of identifiers that calls carried. Codes
// are dense from 1 in order of arrival and stay across restarts; 0 is the
// empty set, which belongs to nobody.
type SetID = uint32

// nodeID is the code of an identifier, dense from 1.
type nodeID = uint32

// Graph is who is who: a function of the calls observed and of what people
// decided. One goroutine writes (Observe, Decide, Split); any number read.
type Graph struct {
	mu   sync.RWMutex
	seed maphash.Seed

	kinds     []kind // 1 + place: node.kind
	kindCodes map[string]uint32
	nodes     []node
	byValue   table // identifier → node
	byHash    table // public id → node

	sets      []set
	bySet     table    // identifiers → set
	codes     []nodeID // the sets' members, one after the other
	incidence []incidence
	streams   []stream
	aliases   map[SetID]*alias
	waiting   map[string][]SetID // alias calls by their previousId

	customers []customer
	living    int
	shared    map[nodeID]*sharing

	blocked map[string]struct{}
	retired map[pair]struct{}
	thawed  map[event.Identifier]int64
	counts  map[nodeID]*count // of identifiers with many anonymous ids
	held    map[[2]nodeID]struct{}

	// Scratch of the writer.
	dirty []journey.Customer
	marks []uint32 // by node: the derivation that reached it last
	slots []uint32 // by node: its place in that derivation
	epoch uint32
	steps int64 // identifiers and sets looked at beyond the event's own: the tests' measure of work

	outbox graphOutbox
	parent *Graph // of a trial: answers what the trial's region cannot know
}

// The codes of the kinds that rules name.
const (
	kindUser      = 1
	kindAnonymous = 2
)

// kind is one kind of identifier.
type kind struct {
	name     string
	strength int
}

// state is what an identifier is in the rules.
type state uint8

const (
	absent   state = iota // in no call that counts, or blocked
	isUser                // a user_id
	free                  // seen with no user
	anchored              // seen with exactly one user
	isShared              // seen with several users: joins nobody
)

// node is one identifier.
type node struct {
	value      string
	public     uint64 // first 64 bits of its SHA-256: the public id that it would found
	customer   journey.Customer
	first      SetID  // the set that holds its first sighting, 0 none
	head       uint32 // its newest incidence
	degree     uint32 // how many sets it is in
	next, prev nodeID // ring of its customer's identifiers
	kind       uint32
	hash       uint32
	state      state
	blocked    bool
}

// incidence says that a set has an identifier; they form one list per identifier.
type incidence struct {
	set  SetID
	next uint32
}

// customer is one person, as far as is known. Dead ones were merged away.
type customer struct {
	ring     nodeID // any of its identifiers, 0 dead
	founding nodeID // the oldest, 0 not known just now
	into     journey.Customer
	members  int32
	users    int32
	weight   int64 // about how many rows it has in the index
	// last is no earlier than the first sighting of any set that makes edges
	// at its identifiers: a later set comes last in the order of rule 2.
	last   int64
	marked bool // in Graph.dirty
	acted  bool // events may lie with it: without, nothing has to be dealt out
}

// pair is two identifiers, the stronger first.
type pair struct{ a, b event.Identifier }

func makePair(a, b event.Identifier) pair {
	if b.Less(a) {
		a, b = b, a
	}
	return pair{a, b}
}

// NewGraph makes an empty graph in which the decisions hold.
func NewGraph(decisions Decisions) *Graph {
	g := &Graph{
		seed:      maphash.MakeSeed(),
		kinds:     make([]kind, 1),
		kindCodes: map[string]uint32{},
		nodes:     make([]node, 1),
		sets:      make([]set, 1),
		incidence: make([]incidence, 1),
		streams:   make([]stream, 1),
		aliases:   map[SetID]*alias{},
		waiting:   map[string][]SetID{},
		customers: make([]customer, 1),
		shared:    map[nodeID]*sharing{},
		blocked:   blockedValues(decisions.Blocked),
		retired:   map[pair]struct{}{},
		thawed:    map[event.Identifier]int64{},
		counts:    map[nodeID]*count{},
		held:      map[[2]nodeID]struct{}{},
		marks:     make([]uint32, 1),
		slots:     make([]uint32, 1),
	}
	for _, name := range []string{event.UserID, event.AnonymousID} { // kindUser, kindAnonymous
		g.kindCode(name)
	}
	for _, r := range decisions.Retired {
		g.retired[makePair(r.Stronger, r.Weaker)] = struct{}{}
	}
	for _, t := range decisions.Thawed {
		g.thawed[t.Identifier] = max(g.thawed[t.Identifier], t.At)
	}
	g.outbox.savedNodes = 1
	return g
}

// identifier is a node as others see it.
func (g *Graph) identifier(n nodeID) event.Identifier {
	return event.Identifier{Kind: g.kinds[g.nodes[n].kind].name, Value: g.nodes[n].value}
}

func (g *Graph) strength(n nodeID) int { return g.kinds[g.nodes[n].kind].strength }

// less is event.Identifier.Less on nodes.
func (g *Graph) less(a, b nodeID) bool {
	x, y := &g.nodes[a], &g.nodes[b]
	if x.kind == y.kind {
		return x.value < y.value
	}
	k, l := g.kinds[x.kind], g.kinds[y.kind]
	if k.strength != l.strength {
		return k.strength < l.strength
	}
	return k.name < l.name
}

// compare orders nodes by less.
func (g *Graph) compare(a, b nodeID) int {
	switch {
	case a == b:
		return 0
	case g.less(a, b):
		return -1
	}
	return 1
}

// mark notes that the customer's rows must be dealt out anew.
func (g *Graph) mark(c journey.Customer) {
	if x := &g.customers[c]; !x.marked && (x.acted || c == journey.Nobody) {
		g.customers[c].marked = true
		g.dirty = append(g.dirty, c)
	}
}

// takeDirty hands out the customers marked since the last time.
func (g *Graph) takeDirty() []journey.Customer {
	if len(g.dirty) == 0 {
		return nil
	}
	dirty := append([]journey.Customer(nil), g.dirty...)
	for _, c := range dirty {
		g.customers[c].marked = false
	}
	g.dirty = g.dirty[:0]
	return dirty
}
