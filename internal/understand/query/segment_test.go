package query

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
)

// A segment holds as of the end of the range, as a preview of that moment does:
// an event at the very end counts for it, though it lies outside the range, and
// within d begins just after d before the end.
func TestSegmentAsOfTheEndOfTheRange(t *testing.T) {
	end := time.Date(2024, 3, 31, 0, 0, 0, 0, time.UTC)
	at := func(c journey.Customer, when time.Time) journeytest.Event {
		return journeytest.Event{Customer: c, Time: when.UnixMilli(), Name: "Order Completed"}
	}
	ix := journeytest.New([]journeytest.Event{
		at(1, end.Add(-30*24*time.Hour)), at(2, end.Add(-30*24*time.Hour+time.Millisecond)),
		at(3, end), at(4, end.Add(time.Millisecond)),
	})
	for now, want := range map[time.Time][]journey.Customer{
		end.Add(time.Hour):         {2, 3},
		end.Add(-time.Millisecond): {1, 2}, // now is earlier: as of now, a millisecond before
	} {
		r := Request{To: end.Format(time.RFC3339), Segment: json.RawMessage(`{"event":"Order Completed","within":"30d"}`), Now: now}
		scan, _, err := r.Prepare(t.Context(), ix.Index)
		if err != nil {
			t.Fatal(err)
		}
		var got []journey.Customer
		for c := range journey.Customer(6) {
			if scan.Only(c) {
				got = append(got, c)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("as of %v, asked at %v: %v, want %v", end, now, got, want)
		}
	}
}
