package store_test

import (
	"context"
	"fmt"
	"testing"

	"wend/internal/event"
	"wend/internal/store"
)

func openStore(t testing.TB, dir string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func TestAppendReplay(t *testing.T) {
	s := openStore(t, t.TempDir())
	var group []*event.Event
	for i := range 100 {
		raw := []byte(fmt.Sprintf(`{"messageId":"m%d","event":"A","properties":{"a":1}}`, i))
		group = append(group, &event.Event{Seq: uint64(i + 1), MessageID: fmt.Sprintf("m%d", i), Type: event.Track, Name: "A", Raw: raw, Properties: raw[len(raw)-8 : len(raw)-1], Identifiers: []event.Identifier{{Kind: "user_id", Value: "7"}}})
	}
	if err := s.Log().Append(t.Context(), group); err != nil {
		t.Fatal(err)
	}
	n := 0
	if err := s.Log().Replay(context.Background(), 1, func(e *event.Event) error {
		if e.MessageID != fmt.Sprintf("m%d", n) || string(e.Properties) != `{"a":1}` {
			t.Errorf("%+v", e)
		}
		n++
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if n != 100 || s.Log().Next() != 101 {
		t.Fatal(n)
	}
}
