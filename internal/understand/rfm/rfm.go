package rfm

import (
	"context"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Event string `json:"event" doc:"The event by which customers are judged; where narrows it." example:"Order Completed"`
	Value string `json:"value,omitempty" doc:"Property path of what an event is worth; by default value." example:"properties.revenue"`
}

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	if err := d.Request.Validate(); err != nil {
		return err
	}
	if d.Event == "" {
		return problem.At("/event", "Say by which event customers are judged, for example Order Completed.")
	}
	_, err := d.value()
	return err
}

func (d Definition) value() (event.Path, error) {
	text := d.Value
	if text == "" {
		text = "value"
	}
	return query.ParsePath(text, "/value")
}

// Answer is the customers by segment and by score.
type Answer struct {
	Segments  []Line         `json:"segments" doc:"Every segment, the best first, empty ones too."`
	Grid      [most]Row      `json:"grid" doc:"Customers by score: grid[r-1][f-1] are those of recency r and frequency f; 5 is the most recent and the most frequent."`
	Cuts      map[string]Cut `json:"cuts" doc:"Where one score ends and the next begins: of recency (days), frequency and monetary."`
	Customers int64          `json:"customers" doc:"Customers with such an event in the range."`
	Value     float64        `json:"value" doc:"What their events are worth together."`
	Enough    bool           `json:"enough" doc:"Whether there are customers enough (30) for fifths of them to mean something."`
	query.Meta
}

// Row is a line of the grid, by frequency.
type Row [most]int64

// Cut are the four limits between the scores of a measure, ascending.
type Cut [most - 1]float64

// Line is one segment.
type Line struct {
	Key       string  `json:"key" doc:"The segment as rules write it."`
	Name      string  `json:"name"`
	Customers int64   `json:"customers"`
	Value     float64 `json:"value" doc:"What their events are worth together."`
}

const day = 24 * 60 * 60 * 1000 // milliseconds

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	f, scanned, err := d.measure(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	a := f.answer()
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

// measure finds every customer's measures.
func (d Definition) measure(ctx context.Context, ix *journey.Index) (*fold, journey.Scanned, error) {
	p, scan, err := d.compile(ctx, ix)
	if err != nil {
		return nil, journey.Scanned{}, err
	}
	return journey.Run(ctx, ix, scan, func() *fold { return &fold{plan: p} })
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, scan, err
	}
	value, err := d.value()
	if err != nil {
		return nil, scan, err
	}
	p := &plan{from: rng.From, to: rng.To, moment: min(rng.To, rng.Now), where: scan.Where}
	if p.amounts, err = query.NewNumbers(ctx, ix, value, rng.Zone); err != nil {
		return nil, scan, query.Under("/value", err)
	}
	pattern, err := query.Selector{Event: d.Event}.Compile(ctx, ix, rng.Zone, "")
	if err != nil {
		return nil, scan, err
	}
	p.table = query.NewTable([]query.Pattern{pattern})
	return p, scan, nil
}

func (f *fold) answer() Answer {
	cuts := f.cuts()
	days := Cut(cuts.Recency)
	for i := range days {
		days[i] /= day
	}
	a := Answer{Cuts: map[string]Cut{"recency": days, "frequency": cuts.Frequency, "monetary": cuts.Monetary}, Customers: int64(len(f.people))}
	var total query.Sum
	customers, values := map[Segment]int64{}, map[Segment]*query.Sum{}
	for _, segment := range Segments {
		values[segment] = &query.Sum{}
	}
	for i := range f.people {
		m := &f.people[i].Measures
		scores := cuts.Score(*m)
		segment := scores.Segment()
		customers[segment]++
		values[segment].Add(m.Monetary)
		total.Add(m.Monetary)
		a.Grid[scores.Recency-1][scores.Frequency-1]++
	}
	for _, s := range Segments {
		a.Segments = append(a.Segments, Line{s.Key, s.Name, customers[s], values[s].Value()})
	}
	a.Value, a.Enough = total.Value(), a.Customers >= query.FewestForRates
	return a
}
