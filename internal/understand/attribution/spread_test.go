package attribution

import (
	"math"
	"math/rand/v2"
	"testing"
)

// walks draws so many walks of a chain in which everything is known: from the
// start to a (60 %) or b, between them, and out.
func walks(r *rand.Rand, n, order int) map[step]walked {
	steps := map[step]walked{}
	for range n {
		at, conversions := start, int64(0)
		take := func(next int32) {
			w := steps[step{at, next}]
			w.times++
			if next == nowhere {
				w.conversions += conversions
			}
			steps[step{at, next}] = w
		}
		touch := int32(0)
		if r.Float64() > 0.6 {
			touch = 1
		}
		for {
			take(touch)
			at = at.then(touch, order)
			x := r.Float64()
			out, other := []float64{0.5, 0.4}[touch], []float64{0.3, 0.2}[touch]
			if x < out {
				if r.Float64() < []float64{0.3, 0.5}[touch] {
					conversions = 1
				}
				take(nowhere)
				break
			}
			if x < out+other {
				touch = 1 - touch
			}
		}
	}
	return steps
}

// Of removal effects that are estimated from few walks, the interval holds the
// true one 95 times of a hundred, whatever the order.
func TestIntervalsCoverTheTrueEffect(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 2))
	effects := func(n, order int) []removed {
		t.Helper()
		c, err := newChain(walks(r, n, order), order)
		if err != nil {
			t.Fatal(err)
		}
		effects, err := c.removalEffects(t.Context(), 2)
		if err != nil {
			t.Fatal(err)
		}
		return effects
	}
	truth := effects(2_000_000, 1)
	for order := 1; order <= 4; order++ {
		const trials = 600
		held, width := [2]int{}, [2]float64{}
		for range trials {
			for touch, e := range effects(400, order) {
				in := e.interval(true)
				width[touch] += (in.High - in.Low) / trials
				if in.Low <= truth[touch].effect && truth[touch].effect <= in.High {
					held[touch]++
				}
			}
		}
		for touch, held := range held {
			share := float64(held) / trials
			t.Logf("order %d, touch %d: %.3f of the intervals, %.3f wide, hold %.4f", order, touch, share, width[touch], truth[touch].effect)
			if math.Abs(share-0.95) > 0.03 || width[touch] > 0.2 {
				t.Errorf("order %d, touch %d: %.3f of the intervals, %.3f wide, hold the true effect", order, touch, share, width[touch])
			}
		}
	}
	if e := effects(400, 1)[0]; e.interval(false) != nil || (removed{0.3, math.NaN()}).interval(true) != nil {
		t.Error("what rests on too few has an interval")
	}
}
