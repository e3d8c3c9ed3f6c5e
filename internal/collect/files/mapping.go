package files

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"wend/internal/problem"
)

// Map says what the columns of a file mean (docs/import.md). Every text is a
// template: {column} stands for the column's value, {column:2} for it filled
// up with zeros to two digits, and anything else for itself.
type Map struct {
	// Delimiter separates the columns of a CSV file; empty: found out.
	Delimiter string `json:"delimiter,omitempty" toml:"delimiter"`

	Type        string `json:"type,omitempty" toml:"type"` // empty: track, or page where there is no event
	Event       string `json:"event,omitempty" toml:"event"`
	UserID      string `json:"userId,omitempty" toml:"userId"`
	AnonymousID string `json:"anonymousId,omitempty" toml:"anonymousId"`
	PreviousID  string `json:"previousId,omitempty" toml:"previousId"`
	GroupID     string `json:"groupId,omitempty" toml:"groupId"`
	MessageID   string `json:"messageId,omitempty" toml:"messageId"`
	Timestamp   string `json:"timestamp,omitempty" toml:"timestamp"`

	// TimeFormat is how Timestamp is written: empty for RFC 3339 and its
	// variants, "seconds", "milliseconds" or "microseconds" since 1970, or
	// Go's way of writing 2006-01-02 15:04:05 in the file's form.
	TimeFormat string `json:"timeFormat,omitempty" toml:"timeFormat"`
	// Timezone is where times without offset are meant; empty: UTC.
	Timezone string `json:"timezone,omitempty" toml:"timezone"`
	// Later is added to the time: a number and a unit (ms, s, m, h, d).
	Later string `json:"later,omitempty" toml:"later"`

	// Identifiers are further identifiers by kind: email, phone, or one's own.
	Identifiers map[string]string `json:"identifiers,omitempty" toml:"identifiers"`
	// Properties, Context and Traits are by name, "page.path" for a nested one.
	Properties map[string]string `json:"properties,omitempty" toml:"properties"`
	Context    map[string]string `json:"context,omitempty" toml:"context"`
	Traits     map[string]string `json:"traits,omitempty" toml:"traits"`
	// Rest is what becomes of columns that nothing mentions: "properties",
	// "traits" or "drop"; empty: properties, of identify calls traits.
	Rest string `json:"rest,omitempty" toml:"rest"`
	// Text names columns whose values stay texts though they read as numbers.
	Text []string `json:"text,omitempty" toml:"text"`
	// Columns says in a word what each column is ("email", "total",
	// "trait:city"; docs/import.md), in place of the templates above. A map of
	// orders or costs is always one of columns.
	Columns map[string]string `json:"columns,omitempty" toml:"columns"`
	// Dates is how dates of digits are ordered, "dmy" or "mdy", and Decimal the
	// sign before the cents; empty: as each value's own form suggests.
	Dates   string `json:"dates,omitempty" toml:"dates"`
	Decimal string `json:"decimal,omitempty" toml:"decimal"`
	// Currency is that of amounts which name none.
	Currency string `json:"currency,omitempty" toml:"currency"`
	// Channel is "store" or "phone" where orders were not placed on a screen.
	Channel string `json:"channel,omitempty" toml:"channel"`
	// Source and Medium are those of all costs, where no column says them.
	Source string `json:"source,omitempty" toml:"source"`
	Medium string `json:"medium,omitempty" toml:"medium"`
	// Consent is given or refused by everybody in the file, by purpose.
	Consent map[string]bool `json:"consent,omitempty" toml:"consent"`

	// Values translates a column's values, by column and value.
	Values map[string]map[string]string `json:"values,omitempty" toml:"values"`

	trusted string // of an exported table: "false" where the event was not
}

// LoadMap reads a map from a file, TOML or JSON. A key that it does not know is
// an error, not a surprise.
func LoadMap(path string) (*Map, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &problem.Problem{Status: http.StatusNotFound, Detail: fmt.Sprintf("The map %s cannot be read.", path), Cause: err}
	}
	m, err := ParseMap(text, strings.EqualFold(filepath.Ext(path), ".json"))
	if err != nil {
		return nil, &problem.Problem{Status: http.StatusUnprocessableEntity, Detail: fmt.Sprintf("The map %s is not right: %s", path, err), Cause: err}
	}
	return m, nil
}

// ParseMap reads a map's text.
func ParseMap(text []byte, isJSON bool) (*Map, error) {
	m := &Map{}
	if isJSON {
		d := json.NewDecoder(bytes.NewReader(text))
		d.DisallowUnknownFields()
		if err := d.Decode(m); err != nil {
			return nil, err
		}
		return m, nil
	}
	d := toml.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(m); err != nil {
		var strict *toml.StrictMissingError
		if errors.As(err, &strict) {
			return nil, errors.New(strict.String())
		}
		return nil, err
	}
	return m, nil
}

// named are the columns that need no map: what they are called is what they are.
var named = map[string]func(*Map, string){
	"type":              func(m *Map, t string) { m.Type = t },
	"event":             func(m *Map, t string) { m.Event = t },
	"userid":            func(m *Map, t string) { m.UserID = t },
	"anonymousid":       func(m *Map, t string) { m.AnonymousID = t },
	"previousid":        func(m *Map, t string) { m.PreviousID = t },
	"groupid":           func(m *Map, t string) { m.GroupID = t },
	"messageid":         func(m *Map, t string) { m.MessageID = t },
	"timestamp":         func(m *Map, t string) { m.Timestamp = t },
	"time":              func(m *Map, t string) { m.Timestamp = t },
	"email":             func(m *Map, t string) { m.Identifiers["email"] = t },
	"phone":             func(m *Map, t string) { m.Identifiers["phone"] = t },
	"customerid":        func(*Map, string) {}, // what an export adds
	"sessionid":         func(*Map, string) {},
	"channel":           func(*Map, string) {},
	"receivedat":        func(*Map, string) {},
	"originaltimestamp": func(*Map, string) {},
	"trusted":           func(m *Map, t string) { m.trusted = t },
}

// isExport tells whether a table is one that an export wrote.
func isExport(names []string) bool {
	found := 0
	for _, name := range names {
		switch name {
		case "message_id", "received_at", "customer_id", "session_id":
			found++
		}
	}
	return found == 4
}

// byName is the map for a file whose columns are named as messages' fields are.
func byName(names []string) *Map {
	m := &Map{Identifiers: map[string]string{}, Properties: map[string]string{}, Context: map[string]string{}, Traits: map[string]string{}}
	if isExport(names) {
		m.Rest = "drop"
	}
	for _, name := range names {
		template := "{" + name + "}"
		if set, ok := named[canonicalColumn(name)]; ok {
			set(m, template)
			continue
		}
		root, rest, nested := strings.Cut(name, ".")
		object := map[string]map[string]string{"properties": m.Properties, "context": m.Context, "traits": m.Traits}[root]
		if object != nil && (nested && rest != "" || !nested) {
			object[rest] = template // without name: the whole object, as JSON
		}
	}
	if isExport(names) && slices.Contains(names, "original_event") && m.Event != "" {
		m.Event = "{original_event|event}"
	}
	return m
}

var separators = strings.NewReplacer("_", "", " ", "", "-", "")

// canonicalColumn is a column's name without what people write differently:
// user_id, userId and "User ID" are one.
func canonicalColumn(name string) string { return strings.ToLower(separators.Replace(name)) }
