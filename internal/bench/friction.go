package bench

import (
	"context"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/pipeline/schema"
	"wend/internal/sim"
	"wend/internal/understand/friction"
	"wend/internal/understand/query"
)

// Frictions measures how often the friction finder says what was planted in a
// world first, and how often it reports something where nothing was.
type Frictions struct {
	Worlds    []string
	Seeds     int
	Customers int
	Days      int
	Tell      Tell
}

// frictionsEnd is when the histories end.
var frictionsEnd = time.Date(2026, 11, 21, 17, 30, 0, 0, time.UTC)

// Searched is what was found in one history.
type Searched struct {
	*World
	Found []friction.Opportunity
	Took  time.Duration
}

// First tells whether the first opportunity is something that was planted: at
// its step, for whom it hits.
func (s *Searched) First() bool {
	return len(s.Found) > 0 && slices.ContainsFunc(s.Truths(), func(t sim.Truth) bool {
		o := s.Found[0].Finding()
		return t.Kind == "friction" && t.Step == o.Where.Steps[1].Event && whom(t.Whom) == whom(o.Segment)
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

// Tell is what a business of a sector says about itself that began with the
// sector's kit, and sent these events and traits: what the product's own queue
// of opportunities goes by.
type Tell func(sector string, events []schema.Event, traits []schema.Property) friction.Workspace

// told is a context in which questions know the world's business.
func (w *World) told(ctx context.Context, tell Tell) context.Context {
	registry := schema.New()
	for _, e := range w.events {
		registry.Observe(e)
	}
	events, traits := registry.List()
	told := tell(w.World().Sector, events, traits)
	return friction.Within(ctx, func() friction.Workspace { return told })
}

// SearchWorld plays a history and searches it as the queue of opportunities
// does.
func SearchWorld(ctx context.Context, config sim.Config, tell Tell) (Searched, error) {
	w, err := NewWorld(ctx, config, journey.StageModel{})
	if err != nil {
		return Searched{}, err
	}
	s := Searched{World: w}
	ctx, begun := w.told(ctx, tell), time.Now()
	s.Found, err = friction.Search(ctx, w.Index, within(config.End.AddDate(0, 0, -config.Days-1), config.End))
	s.Took = time.Since(begun)
	return s, err
}

func within(from, to time.Time) query.Request {
	return query.Request{From: from.Format(time.RFC3339), To: to.Format(time.RFC3339), Now: to}
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
				s, err := SearchWorld(ctx, sim.Config{World: world, Customers: f.Customers, Days: f.Days, Seed: seed + 1, End: frictionsEnd, Plain: plain}, f.Tell)
				if err != nil {
					return err
				}
				events += int64(len(s.events))
				took += ms(s.Took)
				what := "nothing"
				if len(s.Found) > 0 {
					o := s.Found[0]
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
