package segment

import (
	"bytes"
	"fmt"
	"unsafe"

	"wend/internal/event"
	"wend/internal/store/block"
)

// Mode says what of each event is read.
type Mode int

const (
	// Whole reads everything.
	Whole Mode = iota
	// Start reads what a start needs: all but Raw, Properties, OriginalName
	// and OriginalTime; Context is {"consent":…} or nil.
	Start
)

// Batch is some rows of a file. Reading the next batch overwrites it; strings
// and bytes stay, and share large allocations.
type Batch struct {
	Events []event.Event
	// Customers are the events' customers at the time of sealing, "" for
	// nobody; only in mode Whole.
	Customers []string

	identifiers []event.Identifier
	texts       []string
	integers    []int64
	decimals    []float64
	present     []bool
	parts       []parts
}

func (b *Batch) resize(n int) {
	if cap(b.Events) < n {
		b.Events = make([]event.Event, n)
		b.Customers = make([]string, n)
		b.texts = make([]string, n)
		b.integers = make([]int64, n)
		b.decimals = make([]float64, n)
		b.present = make([]bool, n)
		b.parts = make([]parts, n)
	}
	b.Events, b.Customers, b.texts = b.Events[:n], b.Customers[:n], b.texts[:n]
	b.integers, b.decimals, b.present, b.parts = b.integers[:n], b.decimals[:n], b.present[:n], b.parts[:n]
	clear(b.Events)
}

// Rows reads a row group from front to back, or where Seek leads.
type Rows struct {
	file    *File
	group   int
	mode    Mode
	columns [fixedColumns]*column
	left    int64
	consent struct{ text, context string }
}

// Read begins to read a row group.
func (f *File) Read(group int, mode Mode) *Rows {
	return &Rows{file: f, group: group, mode: mode, left: f.groups[group].NumRows()}
}

// Close lets the file's buffers go.
func (r *Rows) Close() {
	for _, c := range r.columns {
		if c != nil {
			c.close()
		}
	}
}

// near is how many rows are rather skipped than sought over.
const near = 256

// SeekRow goes on with a row of the row group at or after the next one.
func (r *Rows) SeekRow(row int64) (err error) {
	defer damaged(&err)
	rows := r.file.groups[r.group].NumRows()
	skip := row - (rows - r.left)
	if skip < 0 || row > rows {
		return fmt.Errorf("row %d cannot be sought from row %d of %d", row, rows-r.left, rows)
	}
	r.left -= skip
	for i := range r.columns {
		if !r.wants(i) || skip == 0 {
			continue
		}
		c := r.column(i)
		if skip <= near {
			err = c.skip(int(skip))
		} else {
			err = c.seek(row)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *Rows) wants(column int) bool {
	switch column {
	case colOriginalEvent, colOriginalTimestamp, colCustomerID, colProperties, colContext, colMessage, colPropertiesAt, colContextAt, colTraitsAt:
		return r.mode == Whole
	case colConsent:
		return r.mode == Start
	case colUserID, colAnonymousID:
		return false
	}
	return true
}

func (r *Rows) column(i int) *column {
	if r.columns[i] == nil {
		r.columns[i] = r.file.column(r.group, i)
	}
	return r.columns[i]
}

// Next reads up to most rows into b; there is nothing in b after the last.
func (r *Rows) Next(b *Batch, most int) (err error) {
	defer damaged(&err)
	b.resize(int(min(int64(most), r.left)))
	if len(b.Events) == 0 {
		return nil
	}
	r.left -= int64(len(b.Events))
	if err := r.fixed(b); err != nil {
		return err
	}
	if err := r.identifiers(b); err != nil {
		return err
	}
	if r.mode == Whole {
		err = r.whole(b)
	} else {
		err = r.start(b)
	}
	if err != nil {
		return err
	}
	return r.exact(b)
}

func (r *Rows) text(b *Batch, column int, set func(e *event.Event, s string)) error {
	c := r.column(column)
	if c.nulls {
		return nil
	}
	if err := c.texts(b.texts); err != nil {
		return err
	}
	for i, s := range b.texts {
		set(&b.Events[i], s)
	}
	return nil
}

func (r *Rows) integer(b *Batch, column int, missing int64, set func(i int, n int64)) error {
	if err := r.column(column).integers(b.integers, missing); err != nil {
		return err
	}
	for i, n := range b.integers {
		set(i, n)
	}
	return nil
}

// fixed reads the columns that both modes need.
func (r *Rows) fixed(b *Batch) error {
	for _, n := range fixedIntegers {
		if err := r.integer(b, n.column, 0, func(i int, v int64) { n.set(&b.Events[i], v) }); err != nil {
			return err
		}
	}
	for _, t := range fixedTexts {
		if err := r.text(b, t.column, t.set); err != nil {
			return err
		}
	}
	value := r.column(colValue)
	if value.nulls {
		return nil
	}
	if err := value.numbers(b.decimals, b.present); err != nil {
		return err
	}
	for i, present := range b.present {
		if present {
			b.Events[i].Facts.Value, b.Events[i].Facts.HasValue = b.decimals[i], true
		}
	}
	return nil
}

var fixedIntegers = []struct {
	column int
	set    func(e *event.Event, n int64)
}{
	{colSeq, func(e *event.Event, n int64) { e.Seq = uint64(n) }},
	{colTime, func(e *event.Event, n int64) { e.Time = n }},
	{colReceived, func(e *event.Event, n int64) { e.Received = n }},
	{colFlags, func(e *event.Event, n int64) { e.Flags = event.Flags(n) }},
}

type textColumn struct {
	column int
	set    func(e *event.Event, s string)
}

var fixedTexts = []textColumn{
	{colMessageID, func(e *event.Event, s string) { e.MessageID = s }},
	{colType, func(e *event.Event, s string) { e.Type, _ = event.ParseType(s) }},
	{colEvent, func(e *event.Event, s string) { e.Name = s }},
	{colSource, func(e *event.Event, s string) { e.Source = s }},
	{colPreviousID, func(e *event.Event, s string) { e.PreviousID = s }},
	{colGroupID, func(e *event.Event, s string) { e.GroupID = s }},
	{colPage, func(e *event.Event, s string) { e.Facts.Page = s }},
	{colUTMSource, func(e *event.Event, s string) { e.Facts.Source = s }},
	{colUTMMedium, func(e *event.Event, s string) { e.Facts.Medium = s }},
	{colUTMCampaign, func(e *event.Event, s string) { e.Facts.Campaign = s }},
	{colClickID, func(e *event.Event, s string) { e.Facts.ClickID = s }},
	{colReferrerHost, func(e *event.Event, s string) { e.Facts.ReferrerHost = s }},
	{colDevice, func(e *event.Event, s string) { e.Facts.Device = s }},
	{colOS, func(e *event.Event, s string) { e.Facts.OS = s }},
	{colBrowser, func(e *event.Event, s string) { e.Facts.Browser = s }},
	{colCountry, func(e *event.Event, s string) { e.Facts.Country = s }},
	{colLanguage, func(e *event.Event, s string) { e.Facts.Language = s }},
	{colOffline, func(e *event.Event, s string) { e.Facts.Offline = s }},
}

// identifiers reads the identifiers. A customer's events lie together and
// mostly carry the same ones, which are then parsed once and shared.
func (r *Rows) identifiers(b *Batch) error {
	c := r.column(colIdentifiers)
	if c.nulls {
		return nil
	}
	if err := c.texts(b.texts); err != nil {
		return err
	}
	b.identifiers = b.identifiers[:0]
	for i, text := range b.texts {
		if text == "" {
			continue
		}
		if i > 0 && len(text) == len(b.texts[i-1]) && unsafe.StringData(text) == unsafe.StringData(b.texts[i-1]) {
			b.Events[i].Identifiers = b.Events[i-1].Identifiers
			continue
		}
		start, ok := len(b.identifiers), false
		if b.identifiers, ok = parseIdentifiers(b.identifiers, text); !ok {
			return fmt.Errorf("%w: the identifiers of event %d cannot be read", ErrCorrupt, b.Events[i].Seq)
		}
		b.Events[i].Identifiers = b.identifiers[start:len(b.identifiers):len(b.identifiers)]
	}
	return nil
}

// whole reads what only mode Whole has, and splices the messages.
func (r *Rows) whole(b *Batch) error {
	if err := r.text(b, colOriginalEvent, func(e *event.Event, s string) { e.OriginalName = s }); err != nil {
		return err
	}
	if err := r.text(b, colOriginalTimestamp, func(e *event.Event, s string) { e.OriginalTime = s }); err != nil {
		return err
	}
	if err := r.column(colCustomerID).texts(b.Customers); err != nil {
		return err
	}
	for part := range 3 {
		if err := r.integer(b, colPropertiesAt+part, absent, func(i int, n int64) { b.parts[i].at[part] = int(n) }); err != nil {
			return err
		}
		if err := r.column(colProperties + part).texts(b.texts); err != nil {
			return err
		}
		for i, s := range b.texts {
			b.parts[i].bytes[part] = bytesOf(s)
		}
	}
	if err := r.column(colMessage).texts(b.texts); err != nil {
		return err
	}
	for i, rest := range b.texts {
		if !b.parts[i].restore(&b.Events[i], rest) {
			return fmt.Errorf("%w: the message of event %d cannot be put together", ErrCorrupt, b.Events[i].Seq)
		}
	}
	return nil
}

// start reads what only mode Start has.
func (r *Rows) start(b *Batch) error {
	if err := r.text(b, colTraits, func(e *event.Event, s string) { e.Traits = bytesOf(s) }); err != nil {
		return err
	}
	return r.text(b, colConsent, func(e *event.Event, s string) {
		if s == "" {
			return
		}
		if s != r.consent.text {
			r.consent.text, r.consent.context = s, ConsentContext(s)
		}
		e.Context = bytesOf(r.consent.context)
	})
}

// ConsentContext is a context with nothing but this consent.
func ConsentContext(consent string) string { return `{"consent":` + consent + `}` }

// exact replaces the events that columns cannot hold by those kept whole.
func (r *Rows) exact(b *Batch) error {
	c := r.column(colExact)
	if c.nulls {
		return nil
	}
	if err := c.texts(b.texts); err != nil {
		return err
	}
	for i, s := range b.texts {
		if s == "" {
			continue
		}
		kept, err := block.Decode([]byte(s), nil)
		if err != nil || len(kept.Events) != 1 {
			return fmt.Errorf("%w: event %d cannot be read: %w", ErrCorrupt, b.Events[i].Seq, err)
		}
		b.Events[i] = kept.Events[0]
		if r.mode == Start {
			ForStart(&b.Events[i])
		}
	}
	return nil
}

// ForStart leaves of a whole event what mode Start has.
func ForStart(e *event.Event) {
	e.Raw, e.Properties, e.OriginalName, e.OriginalTime = nil, nil, "", ""
	if len(e.Context) > 0 {
		var consent []byte
		if bytes.Contains(e.Context, []byte(`"consent"`)) { // few calls bring any, and reading JSON is slow
			consent = event.Get(e.Context, "consent")
		}
		e.Context = nil
		if len(consent) > 0 {
			e.Context = []byte(ConsentContext(string(consent)))
		}
	}
}

// bytesOf shares the text's memory, which nobody writes to.
func bytesOf(s string) []byte {
	if s == "" {
		return nil
	}
	return unsafe.Slice(unsafe.StringData(s), len(s))
}
