package retention

import (
	"fmt"
	"testing"
	"time"

	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
)

// Days, weeks and months are those of the calendar in the workspace's zone,
// however many hours they have and in whichever year they lie: one customer
// begins, and comes back.
func TestCalendarOfTheWorkspace(t *testing.T) {
	for _, c := range []struct {
		name, zone, period string
		begins             string
		returns            []string
		cohort             string
		values             string // who came back in the cohort's own period, the next and the one after
	}{
		{"a day of 23 hours", "Europe/Zurich", "day", "2026-03-29T00:30:00+01:00",
			[]string{"2026-03-29T23:30:00+02:00"}, "2026-03-29T00:00:00+01:00", "1 0 0"},
		{"the day after it begins 23 hours later", "Europe/Zurich", "day", "2026-03-29T00:30:00+01:00",
			[]string{"2026-03-30T00:00:00+02:00"}, "2026-03-29T00:00:00+01:00", "0 1 0"},
		{"two midnights and one clock lie between", "Europe/Zurich", "day", "2026-03-28T23:30:00+01:00",
			[]string{"2026-03-30T00:15:00+02:00"}, "2026-03-28T00:00:00+01:00", "0 0 1"},
		{"a day of 25 hours", "Europe/Zurich", "day", "2026-10-25T00:10:00+02:00",
			[]string{"2026-10-25T23:50:00+01:00"}, "2026-10-25T00:00:00+02:00", "1 0 0"},
		{"the hour that comes twice", "America/New_York", "day", "2026-11-01T01:30:00-04:00",
			[]string{"2026-11-01T01:30:00-05:00"}, "2026-11-01T00:00:00-04:00", "1 0 0"},
		{"the last day of the year", "America/New_York", "day", "2026-12-31T23:30:00-05:00", // the new year in UTC
			[]string{"2027-01-01T00:30:00-05:00", "2027-01-02T23:59:59-05:00"}, "2026-12-31T00:00:00-05:00", "0 1 1"},

		{"a week ends on the Sunday on which clocks go on", "America/New_York", "week", "2026-03-02T00:00:00-05:00",
			[]string{"2026-03-08T23:59:59-04:00"}, "2026-03-02T00:00:00-05:00", "1 0 0"},
		{"the week after it", "America/New_York", "week", "2026-03-02T00:00:00-05:00",
			[]string{"2026-03-09T00:00:00-04:00", "2026-03-16T00:00:00-04:00"}, "2026-03-02T00:00:00-05:00", "0 1 1"},
		{"a week ends on the Sunday on which clocks go back", "Europe/Zurich", "week", "2026-10-19T08:00:00+02:00",
			[]string{"2026-10-25T23:59:59+01:00", "2026-11-02T00:00:00+01:00"}, "2026-10-19T00:00:00+02:00", "1 0 1"},
		{"week 53 goes on in the new year", "Europe/Zurich", "week", "2026-12-30T12:00:00+01:00",
			[]string{"2027-01-03T23:59:59+01:00", "2027-01-04T00:00:00+01:00"}, "2026-12-28T00:00:00+01:00", "1 1 0"},
		{"who begins in the new year belongs to week 53", "Europe/Zurich", "week", "2027-01-02T12:00:00+01:00",
			[]string{"2027-01-11T12:00:00+01:00"}, "2026-12-28T00:00:00+01:00", "0 0 1"},
		{"week 1 begins in the old year", "America/New_York", "week", "2025-12-29T00:00:00-05:00",
			[]string{"2026-01-04T23:59:59-05:00", "2026-01-05T00:00:00-05:00"}, "2025-12-29T00:00:00-05:00", "1 1 0"},

		{"a month in which clocks go on", "Europe/Zurich", "month", "2026-03-01T00:00:00+01:00",
			[]string{"2026-03-31T23:59:59+02:00", "2026-04-01T00:00:00+02:00"}, "2026-03-01T00:00:00+01:00", "1 1 0"},
		{"months of 31, 28 and 31 days", "America/New_York", "month", "2027-01-31T23:59:59-05:00",
			[]string{"2027-02-28T23:59:59-05:00", "2027-03-31T23:59:59-04:00"}, "2027-01-01T00:00:00-05:00", "0 1 1"},
		{"December, January, February", "America/New_York", "month", "2026-12-31T23:30:00-05:00",
			[]string{"2027-01-01T00:00:00-05:00", "2027-02-28T23:59:59-05:00"}, "2026-12-01T00:00:00-05:00", "0 1 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			begins := moment(t, c.begins)
			events := []journeytest.Event{{Customer: 1, Time: begins.UnixMilli(), Name: "Signed Up"}}
			for _, at := range c.returns {
				events = append(events, journeytest.Event{Customer: 1, Time: moment(t, at).UnixMilli(), Name: "Came Back"})
			}
			three := 3
			d := Definition{Cohort: query.Selector{Event: "Signed Up"}, Return: query.Selector{Event: "Came Back"}, Period: c.period, Periods: &three}
			d.Timezone, d.From, d.To = c.zone, c.cohort, begins.AddDate(0, 4, 0).Format(time.RFC3339)
			a, err := Run(t.Context(), journeytest.New(events).Index, d)
			if err != nil {
				t.Fatal(err)
			}
			first := a.Cohorts[0]
			if first.Start != c.cohort || first.Size != 1 {
				t.Errorf("the cohort of %s has %d, want that of %s", first.Start, first.Size, c.cohort)
			}
			if got := fmt.Sprint(*first.Values[0], *first.Values[1], *first.Values[2]); got != c.values {
				t.Errorf("came back %s, want %s", got, c.values)
			}
			for _, other := range a.Cohorts[1:] {
				if other.Size != 0 {
					t.Errorf("the cohort of %s has %d, too", other.Start, other.Size)
				}
			}
		})
	}
}

// Who begins in two periods is in the cohort of the first, or of each.
func TestEntries(t *testing.T) {
	var events []journeytest.Event
	for _, day := range []int{1, 2, 2, 4} { // of January 2024, UTC
		events = append(events, journeytest.Event{Customer: 1, Time: time.Date(2024, 1, day, len(events), 0, 0, 0, time.UTC).UnixMilli(), Name: "Begun"})
	}
	for entry, want := range map[string][][]int64{ // by cohort: size, then who came back on the day itself and on the three after
		"first": {{1, 0, 1, 0, 1}, {0}, {0}, {0}},
		"every": {{1, 0, 1, 0, 1}, {1, 1, 0, 1}, {0}, {1, 0}},
	} {
		d := Definition{Period: "day", Periods: new(4), Entry: entry, Return: query.Selector{Event: "Begun"}}
		d.Timezone, d.To = "UTC", "2024-01-05T00:00:00Z"
		for i, c := range cohorts(t, events, d, "2024-01-01T00:00:00Z") {
			if c.Size != want[i][0] {
				t.Errorf("%s: %d began on day %d, want %d", entry, c.Size, i+1, want[i][0])
			}
			for k, n := range want[i][1:] {
				if value := c.Values[k]; value == nil || *value != n {
					t.Errorf("%s: of day %d %v came back %d days later, want %d", entry, i+1, value, k, n)
				}
			}
		}
	}
}

func cohorts(t *testing.T, events []journeytest.Event, d Definition, from string) []Cohort {
	t.Helper()
	d.Cohort = query.Selector{Event: "Begun"}
	if d.Return.Empty() {
		d.Return = query.Selector{Event: "Back"}
	}
	if d.From = from; d.To == "" {
		d.To, d.Timezone = "2025-04-01T00:00:00+02:00", "Europe/Berlin"
	}
	a, err := Run(t.Context(), journeytest.New(events).Index, d)
	if err != nil {
		t.Fatal(err)
	}
	return a.Cohorts
}

func moment(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
