package standing_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/segment"
	"wend/internal/understand/standing"
)

// shop is a business of 50 customers: customer n orders n times, the last time
// n hours before the end of March, after a visit by mail or by an ad each.
func shop() *journeytest.Index {
	end := journeytest.At("2024-04-01")
	var events []journeytest.Event
	for n := range 50 {
		for k := range n + 1 {
			visit := journeytest.Event{Customer: journey.Customer(n + 1), Name: "Page Viewed", Time: end - int64(50-n)*3_600_000 - int64(k)*86_400_000 - 60_000}
			visit.Facts.Source, visit.Facts.Medium = "news", "email"
			if n%2 == 1 {
				visit.Facts.Source, visit.Facts.Medium = "google", "cpc"
			}
			order := journeytest.Event{Customer: visit.Customer, Name: "Order Completed", Time: visit.Time + 60_000}
			order.Facts.Value, order.Facts.HasValue = 10, true
			events = append(events, visit, order)
		}
	}
	slices.SortStableFunc(events, func(a, b journeytest.Event) int { return int((a.Time - b.Time) / 1000) })
	return journeytest.New(events, func(o *journey.Options) { o.Standings = standing.Rules() })
}

func members(t *testing.T, ix *journeytest.Index, rule, at string) (found []journey.Customer) {
	t.Helper()
	parsed, err := segment.Parse([]byte(rule))
	if err != nil {
		t.Fatal(err)
	}
	test, err := parsed.Compile(t.Context(), ix.Index, nil)
	if err != nil {
		t.Fatal(err)
	}
	list, err := test.Find(t.Context(), journeytest.At(at))
	if err != nil {
		t.Fatal(err)
	}
	for c := journey.Customer(1); c <= 50; c++ {
		if list.Contains(c) {
			found = append(found, c)
		}
	}
	return found
}

func between(from, to journey.Customer) (list []journey.Customer) {
	for c := from; c <= to; c++ {
		list = append(list, c)
	}
	return list
}

// Rules see how customers stood at the moment, not how they stand now.
func TestRulesAskHowCustomersStood(t *testing.T) {
	ix := shop()
	even := slices.DeleteFunc(between(1, 50), func(c journey.Customer) bool { return c%2 == 1 })
	for _, c := range []struct {
		rule, at string
		want     []journey.Customer
	}{
		// The last fifth of fifty ordered most often, last, and for most.
		{`{"rfm":["champions"]}`, "2024-04-01", between(41, 50)},
		{`{"not":{"rfm":["champions"]}}`, "2024-04-01", between(1, 40)},
		// Everybody's last order is 365 days old or older, up to the 49th's.
		{`{"not":{"rfm":["champions","loyal","potential_loyalists","new","promising","need_attention","about_to_sleep","at_risk","cant_lose_them","hibernating","lost"]}}`, "2025-04-01", between(1, 50)},
		{`{"engagement":["high"]}`, "2024-04-01", between(5, 50)},
		{`{"engagement":["low","medium"]}`, "2024-04-01", between(1, 4)},
		{`{"engagement":["none"]}`, "2024-06-01", between(1, 50)},
		{`{"prefers_channel":"paid search"}`, "2024-04-01", even},
		{`{"all":[{"prefers_channel":"Email"},{"engagement":["low"]}]}`, "2024-04-01", []journey.Customer{1}},
		{`{"prefers_channel":"email"}`, "2025-04-01", nil},
	} {
		if got := members(t, ix, c.rule, c.at); !slices.Equal(got, c.want) {
			t.Errorf("%s at %s: %v, not %v", c.rule, c.at, got, c.want)
		}
	}
	for _, rule := range []string{`{"rfm":["whales"]}`, `{"engagement":["very"]}`} {
		parsed, err := segment.Parse([]byte(rule))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := parsed.Compile(t.Context(), ix.Index, nil); err == nil {
			t.Errorf("%s is taken", rule)
		}
	}
}

// The page and the rules say the same of everybody.
func TestTheServiceAgreesWithTheRules(t *testing.T) {
	ix := shop()
	now, _ := time.Parse(time.DateOnly, "2024-04-01")
	service := standing.New(ix.Index, func() time.Time { return now })
	for c := journey.Customer(1); c <= 50; c++ {
		got, err := service.Of(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		rule := fmt.Sprintf(`{"all":[{"rfm":[%q]},{"engagement":[%q]},{"prefers_channel":%q}]}`, got.Segment.Key, got.Engagement, got.Channel)
		if !slices.Contains(members(t, ix, rule, "2024-04-01"), c) {
			t.Errorf("%d: the page says %s", c, rule)
		}
	}
	nobody, err := service.Of(t.Context(), 99)
	if err != nil || nobody.Engagement != "none" || nobody.Channel != "" || nobody.Segment.Key != "" {
		t.Errorf("%+v %v", nobody, err)
	}
}
