package segment

import (
	"cmp"
	"context"
	"io"
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/store/block"
)

// Draft is the events of a file to be, in any order. They stay encoded as the
// log has them until they are written, so that many fit into little memory.
type Draft struct {
	properties *census
	entries    []entry
}

// entry is what an event is sorted by, and where it lies.
type entry struct {
	customer string
	time     int64
	seq      uint64
	records  *block.Records
	place    block.Place
}

// NewDraft makes an empty draft.
func NewDraft() *Draft { return &Draft{properties: newCensus()} }

// AddBlock adds the events of a log block, each to the draft and with the
// customer that choose names. The event is valid within choose only.
func AddBlock(data []byte, choose func(*event.Event) (*Draft, string)) (block.Header, error) {
	type choice struct {
		draft *Draft
		entry
	}
	var choices []choice
	records, err := block.Open(data, func(e *event.Event, place block.Place) {
		draft, customer := choose(e)
		draft.properties.add(e.Properties)
		choices = append(choices, choice{draft, entry{customer: customer, time: e.Time, seq: e.Seq, place: place}})
	})
	if err != nil {
		return block.Header{}, err
	}
	for _, c := range choices {
		c.records = records
		c.draft.entries = append(c.draft.entries, c.entry)
	}
	return records.Header, nil
}

// Write writes the draft's events, in the order of Compare, as one file.
func (d *Draft) Write(ctx context.Context, w io.Writer) (Info, error) {
	slices.SortFunc(d.entries, func(a, b entry) int {
		return cmp.Or(strings.Compare(a.customer, b.customer), cmp.Compare(a.time, b.time), cmp.Compare(a.seq, b.seq))
	})
	writer := newWriter(w, d.properties)
	var e event.Event
	for i, entry := range d.entries {
		if i%batchRows == 0 && ctx.Err() != nil {
			return Info{}, ctx.Err()
		}
		entry.records.Read(entry.place, &e)
		if err := writer.Write(Row{Customer: entry.customer, Event: &e}); err != nil {
			return Info{}, err
		}
	}
	return writer.Close()
}
