package conformance

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Answer says who followed the ideal journey, and where the others left it.
type Answer struct {
	Customers  int64           `json:"customers" doc:"Customers with a touchpoint that fits a step, without those under way."`
	Underway   int64           `json:"underway" doc:"Customers who have followed so far and may go on yet; in no share."`
	Followed   Group           `json:"followed" doc:"Those who followed the ideal journey to its end."`
	Rate       *float64        `json:"rate" doc:"Their share; null where fewer than 30 customers can be judged."`
	Interval   *query.Interval `json:"interval" doc:"Where that share lies with 95 % confidence (Wilson)."`
	Deviated   Group           `json:"deviated" doc:"Those who left it."`
	Cost       *Cost           `json:"cost" doc:"What leaving goes with; null where fewer than 30 customers followed or left."`
	Departures []Departure     `json:"departures" doc:"Where and how it was left, most customers first."`
	Steps      []string        `json:"steps" doc:"What the steps are called."`
	query.Meta
}

// Group is what became of some customers, from their first step to the range's end.
type Group struct {
	Customers int64    `json:"customers"`
	Converted *int64   `json:"converted" doc:"How many of them did what counts as a conversion; null where nothing was named."`
	Value     *float64 `json:"value" doc:"What each was worth on average: orders, bookings, memberships, subscriptions and deals less refunds, and what counts as a conversion; null without customers."`
}

// Cost compares those who left with those who followed. It is an association:
// those who follow may be others in more than that.
type Cost struct {
	Conversion         *float64        `json:"conversion" doc:"Conversion rate of those who left less that of those who followed."`
	ConversionInterval *query.Interval `json:"conversion_interval" doc:"Newcombe's interval of that difference."`
	Value              float64         `json:"value" doc:"Value of one who left less that of one who followed, on average."`
	ValueInterval      query.Interval  `json:"value_interval" doc:"Welch's interval of that difference, with the normal quantile."`
	Total              float64         `json:"total" doc:"That difference times the customers who left: what it would be if following were the cause. It is an association."`
	TotalInterval      query.Interval  `json:"total_interval"`
}

// Departure is one place and way of leaving the ideal journey.
type Departure struct {
	Step    int       `json:"step" doc:"The step that was not done, or done wrongly, from 0."`
	How     string    `json:"how" enum:"left,skipped,order,repeated,back,late" doc:"left: nothing that fits came after; skipped: a later step came and this one never; order: a later one came first; repeated and back: loops that are not allowed; late: more time than the step allows."`
	Share   float64   `json:"share" doc:"Share of those who left the ideal."`
	Instead []Instead `json:"instead" doc:"What they did instead, most customers first, at most 5."`
	Group
}

// Instead is something that customers did in place of a step.
type Instead struct {
	Event     *string `json:"event" doc:"Name of the event; null: nothing more."`
	Page      string  `json:"page,omitempty" doc:"The page, where it is a view of one."`
	Customers int64   `json:"customers"`
}

const mostShown = 5

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	p, scan, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p, ix.Worths()) })
	if err != nil {
		return Answer{}, err
	}
	a := f.answer(ix)
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

func (f *fold) answer(ix *journey.Index) Answer {
	of := func(h how) func(how) bool { return func(other how) bool { return other == h } }
	follow, leave := f.total(of(followed)), f.total(deviated)
	a := Answer{
		Customers: follow.customers + leave.customers, Underway: f.total(of(underway)).customers,
		Followed: f.group(follow), Deviated: f.group(leave), Cost: f.cost(follow, leave), Departures: []Departure{},
	}
	for _, step := range f.ideal.Steps {
		a.Steps = append(a.Steps, step.Title())
	}
	if a.Customers >= query.FewestForRates {
		rate, interval := float64(follow.customers)/float64(a.Customers), query.Wilson(follow.customers, a.Customers)
		a.Rate, a.Interval = &rate, &interval
	}
	for _, at := range f.places(deviated) {
		o := f.cases[at]
		a.Departures = append(a.Departures, Departure{
			Step: at.step, How: words[at.how], Group: f.group(o),
			Share: float64(o.customers) / float64(leave.customers), Instead: f.shown(ix, at),
		})
	}
	return a
}

func (f *fold) group(o outcome) Group {
	g := Group{Customers: o.customers}
	if f.goal != 0 {
		g.Converted = &o.converted
	}
	if o.customers > 0 {
		mean := o.value / float64(o.customers)
		g.Value = &mean
	}
	return g
}

// cost compares the two groups, where both are large enough to say something.
func (f *fold) cost(follow, leave outcome) *Cost {
	if min(follow.customers, leave.customers) < query.FewestForRates {
		return nil
	}
	c := &Cost{}
	if f.goal != 0 {
		difference := float64(leave.converted)/float64(leave.customers) - float64(follow.converted)/float64(follow.customers)
		interval := query.Newcombe(leave.converted, leave.customers, follow.converted, follow.customers)
		c.Conversion, c.ConversionInterval = &difference, &interval
	}
	meanOf := func(o outcome) (mean, variance float64) {
		n := float64(o.customers)
		mean = o.value / n
		return mean, max(0, o.squares-n*mean*mean) / (n - 1) / n
	}
	followMean, followVariance := meanOf(follow)
	leaveMean, leaveVariance := meanOf(leave)
	c.Value = leaveMean - followMean
	half := 1.96 * math.Sqrt(followVariance+leaveVariance)
	c.ValueInterval = query.Interval{Low: c.Value - half, High: c.Value + half}
	n := float64(leave.customers)
	c.Total, c.TotalInterval = n*c.Value, query.Interval{Low: n * c.ValueInterval.Low, High: n * c.ValueInterval.High}
	return c
}

// shown is what was done instead most often at a place.
func (f *fold) shown(ix *journey.Index, at place) []Instead {
	var list []Instead
	for what, n := range f.instead[at] {
		line := Instead{Customers: n}
		if what.some {
			name := ix.EventName(what.event)
			line.Event = &name
		}
		if what.page != 0 {
			line.Page = ix.Page(what.page)
		}
		list = append(list, line)
	}
	name := func(i Instead) string {
		if i.Event == nil {
			return ""
		}
		return *i.Event + i.Page
	}
	slices.SortFunc(list, func(a, b Instead) int {
		return cmp.Or(cmp.Compare(b.Customers, a.Customers), cmp.Compare(name(a), name(b)))
	})
	return list[:min(len(list), mostShown)]
}
