package app_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"wend/internal/app"
)

// What is older than memory holds is read from disk, and no answer changes.
func TestHistoryLargerThanMemoryGivesTheSameAnswers(t *testing.T) {
	dir := t.TempDir()
	whole := start(t, dir, eager)
	calls := smallBusiness(6)
	whole.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)
	orders := strings.Count(strings.Join(calls, ""), "Order Completed")
	eventually(t, "all orders are counted", func() bool { return whole.count("Order Completed") == orders })
	want := picture(t, whole)
	whole.stop()

	middle := time.Date(2026, 3, 14, 0, 0, 0, 0, time.UTC)
	part := start(t, dir, eager, func(c *app.Config) { c.IndexDays = int(time.Since(middle) / (24 * time.Hour)) })
	got := picture(t, part)
	for _, question := range []string{"trend", "funnel", "paths", "stages"} {
		if !reflect.DeepEqual(got[question], want[question]) {
			t.Errorf("%s from disk and memory:\n%v\nfrom memory:\n%v", question, got[question], want[question])
		}
	}
	if got := part.count("Order Completed"); got != orders {
		t.Errorf("%d orders, want %d", got, orders)
	}
}

func TestManyCustomersAreReadFromDiskInWindows(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	wend := start(t, dir, eager)
	const customers = 6000 // several shards of the index
	for first := 0; first < customers; first += 1000 {
		var calls []string
		for i := first; i < first+1000; i++ {
			calls = append(calls, fmt.Sprintf(`{"type":"track","event":"Old","anonymousId":"a%d","messageId":"o%d","timestamp":"2025-01-%02dT00:00:00Z"}`, i, i, 1+i%28))
			if i%3 == 0 {
				calls = append(calls, fmt.Sprintf(`{"type":"track","event":"New","anonymousId":"a%d","messageId":"n%d","timestamp":"2026-03-01T00:00:00Z"}`, i, i))
			}
		}
		wend.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)
	}
	eventually(t, "all are counted", func() bool { return wend.count("Old") == customers })
	wend.stop()
	wend = start(t, dir, eager, func(c *app.Config) {
		c.IndexDays = int(time.Since(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
	})
	funnel := wend.ask("POST", "/query/funnel", `{"from":"2025-01-01T00:00:00Z","to":"2026-06-01T00:00:00Z","steps":[{"event":"Old"},{"event":"New"}]}`)
	for i, want := range []float64{customers, customers / 3} {
		if got := funnel["steps"].([]any)[i].(map[string]any)["count"]; got != want {
			t.Errorf("step %d has %v customers, want %v", i+1, got, want)
		}
	}
	recent := wend.ask("POST", "/query/funnel", `{"from":"2026-02-01T00:00:00Z","to":"2026-06-01T00:00:00Z","steps":[{"event":"New"}]}`)
	if scanned := recent["scanned"].(map[string]any)["events"]; scanned != float64(customers/3) {
		t.Errorf("a question about recent days looked at %v events, want those alone", scanned)
	}
}
