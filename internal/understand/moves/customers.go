package moves

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

// Who chooses customers by what they did at a stage.
type Who struct {
	Stage string `json:"stage" doc:"Key of a stage."`
	Did   string `json:"did,omitempty" enum:"stand,enter,leave" doc:"stand (the default): those who stand there; enter: those who came in; leave: those who went on."`
}

// Customers lists the customers behind a stage's number.
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
	did, ok := map[string]deed{"": standing, "stand": standing, "enter": entered, "leave": left}[q.Of.Did]
	if !ok {
		return query.People{}, problem.At("/of/did", "did must be stand, enter or leave.")
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.did.List(did.at(stage), begin())
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.did.People(), nil
}
