package journey_test

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/journey"
)

// archive is a Cold in memory.
type archive struct{ rows []journey.Row }

func (a *archive) Rows(ctx context.Context, from, to journey.Customer, fn func(journey.Row) error) error {
	for _, r := range slices.Backward(a.rows) {
		if r.Customer >= from && r.Customer < to {
			if err := fn(r); err != nil {
				return err
			}
		}
	}
	return nil
}

// Whatever part of history is held, a scan of all of it shows the same.
func TestColdHistoryShowsTheSame(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		from := 10 * minute * rapid.Int64Range(1, 40).Draw(rt, "from")
		cold := &archive{}
		held := journey.New(journey.Options{})
		part := journey.New(journey.Options{Cold: cold, HistoryFrom: from})
		customers := []journey.Customer{0, 1, 2047, 2048, 9000}
		for i := range rapid.IntRange(1, 60).Draw(rt, "events") {
			c := rapid.SampledFrom(customers).Draw(rt, "customer")
			e := genEvent(rt, uint64(i+1))
			if e.Time < from {
				cold.rows = append(cold.rows, journey.Row{Customer: c, Set: uint32(c), Event: e})
			}
			held.Append(c, uint32(c), e)
			part.Append(c, uint32(c), e)
			if rapid.IntRange(0, 9).Draw(rt, "compact") == 0 {
				if err := part.Compact(rt.Context()); err != nil {
					rt.Fatal(err)
				}
			}
		}
		sorted := func(ix *journey.Index, s journey.Scan) map[journey.Customer][]seen {
			rows := gather(t, ix, s).rows
			slices.SortFunc(rows[0], func(a, b seen) int { return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.seq, b.seq)) })
			return rows
		}
		for _, s := range []journey.Scan{{Nobody: true}, {From: from - 1, To: from + 100*minute}} {
			if got, want := sorted(part, s), sorted(held, s); !maps.EqualFunc(got, want, slices.Equal) {
				rt.Fatalf("scan %+v:\ngot  %v\nwant %v", s, got, want)
			}
		}
		// Of a scan within what is held, even who was there before is right.
		for c, rows := range sorted(part, journey.Scan{From: from}) {
			before := slices.ContainsFunc(cold.rows, func(r journey.Row) bool {
				return r.Customer == c && r.Event.Type.Touchpoint() && r.Event.Flags == 0
			})
			if first := rows[0].dims; before && !strings.Contains(first, "new_or_returning=returning") {
				rt.Fatalf("customer %d was there before: %s", c, first)
			}
		}
		if got := part.Stats().Events; got > held.Stats().Events {
			rt.Fatalf("holds %d events", got)
		}
	})
}
