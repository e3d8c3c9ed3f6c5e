package store

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"

	"wend/internal/event"
	"wend/internal/store/block"
	"wend/internal/store/segment"
)

// loaders is how many row groups are decoded at once.
const loaders = 2

// rowGroup is a part of a segment that one goroutine reads.
type rowGroup struct {
	sealed *sealed
	file   *segment.File
	number int
}

// rowGroups lists the view's row groups that may hold events of [from, to).
func (v *view) rowGroups(from, to uint64) ([]rowGroup, error) {
	var groups []rowGroup
	for _, g := range v.segments {
		if uint64(g.LastSeq) < from || uint64(g.FirstSeq) >= to {
			continue
		}
		f, err := g.open()
		if err != nil {
			return nil, classified(err)
		}
		for number := range f.Groups() {
			if first, last := f.Seqs(number); last >= from && first < to {
				groups = append(groups, rowGroup{g, f, number})
			}
		}
	}
	return groups, nil
}

// fail gives an error of reading its class and says which events it hides.
func (g rowGroup) fail(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) || classOf(err) == ErrDisk {
		return classified(err)
	}
	first, last := g.file.Seqs(g.number)
	return corrupt("%s with events %d to %d: %w", g.sealed.File, first, last, err)
}

// batches reads row groups on several goroutines and hands their rows to fn, on
// one of its own, a batch at a time. A batch is valid until fn returns.
func (s *Store) batches(ctx context.Context, groups []rowGroup, mode segment.Mode, rows int, fn func(*segment.Batch) error) error {
	if len(groups) == 0 {
		return nil
	}
	workers, ctx := errgroup.WithContext(ctx)
	tasks := make(chan rowGroup)
	full := make(chan *segment.Batch)
	free := make(chan *segment.Batch, 2*loaders+1)
	for range cap(free) {
		free <- new(segment.Batch)
	}
	workers.Go(func() error {
		defer close(tasks)
		for _, g := range groups {
			select {
			case tasks <- g:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	var running sync.WaitGroup
	for range loaders {
		running.Add(1)
		workers.Go(func() error {
			defer running.Done()
			for g := range tasks {
				if err := g.read(ctx, mode, rows, free, full); err != nil {
					return err
				}
			}
			return nil
		})
	}
	workers.Go(func() error { running.Wait(); close(full); return nil })
	workers.Go(func() error {
		for b := range full {
			if err := fn(b); err != nil {
				return err
			}
			free <- b
		}
		return nil
	})
	return workers.Wait()
}

func (g rowGroup) read(ctx context.Context, mode segment.Mode, rows int, free <-chan *segment.Batch, full chan<- *segment.Batch) error {
	r := g.file.Read(g.number, mode)
	defer r.Close()
	for {
		var b *segment.Batch
		select {
		case b = <-free:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := r.Next(b, rows); err != nil {
			return g.fail(err)
		}
		if len(b.Events) == 0 {
			// Cannot block: the batch was one of those that free has room for.
			select {
			case full <- b:
			case <-ctx.Done():
			}
			return nil
		}
		select {
		case full <- b:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Events hands out all events with sequence numbers in [from, to), in no
// particular order. The event and its slices are valid until fn returns; its
// strings and bytes stay, and share large allocations: clone what is kept for
// long. fn runs on one goroutine at a time.
func (s *Store) Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.views.release(v)
	groups, err := v.rowGroups(from, to)
	if err != nil {
		return err
	}
	err = s.batches(ctx, groups, segment.Whole, 256, func(b *segment.Batch) error {
		for i := range b.Events {
			if e := &b.Events[i]; e.Seq >= from && e.Seq < to {
				if err := fn(e); err != nil {
					return err
				}
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return s.logEvents(ctx, v, from, to, fn)
}

// LoadRows hands out every event once, in batches, in no particular order, with
// what the index, the identity graph and the message fingerprints need at
// start: everything but Raw, Properties, OriginalName and OriginalTime; Context
// holds {"consent":…} alone, where the event has one, and is nil elsewhere.
//
// fn is called by one goroutine at a time. A batch, its events and their
// Identifiers are overwritten once fn returns. Strings stay, but share large
// allocations: clone what is kept for long.
func (s *Store) LoadRows(ctx context.Context, fn func(batch []*event.Event) error) error {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.views.release(v)
	groups, err := v.rowGroups(0, 1<<63)
	if err != nil {
		return err
	}
	var pointers []*event.Event
	hand := func(events []event.Event) error {
		pointers = pointers[:0]
		for i := range events {
			pointers = append(pointers, &events[i])
		}
		if len(pointers) == 0 {
			return nil
		}
		return fn(pointers)
	}
	if err := s.batches(ctx, groups, segment.Start, 1024, func(b *segment.Batch) error { return hand(b.Events) }); err != nil {
		return err
	}
	return s.blocks(ctx, v, 1, 1<<63, func(b *block.Events) error {
		for i := range b.Events {
			segment.ForStart(&b.Events[i])
		}
		return hand(b.Events)
	})
}

// found is a value of Property.
type found struct {
	seq   uint64
	value event.Value
}

// Property hands out the values at a path below properties, context or traits
// (of the call, not of the customer) of the events with sequence numbers in
// [from, to), in no particular order. Events without a value are left out. fn
// runs on one goroutine at a time.
func (s *Store) Property(ctx context.Context, path event.Path, from, to uint64, fn func(seq uint64, v event.Value) error) error {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.views.release(v)
	groups, err := v.rowGroups(from, to)
	if err != nil {
		return err
	}
	if err := s.properties(ctx, groups, path, from, to, fn); err != nil {
		return err
	}
	return s.logEvents(ctx, v, from, to, func(e *event.Event) error {
		if value := segment.ValueAt(e, path); value.Exists() {
			return fn(e.Seq, value)
		}
		return nil
	})
}

func (s *Store) properties(ctx context.Context, groups []rowGroup, path event.Path, from, to uint64, fn func(uint64, event.Value) error) error {
	workers, ctx := errgroup.WithContext(ctx)
	batches := make(chan []found, loaders)
	readers, readersContext := errgroup.WithContext(ctx)
	readers.SetLimit(loaders)
	workers.Go(func() error {
		defer close(batches)
		for _, g := range groups {
			readers.Go(func() error {
				var batch []found
				send := func() error {
					select {
					case batches <- batch:
						batch = nil
						return nil
					case <-readersContext.Done():
						return readersContext.Err()
					}
				}
				err := g.file.Property(readersContext, g.number, path, from, to, func(seq uint64, value event.Value) error {
					batch = append(batch, found{seq, value})
					if len(batch) == 4096 {
						return send()
					}
					return nil
				})
				if err == nil && len(batch) > 0 {
					err = send()
				}
				if err != nil && readersContext.Err() == nil {
					err = g.fail(err)
				}
				return err
			})
		}
		return readers.Wait()
	})
	workers.Go(func() error {
		for batch := range batches {
			for _, f := range batch {
				if err := fn(f.seq, f.value); err != nil {
					return err
				}
			}
		}
		return nil
	})
	return workers.Wait()
}
