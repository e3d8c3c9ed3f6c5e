package store

import (
	"cmp"
	"container/heap"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"wend/internal/event"
	"wend/internal/store/block"
	"wend/internal/store/segment"
)

const (
	// runRows is how many events are sorted in memory at a time.
	runRows = 8192
	// runBlock is how many events of a run are in memory while runs are merged.
	runBlock = 64
)

// Export hands out all events with sequence numbers in [from, to) in order of
// receipt. The event and its slices are valid until fn returns; its strings and
// bytes stay.
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

// inOrder hands out the sealed events of [from, to) by sequence number. Segments
// are sorted by customer, so this is a merge sort through a temporary file:
// row groups become sorted runs only when the merge comes to their first
// number, so that of segments that cover a short stretch few are open at a time.
func (s *Store) inOrder(ctx context.Context, v *view, from, to uint64, fn func(*event.Event) error) (err error) {
	if from >= to {
		return nil
	}
	groups, err := v.rowGroups(from, to)
	if err != nil || len(groups) == 0 {
		return err
	}
	slices.SortFunc(groups, func(a, b rowGroup) int {
		x, _ := a.file.Seqs(a.number)
		y, _ := b.file.Seqs(b.number)
		return cmp.Compare(x, y)
	})
	m := &orderMerge{from: from, to: to, encoder: block.NewEncoder()}
	if m.folder, err = s.temporaryFolder("order-"); err != nil {
		return classified(err)
	}
	defer func() { err = errors.Join(err, m.close()) }()
	for n := 0; len(groups) > 0 || len(m.runs) > 0; n++ {
		if n%runRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		for len(groups) > 0 {
			first, _ := groups[0].file.Seqs(groups[0].number)
			if len(m.runs) > 0 && m.runs[0].event().Seq < first {
				break
			}
			if err := m.open(ctx, groups[0]); err != nil {
				return classified(err)
			}
			groups = groups[1:]
		}
		if len(m.runs) == 0 {
			break
		}
		if err := fn(m.runs[0].event()); err != nil {
			return err
		}
		if err := m.advance(); err != nil {
			return classified(err)
		}
	}
	return nil
}

// temporaryFolder is a folder that is swept at the next start, at the latest. A
// read-only store must not write to its directory.
func (s *Store) temporaryFolder(prefix string) (string, error) {
	if s.options.ReadOnly {
		return os.MkdirTemp("", "wend-"+prefix+"*"+temporary)
	}
	return os.MkdirTemp(s.dir, prefix+"*"+temporary)
}

// orderMerge merges sorted runs.
type orderMerge struct {
	from, to uint64
	folder   string
	encoder  *block.Encoder
	runs     runHeap
}

// open reads a row group, sorts it piece by piece and writes the pieces as runs.
func (m *orderMerge) open(ctx context.Context, g rowGroup) error {
	rows := g.file.Read(g.number, segment.Whole)
	defer rows.Close()
	file := &runFile{}
	var err error
	if file.file, err = os.CreateTemp(m.folder, "run-*"+temporary); err != nil {
		return err
	}
	file.users++
	defer file.leave()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		var batch segment.Batch
		if err := rows.Next(&batch, runRows); err != nil {
			return g.fail(err)
		}
		if len(batch.Events) == 0 {
			return nil
		}
		var events []*event.Event
		for i := range batch.Events {
			if e := &batch.Events[i]; e.Seq >= m.from && e.Seq < m.to {
				events = append(events, e)
			}
		}
		if len(events) == 0 {
			continue
		}
		slices.SortFunc(events, func(a, b *event.Event) int { return cmp.Compare(a.Seq, b.Seq) })
		if err := m.write(file, events); err != nil {
			return err
		}
	}
}

func (m *orderMerge) write(file *runFile, events []*event.Event) error {
	r := &run{file: file}
	var buffer []byte
	for part := range slices.Chunk(events, runBlock) {
		var err error
		if buffer, err = m.encoder.Encode(buffer[:0], part); err != nil {
			return err
		}
		n, err := file.file.Write(buffer)
		if err != nil {
			return err
		}
		r.blocks = append(r.blocks, extent{file.size, n})
		file.size += int64(n)
	}
	file.users++
	if _, err := r.load(); err != nil {
		return err
	}
	heap.Push(&m.runs, r)
	return nil
}

func (m *orderMerge) advance() error {
	r := m.runs[0]
	r.at++
	if r.at < len(r.events.Events) {
		heap.Fix(&m.runs, 0)
		return nil
	}
	more, err := r.load()
	if err != nil {
		return err
	}
	if more {
		heap.Fix(&m.runs, 0)
		return nil
	}
	heap.Pop(&m.runs)
	return r.file.leave()
}

func (m *orderMerge) close() error {
	for _, r := range m.runs {
		r.file.leave() // the folder goes as a whole
	}
	return os.RemoveAll(m.folder)
}

type extent struct {
	at   int64
	size int
}

// runFile is the file of one row group's runs.
type runFile struct {
	file  *os.File
	size  int64
	users int
}

func (f *runFile) leave() error {
	if f.users--; f.users > 0 {
		return nil
	}
	return errors.Join(f.file.Close(), os.Remove(f.file.Name()))
}

// run is a sorted sequence of events, read a block at a time.
type run struct {
	file   *runFile
	blocks []extent
	events block.Events
	at     int
}

func (r *run) event() *event.Event { return &r.events.Events[r.at] }

func (r *run) load() (more bool, err error) {
	if len(r.blocks) == 0 {
		return false, nil
	}
	data := make([]byte, r.blocks[0].size)
	if _, err := io.ReadFull(io.NewSectionReader(r.file.file, r.blocks[0].at, int64(len(data))), data); err != nil {
		return false, fmt.Errorf("read a temporary file: %w", err)
	}
	r.blocks, r.at = r.blocks[1:], 0
	if _, err := block.Decode(data, &r.events); err != nil {
		return false, err
	}
	return true, nil
}

type runHeap []*run

func (h runHeap) Len() int           { return len(h) }
func (h runHeap) Less(i, j int) bool { return h[i].event().Seq < h[j].event().Seq }
func (h runHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *runHeap) Push(x any)        { *h = append(*h, x.(*run)) }
func (h *runHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
