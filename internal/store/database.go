package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite" // the database driver "sqlite"
)

// pageSize is SQLite's page; it is fixed when the file is made. State is small
// rows at random places, so pages stay small.
const pageSize = 4096

// dataSource names the database for the driver.
func dataSource(path, mode string, pragmas ...string) string {
	slashed := filepath.ToSlash(path)
	if !strings.HasPrefix(slashed, "/") {
		slashed = "/" + slashed // a Windows drive letter
	}
	query := url.Values{"mode": {mode}, "_txlock": {"immediate"}, "_dqs": {"0"}, "_pragma": pragmas}
	return (&url.URL{Scheme: "file", Path: slashed, RawQuery: query.Encode()}).String()
}

// writer is the one connection that writes. A transaction holds the gate from
// its beginning to its end, so SQLite itself never has to refuse a second one.
type writer struct {
	db   *sql.DB
	gate chan struct{}
}

func openWriter(ctx context.Context, path string) (*writer, error) {
	db, err := sql.Open("sqlite", dataSource(path, "rwc",
		fmt.Sprintf("page_size(%d)", pageSize), "journal_mode(WAL)", "synchronous(FULL)",
		"wal_autocheckpoint(0)", "busy_timeout(10000)", "foreign_keys(1)", "secure_delete(FAST)", "temp_store(MEMORY)", "cache_size(-16384)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return &writer{db: db, gate: make(chan struct{}, 1)}, nil
}

func (w *writer) enter(ctx context.Context) error {
	select {
	case w.gate <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (w *writer) leave() { <-w.gate }

func (w *writer) close() error {
	w.gate <- struct{}{} // never given back: whoever comes later waits for its context
	return w.db.Close()
}

// transaction runs fn and commits; the caller holds the gate. Once begun, a
// transaction ends by fn's answer alone: a context that ends in the middle of a
// commit would leave open whether it happened.
func (w *writer) transaction(ctx context.Context, fn func(*sql.Tx) error) (err error) {
	tx, err := w.db.BeginTx(context.WithoutCancel(ctx), nil)
	if err != nil {
		return classified(err)
	}
	committed := false
	defer func() {
		if !committed {
			_ = tx.Rollback() // fn failed or panicked; its error says more, and a failed commit rolled back already
		}
	}()
	if err := fn(tx); err != nil {
		return classified(err)
	}
	if err := tx.Commit(); err != nil {
		return classified(err)
	}
	committed = true
	return nil
}

func openReaders(ctx context.Context, path string, readers int) (*sql.DB, error) {
	if readers <= 0 {
		readers = 8
	}
	db, err := sql.Open("sqlite", dataSource(path, "ro", "query_only(1)", "busy_timeout(10000)", "temp_store(MEMORY)", "cache_size(-4096)"))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	if err := db.PingContext(ctx); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// Write changes state: fn runs in one transaction that is on disk when Write
// returns nil, and leaves no trace when it returns an error. Writes and
// appends take turns.
func (s *Store) Write(ctx context.Context, fn func(*sql.Tx) error) error {
	if s.write == nil {
		return ErrReadOnly
	}
	if err := s.write.enter(ctx); err != nil {
		return err
	}
	defer s.write.leave() // also when fn panics
	if err := s.write.transaction(ctx, fn); err != nil {
		return err
	}
	s.written()
	return nil
}

// WriteBack is Write of what can be made again: it does not wait for the disk.
// A crash of the program loses nothing; a power failure may lose the latest
// of them, in order, back to the last Write or append, which takes everything
// before it to the disk. Appends then wait for their own fsync alone.
func (s *Store) WriteBack(ctx context.Context, fn func(*sql.Tx) error) (err error) {
	if s.write == nil {
		return ErrReadOnly
	}
	if err := s.write.enter(ctx); err != nil {
		return err
	}
	defer s.write.leave()
	durable := context.WithoutCancel(ctx)
	if _, err := s.write.db.ExecContext(durable, "PRAGMA synchronous = NORMAL"); err != nil {
		return classified(err)
	}
	defer func() { // also when fn panics: what comes next must wait for the disk
		_, restored := s.write.db.ExecContext(durable, "PRAGMA synchronous = FULL")
		err = errors.Join(err, classified(restored))
	}()
	if err := s.write.transaction(ctx, fn); err != nil {
		return err
	}
	s.written()
	return nil
}

// Read is the pool of connections that read state. The database itself refuses
// to be written through them.
func (s *Store) Read() *sql.DB { return s.read }

// Check asks the database whether it is sound. Each answer is a sentence about
// one fault; none means that all is well.
func (s *Store) Check(ctx context.Context) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, "PRAGMA quick_check(20)")
	if err != nil {
		return nil, classified(err)
	}
	defer rows.Close()
	var faults []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, classified(err)
		}
		if line != "ok" {
			faults = append(faults, "wend.db: "+line)
		}
	}
	if err := rows.Err(); err != nil {
		return nil, classified(err)
	}
	more, err := s.checkEvents(ctx)
	return append(faults, more...), err
}
