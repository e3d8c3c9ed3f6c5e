package compare

import (
	"cmp"
	"slices"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// buyer is a customer with a conversion in the range.
type buyer struct {
	customer    journey.Customer
	since       int64 // first touchpoint
	conversions int64
	value       float64
}

// buying finds them.
type buying struct {
	*plan
	list []buyer
}

func (f *buying) Visit(j journey.Journey) {
	b := buyer{customer: j.Customer, since: j.Columns.Time[j.First]}
	masks := f.goal.Masks()
	var sum query.Sum
	for row := j.Lo; row < j.Hi; row++ {
		if masks[j.Columns.Event[row]] != 0 && f.goal.Fits(j, row, 1) != 0 {
			b.conversions++
			sum.Add(f.worth.Amount(j, row))
		}
	}
	if b.value = sum.Value(); b.conversions > 0 {
		f.list = append(f.list, b)
	}
}

func (f *buying) Merge(other *buying) { f.list = append(f.list, other.list...) }

// usualMeasure is value where there is any.
func (f *buying) usualMeasure() string {
	if slices.ContainsFunc(f.list, func(b buyer) bool { return b.value != 0 }) {
		return byValue
	}
	return byConversions
}

// buyers are the customers with a conversion, by whether they are among the best.
type buyers struct {
	is     map[journey.Customer]bool // true: one of the best
	totals [2]struct {
		customers          int64
		value, conversions query.Sum
	}
}

// Places in buyers.totals, and sides of counts.
const (
	best = iota
	others
)

func (f *buying) chosen(holds func(journey.Customer) bool) buyers {
	out := buyers{is: make(map[journey.Customer]bool, len(f.list))}
	slices.SortFunc(f.list, func(a, b buyer) int { return cmp.Compare(a.customer, b.customer) }) // sums do not depend on the workers
	for _, b := range f.list {
		place := others
		if out.is[b.customer] = holds(b.customer); out.is[b.customer] {
			place = best
		}
		t := &out.totals[place]
		t.customers++
		t.value.Add(b.value)
		t.conversions.Add(float64(b.conversions))
	}
	return out
}

const (
	mostCohorts   = 10
	leastBuyers   = 50 // in a cohort
	tiesMayDouble = 2
)

// best chooses the share of customers with the highest measure among those who
// came at about the same time, in up to ten cohorts of equal size: or who has
// been a customer for longer would be more valuable by that alone. Of a cohort
// the best are those at or above its quantile; where ties would make them more
// than twice as many as asked for, those above.
func (f *buying) best(measure string, top float64) buyers {
	slices.SortFunc(f.list, func(a, b buyer) int {
		return cmp.Or(cmp.Compare(a.since, b.since), cmp.Compare(a.customer, b.customer))
	})
	of := func(b buyer) float64 {
		if measure == byConversions {
			return float64(b.conversions)
		}
		return b.value
	}
	cohorts := max(1, min(mostCohorts, len(f.list)/leastBuyers))
	among := make(map[journey.Customer]bool, len(f.list))
	for n := range cohorts {
		cohort := f.list[n*len(f.list)/cohorts : (n+1)*len(f.list)/cohorts]
		values := make([]float64, len(cohort))
		for i, b := range cohort {
			values[i] = of(b)
		}
		cut, _ := query.Quantile(values, 1-top)
		at := 0
		for _, v := range values {
			if v >= cut {
				at++
			}
		}
		strict := float64(at) > tiesMayDouble*top*float64(len(cohort))
		for _, b := range cohort {
			if v := of(b); v > cut || v == cut && !strict {
				among[b.customer] = true
			}
		}
	}
	return f.chosen(func(c journey.Customer) bool { return among[c] })
}

// standing is a group's side of an answer.
func (b *buyers) standing(place int, checked int64) Standing {
	t := &b.totals[place]
	s := Standing{Customers: t.customers, Checked: checked}
	if t.customers > 0 {
		s.Value, s.Conversions = t.value.Value()/float64(t.customers), t.conversions.Value()/float64(t.customers)
	}
	return s
}

// valueShare is what share of the value the best bring.
func (b *buyers) valueShare() *float64 {
	of, all := b.totals[best].value.Value(), b.totals[best].value.Value()+b.totals[others].value.Value()
	if all <= 0 || of < 0 || of > all {
		return nil
	}
	share := of / all
	return &share
}
