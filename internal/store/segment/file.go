package segment

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"

	"wend/internal/event"
)

// ErrCorrupt is wrapped by every error that says that a file is not what was
// written.
var ErrCorrupt = errors.New("the segment is damaged")

// File is an open segment. It is safe for concurrent use.
type File struct {
	file       *os.File
	parquet    *parquet.File
	groups     []parquet.RowGroup
	census     *census
	properties []Property // of the columns from fixedColumns on
}

// Open opens a file that a Writer wrote.
func Open(path string) (_ *File, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	f := &File{file: file}
	if err := f.read(); err != nil {
		file.Close()
		return nil, fmt.Errorf("segment %s: %w", path, err)
	}
	return f, nil
}

func (f *File) read() (err error) {
	defer damaged(&err)
	info, err := f.file.Stat()
	if err != nil {
		return err
	}
	f.parquet, err = parquet.OpenFile(f.file, info.Size(), parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true), parquet.ReadBufferSize(pageBytes))
	if err != nil {
		return fmt.Errorf("%w: %w", ErrCorrupt, err)
	}
	version, _ := f.parquet.Lookup(versionKey)
	if n, err := strconv.Atoi(version); err != nil || n > Version || n < 1 {
		return fmt.Errorf("%w: it has version %q, this program reads up to %d", ErrCorrupt, version, Version)
	}
	properties, _ := f.parquet.Lookup(propertiesKey)
	if f.census, err = decodeCensus(properties); err != nil {
		return fmt.Errorf("%w: its list of properties cannot be read: %w", ErrCorrupt, err)
	}
	f.groups = f.parquet.RowGroups()
	return f.readColumns()
}

// readColumns checks that the columns are those of this version.
func (f *File) readColumns() error {
	for i, column := range f.parquet.Root().Columns() {
		name := column.Name()
		if i < fixedColumns {
			if name != definitions[i].name || !column.Leaf() || column.Type().Kind() != definitions[i].node.Type().Kind() || column.Optional() != definitions[i].node.Optional() {
				return fmt.Errorf("%w: its column %d is %q, not %q", ErrCorrupt, i, name, definitions[i].name)
			}
			continue
		}
		name, ok := strings.CutPrefix(name, propertyPrefix)
		if !ok || !column.Leaf() || !column.Optional() {
			return fmt.Errorf("%w: its column %q is not known", ErrCorrupt, column.Name())
		}
		p := Property{Name: name, Kind: event.Text}
		switch column.Type().Kind() {
		case parquet.Double:
			p.Kind = event.Number
		case parquet.Boolean:
			p.Kind = event.Bool
		case parquet.ByteArray:
		default:
			return fmt.Errorf("%w: its column %q has an unknown type", ErrCorrupt, column.Name())
		}
		f.properties = append(f.properties, p)
	}
	if len(f.parquet.Root().Columns()) < fixedColumns {
		return fmt.Errorf("%w: columns are missing", ErrCorrupt)
	}
	return nil
}

// damaged turns a panic of the Parquet reader, which trusts some of what it
// reads, into an error.
func damaged(err *error) {
	if r := recover(); r != nil {
		*err = fmt.Errorf("%w: %v", ErrCorrupt, r)
	}
}

// Close closes the file. No reads may be running.
func (f *File) Close() error { return f.file.Close() }

// Rows is how many events the file holds.
func (f *File) Rows() int64 { return f.parquet.NumRows() }

// Groups is how many row groups the file has: the units that can be read at
// the same time.
func (f *File) Groups() int { return len(f.groups) }

// Properties are the properties that have columns of their own.
func (f *File) Properties() []Property { return f.properties }

func (f *File) column(group, index int) *column {
	c := &column{chunk: f.groups[group].ColumnChunks()[index]}
	meta := &f.parquet.Metadata().RowGroups[group].Columns[index].MetaData
	if index >= fixedColumns || definitions[index].node.Optional() {
		c.nulls = meta.Statistics.NullCount == meta.NumValues && meta.NumValues > 0
	}
	return c
}

// Seqs are the first and last sequence number in a row group; ok is false where
// the file does not tell.
func (f *File) seqs(group int) (first, last uint64, ok bool) {
	chunk, is := f.groups[group].ColumnChunks()[colSeq].(*parquet.FileColumnChunk)
	if !is {
		return 0, 0, false
	}
	low, high, ok := chunk.Bounds()
	if !ok {
		return 0, 0, false
	}
	return uint64(low.Int64()), uint64(high.Int64()), true
}
