package opportunities

import (
	"context"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/friction"
	"wend/internal/understand/opportunity"
)

// Frictions are the obstacles on the way to the business' goal.
type Frictions struct {
	Index *journey.Index
	// Goal is the event that counts as success.
	Goal func() string
	// Workspace is what the business says about itself.
	Workspace func() friction.Workspace
}

// Kind is the source's name.
func (f Frictions) Kind() string { return friction.Kind }

func (f Frictions) definition(ctx context.Context, from, to time.Time) (context.Context, friction.Definition) {
	var d friction.Definition
	d.Goal.Event, d.Now = f.Goal(), to
	d.From, d.To = from.UTC().Format(time.RFC3339Nano), to.UTC().Format(time.RFC3339Nano)
	return friction.Within(ctx, f.Workspace), d
}

// Find searches a range.
func (f Frictions) Find(ctx context.Context, from, to time.Time) ([]opportunity.Finding, error) {
	ctx, d := f.definition(ctx, from, to)
	a, err := friction.Run(ctx, f.Index, d)
	if err != nil {
		return nil, err
	}
	var list []opportunity.Finding
	for _, o := range a.Opportunities {
		list = append(list, o.Finding())
	}
	return list, nil
}

// Measure counts a segment's attempts in a range, and those of others.
func (f Frictions) Measure(ctx context.Context, found opportunity.Finding, from, to time.Time) (opportunity.Sides, error) {
	ctx, d := f.definition(ctx, from, to)
	return friction.Measure(ctx, f.Index, d, friction.Who{Step: found.Where.Step, After: found.Where.After, Segment: found.Segment, Except: found.Except})
}
