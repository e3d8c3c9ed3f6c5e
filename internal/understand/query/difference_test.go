package query

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// By hand: m = 4, Σ1/i = 25/12.
func TestFalseDiscoveries(t *testing.T) {
	f := NewFamily([]float64{0.5, 0.001, 0.02, 0.01})
	factor := 4 * 25.0 / 12
	for p, want := range map[float64]float64{0.001: factor * 0.001, 0.01: factor * 0.01 / 2, 0.02: factor * 0.02 / 3, 0.5: 1, 0.0001: factor * 0.0001} {
		if got := f.Adjust(p); math.Abs(got-want) > 1e-12 {
			t.Errorf("%v is adjusted to %v, not %v", p, got, want)
		}
	}
}

// Two samples whose difference R's t.test gives: a = 1..10, b = 7..20:
// t = −5.4349, df = 21.982, p = 1.855e-05, interval −11.052802 to −4.947198.
func TestWelch(t *testing.T) {
	var a, b Moments
	for v := 1; v <= 10; v++ {
		a.Add(float64(v))
	}
	for v := 7; v <= 20; v++ {
		b.Add(float64(v))
	}
	p, interval, ok := Welch(a, b)
	if !ok || math.Abs(p-1.855e-05) > 1e-8 || math.Abs(interval.Low+11.052802) > 1e-6 || math.Abs(interval.High+4.947198) > 1e-6 {
		t.Errorf("p = %v, %v", p, interval)
	}
	if _, _, ok := Welch(Moments{N: 9, Mean: 1}, Moments{N: 9, Mean: 2}); ok {
		t.Error("without spread there is a test")
	}
}

// The tea, doubled: 2·2/70 of all ways are as good; and the sum is that of
// every table that is at least as far out.
func TestTwoShares(t *testing.T) {
	if p := fisher(4, 4, 0, 4); math.Abs(p-2.0/70) > 1e-12 {
		t.Errorf("p = %v", p)
	}
	if p := TwoShares(0, 40, 0, 50); p != 1 {
		t.Errorf("nobody differs from nobody: %v", p)
	}
	rapid.Check(t, func(t *rapid.T) {
		wholeA, wholeB := rapid.Int64Range(200, 400).Draw(t, "a"), rapid.Int64Range(200, 400).Draw(t, "b")
		partA, partB := rapid.Int64Range(60, 140).Draw(t, "of a"), rapid.Int64Range(60, 140).Draw(t, "of b")
		near, exact := TwoShares(partA, wholeA, partB, wholeB), fisher(partA, wholeA, partB, wholeB)
		if near > 0.001 && math.Abs(math.Log(near/exact)) > 0.4 {
			t.Fatalf("%v, exactly %v", near, exact)
		}
		if mirrored := TwoShares(partB, wholeB, partA, wholeA); math.Abs(math.Log(near/mirrored)) > 1e-6 {
			t.Fatalf("%v, and %v the other way round", near, mirrored)
		}
	})
}

// Merged in any cut, moments are those of the whole.
func TestMoments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 2, 50).Draw(t, "values")
		cut := rapid.IntRange(0, len(values)).Draw(t, "cut")
		var left, right Moments
		mean := 0.0
		for i, v := range values {
			mean += v / float64(len(values))
			if i < cut {
				left.Add(v)
			} else {
				right.AddTimes(v, 1)
			}
		}
		variance := 0.0
		for _, v := range values {
			variance += (v - mean) * (v - mean) / float64(len(values)-1)
		}
		left.Merge(right)
		if left.N != int64(len(values)) || math.Abs(left.Mean-mean) > 1e-6 || math.Abs(left.Variance()-variance) > 1e-9*max(1, variance) {
			t.Fatalf("%+v, by hand %v and %v", left, mean, variance)
		}
	})
}

// The intervals of effects hold the truth about 19 times of 20.
func TestEffectsHoldTheTruth(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	const tries, p, q = 2000, 0.3, 0.42
	shares, means := 0, 0
	for range tries {
		var a, b Moments
		var partA, partB int64
		for range 120 {
			a.Add(1 + r.NormFloat64())
			b.Add(1.6 + 2*r.NormFloat64())
			if r.Float64() < p {
				partA++
			}
			if r.Float64() < q {
				partB++
			}
		}
		h, d := EffectOfShares(partA, 120, partB, 120), EffectOfMeans(a, b)
		if truth := 2*math.Asin(math.Sqrt(p)) - 2*math.Asin(math.Sqrt(q)); h.Interval.Low <= truth && truth <= h.Interval.High {
			shares++
		}
		if truth := -0.6 / math.Sqrt(2.5); d.Interval.Low <= truth && truth <= d.Interval.High {
			means++
		}
	}
	if shares < tries*93/100 || shares > tries*97/100 || means < tries*93/100 || means > tries*97/100 {
		t.Errorf("of %d intervals %d of shares and %d of means hold the truth", tries, shares, means)
	}
	if e := (Effect{-0.5, Interval{-0.7, -0.3}}); e.Strength() != 0.3 {
		t.Errorf("strength %v", e.Strength())
	}
}
