package compare

import (
	"context"
	"math"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// CustomersQuestion asks for the customers behind one number of an answer.
type CustomersQuestion struct {
	Definition
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who is a group, and with what a row's of says, those of the group for whom it
// holds: as many as the row's with, or of whom a number is known.
type Who struct {
	Group string `json:"group" enum:"a,b,both,neither" doc:"Customers of the first group, of the second, of both rules, or of none."`
	What
}

var sidesByName = map[string]side{"a": inA, "b": inB, "both": inBoth, "neither": inNeither}

// Customers lists the customers behind a number.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	if err := q.Definition.Validate(); err != nil {
		return query.People{}, err
	}
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	group, ok := sidesByName[q.Of.Group]
	if !ok {
		return query.People{}, problem.At("/of/group", "Name the group: a, b, both or neither.")
	}
	if group >= inBoth && (q.Of.Event != "" || q.Of.Metric != "" || q.Of.Property != "") {
		return query.People{}, problem.At("/of/group", "Only a and b are compared: list both or neither as a whole.")
	}
	c, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	holds, err := c.holds(q.Of.What)
	if err != nil {
		return query.People{}, err
	}
	f, _, err := journey.Run(ctx, ix, c.scan, func() *fold {
		f := newFold(c.plan, c.grouping)
		f.pick = func(s side, p *person) bool { return s == group && (s >= inBoth || holds(p)) }
		f.chosen = begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}

// holds tells of whom a row's side is.
func (c *compiled) holds(w What) (func(*person) bool, error) {
	named := 0
	for _, name := range []string{w.Event, w.Metric, w.Property} {
		if name != "" {
			named++
		}
	}
	switch {
	case named > 1:
		return nil, problem.At("/of", "Name an event, a metric or a property, not several.")
	case !missing(w.Value) && w.Property == "":
		return nil, problem.At("/of/value", "A value belongs to a property: name it.")
	case w.Event != "":
		code, known := c.ix.EventCode(w.Event)
		return func(p *person) bool { return known && slices.Contains(p.did, code) }, nil
	case w.Metric == "converted":
		return func(p *person) bool { return p.converted }, nil
	case w.Metric != "":
		for i, m := range metrics {
			if m.key == w.Metric {
				return func(p *person) bool { return !math.IsNaN(p.numbers[i]) }, nil
			}
		}
		return nil, problem.At("/of/metric", "There is no metric %q: name one as the answer does.", shorten(w.Metric))
	case w.Property != "":
		return c.has(w)
	}
	return func(*person) bool { return true }, nil
}

// has tells who has a value of a property.
func (c *compiled) has(w What) (func(*person) bool, error) {
	i := slices.IndexFunc(c.attributes, func(a attribute) bool { return a.property == w.Property })
	if i < 0 {
		return nil, problem.At("/of/property", "%q is not compared: name a property as the answer does.", shorten(w.Property))
	}
	if missing(w.Value) {
		return func(p *person) bool { return p.codes[i] != query.Missing }, nil
	}
	asked := event.ParseValue(w.Value)
	if asked.Kind == event.List || !asked.Exists() {
		return nil, problem.At("/of/value", "Name the value as the answer does.")
	}
	a := &c.attributes[i]
	return func(p *person) bool { return p.codes[i] != query.Missing && a.value(p.codes[i]) == asked }, nil
}
