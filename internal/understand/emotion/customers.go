package emotion

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
	at := 1 + slices.IndexFunc(p.model, func(s journey.Stage) bool { return s.Key == q.Of.Stage })
	if at == 0 {
		return query.People{}, problem.At("/of/stage", "There is no stage %q.", q.Of.Stage)
	}
	if !slices.Contains([]string{"", "good", "bad"}, q.Of.Tone) {
		return query.People{}, problem.At("/of/tone", "tone must be good or bad.")
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.chosen = begin()
		f.pick = func(stage int, value float64) bool {
			return stage == at && (q.Of.Tone == "" || q.Of.Tone == "good" && value > 0 || q.Of.Tone == "bad" && value < 0)
		}
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}
