package touchpoints

import (
	"context"
	"strconv"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Touchpoints []Planned `json:"touchpoints,omitempty" doc:"What to count apart, at most 32."`
}

// Planned is a touchpoint that somebody has in mind: some events at a stage.
type Planned struct {
	Stage string `json:"stage" doc:"Key of a stage."`
	query.Selector
}

const mostPlanned = 32

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	if len(d.Touchpoints) > mostPlanned {
		return problem.At("/touchpoints", "At most %d touchpoints can be counted at once.", mostPlanned)
	}
	for i, t := range d.Touchpoints {
		at := "/touchpoints/" + strconv.Itoa(i)
		if t.Stage == "" {
			return problem.At(at+"/stage", "Name the stage of this touchpoint.")
		}
		if err := t.Selector.Validate(at); err != nil {
			return err
		}
	}
	return d.Request.Validate()
}

// Answer is what happened.
type Answer struct {
	Stages      []Stage `json:"stages" doc:"The stages of the model, in order."`
	Touchpoints []Count `json:"touchpoints" doc:"Those that were asked for, in their order."`
	query.Meta
}

// Stage is one stage's numbers.
type Stage struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Numbers
}

// Numbers are what happened at a stage.
type Numbers struct {
	Customers     int64           `json:"customers" doc:"Customers with a touchpoint at the stage."`
	Events        int64           `json:"events" doc:"Touchpoints at the stage."`
	WentOn        int64           `json:"went_on" doc:"Customers of the stage who had a touchpoint of a later stage afterwards."`
	Rate          *float64        `json:"rate" doc:"Share of the customers who went on; null at the last stage, and where fewer than 30 customers were there."`
	Interval      *query.Interval `json:"interval" doc:"Where that share lies with 95 % confidence (Wilson)."`
	MedianSeconds *float64        `json:"median_seconds" doc:"Median time from coming to the stage to going on, of those who went on."`
}

// Count is one planned touchpoint's numbers.
type Count struct {
	Customers int64 `json:"customers" doc:"Customers who had it at its stage."`
	Events    int64 `json:"events" doc:"How often it happened there."`
}

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	p, scan, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p) })
	if err != nil {
		return Answer{}, err
	}
	a := f.answer()
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

// plan is a definition compiled; folds share it.
type plan struct {
	model []journey.Stage
	at    []int // stage of each planned touchpoint, from 1; 0 for one that the model does not have
	table query.Table
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, scan, err
	}
	p := &plan{model: ix.Stages().Stages}
	patterns := make([]query.Pattern, len(d.Touchpoints))
	for i, t := range d.Touchpoints {
		p.at = append(p.at, journey.StageNumber(p.model, t.Stage))
		if patterns[i], err = t.Compile(ctx, ix, rng.Zone, "/touchpoints/"+strconv.Itoa(i)); err != nil {
			return nil, scan, err
		}
	}
	p.table = query.NewTable(patterns)
	return p, scan, nil
}
