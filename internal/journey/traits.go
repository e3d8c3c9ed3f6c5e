package journey

import (
	"math"
	"slices"

	"wend/internal/event"
)

// TraitReader reads several trait columns of one customer after the other, in
// one go where the source can: a question that looks at many traits of
// everybody asks for little else. One goroutine uses it at a time.
type TraitReader struct {
	columns []*traitColumn
	names   []string // of all columns, each once
	place   []int    // by column: its name's
	source  TraitSource
	many    ManyTraitSource // nil: the columns are asked one by one
	said    []Said
	codes   []map[string]uint32 // by column: of the frequent JSON texts

	customer Customer
	time     int64
}

// Present is later than everything: traits as they are now.
const Present = math.MaxInt64

// NewTraitReader reads columns that Column answered for traits.
func NewTraitReader(columns []Column) *TraitReader {
	r := &TraitReader{}
	for _, column := range columns {
		c := column.(*traitColumn)
		r.source = c.source
		i := slices.Index(r.names, c.keys[0])
		if i < 0 {
			i, r.names = len(r.names), append(r.names, c.keys[0])
		}
		r.columns, r.place, r.codes = append(r.columns, c), append(r.place, i), append(r.codes, map[string]uint32{})
	}
	r.many, _ = r.source.(ManyTraitSource)
	r.said = make([]Said, len(r.names))
	return r
}

// Read reads a customer's traits as of a moment, or as they are where the
// source does not know the past.
func (r *TraitReader) Read(c Customer, time int64) {
	if r.customer, r.time = c, time; len(r.columns) == 0 {
		return
	}
	if r.many != nil {
		r.many.ManyTraitsAt(c, r.names, time, r.said)
	}
}

// Code is the value's code in a column, 0 where the customer has none.
func (r *TraitReader) Code(column int) uint32 {
	if r.many == nil {
		return r.columns[column].code(r.Value(column))
	}
	raw := r.raw(column)
	if raw == nil {
		return 0
	}
	codes := r.codes[column]
	code, known := codes[string(raw)]
	if !known {
		code = r.columns[column].code(event.ParseValue(raw))
		if len(codes) < mostRaws && len(raw) <= longestRaw {
			codes[string(raw)] = code
		}
	}
	return code
}

// Known tells whether the customer has the trait.
func (r *TraitReader) Known(column int) bool {
	if r.many != nil {
		if raw := r.raw(column); len(raw) == 0 || raw[0] == '"' {
			return len(raw) > 0
		}
	}
	return r.Value(column).Exists()
}

// Value is the customer's value.
func (r *TraitReader) Value(column int) event.Value {
	if r.many != nil {
		return event.ParseValue(r.raw(column))
	}
	keys := r.columns[column].keys
	if past, ok := r.source.(MomentTraitSource); ok && r.time != Present {
		return past.TraitAt(r.customer, keys, r.time)
	}
	if r.source == nil || r.customer == Nobody {
		return event.Value{}
	}
	return r.source.Trait(r.customer, keys)
}

func (r *TraitReader) raw(column int) []byte {
	raw := r.said[r.place[column]].Value
	if keys := r.columns[column].keys; len(keys) > 1 {
		return event.Get(raw, keys[1:]...)
	}
	return raw
}
