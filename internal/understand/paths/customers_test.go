package paths

import (
	"testing"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// The customers behind a node, a link and an exit are those who, asked alone,
// are counted in it; where customers are counted they are as many as it says.
func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, querytest.Default), drawDefinition(dice)
		answer, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		alone := aloneAnswers(t, w, d)
		behind := func(of Who, said int64, count func(Answer) int64) {
			var want []journey.Customer
			for _, c := range w.Everybody() {
				if count(alone[c]) > 0 {
					want = append(want, c)
				}
			}
			if d.Unit == "customer" && said != int64(len(want)) {
				t.Fatalf("%+v: the answer says %d, alone there are %v", of, said, want)
			}
			querytest.Behind(t, dice, of, want, func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: of})
			})
		}
		for _, n := range answer.Nodes {
			behind(Who{Node: n.ID}, n.Count, func(a Answer) int64 {
				for _, own := range a.Nodes {
					if own.ID == n.ID {
						return own.Count
					}
				}
				return 0
			})
		}
		for _, l := range answer.Links {
			behind(Who{Node: l.Source, Next: l.Target}, l.Count, func(a Answer) int64 {
				for _, own := range a.Links {
					if own.Source == l.Source && own.Target == l.Target {
						return own.Count
					}
				}
				return 0
			})
		}
		for _, x := range answer.Exits {
			behind(Who{Node: x.ID, Exit: true}, x.Count, func(a Answer) int64 {
				for _, own := range a.Exits {
					if own.ID == x.ID {
						return own.Count
					}
				}
				return 0
			})
		}
	})
}

// aloneAnswers asks of each customer alone, with the ranks of the whole answer.
func aloneAnswers(t querytest.TB, w *querytest.World, d Definition) map[journey.Customer]Answer {
	p, scan, err := d.compile(t.Context(), w.Index.Index)
	if err != nil {
		t.Fatal(err)
	}
	all, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p, 0, nil) })
	if err != nil {
		t.Fatal(err)
	}
	ranks := p.rank(all)
	alone := map[journey.Customer]Answer{}
	for _, c := range w.Everybody() {
		scan.Only = func(other journey.Customer) bool { return other == c }
		f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p, ranks.width, ranks.ranks) })
		if err != nil {
			t.Fatal(err)
		}
		f.settle()
		g := &graph{plan: p, ranks: ranks.ranks, width: ranks.width, nodes: make([]int64, p.depth*ranks.width), exits: f.exits, links: f.counts}
		for i, n := range f.nodes {
			g.nodes[i] = int64(n)
		}
		g.times = make([]*float64, len(g.links))
		alone[c] = g.answer()
	}
	return alone
}

func TestRefusesToListCustomers(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"no node":       {`{"of":{}}`, "/of/node"},
		"too deep":      {`{"depth":2,"of":{"node":"2:A"}}`, "/of/node"},
		"not beside it": {`{"of":{"node":"0:A","next":"2:A"}}`, "/of/next"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				var q CustomersQuestion
				err := query.Decode([]byte(c.body), &q)
				if err == nil {
					_, err = Customers(t.Context(), querytest.Of(nil).Index.Index, q)
				}
				return err
			})
		})
	}
}
