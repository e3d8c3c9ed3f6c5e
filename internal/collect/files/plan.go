package files

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/problem"
)

// plan is a Map made ready for the columns of one file.
type plan struct {
	names      []string
	fields     []field // of the message itself
	parts      []part  // context, properties, traits
	kind       template
	named      template // event
	distrusted template // "false" where the event was not trusted
	time       timePlan
	others     []identifier
	text       []bool // columns that stay texts
	values     []map[string]string
	columns    *columns // where the map is one of columns
}

type field struct {
	name string
	from template
}

type identifier struct {
	kind string
	from template
}

// part is one of the objects of a message, with its members sorted by path.
type part struct {
	name    string
	members []member
}

type member struct {
	path []string
	from template
	raw  []byte // JSON that stands for itself, in place of from
}

func compile(m *Map, names []string, customers bool) (*plan, error) {
	if m == nil {
		m = byName(names)
	}
	c := &compiler{plan: &plan{names: names, text: make([]bool, len(names)), values: make([]map[string]string, len(names))}, used: make([]bool, len(names))}
	p := c.plan
	for _, f := range []struct{ name, text string }{
		{"userId", m.UserID}, {"anonymousId", m.AnonymousID}, {"previousId", m.PreviousID}, {"groupId", m.GroupID}, {"messageId", m.MessageID},
	} {
		if t := c.template("/"+f.name, f.text); t != nil {
			p.fields = append(p.fields, field{f.name, t})
		}
	}
	p.named = c.template("/event", m.Event)
	p.distrusted = c.template("/trusted", m.trusted)
	kind := m.Type
	switch {
	case kind != "":
	case customers:
		kind = "identify"
	case p.named != nil:
		kind = "track"
	default:
		kind = "page"
	}
	p.kind = c.template("/type", kind)
	p.time = timePlan{from: c.template("/timestamp", m.Timestamp), later: c.template("/later", m.Later), format: m.TimeFormat, zone: time.UTC}
	if m.Timezone != "" {
		zone, err := time.LoadLocation(m.Timezone)
		if err != nil {
			c.blame("/timezone", "%q is no time zone: write for example Europe/Berlin.", m.Timezone)
		} else {
			p.time.zone = zone
		}
	}
	for _, kind := range slices.Sorted(maps.Keys(m.Identifiers)) {
		p.others = append(p.others, identifier{kind, c.template("/identifiers/"+kind, m.Identifiers[kind])})
	}
	c.columns(m)
	c.parts(m, customers)
	if c.err.Detail != "" {
		return nil, &c.err
	}
	return p, nil
}

// compiler collects what is wrong with a map.
type compiler struct {
	plan *plan
	used []bool // columns that something mentions
	err  problem.Problem
}

func (c *compiler) blame(pointer, format string, args ...any) {
	one := problem.At(pointer, format, args...)
	c.err.Status, c.err.Fields = one.Status, append(c.err.Fields, one.Fields...)
	if c.err.Detail != "" {
		c.err.Detail += " "
	}
	c.err.Detail += one.Detail
}

func (c *compiler) column(pointer, name string) (int, bool) {
	i := slices.Index(c.plan.names, name)
	if i < 0 {
		c.blame(pointer, "The file has no column %q; it has %s.", name, strings.Join(c.plan.names, ", "))
		return 0, false
	}
	c.used[i] = true
	return i, true
}

// columns reads what a map says of single columns. Columns that are only named
// there are still left to the rest.
func (c *compiler) columns(m *Map) {
	used := slices.Clone(c.used)
	for _, name := range m.Text {
		if i, ok := c.column("/text", name); ok {
			c.plan.text[i] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(m.Values)) {
		if i, ok := c.column("/values/"+name, name); ok {
			c.plan.values[i] = m.Values[name]
		}
	}
	c.used = used
}

func (c *compiler) parts(m *Map, customers bool) {
	rest := m.Rest
	if rest == "" {
		rest = "properties"
		if customers || m.Type == "identify" || m.Type == "group" {
			rest = "traits"
		}
	}
	if rest != "properties" && rest != "traits" && rest != "drop" {
		c.blame("/rest", `rest may be "properties", "traits" or "drop".`)
		return
	}
	objects := []struct {
		name    string
		members map[string]string
	}{{"context", m.Context}, {"properties", m.Properties}, {"traits", m.Traits}}
	parts := make([]part, len(objects))
	for i, o := range objects {
		parts[i].name = o.name
		for _, path := range slices.Sorted(maps.Keys(o.members)) {
			if t := c.template("/"+o.name+"/"+path, o.members[path]); t != nil {
				parts[i].members = append(parts[i].members, member{path: splitPath(path), from: t})
			}
		}
	}
	for i, name := range c.plan.names {
		if c.used[i] || name == "" || named[canonicalColumn(name)] != nil && m.Rest == "" {
			continue
		}
		for j := range parts {
			if parts[j].name == rest {
				parts[j].members = append(parts[j].members, member{path: []string{name}, from: template{{column: i}}})
			}
		}
	}
	for _, p := range parts {
		slices.SortStableFunc(p.members, func(a, b member) int { return slices.Compare(a.path, b.path) })
		for i := 1; i < len(p.members); i++ {
			if a, b := p.members[i-1].path, p.members[i].path; len(a) > 0 && len(b) >= len(a) && slices.Equal(a, b[:len(a)]) {
				c.blame("/"+p.name, "%s.%s is set twice, as a value and as an object or from two columns.", p.name, strings.Join(a, "."))
			}
		}
		if len(p.members) > 0 {
			c.plan.parts = append(c.plan.parts, p)
		}
	}
}

func splitPath(path string) []string {
	if path == "" {
		return nil // the whole object
	}
	return strings.Split(path, ".")
}

// message builds the row's message.
func (p *plan) message(values []string) (_ []byte, err error) {
	raw := values
	if p.columns != nil {
		if values, err = p.columns.read(values); err != nil {
			return nil, err
		}
	}
	out := append(make([]byte, 0, 512), '{')
	kind := p.kind.text(p, values)
	if kind == "" {
		kind = "track"
	}
	out = protocol.AppendText(append(out, `"type":`...), kind)
	if name := p.named.text(p, values); name != "" {
		out = protocol.AppendText(append(out, `,"event":`...), name)
	}
	for _, f := range p.fields {
		if text := f.from.text(p, values); text != "" {
			out = append(append(append(out, ',', '"'), f.name...), '"', ':')
			out = protocol.AppendText(out, text)
		}
	}
	if p.distrusted.text(p, values) == "false" {
		out = append(out, `,"trusted":false`...)
	}
	at, found, err := p.time.read(p, raw)
	if err != nil {
		return nil, err
	}
	if found {
		out = strconv.AppendInt(append(out, `,"timestamp":`...), at, 10)
	}
	for _, part := range p.parts {
		if part.name != "context" && part.name != "traits" {
			out = part.append(out, p, values, nil)
		}
	}
	contacts, external := p.identifiers(values, kind)
	for _, part := range p.parts {
		switch part.name {
		case "context":
			out = part.append(out, p, values, external)
			external = nil
		case "traits":
			out = part.append(out, p, values, contacts)
			contacts = nil
		}
	}
	out = part{name: "context"}.append(out, p, values, external)
	out = part{name: "traits"}.append(out, p, values, contacts)
	return append(out, '}'), nil
}

// identifiers are the further identifiers of a row: in an identify call mail
// address and phone number are traits, everything else is an external id.
func (p *plan) identifiers(values []string, kind string) (contacts, external []byte) {
	for _, other := range p.others {
		text := other.from.text(p, values)
		if text == "" {
			continue
		}
		if kind == "identify" && (other.kind == "email" || other.kind == "phone") {
			if contacts != nil {
				contacts = append(contacts, ',')
			}
			contacts = protocol.AppendText(append(protocol.AppendText(contacts, other.kind), ':'), text)
			continue
		}
		if external == nil {
			external = []byte(`"externalIds":[`)
		} else {
			external = append(external, ',')
		}
		external = protocol.AppendText(append(external, `{"id":`...), text)
		external = append(protocol.AppendText(append(external, `,"type":`...), other.kind), '}')
	}
	if external != nil {
		external = append(external, ']')
	}
	return contacts, external
}

// append writes ,"name":{…} with the members that have a value, and more
// before them; nothing where there is none.
func (o part) append(out []byte, p *plan, values []string, more []byte) []byte {
	start := len(out)
	out = append(append(append(out, ',', '"'), o.name...), '"', ':', '{')
	empty := len(out)
	out = append(out, more...)
	var open []string // the objects that are open
	for _, m := range o.members {
		raw := m.raw
		if raw == nil {
			raw = m.from.json(p, values)
		}
		if raw == nil {
			continue
		}
		if len(m.path) == 0 { // a whole object: its members stand beside the others
			out = appendMembers(out, raw)
			continue
		}
		parents := m.path[:len(m.path)-1]
		common := 0
		for common < len(open) && common < len(parents) && open[common] == parents[common] {
			common++
		}
		for range open[common:] {
			out = append(out, '}')
		}
		open = open[:common]
		if last := out[len(out)-1]; last != '{' {
			out = append(out, ',')
		}
		for _, name := range parents[common:] {
			out = append(append(protocol.AppendText(out, name), ':'), '{')
			open = append(open, name)
		}
		out = append(protocol.AppendText(out, m.path[len(m.path)-1]), ':')
		out = append(out, raw...)
	}
	for range open {
		out = append(out, '}')
	}
	if len(out) == empty {
		return out[:start]
	}
	return append(out, '}')
}

// appendMembers writes the members of an object; what is none is left out.
func appendMembers(out, object []byte) []byte {
	event.Members(object, func(key, value []byte) bool {
		if out[len(out)-1] != '{' {
			out = append(out, ',')
		}
		out = append(append(append(append(out, '"'), key...), '"', ':'), value...)
		return true
	})
	return out
}

// rowID is the id of a row that brings none: it depends on the row alone, not
// on the map.
func (p *plan) rowID(values []string) string {
	var b []byte
	for i, value := range values {
		if value != "" && i < len(p.names) {
			b = append(append(append(append(b, p.names[i]...), 0x1f), value...), 0x1e)
		}
	}
	return protocol.RowID(b)
}
