package insights

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
	"wend/internal/understand/trend"
)

// CustomersQuestion asks for the customers behind one insight.
type CustomersQuestion struct {
	Definition
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who chooses customers by what they did on an insight's days.
type Who struct {
	Metric string    `json:"metric" doc:"The insight's metric, as the answer shows it."`
	Day    string    `json:"day" doc:"Its day." example:"2026-03-03"`
	Last   string    `json:"last,omitempty" doc:"The last day; by default the day alone."`
	Driver *WhoDrove `json:"driver,omitempty" doc:"Only those who did it with the driver's value."`
}

// WhoDrove is a driver as the answer shows it.
type WhoDrove struct {
	Property string          `json:"property"`
	Value    json.RawMessage `json:"value"`
}

// longestStretch bounds the days of one question.
const longestStretch = 100

// Customers lists the customers who make up a metric on an insight's days.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	d := q.within(ctx)
	if err := d.Validate(); err != nil {
		return query.People{}, err
	}
	metrics := d.metrics()
	at := slices.IndexFunc(metrics, func(s Series) bool { return s.metric() == q.Of.Metric })
	if at < 0 {
		return query.People{}, problem.At("/of/metric", "No metric of this question is called that: write it as the answer shows it.")
	}
	from, to, err := q.Of.days()
	if err != nil {
		return query.People{}, err
	}
	rng, err := d.Range(ix.Zone())
	if err != nil {
		return query.People{}, err
	}
	series := d.asked()[at]
	if q.Of.Driver != nil {
		f := event.Filter{Property: q.Of.Driver.Property, Op: "eq", Value: q.Of.Driver.Value}
		if len(f.Value) == 0 {
			return query.People{}, problem.At("/of/driver/value", "Write the driver's value as the answer shows it.")
		}
		if _, err := query.ParsePath(f.Property, "/of/driver/property"); err != nil {
			return query.People{}, err
		}
		series.Where = append(slices.Clone(series.Where), f)
	}
	start := func(d date) string {
		return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, rng.Zone).Format(time.RFC3339)
	}
	request := d.Request
	request.From, request.To = start(from), start(to.plus(1))
	return trend.Customers(ctx, ix, trend.CustomersQuestion{
		Definition: trend.Definition{Request: request, Series: []trend.Series{series}, Interval: "day"}, Page: q.Page,
	})
}

func (w Who) days() (from, to date, err error) {
	if from, err = civil(w.Day); err != nil {
		return from, to, problem.At("/of/day", "Write the day as the answer shows it, for example 2026-03-03.")
	}
	if w.Last == "" {
		return from, from, nil
	}
	if to, err = civil(w.Last); err != nil || to.at().Before(from.at()) || to.at().Sub(from.at()) > longestStretch*24*time.Hour {
		return from, to, problem.At("/of/last", "Write the last day as the answer shows it: at or after the day, and within %d days of it.", longestStretch)
	}
	return from, to, nil
}
