package trend

import (
	"fmt"
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Series    []Series `json:"series" doc:"The lines to draw; 1 to 20."`
	Interval  string   `json:"interval,omitempty" enum:"hour,day,week,month" doc:"Unit of the time axis, in the request's time zone; by default day. Weeks begin on Monday."`
	Breakdown string   `json:"breakdown,omitempty" doc:"Property path: one line for each of its values."`
}

// Series is one line, or with a breakdown one line for each value.
type Series struct {
	query.Selector
	Name    string `json:"name,omitempty" doc:"What the answer calls the line; by default the event."`
	Measure string `json:"measure,omitempty" doc:"count (the default), customers, sessions, or sum:P, avg:P, p50:P, p95:P of a property path P." example:"sum:value"`
}

// mostSeries bounds a question.
const mostSeries = 20

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	_, err := d.read()
	return err
}

// kind is a sort of measure.
type kind uint8

const (
	count kind = iota
	customers
	sessions
	sumOf
	average
	p50
	p95
)

// kinds are the measures as the contract writes them.
var kinds = []string{count: "count", customers: "customers", sessions: "sessions", sumOf: "sum", average: "avg", p50: "p50", p95: "p95"}

// measure is what a series counts.
type measure struct {
	kind kind
	path event.Path // from sumOf on
}

// ofCustomers tells whether events without a customer are left out.
func (m measure) ofCustomers() bool { return m.kind == customers || m.kind == sessions }

// additive tells whether a bucket without events is 0, not null.
func (m measure) additive() bool { return m.kind <= sumOf }

// percentile tells whether every number is needed, to the end.
func (m measure) percentile() bool { return m.kind >= p50 }

type shape struct {
	interval  string
	measures  []measure
	breakdown event.Path // zero: none
}

func (d Definition) read() (shape, error) {
	s := shape{interval: "day"}
	if err := d.Request.Validate(); err != nil {
		return s, err
	}
	switch n := len(d.Series); {
	case n == 0:
		return s, problem.At("/series", "A trend needs at least one series, for example {\"event\":\"Order Completed\",\"measure\":\"count\"}.")
	case n > mostSeries:
		return s, problem.At("/series", "A trend may have at most %d series: this one has %d.", mostSeries, n)
	}
	for i, series := range d.Series {
		at := fmt.Sprintf("/series/%d", i)
		if err := series.Selector.Validate(at); err != nil {
			return s, err
		}
		m, err := readMeasure(series.Measure, at+"/measure")
		if err != nil {
			return s, err
		}
		s.measures = append(s.measures, m)
	}
	if d.Interval != "" {
		if !slices.Contains(query.Intervals, d.Interval) {
			return s, problem.At("/interval", "interval must be hour, day, week or month.")
		}
		s.interval = d.Interval
	}
	if d.Breakdown != "" {
		var err error
		if s.breakdown, err = query.ParsePath(d.Breakdown, "/breakdown"); err != nil {
			return s, err
		}
	}
	return s, nil
}

func readMeasure(text, pointer string) (measure, error) {
	if text == "" {
		text = "count"
	}
	name, path, ofPath := strings.Cut(text, ":")
	place := slices.Index(kinds, name)
	if place < 0 || ofPath != (kind(place) >= sumOf) {
		return measure{}, problem.At(pointer, "measure must be count, customers, sessions, or sum:P, avg:P, p50:P or p95:P of a property, for example sum:value.")
	}
	m := measure{kind: kind(place)}
	if ofPath {
		var err error
		if m.path, err = query.ParsePath(path, pointer); err != nil {
			return measure{}, err
		}
	}
	return m, nil
}
