package saved

import (
	"encoding/json"
	"slices"
	"strings"
)

// identifying are the last parts of property paths that say who somebody is.
// A property called name is a product's far more often than a person's; a
// trait called name is not.
var identifying = map[string][]string{
	"traits":     {"name", "email", "phone", "firstname", "lastname", "first_name", "last_name", "username", "address", "street", "birthday", "ip", "id", "user_id", "userid"},
	"properties": {"email", "phone", "firstname", "lastname", "first_name", "last_name", "username", "ip", "user_id", "userid"},
	"context":    {"email", "phone", "ip", "id", "user_id", "userid", "anonymousid"},
}

// namesCustomers tells whether a question asks for, or names, what says who
// somebody is: such a card has no place on a page that needs no sign-in.
func namesCustomers(question json.RawMessage) bool {
	if len(question) == 0 {
		return false
	}
	var tree any
	if json.Unmarshal(question, &tree) != nil {
		return true
	}
	return anyText(tree, func(text string) bool {
		if _, path, measured := strings.Cut(text, ":"); measured {
			text = path // sum:properties.total
		}
		parts := strings.Split(strings.ToLower(text), ".")
		return slices.Contains(identifying[parts[0]], parts[len(parts)-1])
	})
}

func anyText(tree any, fits func(string) bool) bool {
	switch tree := tree.(type) {
	case string:
		return fits(tree)
	case []any:
		return slices.ContainsFunc(tree, func(v any) bool { return anyText(v, fits) })
	case map[string]any:
		for _, v := range tree {
			if anyText(v, fits) {
				return true
			}
		}
	}
	return false
}
