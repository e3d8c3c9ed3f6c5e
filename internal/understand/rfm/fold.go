package rfm

import (
	"context"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// plan is a definition compiled against an index; folds share it.
type plan struct {
	table    query.Table
	amounts  query.Numbers
	from, to int64
	moment   int64
	where    journey.Matcher
}

// person is a customer's measures.
type person struct {
	customer journey.Customer
	Measures
}

// fold measures customers.
type fold struct {
	*plan
	people []person
}

func (f *fold) Visit(j journey.Journey) {
	if m, ok := f.measure(j, j.Lo, j.Hi); ok {
		f.people = append(f.people, person{j.Customer, m})
	}
}

func (f *fold) Merge(other *fold) { f.people = append(f.people, other.people...) }

// measure reads the rows lo to hi; ok is false where none fits.
func (p *plan) measure(j journey.Journey, lo, hi int) (m Measures, ok bool) {
	events, masks := j.Columns.Event, p.table.Masks()
	var sum query.Sum
	for row := lo; row < hi; row++ {
		if masks[events[row]] != 0 {
			m.Recency = p.moment - j.Columns.Time[row]
			m.Frequency++
			sum.Add(p.amounts.Amount(j, row))
		}
	}
	m.Monetary = sum.Value()
	return m, m.Frequency > 0
}

// cuts are the quintiles of all customers.
func (f *fold) cuts() Cuts {
	recency, frequency, monetary := make([]int64, len(f.people)), make([]int64, len(f.people)), make([]float64, len(f.people))
	for i, p := range f.people {
		recency[i], frequency[i], monetary[i] = p.Recency, p.Frequency, p.Monetary
	}
	return Cuts{Recency: cutsOf(recency), Frequency: cutsOf(frequency), Monetary: cutsOf(monetary)}
}

// Scorer scores single customers against all of them, as these were when it
// was made.
type Scorer struct {
	*plan
	cuts Cuts
}

// NewScorer measures all customers once.
func NewScorer(ctx context.Context, ix *journey.Index, d Definition) (*Scorer, error) {
	f, _, err := d.measure(ctx, ix)
	if err != nil {
		return nil, err
	}
	return &Scorer{f.plan, f.cuts()}, nil
}

// Of scores one customer's whole journey; ok is false where it has no event
// that counts, so that the customer is in no segment.
func (s *Scorer) Of(j journey.Journey) (scores Scores, ok bool) {
	var m Measures
	var sum query.Sum
	for row := j.Lo; row < j.Hi; row++ {
		at := j.Columns.Time[row]
		if at < s.from || at >= s.to || !s.where.Match(j, row) {
			continue
		}
		if one, fits := s.measure(j, row, row+1); fits {
			m.Recency, m.Frequency = one.Recency, m.Frequency+1
			sum.Add(one.Monetary)
		}
	}
	m.Monetary = sum.Value()
	return s.cuts.Score(m), m.Frequency > 0
}
