package unify

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"hash/maphash"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
)

func (g *Graph) hashIdentifier(id event.Identifier) uint64 {
	return maphash.String(g.seed, id.Value) ^ maphash.String(g.seed, id.Kind)*0x9E3779B97F4A7C15
}

// find is the node of an identifier, 0 where it was never seen.
func (g *Graph) find(id event.Identifier) nodeID {
	if g.byValue.used == 0 {
		return 0
	}
	hash := uint32(g.hashIdentifier(id) >> 32)
	for i := g.byValue.place(hash); ; i = g.byValue.next(i) {
		n := g.byValue.slots[i]
		if n == 0 {
			return 0
		}
		if x := &g.nodes[n]; x.hash == hash && x.value == id.Value && g.kinds[x.kind].name == id.Kind {
			return n
		}
	}
}

// intern is the node of an identifier, made where it was never seen.
func (g *Graph) intern(id event.Identifier) (n nodeID, made bool) {
	if n := g.find(id); n != 0 {
		return n, false
	}
	return g.addNode(id), true
}

func (g *Graph) addNode(id event.Identifier) nodeID {
	code := g.kindCode(id.Kind)
	n := nodeID(len(g.nodes))
	hash := uint32(g.hashIdentifier(id) >> 32)
	g.nodes = append(g.nodes, node{
		value:   strings.Clone(id.Value), // the event's strings hold its whole message
		public:  publicHash(id),
		kind:    code,
		hash:    hash,
		blocked: isBlocked(id.Value, g.blocked),
	})
	g.marks = append(g.marks, 0)
	g.slots = append(g.slots, 0)
	g.byValue.add(hash, n, func(n uint32) uint32 { return g.nodes[n].hash })
	g.byHash.add(uint32(g.nodes[n].public), n, func(n uint32) uint32 { return uint32(g.nodes[n].public) })
	return n
}

func (g *Graph) kindCode(name string) uint32 {
	if code, known := g.kindCodes[name]; known {
		return code
	}
	name = strings.Clone(name)
	code := uint32(len(g.kinds))
	g.kinds = append(g.kinds, kind{name, event.Strength(name)})
	g.kindCodes[name] = code
	return code
}

// join notes that the set has the identifier.
func (g *Graph) join(s SetID, n nodeID) {
	x := &g.nodes[n]
	g.incidence = append(g.incidence, incidence{s, x.head})
	x.head = uint32(len(g.incidence) - 1)
	x.degree++
}

// publicHash is what an identifier's public id is made from.
func publicHash(id event.Identifier) uint64 {
	var room [128]byte
	text := append(append(append(room[:0], id.Kind...), 0), id.Value...)
	sum := sha256.Sum256(text)
	return binary.BigEndian.Uint64(sum[:8])
}

// publicEncoding keeps the order of what it encodes.
var publicEncoding = base32.HexEncoding.WithPadding(base32.NoPadding)

const publicPrefix = "c_"

func publicText(hash uint64) string {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], hash)
	return publicPrefix + strings.ToLower(publicEncoding.EncodeToString(raw[:]))
}

func parsePublic(id string) (hash uint64, ok bool) {
	text, ok := strings.CutPrefix(id, publicPrefix)
	if !ok || len(text) != publicEncoding.EncodedLen(8) || strings.ToLower(text) != text {
		return 0, false
	}
	raw, err := publicEncoding.DecodeString(strings.ToUpper(text))
	if err != nil || len(raw) != 8 {
		return 0, false
	}
	return binary.BigEndian.Uint64(raw), true
}

// PublicID is the customer's id in the outside world, made from its oldest
// identifier. A customer that was merged away gives the id of the one that it
// is part of; an unknown one gives "".
func (g *Graph) PublicID(c journey.Customer) string {
	g.mu.RLock()
	hash, ok, known := g.publicOf(c)
	g.mu.RUnlock()
	if ok && !known {
		g.mu.Lock()
		g.settleFounding(g.current(c))
		hash, ok, _ = g.publicOf(c)
		g.mu.Unlock()
	}
	if !ok {
		return ""
	}
	return publicText(hash)
}

// publicOf finds the hash of the founding identifier; known is false where
// that has to be looked for first (settleFounding).
func (g *Graph) publicOf(c journey.Customer) (hash uint64, ok, known bool) {
	c = g.current(c)
	if c == journey.Nobody {
		return 0, false, true
	}
	f := g.customers[c].founding
	if f == 0 {
		return 0, true, false
	}
	return g.nodes[f].public, true, true
}

// current follows a customer that was merged away to the one that it is part
// of; Nobody where there is none.
func (g *Graph) current(c journey.Customer) journey.Customer {
	if int(c) >= len(g.customers) {
		return journey.Nobody
	}
	for c != journey.Nobody && g.customers[c].ring == 0 {
		c = g.customers[c].into
	}
	return c
}

// ByPublicID finds a customer by its id, or by the id that another of its
// identifiers would have founded: that is how the ids of customers that were
// merged redirect.
func (g *Graph) ByPublicID(id string) (journey.Customer, bool) {
	hash, ok := parsePublic(id)
	if !ok {
		return journey.Nobody, false
	}
	g.mu.RLock()
	defer g.mu.RUnlock()
	if g.byHash.used == 0 {
		return journey.Nobody, false
	}
	for i := g.byHash.place(uint32(hash)); ; i = g.byHash.next(i) {
		n := g.byHash.slots[i]
		if n == 0 {
			return journey.Nobody, false
		}
		if g.nodes[n].public == hash {
			return g.whose(n)
		}
	}
}

// Lookup finds the customer of an identifier; of a shared one the user with
// whom it was seen last.
func (g *Graph) Lookup(kind, value string) (journey.Customer, bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	n := g.find(event.Identifier{Kind: kind, Value: event.NormaliseIdentifier(kind, value)})
	if n == 0 {
		return journey.Nobody, false
	}
	return g.whose(n)
}

func (g *Graph) whose(n nodeID) (journey.Customer, bool) {
	x := &g.nodes[n]
	if x.state == isShared {
		user := g.shared[n].times.last()
		return g.nodes[user].customer, user != 0
	}
	return x.customer, x.customer != journey.Nobody
}
