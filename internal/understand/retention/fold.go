package retention

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Bits of the table's patterns.
const (
	begins = 1 << iota
	returns
)

// plan is a definition compiled against an index; folds share it.
type plan struct {
	table   query.Table
	buckets query.Buckets
	periods int
	every   bool
}

// fold counts members and those who came back.
type fold struct {
	*plan
	sizes  []int64 // by cohort
	values []int64 // by cohort and period

	// What the customer at hand did, in order of time.
	joined   []joined
	returned []int // periods with a return event, each once

	// pick, where it is set, is asked about every membership; customers for
	// whom it holds are listed.
	pick   func(cohort int, came func(period int) bool) bool
	chosen query.Chosen
}

// joined is a cohort that the customer is in, and whether a return event
// followed in the same period.
type joined struct {
	bucket int
	again  bool
}

func newFold(p *plan) *fold {
	n := p.buckets.Len()
	return &fold{plan: p, sizes: make([]int64, n), values: make([]int64, n*p.periods)}
}

func (f *fold) Visit(j journey.Journey) {
	f.read(j)
	at := 0 // the first return that lies after the cohort at hand
	for _, c := range f.joined {
		for at < len(f.returned) && f.returned[at] <= c.bucket {
			at++
		}
		f.sizes[c.bucket]++
		line := f.values[c.bucket*f.periods:][:f.periods]
		if c.again {
			line[0]++
		}
		for _, bucket := range f.returned[at:] {
			if bucket-c.bucket >= f.periods {
				break
			}
			line[bucket-c.bucket]++
		}
		if f.pick != nil && f.pick(c.bucket, f.came(c)) {
			f.chosen.Add(j.Customer)
			return
		}
	}
}

// read finds the customer's cohorts, and the periods of their returns.
func (f *fold) read(j journey.Journey) {
	f.joined, f.returned = f.joined[:0], f.returned[:0]
	times, events, masks := j.Columns.Time, j.Columns.Event, f.table.Masks()
	bucket, until := -1, int64(0)
	for row := j.Lo; row < j.Hi; row++ {
		if masks[events[row]] == 0 {
			continue
		}
		fits := f.table.Fits(j, row, begins|returns)
		if fits == 0 {
			continue
		}
		if bucket < 0 || times[row] >= until {
			bucket = f.buckets.Find(times[row])
			until = f.buckets.Next(bucket)
		}
		n := len(f.joined)
		in := n > 0 && f.joined[n-1].bucket == bucket
		if fits&returns != 0 && n > 0 {
			f.joined[n-1].again = f.joined[n-1].again || in
			if r := len(f.returned); r == 0 || f.returned[r-1] != bucket {
				f.returned = append(f.returned, bucket)
			}
		}
		if fits&begins != 0 && !in && (n == 0 || f.every) {
			f.joined = append(f.joined, joined{bucket: bucket})
		}
	}
}

// came tells in which periods a member of a cohort came back.
func (f *fold) came(c joined) func(period int) bool {
	return func(period int) bool {
		if period == 0 {
			return c.again
		}
		for _, bucket := range f.returned {
			if bucket == c.bucket+period {
				return true
			}
		}
		return false
	}
}

func (f *fold) Merge(other *fold) {
	for i, n := range other.sizes {
		f.sizes[i] += n
	}
	for i, n := range other.values {
		f.values[i] += n
	}
	f.chosen.Merge(&other.chosen)
}
