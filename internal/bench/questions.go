package bench

import (
	"context"
	"encoding/json"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/attribution"
	"wend/internal/understand/friction"
	"wend/internal/understand/funnel"
	"wend/internal/understand/paths"
	"wend/internal/understand/query"
	"wend/internal/understand/retention"
	"wend/internal/understand/rfm"
	"wend/internal/understand/stages"
	"wend/internal/understand/trend"
)

// Question is one question of the benchmark.
type Question struct {
	Name string
	// Bytes is how many bytes of columns each event has that the answer
	// depends on: what the machine must read at least.
	Bytes int
	// Compared questions are those with a bar against other engines.
	Compared bool
	// Ask answers it.
	Ask func(ctx context.Context, ix *journey.Index) (any, error)
}

// FunnelSteps are the steps of the two funnels: the short one takes the first,
// third and fifth.
var FunnelSteps = []string{"Product Viewed", "Product Added", "Cart Viewed", "Checkout Started", "Order Completed"}

// ShortFunnel are the steps of the funnel of three.
var ShortFunnel = []string{FunnelSteps[0], FunnelSteps[1], FunnelSteps[4]}

// FunnelWindow is the window of both funnels.
const FunnelWindow = 7 * 24 * time.Hour

// PathsDepth and PathsTop are those of the paths.
const PathsDepth, PathsTop = 5, 50

// Moment is the end of the questions' range.
var Moment = historyEnd.AddDate(0, 0, 2)

// AttributionModels are the models that go by rules, and the chain.
var AttributionModels = []string{"last", "first", "linear", "time_decay", "position", "w_shaped", "last_non_direct", "markov"}

func request() query.Request {
	from := historyEnd.AddDate(0, 0, -historyDays-1)
	return query.Request{From: from.Format(time.RFC3339), To: Moment.Format(time.RFC3339), Timezone: "UTC", Now: Moment}
}

func funnelOf(steps []string) funnel.Definition {
	d := funnel.Definition{Request: request(), Window: "7d", Breakdown: &funnel.Breakdown{Property: "device"}}
	for _, name := range steps {
		d.Steps = append(d.Steps, funnel.Step{Selector: query.Selector{Event: name}})
	}
	return d
}

// Questions are those of the benchmark, all over the whole history.
func Questions() []Question {
	depth, top := PathsDepth, PathsTop
	return []Question{
		{"funnel of 3 steps by device", 8 + 2 + 2, true, func(ctx context.Context, ix *journey.Index) (any, error) {
			return funnel.Run(ctx, ix, funnelOf(ShortFunnel))
		}},
		{"funnel of 5 steps by device", 8 + 2 + 2, true, func(ctx context.Context, ix *journey.Index) (any, error) {
			return funnel.Run(ctx, ix, funnelOf(FunnelSteps))
		}},
		{"paths of sessions, 5 deep", 8 + 2 + 4, true, func(ctx context.Context, ix *journey.Index) (any, error) {
			return paths.Run(ctx, ix, paths.Definition{Request: request(), Depth: &depth, Top: &top})
		}},
		{"stages and moves", 8 + 1, true, func(ctx context.Context, ix *journey.Index) (any, error) {
			return stages.Run(ctx, ix, stages.Definition{Request: request()})
		}},
		{"trend of customers by day", 8 + 2, false, func(ctx context.Context, ix *journey.Index) (any, error) {
			return trend.Run(ctx, ix, trend.Definition{Request: request(), Series: []trend.Series{
				{Selector: query.Selector{Event: FunnelSteps[0]}}, {Selector: query.Selector{Event: FunnelSteps[0]}, Measure: "customers"},
			}})
		}},
		{"retention by week", 8 + 2, false, func(ctx context.Context, ix *journey.Index) (any, error) {
			return retention.Run(ctx, ix, retention.Definition{Request: request(), Cohort: query.Selector{Event: FunnelSteps[0]}, Return: query.Selector{Event: FunnelSteps[1]}})
		}},
		{"recency, frequency, value", 8 + 2 + 4, false, func(ctx context.Context, ix *journey.Index) (any, error) {
			return rfm.Run(ctx, ix, rfm.Definition{Request: request(), Event: FunnelSteps[4]})
		}},
		{"friction, to an order", 8 + 2 + 2 + 2 + 4 + 4, false, func(ctx context.Context, ix *journey.Index) (any, error) {
			return friction.Run(ctx, ix, friction.Definition{Request: request(), Goal: friction.Goal{Selector: query.Selector{Event: FunnelSteps[4]}}})
		}},
		{"attribution by rules and Markov", 8 + 2 + 4 + 4, false, func(ctx context.Context, ix *journey.Index) (any, error) {
			return attribution.Run(ctx, ix, attribution.Definition{Request: request(), Conversion: query.Selector{Event: FunnelSteps[4]}, Models: AttributionModels,
				Milestones: []query.Selector{{Event: FunnelSteps[1]}, {Event: FunnelSteps[3]}}})
		}},
		{"attribution by last touches", 8 + 2 + 4 + 4, false, func(ctx context.Context, ix *journey.Index) (any, error) {
			return attribution.Run(ctx, ix, attribution.Definition{Request: request(), Conversion: query.Selector{Event: FunnelSteps[4]}, Models: []string{"last", "last_non_direct"}})
		}},
	}
}

// StageModel is the default model, without filters.
func StageModel() journey.StageModel {
	rule := func(names ...string) (rules []journey.StageRule) {
		for _, name := range names {
			rules = append(rules, journey.StageRule{Event: name})
		}
		return rules
	}
	return journey.StageModel{Stages: []journey.Stage{
		{Key: "awareness", Name: "Awareness", Rules: []journey.StageRule{{Event: "Page Viewed", Count: &journey.Count{Op: "lte", Value: 1}}}, Patience: "30d"},
		{Key: "consideration", Name: "Consideration", Rules: rule("Product Viewed", "Products Searched", "Product Added to Wishlist"), Patience: "30d"},
		{Key: "decision", Name: "Decision", Rules: rule("Product Added", "Cart Viewed", "Checkout Started"), Patience: "30d"},
		{Key: "purchase", Name: "Purchase", Rules: rule("Order Completed"), Patience: "30d"},
		{Key: "retention", Name: "Retention", Rules: []journey.StageRule{{Event: "Order Completed", Count: &journey.Count{Op: "gte", Value: 2}}}, Patience: "30d"},
		{Key: "advocacy", Name: "Advocacy", Rules: rule("Product Reviewed", "Product Shared"), Patience: "30d"},
	}}
}

// Timing is how fast a question was answered.
type Timing struct {
	Question Question
	Took     time.Duration // median
	Answer   any
}

// Ask answers each question several times and keeps the median time.
func Ask(ctx context.Context, ix *journey.Index, questions []Question, times int) ([]Timing, error) {
	var timings []Timing
	for _, q := range questions {
		t := Timing{Question: q}
		took, err := Median(times, func() error {
			var err error
			t.Answer, err = q.Ask(ctx, ix)
			return err
		})
		if err != nil {
			return nil, err
		}
		t.Took = took
		timings = append(timings, t)
	}
	return timings, nil
}

// Text is an answer as JSON, to be compared and shown.
func Text(answer any) string {
	raw, err := json.Marshal(answer)
	if err != nil {
		return err.Error()
	}
	return string(raw)
}
