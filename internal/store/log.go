package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"sync/atomic"

	"wend/internal/event"
	"wend/internal/store/block"
)

// blockPlain is the size from which on a group is cut into a further block, so
// that one block never takes much memory to read.
const blockPlain = 1 << 20

// mostKept is how much memory for blocks an Append leaves to the next.
const mostKept = 4 << 20

// Log is the event log: every accepted event, in order of receipt, until it is
// sealed into a segment.
type Log struct {
	store *Store
	next  atomic.Uint64

	mu      sync.Mutex // one Append at a time; guards all below
	encoder *block.Encoder
	insert  *sql.Stmt
	blocks  []encoded
	bytes   []byte
	// uncertain says that a commit failed and the database has to be asked
	// where the log ends.
	uncertain bool
}

// encoded is a block that waits for its transaction: a part of Log.bytes.
type encoded struct {
	first, last   uint64
	count         int
	plain, lo, hi int
}

const endOfLog = `SELECT max(sealed_through, coalesce((SELECT max(last_seq) FROM log_block), 0)) + 1 FROM log_state`

func openLog(ctx context.Context, s *Store) (*Log, error) {
	l := &Log{store: s}
	next, err := readEnd(ctx, s.read)
	if err != nil {
		return nil, err
	}
	l.next.Store(next)
	if s.write == nil {
		return l, nil
	}
	l.encoder = block.NewEncoder()
	l.insert, err = s.write.db.PrepareContext(ctx, `INSERT INTO log_block (first_seq, last_seq, count, bytes, block) VALUES (?, ?, ?, ?, ?)`)
	return l, err
}

func readEnd(ctx context.Context, db *sql.DB) (uint64, error) {
	var next int64
	err := db.QueryRowContext(ctx, endOfLog).Scan(&next)
	return uint64(next), err
}

// Next is the sequence number that the next event gets.
func (l *Log) Next() uint64 {
	if l.store.write == nil {
		if next, err := readEnd(context.Background(), l.store.read); err == nil {
			l.next.Store(next)
		}
	}
	return l.next.Load()
}

// Settle finds out where the log ends after an Append that failed: a commit
// that failed at its very end may have happened. It returns what Next does.
func (l *Log) Settle(ctx context.Context) (next uint64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.settle(ctx); err != nil {
		return 0, err
	}
	return l.next.Load(), nil
}

// Append adds events, whose Seq the caller has set from Next on without a gap.
// When it returns nil everything is on disk; when it returns an error nothing
// is, as far as the disk can be asked, and Settle tells where to go on. The
// error has a class (ErrDiskFull, ErrReadOnly, ErrDisk) where the disk is to
// blame.
func (l *Log) Append(ctx context.Context, events []*event.Event) error {
	return l.AppendWith(ctx, events)
}

// AppendWith is Append with changes of state in the same transaction: all of
// it is on disk, or nothing.
func (l *Log) AppendWith(ctx context.Context, events []*event.Event, with ...func(*sql.Tx) error) error {
	if l.store.write == nil {
		return ErrReadOnly
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := l.settle(ctx); err != nil {
		return err
	}
	next := l.next.Load()
	for i, e := range events {
		if e.Seq != next+uint64(i) {
			return fmt.Errorf("append to the log: event %d has number %d, the log goes on with %d", i, e.Seq, next+uint64(i))
		}
	}
	// Encoding is the larger half of the work and needs no transaction.
	if err := l.encode(events); err != nil {
		return fmt.Errorf("append to the log: %w", err)
	}
	if err := l.store.write.enter(ctx); err != nil {
		return err
	}
	defer l.store.write.leave()
	err := l.store.write.transaction(ctx, func(tx *sql.Tx) error {
		if err := l.insertBlocks(tx); err != nil {
			return err
		}
		for _, fn := range with {
			if err := fn(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.uncertain = true
		return fmt.Errorf("append to the log: %w", err)
	}
	l.next.Store(next + uint64(len(events)))
	l.store.written()
	return nil
}

// settle finds out where the log ends after a commit whose outcome was not
// certain: a commit that failed at its very end may have happened.
func (l *Log) settle(ctx context.Context) error {
	if !l.uncertain {
		return nil
	}
	if err := l.store.write.enter(ctx); err != nil {
		return err
	}
	defer l.store.write.leave()
	next, err := readEnd(ctx, l.store.write.db)
	if err != nil {
		return fmt.Errorf("find the end of the log: %w", classified(err))
	}
	l.next.Store(next)
	l.uncertain = false
	return nil
}

// encode cuts the group into blocks and encodes them into l.bytes.
func (l *Log) encode(events []*event.Event) (err error) {
	l.blocks, l.bytes = l.blocks[:0], l.bytes[:0]
	if cap(l.bytes) > mostKept {
		l.bytes = nil
	}
	for len(events) > 0 {
		count, plain := 0, 0
		for count < len(events) && count < block.MaxEvents && (count == 0 || plain+len(events[count].Raw) <= blockPlain) {
			plain += len(events[count].Raw)
			count++
		}
		lo := len(l.bytes)
		if l.bytes, err = l.encoder.Encode(l.bytes, events[:count]); err != nil {
			return err
		}
		l.blocks = append(l.blocks, encoded{first: events[0].Seq, last: events[count-1].Seq, count: count, plain: plain, lo: lo, hi: len(l.bytes)})
		events = events[count:]
	}
	return nil
}

func (l *Log) insertBlocks(tx *sql.Tx) error {
	insert := tx.Stmt(l.insert)
	for _, b := range l.blocks {
		if _, err := insert.Exec(int64(b.first), int64(b.last), b.count, b.plain, l.bytes[b.lo:b.hi]); err != nil {
			return err
		}
	}
	return nil
}
