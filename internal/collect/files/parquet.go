package files

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"strconv"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"wend/internal/problem"
)

// parquetRows are the rows of a Parquet file, every column as text: nested
// ones as JSON, points in time as RFC 3339.
type parquetRows struct {
	rows   *parquet.GenericReader[any]
	schema *parquet.Schema
	names  []string
	cells  []parquetColumn
	nested bool
	buffer []parquet.Row
	left   []parquet.Row
	done   int64
}

// share is how much of the file has been read.
func (p *parquetRows) share() float64 { return float64(p.done) / float64(max(p.rows.NumRows(), 1)) }

type parquetColumn struct {
	leaf int           // the place of its values in a row, -1 for a nested column
	unit time.Duration // of points in time, else 0
	date bool
}

func openParquet(f *file) (_ source, err error) {
	defer damaged(&err)
	if err := checkFooter(f.File, f.size); err != nil {
		return nil, err
	}
	opened, err := parquet.OpenFile(f.File, f.size)
	if path := new(fs.PathError); errors.As(err, &path) {
		err = path.Err // where the file lies here is nobody's business
	}
	if err != nil {
		return nil, problem.New(http.StatusBadRequest, "The Parquet file cannot be read: %s.", err)
	}
	p := &parquetRows{rows: parquet.NewGenericReader[any](opened), schema: opened.Schema(), buffer: make([]parquet.Row, 64)}
	for _, field := range p.schema.Fields() {
		c := parquetColumn{leaf: -1}
		if leaf, ok := p.schema.Lookup(field.Name()); ok && field.Leaf() && !field.Repeated() {
			c.leaf = leaf.ColumnIndex
			if logical := field.Type().LogicalType(); logical != nil {
				switch kind := logical.Value.(type) {
				case *format.DateType:
					c.date = true
				case *format.TimestampType:
					c.unit = kind.Unit.Value.Duration()
				}
			}
		}
		p.nested = p.nested || c.leaf < 0
		p.names, p.cells = append(p.names, field.Name()), append(p.cells, c)
	}
	return p, nil
}

// largestFooter bounds the description at a Parquet file's end, which is read
// into memory as a whole.
const largestFooter = 64 << 20

// checkFooter refuses a file that says its description is longer than it can
// be: the reader would make room for it first.
func checkFooter(file io.ReaderAt, size int64) error {
	const frame = 12 // PAR1 at both ends and the length
	var end [8]byte
	if size < frame {
		return errFooter
	}
	if _, err := file.ReadAt(end[:], size-int64(len(end))); err != nil {
		return fmt.Errorf("read the end of a Parquet file: %w", err)
	}
	if length := int64(binary.LittleEndian.Uint32(end[:])); string(end[4:]) != "PAR1" || length > min(size-frame, largestFooter) {
		return errFooter
	}
	return nil
}

var errFooter = problem.New(http.StatusBadRequest, "The Parquet file cannot be read: its end is damaged or missing. Export it again.")

// damaged turns a panic of the reader into an error: a damaged file must not
// end the program.
func damaged(err *error) {
	if r := recover(); r != nil {
		*err = problem.New(http.StatusBadRequest, "The Parquet file is damaged: %v.", r)
	}
}

func (p *parquetRows) columns() []string { return p.names }
func (p *parquetRows) close() error      { return p.rows.Close() }

func (p *parquetRows) next() (_ row, err error) {
	defer damaged(&err)
	if len(p.left) == 0 {
		n, err := p.rows.ReadRows(p.buffer)
		if n == 0 {
			if err == nil || errors.Is(err, io.EOF) {
				return row{}, io.EOF
			}
			return row{}, err
		}
		p.left = p.buffer[:n]
	}
	cells := p.left[0]
	p.done++
	p.left = p.left[1:]
	values := make([]string, len(p.names))
	byLeaf := make(map[int]parquet.Value, len(cells))
	for _, cell := range cells {
		byLeaf[cell.Column()] = cell
	}
	for i, c := range p.cells {
		if c.leaf >= 0 {
			values[i] = c.text(byLeaf[c.leaf])
		}
	}
	if p.nested {
		if err := p.readNested(cells, values); err != nil {
			return row{values: values, err: err}, nil
		}
	}
	return row{values: values}, nil
}

// readNested writes the columns that are lists or objects as JSON.
func (p *parquetRows) readNested(cells parquet.Row, values []string) error {
	for i, cell := range cells { // an empty text where JSON is expected would fail; flat columns are read already
		if cell.Kind() == parquet.ByteArray && !cell.IsNull() && len(cell.ByteArray()) == 0 {
			cells[i] = parquet.ByteArrayValue([]byte("null")).Level(cell.RepetitionLevel(), cell.DefinitionLevel(), cell.Column())
		}
	}
	var whole any
	if err := p.schema.Reconstruct(&whole, cells); err != nil {
		return fmt.Errorf("the row cannot be read: %w", err)
	}
	members, ok := whole.(map[string]any)
	if !ok {
		return errors.New("the row cannot be read")
	}
	for i, c := range p.cells {
		if member := members[p.names[i]]; c.leaf < 0 && member != nil {
			text, err := json.Marshal(member)
			if err != nil {
				return fmt.Errorf("column %s cannot be read: %w", p.names[i], err)
			}
			values[i] = string(text)
		}
	}
	return nil
}

func (c parquetColumn) text(v parquet.Value) string {
	if v.IsNull() {
		return ""
	}
	switch v.Kind() {
	case parquet.Int32:
		if c.date {
			return time.Unix(int64(v.Int32())*86_400, 0).UTC().Format(time.DateOnly)
		}
		return strconv.FormatInt(int64(v.Int32()), 10)
	case parquet.Int64:
		n := v.Int64()
		switch {
		case c.unit == 0:
			return strconv.FormatInt(n, 10)
		case c.unit >= time.Millisecond:
			return time.UnixMilli(n).UTC().Format(time.RFC3339Nano)
		case c.unit >= time.Microsecond:
			return time.UnixMicro(n).UTC().Format(time.RFC3339Nano)
		}
		return time.Unix(0, n).UTC().Format(time.RFC3339Nano)
	case parquet.ByteArray, parquet.FixedLenByteArray:
		return string(v.ByteArray())
	}
	return v.String()
}
