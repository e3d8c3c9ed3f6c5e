package touchpoints

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

// Who chooses customers by a stage, or by a planned touchpoint.
type Who struct {
	Stage      string `json:"stage,omitempty" doc:"Key of a stage: those who had a touchpoint there."`
	WentOn     bool   `json:"went_on,omitempty" doc:"Only those who went on from the stage."`
	Touchpoint *int   `json:"touchpoint,omitempty" doc:"In place of stage: those who had this one of the touchpoints, from 0."`
}

// Customers lists the customers behind a number.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	p, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	deed, err := p.deed(q.Of)
	if err != nil {
		return query.People{}, err
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.did.List(deed, begin())
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	f.took.Release()
	return f.did.People(), nil
}

// deed is what whoever is meant did.
func (p *plan) deed(who Who) (int, error) {
	if who.Touchpoint != nil {
		i := *who.Touchpoint
		if who.Stage != "" || who.WentOn {
			return 0, problem.At("/of/touchpoint", "Ask for a touchpoint or for a stage, not both.")
		}
		if i < 0 || i >= len(p.at) {
			return 0, problem.At("/of/touchpoint", "There is no touchpoint %d in this question.", i)
		}
		return p.has(i), nil
	}
	stage, err := query.StageNumber(p.model, who.Stage, "/of/stage")
	if who.WentOn {
		return p.goesOn(stage), err
	}
	return p.comes(stage), err
}
