package paths

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Answer is a graph of layers: a layer of nodes for each depth.
type Answer struct {
	Nodes []Node `json:"nodes" doc:"By depth, the most frequent first."`
	Links []Link `json:"links" doc:"Steps from a node to one of the next depth."`
	Exits []Exit `json:"exits" doc:"How many paths ended at a node; empty where an end was asked for."`
	query.Meta
}

// Node is one place at one depth.
type Node struct {
	ID    string `json:"id" doc:"Depth and name, as in 0:/home."`
	Depth int    `json:"depth" doc:"From 0; from 0 down where paths are read back from an end."`
	Name  string `json:"name" doc:"The event, page, channel or stage; (other) for the less frequent ones."`
	Count int64  `json:"count" doc:"Units whose path has the node."`
}

// Link is a step between two nodes.
type Link struct {
	Source        string   `json:"source" doc:"Id of a node."`
	Target        string   `json:"target" doc:"Id of a node of the next depth."`
	Count         int64    `json:"count" doc:"Units that took it."`
	MedianSeconds *float64 `json:"median_seconds" doc:"Median time from the first event of the one to the first event of the other."`

	Interval *query.Interval `json:"interval" doc:"Where its share of the source's units lies with 95 % confidence (Wilson); null where the source has fewer than 30."`
}

// Exit counts the paths that ended at a node.
type Exit struct {
	ID    string `json:"id" doc:"Id of a node."`
	Count int64  `json:"count"`

	Interval *query.Interval `json:"interval" doc:"Where their share of the node's units lies with 95 % confidence (Wilson); null where the node has fewer than 30."`
}

// mostDirect is the number of possible links up to which they are counted by
// code, in one pass.
const mostDirect = 1 << 18

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	return d.run(ctx, ix, mostDirect)
}

func (d Definition) run(ctx context.Context, ix *journey.Index, mostDirect int) (Answer, error) {
	begun := time.Now()
	p, scan, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	g, scanned, err := p.graph(ctx, ix, scan, mostDirect)
	if err != nil {
		return Answer{}, err
	}
	a := g.answer()
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	s, err := d.read()
	if err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, journey.Scan{}, err
	}
	p := &plan{shape: s, start: d.Start != nil, end: d.End != nil}
	patterns := make([]query.Pattern, 2)
	if p.start {
		if patterns[0], err = d.Start.Compile(ctx, ix, rng.Zone, "/start"); err != nil {
			return nil, journey.Scan{}, err
		}
	}
	if p.end {
		if patterns[1], err = d.End.Compile(ctx, ix, rng.Zone, "/end"); err != nil {
			return nil, journey.Scan{}, err
		}
	}
	p.table = query.NewTable(patterns)
	path := event.Path{Root: event.Dimension, Name: dimensions[s.by]}
	p.column, err = ix.Column(ctx, path, rng.Zone)
	return p, scan, err
}

// graph is what a run found, by rank: of each depth the nodes shown, then the rest.
type graph struct {
	*plan
	ranks []query.Groups
	width int
	nodes []int64 // by depth and rank
	exits []uint32
	links []uint32   // by depth of the source, rank of the source, rank of the target
	times []*float64 // medians, as links
}

func (p *plan) graph(ctx context.Context, ix *journey.Index, scan journey.Scan, mostDirect int) (*graph, journey.Scanned, error) {
	codes := p.column.Size() + 1
	direct := (p.depth-1)*codes*codes <= mostDirect
	width := 0
	if direct {
		width = codes
	}
	f, scanned, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p, width, nil) })
	if err != nil {
		return nil, scanned, err
	}
	g := p.rank(f)
	if !direct {
		f.links.Release()
		var again journey.Scanned
		f, again, err = journey.Run(ctx, ix, scan, func() *fold { return newFold(p, g.width, g.ranks) })
		if err != nil {
			return nil, scanned, err
		}
		scanned.Customers += again.Customers
		scanned.Events += again.Events
		g.exits, g.links = f.exits, f.links.Counts()
		g.times = f.links.Medians(len(g.links), func(link int) int { return link })
		f.links.Release()
		return g, scanned, nil
	}
	g.rename(f)
	return g, scanned, nil
}

// rank finds the nodes to show by name, and counts all of them.
func (p *plan) rank(f *fold) *graph {
	f.settle()
	g := &graph{plan: p}
	for _, tally := range f.tallies() {
		ranked := tally.Rank(p.column, p.top)
		g.ranks = append(g.ranks, ranked)
		g.width = max(g.width, ranked.Len())
	}
	g.nodes = make([]int64, g.depth*g.width)
	for depth, tally := range f.tallies() {
		tally.Each(func(code, n uint32) { g.nodes[depth*g.width+g.ranks[depth].Slot(code)] += int64(n) })
	}
	return g
}

// rename turns a fold's numbers by code into the graph's by rank.
func (g *graph) rename(f *fold) {
	slot := func(depth, code int) int { return g.ranks[depth].Slot(uint32(code)) }
	g.exits = make([]uint32, g.depth*g.width)
	for i, n := range f.exits {
		if n > 0 {
			depth := i / f.width
			g.exits[depth*g.width+slot(depth, i%f.width)] += n
		}
	}
	g.links = make([]uint32, (g.depth-1)*g.width*g.width)
	rename := func(link int) int {
		depth, from, to := link/f.width/f.width, link/f.width%f.width, link%f.width
		return (depth*g.width+slot(depth, from))*g.width + slot(depth+1, to)
	}
	for link, n := range f.counts {
		if n > 0 {
			g.links[rename(link)] += n
		}
	}
	g.times = f.links.Medians(len(g.links), rename)
	f.links.Release()
}

func (g *graph) answer() Answer {
	a := Answer{Nodes: []Node{}, Links: []Link{}, Exits: []Exit{}}
	for depth := range g.depth {
		for slot := range g.ranks[depth].Len() {
			at := depth*g.width + slot
			if g.nodes[at] == 0 {
				continue
			}
			a.Nodes = append(a.Nodes, Node{ID: g.id(depth, slot), Depth: g.signed(depth), Name: g.name(depth, slot), Count: g.nodes[at]})
			if g.exits[at] > 0 {
				a.Exits = append(a.Exits, Exit{ID: g.id(depth, slot), Count: int64(g.exits[at]), Interval: query.Of(int64(g.exits[at]), g.nodes[at])})
			}
		}
	}
	for i, n := range g.links {
		if n == 0 {
			continue
		}
		depth, from, to := i/g.width/g.width, i/g.width%g.width, i%g.width
		link := Link{Source: g.id(depth, from), Target: g.id(depth+1, to), Count: int64(n), MedianSeconds: g.times[i]}
		source := depth*g.width + from
		if g.backwards() {
			link.Source, link.Target = link.Target, link.Source
			source = (depth+1)*g.width + to
		}
		link.Interval = query.Of(link.Count, g.nodes[source])
		a.Links = append(a.Links, link)
	}
	// Links of a depth lie together already; the thickest of them go first.
	depth := func(l Link) int {
		n, _ := strconv.Atoi(l.Source[:strings.IndexByte(l.Source, ':')])
		return n
	}
	slices.SortStableFunc(a.Links, func(x, y Link) int {
		return cmp.Or(cmp.Compare(depth(x), depth(y)), cmp.Compare(y.Count, x.Count))
	})
	return a
}

func (g *graph) signed(depth int) int {
	if g.backwards() {
		return -depth
	}
	return depth
}

func (g *graph) name(depth, slot int) string {
	name, _ := g.ranks[depth].JSON(slot).(string)
	return name
}

func (g *graph) id(depth, slot int) string {
	return strconv.Itoa(g.signed(depth)) + ":" + g.name(depth, slot)
}
