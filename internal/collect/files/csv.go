package files

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"wend/internal/problem"
)

// longestRow bounds one row of a CSV file. A quote that is never closed would
// otherwise take the rest of the file for one field.
const longestRow = 1 << 20

// table is a CSV file.
type table struct {
	from  *rationed
	rows  *csv.Reader
	names []string
}

// rationed hands out at most a row's ration between two refills.
type rationed struct {
	from *bufio.Reader
	left int
}

var errLongRow = fmt.Errorf("the row is longer than %d KiB; is a quote not closed?", longestRow>>10)

func (r *rationed) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errLongRow
	}
	n, err := r.from.Read(p[:min(len(p), r.left)])
	r.left -= n
	return n, err
}

// openCSV reads from the line that names the columns on: some reports have a
// title and a period above it.
func openCSV(text *bufio.Reader, m *Map) (source, error) {
	layout, err := findLayout(text, m)
	if err != nil {
		return nil, err
	}
	from := &rationed{from: text, left: longestRow}
	t := &table{from: from, rows: csv.NewReader(from)}
	t.rows.Comma, t.rows.FieldsPerRecord, t.rows.ReuseRecord = layout.delimiter, -1, true
	t.rows.LazyQuotes = layout.header > 0 // titles are written carelessly
	var names []string
	for range layout.header + 1 {
		names, err = t.rows.Read()
		if err == io.EOF {
			return nil, problem.New(http.StatusBadRequest, "The file is empty: its first line must name the columns.")
		}
		if err != nil {
			return nil, problem.New(http.StatusBadRequest, "The first line must name the columns, and it cannot be read: %s.", err)
		}
	}
	t.rows.LazyQuotes = false
	t.names = columnNames(names)
	return t, nil
}

// columnNames are the names trimmed; of several columns of one name the later
// ones get a number.
func columnNames(raw []string) []string {
	seen, names := map[string]int{}, make([]string, 0, len(raw))
	for _, name := range raw {
		name = strings.TrimSpace(asUTF8(name))
		if seen[name]++; seen[name] > 1 && name != "" {
			name = fmt.Sprintf("%s (%d)", name, seen[name])
		}
		names = append(names, name)
	}
	return names
}

func (t *table) columns() []string { return t.names }
func (*table) close() error        { return nil }

func (t *table) next() (row, error) {
	t.from.left = longestRow
	values, err := t.rows.Read()
	var broken *csv.ParseError
	switch {
	case err == nil:
	case errors.As(err, &broken):
		return row{values: values, err: fmt.Errorf("line %d: %w", broken.Line, broken.Err)}, nil
	default:
		return row{}, err
	}
	if len(values) > len(t.names) {
		return row{values: values, err: fmt.Errorf("the row has %d columns, the first line names %d", len(values), len(t.names))}, nil
	}
	for i, value := range values {
		values[i] = unguarded(asUTF8(value))
	}
	return row{values: values}, nil
}

// unguarded takes off the apostrophe that an export sets before a text which a
// spreadsheet would take for a formula.
func unguarded(cell string) string {
	if !strings.HasPrefix(cell, "'") {
		return cell
	}
	if rest := strings.TrimLeft(cell, "'"); rest != "" && strings.IndexByte("=+-@\t\r", rest[0]) >= 0 {
		return cell[1:]
	}
	return cell
}
