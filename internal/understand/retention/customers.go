package retention

import (
	"context"
	"time"

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

// Who chooses customers of a cohort.
type Who struct {
	Cohort   string `json:"cohort" doc:"Start of the cohort as the answer shows it."`
	Period   *int   `json:"period,omitempty" doc:"Periods later, 0 the cohort's own: those who came back then; without it all members."`
	Returned *bool  `json:"returned,omitempty" doc:"false: those who did not come back in the period."`
}

// Customers lists the customers behind a cohort's number.
func Customers(ctx context.Context, ix *journey.Index, q CustomersQuestion) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	p, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	who := q.Of
	start, err := time.Parse(time.RFC3339, who.Cohort)
	wanted, ok := p.buckets.At(start.UnixMilli())
	if err != nil || !ok {
		return query.People{}, problem.At("/of/cohort", "No cohort begins at %q: name a start as the answer shows it.", who.Cohort)
	}
	switch {
	case who.Period != nil && (*who.Period < 0 || *who.Period >= min(p.periods, p.buckets.Len()-wanted)):
		return query.People{}, problem.At("/of/period", "The cohort has no such period: the first is 0.")
	case who.Period == nil && who.Returned != nil:
		return query.People{}, problem.At("/of/period", "Say in which period they came back, or did not.")
	}
	returned := who.Returned == nil || *who.Returned
	f, _, err := journey.Run(ctx, ix, scan, func() *fold {
		f := newFold(p)
		f.pick = func(cohort int, came func(int) bool) bool {
			return cohort == wanted && (who.Period == nil || came(*who.Period) == returned)
		}
		f.chosen = begin()
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}
