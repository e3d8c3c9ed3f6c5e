package customers

import (
	"encoding/json"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
)

// Move is what an event did to where its customer stands.
type Move struct {
	CustomerID string // public id, empty for nobody
	Name       string // what people call the customer; empty where nobody said
	Before     string // key of the stage without the event, empty for none
	Stage      string // and with it
}

// Move tells where a customer stands, and where they stood before an event of
// theirs. Only the latest touchpoint moves anybody: one that came late changes
// the past.
func (s *Service) Move(c journey.Customer, e *event.Event) Move {
	if c == journey.Nobody {
		return Move{}
	}
	m := Move{CustomerID: s.PublicID(c), Name: s.calledName(c)}
	s.index.View(c, func(j journey.Journey) {
		last := j.Hi - 1
		m.Stage = s.stageKey(j.Columns.Stage[last])
		switch {
		case uint64(j.Columns.Seq[last]) != e.Seq:
			m.Before = m.Stage
		case last > j.Lo:
			m.Before = s.stageKey(j.Columns.Stage[last-1])
		}
	})
	return m
}

// stageKey is the key of a stage as the index has it.
func (s *Service) stageKey(stage uint8) string {
	if model := s.index.Stages(); stage > 0 && int(stage) <= len(model.Stages) {
		return model.Stages[stage-1].Key
	}
	return ""
}

// calledName is what people call a customer: by the name that was said, or by what
// they signed in with.
func (s *Service) calledName(c journey.Customer) string {
	traits := s.profiles.Traits(c)
	text := func(key string) (out string) {
		if json.Unmarshal(traits[key], &out) != nil {
			return ""
		}
		return strings.TrimSpace(out)
	}
	either := func(a, b string) string {
		if a != "" {
			return a
		}
		return b
	}
	name := either(text("name"), strings.TrimSpace(either(text("firstName"), text("first_name"))+" "+either(text("lastName"), text("last_name"))))
	if name = either(name, text("email")); name != "" {
		return name
	}
	for _, kind := range []string{"email", "user_id", "phone"} {
		for _, id := range s.graph.Identifiers(c) {
			if id.Kind == kind {
				return id.Value
			}
		}
	}
	return ""
}
