package compare

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"

	"wend/internal/event"
	"wend/internal/understand/query"
)

// trace is an attribute that is looked at: what it is, who has it, and of whom
// it is known.
type trace struct {
	of       What
	name     string
	rule     json.RawMessage
	with     func(t *tallies) [2]int64
	whole    func(t *tallies) [2]int64
	p        float64
	adjusted float64
}

// traces are all attributes with enough customers in the first half.
func (s *study) traces(f *earlyFold) (list []trace, leftOut []LeftOut) {
	for i := range s.attributes {
		found, reason := s.values(f, i)
		if reason != "" {
			leftOut = append(leftOut, LeftOut{s.attributes[i].property, reason})
		}
		list = append(list, found...)
	}
	weeks := func(t *tallies) [2]int64 { return t.weeks }
	for i, h := range habitual {
		for n, b := range h.buckets {
			code := uint32(n + 1)
			list = append(list, trace{of: What{Property: h.key, Value: quoted(b.name)}, name: h.name + ": " + b.name,
				with: func(t *tallies) [2]int64 { return t.habits[i].of(code) }, whole: weeks})
		}
	}
	for code := range f.halves[search].events.by {
		name := s.ix.EventName(uint16(code))
		rule, err := json.Marshal(map[string]string{"event": name})
		if err != nil || name == event.Canonical(s.goalName) {
			continue
		}
		list = append(list, trace{of: What{Event: name}, name: name + " in the first week, before a conversion", rule: rule,
			with: func(t *tallies) [2]int64 { return t.events.of(uint32(code)) }, whole: weeks})
	}
	return slices.DeleteFunc(list, func(t trace) bool {
		with := t.with(&f.halves[search])
		return with[best]+with[others] < fewestWith
	}), leftOut
}

// values are the traces of one property.
func (s *study) values(f *earlyFold, i int) (list []trace, reason string) {
	a, first := &s.attributes[i], &f.halves[search]
	if a.pick == always && f.unsteady(i) {
		return nil, "It changes with what customers do."
	}
	whole := func(t *tallies) [2]int64 {
		unknown := t.values[i].of(query.Missing)
		return [2]int64{t.customers[0] - unknown[0], t.customers[1] - unknown[1]}
	}
	if a.optional() {
		if cuts, ok := thirds(a, &first.values[i]); ok {
			return s.ranges(a, i, cuts, whole), ""
		}
	}
	values, kinds := a.rank(&first.values[i])
	if a.optional() && (kinds > mostKinds || first.values[i].rest != [2]uint32{}) {
		return nil, "It has more than 200 kinds, which tell customers from each other, not groups."
	}
	for _, v := range oneSide(values, kinds, whole(first)) {
		raw, err := json.Marshal(v.value.JSON())
		if err != nil {
			continue // no value of an event cannot be written
		}
		filter := event.Filter{Property: a.property, Op: "eq", Value: raw}
		if a.property == "hour" {
			from := hoursOfPart * (slices.Index(dayparts, v.value.Text) - 1)
			filter.Op, filter.Value = "between", json.RawMessage(fmt.Sprintf("[%d,%d]", from, from+hoursOfPart-1))
		}
		list = append(list, trace{of: What{Property: a.property, Value: raw}, name: earlyTitle(a) + ": " + word(a.property, v.value), rule: a.rule(filter),
			with: func(t *tallies) [2]int64 { return t.values[i].sum(func(v event.Value) bool { return same(v, raw) }, a) }, whole: whole})
	}
	return list, ""
}

// ranges are the traces of a number: its lower, middle and upper third.
func (s *study) ranges(a *attribute, i int, cuts [2]float64, whole func(*tallies) [2]int64) (list []trace) {
	for _, part := range partsOf(cuts) {
		for n := range part.filters {
			part.filters[n].Property = a.property
		}
		list = append(list, trace{of: What{Property: a.property, Value: quoted(part.name)}, name: earlyTitle(a) + ": " + part.name, rule: a.rule(part.filters...),
			with: func(t *tallies) [2]int64 { return t.values[i].sum(part.in, a) }, whole: whole})
	}
	return list
}

// part is a third of a number.
type part struct {
	name    string
	in      func(event.Value) bool
	filters []event.Filter // without their property
}

func partsOf(cuts [2]float64) [3]part {
	low, high := json.RawMessage(strconv.FormatFloat(cuts[0], 'g', -1, 64)), json.RawMessage(strconv.FormatFloat(cuts[1], 'g', -1, 64))
	in := func(from, to float64) func(event.Value) bool {
		return func(v event.Value) bool { return v.Num > from && v.Num <= to }
	}
	return [3]part{
		{"up to " + number(cuts[0]), in(math.Inf(-1), cuts[0]), []event.Filter{{Op: "lte", Value: low}}},
		{number(cuts[0]) + " to " + number(cuts[1]), in(cuts[0], cuts[1]), []event.Filter{{Op: "gt", Value: low}, {Op: "lte", Value: high}}},
		{"above " + number(cuts[1]), in(cuts[1], math.Inf(1)), []event.Filter{{Op: "gt", Value: high}}},
	}
}

// sum is how many have one of the values.
func (c *counts) sum(in func(event.Value) bool, a *attribute) (n [2]int64) {
	for code := 1; code < len(c.by); code++ {
		if c.by[code] != [2]uint32{} && in(a.value(uint32(code))) {
			with := c.of(uint32(code))
			n[0], n[1] = n[0]+with[0], n[1]+with[1]
		}
	}
	return n
}

// thirds cuts a number into three parts of about the same size; ok is false
// where it is none, or has but a handful of kinds.
func thirds(a *attribute, c *counts) (cuts [2]float64, ok bool) {
	if _, ok := numbersOf(a, c); !ok {
		return cuts, false
	}
	type one struct {
		v float64
		n int64
	}
	var list []one
	all := int64(0)
	for code := 1; code < len(c.by); code++ {
		if with := c.of(uint32(code)); with[0]+with[1] > 0 {
			list = append(list, one{a.value(uint32(code)).Num, with[0] + with[1]})
			all += with[0] + with[1]
		}
	}
	slices.SortFunc(list, func(a, b one) int { return cmp.Compare(a.v, b.v) })
	sum, at := int64(0), 0
	for _, x := range list {
		for sum += x.n; at < 2 && 3*sum >= int64(at+1)*all; at++ {
			cuts[at] = x.v
		}
	}
	return cuts, cuts[0] < cuts[1] && cuts[1] < list[len(list)-1].v
}

// rule is the rule of the customers for whom the filters hold: of a trait, of
// their first visit, or of any touchpoint.
func (a *attribute) rule(filters ...event.Filter) json.RawMessage {
	var rule any
	if a.pick == always {
		parts := make([]any, len(filters))
		for i, f := range filters {
			parts[i] = f
		}
		if rule = parts[0]; len(parts) > 1 {
			rule = map[string]any{"all": parts}
		}
	} else {
		if a.pick == firstVisit {
			filters = append(filters, event.Filter{Property: "new_or_returning", Op: "eq", Value: quoted("new")})
		}
		rule = map[string]any{"event": query.AnyEvent, "where": filters}
	}
	raw, err := json.Marshal(rule)
	if err != nil {
		return nil
	}
	return raw
}

// earlyTitle says when an attribute was known.
func earlyTitle(a *attribute) string {
	switch {
	case a.property == "hour":
		return "First visit"
	case a.property == "weekday":
		return "First visit on a"
	case a.pick == firstVisit:
		return "First visit, " + lowerFirst(title(a.property))
	case a.pick == firstTouchpoint:
		return "First " + lowerFirst(title(a.property))
	}
	return title(a.property)
}

// kinOf names the attributes that say nearly the same.
func kinOf(property string) string {
	for _, group := range kin {
		if slices.Contains(group, property) {
			return group[0]
		}
	}
	return property
}

// same compares a value with one that was written as JSON.
func same(v event.Value, raw json.RawMessage) bool { return v == event.ParseValue(raw) }

func quoted(text string) json.RawMessage {
	raw, err := json.Marshal(text)
	if err != nil {
		return nil
	}
	return raw
}
