package query

import (
	"math"
	"math/big"
	"math/rand/v2"
	"slices"
	"testing"
)

// The ranks are those of the exact binomial distribution; the printed ones are
// in every table (Conover 1999, table A3; David and Nagaraja 2003).
func TestMedianRanks(t *testing.T) {
	for n := range 150 {
		want := -1
		sum, whole := big.NewInt(0), new(big.Int).Lsh(big.NewInt(1), uint(n))
		for k := 0; k < n; k++ {
			sum.Add(sum, new(big.Int).Binomial(int64(n), int64(k)))
			if new(big.Int).Mul(sum, big.NewInt(40)).Cmp(whole) > 0 {
				break
			}
			want = k
		}
		if got := rankBelowMedian(n); got != want {
			t.Errorf("of %d the rank is %d, not %d", n, got, want)
		}
	}
	for n, rank := range map[int]int{5: -1, 6: 0, 10: 1, 20: 5, 30: 9, 100: 39, 1_000_000: 499_019} {
		if got := rankBelowMedian(n); got != rank {
			t.Errorf("of %d the rank is %d, not %d", n, got, rank)
		}
	}
}

func TestMedianOfSortedNumbers(t *testing.T) {
	dice := rand.New(rand.NewPCG(1, 2))
	for range 300 {
		values := make([]float64, 6+dice.IntN(200))
		for i := range values {
			values[i] = float64(dice.IntN(30))
		}
		sorted := slices.Sorted(slices.Values(values))
		n, rank := len(sorted), rankBelowMedian(len(sorted))
		median, interval, ok := Median(values)
		if want := (sorted[(n-1)/2] + sorted[n/2]) / 2; !ok || median != want || interval != (Interval{Low: sorted[rank], High: sorted[n-1-rank]}) {
			t.Fatalf("%v: %v in %v", sorted, median, interval)
		}
	}
	if _, _, ok := Median([]float64{1, 2, 3, 4, 5}); ok {
		t.Error("five numbers have an interval")
	}
}

// The true median lies inside at least as often as is said, where means mislead.
func TestMedianIntervalsCover(t *testing.T) {
	dice := rand.New(rand.NewPCG(3, 4))
	inside, tried := 0, 4000
	for range tried {
		values := make([]float64, 30+dice.IntN(70))
		for i := range values {
			values[i] = math.Exp(2 * dice.NormFloat64()) // the median is 1, the mean e²
		}
		if _, interval, _ := Median(values); interval.Low <= 1 && 1 <= interval.High {
			inside++
		}
	}
	if share := float64(inside) / float64(tried); share < 0.945 {
		t.Errorf("%.3f of the intervals hold the median", share)
	}
}
