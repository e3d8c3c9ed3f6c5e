package conformance

import (
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// A customer is worth what they bought less refunds, and what their
// conversions are worth. GA4's view_item, add_to_cart and begin_checkout carry
// a value too, which nobody paid.
func TestWorthIsWhatWasBought(t *testing.T) {
	minute := int64(0)
	did := func(c journey.Customer, name string, value float64) journeytest.Event {
		minute++
		e := journeytest.Event{Customer: c, Time: querytest.Origin.Add(time.Duration(minute) * time.Minute).UnixMilli(), Name: name}
		e.Facts.Value, e.Facts.HasValue = value, true
		return e
	}
	ix := journeytest.New([]journeytest.Event{
		did(1, "Booking Completed", 1000), // before the first step
		did(1, "view_item", 50), did(1, "add_to_cart", 50), did(1, "begin_checkout", 50), did(1, "purchase", 50), did(1, "Order Refunded", -20),
		did(2, "view_item", 80), did(2, "add_to_cart", 80), did(2, "Quote Accepted", 7),
	})
	d := Definition{Ideal: &Ideal{Steps: []Step{
		{Selector: query.Selector{Event: "Product Viewed"}}, {Selector: query.Selector{Event: "Order Completed"}},
	}}}
	d.From, d.To = querytest.Origin.Format(time.RFC3339), querytest.Origin.Add(20*24*time.Hour).Format(time.RFC3339)
	for goal, left := range map[string]float64{"Order Completed": 0, "Quote Accepted": 7} {
		d.Goal = &query.Selector{Event: goal}
		got, err := Run(t.Context(), ix.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		if *got.Followed.Value != 30 || *got.Deviated.Value != left {
			t.Errorf("goal %s: those who followed are worth %v each, those who left %v; want 30 and %v", goal, *got.Followed.Value, *got.Deviated.Value, left)
		}
	}
}
