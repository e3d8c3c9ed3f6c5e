package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"wend/internal/event"
	"wend/internal/store/segment"
)

// RequestRemoval notes, for good, that all events of a source are to be taken
// out. Remove does it.
func (s *Store) RequestRemoval(ctx context.Context, source string, now int64) error {
	return s.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO log_removal (source, requested) VALUES (?, ?) ON CONFLICT (source) DO NOTHING`, source, now)
		return err
	})
}

// Removals are the sources of which removal was requested and not done yet.
func (s *Store) Removals(ctx context.Context) (sources []string, err error) {
	rows, err := s.read.QueryContext(ctx, `SELECT source FROM log_removal ORDER BY source`)
	if err != nil {
		return nil, classified(err)
	}
	defer rows.Close()
	for rows.Next() {
		var source string
		if err := rows.Scan(&source); err != nil {
			return nil, classified(err)
		}
		sources = append(sources, source)
	}
	return sources, classified(rows.Err())
}

// Remove takes out the events of all sources of which removal was requested,
// and answers how many they were. The log is sealed first, so that only
// segments are to be rewritten, one after another in bounded memory; the
// sequence numbers of the removed events are not used again. In the transaction
// that makes the rewritten segments count, forget removes the state that was
// made from the events. Nobody may append meanwhile.
func (s *Store) Remove(ctx context.Context, customer func(*event.Event) string, forget func(*sql.Tx) error) (removed int64, err error) {
	sources, err := s.Removals(ctx)
	if err != nil || len(sources) == 0 {
		return 0, err
	}
	if _, err := s.Seal(ctx, SealOptions{Customer: customer}); err != nil {
		return 0, err
	}
	leave, err := s.maintain(ctx)
	if err != nil {
		return 0, err
	}
	defer leave()
	v, err := s.views.acquire(ctx)
	if err != nil {
		return 0, err
	}
	defer s.views.release(v)
	removed, err = s.removeFrom(ctx, v, sources, forget)
	if err != nil {
		return 0, fmt.Errorf("remove events: %w", classified(err))
	}
	return removed, nil
}

func (s *Store) removeFrom(ctx context.Context, v *view, sources []string, forget func(*sql.Tx) error) (removed int64, err error) {
	goes := func(e *event.Event) bool { return slices.Contains(sources, e.Source) }
	next := &view{db: v.db, sealedThrough: v.sealedThrough}
	var fresh, replaced []*sealed
	for _, g := range v.segments {
		count, err := s.count(ctx, g, goes)
		if err == nil && count > 0 {
			removed += count
			replaced = append(replaced, g)
			if count == g.Rows {
				continue
			}
			g, err = s.without(ctx, g, count, goes)
			if err == nil {
				fresh = append(fresh, g)
			}
		}
		if err != nil {
			return 0, errors.Join(err, s.discard(fresh))
		}
		next.segments = append(next.segments, g)
	}
	next.sort()
	err = s.publish(ctx, next, fresh, replaced, forget, func(tx *sql.Tx) error {
		for _, source := range sources {
			if _, err := tx.Exec(`DELETE FROM log_removal WHERE source = ?`, source); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, errors.Join(err, s.discard(fresh))
	}
	return removed, nil
}

// count is how many of a segment's events go.
func (s *Store) count(ctx context.Context, g *sealed, goes func(*event.Event) bool) (n int64, err error) {
	alone := &view{segments: []*sealed{g}}
	groups, err := alone.rowGroups(0, 1<<63)
	if err != nil {
		return 0, err
	}
	err = s.batches(ctx, groups, segment.Start, 1024, func(b *segment.Batch) error {
		for i := range b.Events {
			if goes(&b.Events[i]) {
				n++
			}
		}
		return nil
	})
	return n, err
}

// without writes a segment again without the events that go.
func (s *Store) without(ctx context.Context, g *sealed, count int64, goes func(*event.Event) bool) (*sealed, error) {
	f, err := g.open()
	if err != nil {
		return nil, err
	}
	fresh, err := s.writeSegment(ctx, g.Month, g.Generation+1, func(w *segmentFile) (segment.Info, error) {
		return segment.Merge(ctx, w, []*segment.File{f}, func(e *event.Event) bool { return !goes(e) })
	})
	if err == nil && fresh.Rows != g.Rows-count {
		err = errors.Join(corrupt("a segment with %d events would keep %d instead of %d", g.Rows, fresh.Rows, g.Rows-count), s.discard([]*sealed{fresh}))
	}
	return fresh, err
}
