package query

import "slices"

// FalseDiscoveries is the rate of false discoveries at which a search through
// many comparisons says that something is beyond chance.
const FalseDiscoveries = 0.05

// Family is the p-values of everything that one search tested, for the false
// discovery rate. What is tested overlaps in ways that nobody knows, so the
// procedure is that of Benjamini and Yekutieli (2001, Annals of Statistics 29),
// which holds under any dependence.
type Family struct {
	sorted []float64
	// adjusted by place: the lowest rate of false discoveries at which it,
	// and so everything before it, is one.
	adjusted []float64
	factor   float64 // m times the sum of 1/i
}

// NewFamily adjusts the p-values to each other.
func NewFamily(p []float64) Family {
	f := Family{sorted: slices.Sorted(slices.Values(p)), adjusted: make([]float64, len(p))}
	harmonic := 0.0
	for i := range p {
		harmonic += 1 / float64(i+1)
	}
	f.factor = harmonic * float64(len(p))
	least := 1.0
	for i := len(p) - 1; i >= 0; i-- {
		least = min(least, f.sorted[i]*f.factor/float64(i+1))
		f.adjusted[i] = least
	}
	return f
}

// Adjust is a p-value's adjusted one: of a member of the family, or of what
// was tested again later.
func (f *Family) Adjust(p float64) float64 {
	at, found := slices.BinarySearch(f.sorted, p)
	if found {
		return f.adjusted[at]
	}
	adjusted := min(1, p*f.factor/float64(at+1))
	if at < len(f.adjusted) {
		adjusted = min(adjusted, f.adjusted[at])
	}
	return adjusted
}
