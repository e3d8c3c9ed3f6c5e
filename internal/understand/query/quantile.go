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
// for none.
func MedianSeconds(milliseconds []int64) *float64 {
	if len(milliseconds) == 0 {
		return nil
	}
	var s selection
	low, high := s.middle([][]int64{milliseconds}, len(milliseconds))
	median := (float64(low) + float64(high)) / 2000
	return &median
}

// selection finds medians; its room is kept from one to the next.
type selection struct {
	room, spare []int64
	sample      [mostSample]int64
}

const (
	fewValues  = 192 // are selected from without a sample
	mostSample = 1024
)

// middle answers the two middle ones of n values, more than none, that lie in
// several pieces; of an odd number it is the same one twice. A sample tells
// between which bounds they lie; one pass then keeps what lies between, without
// a branch to mispredict, and so on with the few that are left. A sample that
// misleads costs time, but the answer is right.
func (s *selection) middle(pieces [][]int64, n int) (low, high int64) {
	below, above := (n-1)/2, n/2 // ranks
	var one [1][]int64
	for n > fewValues {
		from, to := s.bounds(pieces, n)
		if len(s.spare) < n {
			s.spare = make([]int64, n+n/4)
		}
		less, within := between(pieces, from, to, s.spare)
		if below < less || above >= less+within || within == n && from != to {
			break
		}
		if from == to {
			return from, to
		}
		below, above, n = below-less, above-less, within
		s.room, s.spare = s.spare, s.room
		one[0] = s.room[:n]
		pieces = one[:]
	}
	values := one[0]
	if values == nil {
		values = gather(&s.room, pieces, n)
	}
	selectRank(values, below)
	if above == below {
		return values[below], values[below]
	}
	return values[below], slices.Min(values[above:])
}

// gather puts the pieces behind each other.
func gather(room *[]int64, pieces [][]int64, n int) []int64 {
	if len(*room) < n {
		*room = make([]int64, n+n/4)
	}
	values := (*room)[:0]
	for _, piece := range pieces {
		values = append(values, piece...)
	}
	return values
}

// bounds guesses two values between which the middle ones lie.
func (s *selection) bounds(pieces [][]int64, n int) (from, to int64) {
	size := min(1<<(bits.Len(uint(n))*2/3-1), mostSample)
	sample := s.sample[:size]
	before, piece := 0, pieces[0]
	for i := range sample {
		at := i*(n/size) + n/size/2
		for at-before >= len(piece) {
			before += len(piece)
			pieces = pieces[1:]
			piece = pieces[0]
		}
		sample[i] = piece[at-before]
	}
	slices.Sort(sample)
	margin := 1 + int(1.25*math.Sqrt(float64(size)))
	return sample[max(size/2-margin, 0)], sample[min(size/2+margin, size-1)]
}

// between moves the values from one to another, both included, into the room
// and counts them and the smaller ones.
func between(pieces [][]int64, from, to int64, room []int64) (less, within int) {
	span := uint64(to) - uint64(from)
	for _, piece := range pieces {
		for _, v := range piece {
			room[within] = v
			within += bit(uint64(v)-uint64(from) <= span)
			less += bit(v < from)
		}
	}
	return less, within
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
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
