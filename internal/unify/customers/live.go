package customers

import (
	"encoding/json"
	"sort"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
)

// Move is what an event did to the stage of its customer.
type Move struct {
	CustomerID string // public id, empty for nobody
	Name       string // what people call the customer; empty where nobody said
	Before     string // key of the stage before it, empty for none
	Stage      string // and since
}

// Move tells in which stage an event found its customer, and in which it left
// them. An event that is no touchpoint finds them where they stand.
func (s *Service) Move(c journey.Customer, e *event.Event) Move {
	if c == journey.Nobody {
		return Move{}
	}
	m := Move{CustomerID: s.PublicID(c), Name: s.calledName(c)}
	s.index.View(c, func(j journey.Journey) {
		row, ok := rowOf(j, e)
		if !ok {
			m.Stage = s.stageKey(j.Columns.Stage[j.Hi-1])
			m.Before = m.Stage
			return
		}
		m.Stage = s.stageKey(j.Columns.Stage[row])
		if row > j.Lo {
			m.Before = s.stageKey(j.Columns.Stage[row-1])
		}
	})
	return m
}

// rowOf finds an event's row in its customer's journey.
func rowOf(j journey.Journey, e *event.Event) (row int, ok bool) {
	columns := j.Columns
	row = j.Lo + sort.Search(j.Hi-j.Lo, func(i int) bool {
		i += j.Lo
		return columns.Time[i] > e.Time || columns.Time[i] == e.Time && uint64(columns.Seq[i]) >= e.Seq
	})
	return row, row < j.Hi && uint64(columns.Seq[row]) == e.Seq
}

// stageKey is the key of a stage as the index has it.
func (s *Service) stageKey(stage uint8) string {
	if model := s.index.Stages(); stage > 0 && int(stage) <= len(model.Stages) {
		return model.Stages[stage-1].Key
	}
	return ""
}

// A browser's id is too long to read, and its end tells it from others: what
// comes first is often the same for many (a word, the time it was made). An id
// of a till, such as receipt-20461, is shown whole.
const (
	readableID = 16
	shortID    = 8
)

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
	identifiers := s.graph.Identifiers(c)
	for _, kind := range []string{"email", "user_id", "phone"} {
		for _, id := range identifiers {
			if id.Kind == kind {
				return id.Value
			}
		}
	}
	if len(identifiers) == 0 {
		return ""
	}
	if id := []rune(identifiers[0].Value); len(id) > readableID {
		return "Visitor " + string(id[len(id)-shortID:])
	}
	return "Visitor " + identifiers[0].Value
}
