package saved

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wend/internal/problem"
	"wend/internal/understand"
	"wend/internal/understand/query"
)

// Question is what is asked again and again: an analysis, its question, and
// which days it looks at.
type Question struct {
	Analysis string          `json:"analysis" doc:"Which analysis answers it: the last part of its address under /query"`
	Question json.RawMessage `json:"question" doc:"The request's body, without from and to"`
	Range    string          `json:"range,omitempty" enum:"7d,30d,90d,180d,365d,custom" doc:"The last so many days, today included, whenever it is asked; by default 30d. custom: the days of from and to."`
	From     string          `json:"from,omitempty" doc:"First day of a custom range, YYYY-MM-DD"`
	To       string          `json:"to,omitempty" doc:"Last day of a custom range, included"`
}

// The ranges that have a name, in days, and the one whose days are given.
var rangeDays = map[string]int{"7d": 7, "30d": 30, "90d": 90, "180d": 180, "365d": 365}

const (
	defaultRange    = "30d"
	customRange     = "custom"
	largestQuestion = 32 << 10
)

// complete puts the default in place and checks everything; pointers are
// relative to the question itself.
func (q *Question) complete() error {
	analysis, ok := understand.Find(q.Analysis)
	if !ok {
		return problem.At("/analysis", "%q is no analysis: use %s.", shorten(q.Analysis), strings.Join(analyses(), ", "))
	}
	if len(q.Question) > largestQuestion {
		return problem.At("/question", "A question may be at most %d KiB.", largestQuestion>>10)
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(q.Question, &keys); err != nil || keys == nil {
		return problem.At("/question", "The question is the JSON object that %s takes, without from and to.", "/query/"+analysis.Name)
	}
	for _, key := range []string{"from", "to"} {
		if _, named := keys[key]; named {
			return problem.At("/question/"+key, "Leave %s out of the question: the days stand beside it, in range.", key)
		}
	}
	if err := analysis.Check(q.Question); err != nil {
		return query.Under("/question", err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, q.Question); err != nil {
		return problem.At("/question", "The question cannot be read as JSON.")
	}
	q.Question = compact.Bytes()
	return q.completeRange()
}

func (q *Question) completeRange() error {
	if q.Range == "" {
		q.Range = defaultRange
	}
	if q.Range != customRange {
		if rangeDays[q.Range] == 0 {
			return problem.At("/range", "%q is no range: use 7d, 30d, 90d, 180d, 365d, or custom with from and to.", shorten(q.Range))
		}
		if q.From != "" || q.To != "" {
			return problem.At("/from", "from and to belong to the range custom: leave them out, or set range to custom.")
		}
		return nil
	}
	if !isDay(q.From) {
		return problem.At("/from", "The range custom needs its first day, for example 2026-03-01.")
	}
	if !isDay(q.To) {
		return problem.At("/to", "The range custom needs its last day, for example 2026-03-31.")
	}
	if q.From > q.To {
		return problem.At("/to", "The last day comes before the first.")
	}
	return nil
}

// in is the same question over other days; the empty range leaves its own.
func (q Question) in(r Range) Question {
	if r.Range != "" {
		q.Range, q.From, q.To = r.Range, r.From, r.To
	}
	return q
}

// Range is days by themselves: those of a dashboard or of a link. Empty means
// that every card keeps its own.
type Range struct {
	Range string `json:"range,omitempty" enum:"7d,30d,90d,180d,365d,custom" doc:"Days for all cards; left out: each card's own"`
	From  string `json:"from,omitempty" doc:"First day of a custom range, YYYY-MM-DD"`
	To    string `json:"to,omitempty" doc:"Last day of a custom range, included"`
}

func (r Range) check() error {
	if r == (Range{}) {
		return nil
	}
	if r.Range == "" {
		return problem.At("/range", "from and to belong to the range custom: leave them out, or set range to custom.")
	}
	return (&Question{Range: r.Range, From: r.From, To: r.To}).completeRange()
}

// Bounds are the moments that a range means: whole days of the zone. A
// relative range ends with the present day.
func (q Question) Bounds(zone *time.Location, now time.Time) (from, to time.Time) {
	if q.Range == customRange {
		first, _ := time.ParseInLocation(time.DateOnly, q.From, zone) // checked when it was saved
		last, _ := time.ParseInLocation(time.DateOnly, q.To, zone)
		return startOf(first), startOf(last.AddDate(0, 0, 1))
	}
	days := rangeDays[q.Range]
	if days == 0 {
		days = rangeDays[defaultRange]
	}
	today := startOf(now.In(zone))
	return startOf(today.AddDate(0, 0, 1-days)), startOf(today.AddDate(0, 0, 1))
}

// startOf is the begin of a moment's day. Where the clock is put forward at
// midnight, the day begins an hour later.
func startOf(t time.Time) time.Time {
	year, month, day := t.Date()
	return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
}

// Body is the request that the analysis answers, asked at a moment. A trend
// that names no interval gets the one that suits its days.
func (q Question) Body(zone *time.Location, now time.Time) (json.RawMessage, error) {
	from, to := q.Bounds(zone, now)
	body := map[string]json.RawMessage{}
	if err := json.Unmarshal(q.Question, &body); err != nil {
		return nil, fmt.Errorf("read a saved question: %w", err)
	}
	set := func(key, text string) { body[key] = json.RawMessage(strconv.Quote(text)) }
	set("from", from.UTC().Format(time.RFC3339))
	set("to", to.UTC().Format(time.RFC3339))
	if q.Analysis == "trend" && body["interval"] == nil {
		set("interval", intervalFor(to.Sub(from)))
	}
	return json.Marshal(body)
}

// intervalFor gives a chart some ten to a hundred points.
func intervalFor(length time.Duration) string {
	switch days := length.Hours() / 24; {
	case days <= 2:
		return "hour"
	case days <= 100:
		return "day"
	case days <= 400:
		return "week"
	}
	return "month"
}

func isDay(text string) bool {
	_, err := time.Parse(time.DateOnly, text)
	return err == nil && text >= "1970-01-01"
}

func analyses() (names []string) {
	for _, a := range understand.Analyses {
		names = append(names, a.Name)
	}
	return slices.Clip(names)
}

// shorten keeps hostile text from filling the answer.
func shorten(text string) string {
	if len(text) <= 100 {
		return text
	}
	return strings.ToValidUTF8(text[:100], "") + "…"
}
