package emotion

import (
	"context"
	"slices"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/sentiment"
)

// Definition is the question: the common fields are all there is to ask.
type Definition struct {
	query.Request
}

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error { return d.Request.Validate() }

// Answer is the curve.
type Answer struct {
	Stages     []Stage  `json:"stages" doc:"The stages of the model, in order."`
	Peak       *string  `json:"peak" doc:"Key of the stage with the strongest mood, good or bad; null where no stage has one."`
	End        *string  `json:"end" doc:"Key of the last stage with a mood."`
	Remembered *float64 `json:"remembered" doc:"Mean of peak and end: how the whole is likely to be remembered (peak-end rule)."`
	Topics     []Topic  `json:"topics" doc:"What the texts are about, most texts first."`
	Unread     int64    `json:"unread" doc:"Texts that could not be read, because they are in another language or say nothing of a feeling."`
	query.Meta
}

// Stage is a point of the curve.
type Stage struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Mood
	Reviews  int64   `json:"reviews"`
	Surveys  int64   `json:"surveys"`
	Tickets  int64   `json:"tickets"`
	Friction int64   `json:"friction" doc:"Sessions with rage clicks, script errors, abandoned forms or slow pages, each kind once."`
	Best     []Quote `json:"best" doc:"The sentences that speak best, at most 3."`
	Worst    []Quote `json:"worst" doc:"The sentences that speak worst, at most 3."`
	Topics   []Topic `json:"topics" doc:"What the texts of the stage are about."`
}

// Mood is how some customers feel.
type Mood struct {
	Customers int64           `json:"customers" doc:"Customers with evidence."`
	Mean      *float64        `json:"mean" doc:"From −1, very bad, to 1, very good; null below 10 customers."`
	Interval  *query.Interval `json:"interval" doc:"Where the mean lies with 95 % confidence."`
	Spread    *float64        `json:"spread" doc:"Standard deviation of the single pieces of evidence."`
}

// Quote is a sentence that somebody wrote, with what identifies them masked.
type Quote struct {
	Text  string  `json:"text"`
	Score float64 `json:"score"`
}

// Topic is what texts are about.
type Topic struct {
	Key   string `json:"key"`
	Name  string `json:"name"`
	Texts int64  `json:"texts"`
	Mood
	Best  []Quote `json:"best" doc:"The sentences that speak best, at most 3; empty at stages."`
	Worst []Quote `json:"worst" doc:"The sentences that speak worst, at most 3; empty at stages."`
}

// Unquoted is the answer without what anybody wrote: numbers for the public.
func (a Answer) Unquoted() any {
	a.Stages, a.Topics = slices.Clone(a.Stages), unquoted(a.Topics)
	for i := range a.Stages {
		s := &a.Stages[i]
		s.Best, s.Worst, s.Topics = []Quote{}, []Quote{}, unquoted(s.Topics)
	}
	return a
}

func unquoted(topics []Topic) []Topic {
	topics = slices.Clone(topics)
	for i := range topics {
		topics[i].Best, topics[i].Worst = []Quote{}, []Quote{}
	}
	return topics
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

// kind is what sort of evidence an event brings.
type kind uint8

const (
	silent kind = iota
	review
	survey
	ticket
	rage
	failure
	abandoned
	vitals
	kinds
)

var kindOf = map[string]kind{
	"Product Reviewed": review, "Review Submitted": review, "Survey Answered": survey,
	"Ticket Created": ticket, "Ticket Opened": ticket, "Ticket Solved": ticket, "Support Contacted": ticket,
	"Rage Click": rage, "Script Error": failure, "Form Abandoned": abandoned, "Web Vitals": vitals,
}

// frictions are what struggling counts for.
var frictions = [kinds]float64{rage: -0.6, failure: -0.5, abandoned: -0.4, vitals: -0.3}

const (
	frictionWeight = 0.25
	slowPaint      = 4000 // milliseconds
	fewest         = 10   // customers that a mood rests on
)

// plan is a definition compiled; folds share it.
type plan struct {
	model  []journey.Stage
	kinds  map[uint16]kind
	texts  []journey.Column
	grades []grade
	paint  query.Numbers
}

// grade is a property that says how good something was.
type grade struct {
	numbers     query.Numbers
	least, most float64
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, scan, err
	}
	p := &plan{model: ix.Stages().Stages, kinds: map[uint16]kind{}}
	for name, kind := range kindOf {
		if code, ok := ix.EventCode(name); ok {
			p.kinds[code] = kind
		}
	}
	property := func(name string) event.Path { return event.Path{Root: event.InProperties, Keys: []string{name}} }
	for _, name := range []string{"text", "review_body", "comment", "message"} {
		column, err := ix.Column(ctx, property(name), rng.Zone)
		if err != nil {
			return nil, scan, err
		}
		p.texts = append(p.texts, column)
	}
	for _, g := range []struct {
		name        string
		least, most float64
	}{{"rating", 1, 5}, {"csat", 1, 5}, {"nps", 0, 10}} {
		numbers, err := query.NewNumbers(ctx, ix, property(g.name), rng.Zone)
		if err != nil {
			return nil, scan, err
		}
		p.grades = append(p.grades, grade{numbers, g.least, g.most})
	}
	p.paint, err = query.NewNumbers(ctx, ix, property("lcp"), rng.Zone)
	return p, scan, err
}

// words is a text as it was read.
type words struct {
	sentiment.Score
	topics uint32
	there  bool
}
