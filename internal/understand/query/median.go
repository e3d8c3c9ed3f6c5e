package query

import "math"

// Median is the middle of several numbers, with the interval in which the
// median of whatever they are a sample of lies with at least 95 % confidence,
// whatever their distribution: between two of the numbers, by the binomial
// distribution of how many lie below it (Thompson 1936; David and Nagaraja 2003,
// Order Statistics, 7.1). ok is false where there are fewer than six, of which
// none are far enough apart. It reorders the values.
func Median(values []float64) (median float64, interval Interval, ok bool) {
	n := len(values)
	low := rankBelowMedian(n)
	if low < 0 {
		return 0, interval, false
	}
	median, _ = Quantile(values, 0.5)
	selectRank(values, low)
	interval.Low = values[low]
	high := n - 1 - low
	selectRank(values, high)
	interval.High = values[high]
	return median, interval, true
}

// rankBelowMedian is the highest rank, from 0, of which the number lies above the
// median of what was sampled with at most 2.5 % probability; −1 where even the
// lowest does so more often.
func rankBelowMedian(n int) int {
	const tail = 0.025
	// P(at most k of n lie below the median) = Σ choose(n, i) / 2ⁿ up to k.
	atMost := func(k int) float64 {
		sum := 0.0
		for i := k; i >= 0; i-- {
			p := math.Exp(LogChoose(int64(n), int64(i)) - float64(n)*math.Ln2)
			if sum += p; p < sum*1e-12 {
				break
			}
		}
		return sum
	}
	k := max(0, int(float64(n)/2-Z95*math.Sqrt(float64(n))/2))
	for k > 0 && atMost(k) > tail {
		k--
	}
	for atMost(k+1) <= tail {
		k++
	}
	if atMost(k) > tail {
		return -1
	}
	return k
}
