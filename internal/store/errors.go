package store

import (
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"wend/internal/store/block"
)

// What can go wrong with a disk, for errors.Is. After any of them the log is as
// it was before the call, and the call may be made again when the cause is gone.
var (
	// ErrDiskFull says that there is no space left.
	ErrDiskFull = errors.New("the disk is full")
	// ErrReadOnly says that the data directory cannot be written to.
	ErrReadOnly = errors.New("the data directory cannot be written to")
	// ErrDisk says that reading or writing failed in another way.
	ErrDisk = errors.New("the disk failed")
	// ErrCorrupt says that what was read is not what was written.
	ErrCorrupt = errors.New("the data is damaged")
	// ErrLocked says that another process has the data directory open.
	ErrLocked = errors.New("another wend process has this data directory open")
	// ErrNewer says that the data was written by a newer program.
	ErrNewer = errors.New("the data directory was written by a newer version of wend")
	// ErrClosed says that the store was closed.
	ErrClosed = errors.New("the store is closed")
	// ErrNotEmpty is Restore's refusal to write over something.
	ErrNotEmpty = errors.New("the directory is not empty")
)

// failure is an error with its class.
type failure struct {
	class error
	cause error
}

func (f *failure) Error() string   { return f.class.Error() + ": " + f.cause.Error() }
func (f *failure) Unwrap() []error { return []error{f.class, f.cause} }

// classified gives errors of the database and the file system their class.
func classified(err error) error {
	if err == nil {
		return nil
	}
	var known *failure
	if errors.As(err, &known) {
		return err
	}
	if class := classOf(err); class != nil {
		return &failure{class: class, cause: err}
	}
	return err
}

func classOf(err error) error {
	var db *sqlite.Error
	if errors.As(err, &db) {
		switch code := db.Code(); code & 0xff {
		case sqlite3.SQLITE_FULL:
			return ErrDiskFull
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return ErrReadOnly
		case sqlite3.SQLITE_IOERR:
			return ErrDisk
		case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
			return ErrCorrupt
		}
		return nil
	}
	switch {
	case errors.Is(err, syscall.ENOSPC) || errors.Is(err, errQuota):
		return ErrDiskFull
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.EROFS):
		return ErrReadOnly
	case errors.Is(err, syscall.EIO):
		return ErrDisk
	case errors.Is(err, block.ErrCorrupt):
		return ErrCorrupt
	}
	return nil
}

func corrupt(format string, args ...any) error {
	return &failure{class: ErrCorrupt, cause: fmt.Errorf(format, args...)}
}
