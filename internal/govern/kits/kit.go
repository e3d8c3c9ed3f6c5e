package kits

import (
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"wend/internal/event"
	"wend/internal/govern/settings"
	"wend/internal/journey"
	"wend/internal/problem"
)

//go:embed data/*.toml
var data embed.FS

// keys are the kits in the order in which they are offered.
var keys = []string{"ecommerce", "local-service", "saas", "b2b", "content"}

// Kit is everything that one kind of business starts with.
type Kit struct {
	Key       string             `json:"key" enum:"ecommerce,local-service,saas,b2b,content"`
	Name      string             `json:"name"`
	For       string             `json:"for" doc:"For whom it is, in a sentence"`
	Stages    []journey.Stage    `json:"stages"`
	KeyEvents settings.KeyEvents `json:"key_events"`
	Ways      [][]Step           `json:"ways,omitempty" doc:"The ways to the kit's goals, step by step, on which obstacles are looked for; the path of its key events where it names none"`
	Plan      []PlannedEvent     `json:"plan" doc:"What the business should send"`
	Dashboard PlannedDashboard   `json:"dashboard"`
	Glossary  []Term             `json:"glossary" doc:"The words of the kit's screens, each explained in a sentence"`
}

// Step is one step on a way to a goal.
type Step struct {
	Event string         `json:"event"`
	Where []event.Filter `json:"where,omitempty"`
	Name  string         `json:"name,omitempty" doc:"What the step is called; by default its event"`
}

// PlannedEvent is one event that a business should send.
type PlannedEvent struct {
	Event      string            `json:"event"`
	Type       string            `json:"type,omitempty" enum:"track,page" doc:"The call that sends it; track where it is left out"`
	When       string            `json:"when" doc:"When to send it, in a sentence"`
	Required   bool              `json:"required,omitempty" doc:"Without it the kit's figures say nothing"`
	Properties []PlannedProperty `json:"properties,omitempty"`
}

// PlannedProperty is one property of a planned event.
type PlannedProperty struct {
	Name     string          `json:"name"`
	Type     string          `json:"type" enum:"text,number,boolean,list,object"`
	Required bool            `json:"required,omitempty"`
	What     string          `json:"what,omitempty" doc:"What it is, where the name does not say it"`
	Example  json.RawMessage `json:"example,omitempty"`
}

// PlannedDashboard is a named row of cards.
type PlannedDashboard struct {
	Name  string        `json:"name"`
	Cards []PlannedCard `json:"cards"`
}

// PlannedCard is one question on a dashboard.
type PlannedCard struct {
	Title    string          `json:"title"`
	Analysis string          `json:"analysis" enum:"trend,funnel,paths,stages"`
	Question json.RawMessage `json:"question" doc:"The body of a request to /query/ and the analysis"`
	Width    string          `json:"width" enum:"third,half,full" doc:"Of the page"`
}

// Term is one word, explained.
type Term struct {
	Term  string `json:"term"`
	Means string `json:"means"`
}

// Kinds of property values, as the registry of seen events names them.
var propertyTypes = []string{"text", "number", "boolean", "list", "object"}

// All is every kit, in the order in which they are offered. The kits are
// shared: do not change them.
var All = sync.OnceValue(func() []*Kit {
	var common struct {
		Glossary []Term `json:"glossary"`
	}
	must(read("glossary", &common))
	all := make([]*Kit, 0, len(keys))
	for _, key := range keys {
		kit := &Kit{Key: key}
		must(read(key, kit))
		kit.Glossary = glossary(kit.Glossary, common.Glossary)
		all = append(all, kit)
	}
	return all
})

// Find is the kit with that key.
func Find(key string) (*Kit, error) {
	for _, kit := range All() {
		if kit.Key == key {
			return kit, nil
		}
	}
	return nil, problem.NotFound("There is no kit %q: use one of %s.", key, strings.Join(keys, ", "))
}

// read decodes an embedded file strictly: TOML for people, decoded by the JSON
// names that the API shows.
func read(name string, into any) error {
	raw, err := data.ReadFile("data/" + name + ".toml")
	if err != nil {
		return fmt.Errorf("kit %s: %w", name, err)
	}
	var tree map[string]any
	if err := toml.Unmarshal(raw, &tree); err != nil {
		return fmt.Errorf("kit %s: %w", name, err)
	}
	text, err := json.Marshal(tree)
	if err != nil {
		return fmt.Errorf("kit %s: %w", name, err)
	}
	decoder := json.NewDecoder(strings.NewReader(string(text)))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("kit %s: %w", name, err)
	}
	return nil
}

// must is for what is part of the program itself; a test reads every file.
func must(err error) {
	if err != nil {
		panic(err)
	}
}

// glossary puts a kit's own words over the common ones, by alphabet.
func glossary(own, common []Term) []Term {
	terms := slices.Clone(own)
	for _, term := range common {
		if !slices.ContainsFunc(own, func(t Term) bool { return strings.EqualFold(t.Term, term.Term) }) {
			terms = append(terms, term)
		}
	}
	slices.SortFunc(terms, func(a, b Term) int { return strings.Compare(strings.ToLower(a.Term), strings.ToLower(b.Term)) })
	return terms
}
