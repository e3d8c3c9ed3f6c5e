package retention

import (
	"slices"
	"testing"
	"time"

	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
)

// Days, weeks and months are those of the wall clock: a day of 23 or 25 hours
// is one day, and a year's end parts months but no weeks.
func TestCalendarOfTheWorkspace(t *testing.T) {
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		period, begun string
		back          []string // times at which the customer comes back
		want          []int64  // by period from the cohort's own
	}{
		"a day of 23 hours":  {"day", "2024-03-30 23:30", []string{"2024-03-31 00:30", "2024-04-01 00:15"}, []int64{0, 1, 1}},
		"within 23 hours":    {"day", "2024-03-31 00:10", []string{"2024-03-31 23:50"}, []int64{1, 0}},
		"a day of 25 hours":  {"day", "2024-10-27 00:10", []string{"2024-10-27 23:50", "2024-10-28 00:10"}, []int64{1, 1}},
		"the year's week":    {"week", "2024-12-31 12:00", []string{"2025-01-05 23:59", "2025-01-06 00:00"}, []int64{1, 1}},
		"a week of 167 h":    {"week", "2024-03-25 00:00", []string{"2024-04-01 00:00"}, []int64{0, 1}},
		"the year's month":   {"month", "2024-12-31 23:30", []string{"2025-01-01 00:10", "2025-02-28 23:59"}, []int64{0, 1, 1}},
		"months of a change": {"month", "2024-03-31 02:30", []string{"2024-03-31 23:30", "2024-04-01 00:30"}, []int64{1, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			at := func(text string) int64 {
				moment, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
				if err != nil {
					t.Fatal(err)
				}
				return moment.UnixMilli()
			}
			events := []journeytest.Event{{Customer: 1, Time: at(c.begun), Name: "Begun"}}
			for _, back := range c.back {
				events = append(events, journeytest.Event{Customer: 1, Time: at(back), Name: "Back"})
			}
			got := cohorts(t, events, Definition{Period: c.period, Periods: new(len(c.want))}, "2024-01-01T00:00:00+01:00")
			begun := slices.IndexFunc(got, func(c Cohort) bool { return c.Size == 1 })
			if begun < 0 {
				t.Fatalf("nobody began: %+v", got)
			}
			for i, want := range c.want {
				if value := got[begun].Values[i]; value == nil || *value != want {
					t.Errorf("%v came back in period %d, want %d", value, i, want)
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
