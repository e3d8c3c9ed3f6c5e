// Package schema knows every event, property and trait that was ever seen,
// with counts and types: what the API answers under /schema and what the web
// app offers when somebody builds a question.
//
// It watches events pass; it checks and refuses nothing. Counts of events are
// exact. Properties are read from every event until their event has been seen
// a thousand times, then from every eighth, counting eight: a shop's thousandth
// order tells nothing new, and the road stays fast.
package schema

import (
	"encoding/json"
	"fmt"
	"slices"
	"sync"

	"wend/internal/event"
)

// The bounds keep a sender that makes up names from filling the memory; what
// lies beyond is counted under "(other)".
const (
	mostEvents     = 2000
	mostProperties = 300
	mostTraits     = 1000
	exactEvents    = 1000
	sampleEvery    = 8
	other          = "(other)"
)

// Registry is what was seen. One goroutine observes, any number read.
type Registry struct {
	mutex  sync.RWMutex
	events map[string]*seenEvent
	traits properties
}

type seenEvent struct {
	Type       string     `json:"type"`
	Count      int64      `json:"count"`
	FirstSeen  int64      `json:"first_seen,omitempty"` // 0: unknown, seen before this was kept
	LastSeen   int64      `json:"last_seen"`
	Properties properties `json:"properties"`
}

type properties map[string]*seenProperty

// seenProperty counts the JSON types of one property's values.
type seenProperty struct {
	Count int64    `json:"count"`
	Types [5]int64 `json:"types"` // in the order of typeNames
}

var typeNames = [5]string{"text", "number", "boolean", "list", "object"}

// Event describes one event name.
type Event struct {
	Name       string
	Type       string // track, page or screen
	Count      int64
	FirstSeen  int64 // event time, milliseconds since 1970; 0: unknown
	LastSeen   int64
	Properties []Property
}

// Property describes one property or trait. Count is an estimate once its
// event is frequent (see the package's comment).
type Property struct {
	Name  string
	Types []string // most frequent first
	Count int64
}

// New makes an empty registry.
func New() *Registry {
	return &Registry{events: map[string]*seenEvent{}, traits: properties{}}
}

// Observe counts one event.
func (r *Registry) Observe(e *event.Event) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if !e.Type.Touchpoint() {
		if e.Type == event.Identify {
			r.traits.observe(e.Traits, 1, mostTraits)
		}
		return
	}
	seen := r.events[e.Name]
	if seen == nil {
		name := e.Name
		if len(r.events) >= mostEvents {
			name = other
			seen = r.events[name]
		}
		if seen == nil {
			seen = &seenEvent{Type: e.Type.String(), Properties: properties{}}
			r.events[name] = seen
		}
	}
	seen.Count++
	if seen.Count == 1 || seen.FirstSeen != 0 && e.Time < seen.FirstSeen {
		seen.FirstSeen = e.Time
	}
	seen.LastSeen = max(seen.LastSeen, e.Time)
	switch {
	case seen.Count <= exactEvents:
		seen.Properties.observe(e.Properties, 1, mostProperties)
	case seen.Count%sampleEvery == 0:
		seen.Properties.observe(e.Properties, sampleEvery, mostProperties)
	}
}

func (p properties) observe(object []byte, weight int64, most int) {
	event.Members(object, func(key, value []byte) bool {
		seen := p[string(key)]
		if seen == nil {
			name := event.KeyText(key)
			if len(p) >= most {
				name = other
			}
			if seen = p[name]; seen == nil {
				seen = new(seenProperty)
				p[name] = seen
			}
		}
		seen.Count += weight
		if kind := kindOf(value); kind >= 0 {
			seen.Types[kind] += weight
		}
		return true
	})
}

func kindOf(value []byte) int {
	if len(value) == 0 {
		return -1
	}
	switch value[0] {
	case '"':
		return 0
	case 't', 'f':
		return 2
	case '[':
		return 3
	case '{':
		return 4
	case 'n':
		return -1
	}
	return 1
}

// List describes everything seen, the most frequent first.
func (r *Registry) List() (events []Event, traits []Property) {
	r.mutex.RLock()
	defer r.mutex.RUnlock()
	for name, seen := range r.events {
		events = append(events, Event{Name: name, Type: seen.Type, Count: seen.Count, FirstSeen: seen.FirstSeen, LastSeen: seen.LastSeen, Properties: seen.Properties.list()})
	}
	slices.SortFunc(events, func(a, b Event) int { return order(a.Count, b.Count, a.Name, b.Name) })
	return events, r.traits.list()
}

func (p properties) list() []Property {
	list := make([]Property, 0, len(p))
	for name, seen := range p {
		item := Property{Name: name, Count: seen.Count, Types: []string{}}
		kinds := []int{0, 1, 2, 3, 4}
		slices.SortStableFunc(kinds, func(a, b int) int { return int(seen.Types[b] - seen.Types[a]) })
		for _, kind := range kinds {
			if seen.Types[kind] > 0 {
				item.Types = append(item.Types, typeNames[kind])
			}
		}
		list = append(list, item)
	}
	slices.SortFunc(list, func(a, b Property) int { return order(a.Count, b.Count, a.Name, b.Name) })
	return list
}

func order(countA, countB int64, nameA, nameB string) int {
	switch {
	case countA > countB:
		return -1
	case countA < countB:
		return 1
	case nameA < nameB:
		return -1
	case nameA > nameB:
		return 1
	}
	return 0
}

type stored struct {
	Events map[string]*seenEvent `json:"events"`
	Traits properties            `json:"traits"`
}

// MarshalJSON is the registry as it is kept in the state store.
func (r *Registry) MarshalJSON() ([]byte, error) {
	r.mutex.RLock()
	defer r.mutex.RUnlock()
	return json.Marshal(stored{r.events, r.traits})
}

// UnmarshalJSON replaces the registry's content by what MarshalJSON made.
func (r *Registry) UnmarshalJSON(raw []byte) error {
	read := stored{Events: map[string]*seenEvent{}, Traits: properties{}}
	if err := json.Unmarshal(raw, &read); err != nil {
		return fmt.Errorf("the stored schema cannot be read: %w", err)
	}
	r.mutex.Lock()
	defer r.mutex.Unlock()
	r.events, r.traits = read.Events, read.Traits
	return nil
}
