package attribution

import (
	"context"
	"fmt"

	"wend/internal/event"
)

// Costs tells what was spent.
type Costs interface {
	// Spent lists what was spent from a moment to another (half-open, in
	// milliseconds since 1970), in the workspace's currency.
	Spent(ctx context.Context, from, to int64) ([]Cost, error)
}

// Cost is money spent on a campaign; what is not known of it is empty.
type Cost struct {
	Source, Medium, Campaign string
	Amount                   float64
}

// spending sums costs by touch as an answer names it. It is nil where nothing
// is known of what these touches cost.
func (d Definition) spending(ctx context.Context, s shape, from, to int64) (map[event.Value]float64, error) {
	var name func(Cost) string
	switch {
	case d.Costs == nil || s.touch.Root != event.Dimension:
		return nil, nil
	case s.touch.Name == "channel":
		name = func(c Cost) string {
			return event.Channels[event.Channel(event.Facts{Source: c.Source, Medium: c.Medium, Campaign: c.Campaign})]
		}
	case s.touch.Name == "source":
		name = func(c Cost) string { return c.Source }
	case s.touch.Name == "campaign":
		name = func(c Cost) string { return c.Campaign }
	default:
		return nil, nil
	}
	list, err := d.Costs.Spent(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("read costs: %w", err)
	}
	spent := map[event.Value]float64{}
	for _, c := range list {
		touch := event.Value{}
		if text := name(c); text != "" {
			touch = event.TextValue(text)
		}
		spent[touch] += c.Amount
	}
	return spent, nil
}
