package segment

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// defaultPatience is how long a customer without touchpoints is not lapsed,
// where the stage says nothing.
const defaultPatience = 30 * 24 * time.Hour

// Test is a rule made ready for the journeys of one index. Many goroutines may
// use it.
type Test struct {
	ix    *journey.Index
	zone  *time.Location
	holds predicate

	scores bool // whether the rule asks for segments by scores
	scored atomic.Pointer[scoring]
}

// predicate tells whether a node holds at a moment.
type predicate func(*moment) bool

// Compile makes the rule ready. A nil zone is the workspace's.
func (r Rule) Compile(ctx context.Context, ix *journey.Index, zone *time.Location) (*Test, error) {
	if zone == nil {
		zone = ix.Zone()
	}
	t := &Test{ix: ix, zone: zone}
	var err error
	t.holds, err = t.compile(ctx, r.root)
	return t, err
}

func (t *Test) compile(ctx context.Context, n node) (predicate, error) {
	switch n := n.(type) {
	case all:
		return t.list(ctx, n.nodes, true)
	case anyOf:
		return t.list(ctx, n.nodes, false)
	case not:
		inner, err := t.compile(ctx, n.node)
		return func(m *moment) bool { return !inner(m) }, err
	case property:
		return t.property(ctx, n)
	case did:
		return t.did(ctx, n)
	case sequence:
		return t.sequence(ctx, n)
	case stage:
		return t.stage(n)
	case lapsed:
		return t.lapsed(n)
	case agrees:
		return func(m *moment) bool { return t.ix.ConsentsAt(m.j.Customer, m.at)[n.category] }, nil
	case date:
		return t.date(n), nil
	case scored:
		return t.inSegment(n)
	case engaged:
		return t.engaged(n)
	case prefers:
		return t.prefers(n)
	}
	return nil, fmt.Errorf("a rule's node of kind %s is not known", n.kind())
}

// list holds where all of the nodes do, or, with every false, where one does.
func (t *Test) list(ctx context.Context, nodes []node, every bool) (predicate, error) {
	tests := make([]predicate, len(nodes))
	for i, n := range nodes {
		var err error
		if tests[i], err = t.compile(ctx, n); err != nil {
			return nil, err
		}
	}
	return func(m *moment) bool {
		for _, test := range tests {
			if test(m) != every {
				return !every
			}
		}
		return every
	}, nil
}

// property is a trait as it was at the moment; of anything else the value of
// the latest touchpoint that has one.
func (t *Test) property(ctx context.Context, n property) (predicate, error) {
	if n.path.Root == event.InTraits {
		return func(m *moment) bool { return n.condition.Holds(t.ix.TraitAt(m.j.Customer, n.path.Keys, m.at)) }, nil
	}
	column, err := t.ix.Column(ctx, n.path, t.zone)
	if err != nil {
		return nil, under(n.pointer, err)
	}
	return func(m *moment) bool {
		for row := m.hi - 1; row >= m.j.First; row-- {
			if v := column.Value(column.Code(m.j, row)); v.Exists() {
				return n.condition.Holds(v)
			}
		}
		return n.condition.Holds(event.Value{})
	}, nil
}

func (t *Test) stage(n stage) (predicate, error) {
	var codes []uint8
	for _, key := range n.keys {
		number := journey.StageNumber(t.ix.Stages().Stages, key)
		if number == 0 {
			return nil, problem.At(n.pointer+"/stage", "There is no stage %q in the workspace's stage model.", shorten(key))
		}
		codes = append(codes, uint8(number))
	}
	return func(m *moment) bool { return slices.Contains(codes, m.stage()) }, nil
}

func (t *Test) lapsed(n lapsed) (predicate, error) {
	patience := []int64{0} // before the first stage nobody lapses
	for _, s := range t.ix.Stages().Stages {
		d := defaultPatience
		if s.Patience != "" {
			var err error
			if d, err = event.ParseDuration(s.Patience); err != nil {
				return nil, problem.New(422, "The patience of the stage %q cannot be read: correct it in the settings, for example 30d.", s.Name)
			}
		}
		patience = append(patience, d.Milliseconds())
	}
	return func(m *moment) bool {
		at := m.stage()
		is := at > 0 && int(at) < len(patience) && m.j.Columns.Time[m.hi-1]+patience[at] <= m.at
		return is == n.is
	}, nil
}

// date compares a day in a trait with the day that it is, in the workspace's
// time zone, so many days after the moment. Somebody born on 29 February has
// their birthday on the 28th in other years.
func (t *Test) date(n date) predicate {
	return func(m *moment) bool {
		text := t.ix.TraitAt(m.j.Customer, n.keys, m.at).String()
		if len(text) < len(time.DateOnly) {
			return false
		}
		day, err := time.Parse(time.DateOnly, text[:len(time.DateOnly)])
		if err != nil {
			return false
		}
		now := time.UnixMilli(m.at).In(t.zone)
		wanted := time.Date(now.Year(), now.Month(), now.Day()+int(n.in/(24*time.Hour)), 0, 0, 0, 0, time.UTC)
		if n.anniversary {
			if day.Month() == time.February && day.Day() == 29 && !leap(wanted.Year()) {
				day = day.AddDate(0, 0, -1)
			}
			return day.Month() == wanted.Month() && day.Day() == wanted.Day()
		}
		return day.Equal(wanted)
	}
}

func leap(year int) bool { return year%4 == 0 && (year%100 != 0 || year%400 == 0) }

// pattern says which touchpoints are meant. Traits in its filters are the
// customer's at the moment, whenever the event was.
type pattern struct {
	any    bool
	codes  []uint16
	where  journey.Matcher
	traits []traitCondition
}

type traitCondition struct {
	keys      []string
	condition event.Condition
}

// AnyEvent in the place of a name stands for every touchpoint.
const AnyEvent = "*"

func (t *Test) pattern(ctx context.Context, names []string, where []event.Filter, pointer string) (pattern, error) {
	var p pattern
	for _, name := range names {
		if name == AnyEvent {
			p.any = true
		} else if code, known := t.ix.EventCode(name); known {
			p.codes = append(p.codes, code)
		}
	}
	var ofEvent []event.Filter
	for _, f := range where {
		path, err := event.ParsePath(f.Property)
		if err != nil || path.Root != event.InTraits {
			ofEvent = append(ofEvent, f)
			continue
		}
		condition, _, err := f.Compile()
		if err != nil {
			return p, problem.At(pointer+"/where", "%s.", sentence(err))
		}
		p.traits = append(p.traits, traitCondition{path.Keys, condition})
	}
	var err error
	p.where, err = t.ix.Matcher(ctx, ofEvent, t.zone)
	return p, under(pointer+"/where", err)
}

// possible tells whether any event of the customer can fit at the moment.
func (p *pattern) possible(t *Test, m *moment) bool {
	for _, c := range p.traits {
		if !c.condition.Holds(t.ix.TraitAt(m.j.Customer, c.keys, m.at)) {
			return false
		}
	}
	return p.any || len(p.codes) > 0
}

// fits tells whether a row is meant; the pattern must be possible.
func (p *pattern) fits(j journey.Journey, row int) bool {
	return (p.any || slices.Contains(p.codes, j.Columns.Event[row])) && p.where.Match(j, row)
}

// under moves a problem's pointers below a prefix.
func under(prefix string, err error) error {
	var p *problem.Problem
	if err == nil || !errors.As(err, &p) {
		return err
	}
	moved := *p
	moved.Fields = slices.Clone(p.Fields)
	for i := range moved.Fields {
		moved.Fields[i].Pointer = prefix + moved.Fields[i].Pointer
	}
	return &moved
}
