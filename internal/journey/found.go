package journey

import (
	"sync"
	"sync/atomic"

	"wend/internal/event"
)

// found gives codes to values as they are met by many readers at once.
type found struct {
	mu     sync.Mutex
	codes  map[event.Value]uint32
	values list[event.Value]
}

func newFound() *found {
	f := &found{codes: map[event.Value]uint32{{}: 0}}
	f.values.add(event.Value{})
	return f
}

func (f *found) code(v event.Value) uint32 {
	if !v.Exists() {
		return 0
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	code, ok := f.codes[v]
	if !ok {
		code = f.values.add(v)
		f.codes[v] = code
	}
	return code
}

func (f *found) Value(code uint32) event.Value {
	if all := f.values.all(); int(code) < len(all) {
		return all[code]
	}
	return event.Value{}
}

func (f *found) Size() int { return len(f.values.all()) }

// worthColumn is the dimension value. Its codes are made as they are met: the
// index's own are not dense.
type worthColumn struct {
	*found
	worths Worths
}

func newWorthColumn(w Worths) *worthColumn { return &worthColumn{newFound(), w} }

// value is the row's value without a code, which is all that a filter needs.
func (w *worthColumn) value(j Journey, row int) event.Value {
	if worth, ok := w.worths.Of(j.Columns.Worth[row]); ok {
		return event.NumberValue(worth)
	}
	return event.Value{}
}

func (w *worthColumn) Code(j Journey, row int) uint32 { return w.code(w.value(j, row)) }

// traitColumn is a customer's trait as it is now; each customer is asked about once.
type traitColumn struct {
	*found
	source TraitSource
	keys   []string
	known  []atomic.Uint32 // by customer: code + 1, 0 not asked yet
}

func newTraitColumn(ix *Index, keys []string) *traitColumn {
	t := &traitColumn{found: newFound(), source: ix.options.Traits, keys: keys}
	if t.source != nil {
		t.known = make([]atomic.Uint32, len(ix.published.Load().shards)<<shardBits)
	}
	return t
}

func (t *traitColumn) Code(j Journey, _ int) uint32 {
	if t.source == nil || j.Customer == Nobody {
		return 0
	}
	if int(j.Customer) >= len(t.known) { // newer than the column
		return t.code(t.source.Trait(j.Customer, t.keys))
	}
	known := &t.known[j.Customer]
	if code := known.Load(); code != 0 {
		return code - 1
	}
	code := t.code(t.source.Trait(j.Customer, t.keys))
	known.Store(code + 1)
	return code
}

// traitAt reads a customer's trait as it was at the touchpoint, or as it is
// where the source does not know the past.
func traitAt(source TraitSource, keys []string) func(Journey, int) event.Value {
	if source == nil {
		return func(Journey, int) event.Value { return event.Value{} }
	}
	if past, ok := source.(MomentTraitSource); ok {
		return func(j Journey, row int) event.Value { return past.TraitAt(j.Customer, keys, j.Columns.Time[row]) }
	}
	return func(j Journey, _ int) event.Value { return source.Trait(j.Customer, keys) }
}
