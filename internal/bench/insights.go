package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/sim"
	"wend/internal/understand/insights"
	"wend/internal/understand/query"
	"wend/internal/understand/trend"
)

// Insights asks simulated businesses what changed: those with planted
// anomalies, and plain ones in which every alarm is a false one.
type Insights struct {
	Worlds    []string
	Seeds     int
	After     int // seeds that are left out before them
	Customers int
	Days      int
}

// insightsEnd is the end of the histories: in no business a sale falls into
// their last month, which would be no quiet one.
var insightsEnd = time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC)

// judged is the range of the questions.
const judged = 30

// InsightRates are how often what was planted was found, and how often an
// alarm was false.
type InsightRates struct {
	Found    Share // planted anomalies found on their day, metric by metric
	Visible  Share // those of them that a detector sees which knows the true means
	Beside   Share // found, of those that it sees
	Driven   Share // the right driver, of the found that have one
	Invented Share // a driver, of the found that have none
	Alarmed  Share // quiet months with any alarm
}

func (r *InsightRates) add(o InsightRates) {
	for _, pair := range [][2]*Share{{&r.Found, &o.Found}, {&r.Visible, &o.Visible}, {&r.Beside, &o.Beside}, {&r.Driven, &o.Driven}, {&r.Invented, &o.Invented}, {&r.Alarmed, &o.Alarmed}} {
		pair[0].Part += pair[1].Part
		pair[0].Whole += pair[1].Whole
	}
}

func (r InsightRates) String() string {
	return fmt.Sprintf(`  planted anomalies found on the right day   %s
  that chance allows to be seen at all       %s
  found of those                             %s
  the right driver named                     %s
  a driver named where there is none         %s
  quiet months with an alarm                 %s`, r.Found, r.Visible, r.Beside, r.Driven, r.Invented, r.Alarmed)
}

// Run prints and answers the rates, with their 95 % intervals.
func (b Insights) Run(ctx context.Context, out io.Writer) (InsightRates, error) {
	var all InsightRates
	for _, world := range b.Worlds {
		j := &judge{out: out, planted: map[string]*plantedMetric{}}
		for seed := range b.Seeds {
			for _, plain := range []bool{false, true} {
				config := sim.Config{World: world, Customers: b.Customers, Days: b.Days, Seed: uint64(b.After + seed + 1), End: insightsEnd, Plain: plain}
				if err := j.ask(ctx, config); err != nil {
					return all, err
				}
			}
		}
		j.see()
		fmt.Fprintf(out, "%s\n%s\n", world, j.rates)
		all.add(j.rates)
	}
	fmt.Fprintf(out, "all\n%s\n", all)
	return all, nil
}

// judge holds one world's answers against what was planted.
type judge struct {
	out     io.Writer
	rates   InsightRates
	metrics int
	planted map[string]*plantedMetric
}

// plantedMetric is one metric of one planted anomaly over all seeds.
type plantedMetric struct {
	truth         sim.Truth
	metric        string
	found         []bool
	values, plain []float64 // the day with and without it
}

// ask asks one business. Metrics that a truth names are watched as well.
func (j *judge) ask(ctx context.Context, config sim.Config) error {
	world, err := NewWorld(ctx, config, StageModel())
	if err != nil {
		return err
	}
	planted := config // the business with its anomalies says which metrics are of interest
	planted.Plain = false
	business, err := sim.New(planted)
	if err != nil {
		return err
	}
	truths := slices.DeleteFunc(business.Truths(), func(t sim.Truth) bool { return t.Kind != insights.Spike && t.Kind != insights.Drop })
	a, err := insights.Run(ctx, world.Index, questionAbout(truths, world.World().Country))
	if err != nil {
		return err
	}
	j.metrics = len(a.Watched)
	for _, truth := range truths {
		for _, metric := range truth.Metrics {
			if err := j.hold(ctx, world, config, truth, metric, a); err != nil {
				return err
			}
		}
	}
	if config.Plain {
		j.rates.Alarmed.count(len(a.Insights) > 0)
		for _, i := range a.Insights {
			fmt.Fprintf(j.out, "  %s %d: false: %s\n", config.World, config.Seed, i.Text)
		}
	}
	return nil
}

func questionAbout(truths []sim.Truth, country string) insights.Definition {
	d := insights.Definition{Country: country, Request: query.Request{
		From: insightsEnd.AddDate(0, 0, -judged).Format(time.RFC3339), To: insightsEnd.Format(time.RFC3339), Now: insightsEnd,
	}}
	for _, truth := range truths {
		d.KeyEvents = append(d.KeyEvents, slices.DeleteFunc(slices.Clone(truth.Metrics), func(m string) bool { return m == insights.Sessions })...)
		for _, f := range truth.Driver {
			if path, err := event.ParsePath(f.Property); err == nil && path.Root != event.Dimension {
				d.Dimensions = append(d.Dimensions, f.Property)
			}
		}
	}
	return d
}

// hold notes a planted metric's day, and where it was planted looks for it
// among the insights.
func (j *judge) hold(ctx context.Context, world *World, config sim.Config, truth sim.Truth, metric string, a insights.Answer) error {
	day := truth.From.Format(time.DateOnly)
	key := strings.Join([]string{truth.Kind, metric, day}, " ")
	p := j.planted[key]
	if p == nil {
		p = &plantedMetric{truth: truth, metric: metric}
		j.planted[key] = p
	}
	value, err := valueOn(ctx, world, truth, metric)
	if err != nil {
		return err
	}
	if config.Plain {
		p.plain = append(p.plain, value)
		return nil
	}
	p.values = append(p.values, value)
	at := slices.IndexFunc(a.Insights, func(i insights.Insight) bool {
		return i.Day == day && i.Metric == metric && i.Kind == truth.Kind
	})
	p.found = append(p.found, at >= 0)
	j.rates.Found.count(at >= 0)
	if at >= 0 {
		j.drivers(config, truth, a.Insights[at])
	}
	return nil
}

// valueOn is what a metric came to on the day of a truth.
func valueOn(ctx context.Context, world *World, truth sim.Truth, metric string) (float64, error) {
	series := trend.Series{Selector: query.Selector{Event: metric}}
	if metric == insights.Sessions {
		series = trend.Series{Selector: query.Selector{Event: query.AnyEvent}, Measure: insights.Sessions}
	}
	a, err := trend.Run(ctx, world.Index, trend.Definition{Interval: "day", Series: []trend.Series{series}, Request: query.Request{
		From: truth.From.Format(time.RFC3339), To: truth.To.Format(time.RFC3339), Now: insightsEnd,
	}})
	if err != nil {
		return 0, err
	}
	return *a.Series[0].Values[0], nil
}

// drivers holds the named driver against the planted one.
func (j *judge) drivers(config sim.Config, truth sim.Truth, i insights.Insight) {
	if len(truth.Driver) == 0 {
		j.rates.Invented.count(i.Driver != nil)
		if i.Driver != nil {
			fmt.Fprintf(j.out, "  %s %d: no such driver: %s\n", config.World, config.Seed, i.Text)
		}
		return
	}
	right := i.Driver != nil && drives(i.Driver, truth.Driver[0])
	j.rates.Driven.count(right)
	if !right {
		fmt.Fprintf(j.out, "  %s %d: other driver: %s\n", config.World, config.Seed, i.Text)
	}
}

// drives tells whether a driver is the planted one.
func drives(d *insights.Driver, planted event.Filter) bool {
	var value any
	return json.Unmarshal(planted.Value, &value) == nil && d.Property == planted.Property && d.Value == value
}

// see counts which planted days chance allows to be seen: by a detector that
// knows from all plain histories what the day would have been, and how much it
// varies.
func (j *judge) see() {
	for _, key := range slices.Sorted(maps.Keys(j.planted)) {
		p := j.planted[key]
		mean, variance := moments(p.plain)
		lo, hi := insights.Certain(mean, variance, j.metrics, judged)
		var visible, found Share
		for i, value := range p.values {
			sees := p.truth.Kind == insights.Drop && value < lo || p.truth.Kind == insights.Spike && value > hi
			visible.count(sees)
			found.count(p.found[i])
			j.rates.Visible.count(sees)
			if sees {
				j.rates.Beside.count(p.found[i])
			}
		}
		planted, _ := moments(p.values)
		fmt.Fprintf(j.out, "  %s: %.1f instead of %.1f on average; found %d of %d, by a detector that knows the true means %d\n",
			key, planted, mean, found.Part, found.Whole, visible.Part)
	}
}

// moments are the mean of some numbers and their variance, at least that of counts.
func moments(values []float64) (mean, variance float64) {
	for _, v := range values {
		mean += v / float64(len(values))
	}
	for _, v := range values {
		variance += (v - mean) * (v - mean) / max(float64(len(values)-1), 1)
	}
	return mean, max(variance, mean)
}
