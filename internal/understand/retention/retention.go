package retention

import (
	"context"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Answer is the cohort table.
type Answer struct {
	Cohorts   []Cohort          `json:"cohorts" doc:"One for each period that touches the range, in order."`
	Rates     []*float64        `json:"rates" doc:"By period: the share of all members who came back, over the cohorts that have come so far; null where there are none."`
	Intervals []*query.Interval `json:"intervals" doc:"By period: where the rate lies with 95 % confidence (Wilson)."`
	query.Meta
}

// Cohort is the customers who began in one period.
type Cohort struct {
	Start  string   `json:"start" doc:"Begin of the period, RFC 3339 in the request's time zone; the first one may begin before the range."`
	Size   int64    `json:"size" doc:"Customers who began in it."`
	Values []*int64 `json:"values" doc:"How many of them came back, by periods later; the first is the cohort's own period. Null where the period begins at or after the end of the range."`
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

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, scan, err
	}
	p := &plan{every: d.Entry == "every"}
	if p.periods, err = query.Limit(d.Periods, defaultPeriods, mostPeriods, "/periods"); err != nil {
		return nil, scan, err
	}
	period := d.Period
	if period == "" {
		period = "week"
	}
	if p.buckets, err = query.NewBuckets(period, rng); err != nil {
		return nil, scan, problem.At("/period", "This range has too many periods: choose a longer period or a shorter range.")
	}
	if p.buckets.Len()*p.periods > mostCells {
		return nil, scan, problem.At("/periods", "%d cohorts of %d periods are too many numbers: choose a longer period, fewer periods or a shorter range.", p.buckets.Len(), p.periods)
	}
	cohort, err := d.Cohort.Compile(ctx, ix, rng.Zone, "/cohort")
	if err != nil {
		return nil, scan, err
	}
	comeback, err := d.Return.Compile(ctx, ix, rng.Zone, "/return")
	if err != nil {
		return nil, scan, err
	}
	p.table = query.NewTable([]query.Pattern{cohort, comeback})
	return p, scan, nil
}

// answer reads the table off the counters.
func (f *fold) answer() Answer {
	n := f.buckets.Len()
	a := Answer{Cohorts: make([]Cohort, n), Rates: make([]*float64, f.periods), Intervals: make([]*query.Interval, f.periods)}
	came, members := make([]int64, f.periods), make([]int64, f.periods)
	for c, start := range f.buckets.Times() {
		values := f.values[c*f.periods:][:f.periods]
		line := Cohort{Start: start, Size: f.sizes[c], Values: make([]*int64, f.periods)}
		for i := range min(f.periods, n-c) { // later ones begin at or after the end
			line.Values[i] = &values[i]
			came[i] += values[i]
			members[i] += f.sizes[c]
		}
		a.Cohorts[c] = line
	}
	for i, whole := range members {
		if whole > 0 {
			rate, interval := float64(came[i])/float64(whole), query.Wilson(came[i], whole)
			a.Rates[i], a.Intervals[i] = &rate, &interval
		}
	}
	return a
}
