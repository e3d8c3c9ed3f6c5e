package store_test

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/store"
	"wend/internal/store/segment"
	"wend/internal/store/storetest"
)

// TestStoreAgreesWithAList does random things to a store and asks it, by every
// road that it has, for what a plain list of the events would answer.
func TestStoreAgreesWithAList(t *testing.T) {
	folder := t.TempDir()
	round := 0
	rapid.Check(t, func(t *rapid.T) {
		round++
		dir := filepath.Join(folder, fmt.Sprint(round))
		defer os.RemoveAll(dir)
		m := &model{dir: dir}
		m.open(t)
		defer func() { m.store.Close() }()
		t.Repeat(map[string]func(*rapid.T){
			"append":  m.append,
			"seal":    m.seal,
			"compact": m.compact,
			"remove":  m.remove,
			"reopen":  func(t *rapid.T) { m.store.Close(); m.open(t) },
			"":        m.check,
		})
		m.checkRanges(t)
	})
}

type model struct {
	dir    string
	store  *store.Store
	last   uint64         // sequence number of the last event ever appended
	events []*event.Event // those that are there, by sequence number
}

// between are the events with sequence numbers in [from, to).
func (m *model) between(from, to uint64) (events []*event.Event) {
	for _, e := range m.events {
		if e.Seq >= from && e.Seq < to {
			events = append(events, e)
		}
	}
	return events
}

// remove takes out the events of a source, and a second removal finds nothing.
func (m *model) remove(t *rapid.T) {
	if len(m.events) == 0 {
		return
	}
	source := rapid.SampledFrom(m.events).Draw(t, "of the source of").Source
	before := len(m.events)
	m.events = slices.DeleteFunc(slices.Clone(m.events), func(e *event.Event) bool { return e.Source == source })
	for _, want := range []int{before - len(m.events), 0} {
		if err := m.store.RequestRemoval(context.Background(), source, 1); err != nil {
			t.Fatal(err)
		}
		forgotten := false
		removed, err := m.store.Remove(context.Background(), customerOf, func(*sql.Tx) error { forgotten = true; return nil })
		if err != nil || removed != int64(want) || !forgotten {
			t.Fatalf("removed %d events instead of %d, forgotten %v: %v", removed, want, forgotten, err)
		}
	}
	if left, err := m.store.Removals(context.Background()); err != nil || len(left) > 0 {
		t.Fatalf("left to remove %v, %v", left, err)
	}
}

func (m *model) open(t *rapid.T) {
	s, err := store.Open(context.Background(), m.dir, store.Options{SegmentRows: 8})
	if err != nil {
		t.Fatal(err)
	}
	m.store = s
}

func (m *model) append(t *rapid.T) {
	group := rapid.SliceOfN(storetest.Event(), 1, 8).Draw(t, "group")
	for i, e := range group {
		e.Seq = m.last + uint64(i) + 1
	}
	if err := m.store.Log().Append(context.Background(), group); err != nil {
		t.Fatal(err)
	}
	m.events = append(m.events, group...)
	m.last += uint64(len(group))
}

func (m *model) seal(t *rapid.T) {
	keep := rapid.Uint64Range(0, 10).Draw(t, "keep")
	if _, err := m.store.Seal(context.Background(), store.SealOptions{Customer: customerOf, Keep: keep}); err != nil {
		t.Fatal(err)
	}
}

func (m *model) compact(t *rapid.T) {
	if _, err := m.store.Compact(context.Background()); err != nil {
		t.Fatal(err)
	}
}

func (m *model) check(t *rapid.T) {
	if next := m.store.Log().Next(); next != m.last+1 {
		t.Fatalf("after event %d the log goes on with %d", m.last, next)
	}
}

// checkRanges compares all ways to read, over a random range.
func (m *model) checkRanges(t *rapid.T) {
	ctx := context.Background()
	from := rapid.Uint64Range(1, m.last+2).Draw(t, "from")
	to := rapid.Uint64Range(from, m.last+2).Draw(t, "to")
	want := m.between(from, to)

	same := func(road string, want, got []*event.Event) {
		if len(got) != len(want) {
			t.Fatalf("%s has %d events of %d to %d, not %d", road, len(got), from, to, len(want))
		}
		for i := range want {
			storetest.Same(t, want[i], got[i])
		}
	}
	var got []*event.Event
	keep := func(e *event.Event) error {
		kept := *e
		kept.Identifiers = slices.Clone(e.Identifiers)
		got = append(got, &kept)
		return nil
	}
	sorted := func() []*event.Event {
		slices.SortFunc(got, func(a, b *event.Event) int { return cmp.Compare(a.Seq, b.Seq) })
		return got
	}
	if err := m.store.Events(ctx, from, to, keep); err != nil {
		t.Fatal(err)
	}
	same("Events", want, sorted())
	got = nil
	if err := m.store.Export(ctx, from, to, keep); err != nil {
		t.Fatal(err)
	}
	same("Export", want, got)
	got = nil
	if err := m.store.Log().Replay(ctx, from, keep); err != nil {
		t.Fatal(err)
	}
	same("Replay", m.between(from, m.last+1), got)
	got = nil
	if err := m.store.LoadRows(ctx, func(batch []*event.Event) error {
		for _, e := range batch {
			if err := keep(e); err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	same("LoadRows", loaded(m.events), sorted())
	m.checkFetch(t)
	m.checkProperty(t, from, to, want)
}

// loaded is what LoadRows promises of events.
func loaded(events []*event.Event) (rows []*event.Event) {
	for _, e := range events {
		row := *e
		segment.ForStart(&row)
		rows = append(rows, &row)
	}
	return rows
}

func (m *model) checkFetch(t *rapid.T) {
	seqs := rapid.SliceOfN(rapid.Uint64Range(0, m.last+3), 0, 20).Draw(t, "seqs")
	got, err := m.store.Fetch(context.Background(), seqs)
	if err != nil || len(got) != len(seqs) {
		t.Fatal(len(got), err)
	}
	for i, seq := range seqs {
		want := m.between(seq, seq+1)
		exists := len(want) == 1
		if exists != (got[i] != nil) {
			t.Fatalf("Fetch of event %d answered %v", seq, got[i])
		}
		if exists {
			storetest.Same(t, want[0], got[i])
		}
	}
}

func (m *model) checkProperty(t *rapid.T, from, to uint64, events []*event.Event) {
	text := rapid.SampledFrom([]string{"properties.category", "properties.price", "properties.Price", "properties.new", "properties.a", "properties.a.b", "properties.page", "context.consent", "context.traits.sku", "traits.sku"}).Draw(t, "path")
	path, err := event.ParsePath(text)
	if err != nil {
		t.Fatal(err)
	}
	want, got := map[uint64]event.Value{}, map[uint64]event.Value{}
	for _, e := range events {
		object := map[event.Root][]byte{event.InProperties: e.Properties, event.InContext: e.Context, event.InTraits: e.Traits}[path.Root]
		if v := event.ParseValue(event.Get(object, path.Keys...)); v.Exists() {
			want[e.Seq] = v
		}
	}
	if err := m.store.Property(context.Background(), path, from, to, func(seq uint64, v event.Value) error {
		if _, twice := got[seq]; twice {
			t.Fatalf("%s of event %d came twice", text, seq)
		}
		got[seq] = v
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if len(want) != len(got) {
		t.Fatalf("%s has values %v, not %v", text, got, want)
	}
	for seq, v := range want {
		if got[seq] != v {
			t.Fatalf("%s of event %d is %v, not %v", text, seq, got[seq], v)
		}
	}
}
