package scenario

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
)

// cutColon cuts a line at its first colon that is followed by a space or ends
// it, outside quotes.
func cutColon(line string) (head, body string, ok bool) {
	quoted := false
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == ':' && !quoted && (i+1 == len(line) || line[i+1] == ' '):
			return line[:i], strings.TrimSpace(line[i+1:]), true
		}
	}
	return line, "", false
}

// fields splits a text at spaces outside quotes.
func fields(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	quoted, open := false, false
	for i := range len(text) {
		switch c := text[i]; {
		case c == '"':
			quoted, open = !quoted, true
			word.WriteByte(c)
		case (c == ' ' || c == '\t') && !quoted:
			if open {
				words = append(words, word.String())
				word.Reset()
				open = false
			}
		default:
			word.WriteByte(c)
			open = true
		}
	}
	if quoted {
		return nil, fmt.Errorf("a quotation mark is missing in %q", text)
	}
	if open {
		words = append(words, word.String())
	}
	if len(words) == 0 {
		return nil, fmt.Errorf("something is missing here")
	}
	return words, nil
}

// cutOption cuts key=value; the value's quotes stay.
func cutOption(word string) (key, value string, ok bool) {
	if strings.HasPrefix(word, `"`) {
		return "", "", false
	}
	return strings.Cut(word, "=")
}

// literal reads a value: a number, true, false, a quoted text, or a plain one.
func literal(text string) any {
	var v any
	if json.Unmarshal([]byte(text), &v) == nil {
		return v
	}
	return text
}

func unquote(text string) string {
	if s, err := strconv.Unquote(text); err == nil {
		return s
	}
	return text
}

// moment reads a relative time: "20h", "1d2h30m" after the begin, "+10m" after
// the deed before, "-1h" before the begin.
func moment(begin, before time.Time, text string) (time.Time, error) {
	from, rest, sign := begin, text, time.Duration(1)
	switch {
	case strings.HasPrefix(text, "+"):
		from, rest = before, text[1:]
	case strings.HasPrefix(text, "-"):
		rest, sign = text[1:], -1
	}
	total := time.Duration(0)
	units := map[string]time.Duration{"ms": time.Millisecond, "s": time.Second, "m": time.Minute, "h": time.Hour, "d": 24 * time.Hour, "w": 7 * 24 * time.Hour}
	for rest != "" {
		digits := len(rest) - len(strings.TrimLeft(rest, "0123456789"))
		n, err := strconv.Atoi(rest[:digits])
		rest = rest[digits:]
		letters := len(rest) - len(strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz"))
		unit, ok := units[rest[:letters]]
		if err != nil || !ok {
			return time.Time{}, fmt.Errorf("%q is no time: write for example 20h, 1d2h or +10m", text)
		}
		total += time.Duration(n) * unit
		rest = rest[letters:]
	}
	return from.Add(sign * total), nil
}

// Duration writes a duration as scenarios do: "1d2h", "0s".
func Duration(d time.Duration) string {
	if d == 0 {
		return "0s"
	}
	var b strings.Builder
	if d < 0 {
		b.WriteByte('-')
		d = -d
	}
	for _, unit := range []struct {
		name string
		d    time.Duration
	}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}} {
		if n := d / unit.d; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, unit.name)
			d -= n * unit.d
		}
	}
	return b.String()
}

// Selector says which events are meant.
type Selector struct {
	Events []string // any of these; empty: every event
	Where  []event.Filter
	Name   string // what follows "named"
}

// operators by how scenarios write them, the longer ones first.
var operators = []struct{ sign, op string }{
	{"!=", "neq"}, {">=", "gte"}, {"<=", "lte"}, {"=", "eq"}, {">", "gt"}, {"<", "lt"}, {"~", "matches"},
}

// ParseSelector reads "Product Viewed | Product Added where category=shoes and
// value>=10 named Looked". "*" is every event; "!key" is not_exists, "key?" exists.
func ParseSelector(text string) (Selector, error) {
	var s Selector
	text, s.Name = cutLast(text, " named ")
	names, filters := cutLast(text, " where ")
	for name := range strings.SplitSeq(names, "|") {
		switch name = unquote(strings.TrimSpace(name)); name {
		case "":
			return s, fmt.Errorf("an event is missing in %q", text)
		case "*":
		default:
			s.Events = append(s.Events, name)
		}
	}
	var err error
	s.Where, err = ParseFilters(filters)
	return s, err
}

func cutLast(text, at string) (before, after string) {
	if i := strings.LastIndex(text, at); i >= 0 {
		return text[:i], strings.TrimSpace(text[i+len(at):])
	}
	return text, ""
}

// ParseFilters reads "category=shoes and value>=10"; nothing for "".
func ParseFilters(text string) (filters []event.Filter, err error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	for part := range strings.SplitSeq(text, " and ") {
		f, err := parseFilter(strings.TrimSpace(part))
		if err != nil {
			return nil, err
		}
		filters = append(filters, f)
	}
	return filters, nil
}

func parseFilter(text string) (event.Filter, error) {
	if key, ok := strings.CutPrefix(text, "!"); ok {
		return event.Filter{Property: path(key), Op: "not_exists"}, nil
	}
	if key, ok := strings.CutSuffix(text, "?"); ok {
		return event.Filter{Property: path(key), Op: "exists"}, nil
	}
	for i := range len(text) {
		for _, o := range operators {
			if value, ok := strings.CutPrefix(text[i:], o.sign); ok {
				raw, err := json.Marshal(literal(value))
				return event.Filter{Property: path(text[:i]), Op: o.op, Value: raw}, err
			}
		}
	}
	return event.Filter{}, fmt.Errorf("%q is no condition: write for example category=shoes", text)
}

// path is a property path: what is no built-in dimension and has no root is a
// property.
func path(key string) string {
	if _, err := event.ParsePath(key); err == nil || slices.Contains(event.Dimensions, key) {
		return key
	}
	return "properties." + key
}

// Path is a property path as scenarios shorten it: "category" for
// "properties.category", "device" for the dimension.
func Path(key string) string { return path(key) }

// Unquote takes the quotation marks off a text that has them.
func Unquote(text string) string { return unquote(text) }

// At is the moment that an offset names.
func (s *Scenario) At(offset string) (time.Time, error) { return moment(s.Begin, s.Begin, offset) }
