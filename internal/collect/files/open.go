package files

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"wend/internal/collect/costs"
	"wend/internal/event"
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

// bufferSize is how much of a file is read at once, and how far ahead its
// kind may be looked for.
const bufferSize = 256 << 10

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
	plain := bufio.NewReaderSize(&f.counted, bufferSize)
	f.text = plain
	if magic, _ := plain.Peek(2); bytes.Equal(magic, []byte{0x1f, 0x8b}) {
		if f.unzip, err = gzip.NewReader(plain); err != nil {
			return err
		}
		f.text = bufio.NewReaderSize(f.unzip, bufferSize)
	}
	f.text, err = widened(f.text)
	return err
}

func (f *file) read() int64 { return f.counted.n.Load() }

func (f *file) close() { _ = f.Close() }

// opened is a file of which it is settled what it is.
type opened struct {
	reading *Reading
	rows    *sampled
	builder builder
}

// open finds out what a file is, by its beginning and its name, and what its
// columns mean. kind and m are what the person said; empty and nil: nothing.
func open(f *file, kind Kind, m *Map, defaults Defaults) (*opened, error) {
	rows, err := openRows(f, kind, m)
	if err != nil {
		return nil, err
	}
	o := &opened{rows: sample(rows)}
	if err := o.settle(f.name, kind, m, defaults); err != nil {
		return nil, errors.Join(err, rows.close())
	}
	return o, nil
}

func (o *opened) settle(filename string, kind Kind, m *Map, defaults Defaults) (err error) {
	names := o.rows.columns()
	if names == nil {
		o.reading = &Reading{Kind: Events, Map: &Map{}}
		if lines, ok := o.rows.source.(*lines); ok && lines.ga4 {
			o.reading.Shape = FindShape(ga4Lines)
			o.builder = &oneByOne{convert: ga4Message}
			return nil
		}
		if kind == Customers {
			o.reading.Kind = Customers
		}
		o.builder = &oneByOne{}
		return nil
	}
	if m == nil && byNameIsEnough(names, kind) {
		o.reading = &Reading{Kind: kind, Map: byName(names), Shape: shapeOf(names)}
		if kind == "" {
			o.reading.Kind = Events
		}
	} else if m == nil {
		if o.reading, err = propose(names, o.rows.values(), kind, filename, defaults); err != nil {
			return err
		}
	} else {
		o.reading = &Reading{Kind: kind, Map: m, Shape: shapeOf(names)}
		if o.reading.Kind == "" && o.reading.Shape != nil {
			o.reading.Kind = o.reading.Shape.Kind
		} else if o.reading.Kind == "" {
			o.reading.Kind = Events
		}
	}
	o.builder, err = o.reading.builder(names)
	return err
}

// byNameIsEnough tells whether the columns of events or customers are named as
// docs/import.md says, so that nothing need be guessed.
func byNameIsEnough(names []string, kind Kind) bool {
	if isExport(names) {
		return kind != Orders && kind != Costs
	}
	if kind != Events && kind != Customers || shapeOf(names) != nil {
		return false
	}
	return slices.ContainsFunc(names, func(name string) bool {
		switch canonicalColumn(name) {
		case "userid", "anonymousid", "email", "phone", "previousid", "groupid":
			return true
		}
		return false
	})
}

// builder makes ready what turns the rows into messages.
func (r *Reading) builder(names []string) (builder, error) {
	if r.Shape != nil && r.Shape.Name == ownCustomersShape && r.Kind == Customers && r.Map.Columns == nil {
		return newOwnCustomers(names), nil
	}
	if r.Map.Columns == nil && (r.Kind == Events || r.Kind == Customers) {
		m := r.Map
		if r.Shape != nil && r.Shape.Columns == nil {
			m = byName(names) // an export of ours
		}
		plan, err := compile(m, names, r.Kind == Customers)
		if err != nil {
			return nil, err
		}
		return &oneByOne{plan: plan}, nil
	}
	c, err := compileColumns(r.Map, names, r.Kind)
	if err != nil && r.Shape != nil && r.Shape.Lacks != "" {
		return nil, problem.New(http.StatusUnprocessableEntity, "%s", r.Shape.Lacks)
	}
	if err != nil {
		return nil, err
	}
	switch r.Kind {
	case Orders:
		namespace := ""
		if r.Shape != nil {
			namespace = r.Shape.Name
		}
		return newOrders(orderReader{columns: c, channel: r.Map.Channel, currency: r.Map.Currency, namespace: namespace, consent: r.Map.Consent}), nil
	case Costs:
		return &costBuilder{columns: c, source: r.Map.Source, medium: r.Map.Medium, currency: r.Map.Currency, place: map[costs.Key]int{}}, nil
	}
	return &oneByOne{plan: planColumns(c, r.Map)}, nil
}

// openRows finds out how a file is written: by its first bytes where they
// tell, else by its name.
func openRows(f *file, kind Kind, m *Map) (source, error) {
	start, err := f.text.Peek(headLength)
	if err != nil && err != io.EOF && err != bufio.ErrBufferFull {
		return nil, problem.New(http.StatusBadRequest, "The file cannot be read: %s.", err)
	}
	if bytes.HasPrefix(start, []byte("PAR1")) {
		if f.unzip != nil {
			return nil, problem.New(http.StatusBadRequest, "A Parquet file is packed already: unpack the gzip around it first.")
		}
		return openParquet(f)
	}
	if bytes.HasPrefix(start, []byte("PK\x03\x04")) {
		return nil, problem.New(http.StatusBadRequest, "This is a spreadsheet or a ZIP archive: save the sheet as CSV, or unpack the archive, and import that.")
	}
	extension := filepath.Ext(f.name)
	first := bytes.TrimLeft(start, " \t\r\n")
	if extension == ".ndjson" || extension == ".jsonl" || (extension != ".csv" && extension != ".tsv" && bytes.HasPrefix(first, []byte("{"))) {
		line, _, _ := bytes.Cut(first, []byte("\n"))
		switch {
		case isGA4(line) && (kind == "" || kind == Events):
			return &lines{text: f.text, ga4: true}, nil
		case isMessage(line, kind):
			return &lines{text: f.text}, nil
		}
		return openObjects(f.text), nil
	}
	if extension == ".json" {
		return nil, problem.New(http.StatusBadRequest, "JSON is read one message a line (NDJSON): save the messages that way.")
	}
	return openCSV(f.text, m)
}

// isMessage tells whether the lines are messages of the tracking protocol, and
// no rows of columns.
func isMessage(line []byte, kind Kind) bool {
	if kind == Orders || kind == Costs {
		return false
	}
	if !json.Valid(line) || event.Get(line, "type") != nil {
		return true // what is broken is rejected with its reason
	}
	if FindShape(ownCustomersShape).fits(memberNames(line)) {
		return false
	}
	for _, name := range []string{"userId", "anonymousId", "messageId", "properties", "context"} {
		if event.Get(line, name) != nil {
			return true
		}
	}
	return shapeOf(memberNames(line)) == nil && kind != ""
}

func isGA4(line []byte) bool {
	return json.Valid(line) && FindShape(ga4Lines).fits(memberNames(line))
}

func memberNames(object []byte) (names []string) {
	event.Members(object, func(key, _ []byte) bool {
		names = append(names, event.KeyText(key))
		return true
	})
	return names
}
