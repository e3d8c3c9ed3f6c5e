package saved

import (
	"bytes"
	"encoding/json"

	"wend/internal/problem"
	"wend/internal/understand/query"
)

// checkSegment reads the rule that a dashboard or a link has for all cards; nil
// where there is none.
func checkSegment(rule json.RawMessage) (json.RawMessage, error) {
	if len(rule) > largestQuestion {
		return nil, problem.At("/segment", "A rule may be at most %d KiB.", largestQuestion>>10)
	}
	if _, there, err := query.ReadSegment(rule, "/segment"); err != nil || !there {
		return nil, err
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, rule); err != nil {
		return nil, problem.At("/segment", "The rule cannot be read as JSON.")
	}
	return compact.Bytes(), nil
}

// of is the same question asked of those customers alone for whom a rule holds:
// beside the question's own rule, if it has one.
func (q Question) of(rule json.RawMessage) (Question, error) {
	if len(rule) == 0 {
		return q, nil
	}
	fields := map[string]json.RawMessage{}
	if err := json.Unmarshal(q.Question, &fields); err != nil {
		return q, problem.At("/question", "The question cannot be read as JSON.")
	}
	if own, there := fields["segment"]; there && string(own) != "null" {
		both, err := json.Marshal(map[string][]json.RawMessage{"all": {own, rule}})
		if err != nil {
			return q, problem.At("/segment", "The rule cannot be read as JSON.")
		}
		rule = both
	}
	fields["segment"] = rule
	asked, err := json.Marshal(fields)
	q.Question = asked
	return q, err
}
