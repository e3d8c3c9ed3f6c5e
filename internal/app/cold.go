package app

import (
	"context"
	"errors"
	"sync"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/store"
	"wend/internal/unify"
)

// coldHistory reads the touchpoints that are too old to be held in memory from
// segments and log (journey.Cold). Segments know customers as they were when
// they were sealed, so owners are asked of the graph, and a pass reads all
// segments; therefore one pass fetches many customers at once, a window, and
// keeps it for the workers of the same query.
type coldHistory struct {
	store  *store.Store
	graph  *unify.Graph
	before int64 // milliseconds since 1970: what is older is cold

	mutex   sync.Mutex
	queries map[context.Context]*coldQuery
}

// windowRows bounds about how many rows a window holds, some 400 bytes each.
const windowRows = 150_000

// coldQuery is what one query has read: the last two windows, since its
// workers go through the customers in order, side by side.
type coldQuery struct {
	mutex   sync.Mutex
	windows []*coldWindow
}

type coldWindow struct {
	from, to journey.Customer
	load     sync.Once
	rows     map[journey.Customer][]journey.Row
	err      error
}

// Rows hands out the cold rows of the customers from until to.
func (c *coldHistory) Rows(ctx context.Context, from, to journey.Customer, fn func(journey.Row) error) error {
	window := c.query(ctx).window(from, to, c.span())
	window.load.Do(func() { window.err = c.read(ctx, window) })
	if window.err != nil {
		return window.err
	}
	for customer := from; customer < to; customer++ {
		for _, row := range window.rows[customer] {
			if err := fn(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// query is what was read for a query; it is forgotten when its context ends.
func (c *coldHistory) query(ctx context.Context) *coldQuery {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.queries == nil {
		c.queries = map[context.Context]*coldQuery{}
	}
	q, known := c.queries[ctx]
	if !known {
		q = new(coldQuery)
		c.queries[ctx] = q
		context.AfterFunc(ctx, func() {
			c.mutex.Lock()
			defer c.mutex.Unlock()
			delete(c.queries, ctx)
		})
	}
	return q
}

// window finds the window that has the customers from until to, or begins one.
func (q *coldQuery) window(from, to journey.Customer, span journey.Customer) *coldWindow {
	q.mutex.Lock()
	defer q.mutex.Unlock()
	for _, w := range q.windows {
		if w.from <= from && to <= w.to {
			return w
		}
	}
	w := &coldWindow{from: from, to: max(to, from+span)}
	if from == journey.Nobody {
		w.to = to
	}
	if q.windows = append(q.windows, w); len(q.windows) > 2 {
		q.windows = q.windows[1:]
	}
	return w
}

// span is how many customers one pass fetches.
func (c *coldHistory) span() journey.Customer {
	each := c.store.Log().Next()/uint64(max(1, c.graph.Customers())) + 1
	return journey.Customer(max(1, windowRows/each))
}

// read fills a window in one pass over everything stored.
func (c *coldHistory) read(ctx context.Context, w *coldWindow) error {
	w.rows = map[journey.Customer][]journey.Row{}
	err := c.store.LoadRows(ctx, func(batch []*event.Event) error {
		for _, e := range batch {
			if e.Time >= c.before || !e.Type.Touchpoint() || e.Flags.Has(event.Bot) {
				continue
			}
			set := c.graph.SetOf(e)
			customer := c.graph.Owner(set, e.Time)
			if customer < w.from || customer >= w.to {
				continue
			}
			kept := event.Event{Seq: e.Seq, Type: e.Type, Flags: e.Flags, Name: e.Name, Time: e.Time, Facts: e.Facts}
			w.rows[customer] = append(w.rows[customer], journey.Row{Customer: customer, Set: set, Event: &kept})
		}
		return ctx.Err()
	})
	if err != nil && errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}
