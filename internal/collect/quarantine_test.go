package collect

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/problem"
)

func TestQuarantinePages(t *testing.T) {
	s := newSite(t)
	for i := range 7 {
		s.now = s.now.Add(time.Second)
		s.post("/v1/track", fmt.Sprintf(`{"userId":"u","n":%d}`, i))
	}
	var seen []string
	for cursor := ""; ; {
		items, next, err := s.collector.Quarantine.List(t.Context(), 3, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range items {
			seen = append(seen, item.Message)
		}
		if cursor = next; next == "" {
			break
		}
	}
	if len(seen) != 7 || seen[0] != `{"userId":"u","n":6}` || seen[6] != `{"userId":"u","n":0}` {
		t.Errorf("got %v", seen)
	}
}

func TestReplay(t *testing.T) {
	s := newSite(t)
	// A message that a stricter program put into quarantine, and one that stays bad.
	s.post("/v1/batch", `{"batch":[{"type":"track","userId":"u"},{"type":"teleport","userId":"u","event":"X","timestamp":"2024-03-01T10:59:00Z"}],"sentAt":"2024-03-01T10:59:30Z"}`)
	if _, err := s.store.db.Exec(`UPDATE collect_quarantine SET raw = replace(raw, 'teleport', 'track')`); err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, item := range s.quarantine() {
		ids = append(ids, item.ID)
	}
	received := s.now
	s.now = s.now.Add(time.Hour)
	for round := range 2 {
		result, err := s.collector.Quarantine.Replay(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		if result.Stored != 1-round || len(result.Refused) != 1 || !strings.Contains(result.Refused[0].Reason, "event's name") {
			t.Errorf("round %d: %+v", round, result)
		}
	}
	stored := s.road.stored()
	if len(stored) != 1 {
		t.Fatalf("%d stored: a replay done twice must store nothing twice", len(stored))
	}
	if e := stored[0]; e.Name != "X" || e.Received != received.UnixMilli() || e.Time != received.Add(-30*time.Second).UnixMilli() || !e.Flags.Has(event.Trusted) || e.Source != s.server.ID {
		t.Errorf("it must count as received back then: %+v", e)
	}
	replayed := 0
	for _, item := range s.quarantine() {
		if item.Replayed.Equal(s.now) {
			replayed++
		}
	}
	if replayed != 1 {
		t.Errorf("%d are marked as replayed", replayed)
	}
	if _, err := s.collector.Quarantine.Replay(t.Context(), []string{"q0"}); problem.Status(err) != 404 {
		t.Errorf("unknown: %v", err)
	}
}

func TestQuarantineDelete(t *testing.T) {
	s := newSite(t)
	s.post("/v1/track", `{"userId":"u"}`)
	id := s.quarantine()[0].ID
	if err := s.collector.Quarantine.Delete(t.Context(), []string{id, "q0"}); problem.Status(err) != 404 || len(s.quarantine()) != 1 {
		t.Errorf("one unknown id must delete nothing: %v", err)
	}
	if err := s.collector.Quarantine.Delete(t.Context(), []string{id}); err != nil || len(s.quarantine()) != 0 {
		t.Errorf("%v", err)
	}
	if q := s.collector.Quarantine; q.rows != 0 || q.size != 0 {
		t.Errorf("%d rows, %d bytes are counted", q.rows, q.size)
	}
}

func TestQuarantineIsBounded(t *testing.T) {
	for name, change := range map[string]func(*Options){
		"rows":  func(o *Options) { o.QuarantineRows = 50 },
		"bytes": func(o *Options) { o.QuarantineBytes = 20_000 },
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, change)
			for i := range 120 {
				s.now = s.now.Add(time.Millisecond)
				s.post("/v1/track", fmt.Sprintf(`{"userId":"u","n":%d}`, i))
			}
			items := s.quarantine()
			if len(items) < 20 || s.collector.Quarantine.rows > 100 || s.collector.Quarantine.size > 20_000 && name == "bytes" || items[0].Message != `{"userId":"u","n":119}` {
				t.Errorf("%d are kept, the latest is %s", len(items), items[0].Message)
			}
			if dropped := s.collector.Quarantine.Dropped(); dropped != int64(120-len(items)) {
				t.Errorf("%d kept and %d counted as dropped", len(items), dropped)
			}
			again, err := New(t.Context(), s.collector.options)
			if err != nil {
				t.Fatal(err)
			}
			if again.Quarantine.Dropped() != s.collector.Quarantine.Dropped() || again.Quarantine.rows != int64(len(items)) || again.Quarantine.size != s.collector.Quarantine.size {
				t.Error("a restart counts otherwise")
			}
		})
	}
}
