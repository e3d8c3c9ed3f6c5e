package friction

import (
	"cmp"
	"context"
	"slices"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

// mostListed bounds what an answer to a question for all lists.
const mostListed = 100

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	if err := d.Validate(); err != nil {
		return Answer{}, err
	}
	w, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, listing.over(ctx, w.scan), func() *fold { return newFold(w.plan, w.walk) })
	if err != nil {
		return Answer{}, err
	}
	found, tested, err := w.search(ctx, f.attempts, w.names)
	if err != nil {
		return Answer{}, err
	}
	a := w.answer(f.attempts, found, d.All, tested)
	for i := range a.Opportunities {
		o := &a.Opportunities[i]
		w.locate(ix, o)
		if k := w.step(Who{Step: o.Where.Step, After: o.Where.After}); k >= 0 {
			o.Where.between = w.funnel[k : k+2]
		}
		o.Where.goal = w.funnel[w.steps-1].Title()
	}
	if err := w.tell(ctx, ix, a.Opportunities); err != nil {
		return Answer{}, err
	}
	evidence.report(ctx, 1, 1)
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

// way is a definition compiled against an index.
type way struct {
	*plan
	funnel []funnel.Step
	names  []string
	walk   walkers
	scan   journey.Scan
	days   float64
	pages  map[string]uint32 // where most left, by opportunity
}

// compile finds the dimensions and ranks their values.
func (d Definition) compile(ctx context.Context, ix *journey.Index) (*way, error) {
	reading.report(ctx, 0, 1)
	steps, properties := d.way(ctx, ix)
	w := &way{funnel: steps.Steps, names: names(steps), pages: map[string]uint32{}}
	var err error
	if w.walk, w.scan, err = steps.Walkers(ctx, ix); err != nil {
		return nil, query.Under("/goal", err)
	}
	rng, err := d.Range(ix.Zone())
	if err != nil {
		return nil, err
	}
	w.days = max(1.0/24, float64(min(rng.To, rng.Now)-rng.From)/float64(24*time.Hour/time.Millisecond))
	list, err := dimensions(ctx, ix, properties, rng.Zone)
	if err != nil {
		return nil, err
	}
	tracer, err := newTracer(ctx, ix, rng.Zone)
	if err != nil {
		return nil, err
	}
	past := ix.TraitAt
	if w.scan.Accounts != nil {
		past = nil // accounts' traits are known as they are now
	}
	customers := int(ix.Stats().Customers)
	r, _, err := journey.Run(ctx, ix, who.over(ctx, w.scan), func() *ranking { return newRanking(list, w.walk, past, customers) })
	if err != nil {
		return nil, err
	}
	w.plan = &plan{steps: len(steps.Steps), dimensions: r.choose(), tracer: tracer, worths: ix.Worths()}
	return w, nil
}

func names(d funnel.Definition) (names []string) {
	for _, s := range d.Steps {
		name := s.Name
		if name == "" {
			name = s.Title()
		}
		names = append(names, name)
	}
	return names
}

// answer writes everything down, the best first.
func (w *way) answer(all []attempts, found []finding, everything bool, tested []finding) Answer {
	a := Answer{Opportunities: []Opportunity{}, Steps: w.overall(all), Tested: len(tested), Enough: len(tested) > 0 || len(found) > 0}
	goal := w.names[len(w.names)-1]
	whole := make([]share, len(all))
	for k := range all {
		whole[k] = everyone(&all[k])
	}
	causes := map[int]int{} // opportunities by step
	for i := range found {
		causes[found[i].step]++
	}
	list := func(f *finding) Opportunity {
		o := w.opportunity(f, &all[f.step], w.names, w.days)
		o.say(goal, whole[f.step], others(&all[f.step], f), causes[f.step])
		w.pages[o.ID] = mostLeft(f, &all[f.step])
		return o
	}
	for i := range found {
		a.Opportunities = append(a.Opportunities, list(&found[i]))
	}
	slices.SortStableFunc(a.Opportunities, func(a, b Opportunity) int { return cmp.Compare(b.Score, a.Score) })
	a.Sentence = a.first()
	if !everything {
		return a
	}
	listed := map[string]bool{}
	for _, o := range a.Opportunities {
		listed[o.ID] = true
	}
	slices.SortStableFunc(tested, func(a, b finding) int { return cmp.Compare(a.p, b.p) })
	var rest []Opportunity
	for i := range tested {
		if len(a.Opportunities)+len(rest) >= mostListed {
			break
		}
		f := &tested[i]
		f.known = w.comparable(&all[f.step], &f.cell, everybody(&all[f.step]))
		if o := list(f); !listed[o.ID] {
			rest = append(rest, o)
		}
	}
	a.Opportunities = append(a.Opportunities, rest...)
	return a
}

// everyone is how a step's attempts went.
func everyone(a *attempts) share {
	s := share{attempts: int64(a.len())}
	for _, seen := range a.traces {
		if seen&reached != 0 {
			s.reached++
		}
	}
	return s
}

// others is how those attempts went that neither the finding nor what was
// found before it at the step is about.
func others(a *attempts, f *finding) (s share) {
	for i, seen := range a.traces {
		if f.holds(a, i) || slices.ContainsFunc(f.except, func(c cell) bool { return c.holds(a, i) }) {
			continue
		}
		s.attempts++
		if seen&reached != 0 {
			s.reached++
		}
	}
	return s
}

// overall are the steps for everybody.
func (w *way) overall(all []attempts) []StepAnswer {
	steps := make([]StepAnswer, w.steps)
	for k := range steps {
		steps[k].Name, steps[k].StepRate = w.names[k], 1
		if k == 0 {
			steps[k].Count = int64(all[0].len())
			continue
		}
		steps[k].Count = everyone(&all[k-1]).reached
		if steps[k].StepRate = 0; steps[k-1].Count > 0 {
			steps[k].StepRate = float64(steps[k].Count) / float64(steps[k-1].Count)
		}
	}
	return steps
}

// locate names the page at which most left.
func (w *way) locate(ix *journey.Index, o *Opportunity) {
	if code := w.pages[o.ID]; code != 0 {
		page := ix.Page(code)
		o.Where.Page = &page
	}
}
