package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/store/segment"
)

// sealBytes bounds the messages that one step of sealing holds in memory.
const sealBytes = 32 << 20

// SealOptions say what is sealed.
type SealOptions struct {
	// Customer is the public id of the event's customer as it is known now,
	// empty for none. Segments are sorted by it. Nil: no event has a customer.
	Customer func(*event.Event) string
	// Keep is how many of the newest events stay in the log at least.
	Keep uint64
	// Through is the last event that may be sealed; 0: any. What reads the log
	// by position (the projector's written state) should be past it.
	Through uint64
}

// Moved is what Seal or Compact did.
type Moved struct {
	Events   int64 // events written into new segments
	Segments int   // new segments
	Replaced int   // segments that these replace
}

// Seal moves the log's older part into segments, in steps of bounded memory. A
// step is one transaction; what was done stays done when a later one fails.
func (s *Store) Seal(ctx context.Context, options SealOptions) (Moved, error) {
	var moved Moved
	leave, err := s.maintain(ctx)
	if err != nil {
		return moved, err
	}
	defer leave()
	for {
		step, err := s.sealStep(ctx, options)
		moved.Events += step.Events
		moved.Segments += step.Segments
		if err != nil {
			return moved, fmt.Errorf("seal the log's older part: %w", classified(err))
		}
		if step.Events == 0 {
			return moved, s.trim(ctx)
		}
	}
}

// maintain waits until no other Seal, Compact or Backup runs.
func (s *Store) maintain(ctx context.Context) (leave func(), err error) {
	if s.write == nil {
		return nil, ErrReadOnly
	}
	select {
	case s.maintenance <- struct{}{}:
		return func() { <-s.maintenance }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func (s *Store) sealStep(ctx context.Context, options SealOptions) (moved Moved, err error) {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return moved, err
	}
	defer s.views.release(v)
	last := s.log.Next() - 1
	last -= min(last, options.Keep)
	if options.Through > 0 {
		last = min(last, options.Through)
	}
	months, through, err := s.sealable(ctx, v, last, options.Customer)
	if err != nil || len(months) == 0 {
		return moved, err
	}
	next := &view{db: v.db, sealedThrough: through, segments: slices.Clone(v.segments)}
	var fresh []*sealed
	for month, draft := range months {
		g, err := s.writeSegment(ctx, month, 1, func(w *segmentFile) (segment.Info, error) { return draft.Write(ctx, w) })
		if err != nil {
			return moved, errors.Join(err, s.discard(fresh))
		}
		fresh = append(fresh, g)
		moved.Events += g.Rows
		moved.Segments++
	}
	next.segments = append(next.segments, fresh...)
	if err := s.publish(ctx, next, fresh, nil); err != nil {
		return Moved{}, errors.Join(err, s.discard(fresh))
	}
	return moved, nil
}

// sealable reads whole blocks from the beginning of the log up to event last, as
// many as one step may hold, and deals their events out to the months' segments.
func (s *Store) sealable(ctx context.Context, v *view, last uint64, customer func(*event.Event) string) (months map[string]*segment.Draft, through uint64, err error) {
	rows, bytes := 0, 0
	months = map[string]*segment.Draft{}
	enough := errors.New("enough")
	err = s.readBlocks(ctx, v, v.sealedThrough+1, last+1, func(first, end uint64, data []byte) error {
		if end > last || rows >= s.options.SegmentRows || bytes >= sealBytes {
			return enough
		}
		b, err := segment.AddBlock(data, func(e *event.Event) (*segment.Draft, string) {
			month := monthOf(e.Time)
			if months[month] == nil {
				months[month] = segment.NewDraft()
			}
			if customer == nil {
				return months[month], ""
			}
			return months[month], strings.ToValidUTF8(customer(e), "\uFFFD")
		})
		if err != nil {
			return corrupt("log block with events %d to %d: %w", first, end, err)
		}
		bytes += b.Plain
		rows += b.Count
		through = end
		return nil
	})
	if errors.Is(err, enough) {
		err = nil
	}
	return months, through, err
}

// Events before the first of these years and from the second on share a folder
// each, so that absurd dates do not make thousands.
const (
	firstYear = 2000
	lastYear  = 2100
)

// monthOf is the folder of an event: its month in UTC.
func monthOf(milliseconds int64) string {
	switch t := time.UnixMilli(milliseconds).UTC(); {
	case t.Year() < firstYear:
		return "0000-00"
	case t.Year() >= lastYear:
		return "9999-12"
	default:
		return t.Format("2006-01")
	}
}

// publish makes the new segments count, and replaced ones and the log's blocks
// up to next.sealedThrough not, in one transaction, with other changes of state.
func (s *Store) publish(ctx context.Context, next *view, fresh, replaced []*sealed, with ...func(*sql.Tx) error) error {
	err := s.Write(ctx, func(tx *sql.Tx) error {
		for _, g := range replaced {
			if _, err := tx.Exec(`DELETE FROM segment WHERE file = ?`, g.File); err != nil {
				return err
			}
		}
		for _, g := range fresh {
			if _, err := tx.Exec(`INSERT INTO segment (file, month, first_seq, last_seq, min_time, max_time, rows, bytes, sha256, generation) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
				g.File, g.Month, g.FirstSeq, g.LastSeq, g.MinTime, g.MaxTime, g.Rows, g.Bytes, g.SHA256, g.Generation); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`UPDATE log_state SET sealed_through = ?`, int64(next.sealedThrough)); err != nil {
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
		return err
	}
	// Until here, readers of the old view still find everything in the log and
	// in the replaced files; those go when the last of them has left.
	s.views.publish(next)
	return nil
}

// trimBlocks is how many blocks one transaction of trim removes: few, so that
// appends never wait long for their turn.
const trimBlocks = 16

// trim removes log blocks that were sealed and that no reader needs any more.
func (s *Store) trim(ctx context.Context) error {
	for {
		through := int64(s.views.readable())
		var left bool
		if err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM log_block WHERE first_seq <= ?1 AND last_seq <= ?1)`, through).Scan(&left); err != nil {
			return classified(err)
		}
		if !left {
			return nil
		}
		err := s.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.Exec(`DELETE FROM log_block WHERE first_seq IN
				(SELECT first_seq FROM log_block WHERE first_seq <= ?1 AND last_seq <= ?1 ORDER BY first_seq LIMIT ?2)`, through, trimBlocks)
			return err
		})
		if err != nil {
			return fmt.Errorf("remove sealed log blocks: %w", err)
		}
	}
}

// discard removes files that did not come to count.
func (s *Store) discard(files []*sealed) error {
	var errs []error
	for _, g := range files {
		errs = append(errs, removeFile(g.path))
	}
	return errors.Join(errs...)
}

func (s *Store) segmentPath(file string) string {
	return filepath.Join(s.dir, filepath.FromSlash(file))
}
