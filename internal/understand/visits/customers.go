package visits

import (
	"context"
	"encoding/json"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// LandingCustomers asks for the customers behind a landing page's number.
type LandingCustomers struct {
	Landing
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// SourcesCustomers asks for the customers behind a traffic source's number.
type SourcesCustomers struct {
	Sources
	query.Page
	Of Who `json:"of" doc:"Whom to list."`
}

// Who chooses customers by their sessions.
type Who struct {
	Name json.RawMessage `json:"name,omitempty" doc:"A line's name as the answer shows it, null for none; without it the whole site."`
	Did  string          `json:"did,omitempty" enum:"bounced,engaged,converted" doc:"Only those with such a session."`
}

var deeds = map[string]func(*visit) bool{
	"": func(*visit) bool { return true }, "bounced": (*visit).bounced, "engaged": (*visit).engaged, "converted": (*visit).converted,
}

// OfLanding lists the customers behind a landing page's number.
func OfLanding(ctx context.Context, ix *journey.Index, q LandingCustomers) (query.People, error) {
	if err := q.Validate(); err != nil {
		return query.People{}, err
	}
	return q.customers(ctx, ix, "landing_page", q.Page, q.Of)
}

// OfSources lists the customers behind a traffic source's number.
func OfSources(ctx context.Context, ix *journey.Index, q SourcesCustomers) (query.People, error) {
	if err := q.Validate(); err != nil {
		return query.People{}, err
	}
	return q.customers(ctx, ix, q.by(), q.Page, q.Of)
}

func (d Landing) customers(ctx context.Context, ix *journey.Index, dimension string, page query.Page, who Who) (query.People, error) {
	begin, err := page.Choose()
	if err != nil {
		return query.People{}, err
	}
	did, ok := deeds[who.Did]
	if !ok {
		return query.People{}, problem.At("/of/did", "did must be bounced, engaged or converted.")
	}
	p, scan, err := d.compile(ctx, ix, dimension)
	if err != nil {
		return query.People{}, err
	}
	line := -1
	if who.Name != nil {
		if line = p.groups.SlotOf(who.Name); line < 0 {
			return query.People{}, problem.At("/of/name", "There is no such line: name one as the answer shows it.")
		}
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.pick = func(at int, v *visit) bool { return (line < 0 || at == line) && did(v) }
		f.chosen = begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}
