package segment

import (
	"context"
	"slices"

	"wend/internal/event"
	"wend/internal/store/block"
)

// Property hands out the values at a path below properties, context or traits,
// of the row group's events with sequence numbers in [from, to), in the order of
// the file. It reads the property's own column where it has one, else the JSON.
func (f *File) Property(ctx context.Context, group int, path event.Path, from, to uint64, fn func(seq uint64, v event.Value) error) (err error) {
	defer damaged(&err)
	first, last, known := f.seqs(group)
	if len(path.Keys) == 0 || known && (last < from || first >= to) {
		return nil
	}
	source, kind, ok := f.source(path)
	if !ok {
		return nil
	}
	r := propertyReader{
		file: f, group: group, path: path, kind: kind, from: from, to: to, fn: fn,
		seq: f.column(group, colSeq), values: f.column(group, source), exact: f.column(group, colExact),
	}
	defer r.close()
	if r.values.nulls && r.exact.nulls {
		return nil
	}
	for left := f.groups[group].NumRows(); left > 0; left -= batchRows {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := r.batch(int(min(left, batchRows))); err != nil {
			return err
		}
	}
	return nil
}

// source is the column that tells the property's values, and their kind where it is the
// property's own.
func (f *File) source(path event.Path) (column int, kind event.ValueKind, ok bool) {
	switch path.Root {
	case event.InProperties:
		if len(path.Keys) == 1 {
			if i := slices.IndexFunc(f.properties, func(p Property) bool { return p.Name == path.Keys[0] }); i >= 0 {
				return fixedColumns + i, f.properties[i].Kind, true
			}
		}
		return colProperties, event.Missing, true
	case event.InContext:
		return colContext, event.Missing, true
	case event.InTraits:
		return colTraits, event.Missing, true
	}
	return 0, event.Missing, false
}

type propertyReader struct {
	file     *File
	group    int
	path     event.Path
	kind     event.ValueKind // of a shredded property; Missing: JSON is read
	from, to uint64
	fn       func(seq uint64, v event.Value) error

	seq, values, exact *column
	seqs               [batchRows]int64
	texts, kept        [batchRows]string
	decimals           [batchRows]float64
	truths, present    [batchRows]bool
}

func (r *propertyReader) close() {
	r.seq.close()
	r.values.close()
	r.exact.close()
}

func (r *propertyReader) batch(n int) error {
	if err := r.seq.integers(r.seqs[:n], 0); err != nil {
		return err
	}
	if err := r.exact.texts(r.kept[:n]); err != nil {
		return err
	}
	var err error
	switch r.kind {
	case event.Number:
		err = r.values.numbers(r.decimals[:n], r.present[:n])
	case event.Bool:
		err = r.values.truths(r.truths[:n], r.present[:n])
	case event.Text:
		err = r.values.textsAnd(r.texts[:n], r.present[:n])
	default:
		err = r.values.texts(r.texts[:n])
	}
	if err != nil {
		return err
	}
	for i := range n {
		seq := uint64(r.seqs[i])
		if seq < r.from || seq >= r.to {
			continue
		}
		v, err := r.value(i)
		if err != nil {
			return err
		}
		if v.Exists() {
			if err := r.fn(seq, v); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *propertyReader) value(i int) (event.Value, error) {
	if r.kept[i] != "" {
		b, err := block.Decode([]byte(r.kept[i]), nil)
		if err != nil {
			return event.Value{}, err
		}
		return ValueAt(&b.Events[0], r.path), nil
	}
	switch r.kind {
	case event.Number:
		if r.present[i] {
			return event.NumberValue(r.decimals[i]), nil
		}
		return event.Value{}, nil
	case event.Bool:
		if r.present[i] {
			return event.BoolValue(r.truths[i]), nil
		}
		return event.Value{}, nil
	case event.Text:
		if r.present[i] {
			return event.TextValue(r.texts[i]), nil
		}
		return event.Value{}, nil
	}
	return valueOf(event.Get(bytesOf(r.texts[i]), r.path.Keys...)), nil
}

// ValueAt is the value at a path below properties, context or traits of an event.
func ValueAt(e *event.Event, path event.Path) event.Value {
	object := e.Properties
	switch path.Root {
	case event.InContext:
		object = e.Context
	case event.InTraits:
		object = e.Traits
	}
	if len(path.Keys) == 0 {
		return event.Value{}
	}
	return valueOf(event.Get(object, path.Keys...))
}
