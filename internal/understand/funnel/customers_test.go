package funnel

import (
	"encoding/json"
	"testing"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// The customers behind every number are those who, asked alone, are counted in
// it; where customers are counted they are as many as it says.
func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, querytest.Default), drawDefinition(dice)
		answer, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		alone := map[journey.Customer]Answer{}
		for _, c := range w.Everybody() {
			p, scan, err := d.compile(t.Context(), w.Index.Index)
			if err != nil {
				t.Fatal(err)
			}
			scan.Only = func(other journey.Customer) bool { return other == c }
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p) })
			if err != nil {
				t.Fatal(err)
			}
			alone[c] = d.answer(f)
		}
		check := func(steps []StepAnswer, value json.RawMessage, own func(Answer) []StepAnswer) {
			for k, step := range steps {
				left := step.Count
				if k+1 < len(steps) {
					left -= steps[k+1].Count
				}
				var reached, leavers []journey.Customer
				for _, c := range w.Everybody() {
					mine := own(alone[c])
					if mine == nil || mine[k].Count == 0 {
						continue
					}
					reached = append(reached, c)
					if k+1 == len(mine) || mine[k+1].Count < mine[k].Count {
						leavers = append(leavers, c)
					}
				}
				if d.Unit != sessions && (int64(len(reached)) != step.Count || int64(len(leavers)) != left) {
					t.Fatalf("step %d says %d, of whom %d left; alone %v and %v", k+1, step.Count, left, reached, leavers)
				}
				for of, want := range map[*Who][]journey.Customer{{Step: k + 1, Value: value}: reached, {Step: k + 1, Value: value, Left: true}: leavers} {
					querytest.Behind(t, dice, *of, want, func(page query.Page) (query.People, error) {
						return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: *of})
					})
				}
			}
		}
		check(answer.Steps, nil, func(a Answer) []StepAnswer { return a.Steps })
		for _, g := range answer.Breakdown {
			value, err := json.Marshal(g.Value)
			if err != nil {
				t.Fatal(err)
			}
			check(g.Steps, value, func(a Answer) []StepAnswer {
				for _, own := range a.Breakdown {
					if own.Value == g.Value {
						return own.Steps
					}
				}
				return nil
			})
		}
	})
}

func TestRefusesToListCustomers(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"no step":      {`{"steps":[{"event":"A"}],"of":{}}`, "/of/step"},
		"no such step": {`{"steps":[{"event":"A"}],"of":{"step":2}}`, "/of/step"},
		"no breakdown": {`{"steps":[{"event":"A"}],"of":{"step":1,"value":"x"}}`, "/of/value"},
		"the question": {`{"steps":[],"of":{"step":1}}`, "/steps"},
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
