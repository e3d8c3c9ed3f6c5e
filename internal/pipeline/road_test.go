package pipeline

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/problem"
)

// memoryLog is a log whose disk a test can hold up or break.
type memoryLog struct {
	mutex  sync.Mutex
	stored []*event.Event
	groups int
	broken error
	// afterwards makes a broken Append store the events all the same, as a
	// commit does that fails at its very end.
	afterwards bool
	hold       chan struct{} // if set, Append waits for it
}

func (l *memoryLog) Next() uint64 {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return uint64(len(l.stored)) + 1
}

func (l *memoryLog) Append(_ context.Context, events []*event.Event) error {
	if l.hold != nil {
		<-l.hold
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.broken != nil && !l.afterwards {
		return l.broken
	}
	for i, e := range events {
		if want := uint64(len(l.stored) + 1 + i); e.Seq != want {
			return fmt.Errorf("seq %d, want %d", e.Seq, want)
		}
	}
	l.stored = append(l.stored, events...)
	l.groups++
	return l.broken
}

func (l *memoryLog) Settle(context.Context) (uint64, error) { return l.Next(), nil }

func (l *memoryLog) fail(err error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.broken = err
}

func messages(ids ...string) (events []*event.Event) {
	for _, id := range ids {
		events = append(events, &event.Event{MessageID: id, Type: event.Track, Name: "A"})
	}
	return events
}

// run starts the road and a drain; stop ends both and returns the groups.
func run(t *testing.T, road *Road) (stop func() [][]*event.Event) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var groups [][]*event.Event
	var wait sync.WaitGroup
	wait.Go(func() { road.Run(ctx) })
	wait.Go(func() {
		for group := range road.Committed() {
			groups = append(groups, group)
		}
	})
	return func() [][]*event.Event {
		cancel()
		wait.Wait()
		return groups
	}
}

func TestWhatIsAcceptedIsStoredOnceAndProjectedInOrder(t *testing.T) {
	log := new(memoryLog)
	road := NewRoad(log)
	stop := run(t, road)
	var senders sync.WaitGroup
	for sender := range 8 {
		senders.Go(func() {
			for i := range 200 {
				// Every message is sent by two senders, and twice by one.
				id := fmt.Sprintf("%d-%d", sender/2, i)
				if _, err := road.Accept(t.Context(), messages(id, id)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	senders.Wait()
	groups := stop()
	if len(log.stored) != 4*200 {
		t.Fatalf("%d events stored, want %d", len(log.stored), 4*200)
	}
	if got := road.Stats(); got.Events != 800 || got.Duplicates != 8*200*2-800 {
		t.Errorf("counted %+v", got)
	}
	var seq uint64
	for _, group := range groups {
		for _, e := range group {
			if seq++; e.Seq != seq {
				t.Fatalf("event %d came after %d", e.Seq, seq-1)
			}
		}
	}
	if seq != 800 || road.Durable() != 800 {
		t.Errorf("%d projected, %d durable, want 800", seq, road.Durable())
	}
}

func TestGroupsFormWhileTheDiskIsBusy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &memoryLog{hold: make(chan struct{})}
		road := NewRoad(log)
		stop := run(t, road)
		var senders sync.WaitGroup
		for i := range 100 {
			senders.Go(func() {
				if _, err := road.Accept(t.Context(), messages(fmt.Sprint(i))); err != nil {
					t.Error(err)
				}
			})
		}
		synctest.Wait() // all have handed over, and one group waits for the disk
		close(log.hold)
		senders.Wait()
		stop()
		if log.groups > 3 {
			t.Errorf("%d commits for a hundred senders at once, want at most 3", log.groups)
		}
	})
}

func TestABrokenDiskStoresNothingAndRecovers(t *testing.T) {
	log := new(memoryLog)
	road := NewRoad(log)
	stop := run(t, road)
	log.fail(errors.New("no space left on device"))
	_, err := road.Accept(t.Context(), messages("a", "b"))
	var p *problem.Problem
	if !errors.As(err, &p) || p.Status != http.StatusServiceUnavailable || p.RetryIn == 0 {
		t.Fatalf("got %v, want a 503 that says when to come again", err)
	}
	log.fail(nil)
	if duplicates, err := road.Accept(t.Context(), messages("a", "b")); err != nil || duplicates != 0 {
		t.Fatalf("%d duplicates, %v; what was not stored must be welcome again", duplicates, err)
	}
	stop()
	if len(log.stored) != 2 {
		t.Errorf("%d stored, want 2", len(log.stored))
	}
}

func TestACommitThatFailedAndHappenedIsNotStoredTwice(t *testing.T) {
	log := &memoryLog{afterwards: true}
	road := NewRoad(log)
	stop := run(t, road)
	log.fail(errors.New("input/output error"))
	if _, err := road.Accept(t.Context(), messages("a", "b")); problem.Status(err) != http.StatusServiceUnavailable {
		t.Fatalf("got %v, want 503", err)
	}
	log.fail(nil)
	duplicates, err := road.Accept(t.Context(), messages("a", "b", "c"))
	if err != nil || duplicates != 2 {
		t.Fatalf("%d duplicates, %v; want the two that are stored already", duplicates, err)
	}
	var projected []string
	for _, group := range stop() {
		for _, e := range group {
			projected = append(projected, e.MessageID)
		}
	}
	if len(log.stored) != 3 || fmt.Sprint(projected) != "[a b c]" {
		t.Errorf("%d stored and %v projected, want a, b, c once each", len(log.stored), projected)
	}
}

// Whoever is answered finds what they sent known: also what a commit stored
// that failed, and nothing that one did not.
func TestWhatIsStoredIsToldBeforeItsSender(t *testing.T) {
	log := new(memoryLog)
	road := NewRoad(log)
	var told []string
	road.OnStored(func(e *event.Event) { told = append(told, e.MessageID) })
	stop := run(t, road)
	for _, c := range []struct {
		broken     error
		afterwards bool
		sent, want string
	}{
		{nil, false, "a", "[a]"}, {nil, false, "a", "[a]"},
		{errors.New("no space left on device"), false, "b", "[a]"}, {nil, false, "b", "[a b]"},
		{errors.New("input/output error"), true, "c", "[a b]"}, {nil, false, "c", "[a b c]"},
	} {
		log.fail(c.broken)
		log.afterwards = c.afterwards
		if _, err := road.Accept(t.Context(), messages(c.sent)); (err == nil) != (c.broken == nil) {
			t.Fatal(err)
		}
		if got := fmt.Sprint(told); got != c.want {
			t.Errorf("%+v: told %s", c, got)
		}
	}
	stop()
}

func TestOverloadIsRefusedBeforeMemoryGrows(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &memoryLog{hold: make(chan struct{})}
		road := NewRoad(log)
		stop := run(t, road)
		var senders sync.WaitGroup
		var mutex sync.Mutex
		refused := 0
		for i := range 3 * mostWaiting {
			senders.Go(func() {
				_, err := road.Accept(t.Context(), messages(fmt.Sprint(i)))
				if problem.Status(err) == http.StatusServiceUnavailable && err != nil {
					mutex.Lock()
					defer mutex.Unlock()
					refused++
				}
			})
		}
		synctest.Wait()
		close(log.hold)
		senders.Wait()
		stop()
		if refused == 0 || len(log.stored) != 3*mostWaiting-refused {
			t.Errorf("%d refused, %d stored of %d", refused, len(log.stored), 3*mostWaiting)
		}
	})
}

func TestStoppingCommitsWhatWasHandedOver(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := &memoryLog{hold: make(chan struct{})}
		road := NewRoad(log)
		stop := run(t, road)
		accepted := make(chan error, 10)
		for i := range 10 {
			go func() {
				_, err := road.Accept(t.Context(), messages(fmt.Sprint(i)))
				accepted <- err
			}()
		}
		synctest.Wait()
		go func() {
			synctest.Wait()
			close(log.hold)
		}()
		stop()
		for range 10 {
			if err := <-accepted; err != nil {
				t.Error(err)
			}
		}
		if len(log.stored) != 10 {
			t.Errorf("%d stored, want 10", len(log.stored))
		}
		if _, err := road.Accept(t.Context(), messages("late")); problem.Status(err) != http.StatusServiceUnavailable {
			t.Errorf("after the stop: %v, want 503", err)
		}
	})
}

func TestFingerprintsAreASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		set, model := newFingerprints(0), map[uint64]bool{}
		// Few distinct values in few tables, zero among them, so that runs collide.
		hashes := rapid.Custom(func(t *rapid.T) uint64 {
			return uint64(rapid.IntRange(0, 2).Draw(t, "table"))<<56 | uint64(rapid.IntRange(0, 40).Draw(t, "hash"))<<50>>8
		})
		for range rapid.IntRange(1, 300).Draw(t, "steps") {
			hash := hashes.Draw(t, "hash")
			if rapid.Bool().Draw(t, "remove") {
				set.remove(hash)
				delete(model, hash)
				continue
			}
			if added := set.add(hash); added == model[hash] {
				t.Fatalf("add(%x) is %v, was there: %v", hash, added, model[hash])
			}
			model[hash] = true
		}
		for hash := range model {
			if set.add(hash) {
				t.Fatalf("%x was lost", hash)
			}
		}
	})
}

func BenchmarkFingerprints(b *testing.B) {
	set := newFingerprints(0)
	id := []byte("00000000-0000-4000-8000-000000000000")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		for k, n := 0, i; n > 0; k, n = k+1, n>>4 {
			id[k] = "0123456789abcdef"[n&15]
		}
		set.add(set.hash(string(id)))
	}
	slots := 0
	for i := range set.tables {
		slots += len(set.tables[i].slots)
	}
	b.ReportMetric(float64(slots*8)/float64(max(1, set.count)), "bytes/id")
}
