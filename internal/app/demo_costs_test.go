package app

import (
	"log/slog"
	"testing"
	"time"

	"wend/internal/collect"
	"wend/internal/collect/costs"
	"wend/internal/sim"
	"wend/internal/store"
)

// What the present costs comes on top of what its day has cost so far.
func TestDemoSpendsOn(t *testing.T) {
	state, err := store.Open(t.Context(), t.TempDir(), store.Options{Migrations: []store.Migrations{{Room: "collect", FS: collect.Migrations}}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = state.Close() })
	book := costs.New(state, time.Now)
	line := func(day, campaign string, cost float64, clicks int64) costs.Line {
		return costs.Line{Day: day, Source: "google", Medium: "cpc", Campaign: campaign, Cost: cost, Currency: "EUR", Clicks: clicks, Impressions: 20 * clicks}
	}
	if _, err := book.Put(t.Context(), "demo", []costs.Line{line("2026-05-01", "brand", 9, 9), line("2026-05-02", "brand", 4.1, 4)}); err != nil {
		t.Fatal(err)
	}
	if err := spendOn(t.Context(), book, []sim.Spending{
		sim.Spending(line("2026-05-02", "brand", 0.9, 1)), sim.Spending(line("2026-05-02", "brand", 1.1, 1)),
		sim.Spending(line("2026-05-02", "shoes", 2, 1)), sim.Spending(line("2026-05-03", "brand", 1, 1)),
	}); err != nil {
		t.Fatal(err)
	}
	got, _, err := book.List(t.Context(), costs.Query{})
	want := []costs.Line{line("2026-05-01", "brand", 9, 9), line("2026-05-02", "brand", 6.1, 6), line("2026-05-02", "shoes", 2, 1), line("2026-05-03", "brand", 1, 1)}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%+v, %v", got, err)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%+v, want %+v", got[i], want[i])
		}
	}
	for day, n := range map[string]int{"2026-05-01": 1, "2026-05-02": 2, "2026-05": 0} {
		if got, _, err := book.List(t.Context(), costs.Query{Day: day}); err != nil || len(got) != n {
			t.Errorf("of %s alone: %+v, %v", day, got, err)
		}
	}
}
