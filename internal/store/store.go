package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
)

// Names inside the data directory.
const (
	databaseName = "wend.db"
	eventsName   = "events"
	lockName     = "wend.lock"
	// temporary ends the name of every file that is not published yet. What is
	// left of them after a crash is removed at the next start.
	temporary = ".tmp"
)

// Options of a store. The zero value is a store without rooms.
type Options struct {
	// Migrations are the rooms' tables. Order does not matter: a room's
	// migrations may only touch the room's own tables.
	Migrations []Migrations
	// ReadOnly opens a directory that another process may have open: nothing is
	// locked, migrated, swept or written. What is read is consistent.
	ReadOnly bool
	// Logger gets what background work could not do; nil: nothing is logged.
	Logger *slog.Logger
	// SegmentRows is how many events a sealed segment holds at most before
	// compaction; 0: 131,072. It bounds the memory of sealing.
	SegmentRows int
	// Readers is how many reads of state may run at once; 0: 8.
	Readers int
}

// Store is an open data directory. All methods are safe for concurrent use.
type Store struct {
	dir     string
	options Options
	logger  *slog.Logger
	lock    *os.File // nil where read-only

	write *writer
	read  *sql.DB
	log   *Log
	views *views

	indexed atomic.Int64 // bytes of indexes by sequence number

	// maintenance lets one Seal, Compact or Backup of the file set run at a time.
	maintenance chan struct{}

	dirty   chan struct{} // something was committed since the last checkpoint
	stop    context.CancelFunc
	workers sync.WaitGroup
	closed  sync.Once
}

// Open opens a data directory, and makes and fills it where it does not exist
// yet. It finishes or takes back whatever a crash interrupted.
func Open(ctx context.Context, dir string, options Options) (*Store, error) {
	s, err := open(ctx, dir, options)
	if err != nil {
		return nil, fmt.Errorf("open the data directory %s: %w", dir, classified(err))
	}
	return s, nil
}

func open(ctx context.Context, dir string, options Options) (_ *Store, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{dir: dir, options: options, logger: options.Logger, maintenance: make(chan struct{}, 1), dirty: make(chan struct{}, 1)}
	if s.logger == nil {
		s.logger = slog.New(slog.DiscardHandler)
	}
	if s.options.SegmentRows <= 0 {
		s.options.SegmentRows = 1 << 17
	}
	defer func() {
		if err != nil {
			s.release()
		}
	}()
	if !options.ReadOnly {
		if err := s.claimDirectory(); err != nil {
			return nil, err
		}
		if s.write, err = openWriter(ctx, s.databasePath()); err != nil {
			return nil, err
		}
		if err := migrate(ctx, s.write.db, options.Migrations); err != nil {
			return nil, err
		}
	} else if _, err := os.Stat(s.databasePath()); err != nil {
		return nil, fmt.Errorf("there is no wend database: %w", err)
	}
	if s.read, err = openReaders(ctx, s.databasePath(), options.Readers); err != nil {
		return nil, err
	}
	if options.ReadOnly {
		if err := refuseNewer(ctx, s.read, options.Migrations); err != nil {
			return nil, err
		}
	}
	if s.views, err = openViews(ctx, s); err != nil {
		return nil, err
	}
	if s.log, err = openLog(ctx, s); err != nil {
		return nil, err
	}
	background, stop := context.WithCancel(context.WithoutCancel(ctx))
	s.stop = stop
	if !options.ReadOnly {
		if err := s.sweepSegments(); err != nil {
			return nil, err
		}
		s.workers.Go(func() { s.checkpoints(background) })
	}
	return s, nil
}

func (s *Store) databasePath() string { return filepath.Join(s.dir, databaseName) }

// claimDirectory makes the directory, locks it and removes what a crash left.
func (s *Store) claimDirectory() error {
	if err := os.MkdirAll(filepath.Join(s.dir, eventsName), 0o700); err != nil {
		return err
	}
	lock, err := os.OpenFile(filepath.Join(s.dir, lockName), os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := lockFile(lock); err != nil {
		return errors.Join(err, lock.Close())
	}
	s.lock = lock
	return sweepTemporary(s.dir)
}

// sweepTemporary removes unpublished files. Only called under the lock, so
// nobody is still writing them.
func sweepTemporary(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == dir || !strings.HasSuffix(entry.Name(), temporary) {
			return err
		}
		if err := os.RemoveAll(path); err != nil {
			return err
		}
		if entry.IsDir() {
			return fs.SkipDir
		}
		return nil
	})
}

// Dir is the data directory.
func (s *Store) Dir() string { return s.dir }

// Log is the event log.
func (s *Store) Log() *Log { return s.log }

// Close stops background work, waits for it, and lets the directory go. Reads
// and writes that are still running must have ended.
func (s *Store) Close() error {
	err := error(nil)
	s.closed.Do(func() { err = s.release() })
	return err
}

func (s *Store) release() error {
	if s.stop != nil {
		s.stop()
	}
	s.workers.Wait()
	var errs []error
	if s.write != nil {
		errs = append(errs, s.write.close())
	}
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.views != nil {
		errs = append(errs, s.views.close())
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
	}
	return classified(errors.Join(errs...))
}
