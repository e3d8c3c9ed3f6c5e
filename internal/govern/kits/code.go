package kits

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// SampleCode is what to paste so that an event is sent.
type SampleCode struct {
	Browser string `json:"browser" doc:"For a page that has wend.js"`
	Server  string `json:"server" doc:"For a server; BASE_URL and WRITE_KEY stand for this server and a source's key"`
}

// CodeFor writes the examples of a planned event, with the examples of its
// properties, so that plan and code cannot disagree.
func CodeFor(planned PlannedEvent) SampleCode {
	if planned.Type == "page" {
		return SampleCode{
			Browser: "// wend.js sends it by itself. Where your code changes the page without changing the address:\nwend.page();",
			Server:  curl("page", map[string]any{"userId": "customer-42", "properties": examples(planned.Properties)}),
		}
	}
	name := text(planned.Event)
	browser := fmt.Sprintf("wend.track(%s);", name)
	if lines := literal(planned.Properties); lines != "" {
		browser = fmt.Sprintf("wend.track(%s, {\n%s});", name, lines)
	}
	return SampleCode{Browser: browser, Server: curl("track", map[string]any{"userId": "customer-42", "event": planned.Event, "properties": examples(planned.Properties)})}
}

func curl(verb string, message map[string]any) string {
	if properties, ok := message["properties"].(object); ok && len(properties) == 0 {
		delete(message, "properties")
	}
	body, err := marshal(message, "  ")
	if err != nil { // examples are checked JSON
		return ""
	}
	quoted := strings.ReplaceAll(body, "'", `'\''`)
	return fmt.Sprintf("curl -u WRITE_KEY: -H 'Content-Type: application/json' BASE_URL/v1/%s -d '%s'", verb, quoted)
}

// object is a JSON object that keeps the order of its members.
type object []PlannedProperty

func (o object) MarshalJSON() ([]byte, error) {
	var out bytes.Buffer
	out.WriteByte('{')
	for i, property := range o {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "%s:%s", text(property.Name), property.Example)
	}
	out.WriteByte('}')
	return out.Bytes(), nil
}

// examples are the properties that have one; for others it is made up.
func examples(properties []PlannedProperty) object {
	filled := object(slices.Clone(properties))
	for i := range filled {
		if len(filled[i].Example) == 0 {
			filled[i].Example = exampleOf[filled[i].Type]
		}
	}
	return filled
}

var exampleOf = map[string]json.RawMessage{
	"text": json.RawMessage(`"…"`), "number": json.RawMessage(`1`), "boolean": json.RawMessage(`true`), "list": json.RawMessage(`[]`), "object": json.RawMessage(`{}`),
}

// literal writes the members of a JavaScript object, one a line.
func literal(properties []PlannedProperty) string {
	var out strings.Builder
	for _, property := range examples(properties) {
		fmt.Fprintf(&out, "  %s: %s,\n", member(text(property.Name)), javascript(property.Example))
	}
	return out.String()
}

var plainMember = regexp.MustCompile(`"([A-Za-z_$][A-Za-z0-9_$]*)":`)

// javascript writes JSON as people write JavaScript: members without quotes
// where they need none. Texts that look like members keep theirs.
func javascript(example json.RawMessage) string {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(example))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return "null"
	}
	return write(value)
}

func write(value any) string {
	switch v := value.(type) {
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		parts := make([]string, 0, len(v))
		for _, name := range names {
			parts = append(parts, member(text(name))+": "+write(v[name]))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			parts = append(parts, write(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	out, err := marshal(value, "")
	if err != nil {
		return "null"
	}
	return out
}

func member(quoted string) string {
	return strings.TrimSuffix(plainMember.ReplaceAllString(quoted+":", "$1:"), ":")
}

func text(value string) string {
	out, err := marshal(value, "")
	if err != nil {
		return `""`
	}
	return out
}

func marshal(value any, indent string) (string, error) {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", indent)
	err := encoder.Encode(value)
	return strings.TrimSuffix(out.String(), "\n"), err
}
