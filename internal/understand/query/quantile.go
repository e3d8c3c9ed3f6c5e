package query

import (
	"cmp"
	"math"
	"math/bits"
	"slices"
)

// Quantile is the p-quantile of the values with linear interpolation between
// the two nearest ranks (numpy's default, Excel's PERCENTILE.INC). ok is false
// for no values. It reorders the values.
func Quantile[T int64 | float64](values []T, p float64) (q float64, ok bool) {
	n := len(values)
	if n == 0 {
		return 0, false
	}
	rank := p * float64(n-1)
	low := min(int(math.Floor(rank)), n-1)
	selectRank(values, low)
	at := float64(values[low])
	fraction := rank - float64(low)
	if fraction == 0 || low+1 == n {
		return at, true
	}
	next := float64(slices.Min(values[low+1:]))
	return at + fraction*(next-at), true
}

// MedianSeconds is the median of durations in milliseconds, in seconds; nil
// for none. It reorders the durations.
func MedianSeconds(milliseconds []int64) *float64 {
	median, ok := Quantile(milliseconds, 0.5)
	if !ok {
		return nil
	}
	median /= 1000
	return &median
}

// selectRank reorders values so that the one of rank k lies at k, smaller ones
// before it and greater ones behind. Bad luck with pivots ends in a sort, so
// that no input costs more than n log n.
func selectRank[T cmp.Ordered](values []T, k int) {
	low, high := 0, len(values)-1
	for patience := 2 * bits.Len(uint(len(values))); low < high; patience-- {
		if patience == 0 || high-low < 16 {
			slices.Sort(values[low : high+1])
			return
		}
		pivot := median3(values[low], values[low+(high-low)/2], values[high])
		i, j := low, high
		for i <= j {
			for values[i] < pivot {
				i++
			}
			for values[j] > pivot {
				j--
			}
			if i <= j {
				values[i], values[j] = values[j], values[i]
				i++
				j--
			}
		}
		switch {
		case k <= j:
			high = j
		case k >= i:
			low = i
		default:
			return
		}
	}
}

func median3[T cmp.Ordered](a, b, c T) T {
	return max(min(a, b), min(max(a, b), c))
}
