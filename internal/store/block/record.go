package block

import (
	"encoding/binary"
	"math"
	"unsafe"

	"wend/internal/event"
)

// leastRecord is the size of the smallest record: seq step, type, flags, time,
// received, raw, present, identifiers.
const leastRecord = 8

// A record says in a set of bits which of its optional parts follow: bits 0 to
// 18 are the texts in the order of texts, then these. The bits are stored.
const (
	hasValue      = 1 << 19 // Facts.HasValue
	hasValueBits  = 1 << 20 // Facts.Value is not +0; its 8 bytes follow
	hasProperties = 1 << 21
	hasContext    = 1 << 22
	hasTraits     = 1 << 23
	allParts      = 1<<24 - 1
)

// texts lists the event's strings in the order of their bits, so that writing
// and reading cannot disagree.
func texts(e *event.Event) [19]*string {
	f := &e.Facts
	return [19]*string{
		&e.MessageID, &e.Name, &e.OriginalName, &e.OriginalTime, &e.Source, &e.PreviousID, &e.GroupID,
		&f.Page, &f.Source, &f.Medium, &f.Campaign, &f.ClickID, &f.ReferrerHost,
		&f.Device, &f.OS, &f.Browser, &f.Country, &f.Language, &f.Offline,
	}
}

// kinds are the identifier kinds that are stored as a number, from 1.
var kinds = [...]string{event.UserID, event.AnonymousID, event.Email, event.Phone}

type recordWriter struct {
	out            []byte
	seq            uint64
	time, received int64 // of the record before
	raw            []byte
}

func (w *recordWriter) number(n uint64) { w.out = binary.AppendUvarint(w.out, n) }
func (w *recordWriter) signed(n int64)  { w.out = binary.AppendVarint(w.out, n) }

func (w *recordWriter) record(e *event.Event) {
	w.number(e.Seq - w.seq)
	w.out = append(w.out, byte(e.Type))
	w.number(uint64(e.Flags))
	w.signed(e.Time - w.time)
	w.signed(e.Received - w.received)
	w.seq, w.time, w.received, w.raw = e.Seq, e.Time, e.Received, e.Raw
	w.number(uint64(len(e.Raw)))
	w.out = append(w.out, e.Raw...)

	present := parts(e)
	w.number(present)
	for i, s := range texts(e) {
		if present&(1<<i) != 0 {
			w.text(*s)
		}
	}
	if present&hasValueBits != 0 {
		w.out = binary.LittleEndian.AppendUint64(w.out, math.Float64bits(e.Facts.Value))
	}
	for _, part := range [3][]byte{e.Properties, e.Context, e.Traits} {
		if len(part) > 0 {
			w.text(unsafe.String(unsafe.SliceData(part), len(part)))
		}
	}
	w.number(uint64(len(e.Identifiers)))
	for _, id := range e.Identifiers {
		w.identifier(id)
	}
}

func parts(e *event.Event) (present uint64) {
	for i, s := range texts(e) {
		if *s != "" {
			present |= 1 << i
		}
	}
	if e.Facts.HasValue {
		present |= hasValue
	}
	if math.Float64bits(e.Facts.Value) != 0 {
		present |= hasValueBits
	}
	if len(e.Properties) > 0 {
		present |= hasProperties
	}
	if len(e.Context) > 0 {
		present |= hasContext
	}
	if len(e.Traits) > 0 {
		present |= hasTraits
	}
	return present
}

// text writes a text as its place in the raw message where it shares memory
// with it (twice its length and one, then the offset), else as itself (twice its
// length, then the bytes). Places cost two or three bytes and no compression.
func (w *recordWriter) text(s string) {
	if at, ok := Within(w.raw, s); ok {
		w.number(uint64(len(s))<<1 | 1)
		w.number(uint64(at))
		return
	}
	w.number(uint64(len(s)) << 1)
	w.out = append(w.out, s...)
}

func (w *recordWriter) identifier(id event.Identifier) {
	for i, kind := range kinds {
		if id.Kind == kind {
			w.number(uint64(i + 1))
			w.text(id.Value)
			return
		}
	}
	w.number(0)
	w.text(id.Kind)
	w.text(id.Value)
}

// Within tells where in raw a text lies that shares raw's memory. A text that
// merely has equal bytes is not looked for.
func Within(raw []byte, part string) (at int, ok bool) {
	if len(part) == 0 || len(part) > len(raw) {
		return 0, false
	}
	at = int(uintptr(unsafe.Pointer(unsafe.StringData(part))) - uintptr(unsafe.Pointer(unsafe.SliceData(raw))))
	if at < 0 || at > len(raw)-len(part) {
		return 0, false
	}
	// The comparison costs nothing where the memory is the same, and makes a
	// wrong answer impossible where it is not.
	return at, string(raw[at:at+len(part)]) == part
}

// recordReader reads what recordWriter wrote. Once something does not fit, it
// is failed and answers zeros.
type recordReader struct {
	in             []byte
	at             int
	seq, step      uint64
	time, received int64
	raw            []byte
	identifiers    []event.Identifier
	failed         bool
}

func (r *recordReader) number() uint64 {
	if r.at < len(r.in) && r.in[r.at] < 0x80 {
		r.at++
		return uint64(r.in[r.at-1])
	}
	n, size := binary.Uvarint(r.in[r.at:])
	if size <= 0 {
		r.failed = true
		return 0
	}
	r.at += size
	return n
}

func (r *recordReader) signed() int64 {
	n := r.number()
	return int64(n>>1) ^ -int64(n&1)
}

func (r *recordReader) bytes(n uint64) []byte {
	if n > uint64(len(r.in)-r.at) {
		r.failed = true
		return nil
	}
	b := r.in[r.at : r.at+int(n) : r.at+int(n)]
	r.at += int(n)
	return b
}

func (r *recordReader) record(e *event.Event) {
	r.step = r.number()
	r.seq += r.step
	kind := r.bytes(1)
	flags := r.number()
	r.time += r.signed()
	r.received += r.signed()
	r.raw = r.bytes(r.number())
	present := r.number()
	if r.failed || flags > math.MaxUint16 || present > allParts {
		r.failed = true
		return
	}
	*e = event.Event{Seq: r.seq, Type: event.Type(kind[0]), Flags: event.Flags(flags), Time: r.time, Received: r.received}
	if len(r.raw) > 0 {
		e.Raw = r.raw
	}
	for i, s := range texts(e) {
		if present&(1<<i) != 0 {
			*s = r.text()
		}
	}
	e.Facts.HasValue = present&hasValue != 0
	if present&hasValueBits != 0 {
		if b := r.bytes(8); b != nil {
			e.Facts.Value = math.Float64frombits(binary.LittleEndian.Uint64(b))
		}
	}
	if present&hasProperties != 0 {
		e.Properties = r.part()
	}
	if present&hasContext != 0 {
		e.Context = r.part()
	}
	if present&hasTraits != 0 {
		e.Traits = r.part()
	}
	e.Identifiers = r.identifierList()
}

// part reads a text as bytes, shared with the raw message where it lies in it.
func (r *recordReader) part() []byte {
	n := r.number()
	if n&1 == 0 {
		return r.bytes(n >> 1)
	}
	at, length := r.number(), n>>1
	if length > uint64(len(r.raw)) || at > uint64(len(r.raw))-length {
		r.failed = true
		return nil
	}
	return r.raw[at : at+length : at+length]
}

// text makes no copy: the block's memory is never written again.
func (r *recordReader) text() string {
	b := r.part()
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (r *recordReader) identifierList() []event.Identifier {
	n := r.number()
	if n == 0 || n > uint64(len(r.in)-r.at) {
		r.failed = r.failed || n != 0
		return nil
	}
	// One slab for the whole block. When it grows, earlier events keep their
	// part of the old one.
	start := len(r.identifiers)
	for range n {
		var id event.Identifier
		switch kind := r.number(); {
		case kind == 0:
			id.Kind = r.text()
		case kind <= uint64(len(kinds)):
			id.Kind = kinds[kind-1]
		default:
			r.failed = true
		}
		id.Value = r.text()
		if r.failed {
			return nil
		}
		r.identifiers = append(r.identifiers, id)
	}
	return r.identifiers[start:len(r.identifiers):len(r.identifiers)]
}

// Clone copies an event and all that it points to into memory of its own, in
// one piece.
func Clone(e *event.Event) *event.Event {
	w := recordWriter{out: make([]byte, 0, len(e.Raw)+512), seq: e.Seq}
	w.record(e)
	r := recordReader{in: w.out, seq: e.Seq}
	clone := new(event.Event)
	r.record(clone)
	return clone
}
