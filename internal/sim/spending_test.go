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

// The bills go on with the present: every visit that an advertisement brings
// costs something on its own day, once.
func TestSpendingGoesOn(t *testing.T) {
	s := simulate(t, Config{World: "boutique", Customers: 400, Days: 20, Seed: 5})
	from := s.config.End.Add(time.Hour)
	landed, messages := map[string]int{}, 0
	var spent []Spending
	for m := range s.Onward(from) {
		if _, rest, came := strings.Cut(field(m.Body, "search"), "utm_source="); came && strings.HasPrefix(string(m.Body), `{"type":"page"`) {
			source, _, _ := strings.Cut(rest, "&")
			landed[source]++
		}
		spent = append(spent, s.Spent()...)
		if messages++; messages == 4000 {
			break
		}
	}
	if len(s.Spent()) > 0 {
		t.Error("what was asked for is told again")
	}
	clicks := map[string]int{}
	for _, line := range spent {
		clicks[line.Source]++
		if day, err := time.ParseInLocation(time.DateOnly, line.Day, s.config.Zone); err != nil || day.Before(s.liveDay(from.UnixMilli()).date) || line.Cost <= 0 || line.Clicks != 1 {
			t.Errorf("%+v", line)
		}
	}
	if len(clicks) < 2 {
		t.Errorf("only %v were paid", clicks)
	}
	for source, paid := range clicks { // a telephone that gets a network only later has not told yet
		if came := landed[source]; paid < came || paid > came+2 {
			t.Errorf("%s: %d clicks were paid, %d visits came", source, paid, came)
		}
	}
}
