package segment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/problem"
)

// Bounds of one rule: deep enough for anything a person can follow.
const (
	deepestRule = 12
	mostNodes   = 200
	mostFilters = 50
	mostSteps   = 10
	longestRule = 64 << 10 // bytes
)

// Rule is a rule that was read and checked. It does not change.
type Rule struct{ root node }

// node is one node of the tree, by its kind.
type node interface{ kind() string }

type (
	all      struct{ nodes []node }
	anyOf    struct{ nodes []node }
	not      struct{ node node }
	property struct {
		path      event.Path
		condition event.Condition
		pointer   string
	}
	did struct {
		events  []string
		where   []event.Filter
		within  time.Duration // 0: ever
		measure measure
		pointer string
	}
	sequence struct {
		steps   []step
		within  time.Duration // 0: ever
		pointer string
	}
	stage struct {
		keys    []string
		pointer string
	}
	lapsed  struct{ is bool }
	scored  struct{ standing }
	engaged struct{ standing }
	prefers struct{ channel string }
	agrees  struct{ category string }
	date    struct {
		keys        []string
		anniversary bool
		in          time.Duration
	}
)

func (all) kind() string      { return "all" }
func (anyOf) kind() string    { return "any" }
func (not) kind() string      { return "not" }
func (property) kind() string { return "property" }
func (did) kind() string      { return "event" }
func (sequence) kind() string { return "sequence" }
func (stage) kind() string    { return "stage" }
func (lapsed) kind() string   { return "lapsed" }
func (agrees) kind() string   { return "consents_to" }
func (date) kind() string     { return "date" }

func (scored) kind() string  { return "rfm" }
func (engaged) kind() string { return "engagement" }
func (prefers) kind() string { return "prefers_channel" }

// standing is one of some keys, which the index' standings know.
type standing struct {
	keys    []string
	pointer string
}

// measure is what is compared of the events that match.
type measure struct {
	of        string // count, sum, avg, distinct, first, last
	path      event.Path
	condition event.Condition
	low, high int64 // of first and last: milliseconds, both included
}

// step is one step of a sequence.
type step struct {
	events []string
	where  []event.Filter
	absent bool
	after  time.Duration
}

// kinds are the nodes of the language with the keys that each may have, its
// own first.
var kinds = map[string][]string{
	"all": {"all"}, "any": {"any"}, "not": {"not"},
	"property":    {"property", "op", "value"},
	"event":       {"event", "where", "within", "count", "sum", "avg", "distinct", "first", "last", "op", "value"},
	"sequence":    {"sequence", "within"},
	"stage":       {"stage"},
	"lapsed":      {"lapsed"},
	"consents_to": {"consents_to"},
	"date":        {"date", "anniversary", "in"},
	"rfm":         {"rfm"}, "engagement": {"engagement"}, "prefers_channel": {"prefers_channel"},
}

// later are nodes of the language whose facts no room gives yet.
var later = []string{"prediction", "in_segment"}

// Parse reads a rule. What is wrong is a *problem.Problem that points into it.
func Parse(raw []byte) (Rule, error) {
	if len(raw) > longestRule {
		return Rule{}, problem.At("", "A rule may have at most %d bytes.", longestRule)
	}
	p := parser{}
	root, err := p.node(raw, "", 1)
	return Rule{root}, err
}

// parser counts nodes while it reads.
type parser struct{ nodes int }

func (p *parser) node(raw []byte, at string, depth int) (node, error) {
	if p.nodes++; p.nodes > mostNodes || depth > deepestRule {
		return nil, problem.At(at, "A rule may have at most %d parts, %d deep.", mostNodes, deepestRule)
	}
	keys := map[string]json.RawMessage{}
	if err := json.Unmarshal(raw, &keys); err != nil || len(keys) == 0 {
		return nil, problem.At(at, `A part of a rule is an object such as {"event":"Order Completed","within":"90d"}.`)
	}
	kind, err := kindOf(keys, at)
	if err != nil {
		return nil, err
	}
	switch kind {
	case "all", "any":
		nodes, err := p.list(keys[kind], at+"/"+kind, depth)
		if kind == "all" {
			return all{nodes}, err
		}
		return anyOf{nodes}, err
	case "not":
		inner, err := p.node(keys["not"], at+"/not", depth+1)
		return not{inner}, err
	case "property":
		return readProperty(keys, at)
	case "event":
		return readEvent(keys, at)
	case "sequence":
		return readSequence(keys, at)
	case "date":
		return readDate(keys, at)
	case "stage":
		list, err := readKeys(keys["stage"], at+"/stage", "stages' keys")
		return stage{list, at}, err
	case "rfm":
		list, err := readKeys(keys["rfm"], at+"/rfm", `segments' keys such as "champions"`)
		return scored{standing{list, at + "/rfm"}}, err
	case "engagement":
		list, err := readKeys(keys["engagement"], at+"/engagement", `levels such as "high"`)
		return engaged{standing{list, at + "/engagement"}}, err
	case "prefers_channel":
		return readChannel(keys["prefers_channel"], at+"/prefers_channel")
	case "lapsed":
		var is *bool
		if json.Unmarshal(keys["lapsed"], &is) != nil || is == nil {
			return nil, problem.At(at+"/lapsed", "lapsed must be true or false.")
		}
		return lapsed{*is}, nil
	}
	category, err := readText(keys["consents_to"], at+"/consents_to")
	return agrees{category}, err
}

// kindOf finds what a node is, and refuses keys that it may not have.
func kindOf(keys map[string]json.RawMessage, at string) (string, error) {
	for _, name := range later {
		if _, there := keys[name]; there {
			return "", problem.At(at+"/"+name, "%s cannot be asked for yet.", name)
		}
	}
	found := ""
	for _, name := range slices.Sorted(maps.Keys(kinds)) {
		if _, there := keys[name]; there {
			if found != "" {
				return "", problem.At(at, "A part of a rule says one thing, and this one says both %s and %s: put them into a list under all or any.", found, name)
			}
			found = name
		}
	}
	if found == "" {
		return "", problem.At(at, "A part of a rule needs one of the keys %s.", strings.Join(slices.Sorted(maps.Keys(kinds)), ", "))
	}
	for _, key := range slices.Sorted(maps.Keys(keys)) {
		if !slices.Contains(kinds[found], key) {
			return "", problem.At(at+"/"+pointerKey(key), "There is no %q beside %s: the keys are %s.", shorten(key), found, strings.Join(kinds[found], ", "))
		}
	}
	return found, nil
}

func (p *parser) list(raw json.RawMessage, at string, depth int) ([]node, error) {
	var parts []json.RawMessage
	if json.Unmarshal(raw, &parts) != nil || parts == nil {
		return nil, problem.At(at, "This must be a list of rules.")
	}
	nodes := make([]node, 0, len(parts))
	for i, part := range parts {
		n, err := p.node(part, at+"/"+strconv.Itoa(i), depth+1)
		if err != nil {
			return nil, err
		}
		nodes = append(nodes, n)
	}
	return nodes, nil
}

func readProperty(keys map[string]json.RawMessage, at string) (node, error) {
	name, err := readText(keys["property"], at+"/property")
	if err != nil {
		return nil, err
	}
	op, err := readText(keys["op"], at+"/op")
	if err != nil {
		return nil, err
	}
	path, err := event.ParsePath(name)
	if err != nil {
		return nil, problem.At(at+"/property", "%s.", sentence(err))
	}
	condition, field, err := event.Filter{Property: name, Op: op, Value: keys["value"]}.Compile()
	if err != nil {
		return nil, problem.At(at+"/"+field, "%s.", sentence(err))
	}
	return property{path, condition, at}, nil
}

func readWhere(raw json.RawMessage, at string) ([]event.Filter, error) {
	if raw == nil || string(raw) == "null" {
		return nil, nil
	}
	var where []event.Filter
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if decoder.Decode(&where) != nil {
		return nil, problem.At(at, `where must be a list of filters such as {"property":"properties.category","op":"eq","value":"shoes"}.`)
	}
	if len(where) > mostFilters {
		return nil, problem.At(at, "There may be at most %d filters in one list.", mostFilters)
	}
	for i, f := range where {
		if _, err := event.ParsePath(f.Property); err != nil {
			return nil, problem.At(fmt.Sprintf("%s/%d/property", at, i), "%s.", sentence(err))
		}
		if _, field, err := f.Compile(); err != nil {
			return nil, problem.At(fmt.Sprintf("%s/%d/%s", at, i, field), "%s.", sentence(err))
		}
	}
	return where, nil
}

func readDuration(raw json.RawMessage, at string) (time.Duration, error) {
	if raw == nil {
		return 0, nil
	}
	text, err := readText(raw, at)
	if err != nil {
		return 0, err
	}
	d, err := event.ParseDuration(text)
	if err != nil {
		return 0, problem.At(at, "%q cannot be read: %s.", shorten(text), err)
	}
	return d, nil
}

func readText(raw json.RawMessage, at string) (string, error) {
	var text string
	if json.Unmarshal(raw, &text) != nil || text == "" {
		return "", problem.At(at, "%s must be a text.", at[strings.LastIndexByte(at, '/')+1:])
	}
	return text, nil
}

// readKeys reads a list of keys, at least one.
func readKeys(raw json.RawMessage, at, what string) (list []string, err error) {
	if json.Unmarshal(raw, &list) != nil || len(list) == 0 || len(list) > mostFilters {
		return nil, problem.At(at, "%s must be a list of %s.", at[strings.LastIndexByte(at, '/')+1:], what)
	}
	return list, nil
}

// readChannel reads a channel's name, whatever its case.
func readChannel(raw json.RawMessage, at string) (node, error) {
	name, err := readText(raw, at)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(event.Channels, func(channel string) bool { return strings.EqualFold(channel, name) })
	if i < 0 {
		return nil, problem.At(at, "There is no channel %q: the channels are %s.", shorten(name), strings.Join(event.Channels[1:], ", "))
	}
	return prefers{event.Channels[i]}, nil
}

func readDate(keys map[string]json.RawMessage, at string) (node, error) {
	name, err := readText(keys["date"], at+"/date")
	if err != nil {
		return nil, err
	}
	path, err := event.ParsePath(name)
	if err != nil || path.Root != event.InTraits {
		return nil, problem.At(at+"/date", "date must name a trait, such as traits.birthday.")
	}
	out := date{keys: path.Keys}
	if raw := keys["anniversary"]; raw != nil && json.Unmarshal(raw, &out.anniversary) != nil {
		return nil, problem.At(at+"/anniversary", "anniversary must be true or false.")
	}
	if out.in, err = readDuration(keys["in"], at+"/in"); err != nil {
		return nil, err
	}
	if out.in%(24*time.Hour) != 0 {
		return nil, problem.At(at+"/in", "in counts whole days, such as 7d.")
	}
	return out, nil
}

// sentence begins an error's text with a capital.
func sentence(err error) string {
	text := strings.TrimSuffix(err.Error(), ".")
	return strings.ToUpper(text[:1]) + text[1:]
}

// shorten keeps a hostile key from filling the answer.
func shorten(key string) string {
	if len(key) <= 100 {
		return key
	}
	return strings.ToValidUTF8(key[:100], "") + "…"
}

// pointerKey writes a key as a part of a JSON pointer (RFC 6901).
func pointerKey(key string) string {
	return strings.ReplaceAll(strings.ReplaceAll(shorten(key), "~", "~0"), "/", "~1")
}
