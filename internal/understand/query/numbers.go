package query

import (
	"context"
	"math"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
)

// mostCached bounds the numbers of a column that are looked up ahead.
const mostCached = 1 << 20

// Numbers reads a property as numbers: numbers, and texts that read as one.
type Numbers struct {
	column journey.Column
	cached []float64 // by code; NaN where the value is no number
	worths *journey.Worths
}

// NewNumbers finds the property's column and reads the numbers of its codes once.
func NewNumbers(ctx context.Context, ix *journey.Index, path event.Path, zone *time.Location) (Numbers, error) {
	if path.Root == event.Dimension && path.Name == "value" {
		worths := ix.Worths()
		return Numbers{worths: &worths}, nil
	}
	column, err := ix.Column(ctx, path, zone)
	if err != nil {
		return Numbers{}, err
	}
	n := Numbers{column: column, cached: make([]float64, min(column.Size(), mostCached))}
	for code := range n.cached {
		v, ok := column.Value(uint32(code)).Float()
		if !ok {
			v = math.NaN()
		}
		n.cached[code] = v
	}
	return n, nil
}

// Of is a row's number; ok is false where it has none.
func (n *Numbers) Of(j journey.Journey, row int) (v float64, ok bool) {
	if n.worths != nil {
		return n.worths.Of(j.Columns.Worth[row])
	}
	return n.OfCode(n.column.Code(j, row))
}

// OfCode is the number that a code of the property's column stands for.
func (n *Numbers) OfCode(code uint32) (v float64, ok bool) {
	if int(code) < len(n.cached) {
		v = n.cached[code]
		return v, !math.IsNaN(v)
	}
	return n.column.Value(code).Float()
}

// mostAmount is more than anybody ever earned: what lies beyond is no amount.
const mostAmount = 1e15

// Amount is a row's number for adding up; 0 where it has none, or one beyond
// reason. Sums of amounts are finite, which JSON can write.
func (n *Numbers) Amount(j journey.Journey, row int) float64 {
	v, ok := n.Of(j, row)
	if !ok || math.Abs(v) > mostAmount {
		return 0
	}
	return v
}
