package files

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"unicode/utf8"
)

// rejectedFile is written only where there is something to write; the one of
// an earlier import of the same file is replaced, or removed if nothing was
// rejected this time.
type rejectedFile struct {
	path string
	file *os.File
	out  *bufio.Writer
}

type rejectedRow struct {
	Row     int64             `json:"row"`
	Reason  string            `json:"reason"`
	Message json.RawMessage   `json:"message,omitempty"`
	Text    string            `json:"text,omitempty"` // a message that is no JSON
	Columns map[string]string `json:"columns,omitempty"`
}

func (f *rejectedFile) write(number int64, reason string, names []string, r row) error {
	if f.file == nil {
		file, err := os.Create(f.path)
		if err != nil {
			return err
		}
		f.file, f.out = file, bufio.NewWriter(file)
	}
	entry := rejectedRow{Row: number, Reason: reason}
	switch {
	case r.message != nil && json.Valid(r.message) && utf8.Valid(r.message):
		entry.Message = r.message
	case r.message != nil:
		entry.Text = strings.ToValidUTF8(string(r.message), "\uFFFD")
	default:
		entry.Columns = map[string]string{}
		for i, value := range r.values {
			if i < len(names) {
				entry.Columns[names[i]] = strings.ToValidUTF8(value, "\uFFFD")
			}
		}
	}
	return json.NewEncoder(f.out).Encode(entry)
}

func (f *rejectedFile) close() error {
	if f.file == nil {
		if err := os.Remove(f.path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		return nil
	}
	return errors.Join(f.out.Flush(), f.file.Close())
}
