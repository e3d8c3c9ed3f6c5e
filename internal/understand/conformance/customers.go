package conformance

import (
	"context"
	"slices"

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

// Who chooses customers by how their case ended.
type Who struct {
	Did  string `json:"did" enum:"followed,underway,deviated,left,skipped,order,repeated,back,late" doc:"How the case ended; deviated is all but followed and underway."`
	Step *int   `json:"step,omitempty" doc:"Only those who left the ideal at this step, from 0."`
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
	want := how(max(0, slices.Index(words[:], q.Of.Did)))
	if want == none && q.Of.Did != "deviated" {
		return query.People{}, problem.At("/of/did", "did must be followed, underway, deviated, left, skipped, order, repeated, back or late.")
	}
	if q.Of.Step != nil && (want == followed || want == underway || *q.Of.Step < 0 || *q.Of.Step >= len(p.ideal.Steps)) {
		return query.People{}, problem.At("/of/step", "Name a step of the ideal journey, from 0, for customers who left it.")
	}
	pick := func(at place) bool {
		return (at.how == want || want == none && deviated(at.how)) && (q.Of.Step == nil || *q.Of.Step == at.step)
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p, ix.Worths())
		f.pick, f.chosen = pick, begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}
