package retention

import (
	"slices"

	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Cohort  query.Selector `json:"cohort" doc:"The event with which a customer begins."`
	Return  query.Selector `json:"return" doc:"The event by which a customer comes back."`
	Period  string         `json:"period,omitempty" enum:"day,week,month" doc:"Calendar unit in the request's time zone; by default week. Weeks begin on Monday."`
	Periods *int           `json:"periods,omitempty" minimum:"1" maximum:"400" doc:"How many periods to follow a cohort, its own included; by default 12."`
	Entry   string         `json:"entry,omitempty" enum:"first,every" doc:"first (the default): a customer belongs to the cohort of the first cohort event within the range; every: to the cohort of each period with one."`
}

// Bounds of a question.
const (
	defaultPeriods = 12
	mostPeriods    = 400
	mostCells      = 200_000
)

var (
	units   = []string{"day", "week", "month"}
	entries = []string{"first", "every"}
)

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	if err := d.Request.Validate(); err != nil {
		return err
	}
	for _, side := range []struct {
		selector query.Selector
		name     string
	}{{d.Cohort, "cohort"}, {d.Return, "return"}} {
		if side.selector.Empty() {
			return problem.At("/"+side.name+"/event", "Say which event %s means, or * for any.", side.name)
		}
		if err := side.selector.Validate("/" + side.name); err != nil {
			return err
		}
	}
	if d.Period != "" && !slices.Contains(units, d.Period) {
		return problem.At("/period", "period must be day, week or month.")
	}
	if d.Entry != "" && !slices.Contains(entries, d.Entry) {
		return problem.At("/entry", "entry must be first or every.")
	}
	_, err := query.Limit(d.Periods, defaultPeriods, mostPeriods, "/periods")
	return err
}
