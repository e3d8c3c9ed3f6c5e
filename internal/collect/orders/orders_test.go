package orders

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
)

func TestRefundIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		order := rapid.SampledFrom([]string{"row_1", "a:refund", "a:refund:from:7", ":refund", "ü:cancelled"}).Draw(t, "order")
		from := rapid.Int64Range(0, mostUnits).Draw(t, "from")
		got, begins, ok := ParseRefundID(RefundID(order, from))
		if !ok || got != order || begins != from {
			t.Fatalf("%s from %d came back as %s from %d, %v", order, from, got, begins, ok)
		}
	})
	for _, id := range []string{"", "x", "x:refund:", "x:refund:2", "x:refund:from:", "x:refund:from:0", "x:refund:from:01", "x:refund:from:-1", "x:refund:from:+1", "x:refund:from:9999999999999999999", "x:refunded", "x:refund:customer"} {
		if order, from, ok := ParseRefundID(id); ok {
			t.Errorf("%q is taken for a refund of %q from %d", id, order, from)
		}
	}
}

func TestUnits(t *testing.T) {
	for amount, want := range map[float64]int64{0: 0, 12.5: 12_500_000, -0.1: 100_000, 0.1 + 0.2: 300_000, math.Inf(1): mostUnits, 1e300: mostUnits} {
		if got := Units(amount); got != want {
			t.Errorf("%g is %d, not %d", amount, got, want)
		}
	}
	if Units(math.NaN()) != 0 {
		t.Error("what is no amount is one")
	}
}

// Whatever spans come, in whatever order, the ledger knows each covered unit
// and the gaps are the others.
func TestLedgerCovers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := NewLedger()
		var covered [60]bool
		for range rapid.IntRange(0, 12).Draw(t, "refunds") {
			from, length := rapid.IntRange(0, 40).Draw(t, "from"), rapid.IntRange(0, 19).Draw(t, "length")
			l.Observe(&event.Event{Type: event.Track, Name: "Order Refunded", Flags: event.Imported, MessageID: RefundID("x", int64(from)),
				Facts: event.Facts{Value: -Amount(int64(length)), HasValue: true}})
			for i := from; i < from+length; i++ {
				covered[i] = true
			}
		}
		known, err := l.Orders(t.Context(), []string{"y", "x"})
		if err != nil || len(known) != 2 || len(known[0].Refunded) > 0 {
			t.Fatal(known, err)
		}
		sum := rapid.IntRange(0, 60).Draw(t, "sum")
		var gaps []int
		for _, gap := range known[1].Gaps(int64(sum)) {
			if gap.From >= gap.To || gap.From > 0 && !covered[gap.From-1] {
				t.Fatalf("%v does not begin where a gap does", gap)
			}
			for i := gap.From; i < gap.To; i++ {
				gaps = append(gaps, int(i))
			}
		}
		var want []int
		for i := range sum {
			if !covered[i] {
				want = append(want, i)
			}
		}
		if !slices.Equal(gaps, want) {
			t.Fatalf("the gaps below %d are %v, want %v", sum, gaps, want)
		}
	})
}

// What is no refund or cancellation of an imported order is none of the ledger's business.
func TestLedgerLeavesOthersOut(t *testing.T) {
	l := NewLedger()
	worth := event.Facts{Value: -5, HasValue: true}
	for _, e := range []event.Event{
		{Type: event.Track, Name: "Order Refunded", MessageID: "x:refund", Facts: worth},                         // live
		{Type: event.Track, Name: "Order Refunded", Flags: event.Imported, MessageID: "x:refund"},                // of no amount
		{Type: event.Track, Name: "Order Refunded", Flags: event.Imported, MessageID: "x", Facts: worth},         // of itself
		{Type: event.Track, Name: "Order Completed", Flags: event.Imported, MessageID: "x:refund", Facts: worth}, // none
		{Type: event.Track, Name: "Order Cancelled", MessageID: "x"},
		{Type: event.Track, Name: "Order Cancelled", Flags: event.Imported, MessageID: CancelID("x")},
	} {
		l.Observe(&e)
	}
	if known, _ := l.Orders(t.Context(), []string{"x"}); known[0].NeverCompleted || len(known[0].Refunded) > 0 {
		t.Errorf("%+v", known[0])
	}
}
