package segment

import (
	"bytes"
	"cmp"
	stdjson "encoding/json"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"wend/internal/event"
)

const (
	// mostNames bounds the property names that are counted in a file, so that
	// senders who invent names cannot make files and memory grow.
	mostNames = 2000
	// mostShredded bounds the property columns of a file.
	mostShredded = 40
	// frequent is the share of events, as one in so many, from which on a
	// property gets a column.
	frequent = 20
	// longestShredded keeps long texts out of the columns.
	longestShredded = 1024
)

// columnName is what a property may be called to get a column: names that every
// reader of Parquet takes without quoting tricks.
var columnName = regexp.MustCompile(`^[A-Za-z0-9_]{1,64}$`)

// Property is a shredded property: all its values in the file are of one kind
// and lie in the column p_<name>.
type Property struct {
	Name string
	Kind event.ValueKind
}

// census counts, for every property name of a file, the events that have it, by
// kind of value. It goes into the file's metadata, so that a merge knows what
// to shred before it reads a row.
type census struct {
	Rows int64 `json:"rows"`
	// Overflow says that there were more than mostNames names; those that are
	// not in Names were not counted.
	Overflow bool              `json:"overflow,omitempty"`
	Names    map[string]*count `json:"names"`
}

type count struct {
	Text   int64 `json:"text,omitempty"`
	Number int64 `json:"number,omitempty"`
	Bool   int64 `json:"bool,omitempty"`
	// Other counts lists, objects and texts too long for a column.
	Other int64 `json:"other,omitempty"`
}

func newCensus() *census { return &census{Names: map[string]*count{}} }

// add counts the properties of one event.
func (c *census) add(properties []byte) {
	c.Rows++
	event.Members(properties, func(key, value []byte) bool {
		var n *count
		if bytes.IndexByte(key, '\\') < 0 {
			n = c.Names[string(key)] // the usual case, without a copy of the key
		}
		if n == nil {
			n = c.named(event.KeyText(key))
		}
		if n != nil {
			n.add(value)
		}
		return true
	})
}

func (c *census) named(name string) *count {
	n := c.Names[name]
	if n == nil {
		if len(c.Names) >= mostNames {
			c.Overflow = true
			return nil
		}
		n = &count{}
		c.Names[strings.Clone(name)] = n
	}
	return n
}

func (n *count) add(value []byte) {
	if len(value) == 0 {
		return
	}
	switch value[0] {
	case '"':
		if len(value) > longestShredded {
			n.Other++
		} else {
			n.Text++
		}
	case 't', 'f':
		n.Bool++
	case '[', '{':
		n.Other++
	case 'n':
	default:
		n.Number++
	}
}

// merge adds another file's counts.
func (c *census) merge(other *census) {
	c.Rows += other.Rows
	if other.Overflow || c.Overflow {
		// What one side did not count may be of any kind: such names are out.
		c.Overflow = true
		for name := range c.Names {
			if other.Overflow && other.Names[name] == nil {
				c.Names[name].Other++
			}
		}
		for name := range other.Names {
			if n := c.named(name); n != nil && n.total() == 0 {
				n.Other++
			}
		}
	}
	for name, n := range other.Names {
		if mine := c.named(name); mine != nil {
			mine.Text += n.Text
			mine.Number += n.Number
			mine.Bool += n.Bool
			mine.Other += n.Other
		}
	}
}

func (n *count) total() int64 { return n.Text + n.Number + n.Bool + n.Other }

// kind is the one kind of all values, or Missing where there are several.
func (n *count) kind() event.ValueKind {
	switch n.total() {
	case 0:
		return event.Missing
	case n.Text:
		return event.Text
	case n.Number:
		return event.Number
	case n.Bool:
		return event.Bool
	}
	return event.Missing
}

// shredded chooses the properties that get columns: frequent, of one kind, and
// with names that also differ for readers that ignore case.
func (c *census) shredded() []Property {
	var names []string
	for name, n := range c.Names {
		if n.kind() != event.Missing && n.total()*frequent >= c.Rows && columnName.MatchString(name) {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, func(a, b string) int {
		return cmp.Or(cmp.Compare(c.Names[b].total(), c.Names[a].total()), strings.Compare(a, b))
	})
	var chosen []Property
	taken := map[string]bool{}
	for _, name := range names {
		if folded := strings.ToLower(name); !taken[folded] && len(chosen) < mostShredded {
			taken[folded] = true
			chosen = append(chosen, Property{Name: name, Kind: c.Names[name].kind()})
		}
	}
	return chosen
}

func (c *census) encode() string {
	b, err := stdjson.Marshal(c)
	if err != nil {
		panic(err) // numbers and strings always encode
	}
	return string(b)
}

func decodeCensus(text string) (*census, error) {
	c := newCensus()
	if err := stdjson.Unmarshal([]byte(text), c); err != nil {
		return nil, err
	}
	for name, n := range c.Names {
		if n == nil {
			delete(c.Names, name)
		}
	}
	return c, nil
}

// valueOf is event.ParseValue with a short way for plain texts.
func valueOf(raw []byte) event.Value {
	if n := len(raw); n >= 2 && raw[0] == '"' && raw[n-1] == '"' && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw) {
		for _, c := range raw {
			if c < ' ' {
				return event.ParseValue(raw)
			}
		}
		return event.TextValue(string(raw[1 : n-1]))
	}
	return event.ParseValue(raw)
}
