package files

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"wend/internal/problem"
)

// layout is how a CSV file is written.
type layout struct {
	delimiter rune
	header    int // how many records stand before the one that names the columns
}

const (
	headLines   = 12 // how far down the columns' names may stand
	headLength  = 64 << 10
	fewestNames = 2
)

// delimiters are those that are found out.
const delimiters = ",;\t|"

// findLayout looks at the beginning of a file: the line that a known shape has
// as its header, with whatever delimiter, else the first that is no title.
func findLayout(text *bufio.Reader, m *Map) (layout, error) {
	head, err := text.Peek(headLength)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return layout{}, problem.New(http.StatusBadRequest, "The file cannot be read: %s.", err)
	}
	if last := bytes.LastIndexByte(head, '\n'); err == nil && last > 0 {
		head = head[:last]
	}
	if m != nil && m.Delimiter != "" {
		r, size := utf8.DecodeRuneInString(m.Delimiter)
		if size != len(m.Delimiter) || r == '"' || r == '\n' || r == '\r' {
			return layout{}, problem.At("/delimiter", "The delimiter must be one character.")
		}
		return layout{r, findHeader(headRecords(head, r))}, nil
	}
	for _, delimiter := range delimiters {
		for i, record := range headRecords(head, delimiter) {
			if shapeOf(columnNames(record)) != nil {
				return layout{delimiter, i}, nil
			}
		}
	}
	delimiter := mostFrequent(head)
	return layout{delimiter, findHeader(headRecords(head, delimiter))}, nil
}

// headRecords are the first records, as far as they can be read.
func headRecords(head []byte, delimiter rune) (records [][]string) {
	r := csv.NewReader(bytes.NewReader(head))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = delimiter, -1, true
	for len(records) < headLines {
		record, err := r.Read()
		if err != nil {
			break
		}
		records = append(records, record)
	}
	return records
}

// findHeader is the first record that can name columns: titles above it have
// one cell.
func findHeader(records [][]string) int {
	widest := 0
	for _, record := range records {
		widest = max(widest, len(record))
	}
	for i, record := range records {
		if len(record) >= fewestNames || len(record) == widest {
			return i
		}
	}
	return 0
}

// mostFrequent is the delimiter of which the first line that has any has most,
// outside of quotes.
func mostFrequent(head []byte) rune {
	for line := range bytes.Lines(head) {
		best, most := ',', 0
		bare := withoutQuoted(string(line))
		for _, r := range delimiters {
			if n := strings.Count(bare, string(r)); n > most {
				best, most = r, n
			}
		}
		if most > 0 {
			return best
		}
	}
	return ','
}

func withoutQuoted(line string) string {
	var b strings.Builder
	for i, part := range strings.Split(line, `"`) {
		if i%2 == 0 {
			b.WriteString(part)
		}
	}
	return b.String()
}
