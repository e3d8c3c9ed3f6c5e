package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"
	"testing"

	"wend/internal/event"
	"wend/internal/store/block"
)

func TestErrorsHaveAClass(t *testing.T) {
	for _, c := range []struct{ err, class error }{
		{&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}, ErrDiskFull},
		{fmt.Errorf("write: %w", errQuota), ErrDiskFull},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EACCES}, ErrReadOnly},
		{&fs.PathError{Op: "open", Path: "x", Err: syscall.EROFS}, ErrReadOnly},
		{&fs.PathError{Op: "read", Path: "x", Err: syscall.EIO}, ErrDisk},
		{fmt.Errorf("read: %w", block.ErrCorrupt), ErrCorrupt},
	} {
		if got := classified(c.err); !errors.Is(got, c.class) || !errors.Is(got, c.err) {
			t.Errorf("%v became %v", c.err, got)
		}
	}
	plain := errors.New("plain")
	if classified(plain) != plain || classified(nil) != nil {
		t.Error("an error without class was changed")
	}
}

func TestUnwritableDatabaseIsSaidAndSurvived(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	append := func(seq uint64) error {
		return s.Log().Append(t.Context(), []*event.Event{{Seq: seq, Type: event.Track, Raw: []byte("{}")}})
	}
	if err := append(1); err != nil {
		t.Fatal(err)
	}
	// Whoever runs the test may write everywhere, so the connection is told not to.
	if _, err := s.write.db.Exec(`PRAGMA query_only = on`); err != nil {
		t.Fatal(err)
	}
	if err := append(2); !errors.Is(err, ErrReadOnly) {
		t.Errorf("Append answered %v", err)
	}
	if _, err := s.write.db.Exec(`PRAGMA query_only = off`); err != nil {
		t.Fatal(err)
	}
	if next, err := s.Log().Settle(t.Context()); err != nil || next != 2 {
		t.Fatal(next, err)
	}
	if err := append(2); err != nil {
		t.Fatal(err)
	}
}
