package store

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wend/internal/store/segment"
)

const (
	// compactedRows is how large compaction makes a segment.
	compactedRows = 1 << 20
	// compactFrom is how many neighbours are worth a merge.
	compactFrom = 4
	// compactAlways is from how many segments in a month on neighbours are
	// merged even where one of them is much larger than the rest.
	compactAlways = 12
)

// Compact merges small segments of a month into larger ones, as long as there
// are any worth merging. Readers are not disturbed.
func (s *Store) Compact(ctx context.Context) (Moved, error) {
	var moved Moved
	leave, err := s.maintain(ctx)
	if err != nil {
		return moved, err
	}
	defer leave()
	for {
		n, rows, err := s.compactStep(ctx)
		if err != nil {
			return moved, fmt.Errorf("compact segments: %w", classified(err))
		}
		if n == 0 {
			return moved, nil
		}
		moved.Replaced += n
		moved.Segments++
		moved.Events += rows
	}
}

// compactStep merges one run of segments, and answers how many.
func (s *Store) compactStep(ctx context.Context) (merged int, rows int64, err error) {
	v, err := s.views.acquire(ctx)
	if err != nil {
		return 0, 0, err
	}
	defer s.views.release(v)
	run := s.compactable(v.segments)
	if len(run) == 0 {
		return 0, 0, nil
	}
	var files []*segment.File
	generation := int64(0)
	for _, g := range run {
		f, err := g.open()
		if err != nil {
			return 0, 0, err
		}
		files = append(files, f)
		generation = max(generation, g.Generation)
	}
	fresh, err := s.writeSegment(ctx, run[0].Month, generation+1, func(w *segmentFile) (segment.Info, error) { return segment.Merge(ctx, w, files, nil) })
	if err != nil {
		return 0, 0, err
	}
	expected := int64(0)
	for _, g := range run {
		expected += g.Rows
	}
	if fresh.Rows != expected {
		return 0, 0, errors.Join(corrupt("segments with %d events would become one with %d", expected, fresh.Rows), s.discard([]*sealed{fresh}))
	}
	next := &view{db: v.db, sealedThrough: v.sealedThrough, segments: []*sealed{fresh}}
	for _, g := range v.segments {
		if !slices.Contains(run, g) {
			next.segments = append(next.segments, g)
		}
	}
	if err := s.publish(ctx, next, []*sealed{fresh}, run); err != nil {
		return 0, 0, errors.Join(err, s.discard([]*sealed{fresh}))
	}
	return len(run), fresh.Rows, nil
}

// compactable chooses neighbours of one month (segments are sorted by month and
// first number) that together are not too large. A merge must at least double
// its largest part, so that every event is rewritten only a few times.
func (s *Store) compactable(segments []*sealed) []*sealed {
	for from := 0; from < len(segments); {
		to := from
		for to < len(segments) && segments[to].Month == segments[from].Month {
			to++
		}
		if run := runWorthMerging(segments[from:to]); run != nil {
			return run
		}
		from = to
	}
	return nil
}

func runWorthMerging(month []*sealed) []*sealed {
	for lo := range month {
		var sum, largest int64
		for hi := lo; hi < len(month) && sum+month[hi].Rows <= compactedRows; hi++ {
			sum += month[hi].Rows
			largest = max(largest, month[hi].Rows)
			last := hi+1 == len(month) || sum+month[hi+1].Rows > compactedRows
			n := hi + 1 - lo
			if last && n >= compactFrom && (largest*2 <= sum || len(month) > compactAlways) {
				return month[lo : hi+1]
			}
		}
	}
	return nil
}
