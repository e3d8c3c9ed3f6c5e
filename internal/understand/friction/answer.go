package friction

import (
	"cmp"
	"encoding/json"
	"hash/fnv"
	"math"
	"slices"
	"strconv"

	"wend/internal/event"
	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

// Answer is where customers get stuck, for whom, and what that costs.
type Answer struct {
	Sentence      string        `json:"sentence" doc:"What to know first, in a sentence or two."`
	Steps         []StepAnswer  `json:"steps" doc:"The way to the goal, for everybody."`
	Opportunities []Opportunity `json:"opportunities" doc:"The best first."`
	Tested        int           `json:"tested" doc:"How many segments were compared; p_adjusted takes account of it."`
	Enough        bool          `json:"enough" doc:"Whether there were attempts enough to compare any segments."`
	query.Meta
}

// StepAnswer is one step of the way.
type StepAnswer struct {
	Name     string  `json:"name"`
	Count    int64   `json:"count" doc:"Customers (or sessions) who came to this step or further."`
	StepRate float64 `json:"step_rate" doc:"Their share of those at the step before."`
}

// Opportunity is a segment that gets on less often at a step than people alike.
type Opportunity struct {
	ID       string         `json:"id" doc:"Stays the same for the same step and segment."`
	Sentence string         `json:"sentence"`
	Where    Where          `json:"where"`
	Segment  []event.Filter `json:"segment" doc:"Whom it concerns: all filters hold at the attempt."`
	Reported bool           `json:"reported" doc:"Whether this is an opportunity. What is listed only because all was asked for is within chance, slight, explained by one that is reported, or a difference between people of different traits, or who came by different roads, that no trace of an obstacle goes with."`

	Except [][]event.Filter `json:"except" doc:"Segments that another opportunity at this step explains: their attempts are not counted."`

	Customers         int64          `json:"customers" doc:"Those of the segment who came to the step before: one attempt each (sessions, where the funnel counts those)."`
	Left              int64          `json:"left" doc:"Those of them who did not reach the step."`
	Rate              float64        `json:"rate" doc:"The share of them who reached the step."`
	RateInterval      query.Interval `json:"rate_interval"`
	RateElsewhere     float64        `json:"rate_elsewhere" doc:"The share of others who did, in the segment's mix of channels and of new and returning people."`
	ElsewhereInterval query.Interval `json:"rate_elsewhere_interval"`
	Less              Estimate       `json:"less" doc:"By what share the rate is lower than elsewhere."`
	PAdjusted         float64        `json:"p_adjusted" doc:"The rate of false discoveries at which this is one, given everything that was tested (Benjamini and Yekutieli)."`

	LostConversions float64        `json:"lost_conversions" doc:"How many more would have reached the goal within the range at the rate elsewhere."`
	LostInterval    query.Interval `json:"lost_conversions_interval"`
	LostValue       float64        `json:"lost_value" doc:"What they would have been worth, by the mean value of a conversion."`
	ValueInterval   query.Interval `json:"lost_value_interval"`
	Per30Days       Monthly        `json:"per_30_days"`

	Confidence   float64    `json:"confidence" doc:"From 0 to 1: how much of the estimate its interval leaves, and less where no trace of an obstacle was seen."`
	Effort       string     `json:"effort" enum:"small,medium,large" doc:"What the first remedy takes."`
	EffortPoints float64    `json:"effort_points" doc:"1, 3 or 8."`
	Score        float64    `json:"score" doc:"Value × confidence ÷ effort points; conversions, where they have no value."`
	Evidence     []Evidence `json:"evidence" doc:"What is more frequent in the segment's visits than in others', beyond chance."`
	Suggestions  []string   `json:"suggestions"`
}

// Where is the place of an obstacle.
type Where struct {
	Step  string  `json:"step" doc:"The step that was not reached."`
	After string  `json:"after" doc:"The step before, which was."`
	Page  *string `json:"page" doc:"The page on which most of them left; null where none is known."`

	// between are the two steps, and goal is the event that the way leads to.
	between []funnel.Step
	goal    string
}

// Estimate is a number with its interval.
type Estimate struct {
	Value float64 `json:"value"`
	query.Interval
}

// Monthly is a loss for thirty days.
type Monthly struct {
	Conversions Estimate `json:"lost_conversions"`
	Value       Estimate `json:"lost_value"`
}

// Evidence is a trace of an obstacle.
type Evidence struct {
	Kind          string   `json:"kind" enum:"script_error,rage_click,dead_click,form_abandoned,field_abandoned,slow_page,slow_response,back_steps,repeats,support_contacted"`
	Sentence      string   `json:"sentence"`
	Visits        int64    `json:"visits" doc:"The segment's visits that show it."`
	Rate          float64  `json:"rate" doc:"Their share (of slow pages: among visits whose speed was measured)."`
	RateElsewhere float64  `json:"rate_elsewhere"`
	Ratio         Estimate `json:"ratio" doc:"How many times as often."`
	Detail        string   `json:"detail,omitempty" doc:"The message, element or field that it mostly was."`
}

// fewestForOwn is how many of a segment must have got on before what became
// of them is taken from themselves and not from everybody.
const fewestForOwn = 30

// worth is what reaching a step leads to.
type worth struct {
	onward   float64 // the share who reach the goal
	value    float64 // mean value of a conversion
	relative float64 // squared relative standard error of both
}

// worthOf finds what reaching the step after leads to: elsewhere, because
// those who got on in spite of an obstacle are not like others.
func worthOf(f *finding, a *attempts) worth {
	var onward, got, sum, squares float64
	for i, seen := range a.traces {
		if seen&reached == 0 {
			continue
		}
		onward++
		if seen&succeeded != 0 {
			got++
			sum += a.value[i]
			squares += a.value[i] * a.value[i]
		}
	}
	w := worth{}
	if got == 0 {
		return w
	}
	w.onward, w.value = got/onward, sum/got
	w.relative = (1 - w.onward) / got
	if w.value > 0 {
		w.relative += max(0, squares/got-w.value*w.value) / got / (w.value * w.value)
	}
	return w
}

// opportunity writes a finding down.
func (p *plan) opportunity(f *finding, a *attempts, names []string, days float64) Opportunity {
	o := Opportunity{
		Where: Where{Step: names[f.step+1], After: names[f.step]}, Segment: p.filters(&f.cell), Except: [][]event.Filter{},
		Customers: f.attempts, Left: f.attempts - f.reached, Rate: f.rate, RateInterval: query.Wilson(f.reached, f.attempts),
		RateElsewhere: f.elsewhere, PAdjusted: f.adjusted, Evidence: []Evidence{}, Suggestions: []string{},
	}
	for _, c := range f.except {
		o.Except = append(o.Except, p.filters(&c))
	}
	o.Reported = f.found
	o.ID = identity(o.Where.Step, o.Segment)
	o.Less.Value, o.Less.Interval = f.less()
	e := z95 * f.errorOf.elsewhere
	o.ElsewhereInterval = query.Interval{Low: max(0, f.elsewhere-e), High: min(1, f.elsewhere+e)}

	w := worthOf(f, a)
	difference, between := f.difference()
	n := float64(f.attempts)
	// The errors of the difference and of what follows are independent: of a
	// product, the relative squares add up.
	spread := func(value, each float64) query.Interval {
		e := each * math.Hypot(between.High-difference, z95*difference*math.Sqrt(w.relative))
		return query.Interval{Low: max(0, value-e), High: value + e} // what is lost is not won
	}
	o.LostConversions = n * difference * w.onward
	o.LostInterval = spread(o.LostConversions, n*w.onward)
	o.LostValue = cents(o.LostConversions * w.value)
	o.ValueInterval = spread(o.LostValue, n*w.onward*w.value)
	month := 30 / days
	scaled := func(value float64, in query.Interval) Estimate {
		return Estimate{value * month, query.Interval{Low: in.Low * month, High: in.High * month}}
	}
	o.Per30Days = Monthly{scaled(o.LostConversions, o.LostInterval), scaled(o.LostValue, o.ValueInterval)}
	o.describe(f, a)
	if o.LostConversions > 0 {
		o.Confidence = min(1, max(0, o.LostInterval.Low/o.LostConversions)) * (1 - o.PAdjusted)
	}
	if len(o.Evidence) == 0 {
		o.Confidence *= withoutTrace
	}
	gain := o.LostValue
	if w.value == 0 {
		gain = o.LostConversions
	}
	o.Score = gain * o.Confidence / o.EffortPoints
	return o
}

// filters are the conditions of a cell.
func (p *plan) filters(c *cell) []event.Filter {
	var list []event.Filter
	for _, c := range c.conditions {
		list = append(list, p.dimensions[c.dimension].filter(c.slot))
	}
	return list
}

// withoutTrace is what remains of the confidence in a difference that no
// trace explains: it may lie in who these people are.
const withoutTrace = 0.5

func cents(v float64) float64 { return math.Round(v*100) / 100 }

// describe adds the evidence and what follows from it.
func (o *Opportunity) describe(f *finding, a *attempts) {
	for _, s := range sights(f, a) {
		e := Evidence{Visits: s.in, Rate: s.rate(), RateElsewhere: s.rateElsewhere()}
		for _, kind := range traceKinds {
			if kind.kind == s.kind {
				e.Kind = kind.name
			}
		}
		e.Ratio.Value, e.Ratio.Interval = s.ratio()
		e.Sentence = s.sentence(e.Kind)
		o.Evidence = append(o.Evidence, e)
	}
	o.remedy()
}

// mostLeft is the page at which most of a segment left.
func mostLeft(f *finding, a *attempts) uint32 {
	counts := map[uint32]int{}
	best := uint32(0)
	for i, seen := range a.traces {
		if page := a.page[i]; page != 0 && seen&reached == 0 && f.known[i] && f.holds(a, i) {
			counts[page]++
			if n := counts[page]; n > counts[best] || n == counts[best] && page < best {
				best = page
			}
		}
	}
	return best
}

// identity is the id of an opportunity.
func identity(step string, segment []event.Filter) string {
	sorted := slices.SortedFunc(slices.Values(segment), func(a, b event.Filter) int { return cmp.Compare(a.Property, b.Property) })
	raw, _ := json.Marshal(sorted) // filters can be written
	h := fnv.New64a()
	_, _ = h.Write([]byte(step + "\x00" + string(raw)))
	return strconv.FormatUint(h.Sum64(), 36)
}
