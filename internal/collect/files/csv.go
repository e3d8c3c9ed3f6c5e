package files

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

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

func openCSV(text *bufio.Reader, start []byte, m *Map) (source, error) {
	delimiter, err := findDelimiter(start, m)
	if err != nil {
		return nil, err
	}
	from := &rationed{from: text, left: longestRow}
	t := &table{from: from, rows: csv.NewReader(from)}
	t.rows.Comma, t.rows.FieldsPerRecord, t.rows.ReuseRecord = delimiter, -1, true
	names, err := t.rows.Read()
	if err == io.EOF {
		return nil, problem.New(http.StatusBadRequest, "The file is empty: its first line must name the columns.")
	}
	if err != nil {
		return nil, problem.New(http.StatusBadRequest, "The first line must name the columns, and it cannot be read: %s.", err)
	}
	seen := map[string]bool{}
	for _, name := range names {
		name = strings.TrimSpace(name)
		if !utf8.ValidString(name) {
			return nil, problem.New(http.StatusBadRequest, "The file is not written in UTF-8: save it with that encoding.")
		}
		if name != "" && seen[name] {
			return nil, problem.New(http.StatusBadRequest, "Two columns are named %q: rename one.", name)
		}
		seen[name] = true
		t.names = append(t.names, name)
	}
	return t, nil
}

// findDelimiter takes the map's, or the one that the first line has most of.
func findDelimiter(start []byte, m *Map) (rune, error) {
	if m != nil && m.Delimiter != "" {
		r, size := utf8.DecodeRuneInString(m.Delimiter)
		if size != len(m.Delimiter) || r == '"' || r == '\n' || r == '\r' {
			return 0, problem.At("/delimiter", "The delimiter must be one character.")
		}
		return r, nil
	}
	first, _, _ := bytes.Cut(start, []byte("\n"))
	best, most := ',', 0
	for _, r := range ",;\t|" {
		if n := bytes.Count(first, []byte(string(r))); n > most {
			best, most = r, n
		}
	}
	return best, nil
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
	return row{values: values}, nil
}
