package retention

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
)

// differs are the published cases whose policy is not the contract's; see
// docs/retention-cases.md.
var differs = []string{"classic-week-sunday", "classic-day-min-occurrences-2"}

type published struct {
	ID          string              `json:"id"`
	Period      string              `json:"period"`
	Periods     int                 `json:"periods"`
	First       string              `json:"first_period"`
	FirstOffset int                 `json:"first_period_offset"`
	Offsets     map[string][]int    `json:"events_day_offsets"`
	Dates       map[string][]string `json:"events_dates"`
	SameEvents  string              `json:"same_events_as"`
	SamePerson  map[string]string   `json:"same_person"`
	Conditions  []string            `json:"conditions"`
	Users       json.RawMessage     `json:"users"`
	Matrix      [][]int64           `json:"expected_matrix"`
	Sums        []int64             `json:"expected_sums"`
	Flags       map[string][]int64  `json:"expected_flags"`
}

var origin = time.Date(2020, 6, 10, 12, 0, 0, 0, time.UTC)

// The published cases, read where they lie.
func TestPublishedCohorts(t *testing.T) {
	raw, err := os.ReadFile("../../../../shared/data/funnels/retention_cases.json")
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the reference data is not beside this checkout")
	}
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Cases []published }
	if err := json.Unmarshal(raw, &file); err != nil {
		t.Fatal(err)
	}
	byID := map[string]published{}
	for _, c := range file.Cases {
		byID[c.ID] = c
		if c.SameEvents != "" {
			c.Dates = byID[c.SameEvents].Dates
		}
		t.Run(c.ID, func(t *testing.T) {
			if c.Conditions != nil {
				c.checkFlags(t)
				return
			}
			first := origin.AddDate(0, 0, c.FirstOffset)
			if c.First != "" {
				first, _ = time.Parse(time.DateOnly, c.First)
			}
			days := map[string][]time.Time{}
			for person, offsets := range c.Offsets {
				for _, offset := range offsets {
					days[person] = append(days[person], origin.AddDate(0, 0, offset))
				}
			}
			for person, dates := range c.Dates {
				for _, date := range dates {
					day, err := time.Parse(time.DateOnly, date)
					if err != nil {
						t.Fatal(err)
					}
					days[person] = append(days[person], day.Add(12*time.Hour))
				}
			}
			to := first.AddDate(0, 0, c.Periods)
			if c.Period == "week" {
				to = first.AddDate(0, 0, 7*c.Periods)
			}
			got := c.matrix(t, days, first.Truncate(24*time.Hour), to.Truncate(24*time.Hour))
			if agrees := fmt.Sprint(got) == fmt.Sprint(c.Matrix); agrees == slices.Contains(differs, c.ID) {
				t.Errorf("got\n%v\npublished\n%v", got, c.Matrix)
			}
		})
	}
}

// matrix asks for everybody's activity by the period of any other activity,
// and writes the answer as published: a row's cell 0 is its size.
func (c published) matrix(t *testing.T, days map[string][]time.Time, from, to time.Time) [][]int64 {
	t.Helper()
	numbers := map[string]journey.Customer{}
	var events []journeytest.Event
	for person, times := range days {
		if p, ok := c.SamePerson[person]; ok {
			person = p
		}
		if _, known := numbers[person]; !known {
			numbers[person] = journey.Customer(len(numbers) + 1)
		}
		for _, at := range times {
			events = append(events, journeytest.Event{Customer: numbers[person], Time: at.UnixMilli(), Name: "Active"})
		}
	}
	d := Definition{Cohort: query.Selector{Event: "Active"}, Return: query.Selector{Event: "Active"}, Period: c.Period, Periods: &c.Periods, Entry: "every"}
	d.From, d.To = from.Format(time.RFC3339), to.Format(time.RFC3339)
	a, err := Run(t.Context(), journeytest.New(events).Index, d)
	if err != nil {
		t.Fatal(err)
	}
	var matrix [][]int64
	for _, cohort := range a.Cohorts {
		row := []int64{cohort.Size}
		for _, n := range cohort.Values[1:] {
			if n != nil {
				row = append(row, *n)
			}
		}
		matrix = append(matrix, row)
	}
	return matrix
}

// checkFlags takes the conditions, which are days, for the periods of the
// first day's cohort.
func (c published) checkFlags(t *testing.T) {
	c.Period, c.Periods = "day", len(c.Conditions)
	active := map[string][]int{} // days, by person
	var each map[string][]string
	var ranges map[string]string
	switch {
	case json.Unmarshal(c.Users, &each) == nil:
		for person, conditions := range each {
			for _, condition := range conditions {
				active[person] = append(active[person], slices.Index(c.Conditions, condition))
			}
		}
	case json.Unmarshal(c.Users, &ranges) == nil:
		for users, condition := range ranges {
			var from, to, day int
			if _, err := fmt.Sscanf(users+" "+condition, "range %d-%d day %d", &from, &to, &day); err != nil {
				t.Fatal(err)
			}
			for user := from; user <= to; user++ {
				active[fmt.Sprint(user)] = append(active[fmt.Sprint(user)], day-1)
			}
		}
	default:
		t.Fatalf("the case's users have a shape that is not known: %s", c.Users)
	}
	sums := make([]int64, c.Periods)
	for person, offsets := range active {
		days := map[string][]time.Time{}
		for _, offset := range offsets {
			days[person] = append(days[person], origin.AddDate(0, 0, offset))
		}
		begin := origin.Truncate(24 * time.Hour)
		row := c.matrix(t, days, begin, begin.AddDate(0, 0, c.Periods))[0]
		for i, n := range row {
			sums[i] += n
		}
		if want, ok := c.Flags[person]; ok && !slices.Equal(row, want) {
			t.Errorf("%s: got %v, published %v", person, row, want)
		}
	}
	if c.Sums != nil && !slices.Equal(sums, c.Sums) {
		t.Errorf("got %v, published %v", sums, c.Sums)
	}
}
