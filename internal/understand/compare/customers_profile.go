package compare

import (
	"context"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// ProfileCustomers asks for the customers behind one number of a profile.
type ProfileCustomers struct {
	ProfileDefinition
	query.Page
	Of Ideal `json:"of" doc:"Whom to list."`
}

// Ideal is a group of a profile, and with what an attribute's of says, those of
// the group who have it.
type Ideal struct {
	Group   string `json:"group" enum:"best,others,rest,everybody" doc:"The most valuable customers, the others with a conversion, those without one, or all."`
	Checked bool   `json:"checked,omitempty" doc:"Only those of the second half, which the attributes' numbers come from."`
	What
}

// CustomersOfProfile lists the customers behind a number.
func CustomersOfProfile(ctx context.Context, ix *journey.Index, q ProfileCustomers) (query.People, error) {
	if err := q.ProfileDefinition.Validate(); err != nil {
		return query.People{}, err
	}
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	if !slices.Contains([]string{"best", "others", "rest", "everybody"}, q.Of.Group) {
		return query.People{}, problem.At("/of/group", "Name the group: best, others, rest or everybody.")
	}
	s, err := q.study(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	holds, err := s.has(ctx, q.Of.What)
	if err != nil {
		return query.People{}, err
	}
	f, _, err := journey.Run(ctx, ix, s.scan, func() *earlyFold {
		f := newEarlyFold(s)
		f.pick = func(group string, half int, n *newcomer) bool {
			return (q.Of.Group == group || q.Of.Group == "everybody") && (!q.Of.Checked || half == check) && holds(n)
		}
		f.chosen = begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}

// has tells who has an attribute.
func (s *study) has(ctx context.Context, w What) (func(*newcomer) bool, error) {
	switch {
	case w.Metric != "" || w.Event != "" && w.Property != "":
		return nil, problem.At("/of", "A profile has events and properties: name one of them.")
	case !missing(w.Value) && w.Property == "":
		return nil, problem.At("/of/value", "A value belongs to a property: name it.")
	case w.Event != "":
		code, known := s.ix.EventCode(w.Event)
		return func(n *newcomer) bool { return known && n.week && slices.Contains(n.did, code) }, nil
	case w.Property == "":
		return func(*newcomer) bool { return true }, nil
	}
	asked := event.ParseValue(w.Value)
	for i, h := range habitual {
		if h.key == w.Property {
			at := slices.IndexFunc(h.buckets, func(b bucket) bool { return b.name == asked.Text })
			return func(n *newcomer) bool { return n.week && (at < 0 || n.habits[i] == uint32(at+1)) }, nil
		}
	}
	i := slices.IndexFunc(s.attributes, func(a attribute) bool { return a.property == w.Property })
	if i < 0 {
		return nil, problem.At("/of/property", "%q is not looked at: name a property as the answer does.", shorten(w.Property))
	}
	a := &s.attributes[i]
	in := func(v event.Value) bool { return !asked.Exists() || v == asked }
	if part, err := s.part(ctx, i, asked); err != nil {
		return nil, err
	} else if part != nil {
		in = part
	}
	return func(n *newcomer) bool { return n.codes[i] != query.Missing && in(a.value(n.codes[i])) }, nil
}

// part finds the third of a number that an answer named.
func (s *study) part(ctx context.Context, i int, asked event.Value) (func(event.Value) bool, error) {
	if a := &s.attributes[i]; !a.optional() || asked.Kind != event.Text {
		return nil, nil
	}
	f, _, err := journey.Run(ctx, s.ix, s.scan, func() *earlyFold { return newEarlyFold(s) })
	if err != nil {
		return nil, err
	}
	cuts, ok := thirds(&s.attributes[i], &f.halves[search].values[i])
	if !ok {
		return nil, nil
	}
	for _, part := range partsOf(cuts) {
		if part.name == asked.Text {
			return part.in, nil
		}
	}
	return nil, nil
}
