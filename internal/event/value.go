package event

import (
	"encoding/json"
	"math"
	"strconv"
	"strings"
)

// ValueKind is the JSON type of a Value.
type ValueKind uint8

const (
	Missing ValueKind = iota
	Text
	Number
	Bool
	// List is an array or an object, kept as its JSON text.
	List
)

// Value is a property's value. The zero Value is a missing one; JSON null
// counts as missing. Values are comparable with ==.
type Value struct {
	Kind ValueKind
	Text string // of Text and List
	Num  float64
}

// TextValue, NumberValue and BoolValue make values.
func TextValue(s string) Value { return Value{Kind: Text, Text: s} }

// NumberValue makes a number; not-a-number and infinities are missing.
func NumberValue(f float64) Value {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Value{}
	}
	return Value{Kind: Number, Num: f}
}

// BoolValue makes true or false.
func BoolValue(b bool) Value {
	if b {
		return Value{Kind: Bool, Num: 1}
	}
	return Value{Kind: Bool}
}

// ParseValue reads one JSON value. Anything unreadable is missing.
func ParseValue(raw []byte) Value {
	if len(raw) == 0 {
		return Value{}
	}
	switch raw[0] {
	case '"':
		if plain(raw) {
			return TextValue(string(raw[1 : len(raw)-1]))
		}
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return Value{}
		}
		return TextValue(s)
	case 't':
		return BoolValue(true)
	case 'f':
		return BoolValue(false)
	case 'n':
		return Value{}
	case '[', '{':
		return Value{Kind: List, Text: string(raw)}
	}
	f, err := strconv.ParseFloat(string(raw), 64)
	if err != nil {
		return Value{}
	}
	return NumberValue(f)
}

// plain tells whether a JSON string is between its quotes what it stands for:
// most are, and need no decoder.
func plain(raw []byte) bool {
	last := len(raw) - 1
	if last < 1 || raw[last] != '"' {
		return false
	}
	for _, c := range raw[1:last] {
		if c < ' ' || c > '~' || c == '"' || c == '\\' {
			return false
		}
	}
	return true
}

// Exists tells whether there is a value.
func (v Value) Exists() bool { return v.Kind != Missing }

// Float is the value as a number: numbers, and texts that read as one
// ("27.50", as imports and some shops send them). ok is false for the rest.
func (v Value) Float() (f float64, ok bool) {
	switch v.Kind {
	case Number:
		return v.Num, true
	case Text:
		f, err := strconv.ParseFloat(strings.TrimSpace(v.Text), 64)
		if err == nil && !math.IsNaN(f) && !math.IsInf(f, 0) {
			return f, true
		}
	}
	return 0, false
}

// String is the value as people read it: numbers in their shortest form,
// true and false, lists as JSON, "" for missing.
func (v Value) String() string {
	switch v.Kind {
	case Text, List:
		return v.Text
	case Number:
		return strconv.FormatFloat(v.Num, 'f', -1, 64)
	case Bool:
		return strconv.FormatBool(v.Num != 0)
	}
	return ""
}

// JSON is the value as it goes into an answer: nil for missing.
func (v Value) JSON() any {
	switch v.Kind {
	case Text:
		return v.Text
	case Number:
		return v.Num
	case Bool:
		return v.Num != 0
	case List:
		return json.RawMessage(v.Text)
	}
	return nil
}
