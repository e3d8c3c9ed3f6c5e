package api

import (
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// sayNull lets the document say which objects may be null: those that a type
// holds by pointers and writes always. The library says so of texts and
// numbers only, so that clients with types would take them for there.
func sayNull(registry huma.Registry) {
	for name, schema := range registry.Map() {
		t := registry.TypeFromRef("#/components/schemas/" + name)
		if t == nil || t.Kind() != reflect.Struct {
			continue
		}
		for _, field := range reflect.VisibleFields(t) {
			key, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			property := schema.Properties[key]
			if property == nil || strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero") {
				continue
			}
			switch {
			case field.Type.Kind() == reflect.Pointer && property.Ref != "":
				schema.Properties[key] = orNull(property)
			case field.Type.Kind() == reflect.Slice && field.Type.Elem().Kind() == reflect.Pointer && property.Items != nil && property.Items.Ref != "":
				property.Items = orNull(property.Items)
			}
		}
	}
}

func orNull(schema *huma.Schema) *huma.Schema {
	return &huma.Schema{AnyOf: []*huma.Schema{{Ref: schema.Ref}, {Type: "null", Enum: []any{nil}}}, Description: schema.Description}
}
