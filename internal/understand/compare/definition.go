package compare

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"wend/internal/event"
	"wend/internal/problem"
	"wend/internal/segment"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	A          json.RawMessage `json:"a,omitempty" doc:"Rule of the first group. Left out: everybody who is not in b."`
	B          json.RawMessage `json:"b,omitempty" doc:"Rule of the second group. Left out: everybody who is not in a."`
	AName      string          `json:"a_name,omitempty" doc:"What the sentences call the first group; by default A."`
	BName      string          `json:"b_name,omitempty" doc:"What the sentences call the second group; by default B."`
	Goal       *query.Selector `json:"goal,omitempty" doc:"What counts as a conversion; by default the workspace's goal."`
	Properties []string        `json:"properties,omitempty" doc:"Traits and properties of events that are compared beside the built-in dimensions; by default the most frequent ones of the workspace."`
}

const (
	mostProperties = 24
	longestName    = 60
)

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	if err := d.Request.Validate(); err != nil {
		return err
	}
	if missing(d.A) && missing(d.B) {
		return problem.At("/a", `Say who is compared: a rule such as {"event":"Order Completed"}. With one rule, the other group is everybody else.`)
	}
	for pointer, rule := range map[string]json.RawMessage{"/a": d.A, "/b": d.B} {
		if _, _, err := query.ReadSegment(rule, pointer); err != nil {
			return err
		}
	}
	for pointer, name := range map[string]string{"/a_name": d.AName, "/b_name": d.BName} {
		if utf8.RuneCountInString(name) > longestName {
			return problem.At(pointer, "The name of a group may have at most %d characters.", longestName)
		}
	}
	if d.Goal != nil {
		if d.Goal.Empty() {
			return problem.At("/goal/event", "Name the event that counts as a conversion.")
		}
		if err := d.Goal.Validate("/goal"); err != nil {
			return err
		}
	}
	return ValidateProperties(d.Properties)
}

// ValidateProperties checks a list of traits and properties of events.
func ValidateProperties(properties []string) error {
	if len(properties) > mostProperties {
		return problem.At("/properties", "At most %d properties can be compared: this list has %d.", mostProperties, len(properties))
	}
	for i, text := range properties {
		at := fmt.Sprintf("/properties/%d", i)
		path, err := query.ParsePath(text, at)
		if err != nil {
			return err
		}
		if path.Root == event.Dimension {
			return problem.At(at, "%q is a built-in dimension, which is compared anyway: name traits. or properties. and a name.", text)
		}
	}
	return nil
}

func missing(rule json.RawMessage) bool {
	rule = bytes.TrimSpace(rule)
	return len(rule) == 0 || string(rule) == "null"
}

// names are what the sentences call the groups.
func (d Definition) names() [2]string {
	names := [2]string{strings.TrimSpace(d.AName), strings.TrimSpace(d.BName)}
	for i, otherwise := range [2]string{"A", "B"} {
		if names[i] == "" {
			names[i] = otherwise
		}
	}
	return names
}

// mentions are what the rules ask for.
func (d Definition) mentions() segment.Mentions {
	var m segment.Mentions
	for _, raw := range []json.RawMessage{d.A, d.B} {
		if rule, there, err := query.ReadSegment(raw, ""); there && err == nil {
			m.Add(rule)
		}
	}
	return m
}
