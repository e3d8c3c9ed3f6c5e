package journey_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
)

// census is a fold that notes which log positions it was shown, and what the
// property column says about each.
type census struct {
	column journey.Column
	seen   map[uint32]int
	wrong  int
}

func (c *census) Visit(j journey.Journey) {
	for row := j.Lo; row < j.Hi; row++ {
		seq := j.Columns.Seq[row]
		c.seen[seq]++
		if c.column.Value(c.column.Code(j, row)).Num != float64(seq%500) {
			c.wrong++
		}
	}
}

func (c *census) Merge(o *census) {
	for seq, n := range o.seen {
		c.seen[seq] += n
	}
	c.wrong += o.wrong
}

// While events come, move between customers and are folded, every run sees
// each event once: all that were there when it began, none twice.
func TestRunsSeeEveryEventOnce(t *testing.T) {
	const events, sets, customers = 6000, 50, 30
	history := &lockedHistory{}
	ix := journey.New(journey.Options{History: history})
	var written atomic.Uint32
	var background, readers sync.WaitGroup
	ctx, stop := context.WithCancel(t.Context())
	defer stop()

	background.Go(func() {
		defer stop()
		r := rand.New(rand.NewPCG(1, 1))
		var owners [sets]journey.Customer
		owner := func(set uint32, _ int64) journey.Customer { return owners[set] }
		for seq := uint32(1); seq <= events; seq++ {
			set := uint32(r.IntN(sets))
			e := journeytest.Event{Time: int64(r.IntN(1e6)), Name: "X", Properties: map[string]any{"n": seq % 500}}.Event(uint64(seq))
			history.add(e)
			ix.Append(owners[set], set, e)
			written.Store(seq)
			if seq%20 == 0 {
				set, to := r.IntN(sets), journey.Customer(r.IntN(customers)*300)
				from := owners[set]
				owners[set] = to
				ix.Rederive([]journey.Customer{from, to}, owner)
			}
		}
	})
	background.Go(func() {
		for ctx.Err() == nil {
			if err := ix.Compact(ctx); err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
			ix.Stats()
			ix.View(300, func(journey.Journey) {})
		}
	})
	background.Go(func() {
		for ctx.Err() == nil {
			if err := ix.SetStages(ctx, shopModel()); err != nil && !errors.Is(err, context.Canceled) {
				t.Error(err)
			}
		}
	})
	for range 2 {
		readers.Go(func() {
			for last := false; !last; {
				last = ctx.Err() != nil // one more run after the last event
				before := written.Load()
				column, err := ix.Column(t.Context(), event.Path{Root: event.InProperties, Keys: []string{"n"}}, nil)
				if err != nil {
					t.Error(err)
					return
				}
				got, _, err := journey.Run(t.Context(), ix, journey.Scan{Nobody: true}, func() *census {
					return &census{column: column, seen: map[uint32]int{}}
				})
				if err != nil || got.wrong > 0 {
					t.Errorf("%d wrong values, %v", got.wrong, err)
					return
				}
				for seq, n := range got.seen {
					if n != 1 {
						t.Errorf("event %d was seen %d times", seq, n)
						return
					}
				}
				for seq := uint32(1); seq <= before; seq++ {
					if got.seen[seq] == 0 {
						t.Errorf("event %d of %d was not seen", seq, before)
						return
					}
				}
			}
		})
	}
	readers.Wait()
	background.Wait()
}

// lockedHistory is a history that grows while it is read.
type lockedHistory struct {
	mu     sync.Mutex
	events journeytest.History
}

func (h *lockedHistory) add(e *event.Event) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.events = append(h.events, e)
}

func (h *lockedHistory) Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error {
	h.mu.Lock()
	events := h.events[:len(h.events):len(h.events)]
	h.mu.Unlock()
	return events.Events(ctx, from, to, fn)
}

// panics is a fold that fails.
type panics struct{}

func (panics) Visit(journey.Journey) { panic("oops") }
func (panics) Merge(panics)          {}

func TestPanicOfAFoldReachesItsCaller(t *testing.T) {
	ix := journeytest.New([]journeytest.Event{{Customer: 1, Name: "X"}, {Customer: 5000, Name: "X"}})
	defer func() {
		if recover() == nil {
			t.Error("the panic went unnoticed")
		}
	}()
	_, _, _ = journey.Run(t.Context(), ix.Index, journey.Scan{}, func() panics { return panics{} })
}

// stopper is a fold that gives up its own run.
type stopper struct {
	stop   context.CancelFunc
	visits int
}

func (s *stopper) Visit(journey.Journey) { s.visits++; s.stop() }
func (s *stopper) Merge(*stopper)        {}

func TestRunEndsWithItsContext(t *testing.T) {
	var events []journeytest.Event
	for i := range 50 {
		events = append(events, journeytest.Event{Customer: journey.Customer(1 + i*5000), Time: 1, Name: "X"})
	}
	ix := journeytest.New(events)
	ctx, cancel := context.WithCancel(t.Context())
	var all []*stopper
	var mu sync.Mutex
	_, _, err := journey.Run(ctx, ix.Index, journey.Scan{}, func() *stopper {
		mu.Lock()
		defer mu.Unlock()
		all = append(all, &stopper{stop: cancel})
		return all[len(all)-1]
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("got %v", err)
	}
	for _, s := range all {
		if s.visits > 1 {
			t.Errorf("a worker went on for %d customers", s.visits)
		}
	}
}
