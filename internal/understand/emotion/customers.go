package emotion

import (
	"context"

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

// Who chooses customers by what they felt at a stage.
type Who struct {
	Stage string `json:"stage" doc:"Key of a stage."`
	Tone  string `json:"tone,omitempty" enum:"good,bad" doc:"Only those with good (above 0), or bad (below 0), evidence there."`
}

// Customers lists the customers behind a point of the curve.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	p, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	stage, err := query.StageNumber(p.model, q.Of.Stage, "/of/stage")
	if err != nil {
		return query.People{}, err
	}
	felt, ok := map[string]feeling{"": anyFeeling, "good": good, "bad": bad}[q.Of.Tone]
	if !ok {
		return query.People{}, problem.At("/of/tone", "tone must be good or bad.")
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.felt.List(felt.at(stage), begin())
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.felt.People(), nil
}
