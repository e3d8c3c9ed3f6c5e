package journey_test

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
)

var accountStages = journey.StageModel{Stages: []journey.Stage{
	{Key: "aware", Rules: []journey.StageRule{{Event: "A"}}},
	{Key: "keen", Rules: []journey.StageRule{{Event: "B", Count: &journey.Count{Op: "gte", Value: 2}}}},
	{Key: "bound", Rules: []journey.StageRule{{Event: "C"}}},
}}

// An account's journey is what one customer's would be who did all that its
// members did while they belonged to it.
func TestAccountsAreTheirMembersInOneSequence(t *testing.T) {
	const customers, accounts, minute = 6, 3, 60_000
	rapid.Check(t, func(t *rapid.T) {
		moment := rapid.Int64Range(0, 300)
		// A customer belongs to one account until some moment, then to another.
		var first, second [customers + 1]int
		var until [customers + 1]int64
		members := make(journey.Accounts, accounts)
		for c := 1; c <= customers; c++ {
			first[c], second[c] = rapid.IntRange(-1, accounts-1).Draw(t, "first"), rapid.IntRange(-1, accounts-1).Draw(t, "second")
			until[c] = moment.Draw(t, "until") * minute
			add := func(account int, from, to int64) {
				if account >= 0 {
					members[account] = append(members[account], journey.Member{Customer: journey.Customer(c), From: from, To: to})
				}
			}
			add(first[c], journey.Always, until[c])
			add(second[c], until[c], journey.Forever)
		}
		n := rapid.IntRange(0, 60).Draw(t, "events")
		var apart, together []journeytest.Event
		for i := range n {
			c := rapid.IntRange(1, customers).Draw(t, "customer")
			e := journeytest.Event{
				Customer: journey.Customer(c), Time: moment.Draw(t, "time") * minute, Set: uint32(i + 1),
				Name:  rapid.SampledFrom([]string{"A", "B", "C", "D"}).Draw(t, "name"),
				Facts: event.Facts{Page: rapid.SampledFrom([]string{"", "/", "/b"}).Draw(t, "page"), Source: rapid.SampledFrom([]string{"", "", "news"}).Draw(t, "source")},
			}
			apart = append(apart, e)
			account := first[c]
			if e.Time >= until[c] {
				account = second[c]
			}
			e.Customer = journey.Nobody
			if account >= 0 {
				e.Customer = journey.Customer(account + 1)
			}
			together = append(together, e)
		}
		indexes := [2]*journeytest.Index{journeytest.New(nil), journeytest.New(nil)}
		compact := rapid.IntRange(0, n).Draw(t, "compacted after")
		for k, events := range [][]journeytest.Event{apart, together} {
			if err := indexes[k].SetStages(t.Context(), accountStages); err != nil {
				t.Fatal(err)
			}
			indexes[k].Add(events[:compact]...)
			if err := indexes[k].Compact(t.Context()); err != nil {
				t.Fatal(err)
			}
			indexes[k].Add(events[compact:]...)
		}
		from := moment.Draw(t, "from") * minute
		scan := journey.Scan{From: from, To: from + 1 + moment.Draw(t, "span")*minute}
		want := gather(t, indexes[1].Index, scan)
		scan.Accounts = members
		got := gather(t, indexes[0].Index, scan)
		if len(got.rows) != len(want.rows) {
			t.Fatalf("%d accounts were seen, not %d", len(got.rows), len(want.rows))
		}
		for c, rows := range want.rows {
			account := journey.FirstAccount + c - 1
			if !reflect.DeepEqual(rows, got.rows[account]) || want.ranges[c] != got.ranges[account] {
				t.Fatalf("account %d:\n%v %v\nwant\n%v %v", c, got.rows[account], got.ranges[account], rows, want.ranges[c])
			}
		}
		for i, m := range members {
			seen := 0
			indexes[0].ViewAccount(journey.FirstAccount+journey.Customer(i), m, func(j journey.Journey) { seen = j.Len() })
			alone := 0
			indexes[1].View(journey.Customer(i+1), func(j journey.Journey) { alone = j.Len() })
			if seen != alone {
				t.Fatalf("account %d alone has %d touchpoints, not %d", i, seen, alone)
			}
		}
	})
}
