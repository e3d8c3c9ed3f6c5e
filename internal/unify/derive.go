package unify

import (
	"cmp"
	"slices"

	"wend/internal/journey"
)

// derivation derives a region of the graph anew from its sets. The region is
// what the seeds can influence: rule 1 looks at the users of each identifier,
// rule 2 only matters among identifiers that no user holds (an edge between two
// that users hold changes nothing), so the region ends at those that are held
// and never passes through a shared one.
type derivation struct {
	g *Graph
	// settled are the identifiers whose part in rule 1 is looked at again, and
	// seeds those of them whose sets changed.
	settled []nodeID
	seeds   int
	claimed map[journey.Customer]bool // numbers given out in this derivation
	widen   []nodeID                  // those whose neighbours in rule 2 are looked at
}

// derive brings the customers around the seeds in line with the sets.
func (g *Graph) derive(seeds []nodeID) {
	d := &derivation{g: g, claimed: map[journey.Customer]bool{}}
	g.epoch++
	var users []nodeID
	for _, n := range seeds {
		if g.marks[n] == g.epoch {
			continue
		}
		g.marks[n] = g.epoch
		if g.nodes[n].kind == kindUser {
			users = append(users, n)
		} else {
			d.settled = append(d.settled, n)
		}
	}
	d.seeds = len(d.settled)
	if len(users) > 0 {
		d.users(users)
	}
	d.others()
	d.rest()
}

// around visits the other identifiers of each set in which n counts.
func (g *Graph) around(n nodeID, fn func(other nodeID, s SetID)) {
	for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
		s := g.incidence[i].set
		if !g.holds(s, n) {
			continue
		}
		for _, other := range g.effect(s) {
			if other != n {
				fn(other, s)
			}
		}
	}
}

// users derives which users are one, by aliases, and puts every identifier
// seen with them up for rule 1.
func (d *derivation) users(seeds []nodeID) {
	g := d.g
	var people [][]nodeID
	reached := map[nodeID]bool{}
	for _, seed := range seeds {
		if reached[seed] {
			continue
		}
		reached[seed] = true
		if !g.exists(seed) {
			g.nodes[seed].state = absent
			g.move(seed, journey.Nobody)
			continue
		}
		person := []nodeID{seed}
		for i := 0; i < len(person); i++ {
			g.around(person[i], func(other nodeID, _ SetID) {
				g.steps++
				if g.nodes[other].kind == kindUser {
					if !reached[other] {
						reached[other] = true
						person = append(person, other)
					}
				} else if g.marks[other] != g.epoch {
					g.marks[other] = g.epoch
					d.settled = append(d.settled, other)
				}
			})
		}
		slices.Sort(person)
		people = append(people, person)
	}
	slices.SortFunc(people, func(a, b []nodeID) int {
		return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a[0], b[0]))
	})
	for _, person := range people {
		c := d.claim(person, func(c journey.Customer) bool { return g.customers[c].users > 0 })
		for _, user := range person {
			g.nodes[user].state = isUser
			g.move(user, c)
		}
	}
}

// exists tells whether any call carries the identifier.
func (g *Graph) exists(n nodeID) bool {
	if g.nodes[n].blocked {
		return false
	}
	for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
		g.steps++
		if g.carries(g.incidence[i].set, n) {
			return true
		}
	}
	return false
}

// claim finds the number for some identifiers: the one with the most rows
// among those that they have now, are suitable and not taken, else a new one.
func (d *derivation) claim(nodes []nodeID, suits func(journey.Customer) bool) journey.Customer {
	g := d.g
	best := journey.Nobody
	for _, n := range nodes {
		c := g.nodes[n].customer
		if c == journey.Nobody || c == best || d.claimed[c] || !suits(c) {
			continue
		}
		if best == journey.Nobody || g.customers[c].weight > g.customers[best].weight {
			best = c
		}
	}
	if best == journey.Nobody {
		best = g.newCustomer()
	}
	d.claimed[best] = true
	return best
}

// status is what rule 1 says of an identifier, and whose it is.
func (g *Graph) status(n nodeID) (state, journey.Customer) {
	if g.nodes[n].head == 0 || g.nodes[n].blocked {
		return absent, journey.Nobody
	}
	holder := journey.Nobody
	carried := false
	for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
		g.steps++
		s := g.incidence[i].set
		if !g.sets[s].withUser {
			carried = carried || g.carries(s, n)
			continue
		}
		if !g.holds(s, n) {
			carried = carried || g.carries(s, n)
			continue
		}
		switch c := g.nodes[g.effect(s)[0]].customer; {
		case holder == journey.Nobody:
			holder = c
		case holder != c:
			return isShared, journey.Nobody
		}
	}
	switch {
	case holder != journey.Nobody:
		return anchored, holder
	case carried:
		return free, journey.Nobody
	}
	return absent, journey.Nobody
}

// others applies rule 1 to the settled identifiers.
func (d *derivation) others() {
	g := d.g
	type verdict struct {
		state state
		to    journey.Customer
	}
	verdicts := make([]verdict, len(d.settled))
	for i, n := range d.settled {
		verdicts[i].state, verdicts[i].to = g.status(n)
	}
	for i, n := range d.settled {
		if g.nodes[n].state == isShared && verdicts[i].state != isShared {
			g.unshare(n)
		}
	}
	var shared []nodeID
	for i, n := range d.settled {
		x, v := &g.nodes[n], verdicts[i]
		if i < d.seeds || x.state != v.state || (v.state == anchored && x.customer != v.to) {
			d.widen = append(d.widen, n)
		}
		if v.state == isShared && x.state != isShared {
			shared = append(shared, n)
		}
		if x.state == isShared && v.state != isShared {
			delete(g.shared, n)
		}
		x.state = v.state
		switch v.state {
		case anchored:
			g.move(n, v.to)
		case isShared, absent:
			g.move(n, journey.Nobody)
		}
	}
	for _, n := range shared {
		g.share(n)
	}
}

// unshare marks everybody who may lose an event because the identifier is
// shared no longer, and so decides where it did not before.
func (g *Graph) unshare(n nodeID) {
	g.markLine(n)
	for _, s := range g.shared[n].loose {
		g.markOwners(g.effect(s))
	}
}

// markOwners marks all who may own events that carry the identifiers.
func (g *Graph) markOwners(effect []nodeID) {
	n := g.deciding(effect)
	switch {
	case n == 0:
		g.mark(journey.Nobody)
	case g.nodes[n].state == isShared:
		g.markLine(n)
	case g.nodes[n].customer != journey.Nobody:
		g.mark(g.nodes[n].customer)
	}
}

// rest applies rule 2 to what no user holds in the region.
func (d *derivation) rest() {
	g := d.g
	g.epoch++
	var starts []nodeID
	for _, n := range d.widen {
		if g.nodes[n].state == free {
			starts = append(starts, n)
		}
		g.around(n, func(other nodeID, _ SetID) {
			g.steps++
			if g.nodes[other].state == free {
				starts = append(starts, other)
			}
		})
	}
	for _, n := range starts {
		if g.marks[n] != g.epoch {
			d.component(n)
		}
	}
}

// component applies rule 2 to the identifiers connected with start that no user holds.
func (d *derivation) component(start nodeID) {
	g := d.g
	nodes := []nodeID{start}
	g.marks[start], g.slots[start] = g.epoch, 0
	var sets []SetID
	for i := 0; i < len(nodes); i++ {
		for j := g.nodes[nodes[i]].head; j != 0; j = g.incidence[j].next {
			g.steps++
			s := g.incidence[j].set
			if g.sets[s].counting < 2 || !g.holds(s, nodes[i]) {
				continue
			}
			first := true // each set once: by the first of its loose identifiers
			for _, other := range g.effect(s) {
				if g.nodes[other].state != free {
					continue
				}
				if g.marks[other] != g.epoch {
					g.marks[other], g.slots[other] = g.epoch, uint32(len(nodes))
					nodes = append(nodes, other)
				} else if g.slots[other] < uint32(i) {
					first = false
				}
			}
			if first {
				sets = append(sets, s)
			}
		}
	}
	slices.SortFunc(sets, g.compareSets)
	f := newForest(len(nodes))
	holders := map[journey.Customer]int{}
	place := func(n nodeID) int {
		if g.nodes[n].state == free {
			return int(g.slots[n])
		}
		c := g.nodes[n].customer
		p, known := holders[c]
		if !known {
			p = f.add(c)
			holders[c] = p
		}
		return p
	}
	for _, s := range sets {
		for _, edge := range g.edges(s) {
			f.join(place(edge[0]), place(edge[1]))
		}
	}
	d.settle(nodes, sets, f)
}

// settle gives the identifiers of a component to the customers found.
func (d *derivation) settle(nodes []nodeID, sets []SetID, f *forest) {
	g := d.g
	groups := map[int]journey.Customer{}
	for i := range nodes {
		root := f.find(i)
		c, known := groups[root]
		if !known {
			if c = f.holder[root]; c == journey.Nobody {
				// No user anywhere near: the component is one customer.
				c = d.claim(nodes, func(c journey.Customer) bool { return g.customers[c].users == 0 })
			}
			groups[root] = c
		}
	}
	for i, n := range nodes {
		g.move(n, groups[f.find(i)])
	}
	if len(sets) > 0 {
		latest := g.sets[sets[len(sets)-1]].time
		for _, c := range groups {
			g.customers[c].last = max(g.customers[c].last, latest)
		}
	}
}

// orderEdges sorts a set's pairs, which lie in the order of Identifier.Less,
// by the strength of the stronger, then of the other.
func (g *Graph) orderEdges(edges [][2]nodeID) {
	slices.SortStableFunc(edges, func(x, y [2]nodeID) int {
		return cmp.Or(cmp.Compare(g.strength(x[0]), g.strength(y[0])), cmp.Compare(g.strength(x[1]), g.strength(y[1])))
	})
}

// forest joins places into trees, each held by at most one customer with users.
type forest struct {
	parent []int
	holder []journey.Customer
}

func newForest(n int) *forest {
	f := &forest{parent: make([]int, n), holder: make([]journey.Customer, n)}
	for i := range f.parent {
		f.parent[i] = i
	}
	return f
}

func (f *forest) add(holder journey.Customer) int {
	f.parent = append(f.parent, len(f.parent))
	f.holder = append(f.holder, holder)
	return len(f.parent) - 1
}

func (f *forest) find(i int) int {
	for f.parent[i] != i {
		f.parent[i] = f.parent[f.parent[i]]
		i = f.parent[i]
	}
	return i
}

// join joins two places, unless that would bring two holders together.
func (f *forest) join(a, b int) (joined, vetoed bool) {
	a, b = f.find(a), f.find(b)
	if a == b {
		return false, false
	}
	if f.holder[a] != journey.Nobody && f.holder[b] != journey.Nobody {
		return false, true
	}
	if f.holder[b] != journey.Nobody {
		a, b = b, a
	}
	f.parent[b] = a
	return true, false
}
