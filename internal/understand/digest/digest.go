package digest

import (
	"context"
	"fmt"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/friction"
	"wend/internal/understand/insights"
	"wend/internal/understand/query"
)

// Definition says which week, of which business.
type Definition struct {
	Week     string // ISO 8601, as in 2026-W47; empty: the last whole one
	Business string
	Currency string
	Country  string // whose holidays count; empty: that of the time zone
	Goal     string // the event that counts as success
	Key      []string
	Now      time.Time
}

// Digest is a week.
type Digest struct {
	Week          string             `json:"week" example:"2026-W47"`
	From          string             `json:"from" doc:"Its Monday."`
	To            string             `json:"to" doc:"Its Sunday."`
	Over          bool               `json:"over" doc:"Whether the week has ended; its figures are those of its whole days so far otherwise."`
	Business      string             `json:"business"`
	Figures       []Figure           `json:"figures"`
	Changes       []insights.Insight `json:"changes" doc:"What lay beyond expectation, newest first."`
	Enough        bool               `json:"enough" doc:"Whether there is history enough to know what to expect."`
	Reason        string             `json:"reason,omitempty" doc:"Where there is not: why."`
	Opportunities []Opportunity      `json:"opportunities" doc:"At most three, the best first, of the four weeks up to the week's end."`
	query.Meta
}

// Figure is one number of the week.
type Figure struct {
	Label string `json:"label"`
	Unit  string `json:"unit" doc:"The currency of an amount; empty for a number of things."`
	insights.Sum
	Beside string `json:"beside" enum:"above,within,below,unknown" doc:"Where it lies beside the range in which it was to be expected."`
}

// Opportunity is a sentence with the step that it is about.
type Opportunity struct {
	ID       string `json:"id"`
	Sentence string `json:"sentence"`
}

const (
	mostOpportunities = 3
	lookBack          = 28 // days, of which a week is too little
)

// Compose answers a definition.
func Compose(ctx context.Context, ix *journey.Index, d Definition) (Digest, error) {
	begun := time.Now()
	from, to, err := insights.Week(d.Week, d.Now, ix.Zone())
	if err != nil {
		return Digest{}, err
	}
	year, week := from.AddDate(0, 0, 3).ISOWeek()
	out := Digest{
		Week: fmt.Sprintf("%04d-W%02d", year, week), From: from.Format(time.DateOnly), To: to.AddDate(0, 0, -1).Format(time.DateOnly),
		Over: !to.After(d.Now), Business: d.Business, Figures: []Figure{}, Opportunities: []Opportunity{},
	}
	request := query.Request{From: from.Format(time.RFC3339), To: to.Format(time.RFC3339), Now: d.Now}
	scanned, err := d.figures(ctx, ix, request, &out)
	if err != nil {
		return Digest{}, err
	}
	changes, err := insights.Run(ctx, ix, insights.Definition{Request: request, KeyEvents: d.Key, Currency: d.Currency, Country: d.Country})
	if err != nil {
		return Digest{}, err
	}
	out.Changes, out.Enough, out.Reason = changes.Insights, changes.Enough, changes.Reason
	if err := d.opportunities(ctx, ix, to, &out); err != nil {
		return Digest{}, err
	}
	scanned.Customers += changes.Scanned.Customers
	scanned.Events += changes.Scanned.Events
	out.Meta = query.NewMeta(begun, scanned)
	return out, nil
}

func (d Definition) figures(ctx context.Context, ix *journey.Index, request query.Request, out *Digest) (journey.Scanned, error) {
	goal := query.Selector{Event: d.Goal}
	labels := []string{"Visits", "Page views", d.Goal, "Value of " + d.Goal}
	if d.Goal == "Order Completed" {
		labels[2], labels[3] = "Orders", "Revenue"
	}
	sums, scanned, err := insights.Sums(ctx, ix, insights.Definition{Request: request, Series: []insights.Series{
		{Selector: query.Acts(), Measure: insights.Sessions, Name: labels[0]},
		{Selector: query.Selector{Event: "Page Viewed"}, Name: labels[1]},
		{Selector: goal, Name: labels[2]},
		{Selector: goal, Measure: "sum:value", Name: labels[3]},
	}})
	if err != nil {
		return scanned, err
	}
	for i, sum := range sums {
		figure := Figure{Label: labels[i], Sum: sum, Beside: beside(sum)}
		if i == len(sums)-1 {
			figure.Unit = d.Currency
			if sum.Value == 0 && sum.Expected == nil {
				continue // a goal that is worth nothing in money
			}
		}
		out.Figures = append(out.Figures, figure)
	}
	return scanned, nil
}

func beside(sum insights.Sum) string {
	switch {
	case sum.Expected == nil:
		return "unknown"
	case sum.Value > sum.Expected[1]:
		return "above"
	case sum.Value < sum.Expected[0]:
		return "below"
	}
	return "within"
}

func (d Definition) opportunities(ctx context.Context, ix *journey.Index, to time.Time, out *Digest) error {
	end := to
	if end.After(d.Now) {
		end = d.Now
	}
	found, err := friction.Search(ctx, ix, query.Request{From: to.AddDate(0, 0, -lookBack).Format(time.RFC3339), To: end.Format(time.RFC3339), Now: d.Now})
	if err != nil {
		return err
	}
	for _, o := range found {
		if len(out.Opportunities) < mostOpportunities {
			out.Opportunities = append(out.Opportunities, Opportunity{ID: o.ID, Sentence: o.Sentence})
		}
	}
	return nil
}
