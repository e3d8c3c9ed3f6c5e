package attribution

import (
	"context"
	"fmt"
	"slices"

	"wend/internal/event"
	"wend/internal/understand/query"
)

// Costs tells what was spent.
type Costs interface {
	// Spent lists what was spent from one day to before another (as
	// 2024-12-31), in the workspace's currency. Of a range the days are meant
	// that begin within it, in its own time zone.
	Spent(ctx context.Context, from, to string) ([]Cost, error)
}

// Cost is money spent on a campaign; what is not known of it is empty.
type Cost struct {
	Source, Medium, Campaign string
	Amount                   float64
	// Currency is empty for the workspace's. What was spent in another cannot be
	// compared with what conversions are worth, and is left out.
	Currency string
}

type costsKey struct{}

// WithCosts lets questions that are asked under a context know costs.
func WithCosts(ctx context.Context, costs Costs) context.Context {
	return context.WithValue(ctx, costsKey{}, costs)
}

// costsOf are those of the definition, or else of the context.
func (d Definition) costsOf(ctx context.Context) Costs {
	if d.Costs != nil {
		return d.Costs
	}
	costs, _ := ctx.Value(costsKey{}).(Costs)
	return costs
}

// spending sums costs by touch as an answer names it, and lists the currencies
// that are left out. It is nil where nothing is known of what these touches
// cost.
func (d Definition) spending(ctx context.Context, s shape, r query.Range) (spent map[event.Value]float64, foreign []string, err error) {
	costs := d.costsOf(ctx)
	var name func(Cost) string
	switch {
	case costs == nil || s.touch.Root != event.Dimension:
		return nil, nil, nil
	case s.touch.Name == "channel":
		name = func(c Cost) string {
			return event.Channels[event.Channel(event.Facts{Source: c.Source, Medium: c.Medium, Campaign: c.Campaign})]
		}
	case s.touch.Name == "source":
		name = func(c Cost) string { return c.Source }
	case s.touch.Name == "campaign":
		name = func(c Cost) string { return c.Campaign }
	default:
		return nil, nil, nil
	}
	list, err := costs.Spent(ctx, query.FirstDay(r.From, r.Zone), query.FirstDay(r.To, r.Zone))
	if err != nil {
		return nil, nil, fmt.Errorf("read costs: %w", err)
	}
	spent = map[event.Value]float64{}
	for _, c := range list {
		if c.Currency != "" {
			if !slices.Contains(foreign, c.Currency) {
				foreign = append(foreign, c.Currency)
			}
			continue
		}
		touch := event.Value{}
		if text := name(c); text != "" {
			touch = event.TextValue(text)
		}
		spent[touch] += c.Amount
	}
	slices.Sort(foreign)
	return spent, foreign, nil
}
