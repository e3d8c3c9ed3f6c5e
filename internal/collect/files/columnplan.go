package files

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// planColumns makes the plan of events or customers from a map of columns.
func planColumns(c *columns, m *Map) *plan {
	p := &plan{names: c.names, columns: c, text: make([]bool, len(c.names)), values: make([]map[string]string, len(c.names))}
	for i, name := range c.names {
		p.text[i] = slices.Contains(m.Text, name)
	}
	for _, f := range []struct{ name, what string }{
		{"userId", UserID}, {"anonymousId", AnonymousID}, {"previousId", PreviousID}, {"groupId", GroupID}, {"messageId", MessageID},
	} {
		if t := anyOf(c.all(f.what)); t != nil {
			p.fields = append(p.fields, field{f.name, t})
		}
	}
	p.named = anyOf(c.all(Event))
	if p.named == nil && m.Event != "" {
		p.named = template{{literal: m.Event, column: -1}}
	}
	kind := m.Type
	switch {
	case kind != "":
	case c.kind == Customers:
		kind = "identify"
	case p.named != nil:
		kind = "track"
	default:
		kind = "page"
	}
	p.kind = template{{literal: kind, column: -1}}
	if said := c.all(Type); len(said) > 0 && c.kind != Customers {
		p.kind = anyOf(said)
	}
	p.time = timePlan{moment: &c.moment, columns: c, zone: time.UTC}
	for _, kind := range []string{Email, Phone} {
		if t := anyOf(c.all(kind)); t != nil {
			p.others = append(p.others, identifier{kind, t})
		}
	}
	var members [3][]member // context, properties, traits
	for i, u := range c.uses {
		one := template{{column: i}}
		switch u.what {
		case ID:
			p.others = append(p.others, identifier{u.name, one})
		case Value:
			members[1] = append(members[1], member{path: []string{"value"}, from: one})
		case Property:
			members[1] = append(members[1], member{path: u.path(), from: one})
		case Context:
			members[0] = append(members[0], member{path: u.path(), from: one})
		case Trait:
			members[2] = append(members[2], member{path: u.path(), from: one})
		case Consent:
			members[0] = append(members[0], member{path: consentPath(u.name), from: one})
		}
	}
	for purpose, given := range m.Consent {
		members[0] = append(members[0], member{path: consentPath(purpose), raw: []byte(fmt.Sprint(given))})
	}
	for i, name := range []string{"context", "properties", "traits"} {
		list := members[i]
		slices.SortStableFunc(list, func(a, b member) int { return slices.Compare(a.path, b.path) })
		if list = joined(list); len(list) > 0 {
			p.parts = append(p.parts, part{name, list})
		}
	}
	return p
}

// joined makes one of several columns for the same place: the first that has a
// value counts.
func joined(sorted []member) (list []member) {
	for _, m := range sorted {
		if n := len(list); n > 0 && slices.Equal(list[n-1].path, m.path) {
			if last := list[n-1]; last.raw == nil && m.raw == nil {
				last.from[0].others = append(last.from[0].others, m.from[0].column)
			}
			continue
		}
		list = append(list, m)
	}
	return list
}

func consentPath(purpose string) []string {
	return []string{"consent", "categoryPreferences", purpose}
}

// anyOf is the first of some columns that has a value.
func anyOf(found []int) template {
	if len(found) == 0 {
		return nil
	}
	return template{{column: found[0], others: found[1:]}}
}

// read makes a row's values what their columns mean: numbers numbers, answers
// true or false.
func (c *columns) read(values []string) ([]string, error) {
	out := make([]string, len(values))
	for i := range values {
		text := c.text(i, values)
		if text == "" || i >= len(c.uses) {
			continue
		}
		switch c.uses[i].what {
		case Value:
			amount, err := readAmount(text, c.decimal)
			if err != nil {
				return nil, fmt.Errorf("column %s: %w", c.names[i], err)
			}
			text = amount
		case Property:
			if c.decimal == "," && strings.Contains(text, ",") && strings.Trim(text, "0123456789.,-") == "" {
				if amount, err := readAmount(text, c.decimal); err == nil {
					text = amount
				}
			}
		case Consent:
			given, ok := readYes(text)
			if text = fmt.Sprint(given); !ok {
				text = "" // neither yes nor no: not asked
			}
		}
		out[i] = text
	}
	return out, nil
}
