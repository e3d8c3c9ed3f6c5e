package journey

import (
	"context"
	"iter"
	"slices"
)

// viewOf finds one customer's shard and takes its view and the customer's
// last waiting row.
func (ix *Index) viewOf(c Customer) (v view, local uint16, last int32, ok bool) {
	ix.moves.RLock() // or the customer's rows could be between two places
	defer ix.moves.RUnlock()
	all := ix.published.Load()
	number := int(c >> shardBits)
	if c == Nobody || number >= len(all.shards) {
		return v, 0, 0, false
	}
	local = uint16(c & (shardSize - 1))
	v, last = all.shards[number].viewOf(local)
	return v, local, last, true
}

// View shows one customer's journey; false where it has no touchpoints.
func (ix *Index) View(c Customer, fn func(Journey)) bool {
	v, local, last, ok := ix.viewOf(c)
	if !ok {
		return false
	}
	m := ix.mergers.Get().(*merger)
	defer ix.mergers.Put(m)
	m.deriver = deriver{ix: ix, stages: ix.stages.Load(), counts: m.deriver.counts}
	columns, lo, hi := m.customer(&v, local, last)
	if lo == hi {
		return false
	}
	fn(Journey{Customer: c, Columns: columns, Lo: lo, Hi: hi, First: lo, End: hi})
	return true
}

// Sides are the customer's side rows in order: calls that are no touchpoints,
// and bots' events.
func (ix *Index) Sides(c Customer) iter.Seq[Side] {
	return func(yield func(Side) bool) {
		v, local, last, ok := ix.viewOf(c)
		if !ok {
			return
		}
		var w waiting
		var rows []sideRow
		w.collect(v.tail, last)
		w.mergeSides(&rows, v.base, local)
		for _, r := range rows {
			if !r.older && !yield(r.Side) {
				return
			}
		}
	}
}

// Called visits the customers that a call which is no touchpoint was made for at
// or before a moment, in ascending order; bots make none. They need not have
// touchpoints: an imported contact has none.
func (ix *Index) Called(ctx context.Context, moment int64, fn func(Customer)) error {
	ix.moves.RLock() // or a customer's rows could be between two places
	shards := ix.published.Load().shards
	views := make([]view, len(shards))
	for i, s := range shards {
		views[i] = s.view()
	}
	ix.moves.RUnlock()
	made := func(s Side) bool { return !s.Bot && s.Time <= moment }
	var room []int32
	var w waiting
	for i := range views {
		if err := ctx.Err(); err != nil {
			return err
		}
		v := &views[i]
		head, _, _ := v.heads(room)
		if head != nil {
			room = head
		}
		rest := v.base.side
		for local := range uint16(shardSize) {
			n := 0
			for n < len(rest) && rest[n].local == local {
				n++
			}
			called := slices.ContainsFunc(rest[:n], func(s sideRow) bool { return !s.older && made(s.Side) })
			rest = rest[n:]
			if head != nil && head[local] != 0 {
				w.collect(v.tail, head[local])
				called = called && !w.cleared || slices.ContainsFunc(w.sides, func(r *row) bool { return r.kind == side && made(r.side()) })
			}
			if called {
				fn(v.shard.customer(local))
			}
		}
	}
	return nil
}

// merger makes one customer's journey of base and tail. One goroutine uses it at a time.
type merger struct {
	deriver deriver
	waiting waiting
	columns Columns
}

// customer finds the customer's rows: in the base where nothing waits, else
// merged and derived in the merger's own columns, valid until the next call.
func (m *merger) customer(v *view, local uint16, last int32) (*Columns, int, int) {
	if last == 0 {
		lo, hi := v.base.rows(local)
		return &v.base.columns, lo, hi
	}
	m.waiting.collect(v.tail, last)
	sides := m.waiting.sides
	if len(m.waiting.rows) == 0 && !m.waiting.cleared && !m.deriver.stages.traits &&
		!slices.ContainsFunc(sides, func(r *row) bool { return r.kind == older }) {
		lo, hi := v.base.rows(local)
		return &v.base.columns, lo, hi
	}
	m.columns.reset()
	m.waiting.merge(&m.columns, v.base, local)
	n := len(m.columns.Time)
	m.deriver.derive(v.shard.customer(local), &m.columns, 0, n, m.waiting.older(v.base, local))
	return &m.columns, 0, n
}
