package segment

import (
	"math"
	"unicode/utf8"
	"unsafe"

	"wend/internal/event"
	"wend/internal/store/block"
)

// A message is kept as its properties and its context in columns of their own
// and the message without them, where "{}" stands in for each. Each part's place
// in the whole message is kept, so splicing gives back the same bytes. Traits
// that lie inside context or properties, as on track calls, are not cut out
// but kept a second time.

// absent is the place of a part that the event does not have.
const absent = -1

// parts are an event's properties, context and traits, in this order.
type parts struct {
	bytes [3][]byte
	at    [3]int // place in the message, absent where there is none
}

const hole = "{}"

// partsOf finds the places of the event's parts. It fails where a part does
// not lie in the message or two overlap in part.
func partsOf(e *event.Event) (p parts, ok bool) {
	p.bytes = [3][]byte{e.Properties, e.Context, e.Traits}
	for i, b := range p.bytes {
		p.at[i] = absent
		if len(b) == 0 {
			p.bytes[i] = nil
			continue
		}
		at, within := block.Within(e.Raw, unsafe.String(unsafe.SliceData(b), len(b)))
		if !within {
			return p, false
		}
		p.at[i] = at
	}
	for i := range p.at {
		for j := range i {
			if p.overlap(i, j) && !p.inside(i, j) && !p.inside(j, i) {
				return p, false
			}
		}
	}
	return p, true
}

func (p *parts) end(i int) int { return p.at[i] + len(p.bytes[i]) }

func (p *parts) overlap(i, j int) bool {
	return p.at[i] != absent && p.at[j] != absent && p.at[i] < p.end(j) && p.at[j] < p.end(i)
}

// inside tells whether part i lies inside part j.
func (p *parts) inside(i, j int) bool { return p.at[i] >= p.at[j] && p.end(i) <= p.end(j) }

// cuts lists the parts that are cut out, in the order of their places: those
// that lie inside no other. Of two that are the same place, the first is cut.
func (p *parts) cuts() (order [3]int, n int) {
	for i := range p.at {
		cut := p.at[i] != absent
		for j := range p.at {
			if i != j && cut && p.overlap(i, j) && p.inside(i, j) && (!p.inside(j, i) || j < i) {
				cut = false
			}
		}
		if !cut {
			continue
		}
		k := n
		for k > 0 && p.at[order[k-1]] > p.at[i] {
			order[k] = order[k-1]
			k--
		}
		order[k] = i
		n++
	}
	return order, n
}

// cut appends the message without its parts to dst.
func (p *parts) cut(dst, raw []byte) []byte {
	order, n := p.cuts()
	from := 0
	for _, i := range order[:n] {
		dst = append(dst, raw[from:p.at[i]]...)
		dst = append(dst, hole...)
		from = p.end(i)
	}
	return append(dst, raw[from:]...)
}

// splice puts the parts back into the message without them. ok is false where
// the places do not fit, which only a damaged file has.
func (p *parts) splice(rest string) (raw []byte, ok bool) {
	order, n := p.cuts()
	size := len(rest)
	for _, i := range order[:n] {
		size += len(p.bytes[i]) - len(hole)
	}
	if size < 0 {
		return nil, false
	}
	raw = make([]byte, 0, size)
	for _, i := range order[:n] {
		before := p.at[i] - len(raw)
		if before < 0 || before+len(hole) > len(rest) {
			return nil, false
		}
		raw = append(raw, rest[:before]...)
		raw = append(raw, p.bytes[i]...)
		rest = rest[before+len(hole):]
	}
	raw = append(raw, rest...)
	for i := range p.at {
		if p.at[i] != absent && (p.at[i] < 0 || p.end(i) > len(raw)) {
			return nil, false
		}
	}
	return raw, true
}

// restore splices the message and sets the event's Raw and its parts.
func (p *parts) restore(e *event.Event, rest string) bool {
	raw, ok := p.splice(rest)
	if !ok {
		return false
	}
	if len(raw) > 0 {
		e.Raw = raw
	}
	for i, field := range [3]*[]byte{&e.Properties, &e.Context, &e.Traits} {
		*field = nil
		if p.at[i] != absent {
			*field = raw[p.at[i]:p.end(i):p.end(i)]
		}
	}
	return true
}

// plain tells whether the columns can hold the event exactly. What they cannot
// hold (text that is not UTF-8, parts outside the message, unknown types) is
// kept whole in the column "exact", and its other columns are the nearest that
// a reader of Parquet can take.
func plain(e *event.Event) bool {
	if _, known := event.ParseType(e.Type.String()); !known {
		return false
	}
	f := &e.Facts
	if !f.HasValue && math.Float64bits(f.Value) != 0 || math.IsNaN(f.Value) {
		return false
	}
	for _, s := range [...]string{e.MessageID, e.Name, e.OriginalName, e.OriginalTime, e.Source, e.PreviousID, e.GroupID} {
		if !utf8.ValidString(s) {
			return false
		}
	}
	for _, s := range factTexts(e) {
		if !utf8.ValidString(*s) {
			return false
		}
	}
	for _, id := range e.Identifiers {
		if !utf8.ValidString(id.Kind) || !utf8.ValidString(id.Value) {
			return false
		}
	}
	return utf8.Valid(e.Raw)
}
