package files

import (
	"bufio"
	"encoding/json"
	"errors"
	"io"
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
	kept int64 // bytes of an import that goes on
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

// open names the file. Of one that is there already only the kept bytes count.
func (f *rejectedFile) open(path string, kept int64) error {
	f.path, f.kept = path, kept
	if kept == 0 {
		return nil
	}
	return f.create()
}

func (f *rejectedFile) create() error {
	file, err := os.OpenFile(f.path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if err := file.Truncate(f.kept); err == nil {
		_, err = file.Seek(f.kept, io.SeekStart)
	}
	if err != nil {
		return errors.Join(err, file.Close())
	}
	f.file, f.out = file, bufio.NewWriter(file)
	return nil
}

func (f *rejectedFile) write(number int64, reason string, names []string, r row) error {
	if f.file == nil {
		if err := f.create(); err != nil {
			return err
		}
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

// flush hands everything to the system and tells how much is written.
func (f *rejectedFile) flush() (written int64, err error) {
	if f.file == nil {
		return f.kept, nil
	}
	if err := f.out.Flush(); err != nil {
		return 0, err
	}
	return f.file.Seek(0, io.SeekCurrent)
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
