package segment

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/parquet-go/parquet-go"

	"wend/internal/event"
	"wend/internal/store/block"
)

func (w *Writer) put(column int, v parquet.Value) { w.values[column][w.batch] = v.Level(0, 0, column) }

// some puts a value into an optional column.
func (w *Writer) some(column int, v parquet.Value) { w.values[column][w.batch] = v.Level(0, 1, column) }

func (w *Writer) null(column int) {
	w.values[column][w.batch] = parquet.NullValue().Level(0, 0, column)
}

// bytes copies into the batch's arena. When the arena grows, values keep their
// part of the old one.
func (w *Writer) bytes(b []byte) parquet.Value {
	start := len(w.arena)
	w.arena = append(w.arena, b...)
	return parquet.ByteArrayValue(w.arena[start:len(w.arena):len(w.arena)])
}

func (w *Writer) string(s string) parquet.Value {
	start := len(w.arena)
	w.arena = append(w.arena, s...)
	return parquet.ByteArrayValue(w.arena[start:len(w.arena):len(w.arena)])
}

func (w *Writer) maybeText(column int, s string) {
	if s == "" {
		w.null(column)
		return
	}
	w.some(column, w.string(s))
}

func (w *Writer) maybeBytes(column int, b []byte) {
	if len(b) == 0 {
		w.null(column)
		return
	}
	w.some(column, w.bytes(b))
}

// fill puts one row into the batch.
func (w *Writer) fill(row Row) error {
	e := row.Event
	exact := []byte(nil)
	p, ok := partsOf(e)
	if !ok || !plain(e) {
		var err error
		if w.exact == nil {
			w.exact = block.NewEncoder()
		}
		if exact, err = w.exact.Encode(nil, []*event.Event{e}); err != nil {
			return err
		}
		e = readable(e)
		if p, ok = partsOf(e); !ok {
			p = parts{bytes: [3][]byte{e.Properties, e.Context, e.Traits}, at: [3]int{absent, absent, absent}}
		}
	}
	w.maybeBytes(colExact, exact)
	w.put(colSeq, parquet.Int64Value(int64(e.Seq)))
	w.put(colMessageID, w.string(e.MessageID))
	w.put(colType, w.string(e.Type.String()))
	w.maybeText(colEvent, e.Name)
	w.maybeText(colOriginalEvent, e.OriginalName)
	w.put(colTime, parquet.Int64Value(e.Time))
	w.put(colReceived, parquet.Int64Value(e.Received))
	w.maybeText(colOriginalTimestamp, e.OriginalTime)
	w.put(colSource, w.string(e.Source))
	w.put(colFlags, parquet.Int32Value(int32(e.Flags)))
	w.maybeText(colCustomerID, strings.ToValidUTF8(row.Customer, "\uFFFD"))
	w.identifiers(e.Identifiers)
	w.maybeText(colPreviousID, e.PreviousID)
	w.maybeText(colGroupID, e.GroupID)
	for i, s := range factTexts(e) {
		w.maybeText(colPage+i, *s)
	}
	if e.Facts.HasValue {
		w.some(colValue, parquet.DoubleValue(e.Facts.Value))
	} else {
		w.null(colValue)
	}
	w.message(e, &p)
	return w.properties(e.Properties)
}

func (w *Writer) identifiers(ids []event.Identifier) {
	w.maybeText(colUserID, event.Deciding(ids, event.UserID))
	w.maybeText(colAnonymousID, event.Deciding(ids, event.AnonymousID))
	start := len(w.arena)
	w.arena = appendIdentifiers(w.arena, ids)
	if len(w.arena) == start {
		w.null(colIdentifiers)
		return
	}
	w.some(colIdentifiers, parquet.ByteArrayValue(w.arena[start:len(w.arena):len(w.arena)]))
}

func (w *Writer) message(e *event.Event, p *parts) {
	for i, b := range p.bytes {
		w.maybeBytes(colProperties+i, b)
		if p.at[i] == absent {
			w.null(colPropertiesAt + i)
		} else {
			w.some(colPropertiesAt+i, parquet.Int32Value(int32(p.at[i])))
		}
	}
	w.maybeBytes(colConsent, event.Get(e.Context, "consent"))
	start := len(w.arena)
	w.arena = p.cut(w.arena, e.Raw)
	if len(w.arena) == start {
		w.null(colMessage)
		return
	}
	w.some(colMessage, parquet.ByteArrayValue(w.arena[start:len(w.arena):len(w.arena)]))
}

// properties fills the property columns.
func (w *Writer) properties(object []byte) (err error) {
	for i := range w.kinds {
		w.null(fixedColumns + i)
	}
	event.Members(object, func(key, value []byte) bool {
		i, ok := w.shreds[string(key)]
		if !ok && bytes.IndexByte(key, '\\') >= 0 {
			i, ok = w.shreds[event.KeyText(key)]
		}
		if !ok {
			return true
		}
		column := fixedColumns + i
		switch v := valueOf(value); {
		case !v.Exists():
			w.null(column)
		case v.Kind != w.kinds[i].Kind:
			err = fmt.Errorf("property %q has another kind than its file's census says", w.kinds[i].Name)
		case v.Kind == event.Number:
			w.some(column, parquet.DoubleValue(v.Num))
		case v.Kind == event.Bool:
			w.some(column, parquet.BooleanValue(v.Num != 0))
		default:
			w.some(column, w.string(v.Text))
		}
		return err == nil
	})
	return err
}

// readable is the nearest event to one that is kept exactly elsewhere that
// every reader of Parquet can take.
func readable(e *event.Event) *event.Event {
	r := *e
	valid := func(s *string) { *s = strings.ToValidUTF8(*s, "\uFFFD") }
	for _, s := range [...]*string{&r.MessageID, &r.Name, &r.OriginalName, &r.OriginalTime, &r.Source, &r.PreviousID, &r.GroupID} {
		valid(s)
	}
	for _, s := range factTexts(&r) {
		valid(s)
	}
	r.Identifiers = append([]event.Identifier(nil), e.Identifiers...)
	for i := range r.Identifiers {
		valid(&r.Identifiers[i].Kind)
		valid(&r.Identifiers[i].Value)
	}
	for _, b := range [...]*[]byte{&r.Raw, &r.Properties, &r.Context, &r.Traits} {
		if len(*b) > 0 {
			*b = []byte(strings.ToValidUTF8(string(*b), "\uFFFD"))
		}
	}
	return &r
}
