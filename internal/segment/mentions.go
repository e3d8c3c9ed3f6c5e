package segment

import (
	"wend/internal/event"
)

// Mentions are what rules ask for, whatever they ask of it: a group that such a
// rule makes differs from others in these things by definition.
type Mentions struct {
	Events     map[string]bool // canonical names, AnyEvent among them
	Properties map[string]bool // paths as the contract writes them; stage for what is asked of stages
}

// Add notes what a rule asks for.
func (m *Mentions) Add(r Rule) {
	if m.Events == nil {
		m.Events, m.Properties = map[string]bool{}, map[string]bool{}
	}
	m.add(r.root)
}

func (m *Mentions) add(n node) {
	switch n := n.(type) {
	case all:
		m.list(n.nodes)
	case anyOf:
		m.list(n.nodes)
	case not:
		m.add(n.node)
	case property:
		m.Properties[n.path.String()] = true
	case did:
		m.events(n.events, n.where)
		if n.measure.path.Root != 0 {
			m.Properties[n.measure.path.String()] = true
		}
	case sequence:
		for _, s := range n.steps {
			m.events(s.events, s.where)
		}
	case stage, lapsed:
		m.Properties["stage"] = true
	case prefers:
		m.Properties["channel"] = true
	case date:
		m.Properties[event.Path{Root: event.InTraits, Keys: n.keys}.String()] = true
	}
}

func (m *Mentions) list(nodes []node) {
	for _, n := range nodes {
		m.add(n)
	}
}

func (m *Mentions) events(names []string, where []event.Filter) {
	for _, name := range names {
		m.Events[event.Canonical(name)] = true
	}
	for _, f := range where {
		m.Properties[f.Property] = true
	}
}
