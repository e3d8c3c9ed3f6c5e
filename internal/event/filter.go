package event

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Filter is one condition on a property, as the contract writes it.
type Filter struct {
	Property string          `json:"property"`
	Op       string          `json:"op"`
	Value    json.RawMessage `json:"value,omitempty"`
}

// Ops are the operators of a filter, in the order in which a person reads them.
var Ops = []string{
	"eq", "neq", "in", "not_in", "contains", "not_contains", "starts_with", "ends_with", "matches",
	"gt", "gte", "lt", "lte", "between", "exists", "not_exists",
}

// Condition is a filter's operator and value, read and checked once and then
// tested against many values. It is safe for concurrent use.
type Condition struct {
	op      string
	values  []Value
	pattern *regexp.Regexp
}

// longestPattern bounds regular expressions; RE2 is linear in the text, and
// its program grows with the pattern.
const longestPattern = 1000

// mostValues bounds the list of in and not_in.
const mostValues = 10_000

// Compile checks the filter's operator and value. The error is a sentence for
// the reader, about the field ("op" or "value") that it names first.
func (f Filter) Compile() (Condition, string, error) {
	c := Condition{op: f.Op}
	switch f.Op {
	case "exists", "not_exists":
		return c, "", nil
	case "in", "not_in", "between":
		var list []json.RawMessage
		if err := json.Unmarshal(f.Value, &list); err != nil {
			return c, "value", fmt.Errorf("%s needs a list of values", f.Op)
		}
		if f.Op == "between" && len(list) != 2 {
			return c, "value", fmt.Errorf("between needs two values, the lowest and the highest")
		}
		if len(list) > mostValues {
			return c, "value", fmt.Errorf("a list may have at most %d values", mostValues)
		}
		for _, raw := range list {
			v := ParseValue(raw)
			if v.Kind == List || (f.Op == "between" && !v.Exists()) {
				return c, "value", fmt.Errorf("%s takes texts, numbers, true and false", f.Op)
			}
			c.values = append(c.values, v)
		}
		return c, "", nil
	}
	if !slices.Contains(Ops, f.Op) {
		return c, "op", fmt.Errorf("%q is not an operator: use one of %s", f.Op, strings.Join(Ops, ", "))
	}
	v := ParseValue(f.Value)
	if !v.Exists() || v.Kind == List {
		return c, "value", fmt.Errorf("%s needs a text, a number, true or false", f.Op)
	}
	c.values = []Value{v}
	if f.Op == "matches" {
		if len(v.Text) > longestPattern {
			return c, "value", fmt.Errorf("a pattern may have at most %d characters", longestPattern)
		}
		re, err := regexp.Compile(v.String())
		if err != nil {
			return c, "value", fmt.Errorf("the pattern cannot be read: %w", err)
		}
		c.pattern = re
	}
	return c, "", nil
}

// Holds tells whether the value satisfies the condition. neq, not_in and
// not_contains hold where the value is missing; every other operator but
// not_exists does not.
func (c Condition) Holds(v Value) bool {
	switch c.op {
	case "exists":
		return v.Exists()
	case "not_exists":
		return !v.Exists()
	case "neq", "not_in":
		return !v.Exists() || !slices.ContainsFunc(c.values, func(w Value) bool { return equal(v, w) })
	case "not_contains":
		return !v.Exists() || !contains(v, c.values[0])
	}
	if !v.Exists() {
		return false
	}
	switch c.op {
	case "eq", "in":
		return slices.ContainsFunc(c.values, func(w Value) bool { return equal(v, w) })
	case "contains":
		return contains(v, c.values[0])
	case "starts_with":
		return v.Kind != List && strings.HasPrefix(v.String(), c.values[0].String())
	case "ends_with":
		return v.Kind != List && strings.HasSuffix(v.String(), c.values[0].String())
	case "matches":
		return c.pattern.MatchString(v.String())
	case "between":
		low, ok := compare(v, c.values[0])
		high, ok2 := compare(v, c.values[1])
		return ok && ok2 && low >= 0 && high <= 0
	}
	order, ok := compare(v, c.values[0])
	if !ok {
		return false
	}
	switch c.op {
	case "gt":
		return order > 0
	case "gte":
		return order >= 0
	case "lt":
		return order < 0
	case "lte":
		return order <= 0
	}
	return false
}

// equal compares texts with case, numbers by value, and a number with a text
// that reads as one: shops and imports send both for the same thing.
func equal(a, b Value) bool {
	if a.Kind == b.Kind {
		return a == b
	}
	if a.Kind == Number || b.Kind == Number {
		x, ok := a.Float()
		y, ok2 := b.Float()
		return ok && ok2 && x == y
	}
	return a.Kind != List && b.Kind != List && a.String() == b.String()
}

// compare orders numbers by value (a text that reads as a number counts as
// one beside a number) and texts by their bytes, which orders RFC 3339 times
// of one offset; ok is false where the two cannot be ordered.
func compare(a, b Value) (order int, ok bool) {
	if a.Kind == Text && b.Kind == Text {
		return strings.Compare(a.Text, b.Text), true
	}
	x, okX := a.Float()
	y, okY := b.Float()
	if !okX || !okY {
		return 0, false
	}
	switch {
	case x < y:
		return -1, true
	case x > y:
		return 1, true
	}
	return 0, true
}

// contains looks for a part of a text, or for an element of a list.
func contains(v, part Value) bool {
	if v.Kind != List {
		return strings.Contains(v.String(), part.String())
	}
	var list []json.RawMessage
	if json.Unmarshal([]byte(v.Text), &list) != nil {
		return false
	}
	return slices.ContainsFunc(list, func(raw json.RawMessage) bool { return equal(ParseValue(raw), part) })
}
