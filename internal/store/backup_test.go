package store_test

import (
	"archive/tar"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/klauspost/compress/zstd"

	"wend/internal/event"
	"wend/internal/store"
	"wend/internal/store/storetest"
)

func restored(t *testing.T, backup []byte) *store.Store {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "restored")
	if err := store.Restore(t.Context(), dir, bytes.NewReader(backup)); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, dir)
	if faults, err := s.Check(t.Context()); err != nil || len(faults) > 0 {
		t.Fatal(faults, err)
	}
	return s
}

func TestBackupHoldsEverything(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir, store.Options{SegmentRows: 100})
	shop := storetest.NewShop(1, start)
	var events []*event.Event
	for range 5 {
		group := shop.Events(100)
		appendEvents(t, s, group)
		events = append(events, group...)
	}
	if _, err := s.Seal(t.Context(), store.SealOptions{Customer: customerOf, Keep: 150}); err != nil {
		t.Fatal(err)
	}
	look := openStore(t, dir, store.Options{ReadOnly: true})
	for _, from := range []*store.Store{s, look} {
		var backup bytes.Buffer
		if err := from.Backup(t.Context(), &backup); err != nil {
			t.Fatal(err)
		}
		r := restored(t, backup.Bytes())
		wantStored(t, r, events)
		if next := r.Log().Next(); next != 501 {
			t.Errorf("the restored log goes on with %d", next)
		}
	}
	left, err := filepath.Glob(filepath.Join(dir, "*.tmp"))
	if err != nil || len(left) > 0 {
		t.Error("left over:", left, err)
	}
}

// TestBackupWhileEverythingMoves takes backups while events are appended,
// sealed and compacted: each must be a state that the log once was in.
func TestBackupWhileEverythingMoves(t *testing.T) {
	s := openStore(t, t.TempDir(), store.Options{SegmentRows: 64})
	ctx, cancel := context.WithCancel(t.Context())
	var group sync.WaitGroup
	defer group.Wait()
	defer cancel()
	group.Go(func() {
		for ctx.Err() == nil && s.Log().Next() < 20_000 {
			next := s.Log().Next()
			var events []*event.Event
			for i := range uint64(17) {
				events = append(events, crashEvent(next+i))
			}
			if err := s.Log().Append(context.Background(), events); err != nil {
				t.Error(err)
				return
			}
		}
	})
	group.Go(func() {
		for ctx.Err() == nil {
			_, err := s.Seal(ctx, store.SealOptions{Customer: customerOf, Keep: 50})
			if err == nil {
				_, err = s.Compact(ctx)
			}
			if err != nil && ctx.Err() == nil {
				t.Error(err)
				return
			}
		}
	})
	for range 5 {
		before := s.Log().Next()
		var backup bytes.Buffer
		if err := s.Backup(t.Context(), &backup); err != nil {
			t.Fatal(err)
		}
		after := s.Log().Next()
		r := restored(t, backup.Bytes())
		got := stored(t, r)
		if n := uint64(len(got)) + 1; n < before || n > after {
			t.Fatalf("a backup begun at %d and ended at %d has %d events", before, after, len(got))
		}
		for i, e := range got {
			storetest.Same(t, crashEvent(uint64(i+1)), e)
		}
		closeStore(t, r)
	}
	cancel()
}

func TestRestoreRefusesWhatIsNotEmpty(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "letter.txt"), []byte("dear"), 0o600); err != nil {
		t.Fatal(err)
	}
	s := openStore(t, t.TempDir())
	var backup bytes.Buffer
	if err := s.Backup(t.Context(), &backup); err != nil {
		t.Fatal(err)
	}
	if err := store.Restore(t.Context(), dir, &backup); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("Restore answered %v", err)
	}
	if text, err := os.ReadFile(filepath.Join(dir, "letter.txt")); err != nil || string(text) != "dear" {
		t.Error("the directory was touched")
	}
}

type archived struct {
	name string
	kind byte
	text string
	link string
}

// archive makes a backup by hand.
func archive(t testing.TB, entries []archived) []byte {
	t.Helper()
	var b bytes.Buffer
	z, err := zstd.NewWriter(&b)
	if err != nil {
		t.Fatal(err)
	}
	a := tar.NewWriter(z)
	for _, e := range entries {
		h := &tar.Header{Name: e.name, Typeflag: e.kind, Size: int64(len(e.text)), Mode: 0o600, Linkname: e.link}
		if err := a.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(a, e.text); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(a.Close(), z.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func manifestOf(entries ...archived) archived {
	type file struct {
		Name   string `json:"name"`
		Size   int    `json:"size"`
		SHA256 string `json:"sha256"`
	}
	var files []file
	for _, e := range entries {
		sum := sha256.Sum256([]byte(e.text))
		files = append(files, file{e.name, len(e.text), hex.EncodeToString(sum[:])})
	}
	text, _ := json.Marshal(map[string]any{"version": 1, "files": files})
	return archived{name: "manifest.json", kind: tar.TypeReg, text: string(text)}
}

func TestRestoreRefusesHostileBackups(t *testing.T) {
	database := archived{name: "wend.db", kind: tar.TypeReg, text: "x"}
	segment := archived{name: "events/2026-03/1-2-1.parquet", kind: tar.TypeReg, text: "y"}
	outside := archived{name: "../outside", kind: tar.TypeReg, text: "z"}
	absolute := archived{name: "/tmp/wend-outside", kind: tar.TypeReg, text: "z"}
	hidden := archived{name: "events/2026-03/../../../outside.parquet", kind: tar.TypeReg, text: "z"}
	link := archived{name: "wend.db", kind: tar.TypeSymlink, link: "/etc/passwd"}
	good := archive(t, []archived{manifestOf(database, segment), database, segment})
	for name, backup := range map[string][]byte{
		"nothing":            nil,
		"noise":              []byte("this is no backup"),
		"no manifest":        archive(t, []archived{database}),
		"path outside":       archive(t, []archived{manifestOf(database, outside), database, outside}),
		"absolute path":      archive(t, []archived{manifestOf(database, absolute), database, absolute}),
		"path through":       archive(t, []archived{manifestOf(database, hidden), database, hidden}),
		"link":               archive(t, []archived{manifestOf(archived{name: "wend.db"}), link}),
		"not in manifest":    archive(t, []archived{manifestOf(database), database, segment}),
		"missing":            archive(t, []archived{manifestOf(database, segment), database}),
		"wrong order":        archive(t, []archived{manifestOf(database, segment), segment, database}),
		"twice":              archive(t, []archived{manifestOf(database, segment, segment), database, segment, segment}),
		"no database":        archive(t, []archived{manifestOf(segment), segment}),
		"wrong checksum":     archive(t, []archived{manifestOf(database, segment), database, {name: segment.name, kind: tar.TypeReg, text: "n"}}),
		"cut off":            good[:len(good)/2],
		"cut off at the end": good[:len(good)-3],
		"newer":              archive(t, []archived{{name: "manifest.json", kind: tar.TypeReg, text: `{"version":99}`}}),
	} {
		parent := t.TempDir()
		dir := filepath.Join(parent, "data")
		if err := store.Restore(t.Context(), dir, bytes.NewReader(backup)); err == nil {
			t.Errorf("%s: it was restored", name)
		}
		left := 0
		if err := filepath.WalkDir(parent, func(path string, entry os.DirEntry, err error) error {
			if err == nil && path != parent && path != dir {
				t.Errorf("%s: it left %s", name, path)
				left++
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	}
	dir := filepath.Join(t.TempDir(), "data")
	if err := store.Restore(t.Context(), dir, bytes.NewReader(good)); err != nil {
		t.Error(err)
	}
}

func FuzzRestore(f *testing.F) {
	database := archived{name: "wend.db", kind: tar.TypeReg, text: "x"}
	f.Add(archive(f, []archived{manifestOf(database), database}))
	f.Add([]byte("noise"))
	f.Fuzz(func(t *testing.T, backup []byte) {
		if len(backup) > 1<<16 { // slow to unpack, and nothing new in it
			return
		}
		dir := filepath.Join(t.TempDir(), "data")
		if store.Restore(t.Context(), dir, bytes.NewReader(backup)) != nil {
			entries, err := os.ReadDir(dir)
			if err == nil && len(entries) > 0 {
				t.Errorf("a refused backup left %s", entries[0].Name())
			}
		}
	})
}
