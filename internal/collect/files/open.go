package files

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"wend/internal/problem"
)

// file is an open file, unpacked where it was packed.
type file struct {
	*os.File
	size    int64
	counted counter
	text    *bufio.Reader // what is in it, unpacked and without byte order mark
	name    string        // lower case, without .gz
	unzip   *gzip.Reader
}

// counter counts the bytes read, for progress.
type counter struct {
	from io.Reader
	n    atomic.Int64
}

func (c *counter) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func openFile(path string) (*file, error) {
	opened, err := os.Open(path)
	if err != nil {
		detail := "The file %s cannot be opened: %s."
		if errors.Is(err, fs.ErrNotExist) {
			detail = "There is no file %s (%s)."
		}
		return nil, &problem.Problem{Status: http.StatusNotFound, Detail: fmt.Sprintf(detail, path, errors.Unwrap(err)), Cause: err}
	}
	f := &file{File: opened, name: strings.TrimSuffix(strings.ToLower(filepath.Base(path)), ".gz")}
	if err := f.prepare(); err != nil {
		_ = opened.Close()
		return nil, problem.New(http.StatusBadRequest, "The file %s cannot be read: %s.", path, err)
	}
	return f, nil
}

func (f *file) prepare() error {
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.IsDir() {
		return errors.New("it is a directory")
	}
	f.size, f.counted.from = info.Size(), f.File
	plain := bufio.NewReaderSize(&f.counted, 256<<10)
	f.text = plain
	if magic, _ := plain.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		if f.unzip, err = gzip.NewReader(plain); err != nil {
			return err
		}
		f.text = bufio.NewReaderSize(f.unzip, 256<<10)
	}
	if mark, _ := f.text.Peek(3); string(mark) == "\uFEFF" {
		_, err = f.text.Discard(3)
	}
	return err
}

func (f *file) read() int64 { return f.counted.n.Load() }

func (f *file) close() { _ = f.Close() }

// openRows finds out what kind of file it is: by its first bytes where they
// tell, else by its name.
func openRows(f *file, m *Map) (source, error) {
	start, err := f.text.Peek(4096)
	if err != nil && err != io.EOF {
		return nil, problem.New(http.StatusBadRequest, "The file cannot be read: %s.", err)
	}
	if bytes.HasPrefix(start, []byte("PAR1")) {
		if f.unzip != nil {
			return nil, problem.New(http.StatusBadRequest, "A Parquet file is packed already: unpack the gzip around it first.")
		}
		return openParquet(f)
	}
	extension := filepath.Ext(f.name)
	first := bytes.TrimLeft(start, " \t\r\n")
	if extension == ".ndjson" || extension == ".jsonl" || (extension != ".csv" && extension != ".tsv" && bytes.HasPrefix(first, []byte("{"))) {
		return &lines{text: f.text}, nil
	}
	if extension == ".json" {
		return nil, problem.New(http.StatusBadRequest, "JSON is read one message a line (NDJSON): save the messages that way.")
	}
	return openCSV(f.text, start, m)
}
