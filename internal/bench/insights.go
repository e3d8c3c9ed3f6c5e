package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"wend/internal/event"
	"wend/internal/sim"
	"wend/internal/understand/insights"
	"wend/internal/understand/query"
)

// Insights asks simulated businesses what changed: those with planted
// anomalies, and plain ones in which every alarm is a false one.
type Insights struct {
	Worlds    []string
	Seeds     int
	Customers int
	Days      int
}

// insightsEnd is the end of the histories: no sale falls into their last month.
var insightsEnd = time.Date(2026, 5, 20, 22, 0, 0, 0, time.UTC)

// judged is the range of the questions.
const judged = 30

// InsightRates are how often what was planted was found, and how often an
// alarm was false.
type InsightRates struct {
	Planted, Found, Driven, Drivers int // anomalies by metric; those with a driver
	Invented                        int // drivers named where there is none
	Quiet, Alarmed                  int // plain months; those with any alarm
}

// Run prints and answers the rates.
func (b Insights) Run(ctx context.Context, out io.Writer) (InsightRates, error) {
	var all InsightRates
	for _, world := range b.Worlds {
		var rates InsightRates
		for seed := range b.Seeds {
			for _, plain := range []bool{false, true} {
				config := sim.Config{World: world, Customers: b.Customers, Days: b.Days, Seed: uint64(seed + 1), End: insightsEnd, Plain: plain}
				if err := rates.judge(ctx, out, config); err != nil {
					return all, err
				}
			}
		}
		fmt.Fprintf(out, "%-10s %s\n", world, rates)
		all.add(rates)
	}
	fmt.Fprintf(out, "%-10s %s\n", "all", all)
	return all, nil
}

func (r InsightRates) String() string {
	return fmt.Sprintf("planted anomalies found on their day %d of %d, with the right driver %d of %d (%d named where there is none); quiet months with a false alarm %d of %d", r.Found, r.Planted, r.Driven, r.Drivers, r.Invented, r.Alarmed, r.Quiet)
}

func (r *InsightRates) add(o InsightRates) {
	r.Planted, r.Found, r.Driven, r.Drivers = r.Planted+o.Planted, r.Found+o.Found, r.Driven+o.Driven, r.Drivers+o.Drivers
	r.Invented, r.Quiet, r.Alarmed = r.Invented+o.Invented, r.Quiet+o.Quiet, r.Alarmed+o.Alarmed
}

// judge asks one business. Metrics that a truth names are watched as well.
func (r *InsightRates) judge(ctx context.Context, out io.Writer, config sim.Config) error {
	world, err := NewWorld(ctx, config, StageModel())
	if err != nil {
		return err
	}
	truths := world.Truths()
	d := insights.Definition{Country: world.World().Country, Request: query.Request{
		From: insightsEnd.AddDate(0, 0, -judged).Format(time.RFC3339), To: insightsEnd.Format(time.RFC3339), Now: insightsEnd,
	}}
	planted := world.Simulation // the business with its anomalies says which metrics are of interest
	if config.Plain {
		config.Plain = false
		if other, err := sim.New(config); err == nil {
			planted = other
		}
		config.Plain = true
	}
	for _, truth := range planted.Truths() {
		if truth.Kind == insights.Spike || truth.Kind == insights.Drop {
			d.KeyEvents = append(d.KeyEvents, slices.DeleteFunc(slices.Clone(truth.Metrics), func(m string) bool { return m == insights.Sessions })...)
		}
	}
	for _, truth := range truths {
		for _, f := range truth.Driver {
			if path, err := event.ParsePath(f.Property); err == nil && path.Root != event.Dimension {
				d.Dimensions = append(d.Dimensions, f.Property)
			}
		}
	}
	a, err := insights.Run(ctx, world.Index, d)
	if err != nil {
		return err
	}
	if config.Plain {
		r.Quiet++
		if len(a.Insights) > 0 {
			r.Alarmed++
		}
		for _, i := range a.Insights {
			fmt.Fprintf(out, "  %s %d: false: %s\n", config.World, config.Seed, i.Text)
		}
		return nil
	}
	for _, truth := range truths {
		if truth.Kind == insights.Spike || truth.Kind == insights.Drop {
			r.match(out, config, truth, a)
		}
	}
	return nil
}

// match looks for a truth among the insights, metric by metric.
func (r *InsightRates) match(out io.Writer, config sim.Config, truth sim.Truth, a insights.Answer) {
	day := truth.From.Format(time.DateOnly)
	for _, metric := range truth.Metrics {
		r.Planted++
		at := slices.IndexFunc(a.Insights, func(i insights.Insight) bool {
			return i.Day == day && i.Metric == metric && i.Kind == truth.Kind
		})
		if len(truth.Driver) > 0 {
			r.Drivers++
		}
		if at < 0 {
			fmt.Fprintf(out, "  %s %d: not found: %s of %s on %s\n", config.World, config.Seed, truth.Kind, metric, day)
			continue
		}
		r.Found++
		if len(truth.Driver) == 0 {
			if driver := a.Insights[at].Driver; driver != nil {
				r.Invented++
				fmt.Fprintf(out, "  %s %d: no such driver: %s\n", config.World, config.Seed, a.Insights[at].Text)
			}
			continue
		}
		if driver := a.Insights[at].Driver; driver != nil && drives(driver, truth.Driver[0]) {
			r.Driven++
		} else {
			fmt.Fprintf(out, "  %s %d: other driver: %s\n", config.World, config.Seed, a.Insights[at].Text)
		}
	}
}

// drives tells whether a driver is the planted one.
func drives(d *insights.Driver, planted event.Filter) bool {
	var value any
	return json.Unmarshal(planted.Value, &value) == nil && d.Property == planted.Property && d.Value == value
}
