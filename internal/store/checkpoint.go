package store

import (
	"context"
	"database/sql"
	"errors"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

const (
	// checkpointEvery is how long committed pages wait before they are copied
	// from the write-ahead log into the database while writers go on.
	checkpointEvery = 50 * time.Millisecond
	// wrapPages is the length of the write-ahead log from which on the writer
	// pauses for the few pages that a step has left, so that the log starts
	// over and its file does not grow.
	wrapPages = 4096
	// idleAfter is how long nothing must be written before the file is cut.
	idleAfter = 2 * time.Second
)

// written tells the checkpointer that there is something to do.
func (s *Store) written() {
	select {
	case s.dirty <- struct{}{}:
	default:
	}
}

// checkpoints copies the write-ahead log into the database in small steps, off
// the road: SQLite's own checkpoints would make every thousandth commit wait
// for all pages since the last.
func (s *Store) checkpoints(ctx context.Context) {
	db, err := sql.Open("sqlite", dataSource(s.databasePath(), "rw", "synchronous(FULL)", "wal_autocheckpoint(0)", "busy_timeout(0)"))
	if err != nil {
		s.logger.Error("checkpoints cannot run", "error", err)
		return
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	timer := time.NewTimer(idleAfter)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-s.dirty:
			s.checkpoint(ctx, db)
			timer.Reset(idleAfter)
			// Let some commits gather; a step for each would cost a sync each.
			select {
			case <-ctx.Done():
				return
			case <-time.After(checkpointEvery):
			}
		case <-timer.C:
			s.wrap(ctx, db, "TRUNCATE")
		}
	}
}

// checkpoint makes one step.
func (s *Store) checkpoint(ctx context.Context, db *sql.DB) {
	pages, err := runCheckpoint(ctx, db, "PASSIVE")
	if err != nil {
		s.checkpointFailed(ctx, err)
		return
	}
	if pages >= wrapPages {
		s.wrap(ctx, db, "RESTART")
	}
}

// wrap finishes a checkpoint while no writer runs, so that the write-ahead log
// starts over. The step before has left little to copy. A reader that still
// needs the old log puts it off.
func (s *Store) wrap(ctx context.Context, db *sql.DB, mode string) {
	if err := s.write.enter(ctx); err != nil {
		return
	}
	defer s.write.leave()
	if _, err := runCheckpoint(ctx, db, mode); err != nil {
		s.checkpointFailed(ctx, err)
	}
}

// runCheckpoint answers how many pages the write-ahead log has.
func runCheckpoint(ctx context.Context, db *sql.DB, mode string) (pages int, err error) {
	var busy, copied int
	err = db.QueryRowContext(ctx, "PRAGMA wal_checkpoint("+mode+")").Scan(&busy, &pages, &copied)
	return pages, err
}

// checkpointFailed reports what does not mend itself. Nothing is lost: the
// write-ahead log keeps every commit until a checkpoint succeeds.
func (s *Store) checkpointFailed(ctx context.Context, err error) {
	var db *sqlite.Error
	if ctx.Err() != nil || errors.As(err, &db) && db.Code()&0xff == sqlite3.SQLITE_BUSY {
		return
	}
	s.logger.Warn("a checkpoint of the database failed; it is tried again with the next write", "error", err)
}
