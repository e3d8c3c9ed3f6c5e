package attribution

import (
	"bytes"
	"context"
	"encoding/json"

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
	p, scan, _, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	wanted := event.ParseValue(bytes.TrimSpace(who.Touch))
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.pick = func(path []touch, converted bool) bool { return who.fits(f, path, converted, wanted) }
		f.chosen = begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
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
