package query

import "math"

// Sum adds numbers with Neumaier's compensation, so that the result does not
// depend on how customers were dealt out to cores by more than its last digit:
// a shop's total is the same at every reload.
type Sum struct{ high, low float64 }

// Add adds one number.
func (s *Sum) Add(v float64) {
	t := s.high + v
	if math.Abs(s.high) >= math.Abs(v) {
		s.low += s.high - t + v
	} else {
		s.low += v - t + s.high
	}
	s.high = t
}

// Merge adds what another sum has.
func (s *Sum) Merge(other Sum) {
	s.Add(other.high)
	s.low += other.low
}

// Value is the total.
func (s *Sum) Value() float64 { return s.high + s.low }
