package attribution

import (
	"context"
	"math"
)

// nearly is by how little the last sweep may have moved what an error rests on.
const nearly = 1e-6

// reversed is the chain walked backwards: to each state, those it was come to
// from. Where they begin is in its second list.
func (c *chain) reversed() (back reversed) {
	back.from = make([]int, len(c.newest)+1)
	for _, e := range c.edges {
		back.from[e.to+1]++
	}
	for i := range c.newest {
		back.from[i+1] += back.from[i]
	}
	at := append([]int{}, back.from...)
	back.edges = make([]edge, len(c.edges))
	for i := range c.newest {
		for _, e := range c.edges[c.edgesFrom[i]:c.edgesFrom[i+1]] {
			back.edges[at[e.to]] = edge{int32(i), e.times}
			at[e.to]++
		}
	}
	return back
}

type reversed struct {
	edges []edge
	from  []int
}

// untouched are, for each state, the chance that who came there had not met
// the touch before. What was seen flows: as many leave a state as come to it.
func (c *chain) untouched(ctx context.Context, back reversed, without int32, work int64) []float64 {
	kept := make([]float64, len(c.newest))
	kept[0] = 1
	for moved := 1.0; moved > nearly; {
		if work -= int64(len(back.edges) + len(kept)); work < 0 || ctx.Err() != nil {
			return nil
		}
		moved = 0
		for i := 1; i < len(kept); i++ {
			if c.newest[i] == without {
				continue
			}
			sum := 0.0
			for _, e := range back.edges[back.from[i]:back.from[i+1]] {
				sum += e.times * kept[e.to]
			}
			chance := sum / c.leaves[i]
			moved = max(moved, math.Abs(chance-kept[i]))
			kept[i] = chance
		}
	}
	return kept
}

// spread is the standard error of a removal effect, given that where people go
// from a state is a draw for each who leaves it (the delta method: the effect's
// slope by each probability of the chain, and the variance of a multinomial).
// all and without are the chances to convert with the touch and without it.
func (c *chain) spread(ctx context.Context, all, without []float64, back reversed, touch int32, work int64) float64 {
	kept := c.untouched(ctx, back, touch, work)
	if kept == nil {
		return math.NaN()
	}
	p, q := all[0], without[0]
	variance := 0.0
	for i := range c.newest {
		visits := c.leaves[i] / c.leaves[0] // of one walk
		slope := func(with, remaining float64) float64 {
			return visits * (q/(p*p)*with - kept[i]/p*remaining)
		}
		won := slope(1, 1)
		mean, squares := c.converts[i]*won, c.converts[i]*won*won
		for _, e := range c.edges[c.edgesFrom[i]:c.edgesFrom[i+1]] {
			g := slope(all[e.to], without[e.to])
			mean += e.times * g
			squares += e.times * g * g
		}
		mean, squares = mean/c.leaves[i], squares/c.leaves[i]
		variance += max(0, squares-mean*mean) / c.leaves[i]
	}
	return math.Sqrt(variance)
}
