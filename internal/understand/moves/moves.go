package moves

import (
	"context"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Definition is the question: the common fields are all there is to ask.
type Definition struct {
	query.Request
}

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error { return d.Request.Validate() }

// Answer is what happened at each stage.
type Answer struct {
	Stages []Stage `json:"stages" doc:"The stages of the model, in order."`
	query.Meta
}

// Stage is one stage's numbers.
type Stage struct {
	Key       string `json:"key"`
	Name      string `json:"name"`
	Customers int64  `json:"customers" doc:"Customers with a touchpoint in the range who stand at the stage after the last of them."`
	Entered   int64  `json:"entered" doc:"Customers who came into it in the range, from another stage or from none."`
	Left      int64  `json:"left" doc:"Customers who went on from it to another stage in the range."`
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
	a := Answer{Stages: []Stage{}, Meta: query.NewMeta(begun, scanned)}
	for i, stage := range p.model {
		number := func(d deed) int64 { return f.did.Customers(d.at(i + 1)) }
		a.Stages = append(a.Stages, Stage{Key: stage.Key, Name: stage.Name, Customers: number(standing), Entered: number(entered), Left: number(left)})
	}
	return a, nil
}

// plan is the stage model as it was when it was asked; folds share it.
type plan struct {
	model []journey.Stage
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scan{}, err
	}
	scan, _, err := d.Prepare(ctx, ix)
	return &plan{model: ix.Stages().Stages}, scan, err
}

// deed is what a customer does at a stage.
type deed int

const (
	standing deed = iota
	entered
	left
	deeds
)

// at is the deed's number at a stage.
func (d deed) at(stage int) int { return stage*int(deeds) + int(d) }

// fold counts customers by stage, from 1, and by what they did.
type fold struct {
	*plan
	did query.Deeds
}

func newFold(p *plan) *fold {
	return &fold{plan: p, did: query.NewDeeds((len(p.model) + 1) * int(deeds))}
}

func (f *fold) Visit(j journey.Journey) {
	f.did.Begin()
	stages := j.Columns.Stage
	at := 0
	for row := j.Lo - 1; row >= j.First && at == 0; row-- {
		at = f.known(stages[row])
	}
	for row := j.Lo; row < j.Hi; row++ {
		stage := f.known(stages[row])
		if stage == 0 || stage == at {
			continue
		}
		if at != 0 {
			f.did.Note(left.at(at))
		}
		f.did.Note(entered.at(stage))
		at = stage
	}
	if at != 0 {
		f.did.Note(standing.at(at))
	}
	f.did.End(j.Customer)
}

// known is a stage's place, from 1; 0 for none and for one of a model that
// came while we read.
func (f *fold) known(stage uint8) int {
	if int(stage) > len(f.model) {
		return 0
	}
	return int(stage)
}

func (f *fold) Merge(other *fold) { f.did.Merge(&other.did) }
