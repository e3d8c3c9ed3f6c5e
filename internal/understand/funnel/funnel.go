package funnel

import (
	"context"
	"fmt"
	"math/bits"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Answer is how many came how far.
type Answer struct {
	Steps     []StepAnswer `json:"steps" doc:"One line for each step."`
	Breakdown []Group      `json:"breakdown" doc:"The same for each value of the breakdown, most frequent first; empty without one."`
	query.Meta
}

// StepAnswer is one step's numbers.
type StepAnswer struct {
	Name          string   `json:"name" doc:"The step's name, or its event."`
	Count         int64    `json:"count" doc:"Customers (or sessions) who came to this step or further."`
	Rate          float64  `json:"rate" doc:"Their share of those at step 1."`
	StepRate      float64  `json:"step_rate" doc:"Their share of those at the step before."`
	MedianSeconds *float64 `json:"median_seconds" doc:"Median time from the step before; null for step 1 and where nobody came."`

	// Step 1 is what the rates are measured by: its own are 1 and no estimates.
	Interval     *query.Interval `json:"interval" doc:"Where the rate lies with 95 % confidence (Wilson); null for step 1, and where fewer than 30 came to it: too few for a rate."`
	StepInterval *query.Interval `json:"step_interval" doc:"The same of the step rate; null for step 1, and where fewer than 30 came to the step before."`
}

// Group is the funnel of one value of the breakdown.
type Group struct {
	Value any          `json:"value" doc:"The value; null where it is missing, (other) beyond the 50 most frequent."`
	Steps []StepAnswer `json:"steps"`

	Difference *query.Gap `json:"difference" doc:"The rate of the last step less that of everybody else, with its 95 % interval (Newcombe); null where one of them rests on fewer than 30."`
}

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	p, scan, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, scan, func() *fold { return newFold(p) })
	if err != nil {
		return Answer{}, err
	}
	a := d.answer(f)
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	s, err := d.read()
	if err != nil {
		return nil, journey.Scan{}, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, journey.Scan{}, err
	}
	p := &plan{shape: s, steps: len(d.Steps), limit: query.Never}
	if s.window >= 0 {
		p.limit = s.window.Milliseconds()
	}
	patterns := make([]query.Pattern, firstExclusion+len(d.Exclude))
	for i, step := range d.Steps {
		if patterns[i], err = step.Compile(ctx, ix, rng.Zone, fmt.Sprintf("/steps/%d", i)); err != nil {
			return nil, journey.Scan{}, err
		}
	}
	for i, x := range d.Exclude {
		if patterns[firstExclusion+i], err = x.Compile(ctx, ix, rng.Zone, fmt.Sprintf("/exclude/%d", i)); err != nil {
			return nil, journey.Scan{}, err
		}
		var states uint32
		for k := s.between[i][0]; k < s.between[i][1]; k++ {
			states |= 1 << k
		}
		p.ends = append(p.ends, states)
	}
	p.table = query.NewTable(patterns)
	all := uint32(1)<<p.steps - 1
	for _, mask := range p.table.Masks() {
		if steps := mask & all; steps&(steps-1) != 0 {
			p.overlap = true
			break
		}
	}
	p.simple = s.order == ordered && !s.sessions && !p.overlap && len(d.Exclude) == 0 && !p.table.Filtered()
	if p.simple {
		p.stepOf = new([1 << 16]uint8)
		for code, mask := range p.table.Masks() {
			p.stepOf[code] = uint8(bits.Len32(mask))
		}
	}
	if d.Breakdown != nil {
		if p.column, err = ix.Column(ctx, s.path, rng.Zone); err != nil {
			return nil, journey.Scan{}, query.Under("/breakdown/property", err)
		}
	}
	return p, scan, nil
}

// answer reads the answer off the counters.
func (d Definition) answer(f *fold) Answer {
	a := Answer{Breakdown: []Group{}}
	if f.column == nil {
		a.Steps = d.lines(&f.depths, f.took.Medians(mostSteps+1, func(step int) int { return step }))
		f.took.Release()
		return a
	}
	g := f.records.deal(f.tally.Rank(f.column, query.MostValues))
	f.once.Each(func(code, n uint32) { g.depths[g.slots.Slot(code)][1] += int64(n) })
	a.Steps = d.lines(&f.depths, g.took.Medians(mostSteps+1, func(at int) int { return at % (mostSteps + 1) }))
	medians := g.took.Medians(key(g.slots.Len(), 0), func(at int) int { return at })
	g.took.Release()
	for slot := range g.depths {
		steps := d.lines(&g.depths[slot], medians[key(slot, 0):key(slot+1, 0)])
		if steps[0].Count > 0 {
			a.Breakdown = append(a.Breakdown, Group{Value: g.slots.JSON(slot), Steps: steps, Difference: apart(steps, a.Steps)})
		}
	}
	return a
}

// lines turns numbers of units by greatest depth, and medians by step, into
// the lines of an answer.
func (d Definition) lines(depths *[mostSteps + 1]int64, medians []*float64) []StepAnswer {
	lines := make([]StepAnswer, len(d.Steps))
	reached := int64(0)
	for k := len(lines); k >= 1; k-- {
		reached += depths[k]
		lines[k-1].Count = reached
	}
	for i := range lines {
		line := &lines[i]
		line.Name = d.Steps[i].Name
		if line.Name == "" {
			line.Name = d.Steps[i].Title()
		}
		before := lines[max(i-1, 0)].Count
		line.Rate, line.StepRate = ratio(line.Count, lines[0].Count), ratio(line.Count, before)
		line.MedianSeconds = medians[i+1]
		if i > 0 {
			line.Interval, line.StepInterval = query.Of(line.Count, lines[0].Count), query.Of(line.Count, before)
		}
	}
	return lines
}

// apart compares a group with everybody who is not in it.
func apart(group, all []StepAnswer) *query.Gap {
	first, last := 0, len(all)-1
	return query.GapOf(group[last].Count, group[first].Count, all[last].Count-group[last].Count, all[first].Count-group[first].Count)
}

func ratio(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return float64(part) / float64(whole)
}
