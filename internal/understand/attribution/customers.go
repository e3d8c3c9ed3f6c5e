package attribution

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// CustomersQuestion asks for the customers behind one number of an answer.
type CustomersQuestion struct {
	Definition
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who chooses customers by their paths.
type Who struct {
	Touch   json.RawMessage `json:"touch,omitempty" doc:"A touch as the answer shows it, null for one without a value: customers who had it on their path. Without it: all."`
	Path    json.RawMessage `json:"path,omitempty" doc:"In place of touch: a path as the answer lists it, touch by touch; customers with a conversion by just this path."`
	Without bool            `json:"without,omitempty" doc:"In place of touch: those with a conversion without touch."`
	Nulls   bool            `json:"nulls,omitempty" doc:"Customers who did not convert; else those who did."`
}

// Customers lists the customers behind a touch.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	who := q.Of
	if who.Without && (who.Touch != nil || who.Nulls) {
		return query.People{}, problem.At("/of/without", "without stands alone: conversions without touch have neither a touch nor customers who did not convert.")
	}
	path, err := who.path()
	if err != nil {
		return query.People{}, err
	}
	p, scan, _, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	wanted := event.ParseValue(bytes.TrimSpace(who.Touch))
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.pick = func(went []touch, converted bool) bool { return who.fits(f, went, converted, wanted) }
		if path != nil {
			f.pick = func(went []touch, converted bool) bool { return converted != who.Nulls && f.is(went, path) }
		}
		f.chosen = begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}

// path reads the path that is asked for; nil where none is.
func (who Who) path() ([]event.Value, error) {
	raw := bytes.TrimSpace(who.Path)
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	if who.Touch != nil || who.Without {
		return nil, problem.At("/of/path", "path stands alone: it says by itself which touches there were.")
	}
	var touches []json.RawMessage
	if json.Unmarshal(raw, &touches) != nil {
		return nil, problem.At("/of/path", "path must be a list of touches, as the answer shows it.")
	}
	if len(touches) > longestPath {
		return nil, problem.At("/of/path", "A path has at most %d touches.", longestPath)
	}
	values := make([]event.Value, len(touches))
	for i, touch := range touches {
		values[i] = event.ParseValue(touch)
	}
	return values, nil
}

// is tells whether somebody went a path, touch by touch.
func (f *fold) is(went []touch, path []event.Value) bool {
	return slices.EqualFunc(went, path, func(t touch, v event.Value) bool { return f.column.Value(f.slots.codes[t.slot]) == v })
}

func (who Who) fits(f *fold, path []touch, converted bool, wanted event.Value) bool {
	switch {
	case converted == who.Nulls:
		return false
	case who.Without:
		return len(path) == 0
	case who.Touch == nil:
		return true
	}
	for _, t := range path {
		if f.column.Value(f.slots.codes[t.slot]) == wanted {
			return true
		}
	}
	return false
}
