package sim

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Advertising costs money on the days on which it brings somebody, as often as
// the messages say, and the same again.
func TestSpendingIsWhatAdvertisingBrought(t *testing.T) {
	eachWorld(t, spendingIsWhatAdvertisingBrought)
}

func spendingIsWhatAdvertisingBrought(t *testing.T, world string) {
	s := simulate(t, Config{World: world, Customers: 800, Days: 60, Seed: 5})
	type campaign struct{ source, medium, name string }
	landed := map[campaign]int64{}
	for m := range s.History() {
		// The address of a visit's first page alone says what brought it.
		search := field(m.Body, "search")
		if strings.HasPrefix(string(m.Body), `{"type":"page"`) && strings.Contains(search, "clid=") {
			_, rest, _ := strings.Cut(search, "utm_source=")
			source, rest, _ := strings.Cut(rest, "&utm_medium=")
			medium, rest, _ := strings.Cut(rest, "&utm_campaign=")
			name, _, _ := strings.Cut(rest, "&")
			landed[campaign{source, medium, name}]++
		}
	}
	spent := s.Spending()
	if len(landed) == 0 || len(spent) == 0 {
		t.Fatalf("%d campaigns brought visits, %d lines of costs", len(landed), len(spent))
	}
	clicks := map[campaign]int64{}
	for _, line := range spent {
		if day, err := time.ParseInLocation(time.DateOnly, line.Day, s.config.Zone); err != nil || day.Before(s.calendar.days[0].date) || !day.Before(s.config.End) {
			t.Errorf("a cost on %q", line.Day)
		}
		if line.Cost <= 0 || line.Clicks <= 0 || line.Currency != s.config.Currency {
			t.Errorf("%+v", line)
		}
		clicks[campaign{line.Source, line.Medium, line.Campaign}] += line.Clicks
	}
	for c, n := range landed {
		// A telephone that gets a network only after the end has not told yet.
		if paid := clicks[c]; paid < n || paid > n+2 {
			t.Errorf("%v: %d clicks were paid, %d visits came", c, paid, n)
		}
	}
	if again := s.Spending(); !slices.Equal(again, spent) {
		t.Error("asked again, it cost something else")
	}
	for range s.History() {
	}
	if again := s.Spending(); !slices.Equal(again, spent) {
		t.Error("run again, it cost something else")
	}
}
