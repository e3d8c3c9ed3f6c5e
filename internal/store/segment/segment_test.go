package segment_test

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/parquet-go/parquet-go"
	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/store/block"
	"wend/internal/store/segment"
	"wend/internal/store/storetest"
)

func writeFile(t interface {
	Fatal(...any)
	Helper()
}, dir string, rows []segment.Row) *segment.File {
	t.Helper()
	draft := segment.NewDraft()
	slices.SortFunc(rows, func(a, b segment.Row) int { return cmp.Compare(a.Event.Seq, b.Event.Seq) })
	for part := range slices.Chunk(rows, 7) {
		var events []*event.Event
		for _, row := range part {
			events = append(events, row.Event)
		}
		data, err := block.NewEncoder().Encode(nil, events)
		if err != nil {
			t.Fatal(err)
		}
		at := 0
		header, err := segment.AddBlock(data, func(*event.Event) (*segment.Draft, string) {
			at++
			return draft, part[at-1].Customer
		})
		if err != nil || header.Count != len(part) || at != len(part) {
			t.Fatal(header, at, err)
		}
	}
	slices.SortFunc(rows, segment.Compare)
	var buf bytes.Buffer
	info, err := draft.Write(context.Background(), &buf)
	if err != nil {
		t.Fatal(err)
	}
	if info.Rows != int64(len(rows)) || info.Bytes != int64(buf.Len()) {
		t.Fatal(info, len(rows), buf.Len())
	}
	path := filepath.Join(dir, fmt.Sprintf("%s.parquet", info.SHA256))
	if err := os.WriteFile(path, buf.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	f, err := segment.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func readRows(t interface {
	Fatal(...any)
	Helper()
}, f *segment.File, mode segment.Mode) (rows []segment.Row) {
	t.Helper()
	for group := range f.Groups() {
		r := f.Read(group, mode)
		for {
			var b segment.Batch
			if err := r.Next(&b, 7); err != nil {
				t.Fatal(err)
			}
			if len(b.Events) == 0 {
				break
			}
			for i := range b.Events {
				rows = append(rows, segment.Row{Customer: b.Customers[i], Event: &b.Events[i]})
			}
		}
		r.Close()
	}
	return rows
}

func TestRoundTrip(t *testing.T) {
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		var rows []segment.Row
		for i, e := range rapid.SliceOfN(storetest.Event(), 1, 60).Draw(t, "events") {
			e.Seq = uint64(i + 1)
			rows = append(rows, segment.Row{Customer: rapid.SampledFrom([]string{"", "a", "b", "ü"}).Draw(t, "customer"), Event: e})
		}
		f := writeFile(t, dir, rows)
		defer f.Close()
		got := readRows(t, f, segment.Whole)
		if len(got) != len(rows) {
			t.Fatalf("%d rows became %d", len(rows), len(got))
		}
		for i := range rows {
			if rows[i].Customer != got[i].Customer {
				t.Fatalf("row %d: customer %q became %q", i, rows[i].Customer, got[i].Customer)
			}
			storetest.Same(t, rows[i].Event, got[i].Event)
		}
	})
}

// The columns for one identifier hold the one that identity goes by, as exports do.
func TestIdentifierColumns(t *testing.T) {
	type row struct {
		MessageID   string `parquet:"message_id"`
		UserID      string `parquet:"user_id,optional"`
		AnonymousID string `parquet:"anonymous_id,optional"`
	}
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		var rows []segment.Row
		want := map[string]row{}
		for i := range rapid.IntRange(1, 5).Draw(t, "events") {
			e := &event.Event{Seq: uint64(i + 1), MessageID: fmt.Sprint("m", i), Type: event.Track, Name: "X"}
			for range rapid.IntRange(0, 4).Draw(t, "identifiers") {
				kind := rapid.SampledFrom([]string{event.UserID, event.AnonymousID}).Draw(t, "kind")
				e.Identifiers = append(e.Identifiers, event.Identifier{Kind: kind, Value: rapid.StringMatching(`[a-c]{1,2}`).Draw(t, "value")})
			}
			who := event.ByField(e.Identifiers)
			want[e.MessageID] = row{e.MessageID, who.UserID, who.AnonymousID}
			rows = append(rows, segment.Row{Event: e})
		}
		own, err := os.MkdirTemp(dir, "")
		if err != nil {
			t.Fatal(err)
		}
		writeFile(t, own, rows).Close()
		paths, _ := filepath.Glob(filepath.Join(own, "*.parquet"))
		got, err := parquet.ReadFile[row](paths[0])
		if err != nil || len(got) != len(want) {
			t.Fatal(len(got), err)
		}
		for _, r := range got {
			if r != want[r.MessageID] {
				t.Fatalf("%+v, want %+v", r, want[r.MessageID])
			}
		}
	})
}
