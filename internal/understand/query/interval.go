package query

import "math"

// Interval is where a number lies with 95 % confidence.
type Interval struct {
	Low  float64 `json:"low" doc:"Lower end of the 95 % interval."`
	High float64 `json:"high" doc:"Upper end of the 95 % interval."`
}

// Z95 is the quantile of the normal distribution that leaves 2.5 % above.
const Z95 = 1.959963984540054

// Wilson is the interval of a share (Wilson 1927), which unlike the textbook's
// p ± 1.96 s stays between 0 and 1 and holds for few and for rare things. The
// whole must not be 0.
func Wilson(part, whole int64) Interval {
	n := float64(whole)
	p := float64(part) / n
	denominator := 1 + Z95*Z95/n
	middle := (p + Z95*Z95/(2*n)) / denominator
	half := Z95 / denominator * math.Sqrt(p*(1-p)/n+Z95*Z95/(4*n*n))
	return Interval{Low: max(0, middle-half), High: min(1, middle+half)}
}

// Newcombe is the interval of the difference a − b of two shares of different
// things (Newcombe 1998, method 10: made of the two Wilson intervals). No
// whole may be 0.
func Newcombe(partA, wholeA, partB, wholeB int64) Interval {
	a, b := float64(partA)/float64(wholeA), float64(partB)/float64(wholeB)
	ofA, ofB := Wilson(partA, wholeA), Wilson(partB, wholeB)
	return Interval{
		Low:  max(-1, a-b-math.Hypot(a-ofA.Low, ofB.High-b)), // no further than rounding goes
		High: min(1, a-b+math.Hypot(ofA.High-a, b-ofB.Low)),
	}
}

// FewestForRates is how many things a rate must rest on before it is shown.
const FewestForRates = 30

// Of is where the rate of a part in the whole lies, by Wilson; nil where the
// whole is too small for a rate to be shown.
func Of(part, whole int64) *Interval {
	if whole < FewestForRates {
		return nil
	}
	i := Wilson(part, whole)
	return &i
}

// Gap is the difference of two rates.
type Gap struct {
	Difference float64 `json:"difference" doc:"The rate less that of the others."`
	Interval
}

// GapOf is the difference of two rates with its interval, by Newcombe; nil
// where one of them rests on too little to be shown.
func GapOf(partA, wholeA, partB, wholeB int64) *Gap {
	if min(wholeA, wholeB) < FewestForRates {
		return nil
	}
	return &Gap{float64(partA)/float64(wholeA) - float64(partB)/float64(wholeB), Newcombe(partA, wholeA, partB, wholeB)}
}
