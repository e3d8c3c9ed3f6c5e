package segment

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"wend/internal/event"
	"wend/internal/store/block"
)

const (
	// rowGroupRows is the size of a row group: what a reader prunes by and what
	// a writer keeps in memory.
	rowGroupRows = 1 << 17
	// pageBytes is the size of a page before compression: small enough that
	// reading one event of a journey does not cost a megabyte for each column.
	pageBytes = 128 << 10
	// dictionaryBytes is from where on a column goes on without dictionary.
	dictionaryBytes = 1 << 20
	// batchRows is how many rows are turned into columns at a time.
	batchRows = 1024
)

// Row is an event with the public id of its customer at the time of sealing.
type Row struct {
	Customer string // empty: nobody
	Event    *event.Event
}

// Info is what a written file holds.
type Info struct {
	FirstSeq, LastSeq uint64
	MinTime, MaxTime  int64
	Rows, Bytes       int64
	SHA256            string
}

// Writer writes one file. Rows must come sorted by Compare.
type Writer struct {
	out     *counted
	parquet *parquet.Writer
	columns []*parquet.ColumnWriter
	shreds  map[string]int // property name → place in shredded
	kinds   []Property
	exact   *block.Encoder

	info   Info
	group  int // rows in the current row group
	batch  int // rows in values
	values [][]parquet.Value
	// arena holds the bytes that values of this batch point to.
	arena []byte
	last  Row
}

// Compare orders rows as they lie in a file: by customer, nobody first, then
// time, then sequence number.
func Compare(a, b Row) int {
	if c := strings.Compare(a.Customer, b.Customer); c != 0 {
		return c
	}
	x, y := a.Event, b.Event
	switch {
	case x.Time < y.Time || x.Time == y.Time && x.Seq < y.Seq:
		return -1
	case x.Time == y.Time && x.Seq == y.Seq:
		return 0
	}
	return 1
}

type counted struct {
	w    io.Writer
	sum  hash.Hash
	size int64
}

func (c *counted) Write(p []byte) (int, error) {
	n, err := c.w.Write(p)
	c.size += int64(n)
	c.sum.Write(p[:n])
	return n, err
}

func newWriter(w io.Writer, properties *census) *Writer {
	out := &counted{w: w, sum: sha256.New()}
	kinds := properties.shredded()
	writer := &Writer{
		out: out, kinds: kinds, shreds: map[string]int{},
		parquet: parquet.NewWriter(out, schemaOf(kinds),
			parquet.CreatedBy("wend", strconv.Itoa(Version), ""),
			parquet.PageBufferSize(pageBytes),
			parquet.DictionaryMaxBytes(dictionaryBytes),
			parquet.DataPageStatistics(true),
			parquet.SkipPageBounds("message"), parquet.SkipPageBounds("properties"), parquet.SkipPageBounds("context"), parquet.SkipPageBounds("traits"),
			parquet.SkipPageBounds("exact"),
			parquet.KeyValueMetadata(versionKey, strconv.Itoa(Version)),
			parquet.KeyValueMetadata(propertiesKey, properties.encode()),
			parquet.SortingWriterConfig(parquet.SortingColumns(
				parquet.NullsFirst(parquet.Ascending("customer_id")), parquet.Ascending("time"), parquet.Ascending("seq"))),
		),
		values: make([][]parquet.Value, fixedColumns+len(kinds)),
	}
	for i, p := range kinds {
		writer.shreds[p.Name] = i
	}
	for i := range writer.values {
		writer.values[i] = make([]parquet.Value, batchRows)
	}
	writer.columns = writer.parquet.ColumnWriters()
	return writer
}

// Write adds a row. It keeps nothing of it but its place in the order.
func (w *Writer) Write(row Row) error {
	if w.info.Rows > 0 && Compare(w.last, row) >= 0 {
		return fmt.Errorf("segment rows must ascend: event %d came after event %d", row.Event.Seq, w.last.Event.Seq)
	}
	place := *row.Event
	w.last = Row{Customer: strings.Clone(row.Customer), Event: &event.Event{Time: place.Time, Seq: place.Seq}}
	w.count(row.Event)
	if err := w.fill(row); err != nil {
		return err
	}
	w.batch++
	w.group++
	if w.batch == batchRows || w.group == rowGroupRows {
		if err := w.flushBatch(); err != nil {
			return err
		}
	}
	if w.group == rowGroupRows {
		w.group = 0
		return w.parquet.Flush()
	}
	return nil
}

func (w *Writer) count(e *event.Event) {
	i := &w.info
	if i.Rows == 0 {
		i.FirstSeq, i.LastSeq, i.MinTime, i.MaxTime = e.Seq, e.Seq, e.Time, e.Time
	}
	i.FirstSeq, i.LastSeq = min(i.FirstSeq, e.Seq), max(i.LastSeq, e.Seq)
	i.MinTime, i.MaxTime = min(i.MinTime, e.Time), max(i.MaxTime, e.Time)
	i.Rows++
}

func (w *Writer) flushBatch() error {
	for i, c := range w.columns {
		if _, err := c.WriteRowValues(w.values[i][:w.batch]); err != nil {
			return err
		}
	}
	w.batch = 0
	w.arena = w.arena[:0]
	return nil
}

// Close writes what is left and the footer, and tells what the file holds. The
// underlying writer is neither flushed nor closed.
func (w *Writer) Close() (Info, error) {
	if err := w.flushBatch(); err != nil {
		return Info{}, err
	}
	if err := w.parquet.Close(); err != nil {
		return Info{}, err
	}
	w.info.Bytes = w.out.size
	w.info.SHA256 = hex.EncodeToString(w.out.sum.Sum(nil))
	return w.info, nil
}
