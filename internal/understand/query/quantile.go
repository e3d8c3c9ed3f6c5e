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
	n := len(milliseconds)
	if n >= fewDurations {
		// Narrow them to those near the middle first.
		low, rank, next := narrow(milliseconds, (n-1)/2)
		selectRank(low, rank)
		at := low[rank]
		if n%2 == 0 {
			if rank+1 < len(low) {
				next = slices.Min(low[rank+1:])
			}
			median := (float64(at) + float64(next)) / 2000
			return &median
		}
		median := float64(at) / 1000
		return &median
	}
	median, ok := Quantile(milliseconds, 0.5)
	if !ok {
		return nil
	}
	median /= 1000
	return &median
}

// fewDurations are selected from without a histogram.
const fewDurations = 4096

// Durations fall into classes by their highest bits: exactly below 2·classes,
// within a thirty-second above.
const (
	classBits = 5
	classes   = 1 << classBits
)

// class is monotone in the duration, which must not be negative.
func class(took int64) int {
	shift := max(bits.Len64(uint64(took))-classBits-1, 0)
	return shift<<classBits + int(took>>shift)
}

// narrow moves the durations of the class in which the one of a rank lies to
// the front, and answers them, the rank among them, and the least duration of
// a higher class. Two passes without a branch to mispredict take a third of
// the time of a selection.
func narrow(took []int64, rank int) (same []int64, within int, next int64) {
	var counts [(64 - classBits) << classBits]uint32
	for _, t := range took {
		counts[class(t)]++
	}
	wanted := 0
	for ; rank >= int(counts[wanted]); wanted++ {
		rank -= int(counts[wanted])
	}
	n := 0
	next = math.MaxInt64
	for i, t := range took {
		switch c := class(t); {
		case c == wanted:
			took[i], took[n] = took[n], t
			n++
		case c > wanted:
			next = min(next, t)
		}
	}
	return took[:n], rank, next
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
