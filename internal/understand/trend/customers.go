package trend

import (
	"context"
	"encoding/json"
	"time"

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

// Who chooses customers by what they did: those with at least one event that a
// number of the answer counts.
type Who struct {
	Series int             `json:"series" doc:"Which of the series, from 0."`
	Time   string          `json:"time,omitempty" doc:"Only those of one point: its time as the answer shows it; else those of the whole range."`
	Value  json.RawMessage `json:"value,omitempty" doc:"Only those of one line of the breakdown: its value as the answer shows it, null for missing, (other) for the rest."`
}

// Customers lists the customers behind a point of the answer, or behind a line.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	if err := q.Definition.Validate(); err != nil {
		return query.People{}, err
	}
	if q.Of.Series < 0 || q.Of.Series >= len(q.Series) {
		return query.People{}, problem.At("/of/series", "series must be between 0 and %d.", len(q.Series)-1)
	}
	if len(q.Of.Value) > 0 && q.Breakdown == "" {
		return query.People{}, problem.At("/of/value", "This trend has no breakdown: leave value out, or ask with a breakdown.")
	}
	p, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	c := choice{plan: p, series: q.Of.Series, slot: anyLine}
	if q.Of.Time != "" {
		// A point is a range of its own, which the scan finds by itself.
		bucket, err := p.bucketAt(q.Of.Time)
		if err != nil {
			return query.People{}, err
		}
		c.from, c.to = max(scan.From, p.buckets.Starts[bucket]), min(scan.To, p.buckets.Next(bucket))
	} else {
		c.from, c.to = scan.From, scan.To
	}
	if len(q.Of.Value) > 0 {
		r, _, err := journey.Run(ctx, ix, scan, func() *ranking { return newRanking(p) })
		if err != nil {
			return query.People{}, err
		}
		c.groups = r.tallies[c.series].Rank(p.column, query.MostValues)
		c.slot = c.groups.SlotOf(q.Of.Value)
	}
	scan.Nobody = false
	f, _, err := journey.Run(ctx, ix, scan, func() *chooser { return &chooser{choice: &c, chosen: begin()} })
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}

// bucketAt is the bucket that an answer shows at a time.
func (p *plan) bucketAt(shown string) (int, error) {
	if at, err := time.Parse(time.RFC3339, shown); err == nil {
		if bucket, ok := p.buckets.At(at.UnixMilli()); ok {
			return bucket, nil
		}
	}
	return 0, problem.At("/of/time", "The answer has no point at this time: write one of its times as it shows them.")
}

// anyLine stands for all lines of a breakdown.
const anyLine = -2

// choice says which events make their customers meant.
type choice struct {
	*plan
	series   int
	from, to int64 // times, half-open
	slot     int
	groups   query.Groups
}

// chooser is the fold that finds the customers.
type chooser struct {
	*choice
	chosen query.Chosen
}

func (f *chooser) Visit(j journey.Journey) {
	for row := j.Lo; row < j.Hi; row++ {
		if f.means(j, row) {
			f.chosen.Add(j.Customer)
			return
		}
	}
}

// means tells whether a number counts the row.
func (f *choice) means(j journey.Journey, row int) bool {
	if t := j.Columns.Time[row]; t < f.from || t >= f.to || f.table.Fits(j, row, 1<<f.series) == 0 {
		return false
	}
	if f.slot != anyLine && f.groups.Slot(f.column.Code(j, row)) != f.slot {
		return false
	}
	if f.measures[f.series].path.Root == 0 {
		return true
	}
	_, is := f.numbers[f.series].Of(j, row)
	return is
}

func (f *chooser) Merge(other *chooser) { f.chosen.Merge(&other.chosen) }
