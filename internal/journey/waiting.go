package journey

import "slices"

// waiting are one customer's rows in a tail, in order.
type waiting struct {
	rows    []*row // touchpoints
	sides   []*row // side rows and older ones
	cleared bool   // the base's rows of the customer are void
}

// collect finds the customer's rows from its last one back, place + 1 as heads gives it.
func (w *waiting) collect(tail []row, last int32) {
	w.rows, w.sides, w.cleared = w.rows[:0], w.sides[:0], false
	for i := last - 1; i != noRow; i = tail[i].prev {
		switch r := &tail[i]; r.kind {
		case touchpoint:
			w.rows = append(w.rows, r)
		case side, older:
			w.sides = append(w.sides, r)
		case cleared:
			w.cleared = true
		}
	}
	order(w.rows)
	order(w.sides)
}

// order sorts rows that came backwards and mostly in order of time.
func order(rows []*row) {
	slices.Reverse(rows)
	compare := func(a, b *row) int {
		switch {
		case a.before(b.time, b.seq):
			return -1
		case b.before(a.time, a.seq):
			return 1
		}
		return 0
	}
	if !slices.IsSortedFunc(rows, compare) {
		slices.SortStableFunc(rows, compare)
	}
}

// merge appends the customer's rows, those of the base and those waiting, to
// the columns, in order and not derived.
func (w *waiting) merge(into *Columns, base *chunk, local uint16) {
	lo, hi := base.rows(local)
	if w.cleared {
		lo = hi
	}
	src := &base.columns
	for _, r := range w.rows {
		from := lo
		for lo < hi && !r.before(src.Time[lo], src.Seq[lo]) {
			lo++
		}
		into.appendRange(src, from, lo)
		into.appendRow(r)
	}
	into.appendRange(src, lo, hi)
}

// mergeSides appends the customer's side rows in order. Of older rows each
// set's first is enough.
func (w *waiting) mergeSides(into *[]sideRow, base *chunk, local uint16) {
	var old []sideRow
	if !w.cleared {
		old = base.sides(local)
	}
	first := len(*into)
	for _, r := range w.sides {
		for len(old) > 0 && !r.before(old[0].Time, old[0].Seq) {
			*into, old = append(*into, old[0]), old[1:]
		}
		if r.kind == older && slices.ContainsFunc((*into)[first:], func(s sideRow) bool { return s.older && s.Set == r.set }) {
			continue
		}
		*into = append(*into, sideRow{r.side(), r.kind == older, local})
	}
	*into = append(*into, old...)
}

// older tells whether the customer had touchpoints that are not held.
func (w *waiting) older(base *chunk, local uint16) bool {
	return !w.cleared && slices.ContainsFunc(base.sides(local), func(s sideRow) bool { return s.older }) ||
		slices.ContainsFunc(w.sides, func(r *row) bool { return r.kind == older })
}
