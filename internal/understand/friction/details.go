package friction

import (
	"context"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// telling is the property that says what a trace was, by the trace's name.
var telling = map[string]struct{ event, property string }{
	"script_error":    {"Script Error", "message"},
	"rage_click":      {"Rage Click", "selector"},
	"dead_click":      {"Dead Click", "selector"},
	"field_abandoned": {"Field Abandoned", "selector"},
	"form_abandoned":  {"Form Abandoned", "last_field"},
}

// mostDetailed bounds the opportunities whose evidence is looked at closely.
const mostDetailed = 10

// longestDetail bounds what an answer repeats of an event.
const longestDetail = 200

// detail is one trace of one opportunity that is looked at closely.
type detail struct {
	evidence *Evidence
	step     int
	segment  []condition
	event    uint16
	column   journey.Column
}

// details counts what the traces of some opportunities were.
type details struct {
	*fold
	list    []detail
	tallies []*query.Tally
}

func newDetails(p *plan, walk walkers, list []detail) *details {
	d := &details{list: list}
	for _, one := range list {
		d.tallies = append(d.tallies, query.NewTally(one.column))
	}
	d.fold = newFold(p, walk)
	d.fold.pick = d.look
	return d
}

// look counts in one attempt's visit; it chooses nobody.
func (d *details) look(step int, j journey.Journey, row, visit int) bool {
	for i := range d.list {
		one := &d.list[i]
		if one.step != step || slices.ContainsFunc(one.segment, func(c condition) bool {
			return d.dimensions[c.dimension].slot(j, row, visit) != c.slot
		}) {
			continue
		}
		for at := d.visit.lo; at < d.visit.hi; at++ {
			if j.Columns.Event[at] == one.event {
				d.tallies[i].Add(one.column.Code(j, at))
			}
		}
	}
	return false
}

func (d *details) Merge(other *details) {
	for i, tally := range other.tallies {
		d.tallies[i].Merge(tally)
	}
}

// tell names what the evidence of the best opportunities mostly was.
func (w *way) tell(ctx context.Context, ix *journey.Index, list []Opportunity) error {
	var all []detail
	for i := range list[:min(len(list), mostDetailed)] {
		o := &list[i]
		segment, err := w.segment(o.Segment, "")
		if err != nil {
			return err
		}
		for e := range o.Evidence {
			says, ok := telling[o.Evidence[e].Kind]
			code, known := ix.EventCode(says.event)
			if !ok || !known || !o.Reported {
				continue
			}
			column, err := ix.Column(ctx, event.Path{Root: event.InProperties, Keys: []string{says.property}}, nil)
			if err != nil {
				return err
			}
			all = append(all, detail{evidence: &o.Evidence[e], step: w.step(Who{Step: o.Where.Step, After: o.Where.After}), segment: segment, event: code, column: column})
		}
	}
	if len(all) == 0 {
		return nil
	}
	d, _, err := journey.Run(ctx, ix, evidence.over(ctx, w.scan), func() *details { return newDetails(w.plan, w.walk, all) })
	if err != nil {
		return err
	}
	for i, tally := range d.tallies {
		groups := tally.Rank(all[i].column, 1)
		if len(groups.Values) == 0 {
			continue
		}
		text := []rune(groups.Values[0].String())
		all[i].evidence.Detail = string(text[:min(len(text), longestDetail)])
	}
	return nil
}
