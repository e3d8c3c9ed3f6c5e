package files

import (
	"context"
	"fmt"

	"wend/internal/event"
)

// storing is a group of rows that is being made durable.
type storing struct {
	// progress is how far the file was read when the group was full.
	progress Progress
	events   int
	done     chan stored
}

// stored is what became of a group.
type stored struct {
	accepted   bool // its rows
	duplicates int
	changes    int // of orders
	err        error
}

// flush hands the group over to be made durable, once the one before it is.
func (in *importer) flush(ctx context.Context) error {
	if err := in.settle(ctx); err != nil {
		return err
	}
	in.progress.Read = in.file.read()
	if table, ok := in.opened.rows.source.(interface{ share() float64 }); ok { // not read from front to back
		in.progress.Read = int64(table.share() * float64(in.progress.Size))
	}
	if in.options.Durable != nil {
		var err error
		if in.progress.RejectedBytes, err = in.rejected.flush(); err != nil {
			return fmt.Errorf("write rejected rows: %w", err)
		}
	}
	s := &storing{progress: in.progress, events: len(in.group), done: make(chan stored, 1)}
	group, companions, aftermaths := in.group, in.companions, in.aftermaths
	in.group, in.companions, in.aftermaths, in.held = nil, nil, nil, 0
	in.storing = s
	go func() { // settle waits for it
		var done stored
		done.duplicates, done.err = in.accept(ctx, group)
		done.accepted = done.err == nil
		if done.err == nil {
			_, done.err = in.accept(ctx, companions)
		}
		if done.err == nil { // now that each order is stored, as this file has it or as another had
			done.changes, done.err = in.follower.follow(ctx, aftermaths)
		}
		s.done <- done
	}()
	return nil
}

// accept makes events durable, waiting where the road is overloaded.
func (in *importer) accept(ctx context.Context, events []*event.Event) (duplicates int, err error) {
	if len(events) == 0 {
		return 0, nil
	}
	return store(ctx, in.options.Road, events)
}

func store(ctx context.Context, road Road, events []*event.Event) (duplicates int, err error) {
	err = patiently(ctx, func() (err error) {
		// Not cut short by cancelling: what was handed over is stored, and counted.
		duplicates, err = road.Accept(context.WithoutCancel(ctx), events)
		return err
	})
	return duplicates, err
}

// settle waits for the group that is being made durable, if there is one, and
// counts it.
func (in *importer) settle(ctx context.Context) error {
	s := in.storing
	if s == nil {
		return nil
	}
	in.storing = nil
	group := <-s.done
	if group.accepted {
		own := min(in.options.Regained.Rows, int64(group.duplicates)) // ours, from before we were cut short
		in.options.Regained.Rows = 0
		in.progress.Stored += int64(s.events-group.duplicates) + own
		in.progress.Duplicates += int64(group.duplicates) - own
	}
	in.progress.Changes += int64(group.changes)
	if group.err != nil || in.options.Durable == nil {
		return group.err
	}
	s.progress.Stored, s.progress.Duplicates, s.progress.Changes = in.progress.Stored, in.progress.Duplicates, in.progress.Changes
	return in.options.Durable(ctx, s.progress)
}
