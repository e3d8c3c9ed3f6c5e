package compare

import (
	"cmp"
	"encoding/json"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Row is one comparison.
type Row struct {
	Kind string `json:"kind" enum:"event,metric,property" doc:"What is compared: who did an event, a number of customers, or what they are."`
	Of   What   `json:"of" doc:"What is compared, as the question for the customers behind it names it."`
	Name string `json:"name" doc:"What is compared, for people."`
	Unit string `json:"unit" enum:"share,number,seconds,days,value" doc:"What the values are: shares from 0 to 1, numbers, seconds, days, or amounts in the workspace's currency."`

	A Measured `json:"a"`
	B Measured `json:"b"`

	Difference *float64        `json:"difference" doc:"a less b; null where there is too little data."`
	Interval   *query.Interval `json:"interval" doc:"Where the difference lies with 95 % confidence: Newcombe's for shares, Welch's for means."`
	Effect     *float64        `json:"effect" doc:"The difference on one scale for all rows: Cohen's h for shares, the standardised difference for means. 0.2 is small, 0.5 medium, 0.8 large."`
	Strength   *float64        `json:"strength" doc:"How great the effect is at least (the end of its 95 % interval that is nearer to 0): the order of the list."`
	PAdjusted  *float64        `json:"p_adjusted" doc:"The lowest rate of false discoveries in the list at which this is one."`
	Beyond     bool            `json:"beyond_chance" doc:"Whether that is below 5 %."`
	Enough     bool            `json:"enough" doc:"Whether 30 customers of each group could be looked at."`
	Defining   bool            `json:"defining" doc:"Whether the rules of the groups ask for this: then it differs by definition, and is not tested."`
	Sentence   string          `json:"sentence" doc:"The row in words."`

	p float64
}

// What names what a row compares: an event, or a metric, or a property and a
// value of it.
type What struct {
	Event    string          `json:"event,omitempty" doc:"Who did this event."`
	Metric   string          `json:"metric,omitempty" enum:"converted,visits,touchpoints,touchpoints_per_visit,bounces,visit_length,between_visits,first_seen,last_seen,conversions,value,value_per_conversion" doc:"A number of customers."`
	Property string          `json:"property,omitempty" doc:"Built-in dimension, trait or property."`
	Value    json.RawMessage `json:"value,omitempty" doc:"With property: its value; left out: that it is known."`
}

// Measured is one group's side of a row.
type Measured struct {
	Customers int64   `json:"customers" doc:"Customers of whom this is known."`
	With      *int64  `json:"with" doc:"How many of them it holds for; null for a mean."`
	Value     float64 `json:"value" doc:"Their share, or the mean of their numbers."`
	Median    *Median `json:"median,omitempty" doc:"Beside the mean, where few who spend much or stay away long pull it up: of value, value of a conversion, time between visits and length of a visit, where there is enough."`
}

// Median is what half of the customers of a group are at or below.
type Median struct {
	Value    float64        `json:"value"`
	Interval query.Interval `json:"interval" doc:"Where the median lies with 95 % confidence, whatever the numbers' distribution: between two of them (order statistics)."`
}

const (
	mostEvents = 60
	mostValues = 12  // of a property
	mostKinds  = 200 // of texts of a property, beyond which it tells persons apart
	fewestWith = 10  // customers of both groups who have something that is listed
)

// metric is a number of a customer; with a median where few have very much of it.
type metric struct {
	key, name, unit string
	median          bool
}

// metrics are the numbers of customers, in order of their place.
var metrics = [numbersOfOne]metric{
	visits:        {"visits", "Visits", "number", false},
	touchpoints:   {"touchpoints", "Touchpoints", "number", false},
	perVisit:      {"touchpoints_per_visit", "Touchpoints in a visit", "number", false},
	bounces:       {"bounces", "Visits left after one touchpoint", "share", false},
	duration:      {"visit_length", "Length of a visit", "seconds", true},
	between:       {"between_visits", "Median time between visits", "days", true},
	firstSeen:     {"first_seen", "Days since the first touchpoint", "days", false},
	lastSeen:      {"last_seen", "Days since the latest touchpoint", "days", false},
	conversions:   {"conversions", "Conversions", "number", false},
	value:         {"value", "Value", "value", true},
	perConversion: {"value_per_conversion", "Value of a conversion", "value", true},
}

// table makes the rows of an answer.
type table struct {
	*compiled
	fold   *fold
	enough bool
	rows   []Row
}

// share adds a row of shares.
func (t *table) share(kind string, of What, name string, with, whole [2]int64, defining bool) {
	r := Row{Kind: kind, Of: of, Name: name, Unit: "share", Defining: defining}
	for s, m := range []*Measured{&r.A, &r.B} {
		n := with[s]
		*m = Measured{Customers: whole[s], With: &n}
		if whole[s] > 0 {
			m.Value = float64(n) / float64(whole[s])
		}
	}
	r.Enough = t.enough && whole[0] >= query.FewestForRates && whole[1] >= query.FewestForRates
	if r.Enough {
		r.p = query.TwoShares(with[0], whole[0], with[1], whole[1])
		r.differ(query.Newcombe(with[0], whole[0], with[1], whole[1]), query.EffectOfShares(with[0], whole[0], with[1], whole[1]))
	}
	t.rows = append(t.rows, r)
}

// mean adds a row of means.
func (t *table) mean(kind string, of What, name, unit string, m [2]query.Moments, defining bool) {
	r := Row{Kind: kind, Of: of, Name: name, Unit: unit, Defining: defining}
	r.A, r.B = Measured{Customers: m[0].N, Value: m[0].Mean}, Measured{Customers: m[1].N, Value: m[1].Mean}
	r.Enough = t.enough && m[0].N >= query.FewestForRates && m[1].N >= query.FewestForRates
	if r.Enough {
		p, interval, ok := query.Welch(m[0], m[1])
		if !ok && m[0].Mean != m[1].Mean {
			return // without spread within the groups nothing can be measured
		}
		r.p = p
		var effect query.Effect
		if ok {
			effect = query.EffectOfMeans(m[0], m[1])
		}
		r.differ(interval, effect)
	}
	t.rows = append(t.rows, r)
}

// medians adds what half of each group are at or below, where there is enough.
func (r *Row) medians(samples *[2][]float64) {
	for s, m := range []*Measured{&r.A, &r.B} {
		if !r.Enough {
			return
		}
		if value, interval, ok := query.Median(samples[s]); ok {
			m.Median = &Median{value, interval}
		}
	}
}

func (r *Row) differ(interval query.Interval, effect query.Effect) {
	difference, strength := r.A.Value-r.B.Value, effect.Strength()
	r.Difference, r.Interval, r.Effect, r.Strength = &difference, &interval, &effect.Size, &strength
}

// events adds who did what: the goal and the key events, then the most frequent.
func (t *table) events() {
	f, whole := t.fold, [2]int64{t.fold.customers[inA], t.fold.customers[inB]}
	goalAsked := t.asked(t.goalName)
	t.share("metric", What{Metric: "converted"}, t.goalName, f.converted, whole, goalAsked)
	type one struct {
		name string
		with [2]int64
		rank int
	}
	var list []one
	for code := range f.events.by {
		with := f.events.of(uint32(code))
		if with[0]+with[1] < fewestWith {
			continue
		}
		name := t.ix.EventName(uint16(code))
		if t.goalOnly && name == event.Canonical(t.goalName) {
			continue
		}
		rank := slices.Index(t.key, name)
		if rank < 0 {
			rank = len(t.key)
		}
		list = append(list, one{name, with, rank})
	}
	slices.SortFunc(list, func(a, b one) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), cmp.Compare(b.with[0]+b.with[1], a.with[0]+a.with[1]), cmp.Compare(a.name, b.name))
	})
	for _, e := range list[:min(len(list), mostEvents)] {
		t.share("event", What{Event: e.name}, e.name, e.with, whole, t.asked(e.name))
	}
}

// measures adds the numbers of customers.
func (t *table) measures() {
	goal, any := t.asked(t.goalName), t.mentions.Events[query.AnyEvent]
	defining := [numbersOfOne]bool{conversions: goal, value: goal || t.mentions.Properties["value"], visits: any, touchpoints: any, lastSeen: any}
	for i, m := range metrics {
		before := len(t.rows)
		t.mean("metric", What{Metric: m.key}, m.name, m.unit, t.fold.measured[i], defining[i])
		for r := range t.rows[before:] {
			t.rows[before+r].medians(&t.fold.samples[i])
		}
	}
}

// attribute adds the values of a property; the reason says why it does not.
func (t *table) attribute(i int) (reason string) {
	a, c := &t.fold.attributes[i], &t.fold.values[i]
	defining := t.chosen(a.property)
	unknown := c.of(query.Missing)
	var known, whole [2]int64
	for s := range known {
		whole[s] = t.fold.customers[s]
		known[s] = whole[s] - unknown[s]
	}
	if known[0]+known[1] < fewestWith {
		return "Hardly anybody has it."
	}
	if a.pick == always && known != whole {
		t.share("property", What{Property: a.property}, title(a.property)+" known", known, whole, defining)
	}
	if a.pick == meanNumber {
		t.mean("property", What{Property: a.property}, title(a.property), "number", t.fold.means[i], defining)
		return ""
	}
	if a.optional() {
		if m, ok := numbersOf(a, c); ok {
			t.mean("property", What{Property: a.property}, title(a.property), "number", m, defining)
			return ""
		}
	}
	list, kinds := a.rank(c)
	if a.optional() && (kinds > mostKinds || c.rest != [2]uint32{}) {
		return "It has more than 200 kinds, which tell customers from each other, not groups."
	}
	for _, v := range oneSide(list, kinds, known) {
		raw, err := json.Marshal(v.value.JSON())
		if err != nil {
			continue // no value of an event cannot be written
		}
		t.share("property", What{Property: a.property, Value: raw}, title(a.property)+": "+word(a.property, v.value), v.with, known, defining)
	}
	return ""
}

// kin are properties that go with each other by their nature.
var kin = [][]string{{"device", "os", "browser"}, {"channel", "source", "campaign", "referrer_host"}}

// chosen tells whether the rules ask for a property, or for one that it goes
// with by its nature, as the system does with the device and the stage with the
// events that lead there.
func (c *compiled) chosen(property string) bool {
	for _, group := range kin {
		if slices.Contains(group, property) {
			return slices.ContainsFunc(group, func(one string) bool { return c.mentions.Properties[one] })
		}
	}
	if property == "stage" && slices.ContainsFunc(c.ix.Stages().Stages, func(s journey.Stage) bool {
		return slices.ContainsFunc(s.Rules, func(r journey.StageRule) bool { return c.asked(r.Event) })
	}) {
		return true
	}
	return c.mentions.Properties[property]
}

// valued is a value of an attribute.
type valued struct {
	value event.Value
	with  [2]int64
}

// oneSide leaves of two values the one that is more common in the first group:
// the other one is the other side of the same coin.
func oneSide(list []valued, kinds int, known [2]int64) []valued {
	if kinds != 2 || len(list) != 2 {
		return list
	}
	if with := list[0].with; with[0]*known[1] >= with[1]*known[0] {
		return list[:1]
	}
	return list[1:]
}

// rank picks the most frequent values, and counts how many there are.
func (a *attribute) rank(c *counts) (list []valued, kinds int) {
	for code := 1; code < len(c.by); code++ {
		with := c.of(uint32(code))
		if with[0]+with[1] == 0 {
			continue
		}
		kinds++
		if v := a.value(uint32(code)); with[0]+with[1] >= fewestWith && v.Kind != event.List {
			list = append(list, valued{v, with})
		}
	}
	slices.SortFunc(list, func(a, b valued) int {
		return cmp.Or(cmp.Compare(b.with[0]+b.with[1], a.with[0]+a.with[1]), query.CompareValues(a.value, b.value))
	})
	return list[:min(len(list), mostValues)], kinds
}

// ranked tests the rows together and puts them into order.
func (t *table) ranked() (rows []Row, tested, beyond int) {
	var p []float64
	for _, r := range t.rows {
		if r.Enough && !r.Defining {
			p = append(p, r.p)
		}
	}
	family := query.NewFamily(p)
	for i := range t.rows {
		r := &t.rows[i]
		if r.Enough && !r.Defining {
			adjusted := family.Adjust(r.p)
			r.PAdjusted, r.Beyond = &adjusted, adjusted < query.FalseDiscoveries
		}
		if r.Beyond {
			beyond++
		}
		r.Sentence = r.sentence(t.names)
	}
	slices.SortStableFunc(t.rows, func(a, b Row) int {
		if a.class() != 0 || b.class() != 0 {
			return cmp.Or(cmp.Compare(a.class(), b.class()), cmp.Compare(a.p, b.p))
		}
		return cmp.Or(cmp.Compare(b.atLeast(), a.atLeast()), cmp.Compare(a.p, b.p))
	})
	return t.rows, len(p), beyond
}

// class is what comes first: beyond chance, tested, too little, by definition.
func (r *Row) class() int {
	switch {
	case r.Defining:
		return 3
	case !r.Enough:
		return 2
	case r.Beyond:
		return 0
	}
	return 1
}

func (r *Row) atLeast() float64 {
	if r.Strength == nil {
		return 0
	}
	return *r.Strength
}
