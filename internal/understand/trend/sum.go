package trend

import "math"

// sum adds numbers with Neumaier's compensation, so that the result does not
// depend on how customers were dealt out to cores by more than its last digit:
// a shop's total is the same at every reload.
type sum struct{ high, low float64 }

func (s *sum) add(v float64) {
	t := s.high + v
	if math.Abs(s.high) >= math.Abs(v) {
		s.low += s.high - t + v
	} else {
		s.low += v - t + s.high
	}
	s.high = t
}

func (s *sum) merge(other sum) {
	s.add(other.high)
	s.low += other.low
}

func (s *sum) value() float64 { return s.high + s.low }
