package export

import (
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"reflect"
	"strconv"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// table writes rows of one type; the parquet tags of its fields name the columns.
type table[R any] interface {
	write(R) error
	close() error
}

// tableOf writes rows in any format; as NDJSON, one JSON object a line.
func tableOf[R any](format Format, w io.Writer) table[R] {
	switch format {
	case CSV:
		return newCSV[R](w)
	case Parquet:
		return newParquet[R](w)
	}
	return lines[R]{json.NewEncoder(w)}
}

// lines writes one JSON object a line.
type lines[R any] struct{ encoder *json.Encoder }

func (l lines[R]) write(row R) error { return l.encoder.Encode(row) }
func (l lines[R]) close() error      { return nil }

// csvTable writes a header and one line a row. A text that a spreadsheet would
// take for a formula gets an apostrophe before it, and so does one that looks
// as if it had got one; importing takes one off.
type csvTable[R any] struct {
	w     *csv.Writer
	cells []string
}

func newCSV[R any](w io.Writer) table[R] {
	names := columns[R]()
	t := &csvTable[R]{csv.NewWriter(w), make([]string, len(names))}
	_ = t.w.Write(names) // an error stays with the writer until close
	return t
}

func columns[R any]() (names []string) {
	for field := range reflect.TypeFor[R]().Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("parquet"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return names
}

func (t *csvTable[R]) write(row R) error {
	value := reflect.ValueOf(row)
	for i := range t.cells { // the columns come first in every row type
		t.cells[i] = cell(value.Field(i))
	}
	return t.w.Write(t.cells)
}

func cell(v reflect.Value) string {
	switch v.Kind() {
	case reflect.String:
		text := v.String()
		if rest := strings.TrimLeft(text, "'"); rest != "" && strings.ContainsRune("=+-@\t\r", rune(rest[0])) {
			return "'" + text
		}
		return text
	case reflect.Bool:
		return strconv.FormatBool(v.Bool())
	case reflect.Int64, reflect.Int:
		return strconv.FormatInt(v.Int(), 10)
	case reflect.Float64:
		return strconv.FormatFloat(v.Float(), 'f', -1, 64)
	case reflect.Pointer:
		if v.IsNil() {
			return ""
		}
		return cell(v.Elem())
	}
	return fmt.Sprint(v.Interface())
}

func (t *csvTable[R]) close() error {
	t.w.Flush()
	return t.w.Error()
}

// parquetTable writes zstd-compressed Parquet.
type parquetTable[R any] struct {
	w    *parquet.GenericWriter[R]
	rows []R
}

// parquetBatch is how many rows are handed over together.
const parquetBatch = 512

func newParquet[R any](w io.Writer) table[R] {
	return &parquetTable[R]{w: parquet.NewGenericWriter[R](w, parquet.Compression(&zstd.Codec{}), parquet.MaxRowsPerRowGroup(1<<17))}
}

func (t *parquetTable[R]) write(row R) error {
	if t.rows = append(t.rows, row); len(t.rows) < parquetBatch {
		return nil
	}
	return t.flush()
}

func (t *parquetTable[R]) flush() error {
	_, err := t.w.Write(t.rows)
	t.rows = t.rows[:0]
	return err
}

func (t *parquetTable[R]) close() error {
	if err := t.flush(); err != nil {
		return err
	}
	return t.w.Close()
}
