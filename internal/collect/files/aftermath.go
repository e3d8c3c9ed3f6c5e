package files

import (
	"context"
	"math"
	"time"

	"wend/internal/collect/orders"
	"wend/internal/collect/protocol"
	"wend/internal/event"
)

// aftermath is what a file says became of an order. What is to be stored of it
// is what is not yet known, and can be told only once the order itself is stored.
type aftermath struct {
	reader *orderReader
	order  *order
	id     string // the order's message id
}

// messages are what the file says beyond what is known. Of the money in each
// gap they tell but what was given back first: the rest follows when that is
// stored, because a refund may begin only where a gap does.
func (a *aftermath) messages(known orders.Known) (list []message) {
	if known.NeverCompleted {
		return nil // it counts nowhere, so there is nothing to take back
	}
	o := a.order
	value, valued := o.value()
	given, at := o.given(), max(o.cancelledAt, o.at+1)
	if o.state() == cancelled {
		text := a.reader.event(o, "Order Cancelled", at, "amount", math.Abs(value), valued, false)
		list = append(list, message{text: text, id: orders.CancelID(a.id), companion: true})
		given = append(given[:len(given):len(given)], refund{max(0, math.Abs(value)-sumOf(given)), at})
	}
	for _, gap := range known.Gaps(orders.Units(sumOf(given))) {
		first, to := a.at(given, gap.From)
		to = min(to, gap.To)
		if to <= gap.From {
			continue
		}
		text := a.reader.event(o, "Order Refunded", max(first.at, o.at+1), "value", orders.Amount(to-gap.From), true, false)
		list = append(list, message{text: text, id: orders.RefundID(a.id, gap.From), companion: true})
	}
	return list
}

// at is the refund that the money from there on is of, and where that ends.
func (a *aftermath) at(given []refund, from int64) (_ refund, to int64) {
	sum := 0.0
	for _, r := range given {
		sum += r.amount
		if to = orders.Units(sum); to > from {
			return r, to
		}
	}
	return refund{}, 0
}

func sumOf(given []refund) (sum float64) {
	for _, r := range given {
		sum += r.amount
	}
	return sum
}

// follower stores what became of orders.
type follower struct {
	road    Road
	source  string
	now     func() time.Time
	decoder *protocol.Decoder
}

// follow stores what is not known yet of the orders, until all of it is. Others
// may do the same at the same time (package orders says why that is exact). It
// tells how much was stored.
func (f *follower) follow(ctx context.Context, list []*aftermath) (stored int, err error) {
	tried := map[string]bool{}
	for len(list) > 0 {
		ids := make([]string, len(list))
		for i, a := range list {
			ids[i] = a.id
		}
		var known []orders.Known
		err := patiently(ctx, func() (err error) {
			known, err = f.road.Orders(context.WithoutCancel(ctx), ids)
			return err
		})
		if err != nil {
			return stored, err
		}
		var events []*event.Event
		var again []*aftermath
		for i, a := range list {
			before := len(events)
			for _, m := range a.messages(known[i]) {
				if tried[m.id] { // a cancellation that is stored, or an id that somebody else took
					continue
				}
				tried[m.id] = true
				one, _ := normalise(f.decoder, m, f.source, f.now()) // as its order was, which could be used
				events = append(events, one...)
			}
			if len(events) > before {
				again = append(again, a)
			}
		}
		if len(events) > 0 {
			duplicates, err := store(ctx, f.road, events)
			if err != nil {
				return stored, err
			}
			stored += len(events) - duplicates
		}
		list = again
	}
	return stored, nil
}
