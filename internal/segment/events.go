package segment

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/problem"
)

// measures are what an event node may compare, the usual one first.
var measures = []string{"count", "sum", "avg", "distinct", "first", "last"}

func readEvent(keys map[string]json.RawMessage, at string) (node, error) {
	name, err := readText(keys["event"], at+"/event")
	if err != nil {
		return nil, err
	}
	out := did{events: []string{name}, pointer: at}
	if out.where, err = readWhere(keys["where"], at+"/where"); err != nil {
		return nil, err
	}
	if out.within, err = readDuration(keys["within"], at+"/within"); err != nil {
		return nil, err
	}
	out.measure, err = readMeasure(keys, at)
	return out, err
}

// readMeasure reads what is compared: by default that there is one such event.
func readMeasure(keys map[string]json.RawMessage, at string) (m measure, err error) {
	for _, name := range measures {
		if _, there := keys[name]; !there {
			continue
		}
		if m.of != "" {
			return m, problem.At(at, "An event is measured by one of %s, not by several.", strings.Join(measures, ", "))
		}
		m.of = name
	}
	switch m.of {
	case "":
		m.of = "count"
		m.condition, _, err = event.Filter{Op: "gte", Value: []byte("1")}.Compile()
		return m, err
	case "count":
		return m, readComparison(keys["count"], at+"/count", &m)
	case "first", "last":
		return m, readTimes(keys[m.of], at+"/"+m.of, &m)
	}
	path, err := readText(keys[m.of], at+"/"+m.of)
	if err != nil {
		return m, err
	}
	if m.path, err = event.ParsePath(path); err != nil {
		return m, problem.At(at+"/"+m.of, "%s.", sentence(err))
	}
	if m.path.Root == event.InTraits {
		return m, problem.At(at+"/"+m.of, "A trait is the customer's, not the event's: measure properties.… or value.")
	}
	op, err := readText(keys["op"], at+"/op")
	if err != nil {
		return m, err
	}
	return m, compileNumber(op, keys["value"], at, &m)
}

func readComparison(raw json.RawMessage, at string, m *measure) error {
	var comparison struct {
		Op    string          `json:"op"`
		Value json.RawMessage `json:"value"`
	}
	if json.Unmarshal(raw, &comparison) != nil {
		return problem.At(at, `%s must be like {"op":"gte","value":2}.`, m.of)
	}
	return compileNumber(comparison.Op, comparison.Value, at, m)
}

// compileNumber reads a comparison with a number.
func compileNumber(op string, value json.RawMessage, at string, m *measure) error {
	switch op {
	case "eq", "neq", "gt", "gte", "lt", "lte", "between":
	default:
		return problem.At(at+"/op", "%q compares no numbers: use eq, neq, gt, gte, lt, lte or between.", shorten(op))
	}
	condition, field, err := event.Filter{Op: op, Value: value}.Compile()
	if err != nil {
		return problem.At(at+"/"+field, "%s.", sentence(err))
	}
	m.condition = condition
	return nil
}

// readTimes reads when the first or last event was, as a span of time.
func readTimes(raw json.RawMessage, at string, m *measure) error {
	var comparison struct {
		Op    string          `json:"op"`
		Value json.RawMessage `json:"value"`
	}
	if json.Unmarshal(raw, &comparison) != nil {
		return problem.At(at, `%s must be like {"op":"gte","value":"2026-01-01T00:00:00Z"}.`, m.of)
	}
	var texts []string
	if comparison.Op == "between" {
		if json.Unmarshal(comparison.Value, &texts) != nil || len(texts) != 2 {
			return problem.At(at+"/value", "between needs two times, the earlier first.")
		}
	} else {
		text, err := readText(comparison.Value, at+"/value")
		if err != nil {
			return err
		}
		texts = []string{text}
	}
	times := make([]int64, len(texts))
	for i, text := range texts {
		t, err := time.Parse(time.RFC3339Nano, text)
		if err != nil {
			return problem.At(at+"/value", "%q is no time: write RFC 3339, for example 2026-03-01T00:00:00Z.", shorten(text))
		}
		times[i] = t.UnixMilli()
	}
	m.low, m.high = math.MinInt64, math.MaxInt64
	switch comparison.Op {
	case "gte":
		m.low = times[0]
	case "lt":
		m.high = times[0] - 1
	case "between":
		m.low, m.high = times[0], times[1]
	default:
		return problem.At(at+"/op", "%q compares no times: use gte, lt or between.", shorten(comparison.Op))
	}
	return nil
}

func readSequence(keys map[string]json.RawMessage, at string) (node, error) {
	var parts []map[string]json.RawMessage
	if json.Unmarshal(keys["sequence"], &parts) != nil || len(parts) == 0 {
		return nil, problem.At(at+"/sequence", `sequence must be a list of steps such as {"event":"Product Added"}.`)
	}
	if len(parts) > mostSteps {
		return nil, problem.At(at+"/sequence", "A sequence may have at most %d steps.", mostSteps)
	}
	out := sequence{pointer: at}
	for i, part := range parts {
		s, err := readStep(part, fmt.Sprintf("%s/sequence/%d", at, i))
		if err != nil {
			return nil, err
		}
		out.steps = append(out.steps, s)
	}
	for i, s := range out.steps {
		here := fmt.Sprintf("%s/sequence/%d/absent", at, i)
		switch {
		case s.absent && i == 0:
			return nil, problem.At(here, "A sequence begins with something that happened.")
		case s.absent && i < len(out.steps)-2:
			return nil, problem.At(here, "A step that is absent stands last, or just before the last step.")
		case s.absent && i == len(out.steps)-2 && out.steps[i+1].absent:
			return nil, problem.At(here, "Only one step can be absent at the end.")
		}
	}
	within, err := readDuration(keys["within"], at+"/within")
	out.within = within
	return out, err
}

func readStep(part map[string]json.RawMessage, at string) (s step, err error) {
	for key := range part {
		if key != "event" && key != "where" && key != "absent" && key != "after" {
			return s, problem.At(at+"/"+pointerKey(key), "There is no %q in a step: the keys are event, where, absent, after.", shorten(key))
		}
	}
	name, err := readText(part["event"], at+"/event")
	if err != nil {
		return s, err
	}
	s.events = []string{name}
	if s.where, err = readWhere(part["where"], at+"/where"); err != nil {
		return s, err
	}
	if raw := part["absent"]; raw != nil && json.Unmarshal(raw, &s.absent) != nil {
		return s, problem.At(at+"/absent", "absent must be true or false.")
	}
	if s.after, err = readDuration(part["after"], at+"/after"); err != nil {
		return s, err
	}
	if s.after != 0 && !s.absent {
		return s, problem.At(at+"/after", "after belongs to a step that is absent: how long its event has to stay away.")
	}
	return s, nil
}
