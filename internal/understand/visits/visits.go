package visits

import (
	"context"
	"math"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Answer is what became of sessions, by where they began.
type Answer struct {
	Site  Line   `json:"site" doc:"All sessions together, to compare with."`
	Lines []Line `json:"lines" doc:"By landing page or traffic source, most sessions first; then (other), then null for none."`
	query.Meta
}

// Line is the sessions that began in one place.
type Line struct {
	Name        any     `json:"name" doc:"The landing page or traffic source; (other) beyond the 50 most frequent ones, null for none and for the site."`
	Sessions    int64   `json:"sessions"`
	Bounces     int64   `json:"bounces" doc:"Sessions of a single touchpoint that is no conversion."`
	Engaged     int64   `json:"engaged" doc:"Sessions of 10 seconds or longer, or with two page views, or with a conversion."`
	Converted   int64   `json:"converted" doc:"Sessions with a conversion."`
	Conversions int64   `json:"conversions" doc:"Events that fit the goal."`
	Value       float64 `json:"value" doc:"What the conversions are worth together."`
	Enough      bool    `json:"enough" doc:"Whether there are sessions enough (30) for rates and a median; they are null otherwise."`

	BounceRate     *Rate   `json:"bounce_rate"`
	EngagementRate *Rate   `json:"engagement_rate"`
	ConversionRate *Rate   `json:"conversion_rate"`
	Duration       *Median `json:"duration"`
}

// Rate is a share of sessions.
type Rate struct {
	Rate float64 `json:"rate"`
	query.Interval
	Difference *Difference `json:"difference" doc:"The rate less the site's; null where there is too little to compare with."`
}

// Difference is how far a rate lies from the site's.
type Difference struct {
	Difference float64 `json:"difference"`
	query.Interval
}

// Median is the middle of how long sessions lasted.
type Median struct {
	Seconds float64 `json:"median_seconds"`
	query.Interval
}

// RunLanding answers a question about landing pages.
func RunLanding(ctx context.Context, ix *journey.Index, d Landing) (Answer, error) {
	if err := d.Validate(); err != nil {
		return Answer{}, err
	}
	return d.run(ctx, ix, "landing_page")
}

// RunSources answers a question about traffic sources.
func RunSources(ctx context.Context, ix *journey.Index, d Sources) (Answer, error) {
	if err := d.Validate(); err != nil {
		return Answer{}, err
	}
	return d.run(ctx, ix, d.by())
}

func (d Landing) run(ctx context.Context, ix *journey.Index, dimension string) (Answer, error) {
	begun := time.Now()
	p, scan, err := d.compile(ctx, ix, dimension)
	if err != nil {
		return Answer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p) })
	if err != nil {
		return Answer{}, err
	}
	a := f.answer()
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

// compile makes the plan of a definition that is valid, and ranks its lines.
func (d Landing) compile(ctx context.Context, ix *journey.Index, dimension string) (*plan, journey.Scan, error) {
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, scan, err
	}
	p := &plan{}
	if p.column, err = ix.Column(ctx, event.Path{Root: event.Dimension, Name: dimension}, rng.Zone); err != nil {
		return nil, scan, err
	}
	value, err := d.value()
	if err != nil {
		return nil, scan, err
	}
	if p.amounts, err = query.NewNumbers(ctx, ix, value, rng.Zone); err != nil {
		return nil, scan, query.Under("/value", err)
	}
	goal, err := d.goal().Compile(ctx, ix, rng.Zone, "/goal")
	if err != nil {
		return nil, scan, err
	}
	seen, err := query.Selector{Events: []string{event.PageViewed, event.ScreenViewed}}.Compile(ctx, ix, rng.Zone, "")
	if err != nil {
		return nil, scan, err
	}
	p.table = query.NewTable([]query.Pattern{goal, seen})
	r, _, err := journey.Run(ctx, ix, scan, func() *ranking { return newRanking(p) })
	if err != nil {
		return nil, scan, err
	}
	p.groups = r.tally.Rank(p.column, query.MostValues)
	return p, scan, nil
}

func (f *fold) answer() Answer {
	site := tally{}
	for i := range f.lines {
		site.merge(&f.lines[i])
	}
	a := Answer{Site: site.line(nil), Lines: []Line{}}
	for slot := range f.lines {
		if t := &f.lines[slot]; t.sessions > 0 {
			line := t.line(&site)
			line.Name = f.groups.JSON(slot)
			a.Lines = append(a.Lines, line)
		}
	}
	return a
}

// line writes a tally beside the site's; nil for the site itself.
func (t *tally) line(site *tally) Line {
	line := Line{
		Sessions: t.sessions, Bounces: t.bounced, Engaged: t.engaged, Converted: t.converted,
		Conversions: t.conversions, Value: t.value.Value(), Enough: t.sessions >= query.FewestForRates,
	}
	if !line.Enough {
		return line
	}
	rate := func(of func(*tally) int64) *Rate {
		r := &Rate{Rate: float64(of(t)) / float64(t.sessions), Interval: query.Wilson(of(t), t.sessions)}
		if site != nil {
			r.Difference = difference(of(t), t.sessions, of(site), site.sessions)
		}
		return r
	}
	line.BounceRate = rate(func(t *tally) int64 { return t.bounced })
	line.EngagementRate = rate(func(t *tally) int64 { return t.engaged })
	line.ConversionRate = rate(func(t *tally) int64 { return t.converted })
	line.Duration = median(t.took)
	return line
}

// difference compares a line's share with that of the site, which the line is
// a part of: it is the difference from the others, times their share.
func difference(part, whole, sitePart, siteWhole int64) *Difference {
	others := siteWhole - whole
	if others < query.FewestForRates {
		return nil
	}
	share := float64(others) / float64(siteWhole)
	from := query.Newcombe(part, whole, sitePart-part, others)
	return &Difference{
		Difference: float64(part)/float64(whole) - float64(sitePart)/float64(siteWhole),
		Interval:   query.Interval{Low: share * from.Low, High: share * from.High},
	}
}

// median finds the middle of durations, and the order statistics that hold it
// with 95 % confidence: the number below the median is binomial. It reorders
// the durations.
func median(took []int64) *Median {
	seconds := func(rank float64) float64 {
		last := float64(len(took) - 1)
		v, _ := query.Quantile(took, min(max(rank, 0), last)/last)
		return v / 1000
	}
	n := float64(len(took))
	spread := 1.959963984540054 * math.Sqrt(n) / 2
	middle := (n - 1) / 2
	return &Median{
		Seconds:  seconds(middle),
		Interval: query.Interval{Low: seconds(math.Floor(middle - spread)), High: seconds(math.Ceil(middle + spread))},
	}
}
