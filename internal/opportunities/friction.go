package opportunities

import (
	"context"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/friction"
	"wend/internal/understand/opportunity"
	"wend/internal/understand/query"
)

// Frictions are the obstacles on the ways to the business' goals.
type Frictions struct {
	Index *journey.Index
	// Workspace is what the business says about itself.
	Workspace func() friction.Workspace
}

// Kind is the source's name.
func (f Frictions) Kind() string { return friction.Kind }

func within(from, to time.Time) query.Request {
	return query.Request{From: from.UTC().Format(time.RFC3339Nano), To: to.UTC().Format(time.RFC3339Nano), Now: to}
}

// Find searches a range.
func (f Frictions) Find(ctx context.Context, from, to time.Time) ([]opportunity.Finding, error) {
	found, err := friction.Search(friction.Within(ctx, f.Workspace), f.Index, within(from, to))
	var list []opportunity.Finding
	for _, o := range found {
		list = append(list, o.Finding())
	}
	return list, err
}

// Measure counts a segment's attempts in a range, and those of others.
func (f Frictions) Measure(ctx context.Context, found opportunity.Finding, from, to time.Time) (opportunity.Sides, error) {
	ctx = friction.Within(ctx, f.Workspace)
	d := friction.Definition{Request: within(from, to)}
	d.Goal.Event = found.Where.Goal
	if d.Goal.Event == "" { // kept before findings named it
		d.Goal.Event = f.Workspace().Goal
	}
	return friction.Measure(ctx, f.Index, d, friction.Who{Step: found.Where.Step, After: found.Where.After, Segment: found.Segment, Except: found.Except})
}
