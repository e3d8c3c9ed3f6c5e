package app_test

import (
	"testing"

	"wend/internal/app"
	"wend/internal/pipeline/schema"
)

// A business that takes orders and no bookings is asked about its orders; its
// ways stay those of its kit.
func TestGoalIsWhatCame(t *testing.T) {
	for _, c := range []struct {
		sector string
		came   []string
		goal   string
		ways   int
	}{
		{"local-service", []string{"Page Viewed", "Order Completed", "Membership Started"}, "Order Completed", 3},
		{"local-service", []string{"Order Completed", "Booking Completed"}, "Booking Completed", 3},
		{"local-service", nil, "Booking Completed", 3},
		{"ecommerce", []string{"Page Viewed"}, "Order Completed", 1},
		{"b2b", []string{"Meeting Booked"}, "Deal Won", 2},
	} {
		var events []schema.Event
		for _, name := range c.came {
			events = append(events, schema.Event{Name: name})
		}
		told := app.TellOf(c.sector, events, nil)
		if told.Goal != c.goal || len(told.Ways) != c.ways {
			t.Errorf("%s with %v: the goal is %s, on %d ways; want %s on %d", c.sector, c.came, told.Goal, len(told.Ways), c.goal, c.ways)
		}
	}
}
