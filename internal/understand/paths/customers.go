package paths

import (
	"context"
	"strconv"
	"strings"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// CustomersQuestion asks for the customers behind one number of an answer.
type CustomersQuestion struct {
	Definition
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who chooses customers by what they did. Where sessions are counted, they are
// those with at least one such session.
type Who struct {
	Node string `json:"node" doc:"Id of a node: those whose path has it."`
	Next string `json:"next,omitempty" doc:"Id of a node of the next depth: only those who went there from it."`
	Exit bool   `json:"exit,omitempty" doc:"Only those whose path ended at the node."`
}

// Customers lists the customers behind a node, a link or an exit.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	p, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	here, err := p.position(q.Of.Node, "/of/node")
	if err != nil {
		return query.People{}, err
	}
	there := -1
	if q.Of.Next != "" {
		if there, err = p.position(q.Of.Next, "/of/next"); err != nil {
			return query.People{}, err
		}
		if there-here != 1 && here-there != 1 {
			return query.People{}, problem.At("/of/next", "next must be a node of the depth beside.")
		}
	}
	counted, _, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p, 0, nil) })
	if err != nil {
		return query.People{}, err
	}
	g := p.rank(counted)
	node, next := g.slot(here, q.Of.Node), -1
	if there >= 0 {
		next = g.slot(there, q.Of.Next)
	}
	has := func(way *path, position, slot int) bool {
		return position < way.n && g.ranks[position].Slot(way.codes[position]) == slot
	}
	pick := func(way *path) bool {
		return has(way, here, node) && (there < 0 || has(way, there, next)) && (!q.Of.Exit || way.exit && way.n == here+1)
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p, 0, nil)
		f.pick, f.chosen = pick, begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}

// slot is the rank of a node by its id; −1 where the answer has no such node.
func (g *graph) slot(position int, id string) int {
	for slot := range g.ranks[position].Len() {
		if g.id(position, slot) == id {
			return slot
		}
	}
	return -1
}

// position reads the depth from a node's id, as a position from 0.
func (p *plan) position(id, pointer string) (int, error) {
	depth, _, ok := strings.Cut(id, ":")
	n, err := strconv.Atoi(depth)
	if p.backwards() {
		n = -n
	}
	if !ok || err != nil || n < 0 || n >= p.depth {
		return 0, problem.At(pointer, "This is no node's id: write for example 0:/home.")
	}
	return n, nil
}
