package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"wend/internal/event"
	"wend/internal/store"
	"wend/internal/store/storetest"
)

func openStore(t testing.TB, dir string, options ...store.Options) *store.Store {
	t.Helper()
	var o store.Options
	if len(options) > 0 {
		o = options[0]
	}
	s, err := store.Open(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func closeStore(t testing.TB, s *store.Store) {
	t.Helper()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
}

func appendEvents(t testing.TB, s *store.Store, events []*event.Event) {
	t.Helper()
	if err := s.Log().Append(t.Context(), events); err != nil {
		t.Fatal(err)
	}
}

// stored reads every event in order of receipt.
func stored(t testing.TB, s *store.Store) (events []*event.Event) {
	t.Helper()
	err := s.Export(context.Background(), 1, 1<<62, func(e *event.Event) error {
		kept := *e
		kept.Identifiers = append([]event.Identifier(nil), e.Identifiers...)
		events = append(events, &kept)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return events
}

func wantStored(t testing.TB, s *store.Store, want []*event.Event) {
	t.Helper()
	got := stored(t, s)
	if len(got) != len(want) {
		t.Fatalf("%d events are stored, not %d", len(got), len(want))
	}
	for i := range want {
		storetest.Same(t, want[i], got[i])
	}
}

func TestOpenMakesAPrivateDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "a", "b")
	s := openStore(t, dir)
	if next := s.Log().Next(); next != 1 {
		t.Errorf("a new log goes on with %d", next)
	}
	info, err := os.Stat(dir)
	if err != nil {
		t.Fatal(err)
	}
	if runtime.GOOS != "windows" && info.Mode().Perm() != 0o700 {
		t.Errorf("the directory has mode %v", info.Mode())
	}
}

func TestOpenTwiceIsRefused(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	if _, err := store.Open(t.Context(), dir, store.Options{}); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("the second Open answered %v", err)
	}
	closeStore(t, s)
	openStore(t, dir)
}

func TestOpenNamesWithOddCharacters(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "50% of a#b?c d")
	s := openStore(t, dir)
	events := storetest.NewShop(1, start).Events(3)
	appendEvents(t, s, events)
	closeStore(t, s)
	if _, err := os.Stat(filepath.Join(dir, "wend.db")); err != nil {
		t.Fatal(err)
	}
	wantStored(t, openStore(t, dir), events)
}

func TestOpenSweepsWhatACrashLeft(t *testing.T) {
	dir := t.TempDir()
	closeStore(t, openStore(t, dir))
	month := filepath.Join(dir, "events", "2026-03")
	leftovers := []string{filepath.Join(month, "segment-1.tmp"), filepath.Join(month, "1-5-1.parquet"), filepath.Join(dir, "backup-1.tmp", "wend.db")}
	for _, path := range leftovers {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	openStore(t, dir)
	for _, path := range leftovers {
		if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is still there: %v", path, err)
		}
	}
}

func TestAppendWantsDenseNumbers(t *testing.T) {
	s := openStore(t, t.TempDir())
	shop := storetest.NewShop(1, start)
	events := shop.Events(10)
	appendEvents(t, s, events[:4])
	if err := s.Log().Append(t.Context(), events[5:]); err == nil {
		t.Error("a gap was accepted")
	}
	if err := s.Log().Append(t.Context(), events[3:]); err == nil {
		t.Error("a number was accepted twice")
	}
	appendEvents(t, s, events[4:])
	wantStored(t, s, events)
}

func TestAppendSplitsLargeGroups(t *testing.T) {
	s := openStore(t, t.TempDir())
	events := storetest.NewShop(1, start).Events(6000)
	for _, e := range events {
		e.Raw = append(e.Raw, strings.Repeat(" ", 2000)...)
		e.Properties, e.Context, e.Traits = nil, nil, nil
	}
	appendEvents(t, s, events)
	var blocks int
	if err := s.Read().QueryRow(`SELECT count(*) FROM log_block`).Scan(&blocks); err != nil {
		t.Fatal(err)
	}
	if blocks < 3 {
		t.Errorf("17 MB lie in %d blocks", blocks)
	}
	wantStored(t, s, events)
}

func TestAppendAndStateShareATransaction(t *testing.T) {
	s := openStore(t, t.TempDir())
	if err := s.Write(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec(`CREATE TABLE note (text TEXT)`); return err }); err != nil {
		t.Fatal(err)
	}
	events := storetest.NewShop(1, start).Events(5)
	note := func(text string) func(*sql.Tx) error {
		return func(tx *sql.Tx) error { _, err := tx.Exec(`INSERT INTO note VALUES (?)`, text); return err }
	}
	broken := errors.New("broken")
	err := s.Log().AppendWith(t.Context(), events, note("lost"), func(*sql.Tx) error { return broken })
	if !errors.Is(err, broken) {
		t.Fatalf("Append answered %v", err)
	}
	if next := s.Log().Next(); next != 1 {
		t.Fatalf("after a failed append the log goes on with %d", next)
	}
	if err := s.Log().AppendWith(t.Context(), events, note("kept")); err != nil {
		t.Fatal(err)
	}
	if err := s.Log().AppendWith(t.Context(), nil, note("alone")); err != nil {
		t.Fatal(err)
	}
	var notes string
	if err := s.Read().QueryRow(`SELECT group_concat(text, ' ') FROM note`).Scan(&notes); err != nil || notes != "kept alone" {
		t.Fatalf("the notes are %q, %v", notes, err)
	}
	wantStored(t, s, events)
}

func TestWriteLeavesNoTraceOfWhatFailed(t *testing.T) {
	s := openStore(t, t.TempDir())
	broken := errors.New("broken")
	insert := func(tx *sql.Tx) error {
		_, err := tx.Exec(`CREATE TABLE note (text TEXT); INSERT INTO note VALUES ('a')`)
		return err
	}
	if err := s.Write(t.Context(), func(tx *sql.Tx) error { return errors.Join(insert(tx), broken) }); !errors.Is(err, broken) {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.Write(t.Context(), func(tx *sql.Tx) error { panic(insert(tx)) })
	}()
	if err := s.Write(t.Context(), insert); err != nil {
		t.Fatalf("after a panic the writer answers %v", err)
	}
	var n int
	if err := s.Read().QueryRow(`SELECT count(*) FROM note`).Scan(&n); err != nil || n != 1 {
		t.Errorf("there are %d notes, %v", n, err)
	}
}

func TestWriteWaitsNoLongerThanItsContext(t *testing.T) {
	s := openStore(t, t.TempDir())
	inside, end := make(chan struct{}), make(chan struct{})
	done := make(chan error)
	go func() {
		done <- s.Write(context.Background(), func(*sql.Tx) error { close(inside); <-end; return nil })
	}()
	<-inside
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Write(ctx, func(*sql.Tx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("Write answered %v", err)
	}
	close(end)
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestReadersCannotWrite(t *testing.T) {
	s := openStore(t, t.TempDir())
	if _, err := s.Read().Exec(`DELETE FROM log_state`); err == nil {
		t.Error("a reader wrote")
	}
}

func TestReadOnlyBesideARunningStore(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, store.Options{SegmentRows: 64})
	shop := storetest.NewShop(1, start)
	events := shop.Events(600)
	appendEvents(t, s, events)
	look := openStore(t, dir, store.Options{ReadOnly: true})
	wantStored(t, look, events)
	if _, err := s.Seal(t.Context(), store.SealOptions{}); err != nil {
		t.Fatal(err)
	}
	wantStored(t, look, events)
	if _, err := s.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	more := shop.Events(10)
	appendEvents(t, s, more)
	wantStored(t, look, append(events, more...))
	if next := look.Log().Next(); next != 611 {
		t.Errorf("the log goes on with %d", next)
	}
	if err := look.Log().Append(t.Context(), nil); !errors.Is(err, store.ErrReadOnly) {
		t.Errorf("Append answered %v", err)
	}
	if _, err := store.Open(t.Context(), t.TempDir(), store.Options{ReadOnly: true}); err == nil {
		t.Error("an empty directory was opened for reading")
	}
}

func TestCheckFindsDamage(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, store.Options{SegmentRows: 100})
	shop := storetest.NewShop(1, start)
	for range 3 {
		appendEvents(t, s, shop.Events(100))
	}
	if _, err := s.Seal(t.Context(), store.SealOptions{Keep: 100}); err != nil {
		t.Fatal(err)
	}
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	damageFile(t, filepath.Join(dir, "events", "2026-03", "1-100-1.parquet"))
	if err := s.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE log_block SET block = substr(block, 1, length(block) - 1) || x'00' WHERE first_seq = 201`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	faults, err := s.Check(t.Context())
	if err != nil || len(faults) != 2 || !strings.Contains(faults[0], "events 1 to 100") || !strings.Contains(faults[1], "events 201 to 300") {
		t.Fatalf("the faults are %q, %v", faults, err)
	}
	err = s.Log().Replay(t.Context(), 201, func(*event.Event) error { return nil })
	if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), "events 201 to 300") {
		t.Errorf("Replay answered %v", err)
	}
	err = s.Events(t.Context(), 1, 101, func(*event.Event) error { return nil })
	if !errors.Is(err, store.ErrCorrupt) || !strings.Contains(err.Error(), "events 1 to 100") {
		t.Errorf("Events answered %v", err)
	}
}

// damageFile flips a byte in every stretch of 500 bytes of the file's data.
func damageFile(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i := 100; i < len(data)/2; i += 500 {
		data[i] ^= 0x55
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestMissingSegmentIsReported(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	appendEvents(t, s, storetest.NewShop(1, start).Events(10))
	if _, err := s.Seal(t.Context(), store.SealOptions{}); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)
	if err := os.Remove(filepath.Join(dir, "events", "2026-03", "1-10-1.parquet")); err != nil {
		t.Fatal(err)
	}
	if _, err := store.Open(t.Context(), dir, store.Options{}); !errors.Is(err, store.ErrCorrupt) || !strings.Contains(fmt.Sprint(err), "events 1 to 10") {
		t.Errorf("Open answered %v", err)
	}
}

// What was written back is read at once, and is undone as a whole where the
// function fails; a write after it still waits for the disk.
func TestWriteBack(t *testing.T) {
	dir := t.TempDir()
	s, err := store.Open(t.Context(), dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	synchronous := func() (level int) {
		t.Helper()
		err := s.Write(t.Context(), func(tx *sql.Tx) error { return tx.QueryRow("PRAGMA synchronous").Scan(&level) })
		if err != nil {
			t.Fatal(err)
		}
		return level
	}
	full := synchronous()
	insert := func(id string) func(*sql.Tx) error {
		return func(tx *sql.Tx) error {
			if level := 0; tx.QueryRow("PRAGMA synchronous").Scan(&level) != nil || level >= full {
				t.Errorf("writing back waits for the disk: level %d, like %d", level, full)
			}
			_, err := tx.Exec(`INSERT INTO log_removal (source, requested) VALUES (?, 1)`, id)
			return err
		}
	}
	if err := s.WriteBack(t.Context(), insert("a")); err != nil {
		t.Fatal(err)
	}
	failed := errors.New("failed")
	if err := s.WriteBack(t.Context(), func(tx *sql.Tx) error { return errors.Join(insert("b")(tx), failed) }); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	func() {
		defer func() { _ = recover() }()
		_ = s.WriteBack(t.Context(), func(*sql.Tx) error { panic("a fault") })
	}()
	if after := synchronous(); after != full {
		t.Errorf("afterwards the level is %d instead of %d", after, full)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if s, err = store.Open(t.Context(), dir, store.Options{}); err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if left, err := s.Removals(t.Context()); err != nil || len(left) != 1 || left[0] != "a" {
		t.Errorf("after a restart %v, %v", left, err)
	}
}
