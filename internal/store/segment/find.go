package segment

import (
	"context"
	"slices"

	"wend/internal/event"
)

// Place is where in a file an event lies.
type Place struct {
	Group int
	Row   int64
	Seq   uint64
}

// An Index finds the rows of a row group by sequence number: each entry is the
// number's distance from the group's first, shifted, and the row.
type Index struct {
	first   uint64
	entries []uint64
}

// rowBits holds a row group's row numbers; distances have the other bits.
const rowBits = 24

// Index reads a row group's index; nil where the numbers lie too far apart for
// one, which Find then does without.
func (f *File) Index(group int) (_ *Index, err error) {
	defer damaged(&err)
	first, last, known := f.seqs(group)
	rows := f.groups[group].NumRows()
	if !known || last-first >= 1<<(64-rowBits) || rows >= 1<<rowBits {
		return nil, nil
	}
	ix := &Index{first: first, entries: make([]uint64, 0, rows)}
	err = f.eachSeq(group, func(row int64, seq uint64) {
		ix.entries = append(ix.entries, (seq-first)<<rowBits|uint64(row))
	})
	slices.Sort(ix.entries)
	return ix, err
}

// Bytes is the memory that the index takes.
func (ix *Index) Bytes() int64 { return int64(cap(ix.entries)) * 8 }

func (f *File) eachSeq(group int, fn func(row int64, seq uint64)) error {
	c := f.column(group, colSeq)
	defer c.close()
	seqs := make([]int64, batchRows)
	rows := f.groups[group].NumRows()
	for row := int64(0); row < rows; row += batchRows {
		part := seqs[:min(batchRows, rows-row)]
		if err := c.integers(part, 0); err != nil {
			return err
		}
		for i, seq := range part {
			fn(row+int64(i), uint64(seq))
		}
	}
	return nil
}

// Find answers the places of those of the sequence numbers, ascending, that lie in
// the row group. With an index it reads nothing, without (nil) the one column.
func (f *File) Find(group int, ix *Index, seqs []uint64) (found []Place, err error) {
	defer damaged(&err)
	if !f.Overlaps(group, seqs) {
		return nil, nil
	}
	if ix != nil {
		for _, seq := range seqs {
			if seq < ix.first || seq-ix.first >= 1<<(64-rowBits) {
				continue
			}
			key := (seq - ix.first) << rowBits
			at, _ := slices.BinarySearch(ix.entries, key)
			if at < len(ix.entries) && ix.entries[at]>>rowBits == seq-ix.first {
				found = append(found, Place{Group: group, Row: int64(ix.entries[at] & (1<<rowBits - 1)), Seq: seq})
			}
		}
		return found, nil
	}
	low, high := seqs[0], seqs[len(seqs)-1]
	err = f.eachSeq(group, func(row int64, seq uint64) {
		if seq < low || seq > high {
			return
		}
		if _, is := slices.BinarySearch(seqs, seq); is {
			found = append(found, Place{Group: group, Row: row, Seq: seq})
		}
	})
	return found, err
}

// Overlaps tells whether any of the sequence numbers, ascending, may lie in the row group.
func (f *File) Overlaps(group int, seqs []uint64) bool {
	first, last, known := f.seqs(group)
	if !known {
		return len(seqs) > 0
	}
	at, _ := slices.BinarySearch(seqs, first)
	return at < len(seqs) && seqs[at] <= last
}

// Fetch hands out the whole events at these places of one row group. The events
// are valid until fn returns; their strings and bytes stay.
func (f *File) Fetch(ctx context.Context, group int, places []Place, fn func(*event.Event) error) error {
	places = slices.Clone(places)
	slices.SortFunc(places, func(a, b Place) int { return int(a.Row - b.Row) })
	rows := f.Read(group, Whole)
	defer rows.Close()
	var batch Batch
	for len(places) > 0 {
		if err := ctx.Err(); err != nil {
			return err
		}
		run := 1
		for run < len(places) && places[run].Row == places[0].Row+int64(run) {
			run++
		}
		if err := rows.SeekRow(places[0].Row); err != nil {
			return err
		}
		if err := rows.Next(&batch, run); err != nil {
			return err
		}
		for i := range batch.Events {
			if err := fn(&batch.Events[i]); err != nil {
				return err
			}
		}
		places = places[run:]
	}
	return nil
}

// Seqs are the first and last sequence number of a row group.
func (f *File) Seqs(group int) (first, last uint64) {
	first, last, known := f.seqs(group)
	if !known {
		return 0, 1<<64 - 1
	}
	return first, last
}
