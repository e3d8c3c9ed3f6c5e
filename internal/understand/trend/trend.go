package trend

import (
	"context"
	"fmt"
	"math"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Answer is the time axis and the lines over it.
type Answer struct {
	Times  []string `json:"times" doc:"Begin of each hour, day, week or month that touches the range, RFC 3339 in the request's time zone; the first may lie before the range."`
	Series []Line   `json:"series" doc:"One line for each series, or with a breakdown for each of its values, most frequent first."`
	query.Meta
}

// Line is one series, or one value of its breakdown.
type Line struct {
	Event     string     `json:"event" doc:"The series' event, as asked; * for every event."`
	Name      string     `json:"name" doc:"The series' name, or its event."`
	Measure   string     `json:"measure" doc:"What the values are."`
	Breakdown any        `json:"breakdown" doc:"The value of the breakdown; null where it is missing or there is none, (other) beyond the 50 most frequent."`
	Values    []*float64 `json:"values" doc:"One for each time; null for the average and percentiles of nothing."`
}

// mostCells bounds the memory of a question: lines times buckets.
const mostCells = 1 << 18

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	p, scan, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	var scanned journey.Scanned
	if p.column != nil {
		r, read, err := journey.Run(ctx, ix, scan, func() *ranking { return newRanking(p) })
		if err != nil {
			return Answer{}, err
		}
		scanned = read
		for _, tally := range r.tallies {
			p.groups = append(p.groups, tally.Rank(p.column, query.MostValues))
		}
	}
	if err := p.layOut(); err != nil {
		return Answer{}, err
	}
	f, read, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p) })
	if err != nil {
		return Answer{}, err
	}
	scanned.Customers += read.Customers
	scanned.Events += read.Events
	return Answer{Times: p.buckets.Times(), Series: d.lines(f), Meta: query.NewMeta(begun, scanned)}, nil
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	s, err := d.read()
	if err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, journey.Scan{}, err
	}
	p := &plan{shape: s, all: 1<<len(d.Series) - 1}
	if p.buckets, err = query.NewBuckets(s.interval, rng); err != nil {
		return nil, journey.Scan{}, err
	}
	patterns := make([]query.Pattern, len(d.Series))
	p.numbers = make([]query.Numbers, len(d.Series))
	for i, series := range d.Series {
		at := fmt.Sprintf("/series/%d", i)
		if patterns[i], err = series.Compile(ctx, ix, rng.Zone, at); err != nil {
			return nil, journey.Scan{}, err
		}
		m := s.measures[i]
		if m.path.Root != 0 {
			if p.numbers[i], err = query.NewNumbers(ctx, ix, m.path, rng.Zone); err != nil {
				return nil, journey.Scan{}, query.Under(at+"/measure", err)
			}
		}
		if m.ofCustomers() {
			p.ours |= 1 << i
		}
	}
	p.table = query.NewTable(patterns)
	if s.breakdown.Root != 0 {
		if p.column, err = ix.Column(ctx, s.breakdown, rng.Zone); err != nil {
			return nil, journey.Scan{}, query.Under("/breakdown", err)
		}
	}
	scan.Nobody = p.ours != p.all
	return p, scan, nil
}

// layOut gives each series its lines.
func (p *plan) layOut() error {
	lines := 0
	for i := range p.measures {
		p.first = append(p.first, lines)
		if p.column != nil {
			lines += p.groups[i].Len()
		} else {
			lines++
		}
	}
	p.first = append(p.first, lines)
	cells := p.cells()
	if cells > mostCells {
		return problem.At("/interval", "This trend has %d points, and at most %d are answered: choose a longer interval, a shorter range or fewer series.", cells, mostCells)
	}
	return nil
}

// lines reads the answer off the cells. A value of a breakdown that no event
// of a series had is no line of it.
func (d Definition) lines(f *fold) []Line {
	lines := []Line{}
	n := f.buckets.Len()
	for i, series := range d.Series {
		for at := f.first[i] * n; at < f.first[i+1]*n; at += n {
			line := Line{Event: series.Title(), Name: series.Name, Measure: series.Measure}
			if line.Name == "" {
				line.Name = line.Event
			}
			if line.Measure == "" {
				line.Measure = "count"
			}
			events := int64(0)
			for bucket := range n {
				events += f.cells[at+bucket].events
				line.Values = append(line.Values, f.value(i, at+bucket))
			}
			if f.column != nil {
				if events == 0 {
					continue
				}
				line.Breakdown = f.groups[i].JSON(at/n - f.first[i])
			}
			lines = append(lines, line)
		}
	}
	return lines
}

// value is a cell's number in its series' measure; nil where there is none.
func (f *fold) value(series, at int) *float64 {
	c, m := &f.cells[at], f.measures[series]
	if c.n == 0 && !m.additive() {
		return nil
	}
	v := float64(c.n)
	switch m.kind {
	case sumOf:
		v = c.sum.Value()
	case average:
		v = c.sum.Value() / float64(c.n)
	case p50:
		v, _ = query.Quantile(f.values[at], 0.50)
	case p95:
		v, _ = query.Quantile(f.values[at], 0.95)
	}
	if math.IsNaN(v) || math.IsInf(v, 0) { // numbers near the greatest there is add up to none
		return nil
	}
	return &v
}
