package attribution

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

type ledger []Cost

func (l ledger) Spent(context.Context, string, string) ([]Cost, error) { return l, nil }

type burnt struct{}

func (burnt) Spent(context.Context, string, string) ([]Cost, error) {
	return nil, errors.New("the ledger burnt")
}

// spend asks about two orders: one after a paid search and a newsletter, one
// after nothing but a direct visit.
func spend(t *testing.T, touch string, costs Costs) (Answer, error) {
	t.Helper()
	at := querytest.Origin
	did := func(name string, after time.Duration, source, medium, campaign string) journeytest.Event {
		e := journeytest.Event{Customer: 1, Name: name, Time: at.Add(after).UnixMilli()}
		e.Facts.Source, e.Facts.Medium, e.Facts.Campaign = source, medium, campaign
		e.Facts.Value, e.Facts.HasValue = 100, name == "Order Completed"
		return e
	}
	events := []journeytest.Event{
		did("Page Viewed", 0, "google", "cpc", "spring"),
		did("Page Viewed", time.Hour, "news", "email", ""),
		did("Order Completed", 61*time.Minute, "", "", ""),
	}
	direct := did("Order Completed", 0, "", "", "")
	direct.Customer = 2
	d := Definition{Conversion: query.Selector{Event: "Order Completed"}, Touch: touch, Models: []string{"linear", "first"}, Costs: costs}
	d.From, d.To = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
	return Run(t.Context(), journeytest.New(append(events, direct)).Index, d)
}

func TestCostsAndReturn(t *testing.T) {
	costs := ledger{
		{Source: "google", Medium: "cpc", Campaign: "spring", Amount: 15}, {Source: "google", Medium: "cpc", Campaign: "autumn", Amount: 5},
		{Source: "tiktok", Medium: "cpc", Amount: 30}, {Campaign: "spring", Amount: 2},
	}
	type want struct{ conversions, value, cost, roi float64 }
	const none = -99
	for touch, lines := range map[string]map[any]want{
		"channel":  {"Paid Search": {0.5, 50, 20, 1.5}, "Email": {0.5, 50, none, none}, "Direct": {1, 100, none, none}, "Paid Social": {0, 0, 30, -1}, "Unassigned": {0, 0, 2, -1}},
		"source":   {"google": {0.5, 50, 20, 1.5}, "news": {0.5, 50, none, none}, nil: {1, 100, 2, 49}, "tiktok": {0, 0, 30, -1}},
		"campaign": {"spring": {0.5, 50, 17, 33.0 / 17}, "autumn": {0, 0, 5, -1}, nil: {1.5, 150, 30, 4}},
		"device":   {nil: {2, 200, none, none}},
	} {
		a, err := spend(t, touch, costs)
		if err != nil {
			t.Fatal(err)
		}
		if got := a.Models["linear"]; len(got) != len(lines) {
			t.Errorf("%s: %v, want %v", touch, got, lines)
		}
		for _, l := range a.Models["linear"] {
			w := lines[l.Touch]
			cost, roi := none+0.0, none+0.0
			if l.Cost != nil {
				cost = *l.Cost
			}
			if l.ROI != nil {
				roi = *l.ROI
			}
			if !near(l.Conversions, w.conversions) || !near(l.Value, w.value) || !near(cost, w.cost) || !near(roi, w.roi) {
				t.Errorf("%s %v: %v, %v, %v, %v, want %v", touch, l.Touch, l.Conversions, l.Value, cost, roi, w)
			}
		}
	}
}

func TestCostsThatCannotBeRead(t *testing.T) {
	if _, err := spend(t, "channel", burnt{}); err == nil || errors.Unwrap(err) == nil {
		t.Errorf("answered %v", err)
	}
}

// days are ledgers that only say which days they were asked for.
type days struct{ from, to *string }

func (d days) Spent(_ context.Context, from, to string) ([]Cost, error) {
	*d.from, *d.to = from, to
	return nil, nil
}

// Costs count on the days that begin within the range, and days are those of
// the question's time zone, also where one has no midnight.
func TestDaysOfCosts(t *testing.T) {
	for _, c := range []struct{ zone, from, to, first, end string }{
		{"", "2024-03-01T00:00:00Z", "2024-03-03T00:00:00Z", "2024-03-01", "2024-03-03"},
		{"", "2024-03-01T00:00:00.001Z", "2024-03-03T12:00:00Z", "2024-03-02", "2024-03-04"},
		{"Europe/Berlin", "2024-03-31T00:00:00+01:00", "2024-04-01T00:00:00+02:00", "2024-03-31", "2024-04-01"},
		{"Asia/Kathmandu", "2024-03-01T00:00:00+05:45", "2024-03-03T00:00:00+05:45", "2024-03-01", "2024-03-03"},
		{"America/Santiago", "2024-09-08T01:00:00-03:00", "2024-09-09T00:00:00-03:00", "2024-09-08", "2024-09-09"}, // begins at one
		{"America/Havana", "2024-11-03T00:00:00-04:00", "2024-11-04T00:00:00-05:00", "2024-11-03", "2024-11-04"},   // midnight twice
	} {
		var from, to string
		d := Definition{Conversion: query.Selector{Event: "A"}, Costs: days{&from, &to}}
		d.From, d.To, d.Timezone = c.from, c.to, c.zone
		if _, err := Run(t.Context(), querytest.Of(nil).Index.Index, d); err != nil {
			t.Fatal(err)
		}
		if from != c.first || to != c.end {
			t.Errorf("%s to %s in %q: days from %s to before %s, want %s and %s", c.from, c.to, c.zone, from, to, c.first, c.end)
		}
	}
}

func TestDisagreementsSayWhy(t *testing.T) {
	list := []aggregated{
		{touches: []string{"opener", "closer"}, conversions: 30},
		{touches: []string{"opener", "middle", "closer"}, conversions: 30},
		{touches: []string{"steady"}, conversions: 40, nulls: 10},
	}
	a := ask(t, list, "first", "last", "linear")
	reasons := map[any]Disagreement{}
	for _, d := range a.Disagreements {
		reasons[d.Touch] = d
	}
	for touch, want := range map[string]Disagreement{
		"opener": {"opener", 0, "last", 0.6, "first", "It begins journeys more often than it ends them: models that look at the first touch give it more than those that look at the last."},
		"closer": {"closer", 0, "first", 0.6, "last", "It ends journeys more often than it begins them: models that look at the last touch give it more than those that look at the first."},
		"middle": {"middle", 0, "first", 0.1, "linear", "It stands mostly in the middle of journeys, which models of the first and the last touch do not see."},
		"steady": {"steady", 0.4, "first", 0.4, "first", "The models agree."},
	} {
		got := reasons[touch]
		if !near(got.High, want.High) || !near(got.Low, want.Low) {
			t.Errorf("%s: %v", touch, got)
		}
		got.High, got.Low = want.High, want.Low
		if got != want {
			t.Errorf("%s: %+v, want %+v", touch, got, want)
		}
	}
	if !a.Enough {
		t.Error("a hundred conversions are not enough")
	}
	if a := ask(t, list[:0], "first"); a.Enough || len(a.Models["first"]) != 0 || len(a.Disagreements) != 0 {
		t.Errorf("of nothing: %+v", a)
	}
}

// Of more touches than an answer lists the rest are one, in every model.
func TestManyTouches(t *testing.T) {
	var list []aggregated
	for i := range mostTouches + 20 {
		list = append(list, aggregated{touches: []string{string(rune('a' + i)), "common"}, conversions: 1 + i%3})
	}
	a := ask(t, list)
	for model, lines := range a.Models {
		sum := 0.0
		for _, l := range lines {
			sum += l.Conversions
		}
		if len(lines) != mostTouches+1 || !near(sum, float64(a.Conversions)) {
			t.Errorf("%s: %d lines of %v conversions, want %d of %d", model, len(lines), sum, mostTouches+1, a.Conversions)
		}
		if line := a.line(t, model, query.Other); line.Conversions <= 0 && (model == "linear" || model == "markov" || model == "shapley") {
			t.Errorf("%s: the rest has %v", model, line)
		}
	}
}

// A customer with very many touches and conversions holds nobody up.
func TestHostileCustomer(t *testing.T) {
	var events []journeytest.Event
	for i := range 20_000 {
		e := journeytest.Event{Customer: 1, Name: "A", Time: querytest.Origin.UnixMilli() + int64(i), Properties: map[string]any{"p": i % 700}}
		events = append(events, e)
	}
	order := 4
	d := Definition{Conversion: query.Selector{Event: "A"}, Touch: "properties.p", MarkovOrder: &order}
	d.From, d.To = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
	a, err := Run(t.Context(), journeytest.New(events).Index, d)
	if err != nil {
		t.Fatal(err)
	}
	onPaths := a.OtherPaths.Conversions
	for _, p := range a.Paths {
		onPaths += p.Conversions
	}
	if a.Conversions != 20_000 || onPaths != 20_000 {
		t.Errorf("%d conversions, %d of them on paths", a.Conversions, onPaths)
	}
}

// What was spent in another currency cannot be compared, and is said to be
// left out; costs may come with the context.
func TestCostsOfTheContextAndOtherCurrencies(t *testing.T) {
	costs := ledger{{Source: "google", Medium: "cpc", Amount: 20}, {Source: "google", Medium: "cpc", Amount: 500, Currency: "USD"}, {Source: "x", Amount: 1, Currency: "CHF"}}
	d := Definition{Conversion: query.Selector{Event: "Order Completed"}, Models: []string{"last"}}
	d.From, d.To = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
	e := journeytest.Event{Customer: 1, Name: "Order Completed", Time: querytest.Origin.UnixMilli()}
	e.Facts.Source, e.Facts.Medium, e.Facts.Value, e.Facts.HasValue = "google", "cpc", 50, true
	a, err := Run(WithCosts(t.Context(), costs), journeytest.New([]journeytest.Event{e}).Index, d)
	if err != nil {
		t.Fatal(err)
	}
	lines := a.Models["last"]
	if len(lines) != 1 || *lines[0].Cost != 20 || *lines[0].ROI != 1.5 || !slices.Equal(a.ForeignCosts, []string{"CHF", "USD"}) {
		t.Errorf("%+v %v", lines, a.ForeignCosts)
	}
}
