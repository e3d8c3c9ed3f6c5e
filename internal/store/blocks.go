package store

import (
	"context"
	"fmt"
	"sync"

	"golang.org/x/sync/errgroup"

	"wend/internal/event"
	"wend/internal/store/block"
)

// blocksAhead is how many blocks are read and decoded ahead of the reader.
const blocksAhead = 6

// blocksAtOnce is how many blocks one query takes; short queries keep no
// snapshot of the database alive while a slow reader works.
const blocksAtOnce = 32

var decoded = sync.Pool{New: func() any { return new(block.Events) }}

type blockResult struct {
	events *block.Events
	err    error
}

// blocks hands out the view's log blocks that hold events of [from, to), in
// order, decoded ahead on other goroutines. A block is valid while each runs.
func (s *Store) blocks(ctx context.Context, v *view, from, to uint64, each func(*block.Events) error) error {
	from = max(from, v.sealedThrough+1)
	if from >= to {
		return nil
	}
	group, ctx := errgroup.WithContext(ctx)
	queue := make(chan chan blockResult, blocksAhead)
	group.Go(func() error {
		defer close(queue)
		return s.readBlocks(ctx, v, from, to, func(first, last uint64, data []byte) error {
			result := make(chan blockResult, 1)
			select {
			case queue <- result:
			case <-ctx.Done():
				return ctx.Err()
			}
			group.Go(func() error {
				events, err := decodeBlock(first, last, data)
				result <- blockResult{events, err}
				return nil
			})
			return nil
		})
	})
	group.Go(func() error {
		for result := range queue {
			r := <-result
			if r.err != nil {
				return r.err
			}
			if err := each(r.events); err != nil {
				return err
			}
			decoded.Put(r.events)
		}
		return nil
	})
	return group.Wait()
}

func decodeBlock(first, last uint64, data []byte) (*block.Events, error) {
	events, err := block.Decode(data, decoded.Get().(*block.Events))
	if err == nil && (events.First != first || events.Last != last) {
		err = fmt.Errorf("%w: it holds other events than its row says", block.ErrCorrupt)
	}
	if err != nil {
		return nil, corrupt("log block with events %d to %d: %w", first, last, err)
	}
	return events, nil
}

// readBlocks reads the bytes of the blocks that hold events of [from, to).
func (s *Store) readBlocks(ctx context.Context, v *view, from, to uint64, each func(first, last uint64, data []byte) error) error {
	for from < to {
		found := 0
		rows, err := v.db.QueryContext(ctx, `SELECT first_seq, last_seq, block FROM log_block
			WHERE first_seq >= coalesce((SELECT max(first_seq) FROM log_block WHERE first_seq <= ?1), ?1) AND last_seq >= ?1 AND first_seq < ?2
			ORDER BY first_seq LIMIT ?3`, int64(from), int64(min(to, 1<<63-1)), blocksAtOnce)
		if err != nil {
			return classified(err)
		}
		type row struct {
			first, last uint64
			data        []byte
		}
		var page []row
		for rows.Next() {
			var r row
			if err := rows.Scan(&r.first, &r.last, &r.data); err != nil {
				rows.Close()
				return classified(err)
			}
			page = append(page, r)
			found++
		}
		if err := rows.Err(); err != nil {
			return classified(err)
		}
		for _, r := range page {
			if err := each(r.first, r.last, r.data); err != nil {
				return err
			}
			from = r.last + 1
		}
		if found < blocksAtOnce {
			return nil
		}
	}
	return nil
}

// Replay hands out every event from number from on, in order, sealed or not.
// The event and its slices are valid until fn returns; its strings and bytes
// stay, and keep their block's text in memory. Damage is reported with the
// sequence numbers that it hides.
func (l *Log) Replay(ctx context.Context, from uint64, fn func(*event.Event) error) error {
	v, err := l.store.views.acquire(ctx)
	if err != nil {
		return err
	}
	defer l.store.views.release(v)
	if from <= v.sealedThrough {
		if err := l.store.inOrder(ctx, v, from, v.sealedThrough+1, fn); err != nil {
			return err
		}
	}
	return l.store.logEvents(ctx, v, from, 1<<63, fn)
}

// logEvents hands out the log's events of [from, to), in order.
func (s *Store) logEvents(ctx context.Context, v *view, from, to uint64, fn func(*event.Event) error) error {
	from = max(from, v.sealedThrough+1)
	return s.blocks(ctx, v, from, to, func(b *block.Events) error {
		for i := range b.Events {
			if e := &b.Events[i]; e.Seq >= from && e.Seq < to {
				if err := fn(e); err != nil {
					return err
				}
			}
		}
		return nil
	})
}
