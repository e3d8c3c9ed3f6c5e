package insights

import (
	"fmt"
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/problem"
	"wend/internal/understand/query"
	"wend/internal/understand/trend"
)

// Definition is the question.
type Definition struct {
	query.Request
	Series     []Series `json:"series,omitempty" doc:"The metrics to watch, at most 16; by default the workspace's key metrics: page views, sessions, orders and the key events of its kit."`
	Country    string   `json:"country,omitempty" doc:"ISO 3166 code of the country whose public holidays count; by default the workspace's or, where it has none, that of the time zone." example:"IE"`
	Dimensions []string `json:"dimensions,omitempty" doc:"Property paths among which a driver is looked for beside the built-in dimensions; at most 8."`

	// KeyEvents are those of the workspace, which the default metrics include.
	KeyEvents []string `json:"-"`
	// Currency writes sums of value.
	Currency string `json:"-"`
}

// Series is one metric.
type Series struct {
	query.Selector
	Name    string `json:"name,omitempty" doc:"What the answer calls the metric."`
	Measure string `json:"measure,omitempty" doc:"count (the default), customers, sessions, or sum:P, avg:P, p50:P, p95:P of a property path P." example:"count"`
}

const (
	mostSeries     = 16
	mostDimensions = 8
	mostDays       = 400
	before         = 120 // days of history before the range that the expectation rests on
)

// Sessions is the name of the default metric of visits.
const Sessions = "sessions"

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	if err := (trend.Definition{Request: d.Request, Series: d.asked()}).Validate(); err != nil {
		return err
	}
	if len(d.Series) > mostSeries {
		return problem.At("/series", "At most %d metrics are watched at once: this question has %d.", mostSeries, len(d.Series))
	}
	if len(d.Country) != 0 && (len(d.Country) != 2 || strings.ToUpper(d.Country) != d.Country) {
		return problem.At("/country", "country must be two capital letters, for example IE.")
	}
	if len(d.Dimensions) > mostDimensions {
		return problem.At("/dimensions", "There may be at most %d more dimensions.", mostDimensions)
	}
	for i, text := range d.Dimensions {
		if _, err := query.ParsePath(text, fmt.Sprintf("/dimensions/%d", i)); err != nil {
			return err
		}
	}
	return nil
}

// metrics are those that are asked for, or the default ones.
func (d Definition) metrics() []Series {
	if len(d.Series) > 0 {
		return d.Series
	}
	list := []Series{
		{Selector: query.Selector{Event: event.PageViewed}},
		{Selector: query.Acts(), Measure: Sessions, Name: Sessions},
		{Selector: query.Selector{Event: "Order Completed"}},
	}
	for _, name := range d.KeyEvents {
		known := slices.ContainsFunc(list, func(s Series) bool { return s.Event == name })
		if name != "" && name != query.AnyEvent && !known && len(list) < mostSeries {
			list = append(list, Series{Selector: query.Selector{Event: name}})
		}
	}
	return list
}

// asked are the metrics as a trend draws them.
func (d Definition) asked() []trend.Series {
	var list []trend.Series
	for _, s := range d.metrics() {
		list = append(list, trend.Series{Selector: s.Selector, Name: s.Name, Measure: s.Measure})
	}
	return list
}

// metric is what the answer calls a series.
func (s Series) metric() string {
	switch {
	case s.Name != "":
		return s.Name
	case s.counts():
		return s.Title()
	case s.Title() == query.AnyEvent:
		return s.Measure
	}
	return s.Title() + " (" + s.Measure + ")"
}

func (s Series) counts() bool { return s.Measure == "" || s.Measure == "count" }

// kind is how the series' days vary.
func (s Series) kind() kind {
	switch name, _, ofPath := strings.Cut(s.Measure, ":"); {
	case !ofPath:
		return counts
	case name == "sum":
		return amounts
	}
	return levels
}
