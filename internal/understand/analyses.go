package understand

import (
	"context"

	"wend/internal/journey"
	"wend/internal/understand/funnel"
	"wend/internal/understand/paths"
	"wend/internal/understand/retention"
	"wend/internal/understand/stages"
	"wend/internal/understand/trend"
)

// Analysis is one question that can be asked of the journey index.
type Analysis struct {
	Name    string // last part of its address, as in /query/funnel
	Summary string // for the API's document
	// Definition and Answer are zero values of what goes in and what comes out,
	// for the API's document.
	Definition, Answer any
	// Check decodes a request's body and finds everything wrong with it that can
	// be found without an index: for questions that are kept.
	Check func(body []byte) error
	// Run decodes a request's body, checks it and answers it. What is wrong with
	// the request is a *problem.Problem.
	Run func(ctx context.Context, ix *journey.Index, body []byte) (any, error)
}

// Analyses are all of them, in the order of the API's document.
var Analyses = []Analysis{
	analysis("trend", "Count events, customers, sessions or values over time", trend.Decode, trend.Run),
	analysis("funnel", "Count how far customers come along a list of steps", funnel.Decode, funnel.Run),
	analysis("paths", "Draw the ways that customers take", paths.Decode, paths.Run),
	analysis("retention", "Count the customers who come back, by when they began", retention.Decode, retention.Run),
	analysis("stages", "Show where customers stand in the stage model, and how they move", stages.Decode, stages.Run),
}

// Find is the analysis of a name.
func Find(name string) (Analysis, bool) {
	for _, a := range Analyses {
		if a.Name == name {
			return a, true
		}
	}
	return Analysis{}, false
}

type definition interface{ Validate() error }

func analysis[D definition, A any](name, summary string, decode func([]byte) (D, error), run func(context.Context, *journey.Index, D) (A, error)) Analysis {
	return Analysis{
		Name: name, Summary: summary, Definition: *new(D), Answer: *new(A),
		Check: func(body []byte) error {
			definition, err := decode(body)
			if err != nil {
				return err
			}
			return definition.Validate()
		},
		Run: func(ctx context.Context, ix *journey.Index, body []byte) (any, error) {
			definition, err := decode(body)
			if err != nil {
				return nil, err
			}
			return run(ctx, ix, definition)
		},
	}
}
