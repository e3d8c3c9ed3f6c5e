package journey

import (
	"context"
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
)

// unitRows is about how many rows a worker takes at a time: few enough that
// the last worker to finish does not keep the others waiting and that a
// cancelled run ends soon, many enough that taking costs nothing.
const unitRows = 1 << 15

// unit is a part of a shard for one worker: its customers lo to hi.
type unit struct {
	view   view
	lo, hi int
	older  bool // rows that are not held belong to it

	moment *moment // not nil: the unit is its accounts lo to hi
}

// Run folds over every journey that the scan sees, on all cores. It ends early
// when the context does. start makes an empty fold for a worker.
func Run[F Fold[F]](ctx context.Context, ix *Index, s Scan, start func() F) (F, Scanned, error) {
	cold := ix.options.Cold != nil && s.From < ix.options.HistoryFrom && s.Accounts == nil
	var units []unit
	if s.Accounts != nil {
		units = ix.accountUnits(s.Accounts)
	} else {
		units = ix.units(s.Nobody, cold)
	}
	if s.To == 0 {
		s.To = math.MaxInt64
		if s.From == 0 {
			s.From = math.MinInt64
		}
	}
	workers := make([]*worker[F], max(1, min(runtime.GOMAXPROCS(0), len(units))))
	var next atomic.Int64
	var wait sync.WaitGroup
	for i := range workers {
		w := &worker[F]{scan: &s, fold: start(), merger: merger{deriver: *ix.newDeriver()}}
		w.blocks, _ = any(w.fold).(blocks)
		workers[i] = w
		w.merger.deriver.whole = cold
		work := func() {
			defer w.rescue()
			for ctx.Err() == nil && w.err == nil {
				i := int(next.Add(1)) - 1
				if i >= len(units) {
					return
				}
				if s.Progress != nil {
					s.Progress(i, len(units))
				}
				if units[i].older {
					w.err = w.cold(ctx, ix, units[i].view)
				} else {
					w.unit(&units[i])
				}
			}
		}
		if i == len(workers)-1 {
			work() // the caller is a worker too
		} else {
			wait.Go(work)
		}
	}
	wait.Wait()
	first := workers[0]
	for i, w := range workers {
		if w.panicked != nil {
			panic(w.panicked) // in the caller's goroutine, where somebody may be there to catch it
		}
		if w.err != nil {
			return first.fold, first.scanned, w.err
		}
		if i > 0 && ctx.Err() == nil {
			first.fold.Merge(w.fold)
			first.scanned.Customers += w.scanned.Customers
			first.scanned.Events += w.scanned.Events
		}
	}
	return first.fold, first.scanned, ctx.Err()
}

// units takes all shards as they are at one moment, and cuts large ones into
// several units, unless the rows that are not held are to be read for them.
func (ix *Index) units(nobody, older bool) []unit {
	ix.moves.RLock()
	defer ix.moves.RUnlock()
	all := ix.published.Load()
	units := make([]unit, 0, len(all.shards))
	for _, s := range all.shards {
		v := s.view()
		lo := 0
		for hi := 1; hi < shardSize && !older && len(v.base.columns.Time) > 2*unitRows; hi++ {
			if v.base.start[hi]-v.base.start[lo] >= unitRows {
				units = append(units, unit{view: v, lo: lo, hi: hi})
				lo = hi
			}
		}
		units = append(units, unit{view: v, lo: lo, hi: shardSize, older: older})
	}
	if nobody {
		if older {
			units = append(units, unit{view: newNobody().view(), hi: 1, older: true})
		}
		for _, s := range all.nobody {
			units = append(units, unit{view: s.view(), hi: 1})
		}
	}
	return units
}

type worker[F Fold[F]] struct {
	scan     *Scan
	fold     F
	blocks   blocks // the fold, where it takes many journeys at once
	scanned  Scanned
	merger   merger
	passing  Columns // rows that pass Where
	pass     []uint8
	room     []int32
	panicked error
	err      error // of reading what is not held
	lo, hi   []uint32
	joiner   accountJoiner
}

func (w *worker[F]) rescue() {
	if r := recover(); r != nil {
		w.panicked = fmt.Errorf("a fold panicked: %v\n%s", r, debug.Stack())
	}
}

func (w *worker[F]) unit(u *unit) {
	if u.moment != nil {
		for i := u.lo; i < u.hi; i++ {
			w.account(u.moment, i)
		}
		return
	}
	head, low, high := u.view.heads(w.room)
	if head != nil {
		w.room = head
	}
	if low > high || high < w.scan.From || low >= w.scan.To {
		return
	}
	whole := w.scan.From <= low && high < w.scan.To
	if w.scan.Only == nil && w.scan.Where.Empty() && !u.view.shard.nobody {
		if w.blocks != nil {
			w.block(u, head, whole)
			return
		}
		if head == nil && whole {
			w.plain(u)
			return
		}
	}
	for i := u.lo; i < u.hi; i++ {
		w.one(u, head, i, whole)
	}
}

// one shows one customer of the unit.
func (w *worker[F]) one(u *unit, head []int32, i int, whole bool) {
	last := int32(0)
	if head != nil {
		last = head[i]
	}
	if last == 0 && u.view.base.start[i] == u.view.base.start[i+1] {
		return
	}
	customer := u.view.shard.customer(uint16(i))
	if w.scan.Only != nil && !w.scan.Only(customer) {
		return
	}
	columns, first, end := w.merger.customer(&u.view, uint16(i), last)
	w.visit(Journey{Customer: customer, Columns: columns, Lo: first, Hi: end, First: first, End: end}, whole)
}

// block shows all customers of the unit at once, but for those who have rows
// that wait.
func (w *worker[F]) block(u *unit, head []int32, whole bool) {
	base := u.view.base
	b := Block{First: u.view.shard.first + Customer(u.lo), Columns: &base.columns, Lo: base.start[u.lo:u.hi], Hi: base.start[u.lo+1 : u.hi+1]}
	if head != nil || !whole {
		w.lo, w.hi = append(w.lo[:0], b.Lo...), append(w.hi[:0], b.Hi...)
		b.Lo, b.Hi = w.lo, w.hi
		for i := range b.Lo {
			if head != nil && head[u.lo+i] != 0 {
				b.Hi[i] = b.Lo[i]
			} else if !whole && b.Lo[i] < b.Hi[i] {
				lo, hi := narrow(base.columns.Time, int(b.Lo[i]), int(b.Hi[i]), w.scan.From, w.scan.To)
				b.Lo[i], b.Hi[i] = uint32(lo), uint32(hi)
			}
		}
	}
	customers, events := 0, uint64(0)
	for i, lo := range b.Lo {
		hi := b.Hi[i]
		customers += int(number(lo < hi))
		events += uint64(hi - lo)
	}
	w.scanned.Customers += int64(customers)
	w.scanned.Events += int64(events)
	if customers > 0 {
		w.blocks.VisitBlock(b)
	}
	for i := u.lo; head != nil && i < u.hi; i++ {
		if head[i] != 0 {
			w.one(u, head, i, whole)
		}
	}
}

// plain is the way of folds without blocks where nothing waits and nothing is left out.
func (w *worker[F]) plain(u *unit) {
	base := u.view.base
	start := base.start[u.lo : u.hi+1]
	customer := u.view.shard.first + Customer(u.lo)
	for i := range len(start) - 1 {
		lo, hi := int(start[i]), int(start[i+1])
		if lo == hi {
			continue
		}
		w.scanned.Customers++
		w.fold.Visit(Journey{customer + Customer(i), &base.columns, lo, hi, lo, hi})
	}
	w.scanned.Events += int64(start[len(start)-1] - start[0])
}

// visit narrows the journey to what the scan sees and shows it to the fold.
func (w *worker[F]) visit(j Journey, whole bool) {
	if !whole {
		j.Lo, j.Hi = narrow(j.Columns.Time, j.First, j.End, w.scan.From, w.scan.To)
	}
	if j.Lo == j.Hi {
		return
	}
	w.scanned.Events += int64(j.Hi - j.Lo)
	if j.Customer != Nobody {
		w.scanned.Customers++
	}
	if !w.scan.Where.Empty() {
		if j = w.filter(j); j.Lo == j.Hi {
			return
		}
	}
	w.fold.Visit(j)
}

// narrow finds the rows between lo and hi whose time lies in [from, to).
func narrow(times []int64, lo, hi int, from, to int64) (int, int) {
	lo = firstAtLeast(times, lo, hi, from)
	return lo, firstAtLeast(times, lo, hi, to)
}

// firstAtLeast is the first of the ascending times[lo:hi] that is not below t.
func firstAtLeast(times []int64, lo, hi int, t int64) int {
	for hi-lo > 8 {
		if mid := int(uint(lo+hi) >> 1); times[mid] < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for lo < hi && times[lo] < t {
		lo++
	}
	return lo
}

// filter leaves out the rows that fail Where. Where all pass, the journey
// stays as it is; else the passing ones are copied.
func (w *worker[F]) filter(j Journey) Journey {
	n := j.End - j.First
	w.pass = slices.Grow(w.pass[:0], n)
	pass := w.pass[:n]
	w.scan.Where.mark(&j, pass)
	passed := 0
	for _, p := range pass {
		passed += int(p)
	}
	switch passed {
	case n:
		return j
	case 0:
		j.Hi = j.Lo
		return j
	}
	p := &w.passing
	p.reset()
	p.Sessions = j.Columns.Sessions
	out := Journey{Customer: j.Customer, Columns: p}
	for i := 0; i < n; {
		if pass[i] == 0 {
			i++
			continue
		}
		from := j.First + i
		for i < n && pass[i] != 0 {
			i++
		}
		to := j.First + i
		p.appendRange(j.Columns, from, to)
		out.Lo += max(0, min(to, j.Lo)-from)
		out.Hi += max(0, min(to, j.Hi)-from)
	}
	out.End = len(p.Time)
	return out
}
