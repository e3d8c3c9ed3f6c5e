package files

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"wend/internal/event"
)

// objects are the lines of an NDJSON file that are no messages: JSON objects
// whose members are read as columns. What is no text stays as its JSON.
type objects struct {
	lines lines
	names []string
	place map[string]int
}

// openObjects takes the members of the first objects for the columns.
func openObjects(text *bufio.Reader) source {
	head, err := text.Peek(headLength)
	if last := bytes.LastIndexByte(head, '\n'); err != io.EOF && last > 0 {
		head = head[:last]
	}
	o := &objects{lines: lines{text: text}, place: map[string]int{}}
	for line := range bytes.Lines(head) {
		if !json.Valid(line) {
			continue
		}
		event.Members(line, func(key, _ []byte) bool {
			if name := event.KeyText(key); !slices.Contains(o.names, name) {
				o.place[name] = len(o.names)
				o.names = append(o.names, name)
			}
			return true
		})
	}
	return o
}

func (o *objects) columns() []string { return o.names }
func (*objects) close() error        { return nil }

func (o *objects) next() (row, error) {
	r, err := o.lines.next()
	if err != nil || r.err != nil {
		return r, err
	}
	if !json.Valid(r.message) || r.message[0] != '{' {
		r.err = fmt.Errorf("the line is no JSON object")
		return r, nil
	}
	values := make([]string, len(o.names))
	event.Members(r.message, func(key, value []byte) bool {
		i, ok := o.place[event.KeyText(key)]
		if !ok {
			r.err = fmt.Errorf("the row has %q, which no row at the beginning of the file has", event.KeyText(key))
			return false
		}
		if parsed := event.ParseValue(value); parsed.Kind == event.Text {
			values[i] = parsed.Text
		} else if parsed.Exists() {
			values[i] = string(value)
		}
		return true
	})
	r.values = values
	return r, nil
}
