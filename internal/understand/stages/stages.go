package stages

import (
	"context"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
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

// Answer is the stage map.
type Answer struct {
	Stages      []Stage      `json:"stages" doc:"The stages of the model, in order."`
	Transitions []Transition `json:"transitions" doc:"Moves between stages, from start, and to lapsed; those that nobody made are not listed."`
	query.Meta
}

// Stage is one stage's numbers.
type Stage struct {
	Key           string   `json:"key"`
	Name          string   `json:"name"`
	Customers     int64    `json:"customers" doc:"Customers who stand at the stage at the end of the range, or now if that is earlier; the lapsed ones are among them."`
	Entered       int64    `json:"entered" doc:"Customers with at least one touchpoint of the stage within the range."`
	MedianSeconds *float64 `json:"median_seconds" doc:"Median time that a visit to the stage took until the customer moved on."`
	Lapsed        int64    `json:"lapsed" doc:"Customers who stand at the stage and had no touchpoint for its patience."`

	LapsedInterval *query.Interval `json:"lapsed_interval" doc:"Where the lapsed ones' share of those who stand there lies with 95 % confidence (Wilson); null where fewer than 30 stand there."`
}

// Transition is a move from one stage to another.
type Transition struct {
	From          string   `json:"from" doc:"Key of a stage, or start."`
	To            string   `json:"to" doc:"Key of a stage, or lapsed."`
	Customers     int64    `json:"customers" doc:"Customers who made the move at least once."`
	Rate          float64  `json:"rate" doc:"Their share of the customers who entered the stage that the move leads from."`
	MedianSeconds *float64 `json:"median_seconds" doc:"Median time from entering the one to entering the other; null from start."`

	Interval *query.Interval `json:"interval" doc:"Where the rate lies with 95 % confidence (Wilson); null where fewer than 30 entered the stage that it leads from."`
}

// The two ends of every journey through the stages.
const (
	Start  = "start"
	Lapsed = "lapsed"
)

// defaultPatience is how long a customer without touchpoints is not yet lapsed.
const defaultPatience = 30 * 24 * time.Hour

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

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, journey.Scan{}, err
	}
	p := &plan{model: ix.Stages().Stages, moment: min(rng.To, rng.Now)}
	p.width = len(p.model) + 2
	for _, stage := range p.model {
		patience := defaultPatience
		if stage.Patience != "" {
			if patience, err = query.ParseDuration(stage.Patience); err != nil {
				return nil, scan, problem.New(422, "The patience of the stage %q cannot be read: correct it in the settings, for example 30d.", stage.Name)
			}
		}
		p.patience = append(p.patience, patience.Milliseconds())
	}
	return p, scan, nil
}

// answer reads the map off the counters.
func (f *fold) answer() Answer {
	a := Answer{Stages: []Stage{}, Transitions: []Transition{}}
	defer f.moves.Release()
	moves := f.moves.Medians(f.width*f.width, func(move int) int { return move })
	visits := f.moves.Medians(len(f.model), func(move int) int {
		from, to := move/f.width, move%f.width
		if from == 0 || to == f.width-1 {
			return -1
		}
		return from - 1
	})
	end := f.width - 1
	for i, stage := range f.model {
		s := i + 1
		standing, lapsed := f.did.Customers(f.stands(s)), f.did.Customers(f.makes(f.move(s, end)))
		a.Stages = append(a.Stages, Stage{
			Key: stage.Key, Name: stage.Name, Customers: standing, Entered: f.did.Customers(f.enters(s)),
			MedianSeconds: visits[i], Lapsed: lapsed, LapsedInterval: query.Of(lapsed, standing),
		})
	}
	for from := range end {
		for to := 1; to <= end; to++ {
			move := f.move(from, to)
			movers, entered := f.did.Customers(f.makes(move)), f.did.Customers(f.enters(from))
			if movers == 0 {
				continue
			}
			t := Transition{
				From: f.key(from), To: f.key(to), Customers: movers,
				Rate: float64(movers) / float64(entered), Interval: query.Of(movers, entered),
			}
			if from != 0 {
				t.MedianSeconds = moves[move]
			}
			a.Transitions = append(a.Transitions, t)
		}
	}
	return a
}

func (p *plan) key(place int) string {
	switch place {
	case 0:
		return Start
	case p.width - 1:
		return Lapsed
	}
	return p.model[place-1].Key
}
