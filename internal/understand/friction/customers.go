package friction

import (
	"context"
	"fmt"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// CustomersQuestion asks for the customers behind an opportunity.
type CustomersQuestion struct {
	Definition
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who chooses the customers of a segment who came to the step before and did
// not reach the step. Where sessions are counted, they are those with at least
// one such session.
type Who struct {
	Step    string           `json:"step" doc:"The step that was not reached: where.step of an opportunity."`
	After   string           `json:"after,omitempty" doc:"where.after of the opportunity; needed where several steps have one name."`
	Segment []event.Filter   `json:"segment" doc:"The opportunity's segment."`
	Except  [][]event.Filter `json:"except,omitempty" doc:"The opportunity's except."`
}

// Customers lists the customers behind an opportunity: as many as it says left.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	if err := q.Definition.Validate(); err != nil {
		return query.People{}, err
	}
	if len(q.Of.Except) > mostFindings {
		return query.People{}, problem.At("/of/except", "At most %d segments can be left out.", mostFindings)
	}
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	w, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	step := w.step(q.Of)
	if step < 0 {
		return query.People{}, problem.At("/of/step", "%q is no step after the first one: name one as the answer does.", q.Of.Step)
	}
	segment, err := w.segment(q.Of.Segment, "/of/segment")
	if err != nil {
		return query.People{}, err
	}
	except := make([][]condition, len(q.Of.Except))
	for i, filters := range q.Of.Except {
		if except[i], err = w.segment(filters, fmt.Sprintf("/of/except/%d", i)); err != nil {
			return query.People{}, err
		}
	}
	pick := func(k int, j journey.Journey, row, visit int) bool {
		in := func(segment []condition) bool {
			for _, c := range segment {
				if w.dimensions[c.dimension].slot(j, row, visit) != c.slot {
					return false
				}
			}
			return true
		}
		return k == step && in(segment) && !slices.ContainsFunc(except, in)
	}
	f, _, err := journey.Run(ctx, ix, w.scan, func() *fold {
		f := newFold(w.plan, w.walk)
		f.pick, f.chosen = pick, begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}

// segment finds the conditions that filters of an answer stand for.
func (p *plan) segment(filters []event.Filter, at string) ([]condition, error) {
	var list []condition
	for _, f := range filters {
		found := false
		for d := range p.dimensions {
			if p.dimensions[d].property != f.Property || f.Op != "eq" {
				continue
			}
			if slot := p.dimensions[d].groups.SlotOf(f.Value); slot >= 0 && p.dimensions[d].usable(slot) {
				list, found = append(list, condition{d, slot}), true
			}
		}
		if !found {
			return nil, problem.At(at, "The search does not look at %s with this value: name a segment as the answer does.", f.Property)
		}
	}
	return list, nil
}
