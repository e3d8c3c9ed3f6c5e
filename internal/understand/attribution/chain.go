package attribution

import (
	"cmp"
	"context"
	"math"
	"runtime"
	"slices"
	"sync"

	"wend/internal/problem"
)

// Bounds of a chain.
const (
	mostStates = 1 << 17
	mostWork   = 1 << 33 // steps looked at
)

// settled is by how little the last sweep may have moved a probability.
const settled = 1e-14

// chain is an absorbing Markov chain: from each state to others, to conversion
// or to null. State 0 is the start.
type chain struct {
	newest    []int32 // by state: the touch that leads to it
	converts  []float64
	leaves    []float64 // times that the state is left for another one
	edges     []edge
	edgesFrom []int // by state: where its edges begin; one more at the end
}

type edge struct {
	to    int32
	times float64
}

// newChain makes the chain of the steps.
func newChain(steps map[step]walked, order int) (*chain, error) {
	ordered := make([]step, 0, len(steps))
	for s := range steps {
		ordered = append(ordered, s)
	}
	slices.SortFunc(ordered, func(a, b step) int { // by state, start first, so that sums do not depend on the map
		for i := range a.from {
			if order := cmp.Compare(a.from[i], b.from[i]); order != 0 {
				return order
			}
		}
		return cmp.Compare(a.next, b.next)
	})
	numbers := map[state]int32{}
	c := &chain{}
	for _, s := range ordered {
		if _, known := numbers[s.from]; !known {
			numbers[s.from] = int32(len(numbers))
			c.newest = append(c.newest, s.from.newest())
		}
	}
	if len(numbers) > mostStates {
		return nil, problem.At("/markov_order", "There are too many different sequences of %d touches: choose a lower markov_order, or a touch with fewer values.", order)
	}
	n := len(c.newest)
	c.converts, c.leaves, c.edgesFrom = make([]float64, n), make([]float64, n), make([]int, n+1)
	at := 0
	for i := range n {
		c.edgesFrom[i] = len(c.edges)
		for ; at < len(ordered) && numbers[ordered[at].from] == int32(i); at++ {
			s, w := ordered[at], steps[ordered[at]]
			switch {
			case s.next == nowhere:
				c.converts[i] = float64(w.conversions)
				c.leaves[i] += float64(w.times)
			default:
				to := numbers[s.from.then(s.next, order)]
				if to == int32(i) {
					continue // whoever stays leaves later, with the same chances
				}
				c.edges = append(c.edges, edge{to, float64(w.times)})
				c.leaves[i] += float64(w.times)
			}
		}
	}
	c.edgesFrom[n] = len(c.edges)
	return c, nil
}

// errTooMuch says that a chain is too much work.
var errTooMuch = problem.At("/markov_order", "These paths are too long and too different for markov: choose a lower markov_order, a shorter lookback, or a touch with fewer values.")

// probabilities sweeps over the states until each one's chance to convert
// (Gauss-Seidel) settles. What begins as a guess becomes the answer. States
// that the touch without leads to are null.
func (c *chain) probabilities(ctx context.Context, chances []float64, without int32, work *int64) error {
	for moved := 1.0; moved > settled; {
		if err := ctx.Err(); err != nil {
			return err
		}
		if *work -= int64(len(c.edges) + len(c.newest)); *work < 0 {
			return errTooMuch
		}
		moved = 0
		for i := len(chances) - 1; i >= 0; i-- {
			if i > 0 && c.newest[i] == without {
				continue
			}
			sum := c.converts[i]
			for _, e := range c.edges[c.edgesFrom[i]:c.edgesFrom[i+1]] {
				sum += e.times * chances[e.to]
			}
			chance := sum / c.leaves[i]
			moved = max(moved, math.Abs(chance-chances[i]))
			chances[i] = chance
		}
	}
	return nil
}

// removed is what a touch's removal takes away.
type removed struct {
	effect float64 // the share of the chance to convert that vanishes
	// spread is the effect's standard error; NaN where it was too much work.
	spread float64
}

// removalEffects are those of touches 0 to n−1: every visit to the touch leads
// to null.
func (c *chain) removalEffects(ctx context.Context, n int) ([]removed, error) {
	effects := make([]removed, n)
	if len(c.newest) == 0 {
		return effects, nil
	}
	work := int64(mostWork)
	all := make([]float64, len(c.newest))
	if err := c.probabilities(ctx, all, nowhere, &work); err != nil || all[0] == 0 {
		return effects, err
	}
	back := c.reversed()
	workers := min(n, runtime.GOMAXPROCS(0))
	failed := make([]error, workers)
	var wait sync.WaitGroup
	for w := range workers {
		wait.Go(func() {
			work := work / int64(n)
			for touch := w; touch < n && failed[w] == nil; touch += workers {
				chances, mine := slices.Clone(all), work
				for i := range chances {
					if i > 0 && c.newest[i] == int32(touch) {
						chances[i] = 0
					}
				}
				failed[w] = c.probabilities(ctx, chances, int32(touch), &mine)
				effects[touch] = removed{min(1, max(0, 1-chances[0]/all[0])), c.spread(ctx, all, chances, back, int32(touch), work)}
			}
		})
	}
	wait.Wait()
	for _, err := range failed {
		if err != nil {
			return nil, err
		}
	}
	return effects, nil
}
