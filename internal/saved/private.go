package saved

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// identifying are the last parts of property paths that say who somebody is.
// A property called name is a product's far more often than a person's; a
// trait called name is not.
var identifying = map[string][]string{
	"traits":     {"name", "email", "phone", "firstname", "lastname", "first_name", "last_name", "username", "address", "street", "birthday", "mobile", "ip", "id", "user_id", "userid"},
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
		exact, known := identifying[parts[0]]
		if !known || len(parts) < 2 {
			return false
		}
		last := strings.TrimSpace(parts[len(parts)-1])
		plain := separators.Replace(last)
		return slices.Contains(exact, last) || slices.ContainsFunc(identifyingEnds, func(end string) bool { return strings.HasSuffix(plain, end) })
	})
}

// identifyingEnds are how the names of such properties end, wherever they lie:
// customer_email, billingPhone, full name.
var identifyingEnds = []string{"mail", "mailaddress", "phone", "phonenumber", "mobilenumber", "fullname", "firstname", "lastname", "surname", "familyname", "givenname", "username"}

var separators = strings.NewReplacer("_", "", "-", "", " ", "")

// mailAddress is found inside of texts too, also as addresses of pages have it.
var mailAddress = regexp.MustCompile(`[\pL\pN._%+'-]+(?:@|%40)[\pL\pN-]+(?:\.[\pL\pN-]+)+`)

// withoutAddresses takes mail addresses out of what anybody may read: pages and
// notes of customers have them where no question asks for one.
func withoutAddresses(text string) string { return mailAddress.ReplaceAllString(text, "•••") }

// treeWithoutAddresses does so in all texts of a JSON value.
func treeWithoutAddresses(raw json.RawMessage) (json.RawMessage, error) {
	if !mailAddress.Match(raw) {
		return raw, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber() // as it was written
	var tree any
	if err := decoder.Decode(&tree); err != nil {
		return nil, fmt.Errorf("read what is shown: %w", err)
	}
	return json.Marshal(cleared(tree))
}

func cleared(tree any) any {
	switch tree := tree.(type) {
	case string:
		return withoutAddresses(tree)
	case []any:
		for i, v := range tree {
			tree[i] = cleared(v)
		}
	case map[string]any:
		out := make(map[string]any, len(tree))
		for key, v := range tree {
			out[withoutAddresses(key)] = cleared(v)
		}
		return out
	}
	return tree
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
