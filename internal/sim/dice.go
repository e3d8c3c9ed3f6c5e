package sim

import (
	"math"
	"math/rand/v2"
)

// dice is the only source of chance in a simulation.
type dice struct {
	pcg *rand.PCG
}

func newDice(seed, stream uint64) dice {
	return dice{rand.NewPCG(seed*0x9e3779b97f4a7c15+stream, stream^0xd1342543de82ef95)}
}

// unit is uniform in [0, 1).
func (d dice) unit() float64 { return float64(d.pcg.Uint64()>>11) / (1 << 53) }

func (d dice) chance(p float64) bool { return d.unit() < p }

// below is uniform in [0, n).
func (d dice) below(n int) int { return int(d.unit() * float64(n)) }

// between is uniform in [low, high).
func (d dice) between(low, high float64) float64 { return low + (high-low)*d.unit() }

// wait is exponential with the given mean.
func (d dice) wait(mean float64) float64 { return -mean * math.Log(1-d.unit()) }

// more counts how often one goes on, each time with chance p, at most most.
func (d dice) more(p float64, most int) int {
	n := 0
	for n < most && d.chance(p) {
		n++
	}
	return n
}

// weights are a table of relative weights, summed up.
type weights []float64

func newWeights(w ...float64) weights {
	sums := make(weights, len(w))
	sum := 0.0
	for i, x := range w {
		sum += x
		sums[i] = sum
	}
	return sums
}

// pick draws a place in the table by its weight.
func (d dice) pick(w weights) int {
	x := d.unit() * w[len(w)-1]
	low, high := 0, len(w)-1
	for low < high {
		if mid := (low + high) / 2; x < w[mid] {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}
