package funnel

import (
	"context"
	"encoding/json"

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

// Who chooses customers by how far they came. Where sessions are counted, they
// are those with at least one such session.
type Who struct {
	Step  int             `json:"step" doc:"Number of a step, from 1."`
	Left  bool            `json:"left,omitempty" doc:"Only those who came to this step and no further; else all who reached it."`
	Value json.RawMessage `json:"value,omitempty" doc:"Only those of one line of the breakdown: its value as the answer shows it, null for missing, (other) for the rest."`
}

// Customers lists the customers behind a number of the answer.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	if err := q.Definition.Validate(); err != nil {
		return query.People{}, err
	}
	if q.Of.Step < 1 || q.Of.Step > len(q.Steps) {
		return query.People{}, problem.At("/of/step", "step must be between 1 and %d.", len(q.Steps))
	}
	if len(q.Of.Value) > 0 && q.Breakdown == nil {
		return query.People{}, problem.At("/of/value", "This funnel has no breakdown: leave value out, or ask with a breakdown.")
	}
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	p, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	inGroup := func(uint32) bool { return true }
	if len(q.Of.Value) > 0 {
		tallied, _, err := journey.Run(ctx, ix, scan, func() *fold {
			f := newFold(p)
			f.pick = func(_ int, code uint32) bool {
				f.tally.Add(code)
				return false
			}
			return f
		})
		if err != nil {
			return query.People{}, err
		}
		groups := tallied.tally.Rank(p.column, query.MostValues)
		slot := groups.SlotOf(q.Of.Value)
		inGroup = func(code uint32) bool { return groups.Slot(code) == slot }
	}
	pick := func(depth int, code uint32) bool {
		return depth >= q.Of.Step && (!q.Of.Left || depth == q.Of.Step) && inGroup(code)
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.pick, f.chosen = pick, begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}
