package funnel

import (
	"context"

	"wend/internal/journey"
)

// Walker finds how far units come, as a part of another analysis' fold: embed
// it, and visit journeys with it. Its own Merge is not the other fold's.
type Walker struct{ fold *fold }

// Visit looks at one journey.
func (w *Walker) Visit(j journey.Journey) { w.fold.Visit(j) }

// VisitBlock looks at many.
func (w *Walker) VisitBlock(b journey.Block) { w.fold.VisitBlock(b) }

// Walkers compiles a definition. What it answers makes a walker that hands
// over each unit that came to step 1: the rows of the events that its earliest
// deepest attempt matched, as many as it came steps far.
func (d Definition) Walkers(ctx context.Context, ix *journey.Index) (func(met func(j journey.Journey, rows []int)) *Walker, journey.Scan, error) {
	d.Breakdown = nil
	p, scan, err := d.compile(ctx, ix)
	if err != nil {
		return nil, scan, err
	}
	return func(met func(journey.Journey, []int)) *Walker {
		f := newFold(p)
		f.met = met
		return &Walker{f}
	}, scan, nil
}
