package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/metrics"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/store"
	"wend/internal/understand/compare"
	"wend/internal/understand/friction"
)

// Comparison measures how long the comparison of two groups and the profile of
// the most valuable customers take over a large history with everything that
// they look at: traits from the same profiles as a server's, and properties of
// events, which the first question reads from the segments of a real store. It
// also measures what they take in memory, and how soon one ends that is given up.
type Comparison struct {
	Size  Size
	Times int
	Dir   string // where the store is made; empty: the system's temporary directory
}

// compared are the events' properties in the history, as a server would say them.
var compared = []string{"category", "price", "coupon", "position"}

// comparedBytes are the columns that both read of each event: time, event,
// session, place in the log, client, place, value, and the codes of properties.
const comparedBytes = 8 + 2 + 4 + 4 + 2 + 2 + 4 + 1 + 2 + 1 + 1

// Run builds the history, asks, and prints.
func (c Comparison) Run(ctx context.Context, out io.Writer) (err error) {
	dir, err := os.MkdirTemp(c.Dir, "wend-bench-*")
	if err != nil {
		return fmt.Errorf("make a directory for the history: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	s, err := store.Open(ctx, dir, store.Options{})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	fmt.Fprintf(out, "building %d synthetic events of %d customers, %d of whom said who they are, on disk and in memory…\n", c.Size.Events, c.Size.Customers, c.Size.Customers/10*6)
	if err := c.write(ctx, s); err != nil {
		return err
	}
	ix, err := (Search{Size: c.Size}).build(ctx, s)
	if err != nil {
		return err
	}
	bandwidth := ReadBandwidth()
	floor := time.Duration(float64(c.Size.Events*comparedBytes) / bandwidth * float64(time.Second))
	fmt.Fprintf(out, "memory reads at %.1f GB/s on %d cores; to read the columns once takes %.1f ms\n\n", bandwidth/1e9, runtime.GOMAXPROCS(0), ms(floor))
	ctx = friction.Within(ctx, func() friction.Workspace {
		w := told()
		w.Properties = compared
		return w
	})
	fmt.Fprintf(out, "%-30s %10s %14s %10s %14s %9s %12s   %s\n", "question", "first, ms", "processors, ms", "again, ms", "processors, ms", "distance", "MiB at most", "answer")
	for _, q := range comparisons() {
		if err := c.ask(ctx, out, ix, q, floor); err != nil {
			return err
		}
	}
	fmt.Fprintln(out, "\n(first: with the columns of properties read from disk, where no question before did that; processors: the cores' time together; distance: again, over the time to read the columns once;\nMiB: the most that the heap grew by during the first, garbage included)")
	return nil
}

// comparison is a question of the benchmark, which answers what it found in words.
type comparison struct {
	name string
	ask  func(ctx context.Context, ix *journey.Index) (string, error)
}

func comparisons() []comparison {
	groups := func(name, a string) comparison {
		return comparison{name, func(ctx context.Context, ix *journey.Index) (string, error) {
			answer, err := compare.Run(ctx, ix, compare.Definition{Request: request(), A: []byte(a)})
			if err != nil || len(answer.Rows) == 0 {
				return "nothing", err
			}
			return fmt.Sprintf("%d beyond chance of %d; %s", answer.Beyond, answer.Tested, answer.Rows[0].Sentence), nil
		}}
	}
	return []comparison{
		groups("who bought against the rest", `{"event":"Order Completed"}`),
		groups("aged 18–34 against the rest", `{"property":"traits.age_group","op":"eq","value":"18-34"}`),
		{"the ideal customer", func(ctx context.Context, ix *journey.Index) (string, error) {
			p, err := compare.RunProfile(ctx, ix, compare.ProfileDefinition{Request: request()})
			return fmt.Sprintf("%d of %d attributes confirmed for %d of %d", len(p.Attributes), p.Tested, p.Best.Customers, p.Best.Customers+p.Others.Customers), err
		}},
	}
}

// ask measures a question when it is first asked and, as the median, again.
func (c Comparison) ask(ctx context.Context, out io.Writer, ix *journey.Index, q comparison, floor time.Duration) error {
	grown := growth()
	begun := time.Now()
	before, _ := processorTime()
	text, err := q.ask(ctx, ix)
	if err != nil {
		return err
	}
	first, most := time.Since(begun), grown()
	after, _ := processorTime()
	usedFirst := after - before
	before, _ = processorTime()
	asked := 0
	again, err := MedianWarm(c.Times, func() error {
		asked++
		_, err := q.ask(ctx, ix)
		return err
	})
	if err != nil {
		return err
	}
	after, _ = processorTime()
	used := (after - before) / time.Duration(asked)
	fmt.Fprintf(out, "%-30s %10.0f %14.0f %10.0f %14.0f %8.1fx %12d   %s\n", q.name, ms(first), ms(usedFirst), ms(again), ms(used), float64(again)/float64(floor), most>>20, text)
	for _, part := range []time.Duration{10, 2} {
		if err := c.cancel(ctx, out, ix, q, again/part); err != nil {
			return err
		}
	}
	return nil
}

// growth watches the heap, garbage included, until the function that it answers
// is called, which tells by how much it was larger at most.
func growth() func() uint64 {
	runtime.GC()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	read := func() uint64 {
		metrics.Read(sample) // without stopping what is measured
		return sample[0].Value.Uint64()
	}
	before := read()
	stop, done := make(chan struct{}), make(chan uint64)
	go func() {
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		most := before
		for {
			most = max(most, read())
			select {
			case <-tick.C:
			case <-stop:
				done <- most
				return
			}
		}
	}()
	return func() uint64 {
		close(stop)
		return <-done - before
	}
}

// cancel gives a question up when it has run for a part of the time that it takes.
func (c Comparison) cancel(ctx context.Context, out io.Writer, ix *journey.Index, q comparison, after time.Duration) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	begun := time.Now()
	time.AfterFunc(after, stop)
	_, err := q.ask(ctx, ix)
	if over := time.Since(begun) - after; errors.Is(err, context.Canceled) {
		note := ""
		if over > mostCancel {
			note = fmt.Sprintf("  (more than %v)", mostCancel)
		}
		fmt.Fprintf(out, "    given up after %.0f ms: over %.0f ms later%s\n", ms(after), ms(over), note)
		return nil
	}
	return err
}

// write puts the history with its properties into segments, as a server does.
func (c Comparison) write(ctx context.Context, s *store.Store) error {
	const group = 5000
	batch := make([]*event.Event, 0, group)
	for row := range (searched{c.Size}).rows() {
		e := *row.Event
		e.MessageID = fmt.Sprint(e.Seq)
		e.Raw = fmt.Appendf(nil, `{"type":"%s","event":"%s","messageId":"%s","anonymousId":"a%d","timestamp":%d`, e.Type, e.Name, e.MessageID, row.Customer, e.Time)
		properties := propertiesOf(row.Event)
		if properties != nil {
			e.Raw = append(append(e.Raw, `,"properties":`...), properties...)
		}
		e.Raw = append(e.Raw, '}')
		e.Properties = e.Raw[len(e.Raw)-1-len(properties) : len(e.Raw)-1] // a part of the message, as the collector has it
		if batch = append(batch, &e); len(batch) == group {
			if err := s.Log().Append(ctx, batch); err != nil {
				return err
			}
			batch = batch[:0]
		}
	}
	if err := s.Log().Append(ctx, batch); err != nil {
		return err
	}
	_, err := s.Seal(ctx, store.SealOptions{})
	return err
}

var categories = []string{"shirts", "shoes", "coats", "hats", "bags", "rings", "belts", "scarves"}

// propertiesOf are the properties of an event of the synthetic shop: half of
// its touchpoints have some.
func propertiesOf(e *event.Event) []byte {
	n := e.Seq * 2_654_435_761 >> 7
	switch e.Name {
	case "Product Viewed", "Product Added", "Product Clicked", "Product Removed":
		return fmt.Appendf(nil, `{"category":"%s","price":%d.%02d,"position":%d}`, categories[n%uint64(len(categories))], 5+n%400, n%100, n%9)
	case "Product List Viewed":
		return fmt.Appendf(nil, `{"category":"%s"}`, categories[n%uint64(len(categories))])
	case "Coupon Entered", "Coupon Applied":
		return fmt.Appendf(nil, `{"coupon":"SAVE%d"}`, n%6)
	}
	return nil
}
