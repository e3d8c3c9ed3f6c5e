package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"runtime"
	"sync/atomic"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/friction"
	"wend/internal/understand/query"
	"wend/internal/unify"
)

// Search measures how long the friction finder takes over a large history with
// everything that it looks at: traits from the same profiles as a server's,
// measured pages, script errors with messages, and one obstacle that it must
// name first. It also measures how soon a search ends that is given up.
type Search struct {
	Size  Size
	Times int
}

// mostCancel is how long a search that was given up may go on.
const mostCancel = 250 * time.Millisecond

// Run builds the history, asks, and prints.
func (s Search) Run(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "building %d synthetic events of %d customers, %d of whom said who they are…\n", s.Size.Events, s.Size.Customers, s.Size.Customers/10*6)
	ix, err := s.build(ctx, searched{s.Size})
	ctx = friction.Within(ctx, told)
	if err != nil {
		return err
	}
	for i := range s.Times {
		if err := s.ask(ctx, out, ix, i == 0); err != nil {
			return err
		}
	}
	for _, share := range []float64{0, 0.1, 0.3, 0.6, 0.8} {
		if err := s.cancel(ctx, out, ix, share); err != nil {
			return err
		}
	}
	return nil
}

func (s Search) definition() friction.Definition {
	return friction.Definition{Request: request(), Goal: friction.Goal{Selector: query.Selector{Event: "Order Completed"}}}
}

// ask searches once and prints how long it took, phase by phase.
func (s Search) ask(ctx context.Context, out io.Writer, ix *journey.Index, first bool) error {
	var reports atomic.Int64
	before, measured := processorTime()
	begun := time.Now()
	ctx = query.WithProgress(ctx, func(query.Progress) { reports.Add(1) })
	a, err := friction.Run(ctx, ix, s.definition())
	if err != nil {
		return err
	}
	took := time.Since(begun)
	found := "nothing"
	if len(a.Opportunities) > 0 {
		o := a.Opportunities[0]
		found = fmt.Sprintf("%s, %d people, p %.2g", whom(o.Segment), o.Customers, o.PAdjusted)
	}
	used := ""
	if after, _ := processorTime(); measured {
		used = fmt.Sprintf(" (%.2f s of their time)", (after - before).Seconds())
	}
	kind := "again"
	if first {
		kind = "first, with columns read"
	}
	fmt.Fprintf(out, "%-26s %7.2f s on %d cores%s; %d segments compared, %d opportunities, first: %s; progress told %d times\n",
		kind, took.Seconds(), runtime.GOMAXPROCS(0), used, a.Tested, len(a.Opportunities), found, reports.Load())
	return nil
}

// cancel gives a search up when a share of it is done.
func (s Search) cancel(ctx context.Context, out io.Writer, ix *journey.Index, share float64) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var at atomic.Int64
	ctx = query.WithProgress(ctx, func(p query.Progress) {
		if p.Done >= share && at.CompareAndSwap(0, time.Now().UnixNano()) {
			stop()
		}
	})
	_, err := friction.Run(ctx, ix, s.definition())
	after := time.Since(time.Unix(0, at.Load()))
	if !errors.Is(err, context.Canceled) {
		return fmt.Errorf("a search given up at %.0f %% went on: %v", 100*share, err)
	}
	note := ""
	if after > mostCancel {
		note = fmt.Sprintf("  (more than %v)", mostCancel)
	}
	fmt.Fprintf(out, "given up at %2.0f %%: over after %.0f ms%s\n", 100*share, ms(after), note)
	return nil
}

// told is the workspace: also traits that everybody has another value of.
func told() friction.Workspace {
	return friction.Workspace{Traits: []string{"name", "email", "age_group", "gender", "type", "employees"}}
}

// build loads the history with its profiles.
func (s Search) build(ctx context.Context, history journey.EventSource) (*journey.Index, error) {
	graph := unify.NewGraph(unify.Decisions{})
	profiles := unify.NewProfiles(graph)
	said := historyEnd.AddDate(0, 0, -historyDays).UnixMilli()
	for c := 1; c <= s.Size.Customers; c++ {
		e := event.Event{Seq: uint64(c), Type: event.Identify, Time: said, Received: said, Identifiers: []event.Identifier{{Kind: "anonymous_id", Value: fmt.Sprintf("a%d", c)}}, MessageID: fmt.Sprint(c)}
		if c%10 < 6 {
			e.Traits = fmt.Appendf(nil, `{"name":"Customer %d","email":"c%d@example.com","age_group":"%s","gender":"%s","type":"%s","employees":"%s"}`,
				c, c, ages[c/10%3], genders[c/30%2], types[c/60%4], teams[c/240%5])
		}
		set, _ := graph.Observe(&e)
		if owner := graph.Owner(set, e.Time); owner != journey.Customer(c) {
			return nil, fmt.Errorf("customer %d has the number %d", c, owner)
		}
		profiles.Apply(set, &e)
	}
	ix := journey.New(journey.Options{Traits: profiles, History: history})
	if err := ix.SetStages(ctx, StageModel()); err != nil {
		return nil, err
	}
	return ix, ix.Load(ctx, searched{s.Size}.rows())
}

var (
	ages    = []string{"18-34", "35-54", "55+"}
	genders = []string{"f", "m"}
	types   = []string{"customer", "guest", "trade", "gift"}
	teams   = []string{"1", "2-9", "10-49", "50-249", "250+"}
)

// searched is the synthetic history with measured pages and an obstacle: on
// mobile, a script error comes in place of six in ten products that the young
// put into the cart.
type searched struct{ size Size }

func (s searched) rows() iter.Seq[journey.Row] {
	return func(yield func(journey.Row) bool) {
		for row := range s.size.rows() {
			e := row.Event
			switch {
			case e.Name == "Product Added" && e.Facts.Device == "mobile" && row.Customer%10 < 6 && row.Customer/10%3 == 0 && e.Seq%10 < 6:
				e.Name = "Script Error"
			case e.Name == "Video Played":
				e.Name = "Web Vitals"
			}
			if !yield(row) {
				return
			}
		}
	}
}

// Events reads the whole history, for columns of properties.
func (s searched) Events(context.Context, uint64, uint64, func(*event.Event) error) error {
	return errors.New("the synthetic history is read by property")
}

// Property reads one property, as a server does from the columns on its disk.
func (s searched) Property(ctx context.Context, path event.Path, from, to uint64, fn func(seq uint64, v event.Value) error) error {
	name := path.Keys[0]
	for row := range s.rows() {
		e := row.Event
		var v event.Value
		switch {
		case e.Seq < from || e.Seq >= to:
		case e.Name == "Web Vitals" && name == "lcp":
			v = event.NumberValue(float64(600 + e.Seq*2_654_435_761%4000))
		case e.Name == "Web Vitals" && name == "inp":
			v = event.NumberValue(float64(40 + e.Seq*2_654_435_761%400))
		case e.Name == "Script Error" && name == "message":
			v = event.TextValue(fmt.Sprintf("TypeError: undefined is not an object (%d)", e.Seq%7))
		}
		if !v.Exists() {
			continue
		}
		if err := fn(e.Seq, v); err != nil {
			return err
		}
	}
	return ctx.Err()
}
