package insights

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
	"wend/internal/understand/trend"
)

// Answer is what lies beyond expectation, and what was watched.
type Answer struct {
	Insights    []Insight `json:"insights" doc:"What lies beyond expectation, newest first."`
	Watched     []Watched `json:"watched" doc:"The metrics that were looked at."`
	Enough      bool      `json:"enough" doc:"Whether there is history enough (four weeks) to expect anything of at least one metric."`
	Reason      string    `json:"reason,omitempty" doc:"Where there is not: why."`
	From        string    `json:"from" doc:"The first whole day that was judged."`
	To          string    `json:"to" doc:"The last whole day that was judged."`
	FalseAlarms float64   `json:"false_alarms" doc:"Probability that this question raises any alarm at all about a business in which nothing happens; the ranges are as wide as it takes."`
	Calendar
	query.Meta
}

// Insight is one thing that lies beyond expectation.
type Insight struct {
	Kind     string     `json:"kind" enum:"spike,drop,shift" doc:"A day or a few that were higher or lower, or a change that lasts (seven days or more)."`
	Metric   string     `json:"metric"`
	Day      string     `json:"day" doc:"The day; of a shift its first one." example:"2026-03-03"`
	Last     string     `json:"last" doc:"The last day that it is about."`
	Expected [2]float64 `json:"expected" doc:"The range in which the value was to be expected."`
	Value    float64    `json:"value" doc:"What it was; of a shift, a day on average since then."`
	Series   Drawn      `json:"series" doc:"The metric and its days around it, to draw and to ask again."`
	Driver   *Driver    `json:"driver" doc:"The one value of one dimension that stands behind most of it; null where none stands out."`
	Alike    bool       `json:"alike" doc:"Whether it hit everybody the same: every value of the dimensions that would have shown it otherwise."`
	Holiday  string     `json:"holiday,omitempty" doc:"The public holiday on that day."`
	Text     string     `json:"text" doc:"The same in one sentence."`
}

// Drawn is a metric with its days.
type Drawn struct {
	Event   string         `json:"event"`
	Events  []string       `json:"events,omitempty"`
	Where   []event.Filter `json:"where,omitempty"`
	Measure string         `json:"measure"`
	Points  []Point        `json:"points"`
}

// Point is one day.
type Point struct {
	Day      string   `json:"day"`
	Value    *float64 `json:"value"`
	Expected float64  `json:"expected"`
	Low      float64  `json:"low"`
	High     float64  `json:"high"`
}

// Watched is one metric that was looked at.
type Watched struct {
	Metric string `json:"metric"`
	Noun   string `json:"noun" doc:"What people call it."`
	Enough bool   `json:"enough"`
	Reason string `json:"reason,omitempty" doc:"Why nothing can be expected of it yet."`
}

// watch is a metric with its model.
type watch struct {
	Series
	speaker
	series int
	first  int // place of its first day among all days
	model  *model
	reason string
}

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	d = d.within(ctx)
	if err := d.Validate(); err != nil {
		return Answer{}, err
	}
	s, err := d.survey(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	found := s.find()
	if len(found) > mostDriven { // the others go without
		slices.SortStableFunc(found, func(a, b driven) int { return cmp.Compare(b.surprise, a.surprise) })
	}
	causes := make([]why, len(found))
	if n := min(len(found), mostDriven); n > 0 {
		some, scanned, err := d.causesOf(ctx, ix, s.scan, s.buckets, found[:n])
		if err != nil {
			return Answer{}, err
		}
		copy(causes, some)
		s.scanned.Customers += scanned.Customers
		s.scanned.Events += scanned.Events
	}
	a := s.answer(found, causes)
	a.Meta = query.NewMeta(begun, s.scanned)
	return a, nil
}

// survey is the days of all metrics with what was expected of them.
type survey struct {
	buckets  query.Buckets
	days     []date
	from, to int // the days that are judged
	calendar Calendar
	watches  []*watch
	chance   chance
	scan     journey.Scan
	scanned  journey.Scanned
}

// survey counts the days and fits what is to be expected of each metric.
func (d Definition) survey(ctx context.Context, ix *journey.Index) (*survey, error) {
	s, err := d.count(ctx, ix)
	if err != nil {
		return nil, err
	}
	return s, s.model(ctx)
}

// count counts the days, in one pass.
func (d Definition) count(ctx context.Context, ix *journey.Index) (*survey, error) {
	rng, err := d.Range(ix.Zone())
	if err != nil {
		return nil, err
	}
	s := &survey{calendar: CalendarOf(d.Country, rng.Zone.String())}
	if rng.To-rng.From > mostDays*24*3600_000 {
		return nil, problem.At("/from", "At most %d days are judged at once: choose a shorter range.", mostDays)
	}
	until := min(rng.To, rng.Now)
	request := d.Request
	wider := query.Range{From: time.UnixMilli(rng.From).AddDate(0, 0, -before).UnixMilli(), To: max(until, rng.From+1), Now: rng.Now, Zone: rng.Zone}
	if s.buckets, err = query.NewBuckets("day", wider); err != nil {
		return nil, err
	}
	request.From = time.UnixMilli(s.buckets.Starts[0]).UTC().Format(time.RFC3339Nano)
	request.To = time.UnixMilli(max(wider.To, s.buckets.Starts[0]+1)).UTC().Format(time.RFC3339Nano)
	if s.scan, _, err = d.Prepare(ctx, ix); err != nil {
		return nil, err
	}
	counted, err := trend.Run(ctx, ix, trend.Definition{Request: request, Series: d.asked(), Interval: "day"})
	if err != nil {
		return nil, err
	}
	s.scanned = counted.Scanned
	for i, at := range s.buckets.Starts {
		s.days = append(s.days, dateOf(time.UnixMilli(at).In(rng.Zone)))
		if at < rng.From {
			s.from = i + 1
		}
		if s.buckets.Next(i) <= until {
			s.to = i + 1
		}
	}
	s.from = min(s.from, s.to)
	d.watch(s, counted)
	return s, nil
}

// watch cuts each metric's history out of the counted days.
func (d Definition) watch(s *survey, counted trend.Answer) {
	known := map[date]string{}
	if s.to > 0 {
		known = holidays(s.calendar.Country, s.days[0].year, s.days[s.to-1].year)
	}
	for i, series := range d.metrics() {
		w := &watch{Series: series, speaker: speak(series, d.Currency), series: i, first: s.to}
		h := &history{kind: series.kind()}
		for t := range s.to {
			value := math.NaN()
			if v := counted.Series[i].Values[t]; v != nil && (h.kind != levels || *v > 0) {
				value = *v
			}
			// A metric begins on the day after the first on which it happened, which
			// may have been half a day.
			if len(h.days) == 0 && w.first == s.to {
				if value > 0 {
					w.first = t + 1
				}
				continue
			}
			h.days, h.values, h.holiday = append(h.days, s.days[t]), append(h.values, value), append(h.holiday, known[s.days[t]])
			if value < 0 {
				w.reason = "On some days it is below zero, of which nothing can be expected."
			}
		}
		if w.first == s.to && len(d.Series) == 0 {
			continue // a key event that never happened is none yet
		}
		if w.reason == "" && len(h.days) < fewestDays {
			w.reason = fmt.Sprintf("There are %d whole days of history, and it takes %d (four weeks) to know what to expect.", len(h.days), fewestDays)
		}
		w.model = &model{history: h}
		s.watches = append(s.watches, w)
	}
}

// model fits the metrics, on all cores.
func (s *survey) model(ctx context.Context) error {
	var wait sync.WaitGroup
	places := make(chan struct{}, max(runtime.GOMAXPROCS(0), 1))
	s.chance = s.deal()
	for _, w := range s.watches {
		if w.reason != "" {
			continue
		}
		places <- struct{}{}
		wait.Go(func() {
			defer func() { <-places }()
			if ctx.Err() == nil {
				w.model = findSteps(w.model.history, s.chance.step)
			}
		})
	}
	wait.Wait()
	s.spend()
	return ctx.Err()
}

// deal deals the question's false alarms out to its metrics and days.
func (s *survey) deal() chance {
	able := 0
	for _, w := range s.watches {
		if w.reason == "" {
			able++
		}
	}
	return deal(able, s.to-s.from)
}

// find is what lies beyond expectation, newest first.
func (s *survey) find() []driven {
	var found []driven
	for _, w := range s.watches {
		if w.reason != "" {
			continue
		}
		for _, f := range find(w.model, max(s.from-w.first, 0), max(s.to-w.first, 0), s.chance) {
			found = append(found, driven{finding: f, series: w.series, model: w.model, first: w.first})
		}
	}
	slices.SortStableFunc(found, newestFirst)
	return found
}

func newestFirst(a, b driven) int {
	return cmp.Or(cmp.Compare(b.first+b.day, a.first+a.day), cmp.Compare(b.surprise, a.surprise))
}

func (s *survey) answer(found []driven, causes []why) Answer {
	a := Answer{Insights: []Insight{}, Watched: []Watched{}, FalseAlarms: FalseAlarms, Calendar: s.calendar}
	byModel := map[*model]*watch{}
	for _, w := range s.watches {
		byModel[w.model] = w
		a.Enough = a.Enough || w.reason == ""
		a.Watched = append(a.Watched, Watched{Metric: w.metric(), Noun: w.noun, Enough: w.reason == "", Reason: w.reason})
	}
	switch {
	case s.from >= s.to:
		a.Enough, a.Reason = false, "No whole day lies within the range yet: days are judged when they are over."
	case len(s.watches) == 0:
		a.Reason = "None of the key metrics has happened yet."
	case !a.Enough:
		a.Reason = s.watches[0].reason
	}
	if s.from < s.to {
		a.From, a.To = s.days[s.from].String(), s.days[s.to-1].String()
	}
	order := make([]int, len(found))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return newestFirst(found[i], found[j]) })
	for _, i := range order {
		a.Insights = append(a.Insights, s.insight(byModel[found[i].model], &found[i], causes[i]))
	}
	return a
}

func (s *survey) insight(w *watch, f *driven, cause why) Insight {
	h := f.model.history
	out := Insight{
		Kind: f.kind, Metric: w.metric(), Day: h.days[f.day].String(), Last: h.days[f.to-1].String(),
		Expected: [2]float64{tidy(f.lo), tidy(f.hi)}, Value: tidy(f.value), Driver: cause.driver, Alike: cause.alike,
		Series: Drawn{Event: w.Title(), Events: w.Events, Where: w.Where, Measure: cmp.Or(w.Measure, "count")},
		Text:   w.sentence(h, f.finding, cause),
	}
	if f.kind != Shift {
		out.Holiday = h.holiday[f.day]
	}
	for t := max(0, f.from-35); t < min(len(h.days), f.to+14); t++ {
		out.Series.Points = append(out.Series.Points, s.point(f, t))
	}
	return out
}

// point is a day as it was and as it was expected: for a lasting change, as if
// there were none.
func (s *survey) point(f *driven, t int) Point {
	mean, lo, hi := f.model.expect(t, s.chance.day, f.step)
	p := Point{Day: f.model.days[t].String(), Expected: tidy(mean), Low: tidy(lo), High: tidy(hi)}
	if v := f.model.values[t]; !math.IsNaN(v) {
		p.Value = &v
	}
	return p
}
