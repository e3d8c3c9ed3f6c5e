package unify

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// Search is one page of a search for customers.
type Search struct {
	// Query is looked for in identifiers and in the texts of traits, without
	// regard to case; "" finds everybody.
	Query  string
	Limit  int    // 0: 50
	Cursor string // where the page before said to go on
	// Rank orders customers, highest first; equal ones (and all where it is
	// nil) come in the order of their public ids.
	Rank func(journey.Customer) int64
	// Only leaves out customers for which it is false. Nil: all.
	Only func(journey.Customer) bool
}

// The longest query, and the largest page.
const (
	longestQuery = 200
	largestPage  = 1000
)

// hit is a customer on a page.
type hit struct {
	customer journey.Customer
	rank     int64
	public   uint64
}

func compareHits(a, b hit) int {
	return cmp.Or(cmp.Compare(b.rank, a.rank), cmp.Compare(a.public, b.public))
}

// Search finds customers, and the cursor of the next page, "" on the last.
// Customers that have no call of their own are not listed.
func (p *Profiles) Search(ctx context.Context, s Search) (found []journey.Customer, next string, err error) {
	after, err := parseCursor(s.Cursor)
	if err != nil {
		return nil, "", err
	}
	if len(s.Query) > longestQuery {
		return nil, "", problem.New(422, "A search may be at most %d characters long.", longestQuery)
	}
	if s.Limit <= 0 {
		s.Limit = 50
	}
	s.Limit = min(s.Limit, largestPage)
	page := &page{after: after, limit: s.Limit + 1}
	pattern := newPattern(strings.TrimSpace(s.Query))
	// In steps, so that the writer never waits long for a searcher.
	const step = 4096
	for from := journey.Customer(1); ; from += step {
		if err := ctx.Err(); err != nil {
			return nil, "", err
		}
		p.graph.mu.Lock() // settling a founding identifier writes
		to := min(from+step, journey.Customer(len(p.graph.customers)))
		for c := from; c < to; c++ {
			p.graph.settleFounding(c)
		}
		p.graph.mu.Unlock()
		if from >= to {
			break
		}
		p.graph.mu.RLock()
		for c := from; c < to; c++ {
			p.consider(c, s, pattern, page)
		}
		p.graph.mu.RUnlock()
	}
	slices.SortFunc(page.hits, compareHits)
	if len(page.hits) > s.Limit {
		last := page.hits[s.Limit-1]
		next = fmt.Sprintf("%d.%s", last.rank, publicText(last.public))
		page.hits = page.hits[:s.Limit]
	}
	for _, h := range page.hits {
		found = append(found, h.customer)
	}
	return found, next, nil
}

// consider puts the customer on the page if it belongs there.
func (p *Profiles) consider(c journey.Customer, s Search, q pattern, page *page) {
	g := p.graph
	if g.customers[c].ring == 0 {
		return
	}
	hash, ok, known := g.publicOf(c)
	if !ok || !known {
		return // merged this very moment
	}
	h := hit{customer: c, public: hash}
	if s.Rank == nil && !page.wants(h) {
		return
	}
	if !p.matches(c, q) || !g.acts(c) || (s.Only != nil && !s.Only(c)) {
		return
	}
	if s.Rank != nil {
		h.rank = s.Rank(c)
	}
	if page.wants(h) {
		page.add(h)
	}
}

// acts tells whether any call is the customer's own.
func (g *Graph) acts(c journey.Customer) (acts bool) {
	ring := g.customers[c].ring
	for n := ring; n != 0; {
		for i := g.nodes[n].head; i != 0; i = g.incidence[i].next {
			if s := g.incidence[i].set; g.holds(s, n) && g.decider(s) == n {
				return true
			}
		}
		if n = g.nodes[n].next; n == ring {
			break
		}
	}
	return false
}

func (p *Profiles) matches(c journey.Customer, q pattern) bool {
	if q.empty() {
		return true
	}
	g := p.graph
	ring := g.customers[c].ring
	for n := ring; n != 0; {
		if q.in(g.nodes[n].value) {
			return true
		}
		if n = g.nodes[n].next; n == ring {
			break
		}
	}
	if len(p.records) == 1 || !p.mentions(c, q) {
		return false
	}
	return p.traitMatches(c, q)
}

// mentions tells whether any call of the customer had the query somewhere in
// its traits: cheap, and rules most customers out.
func (p *Profiles) mentions(c journey.Customer, q pattern) (found bool) {
	g := p.graph
	ring := g.customers[c].ring
	for n := ring; n != 0 && !found; {
		for i := g.nodes[n].head; i != 0 && !found; i = g.incidence[i].next {
			s := g.incidence[i].set
			found = p.saysIn(s, q)
		}
		for i := g.nodes[n].head; i != 0 && !found && g.nodes[n].state == isUser; i = g.incidence[i].next {
			for _, other := range g.effect(g.incidence[i].set) {
				if g.nodes[other].state != isShared {
					continue
				}
				for _, s := range g.shared[other].loose {
					found = found || p.saysIn(s, q)
				}
			}
		}
		if n = g.nodes[n].next; n == ring {
			break
		}
	}
	return found
}

func (p *Profiles) saysIn(s SetID, q pattern) bool {
	if int(s) >= len(p.index) || p.index[s] == 0 {
		return false
	}
	body := ""
	for _, say := range p.records[p.index[s]].traits {
		if say.body != body && q.in(say.body) {
			return true
		}
		body = say.body
	}
	return false
}

// traitMatches looks at the texts among the present traits.
func (p *Profiles) traitMatches(c journey.Customer, q pattern) bool {
	var all []saying
	p.sayings(c, forever, func(s saying) bool {
		all = append(all, s)
		return true
	})
	if len(all) == 1 {
		return anyMatches([]byte(all[0].body), q, 3)
	}
	slices.SortFunc(all, compareSayings)
	traits := map[string]json.RawMessage{}
	for _, s := range all {
		event.Members([]byte(s.body), func(key, value []byte) bool {
			traits[string(key)] = value
			return true
		})
	}
	for _, value := range traits {
		if textMatches(value, q, 3) {
			return true
		}
	}
	return false
}

func anyMatches(object []byte, q pattern, depth int) (found bool) {
	event.Members(object, func(_, value []byte) bool {
		found = textMatches(value, q, depth)
		return !found
	})
	return found
}

func textMatches(raw []byte, q pattern, depth int) bool {
	if len(raw) > 1 && raw[0] == '"' && q.ascii && bytes.IndexByte(raw, '\\') < 0 {
		return contains(raw[1:len(raw)-1], q.lower)
	}
	v := event.ParseValue(raw)
	switch v.Kind {
	case event.Text:
		return q.in(v.Text)
	case event.Number:
		return q.in(v.String())
	case event.List:
		return depth > 0 && anyMatches(raw, q, depth-1)
	}
	return false
}

// page keeps the first hits after a place.
type page struct {
	after *hit
	limit int
	hits  []hit
	full  bool
	worst hit // of a full page: what comes after it is not wanted
}

func (p *page) wants(h hit) bool {
	if p.after != nil && compareHits(h, *p.after) <= 0 {
		return false
	}
	return !p.full || compareHits(h, p.worst) < 0
}

// add puts a hit on the page; twice as many as fit are collected before the
// rest is thrown away.
func (p *page) add(h hit) {
	p.hits = append(p.hits, h)
	if len(p.hits) < 2*p.limit {
		return
	}
	slices.SortFunc(p.hits, compareHits)
	p.hits = p.hits[:p.limit]
	p.full, p.worst = true, p.hits[p.limit-1]
}

func parseCursor(cursor string) (*hit, error) {
	if cursor == "" {
		return nil, nil
	}
	rank, id, _ := strings.Cut(cursor, ".")
	n, err := strconv.ParseInt(rank, 10, 64)
	hash, ok := parsePublic(id)
	if err != nil || !ok {
		return nil, problem.New(422, "This cursor is not one that a list gave: begin again without it.")
	}
	return &hit{rank: n, public: hash}, nil
}

// pattern finds a text without regard to case.
type pattern struct {
	lower string
	ascii bool
}

func newPattern(text string) pattern {
	p := pattern{strings.ToLower(text), true}
	for i := range len(p.lower) {
		p.ascii = p.ascii && p.lower[i] < utf8.RuneSelf
	}
	return p
}

func (p pattern) empty() bool { return p.lower == "" }

func (p pattern) in(text string) bool {
	if !p.ascii {
		return strings.Contains(strings.ToLower(text), p.lower)
	}
	return contains(text, p.lower)
}

// contains looks for lower case ASCII without regard to case.
func contains[T string | []byte](text T, lower string) bool {
	first := lower[0]
	for i := 0; i+len(lower) <= len(text); i++ {
		if lowerByte(text[i]) != first {
			continue
		}
		same := 1
		for same < len(lower) && lowerByte(text[i+same]) == lower[same] {
			same++
		}
		if same == len(lower) {
			return true
		}
	}
	return false
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}
