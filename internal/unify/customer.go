package unify

import (
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
)

func (g *Graph) newCustomer() journey.Customer {
	g.customers = append(g.customers, customer{last: never})
	g.living++
	return journey.Customer(len(g.customers) - 1)
}

// attach gives an identifier that nobody has to a customer.
func (g *Graph) attach(n nodeID, to journey.Customer) {
	x, c := &g.nodes[n], &g.customers[to]
	x.customer = to
	if c.ring == 0 {
		c.ring, x.next, x.prev = n, n, n
		c.founding = n
	} else {
		after := &g.nodes[c.ring]
		x.next, x.prev = after.next, c.ring
		g.nodes[after.next].prev, after.next = n, n
		if c.founding != 0 && g.older(n, c.founding) {
			c.founding = n
		}
	}
	c.members++
	if x.kind == kindUser {
		c.users++
	}
}

// detach takes an identifier from its customer, whose events may change hands.
func (g *Graph) detach(n nodeID) {
	x := &g.nodes[n]
	if x.customer == journey.Nobody {
		return
	}
	if g.decides(n) {
		g.mark(x.customer)
	}
	c := &g.customers[x.customer]
	c.members--
	if x.kind == kindUser {
		c.users--
	}
	if c.members == 0 {
		c.ring, c.founding, c.into = 0, 0, journey.Nobody
		g.living--
	} else {
		g.nodes[x.next].prev, g.nodes[x.prev].next = x.prev, x.next
		if c.ring == n {
			c.ring = x.next
		}
		if c.founding == n {
			c.founding = 0 // looked for when somebody asks
		}
	}
	x.customer, x.next, x.prev = journey.Nobody, 0, 0
}

// decides tells whether events may go by the identifier.
func (g *Graph) decides(n nodeID) bool {
	if g.nodes[n].kind == kindUser {
		return true
	}
	for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
		g.steps++
		if x := &g.sets[g.incidence[i].set]; !x.withUser && x.last != never {
			return true
		}
	}
	return false
}

// move brings an identifier to a customer.
func (g *Graph) move(n nodeID, to journey.Customer) {
	from := g.nodes[n].customer
	if from == to {
		return
	}
	g.detach(n)
	if to == journey.Nobody {
		return
	}
	g.attach(n, to)
	g.customers[to].acted = true // events may follow the identifier
	if from != journey.Nobody && g.customers[from].ring == 0 {
		g.customers[from].into = to
	}
}

// merge makes two customers one. The larger keeps its number, since the
// smaller one's rows have to move.
func (g *Graph) merge(a, b journey.Customer) {
	if a == b {
		return
	}
	if x, y := &g.customers[a], &g.customers[b]; x.weight+int64(x.members) > y.weight+int64(y.members) {
		a, b = b, a
	}
	from, to := &g.customers[a], &g.customers[b]
	g.mark(a)
	g.steps += int64(from.members)
	g.each(a, func(n nodeID) { g.nodes[n].customer = b })
	// Two rings become one by crossing their links.
	x, y := &g.nodes[from.ring], &g.nodes[to.ring]
	x.next, y.next = y.next, x.next
	g.nodes[x.next].prev, g.nodes[y.next].prev = from.ring, to.ring
	switch {
	case from.founding == 0 || to.founding == 0:
		to.founding = 0
	case g.older(from.founding, to.founding):
		to.founding = from.founding
	}
	to.members += from.members
	to.users += from.users
	to.weight += from.weight
	to.last = max(to.last, from.last)
	to.acted = to.acted || from.acted
	*from = customer{into: b, marked: from.marked, last: never}
	g.living--
}

// each visits a customer's identifiers.
func (g *Graph) each(c journey.Customer, fn func(nodeID)) {
	ring := g.customers[c].ring
	for n := ring; n != 0; {
		next := g.nodes[n].next
		fn(n)
		if n = next; n == ring {
			return
		}
	}
}

// settleFounding finds the customer's oldest identifier.
func (g *Graph) settleFounding(c journey.Customer) {
	if c == journey.Nobody || g.customers[c].founding != 0 {
		return
	}
	var oldest nodeID
	g.each(c, func(n nodeID) {
		if oldest == 0 || g.older(n, oldest) {
			oldest = n
		}
	})
	g.customers[c].founding = oldest
}

// Identifiers are all identifiers of the customer, strongest first, the
// current user_id before former ones.
func (g *Graph) Identifiers(c journey.Customer) []event.Identifier {
	g.mu.RLock()
	defer g.mu.RUnlock()
	c = g.current(c)
	if c == journey.Nobody {
		return nil
	}
	var nodes []nodeID
	g.each(c, func(n nodeID) { nodes = append(nodes, n) })
	slices.SortFunc(nodes, g.compare)
	if g.customers[c].users > 1 {
		if i := slices.Index(nodes, g.currentUser(c)); i > 0 {
			copy(nodes[1:i+1], nodes[:i:i])
			nodes[0] = g.currentUser(c)
		}
	}
	list := make([]event.Identifier, len(nodes))
	for i, n := range nodes {
		list[i] = g.identifier(n)
	}
	return list
}

// currentUser is the userId of the latest alias between the customer's users.
func (g *Graph) currentUser(c journey.Customer) (user nodeID) {
	var latest SetID
	g.each(c, func(n nodeID) {
		if g.nodes[n].state != isUser {
			return
		}
		for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
			s := g.incidence[i].set
			if g.sets[s].aliasing && g.effect(s)[0] == n && (latest == 0 || g.earlier(latest, s)) {
				latest, user = s, n
			}
		}
	})
	return user
}

// Customers is how many customers there are.
func (g *Graph) Customers() int {
	g.mu.RLock()
	defer g.mu.RUnlock()
	return g.living
}

// FirstSeen is the time of the customer's first call of any kind; ok is false
// where no call is its own.
func (g *Graph) FirstSeen(c journey.Customer) (time int64, ok bool) {
	g.mu.RLock()
	defer g.mu.RUnlock()
	c = g.current(c)
	g.owned(c, func(s SetID, _ bool) {
		if t := g.sets[s].time; (!ok || t < time) && g.owner(s, t) == c {
			time, ok = t, true
		}
	})
	return time, ok
}

// owned visits the sets that have events of the customer; with partly, only
// those events that owner gives to it.
func (g *Graph) owned(c journey.Customer, fn func(s SetID, partly bool)) {
	if c == journey.Nobody {
		return
	}
	var lines map[nodeID]struct{} // few customers have any
	g.each(c, func(n nodeID) {
		user := g.nodes[n].state == isUser
		for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
			s := g.incidence[i].set
			if !g.holds(s, n) {
				continue
			}
			if g.decider(s) == n {
				fn(s, false)
			}
			if !user {
				continue
			}
			for _, other := range g.effect(s) {
				if g.nodes[other].state != isShared {
					continue
				}
				if lines == nil {
					lines = map[nodeID]struct{}{}
				}
				lines[other] = struct{}{}
			}
		}
	})
	for n := range lines {
		for _, s := range g.shared[n].loose {
			if g.decider(s) == n {
				fn(s, true)
			}
		}
	}
}
