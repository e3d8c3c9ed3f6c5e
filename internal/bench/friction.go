package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/sim"
	"wend/internal/understand/friction"
)

// Frictions measures how often the friction finder says what was planted in a
// world first, and how often it reports something where nothing was.
type Frictions struct {
	Worlds    []string
	Seeds     int
	Customers int
	Days      int
}

// searches are the ways to each world's goal.
var searches = map[string]string{
	"boutique": `{"event":"Order Completed"}`,
	"garden":   `{"event":"Order Completed"}`,
	"bakery":   `{"steps":[{"event":"Page Viewed"},{"event":"Product Added"},{"event":"Checkout Started"},{"event":"Pickup Time Selected"},{"event":"Order Completed"}]}`,
	"studio":   `{"steps":[{"event":"Page Viewed"},{"event":"Membership Viewed"},{"event":"Membership Selected"},{"event":"Membership Started"}]}`,
	"saas": `{"steps":[{"event":"Page Viewed"},{"event":"Signed Up"},{"event":"Onboarding Step Completed"},{"event":"Onboarding Step Completed","where":[{"property":"properties.step","op":"eq","value":2}]},
		{"event":"Onboarding Step Completed","where":[{"property":"properties.step","op":"eq","value":3}]},{"event":"Subscription Started"}]}`,
	"b2b": `{"steps":[{"event":"Page Viewed"},{"event":"Booking Started"},{"event":"Meeting Booked"}]}`,
}

// frictionsEnd is when the histories end.
var frictionsEnd = time.Date(2026, 11, 21, 17, 30, 0, 0, time.UTC)

// Searched is what was found in one history.
type Searched struct {
	Planted []sim.Truth
	Answer  friction.Answer
	Events  int64
}

// First tells whether the first opportunity is something that was planted: at
// its step, for whom it hits.
func (s *Searched) First() bool {
	return len(s.Answer.Opportunities) > 0 && slices.ContainsFunc(s.Planted, func(t sim.Truth) bool {
		o := s.Answer.Opportunities[0]
		return t.Kind == "friction" && t.Step == o.Where.Step && whom(t.Whom) == whom(o.Segment)
	})
}

// whom writes filters in one order.
func whom(filters []event.Filter) string {
	var list []string
	for _, f := range filters {
		list = append(list, f.Property+"="+string(f.Value))
	}
	slices.Sort(list)
	return strings.Join(list, " × ")
}

// definitionOf is the question for the way to a world's goal.
func definitionOf(world string) (friction.Definition, error) {
	var d friction.Definition
	return d, json.Unmarshal([]byte(searches[world]), &d.Goal)
}

// SearchWorld plays a history and searches it.
func SearchWorld(ctx context.Context, config sim.Config) (Searched, error) {
	w, err := NewWorld(ctx, config, journey.StageModel{})
	if err != nil {
		return Searched{}, err
	}
	d, err := definitionOf(config.World)
	if err != nil {
		return Searched{}, err
	}
	d.Now, d.From = config.End, config.End.AddDate(0, 0, -config.Days-1).Format(time.RFC3339)
	a, err := friction.Run(ctx, w.Index, d)
	return Searched{Planted: w.Truths(), Answer: a, Events: int64(len(w.events))}, err
}

// Run prints both rates for each world.
func (f Frictions) Run(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "%d seeds, %d customers and %d days each\n", f.Seeds, f.Customers, f.Days)
	fmt.Fprintf(out, "%-10s %22s %22s %12s %10s\n", "world", "planted truth first", "alarms where none is", "events", "ms")
	for _, world := range f.Worlds {
		var first, alarms int
		var events int64
		var took float64
		var wrong []string
		for seed := range uint64(f.Seeds) {
			for _, plain := range []bool{false, true} {
				s, err := SearchWorld(ctx, sim.Config{World: world, Customers: f.Customers, Days: f.Days, Seed: seed + 1, End: frictionsEnd, Plain: plain})
				if err != nil {
					return err
				}
				events += s.Events
				took += s.Answer.TookMS
				what := "nothing"
				if len(s.Answer.Opportunities) > 0 {
					o := s.Answer.Opportunities[0]
					what = fmt.Sprintf("%s: %s, %d at %.2f for %.2f, p %.2g", o.Where.Step, whom(o.Segment), o.Customers, o.Rate, o.RateElsewhere, o.PAdjusted)
				}
				switch {
				case plain && what != "nothing":
					alarms++
					wrong = append(wrong, fmt.Sprintf("  alarm, seed %d: %s", seed+1, what))
				case !plain && s.First():
					first++
				case !plain:
					wrong = append(wrong, fmt.Sprintf("  missed, seed %d: %s", seed+1, what))
				}
			}
		}
		n := float64(2 * f.Seeds)
		fmt.Fprintf(out, "%-10s %15d of %3d %15d of %3d %12.0f %10.0f\n", world, first, f.Seeds, alarms, f.Seeds, math.Round(float64(events)/n), took/n)
		for _, line := range wrong {
			fmt.Fprintln(out, line)
		}
	}
	return nil
}
