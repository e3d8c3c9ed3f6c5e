package paths

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// The reference says what the contract says of paths, one unit at a time.

type node struct {
	depth int
	name  string
}

func (n node) id() string { return fmt.Sprintf("%d:%s", n.depth, n.name) }

type slowLink struct{ from, to node }

func fits(s *query.Selector, e querytest.Touch) bool {
	return (s.Event == "" || s.Event == e.Name) && e.Passes(s.Where)
}

// slowPath is a unit's path: names and the times of their first events.
func (d Definition) slowPath(unit []querytest.Touch) (names []string, times []int64, depths []int, exit, ok bool) {
	begin, end := 0, len(unit)
	if d.Start != nil {
		if begin = slices.IndexFunc(unit, func(e querytest.Touch) bool { return fits(d.Start, e) }); begin < 0 {
			return nil, nil, nil, false, false
		}
	}
	if d.End != nil {
		at := slices.IndexFunc(unit[begin:], func(e querytest.Touch) bool { return fits(d.End, e) })
		if at < 0 {
			return nil, nil, nil, false, false
		}
		end = begin + at + 1
	}
	for _, e := range unit[begin:end] {
		v := e.Value(cmp.Or(d.By, "event"))
		if !v.Exists() || len(names) > 0 && names[len(names)-1] == v.Text {
			continue
		}
		names, times = append(names, v.Text), append(times, e.Time)
	}
	depth := 5
	if d.Depth != nil {
		depth = *d.Depth
	}
	exit = d.End == nil && len(names) <= depth
	if d.End != nil && d.Start == nil {
		cut := max(0, len(names)-depth)
		names, times = names[cut:], times[cut:]
		for i := range names {
			depths = append(depths, i-len(names)+1)
		}
	} else {
		names, times = names[:min(depth, len(names))], times[:min(depth, len(names))]
		for i := range names {
			depths = append(depths, i)
		}
	}
	return names, times, depths, exit, len(names) > 0
}

func (d Definition) slow(w *querytest.World) Answer {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	type way struct {
		nodes []node
		times []int64
		exit  bool
	}
	var ways []way
	for c, js := range w.Journeys() {
		if c == journey.Nobody {
			continue
		}
		units := [][]querytest.Touch{querytest.See(js, rng.From, rng.To, d.Where)}
		if d.Unit != "customer" {
			units = querytest.Sessions(units[0])
		}
		for _, unit := range units {
			if names, times, depths, exit, ok := d.slowPath(unit); ok {
				x := way{times: times, exit: exit}
				for i := range names {
					x.nodes = append(x.nodes, node{depths[i], names[i]})
				}
				ways = append(ways, x)
			}
		}
	}
	// The most frequent nodes of each depth keep their names.
	counts := map[node]int64{}
	for _, x := range ways {
		for _, n := range x.nodes {
			counts[n]++
		}
	}
	top := 50
	if d.Top != nil {
		top = *d.Top
	}
	shown := map[node]node{}
	for n := range counts {
		better := 0
		for m := range counts {
			if m.depth == n.depth && (counts[m] > counts[n] || counts[m] == counts[n] && m.name < n.name) {
				better++
			}
		}
		if shown[n] = n; better >= top {
			shown[n] = node{n.depth, query.Other}
		}
	}
	nodes, exits, links, times := map[node]int64{}, map[node]int64{}, map[slowLink]int64{}, map[slowLink][]float64{}
	for _, x := range ways {
		for i, n := range x.nodes {
			nodes[shown[n]]++
			if i > 0 {
				l := slowLink{shown[x.nodes[i-1]], shown[n]}
				links[l]++
				times[l] = append(times[l], float64(x.times[i]-x.times[i-1])/1000)
			}
		}
		if x.exit {
			exits[shown[x.nodes[len(x.nodes)-1]]]++
		}
	}
	var a Answer
	for n, count := range nodes {
		a.Nodes = append(a.Nodes, Node{n.id(), n.depth, n.name, count})
	}
	for n, count := range exits {
		a.Exits = append(a.Exits, Exit{n.id(), count, query.Of(count, nodes[n])})
	}
	for l, count := range links {
		a.Links = append(a.Links, Link{l.from.id(), l.to.id(), count, querytest.Median(times[l]), query.Of(count, nodes[l.from])})
	}
	return a
}

// sorted puts an answer into one order, to compare it.
func (a Answer) sorted() Answer {
	a.Meta = query.Meta{}
	a.Nodes = slices.SortedFunc(slices.Values(a.Nodes), func(x, y Node) int { return strings.Compare(x.ID, y.ID) })
	a.Exits = slices.SortedFunc(slices.Values(a.Exits), func(x, y Exit) int { return strings.Compare(x.ID, y.ID) })
	a.Links = slices.SortedFunc(slices.Values(a.Links), func(x, y Link) int {
		return cmp.Or(strings.Compare(x.Source, y.Source), strings.Compare(x.Target, y.Target))
	})
	return a
}

func (a Answer) String() string {
	var b strings.Builder
	for _, n := range a.Nodes {
		fmt.Fprintf(&b, "%s %d\n", n.ID, n.Count)
	}
	for _, l := range a.Links {
		fmt.Fprintf(&b, "%s → %s %d %gs\n", l.Source, l.Target, l.Count, *l.MedianSeconds)
	}
	for _, x := range a.Exits {
		fmt.Fprintf(&b, "%s left %d\n", x.ID, x.Count)
	}
	return b.String()
}

func drawDefinition(dice querytest.Dice) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, querytest.Default)
	d.Where = querytest.DrawWhere(dice)
	d.By = querytest.Pick(dice, "by", "", "event", "page", "channel", "stage")
	d.Unit = querytest.Pick(dice, "unit", "", "session", "customer", "customer")
	end := func() *query.Selector {
		return &query.Selector{Event: querytest.Pick(dice, "event", "A", "B", "C", "never", ""), Where: querytest.DrawWhere(dice)}
	}
	if dice(3, "start") == 0 {
		d.Start = end()
	}
	if dice(3, "end") == 0 {
		d.End = end()
	}
	if depth := dice(7, "depth"); depth > 0 {
		d.Depth = &depth
	}
	if top := dice(5, "top"); top > 0 {
		d.Top = &top
	}
	return d
}

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, querytest.Default), drawDefinition(dice)
		want := d.slow(w).sorted()
		for _, direct := range []int{mostDirect, 0} { // in one pass, and in two
			got, err := d.run(t.Context(), w.Index.Index, direct)
			if err != nil {
				t.Fatal(err)
			}
			if got = got.sorted(); !reflect.DeepEqual(got, want) {
				t.Fatalf("definition %+v, direct %d\ngot\n%s\nwant\n%s", d, direct, got, want)
			}
		}
	})
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, querytest.Default), drawDefinition(dice)
		p, scan, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		part := func(only func(journey.Customer) bool) *fold {
			scan.Only = only
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p, p.column.Size()+1, nil) })
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		f := part(left)
		f.Merge(part(right))
		g := p.rank(f)
		g.rename(f)
		if got, want := g.answer().sorted(), d.slow(w).sorted(); !reflect.DeepEqual(got, want) {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}
