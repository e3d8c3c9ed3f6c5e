package friction

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/funnel"
	"wend/internal/understand/opportunity"
	"wend/internal/understand/query"
)

// Kind is the source's name in the queue of opportunities.
const Kind = "friction"

// Search looks for obstacles on all ways to the business' own goals, the best
// first. What lies on several ways is told once. Each way is a search of its
// own, so that what chance may bring in is shared among them (Bonferroni).
func Search(ctx context.Context, ix *journey.Index, r query.Request) ([]Opportunity, error) {
	var ways [][]funnel.Step
	told, known := Told(ctx)
	if !known {
		told.Ways = [][]funnel.Step{shopWay}
	}
	for _, way := range told.Ways {
		if _, reached := ix.EventCode(way[len(way)-1].Event); reached && len(way) > 1 {
			ways = append(ways, taken(ix, way))
		}
	}
	best := map[string]Opportunity{}
	for i, way := range ways {
		a, err := Run(query.PartOf(ctx, i, len(ways)), ix, Definition{Request: r, Goal: Goal{Steps: way}})
		if err != nil {
			return nil, err
		}
		for _, o := range a.Opportunities {
			o.PAdjusted = min(1, o.PAdjusted*float64(len(ways)))
			if known, ok := best[o.ID]; o.PAdjusted < level && (!ok || o.Score > known.Score) {
				best[o.ID] = o
			}
		}
	}
	return slices.SortedFunc(maps.Values(best), func(a, b Opportunity) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.PAdjusted, b.PAdjusted), cmp.Compare(a.ID, b.ID))
	}), nil
}

// Finding is the opportunity as the queue keeps it.
func (o *Opportunity) Finding() opportunity.Finding {
	amount := func(e Estimate) opportunity.Amount { return opportunity.Amount(e) }
	f := opportunity.Finding{
		ID: Kind + "_" + o.ID, Kind: Kind, Sentence: o.Sentence, Where: opportunity.Where{Step: o.Where.Step, After: o.Where.After, Goal: o.Where.goal, Steps: o.Where.between},
		Segment: o.Segment, Except: o.Except, Attempts: o.Customers, Rate: opportunity.Amount{Value: o.Rate, Interval: o.RateInterval},
		RateElsewhere: opportunity.Amount{Value: o.RateElsewhere, Interval: o.ElsewhereInterval}, LostConversions: amount(o.Per30Days.Conversions), LostValue: amount(o.Per30Days.Value),
		Confidence: o.Confidence, Effort: o.Effort, Score: o.Score, Evidence: []string{}, Suggestions: o.Suggestions,
	}
	if o.Where.Page != nil {
		f.Where.Page = *o.Where.Page
	}
	for _, e := range o.Evidence {
		says := e.Sentence
		if e.Detail != "" {
			says += " Mostly: " + e.Detail
		}
		f.Evidence = append(f.Evidence, says)
	}
	return f
}

// Measure counts the attempts at a step by a segment, and by others who can be
// compared with it, in the definition's range.
func Measure(ctx context.Context, ix *journey.Index, d Definition, who Who) (opportunity.Sides, error) {
	var sides opportunity.Sides
	if err := d.Validate(); err != nil {
		return sides, err
	}
	w, err := d.compile(ctx, ix)
	if err != nil {
		return sides, err
	}
	step := w.step(who)
	if step < 0 {
		return sides, problem.At("/of/step", "%q is no step after the first one: name one as the answer does.", who.Step)
	}
	segment, err := w.segment(who.Segment, "/of/segment")
	if err != nil {
		return sides, nil // nobody of the segment came in this range
	}
	f, _, err := journey.Run(ctx, ix, w.scan, func() *fold { return newFold(w.plan, w.walk) })
	if err != nil {
		return sides, fmt.Errorf("measure a segment: %w", err)
	}
	a := &f.attempts[step]
	c := cell{step: step, conditions: segment}
	var except []cell
	for _, filters := range who.Except {
		if conditions, err := w.segment(filters, ""); err == nil { // else nobody of them came
			except = append(except, cell{conditions: conditions})
		}
	}
	for i, in := range w.comparable(a, &c, everybody(a)) {
		if !in || slices.ContainsFunc(except, func(e cell) bool { return e.holds(a, i) }) {
			continue
		}
		side := &sides.Others
		if c.holds(a, i) {
			side = &sides.Segment
		}
		side.Attempts++
		if a.traces[i]&reached != 0 {
			side.Reached++
		}
	}
	return sides, nil
}

// step is the place of the attempts that a question is about, or -1.
func (w *way) step(who Who) int {
	for k := range w.steps - 1 {
		if w.names[k+1] == who.Step && (who.After == "" || w.names[k] == who.After) {
			return k
		}
	}
	return -1
}
