package understand

import (
	"context"

	"wend/internal/journey"
	"wend/internal/understand/attribution"
	"wend/internal/understand/compare"
	"wend/internal/understand/conformance"
	"wend/internal/understand/emotion"
	"wend/internal/understand/friction"
	"wend/internal/understand/funnel"
	"wend/internal/understand/insights"
	"wend/internal/understand/moves"
	"wend/internal/understand/paths"
	"wend/internal/understand/query"
	"wend/internal/understand/retention"
	"wend/internal/understand/rfm"
	"wend/internal/understand/stages"
	"wend/internal/understand/touchpoints"
	"wend/internal/understand/trend"
	"wend/internal/understand/visits"
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
	// Customers decodes a body likewise, which names one number of the answer
	// beside the definition, and lists the customers behind it: as many as it
	// says, where it counts customers. CustomersQuestion is the body's zero value.
	Customers         func(ctx context.Context, ix *journey.Index, body []byte) (query.People, error)
	CustomersQuestion any
}

// Analyses are all of them, in the order of the API's document.
var Analyses = []Analysis{
	listed(analysis("trend", "Count events, customers, sessions or values over time", trend.Decode, trend.Run), trend.Customers),
	listed(analysis("funnel", "Count how far customers come along a list of steps", funnel.Decode, funnel.Run), funnel.Customers),
	listed(analysis("paths", "Draw the ways that customers take", paths.Decode, paths.Run), paths.Customers),
	listed(analysis("retention", "Count the customers who come back, by when they began", retention.Decode, retention.Run), retention.Customers),
	listed(analysis("attribution", "Deal the credit for conversions out to what came before them, by several models", attribution.Decode, attribution.Run), attribution.Customers),
	listed(analysis("landing", "Compare landing pages with the site: bounces, engagement, conversions", visits.DecodeLanding, visits.RunLanding), visits.OfLanding),
	listed(analysis("sources", "Compare traffic sources with the site: bounces, engagement, conversions", visits.DecodeSources, visits.RunSources), visits.OfSources),
	listed(analysis("rfm", "Score customers by recency, frequency and value, and name their segments", rfm.Decode, rfm.Run), rfm.Customers),
	listed(analysis("compare", "Compare two groups of customers on everything, the greatest difference first", compare.Decode, compare.Run), compare.Customers),
	listed(analysis("profile", "Find what the most valuable customers have in common, from what is known of them early", compare.DecodeProfile, compare.RunProfile), compare.CustomersOfProfile),
	listed(analysis("friction", "Find where customers get stuck, for whom, and what that costs", friction.Decode, friction.Run), friction.Customers),
	listed(analysis("insights", "Say what lies beyond expectation: days that stand out and changes that last, with what drives them", insights.Decode, insights.Run), insights.Customers),
	listed(analysis("stages", "Show where customers stand in the stage model, and how they move", stages.Decode, stages.Run), stages.Customers),
	listed(analysis("touchpoints", "Count what happens at each stage, and at the touchpoints planned there", touchpoints.Decode, touchpoints.Run), touchpoints.Customers),
	listed(analysis("emotion", "Draw how customers feel at each stage, from reviews, surveys, tickets and friction", emotion.Decode, emotion.Run), emotion.Customers),
	listed(analysis("voices", "Tell how what customers write feels, per stage and topic, with the sentences that carry it", emotion.DecodeVoices, emotion.RunVoices), emotion.CustomersOfVoices),
	listed(analysis("conformance", "Hold the journeys that customers take against the ideal journey of a map", conformance.Decode, conformance.Run), conformance.Customers),
	listed(analysis("moves", "Count who came into each stage and who went on, knowing where they stood before", moves.Decode, moves.Run), moves.Customers),
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

// listed adds to an analysis how the customers behind its numbers are found.
func listed[Q any](a Analysis, customers func(context.Context, *journey.Index, Q) (query.People, error)) Analysis {
	a.CustomersQuestion = *new(Q)
	a.Customers = func(ctx context.Context, ix *journey.Index, body []byte) (query.People, error) {
		question, err := query.Read[Q](body)
		if err != nil {
			return query.People{}, err
		}
		return customers(ctx, ix, question)
	}
	return a
}
