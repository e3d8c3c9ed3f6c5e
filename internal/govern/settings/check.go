package settings

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// mostStages and mostRules bound the stage model; the stage of a touchpoint is
// kept in one byte.
const (
	mostStages = 30
	mostRules  = 50
)

var stageKey = regexp.MustCompile(`^[a-z][a-z0-9_]{0,40}$`)

func isCurrency(code string) bool {
	return len(code) == 3 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func isCountry(code string) bool {
	return len(code) == 2 && strings.Trim(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func checkStages(stages []journey.Stage) error {
	if len(stages) == 0 || len(stages) > mostStages {
		return problem.At("/stages", "A stage model has 1 to %d stages.", mostStages)
	}
	seen := map[string]bool{}
	for i, stage := range stages {
		at := "/stages/" + strconv.Itoa(i)
		if !stageKey.MatchString(stage.Key) || stage.Key == "start" || stage.Key == "lapsed" {
			return problem.At(at+"/key", "%q cannot be a stage's key: use small letters, digits and _, and not start or lapsed.", stage.Key)
		}
		if seen[stage.Key] {
			return problem.At(at+"/key", "Two stages have the key %q: give each its own.", stage.Key)
		}
		seen[stage.Key] = true
		if strings.TrimSpace(stage.Name) == "" || len(stage.Name) > 100 {
			return problem.At(at+"/name", "Name the stage, in at most 100 characters.")
		}
		if len(stage.Rules) > mostRules {
			return problem.At(at+"/rules", "A stage may have at most %d rules.", mostRules)
		}
		if stage.Patience != "" && !isDuration(stage.Patience) {
			return problem.At(at+"/patience", "%q is not a duration: write a whole number and one of s, m, h, d, w, for example 30d.", stage.Patience)
		}
		for j, rule := range stage.Rules {
			if err := checkRule(rule, at+"/rules/"+strconv.Itoa(j)); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkRule(rule journey.StageRule, at string) error {
	for i, filter := range rule.Where {
		if path, err := event.ParsePath(filter.Property); err == nil && path.Name == "stage" {
			return problem.At(at+"/where/"+strconv.Itoa(i)+"/property", "A stage's rule cannot ask for the stage: use the event and its properties.")
		}
	}
	if err := checkFilters(rule.Where, at+"/where"); err != nil {
		return err
	}
	if rule.Count == nil {
		return nil
	}
	switch rule.Count.Op {
	case "eq", "neq", "gt", "gte", "lt", "lte":
		return nil
	}
	return problem.At(at+"/count/op", "%q cannot compare a count: use eq, neq, gt, gte, lt or lte.", rule.Count.Op)
}

func checkFilters(filters []event.Filter, at string) error {
	if len(filters) > mostRules {
		return problem.At(at, "There may be at most %d conditions.", mostRules)
	}
	for i, filter := range filters {
		at := at + "/" + strconv.Itoa(i)
		if _, err := event.ParsePath(filter.Property); err != nil {
			return problem.At(at+"/property", "%s.", err)
		}
		if _, field, err := filter.Compile(); err != nil {
			return problem.At(at+"/"+field, "%s.", err)
		}
	}
	return nil
}

func checkCaps(caps []FrequencyCap) error {
	for i, limit := range caps {
		at := "/frequency_caps/" + strconv.Itoa(i)
		switch limit.Channel {
		case "", "email", "sms", "push", "in_app":
		default:
			return problem.At(at+"/channel", "%q is not a channel: use email, sms, push or in_app.", limit.Channel)
		}
		if limit.Max < 1 {
			return problem.At(at+"/max", "The largest number of messages is at least 1.")
		}
		if !isDuration(limit.Per) {
			return problem.At(at+"/per", "%q is not a duration: write a whole number and one of s, m, h, d, w, for example 7d.", limit.Per)
		}
	}
	return nil
}

func isDuration(text string) bool {
	if len(text) < 2 || !strings.ContainsRune("smhdw", rune(text[len(text)-1])) {
		return false
	}
	n, err := strconv.Atoi(text[:len(text)-1])
	return err == nil && n > 0 && n < 1_000_000
}

func readQuietHours(raw json.RawMessage) (*QuietHours, error) {
	if string(raw) == "null" {
		return nil, nil
	}
	var hours QuietHours
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&hours); err != nil {
		return nil, problem.At("/quiet_hours", "Quiet hours are null or {\"from\":\"21:00\",\"to\":\"08:00\"}.")
	}
	for key, text := range map[string]string{"from": hours.From, "to": hours.To} {
		if _, err := time.Parse("15:04", text); err != nil {
			return nil, problem.At("/quiet_hours/"+key, "%q is not a time of day: write for example 21:00.", text)
		}
	}
	return &hours, nil
}
