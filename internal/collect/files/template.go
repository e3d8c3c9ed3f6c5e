package files

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"wend/internal/collect/protocol"
)

// template is a text with columns in it; nil is an empty one.
type template []piece

// piece is a column, or a text that stands for itself.
type piece struct {
	literal string
	column  int
	others  []int // the columns to take where that is empty
	width   int   // fill up with zeros to so many digits
}

func (c *compiler) template(pointer, text string) template {
	var t template
	for text != "" {
		before, rest, found := strings.Cut(text, "{")
		if before != "" {
			t = append(t, piece{literal: before, column: -1})
		}
		if !found {
			break
		}
		name, after, closed := strings.Cut(rest, "}")
		if !closed {
			c.blame(pointer, "In %q a { is not closed.", text)
			return nil
		}
		p := piece{}
		if i := strings.LastIndexByte(name, ':'); i >= 0 {
			if n, err := strconv.Atoi(name[i+1:]); err == nil && n > 0 && n <= 20 {
				name, p.width = name[:i], n
			}
		}
		names := []string{name}
		if !slices.Contains(c.plan.names, name) {
			names = strings.Split(name, "|")
		}
		for i, name := range names {
			column, ok := c.column(pointer, name)
			switch {
			case !ok:
				return nil
			case i == 0:
				p.column = column
			default:
				p.others = append(p.others, column)
			}
		}
		t = append(t, p)
		text = after
	}
	return t
}

// text is the template with a row's values; empty where it has columns and
// all of them are.
func (t template) text(p *plan, values []string) string {
	if len(t) == 1 {
		return t[0].text(p, values)
	}
	var b strings.Builder
	columns, filled := 0, 0
	for _, piece := range t {
		text := piece.text(p, values)
		if piece.column >= 0 && piece.literal == "" {
			columns++
			if text != "" {
				filled++
			}
		}
		b.WriteString(text)
	}
	if columns > 0 && filled == 0 {
		return ""
	}
	return b.String()
}

func (q piece) text(p *plan, values []string) string {
	if q.column < 0 {
		return q.literal
	}
	value := p.value(q.column, values)
	for i := 0; value == "" && i < len(q.others); i++ {
		value = p.value(q.others[i], values)
	}
	if value == "" {
		return ""
	}
	if missing := q.width - len(value); missing > 0 {
		value = strings.Repeat("0", missing) + value
	}
	return value
}

// value is a column's value, translated where the map says so.
func (p *plan) value(column int, values []string) string {
	if column >= len(values) {
		return ""
	}
	value := strings.TrimSpace(values[column])
	if translated, ok := p.values[column][value]; ok {
		return translated
	}
	return value
}

// json is the template's value as JSON, nil where it is empty. A single column
// keeps its type: what reads as a JSON number, true, false, or a list or
// object is one, unless the map says that the column is text.
func (t template) json(p *plan, values []string) []byte {
	text := t.text(p, values)
	if text == "" {
		return nil
	}
	if len(t) == 1 && t[0].column >= 0 && t[0].width == 0 && !p.text[t[0].column] {
		if raw := []byte(text); strings.IndexByte("-0123456789tf[{", raw[0]) >= 0 && json.Valid(raw) {
			return raw
		}
	}
	return protocol.AppendText(nil, text)
}
