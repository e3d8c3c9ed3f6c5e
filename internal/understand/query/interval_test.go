package query

import (
	"math"
	"testing"
)

// The table of Newcombe's paper (Statistics in Medicine 17, 1998, table II,
// method 10), and Wilson's interval for the example of its companion.
func TestPublishedIntervals(t *testing.T) {
	near := func(name string, low, high float64, i Interval) {
		t.Helper()
		if math.Abs(i.Low-low) > 5e-5 || math.Abs(i.High-high) > 5e-5 {
			t.Errorf("%s: %.4f to %.4f, want %.4f to %.4f", name, i.Low, i.High, low, high)
		}
	}
	near("56/70 - 48/80", 0.0524, 0.3339, Newcombe(56, 70, 48, 80))
	near("9/10 - 3/10", 0.1705, 0.8090, Newcombe(9, 10, 3, 10))
	near("10/10 - 0/20", 0.6791, 1, Newcombe(10, 10, 0, 20))
	near("5/56 - 0/29", -0.0381, 0.1926, Newcombe(5, 56, 0, 29))
	near("81/263", 0.2553, 0.3662, Wilson(81, 263))
	near("0/20", 0, 0.1611, Wilson(0, 20))
	near("29/29", 0.8830, 1, Wilson(29, 29))
}

// What rests on fewer than thirty has no interval: whoever shows it says so
// instead of a number.
func TestTooFewForRates(t *testing.T) {
	if Of(10, FewestForRates-1) != nil || GapOf(1, FewestForRates, 1, FewestForRates-1) != nil || GapOf(1, FewestForRates-1, 1, FewestForRates) != nil {
		t.Error("there is an interval of too few")
	}
	if i := Of(81, 263); i == nil || *i != Wilson(81, 263) {
		t.Errorf("81 of 263 lie at %v", i)
	}
	if g := GapOf(56, 70, 48, 80); g == nil || g.Interval != Newcombe(56, 70, 48, 80) || math.Abs(g.Difference-0.2) > 1e-12 {
		t.Errorf("56/70 - 48/80 is %v", g)
	}
}

func TestNewcombeStaysWithinShares(t *testing.T) {
	for n := int64(1); n < 300; n++ {
		if in := Newcombe(n, n, 0, n+7); in.High > 1 || in.Low < -1 {
			t.Fatalf("%d of %d less none of %d lies in %v", n, n, n+7, in)
		}
	}
}
