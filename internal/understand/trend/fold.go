package trend

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// plan is a definition compiled against an index; folds share it.
type plan struct {
	shape
	table   query.Table
	all     uint32 // a bit for each series
	ours    uint32 // series that leave out events without a customer
	buckets query.Buckets
	numbers []query.Numbers // by series; empty where the measure needs none
	column  journey.Column  // of the breakdown, or nil
	groups  []query.Groups  // by series, with a breakdown
	first   []int           // by series: its first line; the last is their number
}

// wanted are the series in which a journey's events count.
func (p *plan) wanted(j journey.Journey) uint32 {
	if j.Customer == journey.Nobody {
		return p.all &^ p.ours
	}
	return p.all
}

// ranking counts how many events of each series have each value.
type ranking struct {
	*plan
	tallies []*query.Tally
}

func newRanking(p *plan) *ranking {
	r := &ranking{plan: p}
	for range p.measures {
		r.tallies = append(r.tallies, query.NewTally(p.column))
	}
	return r
}

func (r *ranking) Visit(j journey.Journey) {
	wanted := r.wanted(j)
	for row := j.Lo; row < j.Hi; row++ {
		mask := r.table.Fits(j, row, wanted)
		if mask == 0 {
			continue
		}
		code := r.column.Code(j, row)
		for i := range r.tallies {
			if mask>>i&1 != 0 {
				r.tallies[i].Add(code)
			}
		}
	}
}

func (r *ranking) Merge(other *ranking) {
	for i := range r.tallies {
		r.tallies[i].Merge(other.tallies[i])
	}
}

// cell is what a fold knows of one bucket of one line.
type cell struct {
	events int64 // matching ones
	n      int64 // what the measure counts: events, customers, sessions or numbers
	sum    query.Sum
}

// fold fills the cells.
type fold struct {
	*plan
	cells  []cell
	values [][]float64 // by cell; nil where no series is a percentile
	// last is, by line, the last customer or session and bucket that counted,
	// so that each counts once: a customer's events come in order of time.
	last  []stamp
	visit int64
}

type stamp struct {
	visit   int64
	session uint32
	bucket  int
}

func newFold(p *plan) *fold {
	f := &fold{plan: p, cells: make([]cell, p.cells())}
	f.last = make([]stamp, p.first[len(p.measures)])
	for _, m := range p.measures {
		if m.percentile() && f.values == nil {
			f.values = make([][]float64, len(f.cells))
		}
	}
	return f
}

// cells is the number of points of the answer.
func (p *plan) cells() int { return p.first[len(p.measures)] * p.buckets.Len() }

func (f *fold) Visit(j journey.Journey) {
	f.visit++
	wanted := f.wanted(j)
	times, events, masks := j.Columns.Time, j.Columns.Event, f.table.Masks()
	bucket, until := -1, int64(0)
	for row := j.Lo; row < j.Hi; row++ {
		if masks[events[row]]&wanted == 0 {
			continue
		}
		mask := f.table.Fits(j, row, wanted)
		if mask == 0 {
			continue
		}
		if t := times[row]; bucket < 0 || t >= until {
			bucket = f.buckets.Find(t)
			until = f.buckets.Next(bucket)
		}
		code := uint32(query.Missing)
		if f.column != nil {
			code = f.column.Code(j, row)
		}
		for i := range f.measures {
			if mask>>i&1 != 0 {
				f.count(j, row, i, bucket, code)
			}
		}
	}
}

// count adds one event to one series.
func (f *fold) count(j journey.Journey, row, series, bucket int, code uint32) {
	line := f.first[series]
	if f.column != nil {
		line += f.groups[series].Slot(code)
	}
	at := line*f.buckets.Len() + bucket
	c := &f.cells[at]
	c.events++
	switch f.measures[series].kind {
	case count:
		c.n++
	case customers:
		f.once(c, line, stamp{visit: f.visit, bucket: bucket})
	case sessions:
		f.once(c, line, stamp{visit: f.visit, bucket: bucket, session: j.Columns.Session[row]})
	case sumOf, average:
		if v, ok := f.numbers[series].Of(j, row); ok {
			c.n++
			c.sum.Add(v)
		}
	default:
		if v, ok := f.numbers[series].Of(j, row); ok {
			c.n++
			f.values[at] = append(f.values[at], v)
		}
	}
}

// once counts a customer or a session that is not the one that counted last.
func (f *fold) once(c *cell, line int, s stamp) {
	if f.last[line] != s {
		f.last[line] = s
		c.n++
	}
}

func (f *fold) Merge(other *fold) {
	for i := range f.cells {
		f.cells[i].events += other.cells[i].events
		f.cells[i].n += other.cells[i].n
		f.cells[i].sum.Merge(other.cells[i].sum)
	}
	for i := range f.values {
		f.values[i] = append(f.values[i], other.values[i]...)
	}
}
