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
	mostDriven  = 24  // findings whose driver is looked for: the most surprising
	standsOut   = 4.0 // standard errors that a share must have moved, one of many values
	mostStands  = 2.8 // and one that is most of the whole by itself, of which there are few
	explainsOne = 0.5 // least share of the deviation
	restMoves   = 0.5 // how far, against the driver itself, all others may have moved
	saysTheSame = 0.7 // of the best one's evidence

	origins      = 4    // the first dimensions say where people came from
	originEnough = 0.25 // of the best one's evidence, for which they are preferred
)

// weights add up by code; low codes are frequent.
type weights struct {
	dense  []float64
	sparse map[uint32]float64
}

const mostWeights = 1 << 10

func (w *weights) add(code uint32, n float64) {
	if code < mostWeights {
		if int(code) >= len(w.dense) {
			w.dense = slices.Grow(w.dense, int(code)+1-len(w.dense))[:code+1]
		}
		w.dense[code] += n
		return
	}
	if w.sparse == nil {
		w.sparse = map[uint32]float64{}
	}
	w.sparse[code] += n
}

func (w *weights) of(code uint32) float64 {
	if int(code) < len(w.dense) {
		return w.dense[code]
	}
	return w.sparse[code]
}

func (w *weights) each(fn func(code uint32, n float64)) {
	for code, n := range w.dense {
		if n != 0 {
			fn(uint32(code), n)
		}
	}
	for code, n := range w.sparse {
		fn(code, n)
	}
}

func (w *weights) merge(other *weights) { other.each(w.add) }

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

// causesOf looks for the drivers of findings, in one pass over the days that
// are compared. No driver stands out: nil.
func (d Definition) causesOf(ctx context.Context, ix *journey.Index, scan journey.Scan, buckets query.Buckets, found []driven) ([]*Driver, journey.Scanned, error) {
	p, err := d.plan(ctx, ix, buckets, found)
	if err != nil {
		return nil, journey.Scanned{}, err
	}
	scan.From, scan.To, scan.Nobody = p.from, p.to, p.ours != p.all
	f, scanned, err := journey.Run(ctx, ix, scan, func() *causes { return newCauses(p, len(found)) })
	if err != nil {
		return nil, scanned, err
	}
	drivers := make([]*Driver, len(found))
	for i := range found {
		if found[i].model.kind != levels {
			drivers[i] = f.driver(&found[i], f.splits[i])
		}
	}
	return drivers, scanned, nil
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

// candidate is a value that may be the driver.
type candidate struct {
	dimension int
	code      uint32
	evidence  float64
	explains  float64
	actual    float64
	expected  float64
}

// driver picks the value that says most, if one stands out.
func (f *causes) driver(d *driven, splits []split) *Driver {
	from, to := d.deviation()
	days := float64(to - from)
	var best []candidate
	for dimension := range splits {
		c, ok := clearest(&splits[dimension], d, days)
		text := f.paths[dimension].String()
		if !ok || text == "page" && f.measures[d.series] != "" && f.measures[d.series] != "count" {
			continue // the page of a visit is where it began: landing_page
		}
		c.dimension = dimension
		best = append(best, c)
	}
	most, origin := 0.0, 0.0
	for _, c := range best {
		most = max(most, c.evidence)
		if c.dimension < origins {
			origin = max(origin, c.evidence)
		}
	}
	if origin >= originEnough*most {
		most = origin
		best = slices.DeleteFunc(best, func(c candidate) bool { return c.dimension >= origins })
	}
	telling := slices.IndexFunc(best, func(c candidate) bool { return c.evidence >= saysTheSame*most && !f.vague(c) })
	if telling < 0 {
		telling = slices.IndexFunc(best, func(c candidate) bool { return c.evidence >= saysTheSame*most })
	}
	if telling >= 0 {
		c := best[telling]
		out := &Driver{
			Property: f.paths[c.dimension].String(), Value: f.columns[c.dimension].Value(c.code).JSON(),
			Explains: math.Round(min(c.explains, 1)*100) / 100, Actual: tidy(c.actual / days), Expected: tidy(c.expected / days),
		}
		out.say(d.finding)
		return out
	}
	return nil
}

// vague tells whether a value is a channel that only says "from elsewhere": the
// place itself says more.
func (f *causes) vague(c candidate) bool {
	if f.paths[c.dimension].String() != "channel" {
		return false
	}
	switch f.columns[c.dimension].Value(c.code).JSON() {
	case "Referral", "Organic Social", "Organic Video", "Unassigned":
		return true
	}
	return false
}

// clearest is the value of one dimension whose share of the whole moved most
// clearly and explains most of the deviation, while the rest hardly moved. The
// evidence is the deviance of its share, as Adtributor's surprise is one. Of the
// days' dispersion a part is common to all values and leaves shares alone: its
// root remains.
func clearest(s *split, d *driven, days float64) (best candidate, ok bool) {
	var whole, usual float64
	s.then.each(func(_ uint32, n float64) { whole += n })
	s.usual.each(func(_ uint32, n float64) { usual += n })
	if usual <= 0 || whole < 0 {
		return best, false
	}
	mean := d.mean * days
	deviation := whole - mean
	consider := func(code uint32) {
		if code == query.Missing {
			return
		}
		then := s.then.of(code)
		share := (s.usual.of(code) + 0.5) / (usual + 1)
		expected := mean * share
		explains := (then - expected) / deviation
		if explains < explainsOne || explains > 2 {
			return
		}
		rest := math.Abs((deviation-(then-expected))/max(mean-expected, 1)) / math.Abs((then-expected)/max(expected, 1))
		evidence := deviance(then, whole, share) / math.Sqrt(d.model.dispersion) / (1 + whole/usual)
		least := standsOut
		if share > 0.5 {
			least = mostStands
		}
		if rest > restMoves || evidence < least*least || evidence <= best.evidence {
			return
		}
		best, ok = candidate{code: code, evidence: evidence, explains: explains, actual: then, expected: expected}, true
	}
	s.then.each(func(code uint32, _ float64) { consider(code) })
	s.usual.each(func(code uint32, _ float64) {
		if s.then.of(code) == 0 {
			consider(code)
		}
	})
	return best, ok
}

// deviance is twice the log-likelihood ratio of a part of a whole against the
// share that it usually is.
func deviance(part, whole, share float64) float64 {
	term := func(n, expected float64) float64 {
		if n <= 0 {
			return 0
		}
		return n * math.Log(n/max(expected, 1e-9))
	}
	return 2 * (term(part, whole*share) + term(whole-part, whole*(1-share)))
}

// tidy keeps a number from looking more exact than it is.
func tidy(v float64) float64 { return math.Round(v*10) / 10 }
