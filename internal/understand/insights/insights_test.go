package insights

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/insights/insightstest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var (
	now    = time.Date(2026, 3, 16, 12, 0, 0, 0, time.UTC)
	planty = time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC) // a Tuesday
)

// shop is a hundred days of orders, a third by each of three channels but for
// what change makes of a day's number of each.
func shop(days int, change func(day time.Time, referrer string, orders int) int) *journey.Index {
	dice := rand.New(rand.NewPCG(1, 2))
	var events []journeytest.Event
	customer := journey.Customer(0)
	for ago := days; ago >= 0; ago-- {
		day := time.Date(2026, 3, 16-ago, 0, 0, 0, 0, time.UTC)
		for _, referrer := range []string{"letter.example", "search.example", "friends.example"} {
			for range change(day, referrer, int(insightstest.Poisson(dice, 14))) {
				customer++
				at := day.Add(time.Duration(dice.Int64N(int64(24 * time.Hour))))
				facts := event.Facts{ReferrerHost: referrer, Device: []string{"mobile", "desktop"}[dice.IntN(2)], Page: "/thanks"}
				events = append(events, journeytest.Event{Customer: customer, Time: at.UnixMilli(), Name: "Order Completed", Facts: facts})
			}
		}
	}
	return journeytest.New(events).Index
}

func same(_ time.Time, _ string, orders int) int { return orders }

func askOf(t *testing.T, ix *journey.Index, d Definition) Answer {
	t.Helper()
	d.Now = now
	a, err := Run(t.Context(), ix, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func TestADropWithItsDriverInASentence(t *testing.T) {
	ix := shop(100, func(day time.Time, referrer string, orders int) int {
		switch {
		case referrer != "letter.example":
			return orders
		case day.Equal(planty):
			return 0
		}
		return orders * 4
	})
	a := askOf(t, ix, Definition{Series: []Series{{Selector: query.Selector{Event: "Order Completed"}}}})
	if len(a.Insights) != 1 {
		t.Fatalf("%+v", a.Insights)
	}
	i := a.Insights[0]
	if i.Kind != Drop || i.Day != "2026-03-03" || i.Metric != "Order Completed" || i.Value >= i.Expected[0] {
		t.Errorf("%+v", i)
	}
	if i.Driver == nil || i.Driver.Property != "referrer_host" || i.Driver.Value != "letter.example" || i.Driver.Actual != 0 {
		t.Errorf("driver %+v", i.Driver)
	}
	want := fmt.Sprintf("On Tuesday 3 March there were %.0f orders, where %.0f to %.0f were expected; ", i.Value, i.Expected[0], i.Expected[1])
	if !strings.HasPrefix(i.Text, want) || !strings.HasSuffix(i.Text, "people who came from letter.example.") {
		t.Errorf("%q", i.Text)
	}
	for _, p := range i.Series.Points {
		if p.Day == i.Day && (*p.Value != i.Value || p.Low != i.Expected[0]) {
			t.Errorf("the day's point is %+v", p)
		}
	}
}

// The customers behind an insight are those of its days, with the driver's
// value where it is asked for; as many as the answer says.
func TestCustomersBehindAnInsight(t *testing.T) {
	ix := shop(100, func(day time.Time, referrer string, orders int) int {
		if day.Equal(planty) && referrer == "friends.example" {
			return orders * 6
		}
		return orders
	})
	told := func() Workspace { return Workspace{KeyEvents: []string{"Order Completed"}} }
	ctx := Within(t.Context(), told)
	d := Definition{Request: query.Request{Now: now}}
	a, err := Run(ctx, ix, d)
	if err != nil || len(a.Insights) == 0 {
		t.Fatalf("%+v, %v", a, err)
	}
	i := a.Insights[slices.IndexFunc(a.Insights, func(i Insight) bool { return i.Metric == "Order Completed" })]
	people, err := Customers(ctx, ix, CustomersQuestion{Definition: d, Of: Who{Metric: i.Metric, Day: i.Day}})
	if err != nil || float64(people.Total) != i.Value {
		t.Errorf("%d customers behind %v orders: %v", people.Total, i.Value, err)
	}
	if i.Driver == nil {
		t.Fatal("no driver")
	}
	value, _ := json.Marshal(i.Driver.Value)
	people, err = Customers(ctx, ix, CustomersQuestion{Definition: d, Of: Who{Metric: i.Metric, Day: i.Day, Last: i.Last, Driver: &WhoDrove{Property: i.Driver.Property, Value: value}}})
	if err != nil || float64(people.Total) != i.Driver.Actual {
		t.Errorf("%d customers behind %v driven orders: %v", people.Total, i.Driver.Actual, err)
	}
	for pointer, who := range map[string]Who{
		"/of/metric": {Metric: "never", Day: i.Day}, "/of/day": {Metric: i.Metric}, "/of/last": {Metric: i.Metric, Day: i.Day, Last: "2026-03-01"},
		"/of/driver/value": {Metric: i.Metric, Day: i.Day, Driver: &WhoDrove{Property: "page"}}, "/of/driver/property": {Metric: i.Metric, Day: i.Day, Driver: &WhoDrove{Property: "colour", Value: value}},
	} {
		querytest.Refused(t, pointer, func() error {
			_, err := Customers(ctx, ix, CustomersQuestion{Definition: d, Of: who})
			return err
		})
	}
}

// Everything falls alike: there is no driver.
func TestNoDriverWhereNoneStandsOut(t *testing.T) {
	a := askOf(t, shop(100, func(day time.Time, _ string, orders int) int {
		if day.Equal(planty) {
			return orders / 5
		}
		return orders
	}), Definition{})
	found := false
	for _, i := range a.Insights {
		found = found || i.Day == "2026-03-03" && i.Kind == Drop && i.Metric == "Order Completed"
		if i.Driver != nil || !i.Alike || !strings.HasSuffix(i.Text, "; everywhere alike.") {
			t.Errorf("driver %+v: %s", i.Driver, i.Text)
		}
	}
	if !found {
		t.Errorf("%+v", a.Insights)
	}
}

func TestALastingChangeIsOneShift(t *testing.T) {
	a := askOf(t, shop(100, func(day time.Time, referrer string, orders int) int {
		if !day.Before(planty) && referrer == "friends.example" {
			return orders * 3
		}
		return orders
	}), Definition{Series: []Series{{Selector: query.Selector{Event: "Order Completed"}}}})
	if len(a.Insights) != 1 || a.Insights[0].Kind != Shift {
		t.Fatalf("%+v", a.Insights)
	}
	i := a.Insights[0]
	day, _ := time.Parse(time.DateOnly, i.Day)
	if off := day.Sub(planty).Hours() / 24; off < -1 || off > 1 || i.Value < i.Expected[1] {
		t.Errorf("%s: %v outside of %v", i.Day, i.Value, i.Expected)
	}
	if i.Driver == nil || i.Driver.Value != "friends.example" || !strings.HasPrefix(i.Text, "Since ") {
		t.Errorf("%q, %+v", i.Text, i.Driver)
	}
}

func TestQuietAndTooShortHistories(t *testing.T) {
	a := askOf(t, shop(100, same), Definition{})
	if len(a.Insights) != 0 || !a.Enough || a.From != "2026-02-15" || a.To != "2026-03-15" {
		t.Errorf("%+v", a)
	}
	a = askOf(t, shop(20, same), Definition{})
	if len(a.Insights) != 0 || a.Enough || !strings.Contains(a.Reason, "four weeks") || len(a.Watched) == 0 || a.Watched[0].Enough {
		t.Errorf("%+v", a)
	}
	a = askOf(t, journeytest.New(nil).Index, Definition{})
	if a.Enough || a.Reason == "" || a.Insights == nil {
		t.Errorf("%+v", a)
	}
	a = askOf(t, shop(100, same), Definition{Request: query.Request{From: "2026-03-16T00:00:00Z"}})
	if a.Enough || !strings.Contains(a.Reason, "whole day") {
		t.Errorf("%+v", a)
	}
}

// A holiday that is quiet as a Sunday is no surprise in a business whose
// Sundays are quiet.
func TestHolidaysAreExpected(t *testing.T) {
	ix := shop(100, func(day time.Time, _ string, orders int) int {
		if day.Weekday() == time.Sunday || day.Equal(time.Date(2026, 2, 16, 0, 0, 0, 0, time.UTC)) { // Presidents' Day
			return orders / 7
		}
		return orders
	})
	from := query.Request{From: "2026-02-14T00:00:00Z"}
	if a := askOf(t, ix, Definition{Request: from, Country: "US"}); len(a.Insights) != 0 {
		t.Errorf("%+v", a.Insights)
	}
	if a := askOf(t, ix, Definition{Request: from, Country: "DE"}); len(a.Insights) == 0 || a.Insights[len(a.Insights)-1].Day != "2026-02-16" {
		t.Errorf("%+v", a.Insights)
	}
}

// A business says where it is once; the time zone is asked only where it does
// not.
func TestHolidaysOfTheWorkspace(t *testing.T) {
	ix := shop(100, func(day time.Time, _ string, orders int) int {
		if day.Weekday() == time.Sunday || day.Equal(time.Date(2026, 2, 16, 0, 0, 0, 0, time.UTC)) { // Presidents' Day
			return orders / 7
		}
		return orders
	})
	for country, quiet := range map[string]bool{"US": true, "DE": false, "": false} {
		d := Definition{Request: query.Request{From: "2026-02-14T00:00:00Z", Now: now}}
		a, err := Run(Within(t.Context(), func() Workspace { return Workspace{Country: country} }), ix, d)
		if err != nil || a.Country != country || a.Known != (country != "") || a.Guessed || (len(a.Insights) == 0) != quiet {
			t.Errorf("%q: %+v, %v", country, a, err)
		}
	}
}

func TestRuledHolidays(t *testing.T) {
	for text, want := range map[string]string{
		"DE 2026-04-03": "Good Friday", "DE 2026-05-14": "Ascension Day", "US 2026-11-26": "Thanksgiving", "GB 2026-05-25": "Spring Bank Holiday",
		"IE 2026-02-02": "St Brigid's Day", "CA 2026-05-18": "Victoria Day", "SE 2026-06-19": "Midsummer's Eve", "DE 2024-04-01": "Easter Monday", "FR 2025-04-21": "Easter Monday", "ZZ 2026-12-25": "Christmas Day",
	} {
		day, err := civil(text[3:])
		if err != nil {
			t.Fatal(err)
		}
		if got := holidays(text[:2], day.year, day.year)[day]; got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"measure":     {`{"series":[{"event":"A","measure":"most"}]}`, "/series/0/measure"},
		"unknown key": {`{"series":[{"evnt":"A"}]}`, "/series/0/evnt"},
		"country":     {`{"country":"Ireland"}`, "/country"},
		"dimension":   {`{"dimensions":["colour"]}`, "/dimensions/0"},
		"too long":    {`{"from":"2020-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z"}`, "/from"},
		"too many":    {`{"series":[` + strings.Repeat(`{},`, 16) + `{}]}`, "/series"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				d, err := Decode([]byte(c.body))
				if err == nil {
					_, err = Run(t.Context(), querytest.Of(nil).Index.Index, d)
				}
				return err
			})
		})
	}
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Run(ctx, shop(60, same), Definition{Request: query.Request{Now: now}}); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// A value that most people have is no driver of what hits everybody, and is one
// of what hits them alone.
func TestABroadValueIsADriverOnlyBeyondItsShare(t *testing.T) {
	named, alike := 0, 0
	for seed := range uint64(40) {
		dice := rand.New(rand.NewPCG(seed, 11))
		most := func(usual, then float64, rest float64) (*causes, *driven, []split) {
			s := split{}
			s.usual.add(1, math.Round(usual*0.9))
			s.usual.add(2, math.Round(usual*0.1))
			s.then.add(1, insightstest.Poisson(dice, then))
			s.then.add(2, insightstest.Poisson(dice, rest))
			ix := journeytest.New(nil).Index
			d := Definition{}
			p, err := d.plan(t.Context(), ix, query.Buckets{Starts: []int64{0, 1}}, nil)
			if err != nil {
				t.Fatal(err)
			}
			m := &model{history: &history{}, dispersion: 1.2}
			return newCauses(p, 1), &driven{finding: finding{mean: usual / 8, from: 0, to: 1}, model: m}, []split{s, s}
		}
		f, d, splits := most(8*400, 0.3*360, 0.3*40)
		if _, ok := clearest(&splits[0], d, 1); ok {
			named++
		}
		if f.alike(d, splits) {
			alike++
		}
		f, d, splits = most(8*400, 0.2*360, 40)
		if c, ok := clearest(&splits[0], d, 1); !ok || c.code != 1 || f.alike(d, splits) {
			t.Errorf("seed %d: the value that alone was hit is %v, %+v", seed, ok, c)
		}
	}
	if named > 2 || alike < 30 {
		t.Errorf("of 40 changes that hit everybody %d have a driver, and %d hit everywhere alike", named, alike)
	}
}
