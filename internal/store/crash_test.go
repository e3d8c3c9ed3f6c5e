package store_test

import (
	"bufio"
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/store"
	"wend/internal/store/storetest"
)

// childDirectory names the data directory for a process that TestCrash starts.
const childDirectory = "WEND_STORE_TEST_CHILD"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childDirectory); dir != "" {
		child(dir)
		return
	}
	// A round of the model test opens a store several times; more rounds are for
	// those who ask for them.
	flag.Parse()
	if f := flag.Lookup("rapid.checks"); f != nil && f.Value.String() == f.DefValue {
		_ = f.Value.Set("25")
	}
	os.Exit(m.Run())
}

// crashEvent is the event that a crashing process stores as number seq: a
// function of the number, so that whoever finds it knows what it must be.
func crashEvent(seq uint64) *event.Event {
	raw := fmt.Appendf(nil, `{"messageId":"m%d","type":"track","event":"Tick","properties":{"n":%d,"even":%t},"userId":"u%d"}`, seq, seq, seq%2 == 0, seq%7)
	e := &event.Event{
		Seq: seq, MessageID: fmt.Sprint("m", seq), Type: event.Track, Name: "Tick", Time: start.UnixMilli() + int64(seq)*3_600_000, Received: int64(seq), Source: "src",
		Identifiers: []event.Identifier{{Kind: event.UserID, Value: fmt.Sprint("u", seq%7)}}, Raw: raw,
	}
	e.Properties = event.Get(raw, "properties")
	return e
}

// child appends, seals and compacts until it is killed, and prints the number
// of each event after Append has answered.
func child(dir string) {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second) // should its parent die
	defer cancel()
	s, err := store.Open(ctx, dir, store.Options{SegmentRows: 64})
	if err != nil {
		fmt.Println("error", err)
		return
	}
	fmt.Println("open")
	go func() {
		for ctx.Err() == nil {
			if _, err := s.Seal(ctx, store.SealOptions{Customer: customerOf, Keep: 40}); err != nil {
				fmt.Println("error", err)
			}
			if _, err := s.Compact(ctx); err != nil {
				fmt.Println("error", err)
			}
		}
	}()
	random := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	for ctx.Err() == nil {
		var group []*event.Event
		next := s.Log().Next()
		for i := range 1 + random.IntN(30) {
			group = append(group, crashEvent(next+uint64(i)))
		}
		if err := s.Log().Append(ctx, group); err != nil {
			fmt.Println("error", err)
			continue
		}
		fmt.Println(s.Log().Next() - 1)
	}
}

// TestCrash kills a process that appends, seals and compacts, at random moments,
// many times over. Whatever was acknowledged must be there, exactly once.
func TestCrash(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	dir := t.TempDir()
	acknowledged := uint64(0)
	rounds := 0
	for deadline := time.Now().Add(4 * time.Second); time.Now().Before(deadline) && rounds < 30; rounds++ {
		acknowledged = max(acknowledged, runAndKill(t, dir, time.Duration(random.IntN(90))*time.Millisecond))
		if rounds%4 == 3 {
			verifyCrashed(t, dir, acknowledged)
		}
	}
	verifyCrashed(t, dir, acknowledged)
	t.Logf("%d kills, %d events", rounds, acknowledged)
}

// runAndKill starts a child, kills it some time after it has opened the store,
// and answers the last number that it has acknowledged.
func runAndKill(t *testing.T, dir string, after time.Duration) (acknowledged uint64) {
	t.Helper()
	command := exec.Command(os.Args[0])
	command.Env = append(os.Environ(), childDirectory+"="+dir)
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		line := lines.Text()
		if line == "open" {
			time.AfterFunc(after, func() { _ = command.Process.Kill() })
			continue
		}
		n, err := strconv.ParseUint(line, 10, 64)
		if err != nil {
			t.Errorf("the child says %q", line)
			_ = command.Process.Kill()
			continue
		}
		acknowledged = n
	}
	_ = command.Wait() // it was killed
	return acknowledged
}

func verifyCrashed(t *testing.T, dir string, acknowledged uint64) {
	t.Helper()
	s := openStore(t, dir, store.Options{SegmentRows: 64})
	defer closeStore(t, s)
	next := s.Log().Next()
	if next <= acknowledged {
		t.Fatalf("event %d was acknowledged, the log goes on with %d", acknowledged, next)
	}
	seen := make([]int, next)
	if err := s.Events(t.Context(), 0, 1<<62, func(e *event.Event) error {
		if e.Seq >= next {
			return fmt.Errorf("event %d lies beyond the log's end %d", e.Seq, next)
		}
		seen[e.Seq]++
		storetest.Same(fatal{t}, crashEvent(e.Seq), e)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for seq, n := range seen[1:] {
		if n != 1 {
			t.Fatalf("event %d is there %d times", seq+1, n)
		}
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
}

// fatal reports from another goroutine than the test's.
type fatal struct{ *testing.T }

func (f fatal) Fatalf(format string, args ...any) { f.Errorf(format, args...) }
