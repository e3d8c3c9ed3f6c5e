package insights

import "context"

// Workspace is what a business says about itself: the events that are watched
// where a question names no metrics, the currency that sums are written in, and
// the country whose holidays count.
type Workspace struct {
	KeyEvents []string
	Currency  string
	Country   string
}

type workspaceKey struct{}

// Within hands the workspace to questions that are asked with the context.
func Within(ctx context.Context, told func() Workspace) context.Context {
	return context.WithValue(ctx, workspaceKey{}, told)
}

// within adds what the workspace says to what a question leaves open.
func (d Definition) within(ctx context.Context) Definition {
	told, ok := ctx.Value(workspaceKey{}).(func() Workspace)
	if !ok {
		return d
	}
	now := told()
	if d.KeyEvents == nil {
		d.KeyEvents = now.KeyEvents
	}
	if d.Currency == "" {
		d.Currency = now.Currency
	}
	if d.Country == "" {
		d.Country = now.Country
	}
	return d
}
