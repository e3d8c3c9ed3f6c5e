package unify

import "wend/internal/journey"

// link takes a new set's edges into account. Most calls teach something that
// only adds: a new identifier, a first user. Those are done at once; whatever
// could change the answer elsewhere goes through derive.
func (g *Graph) link(s SetID) {
	x := &g.sets[s]
	switch {
	case x.withUser:
		g.linkUser(s)
	case x.counting > 0:
		g.linkOthers(s)
	}
	// What came with the set and does not count in it is somebody of its own.
	for _, n := range g.members(s) {
		g.found(n)
	}
	if a := g.aliases[s]; a != nil && a.node != 0 {
		g.found(a.node)
	}
}

// found makes an identifier that nobody has a customer of its own.
func (g *Graph) found(n nodeID) {
	x := &g.nodes[n]
	if x.state != absent || x.blocked {
		return
	}
	x.state = free
	if x.kind == kindUser {
		x.state = isUser
	}
	g.attach(n, g.newCustomer())
}

// linkUser applies rule 1 to a new set.
func (g *Graph) linkUser(s SetID) {
	effect := g.effect(s)
	user, others := effect[0], effect[1:]
	g.found(user)
	if g.sets[s].aliasing {
		g.unite(user, others[0])
		others = others[1:]
	}
	var moved []nodeID
	for _, n := range others {
		mine := g.nodes[user].customer
		x := &g.nodes[n]
		switch x.state {
		case absent:
			x.state = anchored
			g.attach(n, mine)
		case free:
			switch {
			case g.customers[x.customer].users == 0:
				x.state = anchored
				g.merge(x.customer, mine)
			case x.customer == mine:
				x.state = anchored
			default:
				moved = append(moved, n)
			}
		case anchored:
			if x.customer != mine {
				moved = append(moved, n)
			}
		case isShared: // see puts the sighting on its line
		}
	}
	if len(moved) > 0 {
		g.derive(moved)
	}
}

// unite makes two users one, by an alias from a trusted source.
func (g *Graph) unite(user, former nodeID) {
	if g.nodes[former].state == absent {
		g.nodes[former].state = isUser
		g.attach(former, g.nodes[user].customer)
		return
	}
	a, b := g.nodes[user].customer, g.nodes[former].customer
	if a == b {
		return
	}
	// What was shared between the two and nobody else is so no longer. It was
	// seen with a user of either side: look through the smaller one.
	if g.customers[a].members > g.customers[b].members {
		a, b = b, a
	}
	var users []nodeID
	g.each(a, func(n nodeID) {
		g.steps++
		if g.nodes[n].state == isUser {
			users = append(users, n)
		}
	})
	g.merge(a, b)
	var settled []nodeID
	for _, u := range users {
		g.around(u, func(n nodeID, _ SetID) {
			g.steps++
			if g.nodes[n].state == isShared {
				if status, _ := g.status(n); status != isShared {
					settled = append(settled, n)
				}
			}
		})
	}
	if len(settled) > 0 {
		g.derive(settled)
	}
}

// linkOthers applies rule 2 to a new set without a user.
func (g *Graph) linkOthers(s SetID) {
	x := &g.sets[s]
	for _, n := range g.effect(s) {
		if g.nodes[n].state == isShared {
			sh := g.shared[n]
			sh.loose = append(sh.loose, s)
		}
	}
	if x.counting == 1 {
		g.found(g.effect(s)[0])
		return
	}
	users, loose := g.touches(s)
	if len(users) <= 1 {
		g.joinAll(s)
		return
	}
	if len(loose) == 0 {
		return // only edges between users: vetoed, whatever their order
	}
	last := true
	for _, n := range g.effect(s) {
		g.found(n)
		last = last && (g.nodes[n].state == isShared || g.customers[g.nodes[n].customer].last < x.time)
	}
	if !last {
		g.derive(loose)
		return
	}
	for _, edge := range g.edges(s) {
		a, b := g.nodes[edge[0]].customer, g.nodes[edge[1]].customer
		if a != b && (g.customers[a].users == 0 || g.customers[b].users == 0) {
			g.merge(a, b)
		}
	}
	g.settleLast(s)
}

// touches finds the customers with users among the set's identifiers that are
// not shared, and those identifiers that no user holds.
func (g *Graph) touches(s SetID) (users []journey.Customer, loose []nodeID) {
	for _, n := range g.effect(s) {
		x := &g.nodes[n]
		if x.state == isShared {
			continue
		}
		if x.state == absent || x.state == free {
			loose = append(loose, n)
		}
		if c := x.customer; c != journey.Nobody && g.customers[c].users > 0 {
			known := false
			for _, u := range users {
				known = known || u == c
			}
			if !known {
				users = append(users, c)
			}
		}
	}
	return users, loose
}

// joinAll makes one customer of the set's identifiers that are not shared: at
// most one of them is a user's, so no edge of them can be vetoed.
func (g *Graph) joinAll(s SetID) {
	effect := g.effect(s)
	var to nodeID
	for _, n := range effect {
		if st := g.nodes[n].state; st == free || st == anchored {
			to = n
			break
		}
	}
	for _, n := range effect {
		x := &g.nodes[n]
		switch {
		case x.state == isShared:
		case x.state != absent:
			g.merge(x.customer, g.nodes[to].customer)
		case to == 0:
			g.found(n)
			to = n
		default:
			x.state = free
			g.attach(n, g.nodes[to].customer)
		}
	}
	g.settleLast(s)
}

// settleLast keeps customer.last no earlier than the set.
func (g *Graph) settleLast(s SetID) {
	for _, n := range g.effect(s) {
		if c := g.nodes[n].customer; c != journey.Nobody {
			g.customers[c].last = max(g.customers[c].last, g.sets[s].time)
		}
	}
}

// edges are the pairs of a set's identifiers in the order of rule 2: by the
// strength of the stronger, then of the other.
func (g *Graph) edges(s SetID) [][2]nodeID {
	effect := g.effect(s)
	edges := make([][2]nodeID, 0, len(effect)*(len(effect)-1)/2)
	for i, a := range effect {
		if g.nodes[a].state == isShared {
			continue
		}
		for _, b := range effect[i+1:] {
			if g.nodes[b].state != isShared {
				edges = append(edges, [2]nodeID{a, b})
			}
		}
	}
	if len(effect) > 2 {
		g.orderEdges(edges)
	}
	return edges
}
