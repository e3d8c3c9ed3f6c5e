package api

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// ruleSchema is what the document calls a segment's rule.
const ruleSchema = "SegmentRule"

// ruleKeys are the members of requests and answers that hold a rule.
var ruleKeys = []string{"segment", "rule", "a", "b"}

// sayRules lets the document say what a segment's rule is, wherever one is
// taken or answered. Its own language reads and checks it and knows better
// sentences than a schema, so requests are not held against this one: the
// reference is an extension, which only readers of the document see.
func sayRules(registry huma.Registry) {
	schemas := registry.Map()
	for name, schema := range schemas {
		t := registry.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(t) {
			key, _, _ := strings.Cut(field.Tag.Get("json"), ",")
			property := schema.Properties[key]
			if property != nil && slices.Contains(ruleKeys, key) && field.Type == reflect.TypeFor[json.RawMessage]() {
				schema.Properties[key] = &huma.Schema{Description: property.Description, Extensions: reference(ruleSchema)}
			}
		}
	}
	schemas[ruleSchema] = ruleDocument()
}

func reference(name string) map[string]any {
	return map[string]any{"$ref": "#/components/schemas/" + name}
}

// ruleDocument describes the language (contract, section 5): one object for each kind of part.
func ruleDocument() *huma.Schema {
	text := func(doc string) *huma.Schema { return &huma.Schema{Type: "string", Description: doc} }
	yes := func(doc string) *huma.Schema { return &huma.Schema{Type: "boolean", Description: doc} }
	list := func(of *huma.Schema, doc string) *huma.Schema {
		return &huma.Schema{Type: "array", Items: of, Description: doc}
	}
	rule := &huma.Schema{Extensions: reference(ruleSchema)}
	where := list(&huma.Schema{Extensions: reference("Filter")}, "All of these must hold for the event.")
	const span = "A time such as 90d, 12h or 30m; left out: ever"
	compared := func(doc string) *huma.Schema {
		return part(doc, []string{"op", "value"}, map[string]*huma.Schema{"op": text(""), "value": {}})
	}
	step := part("", []string{"event"}, map[string]*huma.Schema{
		"event": text(""), "where": where, "absent": yes("The event must stay away"), "after": text("For how long it must stay away"),
	})
	return &huma.Schema{
		Description: "A rule that says which customers are meant: one part, or parts under all, any and not.",
		AnyOf: []*huma.Schema{
			part("All of these hold", []string{"all"}, map[string]*huma.Schema{"all": list(rule, "")}),
			part("One of these holds", []string{"any"}, map[string]*huma.Schema{"any": list(rule, "")}),
			part("This does not hold", []string{"not"}, map[string]*huma.Schema{"not": rule}),
			part("A trait, or what the latest touchpoint that has the property says", []string{"property", "op"}, map[string]*huma.Schema{"property": text(""), "op": text(""), "value": {}}),
			part("Did something, by default at least once", []string{"event"}, map[string]*huma.Schema{
				"event": text("An event's name, or *"), "where": where, "within": text(span),
				"count": compared("How often"), "sum": text("Property whose sum is compared by op and value"), "avg": text("Property whose average is compared"),
				"distinct": text("Property whose different values are counted and compared"), "op": text(""), "value": {},
				"first": compared("When the first such event was"), "last": compared("When the last such event was"),
			}),
			part("Did things in this order", []string{"sequence"}, map[string]*huma.Schema{"sequence": list(step, ""), "within": text(span)}),
			part("Stands at one of these stages", []string{"stage"}, map[string]*huma.Schema{"stage": list(text(""), "Keys of stages")}),
			part("Was away for longer than the stage's patience", []string{"lapsed"}, map[string]*huma.Schema{"lapsed": yes("")}),
			part("Is in one of these segments by recency, frequency and value", []string{"rfm"}, map[string]*huma.Schema{"rfm": list(text(""), "Keys of segments")}),
			part("Has one of these levels of engagement", []string{"engagement"}, map[string]*huma.Schema{"engagement": list(text(""), "")}),
			part("Comes mostly by this channel", []string{"prefers_channel"}, map[string]*huma.Schema{"prefers_channel": text("")}),
			part("Agreed to this", []string{"consents_to"}, map[string]*huma.Schema{"consents_to": text("Category of consent, such as email_marketing")}),
			part("A day that a trait names", []string{"date"}, map[string]*huma.Schema{"date": text("A trait, such as traits.birthday"), "anniversary": yes("Every year"), "in": text("In whole days from now, such as 7d")}),
		},
	}
}

func part(doc string, required []string, properties map[string]*huma.Schema) *huma.Schema {
	return &huma.Schema{Type: "object", Description: doc, Required: required, Properties: properties, AdditionalProperties: false}
}
