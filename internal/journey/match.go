package journey

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"wend/internal/event"
	"wend/internal/problem"
)

// Matcher tests a touchpoint against filters. The zero Matcher holds for all.
// It is safe for use by many goroutines.
type Matcher struct {
	conditions []condition
	traits     bool // some condition asks for a trait
	properties bool // some condition asks for a property's column
}

type condition struct {
	column Column
	// direct gives values that have no codes of their own, instead of column.
	direct func(j Journey, row int) event.Value
	test   event.Condition
	// holds is the test's answer for every code known when the matcher was made.
	holds []uint8 // 1 or 0: tests of many rows add and multiply instead of branching
	// narrow and wide are where a built-in column's codes lie, if they lie
	// anywhere; holds goes by these codes then.
	narrow func(*Columns) []uint16
	wide   func(*Columns) []uint32
}

// Empty tells whether the matcher holds for every touchpoint.
func (m Matcher) Empty() bool { return len(m.conditions) == 0 }

// Match tells whether all filters hold for one row of the journey's columns.
func (m Matcher) Match(j Journey, row int) bool {
	for i := range m.conditions {
		if !m.conditions[i].match(j, row) {
			return false
		}
	}
	return true
}

func (c *condition) match(j Journey, row int) bool {
	var code uint32
	switch {
	case c.direct != nil:
		return c.test.Holds(c.direct(j, row))
	case c.narrow != nil:
		code = uint32(c.narrow(j.Columns)[row])
	case c.wide != nil:
		code = c.wide(j.Columns)[row]
	default:
		code = c.column.Code(j, row)
	}
	if int(code) < len(c.holds) {
		return c.holds[code] != 0
	}
	return c.test.Holds(c.valueOf(code))
}

// valueOf is the value of a code that holds goes by.
func (c *condition) valueOf(code uint32) event.Value {
	if b, ok := c.column.(*builtin); ok && b.part != nil {
		code = b.part(code)
	}
	return c.column.Value(code)
}

// mark tells for each row of the whole journey whether all filters hold, 1 or
// 0. It is Match, one filter at a time and without branches that depend on the
// data, which is several times as fast.
func (m Matcher) mark(j *Journey, pass []uint8) {
	for i := range pass {
		pass[i] = 1
	}
	for k := range m.conditions {
		c := &m.conditions[k]
		switch {
		case c.narrow != nil:
			markCodes(c, c.narrow(j.Columns)[j.First:j.End], pass)
		case c.wide != nil:
			markCodes(c, c.wide(j.Columns)[j.First:j.End], pass)
		default:
			for i := range pass {
				if pass[i] != 0 {
					pass[i] = number(c.match(*j, j.First+i))
				}
			}
		}
	}
}

func markCodes[C uint16 | uint32](c *condition, codes []C, pass []uint8) {
	holds := c.holds
	pass = pass[:len(codes)]
	for i, code := range codes {
		if int(code) < len(holds) {
			pass[i] &= holds[code]
		} else { // newer than the matcher
			pass[i] &= number(c.test.Holds(c.valueOf(uint32(code))))
		}
	}
}

func number(b bool) uint8 {
	if b {
		return 1
	}
	return 0
}

// Matcher reads filters, all of which have to hold. A *problem.Problem points
// into the list ("/0/op").
func (ix *Index) Matcher(ctx context.Context, fs []event.Filter, zone *time.Location) (Matcher, error) {
	return ix.matcher(ctx, fs, zone, false)
}

// matcher reads filters. With atMoment, a trait has its value at the
// touchpoint's moment, and is asked for each time; else its value now, which
// is asked for once.
func (ix *Index) matcher(ctx context.Context, fs []event.Filter, zone *time.Location, atMoment bool) (Matcher, error) {
	var m Matcher
	for i, f := range fs {
		path, err := event.ParsePath(f.Property)
		if err != nil {
			return Matcher{}, problem.At(fmt.Sprintf("/%d/property", i), "%v", err)
		}
		test, field, err := canonical(path, f).Compile()
		if err != nil {
			return Matcher{}, problem.At(fmt.Sprintf("/%d/%s", i, field), "%v", err)
		}
		c := condition{test: test}
		if c.column, err = ix.Column(ctx, path, zone); err != nil {
			return Matcher{}, err
		}
		m.traits = m.traits || path.Root == event.InTraits
		m.properties = m.properties || path.Root == event.InProperties || path.Root == event.InContext
		switch column := c.column.(type) {
		case *worthColumn:
			c.direct = column.value
		case *traitColumn:
			if atMoment {
				c.direct = traitAt(column.source, path.Keys)
			}
		case *builtin:
			c.narrow, c.wide = column.narrow, column.wide
			size := column.size()
			if column.parts != nil {
				size = column.parts()
			}
			c.answers(size)
		default:
			c.answers(column.Size())
		}
		m.conditions = append(m.conditions, c)
	}
	return m, nil
}

// canonical writes GA4's names in a filter on the event's name as the
// canonical ones under which events are stored.
func canonical(p event.Path, f event.Filter) event.Filter {
	if p.Root != event.Dimension || p.Name != "event" {
		return f
	}
	switch f.Op {
	case "eq", "neq":
		var name string
		if json.Unmarshal(f.Value, &name) == nil {
			f.Value, _ = json.Marshal(event.Canonical(name))
		}
	case "in", "not_in":
		var list []any
		if json.Unmarshal(f.Value, &list) == nil {
			for i, v := range list {
				if name, ok := v.(string); ok {
					list[i] = event.Canonical(name)
				}
			}
			f.Value, _ = json.Marshal(list)
		}
	}
	return f
}

// answers tests the first codes.
func (c *condition) answers(size int) {
	c.holds = make([]uint8, size)
	for code := range c.holds {
		c.holds[code] = number(c.test.Holds(c.valueOf(uint32(code))))
	}
}
