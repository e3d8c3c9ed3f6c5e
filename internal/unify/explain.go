package unify

import (
	"cmp"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
)

// Merge is an edge that makes one customer of two: what a profile shows for
// "why is this one person?".
type Merge struct {
	ID          string             `json:"id"`
	Cause       string             `json:"cause"` // the call's type
	MessageID   string             `json:"message_id"`
	Time        int64              `json:"time"` // milliseconds since 1970 UTC
	Identifiers []event.Identifier `json:"identifiers"`
}

// edge is a pair of identifiers and the set that showed it first.
type edge struct {
	a, b nodeID // the stronger first; of an alias between users the current one
	set  SetID
}

// Merges are the edges that join the customer's identifiers, latest first.
func (g *Graph) Merges(c journey.Customer) []Merge {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.explain(g.joins(g.current(c)))
}

// Vetoed are the edges between the customer and others that join nobody, since
// they would bring two users together; latest first.
func (g *Graph) Vetoed(c journey.Customer) []Merge {
	g.mu.RLock()
	defer g.mu.RUnlock()
	c = g.current(c)
	first := map[[2]nodeID]edge{}
	if c != journey.Nobody {
		g.each(c, func(n nodeID) {
			g.around(n, func(other nodeID, s SetID) {
				x := &g.nodes[other]
				if g.sets[s].withUser || x.state == isShared || x.customer == c {
					return
				}
				e := edge{n, other, s}
				if g.less(other, n) {
					e.a, e.b = other, n
				}
				g.keepFirst(first, e)
			})
		})
	}
	return g.explain(g.latestFirst(first))
}

// keepFirst keeps the first sighting of each pair.
func (g *Graph) keepFirst(first map[[2]nodeID]edge, e edge) {
	k := [2]nodeID{e.a, e.b}
	if known, found := first[k]; !found || g.earlier(e.set, known.set) {
		first[k] = e
	}
}

func (g *Graph) latestFirst(first map[[2]nodeID]edge) []edge {
	edges := make([]edge, 0, len(first))
	for _, e := range first {
		edges = append(edges, e)
	}
	slices.SortFunc(edges, func(x, y edge) int { return g.compareEdges(y, x) })
	return edges
}

// compareEdges orders edges as rule 2 does.
func (g *Graph) compareEdges(x, y edge) int {
	if x.set != y.set {
		if g.earlier(x.set, y.set) {
			return -1
		}
		if g.earlier(y.set, x.set) {
			return 1
		}
	}
	return cmp.Or(
		cmp.Compare(g.strength(x.a), g.strength(y.a)), cmp.Compare(g.strength(x.b), g.strength(y.b)),
		g.compare(x.a, y.a), g.compare(x.b, y.b))
}

// joins are the edges that made the customer, latest first: taken in the order
// of their first sightings, those that joined two parts that were apart until
// then. They form a tree, whatever rule later made the same parts one.
func (g *Graph) joins(c journey.Customer) []edge {
	if c == journey.Nobody {
		return nil
	}
	first := map[[2]nodeID]edge{}
	places := map[nodeID]int{}
	g.each(c, func(n nodeID) {
		places[n] = len(places)
		g.around(n, func(other nodeID, s SetID) {
			if g.nodes[other].customer != c {
				return
			}
			// In a set's effect the current user_id stands before the former.
			if effect := g.effect(s); slices.Index(effect, n) < slices.Index(effect, other) {
				g.keepFirst(first, edge{n, other, s})
			}
		})
	})
	f := newForest(len(places))
	var tree []edge
	for _, e := range slices.Backward(g.latestFirst(first)) {
		if joined, _ := f.join(places[e.a], places[e.b]); joined {
			tree = append(tree, e)
		}
	}
	slices.Reverse(tree)
	return tree
}

func (g *Graph) explain(edges []edge) []Merge {
	merges := make([]Merge, len(edges))
	for i, e := range edges {
		x := &g.sets[e.set]
		merges[i] = Merge{ID: g.mergeID(e), Cause: x.cause.String(), MessageID: x.message, Time: x.time,
			Identifiers: []event.Identifier{g.identifier(e.a), g.identifier(e.b)}}
	}
	return merges
}

// mergeID is made from the two identifiers, so that it stays the same.
func (g *Graph) mergeID(e edge) string {
	p := makePair(g.identifier(e.a), g.identifier(e.b))
	sum := sha256.Sum256([]byte(strings.Join([]string{p.a.Kind, p.a.Value, p.b.Kind, p.b.Value}, "\x00")))
	return "m_" + strings.TrimPrefix(publicText(binary.BigEndian.Uint64(sum[:8])), publicPrefix)
}
