package query

import (
	"math"
	"testing"
)

// The sum of the same numbers is the same whatever way they are dealt out.
func TestSumKeepsItsDigits(t *testing.T) {
	var one, a, b Sum
	for i := range 1000 {
		v := 0.1 * math.Pow(10, float64(i%7))
		one.Add(v)
		if i%3 == 0 {
			a.Add(v)
		} else {
			b.Add(v)
		}
	}
	a.Merge(b)
	if one.Value() != a.Value() {
		t.Errorf("%v in one, %v in two", one.Value(), a.Value())
	}
}
