package store

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"wend/internal/event"
	"wend/internal/store/block"
	"wend/internal/store/segment"
)

// indexMemory bounds the indexes by sequence number that are kept; row groups
// beyond it are looked through.
const indexMemory = 24 << 20

// Fetch reads the events with these sequence numbers, in the order asked for.
// One that does not exist is nil. The events are the caller's to keep.
func (s *Store) Fetch(ctx context.Context, seqs []uint64) ([]*event.Event, error) {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer s.views.release(v)
	wanted := slices.Clone(seqs)
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	cut, _ := slices.BinarySearch(wanted, v.sealedThrough+1)

	f := &fetching{events: make(map[uint64]*event.Event, len(wanted))}
	f.group, ctx = errgroup.WithContext(ctx)
	f.group.SetLimit(2 * loaders)
	err = s.fetchSealed(ctx, f, v, wanted[:cut])
	if err == nil {
		err = s.fetchLog(ctx, f, v, wanted[cut:])
	}
	if err := errors.Join(err, f.group.Wait()); err != nil {
		return nil, err
	}
	events := make([]*event.Event, len(seqs))
	for i, seq := range seqs {
		events[i] = f.events[seq]
	}
	return events, nil
}

type fetching struct {
	group  *errgroup.Group
	mu     sync.Mutex
	events map[uint64]*event.Event
}

func (f *fetching) add(e *event.Event) error {
	e = block.Clone(e)
	f.mu.Lock()
	f.events[e.Seq] = e
	f.mu.Unlock()
	return nil
}

func (s *Store) fetchSealed(ctx context.Context, f *fetching, v *view, seqs []uint64) error {
	if len(seqs) == 0 {
		return nil
	}
	groups, err := v.rowGroups(seqs[0], seqs[len(seqs)-1]+1)
	if err != nil {
		return err
	}
	for _, g := range groups {
		if !g.file.Overlaps(g.number, seqs) {
			continue
		}
		f.group.Go(func() error {
			ix, err := s.index(g)
			if err != nil {
				return g.fail(err)
			}
			places, err := g.file.Find(g.number, ix, seqs)
			if err != nil {
				return g.fail(err)
			}
			if len(places) == 0 {
				return nil
			}
			if err := g.file.Fetch(ctx, g.number, places, f.add); err != nil {
				return g.fail(err)
			}
			return nil
		})
	}
	return nil
}

// index is the row group's index, made at the first need while there is room.
func (s *Store) index(g rowGroup) (*segment.Index, error) {
	g.sealed.mu.Lock()
	defer g.sealed.mu.Unlock()
	if g.sealed.indexes == nil {
		g.sealed.indexes = make([]*segment.Index, g.file.Groups())
	}
	if ix := g.sealed.indexes[g.number]; ix != nil {
		return ix, nil
	}
	if s.indexed.Load() >= indexMemory {
		return nil, nil
	}
	ix, err := g.file.Index(g.number)
	if err != nil || ix == nil {
		return nil, err
	}
	s.indexed.Add(ix.Bytes())
	g.sealed.indexes[g.number] = ix
	g.sealed.forget = append(g.sealed.forget, func() { s.indexed.Add(-ix.Bytes()) })
	return ix, nil
}

func (s *Store) fetchLog(ctx context.Context, f *fetching, v *view, seqs []uint64) error {
	for len(seqs) > 0 {
		var first, last uint64
		var data []byte
		err := v.db.QueryRowContext(ctx, `SELECT first_seq, last_seq, block FROM log_block WHERE first_seq <= ? ORDER BY first_seq DESC LIMIT 1`, int64(min(seqs[0], 1<<63-1))).Scan(&first, &last, &data)
		if errors.Is(err, sql.ErrNoRows) || err == nil && last < seqs[0] {
			seqs = seqs[1:]
			continue
		}
		if err != nil {
			return classified(err)
		}
		n, _ := slices.BinarySearch(seqs, last+1)
		here := seqs[:n]
		seqs = seqs[n:]
		f.group.Go(func() error {
			b, err := decodeBlock(first, last, data)
			if err != nil {
				return err
			}
			defer decoded.Put(b)
			for i := range b.Events {
				if _, is := slices.BinarySearch(here, b.Events[i].Seq); is {
					if err := f.add(&b.Events[i]); err != nil {
						return err
					}
				}
			}
			return nil
		})
	}
	return nil
}
