package insights

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Driver is the value of a dimension that stands behind most of a deviation.
type Driver struct {
	Property string  `json:"property" doc:"Property path of the dimension."`
	Value    any     `json:"value" doc:"Its value."`
	Explains float64 `json:"explains" doc:"Share of the deviation that lies in it."`
	Actual   float64 `json:"actual" doc:"What it came to, a day."`
	Expected float64 `json:"expected" doc:"What its usual share of the expectation is, a day."`
	Text     string  `json:"text" doc:"The same in words."`
}

// dimensions are those looked through; of several that say the same the
// earlier one is named. Where people came from goes first: it is more often the
// cause, and where they went the effect.
var dimensions = []string{"channel", "campaign", "source", "referrer_host", "landing_page", "page", "country", "device", "os", "browser", "language", "new_or_returning"}

const (
	mostDriven  = 24   // findings whose driver is looked for: the most surprising
	standsOut   = 4.0  // standard errors that a share must have moved, one of many values
	mostStands  = 2.8  // and one that is most of the whole by itself, of which there are few
	explainsOne = 0.5  // least share of the deviation
	restMoves   = 0.25 // by how much of the driver's factor all others may have moved
	restDoubt   = 1.0  // even if they moved by so many standard errors more than is seen
	saysTheSame = 0.7  // of the best one's evidence

	origins      = 4    // the first dimensions say where people came from
	originEnough = 0.25 // of the best one's evidence, for which they are preferred
)

// role is what a day's numbers are for a finding: the deviation itself, or the
// days that it is compared with.
type role struct {
	finding int
	usual   bool
}

// split is what a finding's events came to by value of one dimension.
type split struct{ then, usual weights }

// cause is the plan of the search for drivers; folds share it.
type cause struct {
	table    query.Table
	all      uint32
	ours     uint32
	measures []string
	numbers  []query.Numbers
	columns  []journey.Column
	paths    []event.Path
	buckets  query.Buckets
	from, to int64
	roles    [][][]role // by series and day
}

// causes is the fold.
type causes struct {
	*cause
	splits [][]split // by finding and dimension
	last   []seen    // by series: the last customer or session and day that counted
	visit  int64
	codes  []uint32
}

type seen struct {
	visit   int64
	session uint32
	day     int
}

func newCauses(p *cause, findings int) *causes {
	f := &causes{cause: p, splits: make([][]split, findings), last: make([]seen, len(p.measures)), codes: make([]uint32, len(p.columns))}
	for i := range f.splits {
		f.splits[i] = make([]split, len(p.columns))
	}
	return f
}

func (f *causes) Visit(j journey.Journey) {
	f.visit++
	wanted := f.all
	if j.Customer == journey.Nobody {
		wanted &^= f.ours
	}
	times, events, masks := j.Columns.Time, j.Columns.Event, f.table.Masks()
	day, until := -1, int64(0)
	for row := j.Lo; row < j.Hi; row++ {
		t := times[row]
		if masks[events[row]]&wanted == 0 || t < f.from || t >= f.to {
			continue
		}
		if day < 0 || t >= until {
			day = f.buckets.Find(t)
			until = f.buckets.Next(day)
		}
		fits, known := f.table.Fits(j, row, wanted), false
		for i := range f.measures {
			if fits>>i&1 == 0 || len(f.roles[i][day]) == 0 {
				continue
			}
			weight := f.weight(j, row, i, day)
			if weight == 0 {
				continue
			}
			if !known {
				known = true
				for d, column := range f.columns {
					f.codes[d] = column.Code(j, row)
				}
			}
			f.add(f.roles[i][day], weight)
		}
	}
}

func (f *causes) add(roles []role, weight float64) {
	for _, r := range roles {
		for d := range f.columns {
			s := &f.splits[r.finding][d]
			if r.usual {
				s.usual.add(f.codes[d], weight)
			} else {
				s.then.add(f.codes[d], weight)
			}
		}
	}
}

// weight is what a row adds to its series: a customer or a session counts once
// a day, with the values of its first event there.
func (f *causes) weight(j journey.Journey, row, series, day int) float64 {
	s := seen{visit: f.visit, day: day}
	switch f.measures[series] {
	case "", "count":
		return 1
	case "sessions":
		s.session = j.Columns.Session[row]
	case "customers":
	default:
		return f.numbers[series].Amount(j, row)
	}
	if f.last[series] == s {
		return 0
	}
	f.last[series] = s
	return 1
}

func (f *causes) Merge(other *causes) {
	for i := range f.splits {
		for d := range f.splits[i] {
			f.splits[i][d].then.merge(&other.splits[i][d].then)
			f.splits[i][d].usual.merge(&other.splits[i][d].usual)
		}
	}
}

// driven is a finding with the series that it is about.
type driven struct {
	finding
	series int
	model  *model
	first  int // place of the history's first day among all days
}

// compareDays are the days that a finding is compared with: the same weekday of
// the eight weeks before, or for a lasting change the four weeks before it.
func (d *driven) compareDays() (list []int) {
	if d.kind == Shift {
		for t := max(0, d.day-28); t < d.day; t++ {
			list = append(list, t)
		}
	} else {
		for t := d.day - 7; t >= 0 && len(list) < 8; t -= 7 {
			list = append(list, t)
		}
	}
	return slices.DeleteFunc(list, func(t int) bool { return !d.model.usual[t] || math.Abs(d.model.residual[t]) > 3 })
}

// deviation are the days on which it deviates.
func (d *driven) deviation() (from, to int) {
	if d.kind == Shift {
		return d.from, d.to
	}
	return d.day, d.day + 1
}

// why is what stands behind a finding: one value, or that everybody is hit the
// same, or nothing that could be told.
type why struct {
	driver *Driver
	alike  bool
}

// causesOf looks for what stands behind findings, in one pass over the days that
// are compared.
func (d Definition) causesOf(ctx context.Context, ix *journey.Index, scan journey.Scan, buckets query.Buckets, found []driven) ([]why, journey.Scanned, error) {
	p, err := d.plan(ctx, ix, buckets, found)
	if err != nil {
		return nil, journey.Scanned{}, err
	}
	scan.From, scan.To, scan.Nobody = p.from, p.to, p.ours != p.all
	f, scanned, err := journey.Run(ctx, ix, scan, func() *causes { return newCauses(p, len(found)) })
	if err != nil {
		return nil, scanned, err
	}
	causes := make([]why, len(found))
	for i := range found {
		if found[i].model.kind != levels {
			driver := f.driver(&found[i], f.splits[i])
			causes[i] = why{driver, driver == nil && f.alike(&found[i], f.splits[i])}
		}
	}
	return causes, scanned, nil
}

func (d Definition) plan(ctx context.Context, ix *journey.Index, buckets query.Buckets, found []driven) (*cause, error) {
	metrics := d.metrics()
	p := &cause{buckets: buckets, from: math.MaxInt64, to: math.MinInt64, all: 1<<len(metrics) - 1}
	zone := ix.Zone()
	if rng, err := d.Range(zone); err == nil {
		zone = rng.Zone
	}
	patterns := make([]query.Pattern, len(metrics))
	p.numbers, p.roles = make([]query.Numbers, len(metrics)), make([][][]role, len(metrics))
	for i, s := range metrics {
		var err error
		at := fmt.Sprintf("/series/%d", i)
		if patterns[i], err = s.Compile(ctx, ix, zone, at); err != nil {
			return nil, err
		}
		if _, path, ofPath := strings.Cut(s.Measure, ":"); ofPath {
			parsed, err := query.ParsePath(path, at+"/measure")
			if err != nil {
				return nil, err
			}
			if p.numbers[i], err = query.NewNumbers(ctx, ix, parsed, zone); err != nil {
				return nil, query.Under(at+"/measure", err)
			}
		} else if !s.counts() {
			p.ours |= 1 << i
		}
		p.measures = append(p.measures, s.Measure)
		p.roles[i] = make([][]role, buckets.Len())
	}
	p.table = query.NewTable(patterns)
	for i := range found {
		p.cast(i, &found[i])
	}
	for i, text := range slices.Concat(dimensions, d.Dimensions) {
		path, err := query.ParsePath(text, fmt.Sprintf("/dimensions/%d", i-len(dimensions)))
		if err != nil {
			return nil, err
		}
		column, err := ix.Column(ctx, path, zone)
		if err != nil {
			return nil, err
		}
		p.columns, p.paths = append(p.columns, column), append(p.paths, path)
	}
	return p, nil
}

// cast gives a finding's days their roles.
func (p *cause) cast(i int, f *driven) {
	give := func(t int, r role) {
		t += f.first
		p.roles[f.series][t] = append(p.roles[f.series][t], r)
		p.from, p.to = min(p.from, p.buckets.Starts[t]), max(p.to, p.buckets.Next(t))
	}
	from, to := f.deviation()
	for t := from; t < to; t++ {
		give(t, role{finding: i})
	}
	for _, t := range f.compareDays() {
		give(t, role{finding: i, usual: true})
	}
}
