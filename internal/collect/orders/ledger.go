package orders

import (
	"context"
	"hash/maphash"
	"slices"
	"sync"

	"wend/internal/event"
)

// Ledger knows what became of imported orders. It keeps as little as that takes:
// nothing of an order that was neither cancelled nor given back.
type Ledger struct {
	seed maphash.Seed

	mu       sync.RWMutex
	never    map[uint64]struct{} // completed
	refunded map[uint64][]Span
}

// NewLedger makes a ledger that knows of nothing.
func NewLedger() *Ledger {
	return &Ledger{seed: maphash.MakeSeed(), never: map[uint64]struct{}{}, refunded: map[uint64][]Span{}}
}

// Observe takes in an event that is stored, once, in any order.
func (l *Ledger) Observe(e *event.Event) {
	if e.Type != event.Track || !e.Flags.Has(event.Imported) {
		return
	}
	switch e.Name {
	case "Order Cancelled":
		l.mu.Lock()
		l.never[l.hash(e.MessageID)] = struct{}{}
		l.mu.Unlock()
	case "Order Refunded":
		order, from, ok := ParseRefundID(e.MessageID)
		if !ok || !e.Facts.HasValue {
			return
		}
		key := l.hash(order)
		l.mu.Lock()
		l.refunded[key] = cover(l.refunded[key], Span{from, from + Units(e.Facts.Value)})
		l.mu.Unlock()
	}
}

// Orders tells what is known of orders, by their message ids, in the same order.
func (l *Ledger) Orders(_ context.Context, ids []string) ([]Known, error) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	list := make([]Known, len(ids))
	for i, id := range ids {
		key := l.hash(id)
		_, never := l.never[key]
		list[i] = Known{NeverCompleted: never, Refunded: slices.Clone(l.refunded[key])}
	}
	return list, nil
}

func (l *Ledger) hash(id string) uint64 { return maphash.String(l.seed, id) }
