package friction

import (
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/opportunity"
	"wend/internal/understand/querytest"
)

// What is measured before and after a day is what counting by hand finds: a
// customer attempts a step once in each range, on the device of that attempt.
func TestMeasureIsCounting(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 3))
		day := querytest.Origin.Add(30 * 24 * time.Hour)
		var events []journeytest.Event
		var want [2]opportunity.Sides
		for c := range journey.Customer(rapid.IntRange(1, 60).Draw(t, "customers")) {
			for period := range want {
				begin := querytest.Origin.Add(time.Duration(period) * 30 * 24 * time.Hour)
				at, device, reached := begin.Add(time.Duration(r.IntN(29*24*60))*time.Minute), []string{"mobile", "desktop"}[r.IntN(2)], r.IntN(2) == 0
				if r.IntN(5) == 0 {
					continue // did not come
				}
				e := journeytest.Event{Customer: c + 1, Time: at.UnixMilli(), Name: "Looked"}
				e.Facts.Device = device
				events = append(events, e)
				if reached {
					e.Name, e.Time = "Bought", e.Time+1000
					events = append(events, e)
				}
				side := &want[period].Others
				if device == "mobile" {
					side = &want[period].Segment
				}
				side.Attempts++
				if reached {
					side.Reached++
				}
			}
		}
		ix := journeytest.New(events).Index
		for period, want := range want {
			d := question()
			from := querytest.Origin
			if period == 1 {
				from = day
			}
			d.From, d.To, d.Now = from.Format(time.RFC3339), from.Add(30*24*time.Hour).Format(time.RFC3339), from.Add(30*24*time.Hour)
			got, err := Measure(Within(t.Context(), looked), ix, d, Who{Step: "Bought", After: "Looked", Segment: []event.Filter{{Property: "device", Op: "eq", Value: []byte(`"mobile"`)}}})
			if err != nil {
				t.Fatal(err)
			}
			if want.Segment.Attempts == 0 {
				want.Others = opportunity.Group{} // nobody of the segment came: nothing is compared
			}
			if got != want {
				t.Fatalf("period %d: got %+v, want %+v", period, got, want)
			}
		}
	})
}
