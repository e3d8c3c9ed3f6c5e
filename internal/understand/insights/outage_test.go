package insights

import (
	"math/rand/v2"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/insights/insightstest"
)

// An outage hits everybody: most of what is missing has whatever most orders
// have, and "language is en" explains nothing. The whole road is asked, with a
// day of which a part is left, and one of which nothing is.
func TestAnOutageOfEverybodyHasNoBroadDriver(t *testing.T) {
	asked, found, named, alike := 0, 0, 0, 0
	for _, left := range []float64{0, 0.1, 0.3, 0.5} {
		for seed := range uint64(8) {
			asked++
			a := askOf(t, broadShop(seed, left), Definition{})
			for _, i := range a.Insights {
				if i.Day != "2026-03-03" || i.Metric != "Order Completed" {
					continue
				}
				found++
				if i.Driver != nil {
					named++
					t.Logf("%.1f left, seed %d: %s", left, seed, i.Text)
				}
				if i.Alike {
					alike++
				}
			}
		}
	}
	if found < asked*3/4 || named > found/20 || alike < found/2 { // half as many orders on one day may be chance
		t.Errorf("of %d outages %d are found; %d have a driver, and %d are said to hit everywhere alike", asked, found, named, alike)
	}
}

// broadShop is a hundred days of orders, nearly all in one language and from
// one country, and of one day a part.
func broadShop(seed uint64, left float64) *journey.Index {
	dice := rand.New(rand.NewPCG(seed, 21))
	pick := func(values []string, shares []float64) string {
		u := dice.Float64()
		for i, share := range shares {
			if u -= share; u < 0 {
				return values[i]
			}
		}
		return values[len(values)-1]
	}
	var events []journeytest.Event
	customer := journey.Customer(0)
	for ago := 100; ago >= 0; ago-- {
		day := time.Date(2026, 3, 16-ago, 0, 0, 0, 0, time.UTC)
		mean := 60.0
		if day.Equal(planty) {
			mean *= left
		}
		for range int(insightstest.Poisson(dice, mean)) {
			customer++
			at := day.Add(time.Duration(dice.Int64N(int64(24 * time.Hour))))
			facts := event.Facts{
				ReferrerHost: pick([]string{"search.example", "letter.example", "friends.example"}, []float64{0.5, 0.3}),
				Language:     pick([]string{"en", "es", "fr"}, []float64{0.92, 0.05}), Country: pick([]string{"US", "CA", "MX"}, []float64{0.88, 0.08}),
				Device: pick([]string{"mobile", "desktop", "tablet"}, []float64{0.6, 0.35}), OS: pick([]string{"iOS", "Windows", "Android"}, []float64{0.4, 0.3}),
				Browser: pick([]string{"Safari", "Chrome", "Firefox"}, []float64{0.45, 0.5}), Page: pick([]string{"/thanks", "/done"}, []float64{0.9}),
			}
			events = append(events, journeytest.Event{Customer: customer, Time: at.UnixMilli(), Name: "Order Completed", Facts: facts})
		}
	}
	return journeytest.New(events).Index
}
