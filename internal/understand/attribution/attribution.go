package attribution

import (
	"cmp"
	"context"
	"math"
	"slices"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// mostTouches is how many touches an answer lists; the rest are (other).
const mostTouches = 100

// Answer is the credit of every touch by every model.
type Answer struct {
	Models         map[string][]Line `json:"models" doc:"By model: every touch, most credit first; conversions without touch stand under null."`
	RemovalEffects []Effect          `json:"removal_effects" doc:"With markov: what share of conversions would be lost without the touch, greatest first."`
	Paths          []Path            `json:"paths" doc:"The paths with the most conversions."`
	OtherPaths     Outcome           `json:"other_paths" doc:"What happened on all paths that are not listed."`
	Disagreements  []Disagreement    `json:"disagreements" doc:"For each touch: between which shares of the conversions the models lie, and why; widest first."`
	Conversions    int64             `json:"conversions" doc:"Conversions within the range."`
	Value          float64           `json:"value" doc:"What they are worth together."`
	Enough         bool              `json:"enough" doc:"Whether the shares rest on enough conversions (30) to act on."`
	ForeignCosts   []string          `json:"foreign_costs" doc:"Currencies other than the workspace's in which costs are known: these are left out."`
	query.Meta
}

// Line is one touch's credit.
type Line struct {
	Touch       any      `json:"touch" doc:"The touch; null where it has no value, and for conversions without touch; (other) for all beyond the first hundred."`
	Conversions float64  `json:"conversions"`
	Value       float64  `json:"value"`
	Cost        *float64 `json:"cost" doc:"What was spent on it within the range; null where that is not known."`
	ROI         *float64 `json:"roi" doc:"(value − cost) / cost; null without a cost."`
}

// Effect is a touch's removal effect.
type Effect struct {
	Touch  any     `json:"touch"`
	Effect float64 `json:"effect" doc:"1 − P(conversion without the touch) / P(conversion)."`
	// Interval is where it lies with 95 % confidence.
	Interval *query.Interval `json:"interval" doc:"Where the effect lies with 95 % confidence, given that the way goes on from each touch by chance; null where too few conversions say so (30 are needed)."`
}

// Path is one way to a conversion, or to none.
type Path struct {
	Path []any `json:"path" doc:"Its touches, in order; empty for conversions without touch."`
	Outcome
}

// Outcome is what came of paths.
type Outcome struct {
	Conversions int64   `json:"conversions"`
	Nulls       int64   `json:"nulls" doc:"Customers who went it and did not convert."`
	Value       float64 `json:"value"`
}

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	p, scan, rng, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p) })
	if err != nil {
		return Answer{}, err
	}
	spent, foreign, err := d.spending(ctx, p.shape, rng)
	if err != nil {
		return Answer{}, err
	}
	a, err := f.answer(ctx, spent)
	if err != nil {
		return Answer{}, err
	}
	a.ForeignCosts = append([]string{}, foreign...)
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, query.Range, error) {
	fail := func(err error) (*plan, journey.Scan, query.Range, error) {
		return nil, journey.Scan{}, query.Range{}, err
	}
	s, err := d.read()
	if err != nil {
		return fail(err)
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return fail(err)
	}
	scan.From = rng.From - s.lookback
	if scan.Accounts != nil { // as they are, but for a longer time
		if scan.Accounts, err = ix.Accounts(scan.From); err != nil {
			return fail(query.Under("/lookback", err))
		}
	}
	p := &plan{shape: s, from: rng.From, direct: event.ChannelCode("Direct")}
	if p.column, err = ix.Column(ctx, s.touch, rng.Zone); err != nil {
		return fail(query.Under("/touch", err))
	}
	p.sessions = s.touch.Root == event.Dimension && slices.Contains([]string{"channel", "source", "campaign"}, s.touch.Name)
	if p.amounts, err = query.NewNumbers(ctx, ix, s.value, rng.Zone); err != nil {
		return fail(query.Under("/value", err))
	}
	conversion, err := d.Conversion.Compile(ctx, ix, rng.Zone, "/conversion")
	if err != nil {
		return fail(err)
	}
	patterns := []query.Pattern{conversion}
	for i, m := range d.Milestones {
		milestone, err := m.Compile(ctx, ix, rng.Zone, []string{"/milestones/0", "/milestones/1"}[i])
		if err != nil {
			return fail(err)
		}
		patterns = append(patterns, milestone)
	}
	p.table, p.wanted = query.NewTable(patterns), 1<<len(patterns)-1
	p.rules = []model{first, last, linear}
	for _, m := range s.models {
		if m != markov && m != shapley && !slices.Contains(p.rules, m) {
			p.rules = append(p.rules, m)
		}
	}
	return p, scan, rng, nil
}

// credited is one line of every model.
type credited struct {
	touch    event.Value
	other    bool
	accounts []account // by rule
	equal    account   // shapley
	seen     int64
	removed
}

func (c *credited) json() any {
	if c.other {
		return query.Other
	}
	return c.touch.JSON()
}

// rank lists the touches, those with most linear credit first, and where each
// slot stands in the list.
func (f *fold) rank() (lines []credited, into []int32) {
	credit := slices.Index(f.rules, linear)
	into = make([]int32, len(f.slots.codes))
	values := make([]event.Value, len(into))
	order := make([]int32, 0, len(into))
	for i, code := range f.slots.codes {
		values[i] = f.column.Value(code)
		if f.seen[i] > 0 { // else on nobody's path
			order = append(order, int32(i))
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		x, y := &f.accounts[a][credit].conversions, &f.accounts[b][credit].conversions
		return cmp.Or(cmp.Compare(y.Value(), x.Value()), cmp.Compare(f.seen[b], f.seen[a]), query.CompareValues(values[a], values[b]))
	})
	for i, slot := range order {
		if i <= mostTouches {
			lines = append(lines, credited{touch: values[slot], other: i == mostTouches, accounts: make([]account, len(f.rules))})
		}
		at := min(i, mostTouches)
		into[slot] = int32(at)
		line := &lines[at]
		line.seen += f.seen[slot]
		line.equal.merge(f.different[slot])
		for i := range f.rules {
			line.accounts[i].merge(f.accounts[slot][i])
		}
	}
	return lines, into
}

func (f *fold) answer(ctx context.Context, spent map[event.Value]float64) (Answer, error) {
	lines, into := f.rank()
	conversions := f.total.conversions.Value()
	a := Answer{
		Models: map[string][]Line{}, RemovalEffects: []Effect{},
		Conversions: int64(conversions), Value: f.total.value.Value(), Enough: conversions >= query.FewestForRates,
	}
	if slices.Contains(f.models, markov) {
		if err := f.removalEffects(ctx, lines, into); err != nil {
			return a, err
		}
		for i := range lines {
			a.RemovalEffects = append(a.RemovalEffects, Effect{lines[i].json(), lines[i].effect, lines[i].interval(a.Enough)})
		}
		slices.SortStableFunc(a.RemovalEffects, func(x, y Effect) int { return cmp.Compare(y.Effect, x.Effect) })
	}
	for _, m := range f.models {
		a.Models[modelNames[m]] = f.lines(m, lines, spent)
	}
	a.Disagreements = f.disagreements(lines)
	a.Paths, a.OtherPaths = f.list()
	return a, nil
}

func (f *fold) removalEffects(ctx context.Context, lines []credited, into []int32) error {
	c, err := newChain(f.paths.steps(into), f.order)
	if err != nil {
		return err
	}
	effects, err := c.removalEffects(ctx, len(lines))
	for i, effect := range effects {
		lines[i].removed = effect
	}
	return err
}

// interval is where an effect lies; none where too few conversions say so, or
// it would take too long.
func (r removed) interval(enough bool) *query.Interval {
	if !enough || math.IsNaN(r.spread) {
		return nil
	}
	e := query.Z95 * r.spread
	return &query.Interval{Low: max(0, r.effect-e), High: min(1, r.effect+e)}
}

// credit is a line's conversions and value in a model.
func (f *fold) credit(m model, lines []credited) func(c *credited) (conversions, value float64) {
	all, worth := f.total.conversions.Value(), f.total.value.Value()
	proportional := func(conversions float64) (float64, float64) {
		if all == 0 {
			return 0, 0
		}
		return conversions, worth * conversions / all
	}
	switch m {
	case shapley:
		return func(c *credited) (float64, float64) { return proportional(c.equal.conversions.Value()) }
	case markov:
		var effects query.Sum
		for i := range lines {
			effects.Add(lines[i].effect)
		}
		touched := all - f.untouched.conversions.Value()
		return func(c *credited) (float64, float64) {
			if c.effect == 0 {
				return 0, 0
			}
			return proportional(touched * c.effect / effects.Value())
		}
	}
	i := slices.Index(f.rules, m)
	return func(c *credited) (float64, float64) {
		return c.accounts[i].conversions.Value(), c.accounts[i].value.Value()
	}
}

// lines writes one model's lines.
func (f *fold) lines(m model, all []credited, spent map[event.Value]float64) []Line {
	credit := f.credit(m, all)
	rest := map[event.Value]float64{} // what was spent on touches that are not listed yet
	for touch, amount := range spent {
		rest[touch] = amount
	}
	lines := []Line{}
	none, other := -1, -1
	for i := range all {
		c := &all[i]
		line := Line{Touch: c.json()}
		line.Conversions, line.Value = credit(c)
		switch {
		case c.other:
			other = len(lines)
		default:
			if !c.touch.Exists() {
				none = len(lines)
			}
			line.costs(rest, c.touch)
			delete(rest, c.touch)
		}
		lines = append(lines, line)
	}
	if untouched := f.untouched.conversions.Value(); untouched > 0 {
		if none < 0 {
			none = len(lines)
			lines = append(lines, Line{})
			lines[none].costs(rest, event.Value{})
			delete(rest, event.Value{})
		}
		value := f.untouched.value.Value()
		if m == markov || m == shapley {
			value = f.total.value.Value() * untouched / f.total.conversions.Value()
		}
		lines[none].Conversions += untouched
		lines[none].Value += value
	}
	lines = appendUnseen(lines, other, rest)
	for i := range lines {
		lines[i].pay()
	}
	slices.SortStableFunc(lines, func(x, y Line) int { return cmp.Compare(y.Conversions, x.Conversions) })
	return lines
}

// appendUnseen adds what was spent on touches that nobody had: to (other)
// where there is one, else as lines of their own.
func appendUnseen(lines []Line, other int, rest map[event.Value]float64) []Line {
	touches := make([]event.Value, 0, len(rest))
	for touch := range rest {
		touches = append(touches, touch)
	}
	slices.SortFunc(touches, query.CompareValues)
	for _, touch := range touches {
		amount := rest[touch]
		switch {
		case other < 0 && len(lines) < mostTouches:
			lines = append(lines, Line{Touch: touch.JSON(), Cost: &amount})
		case other < 0:
			other = len(lines)
			lines = append(lines, Line{Touch: query.Other, Cost: &amount})
		case lines[other].Cost == nil:
			lines[other].Cost = &amount
		default:
			*lines[other].Cost += amount
		}
	}
	return lines
}

func (l *Line) costs(spent map[event.Value]float64, touch event.Value) {
	if amount, ok := spent[touch]; ok {
		l.Cost = &amount
	}
}

// pay finds the return on what was spent.
func (l *Line) pay() {
	if l.Cost != nil && *l.Cost > 0 {
		roi := (l.Value - *l.Cost) / *l.Cost
		l.ROI = &roi
	}
}
