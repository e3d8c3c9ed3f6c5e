package segment

import (
	"container/heap"
	"context"
	"io"

	"wend/internal/event"
)

// Merge writes the rows of several files as one, those for which keep is false
// left out (nil: none are). It reads them side by side, so its memory does not
// grow with their size.
func Merge(ctx context.Context, w io.Writer, files []*File, keep func(*event.Event) bool) (Info, error) {
	properties := newCensus()
	var cursors mergeHeap
	defer func() {
		for _, c := range cursors {
			c.close()
		}
	}()
	for _, f := range files {
		properties.merge(f.census)
		c := &cursor{file: f, group: -1}
		more, err := c.next()
		if err != nil {
			c.close()
			return Info{}, err
		}
		if more {
			cursors = append(cursors, c)
		}
	}
	heap.Init(&cursors)
	writer := newWriter(w, properties)
	for n := 0; len(cursors) > 0; n++ {
		if n%batchRows == 0 && ctx.Err() != nil {
			return Info{}, ctx.Err()
		}
		c := cursors[0]
		if row := c.row(); keep == nil || keep(row.Event) {
			if err := writer.Write(row); err != nil {
				return Info{}, err
			}
		}
		more, err := c.next()
		if err != nil {
			return Info{}, err
		}
		if more {
			heap.Fix(&cursors, 0)
		} else {
			c.close()
			heap.Pop(&cursors)
		}
	}
	return writer.Close()
}

// cursor walks a whole file, row by row.
type cursor struct {
	file  *File
	group int
	rows  *Rows
	batch Batch
	at    int
}

// cursorRows is how many rows a cursor reads at a time.
const cursorRows = 256

func (c *cursor) row() Row {
	return Row{Customer: c.batch.Customers[c.at], Event: &c.batch.Events[c.at]}
}

func (c *cursor) next() (more bool, err error) {
	c.at++
	for c.rows == nil || c.at >= len(c.batch.Events) {
		if c.rows == nil || c.rows.left == 0 {
			c.close()
			if c.group++; c.group == c.file.Groups() {
				return false, nil
			}
			c.rows = c.file.Read(c.group, Whole)
		}
		if err := c.rows.Next(&c.batch, cursorRows); err != nil {
			return false, err
		}
		c.at = 0
	}
	return true, nil
}

func (c *cursor) close() {
	if c.rows != nil {
		c.rows.Close()
		c.rows = nil
	}
}

type mergeHeap []*cursor

func (h mergeHeap) Len() int           { return len(h) }
func (h mergeHeap) Less(i, j int) bool { return Compare(h[i].row(), h[j].row()) < 0 }
func (h mergeHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *mergeHeap) Push(x any)        { *h = append(*h, x.(*cursor)) }
func (h *mergeHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
