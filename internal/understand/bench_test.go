package understand_test

import (
	"context"
	"fmt"
	"iter"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand"
)

// benchmarkEvents is the size of the benchmarks' world: a million, or what
// WEND_BENCH_EVENTS says.
func benchmarkEvents(b *testing.B) int {
	text := os.Getenv("WEND_BENCH_EVENTS")
	if text == "" {
		return 1_000_000
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		b.Fatalf("WEND_BENCH_EVENTS: %v", err)
	}
	return n
}

// shop is a made-up shop's index: 30 kinds of events, skewed, ten a customer
// on average, over 60 days; built once.
var (
	built   *journey.Index
	buildIt sync.Once
)

func shopIndex(b *testing.B) *journey.Index {
	n := benchmarkEvents(b)
	buildIt.Do(func() {
		built = journey.New(journey.Options{})
		if err := built.SetStages(context.Background(), model); err != nil {
			b.Fatal(err)
		}
		if err := built.Load(context.Background(), shopRows(n)); err != nil {
			b.Fatal(err)
		}
	})
	return built
}

var model = journey.StageModel{Stages: []journey.Stage{
	{Key: "awareness", Name: "Awareness", Rules: []journey.StageRule{{Event: "Page Viewed"}}},
	{Key: "consideration", Name: "Consideration", Rules: []journey.StageRule{{Event: "Product Viewed"}, {Event: "Product Added"}}},
	{Key: "decision", Name: "Decision", Rules: []journey.StageRule{{Event: "Checkout Started"}}},
	{Key: "purchase", Name: "Purchase", Rules: []journey.StageRule{{Event: "Order Completed"}}},
}}

func shopRows(n int) iter.Seq[journey.Row] {
	names := []string{"Page Viewed", "Page Viewed", "Page Viewed", "Page Viewed", "Product Viewed", "Product Viewed", "Product Viewed", "Product Added", "Product Added", "Checkout Started", "Order Completed"}
	for i := range 25 {
		names = append(names, fmt.Sprintf("Kind %02d", i))
	}
	pages := make([]string, 200)
	for i := range pages {
		pages[i] = fmt.Sprintf("/page/%d", i)
	}
	sources := []string{"", "", "", "google", "facebook", "instagram", "newsletter", "bing", "youtube", "pinterest", "partner"}
	devices := []string{"desktop", "mobile", "mobile", "tablet"}
	return func(yield func(journey.Row) bool) {
		r := rand.New(rand.NewPCG(42, 1))
		seq := uint64(0)
		for c := journey.Customer(1); seq < uint64(n); c++ {
			at := int64(1_700_000_000_000) + r.Int64N(30*24*3600_000)
			device := devices[r.IntN(len(devices))]
			for range 1 + int(r.ExpFloat64()*9) {
				source := ""
				if r.IntN(5) == 0 {
					at += r.Int64N(4 * 24 * 3600_000)
					source = sources[seq%uint64(len(sources))]
				} else {
					at += r.Int64N(180_000)
				}
				seq++
				e := event.Event{Seq: seq, Type: event.Track, Time: at, Received: at, Name: names[r.IntN(len(names))]}
				e.Facts.Page, e.Facts.Device = pages[min(r.IntN(200), r.IntN(200))], device
				e.Facts.Source, e.Facts.Campaign = source, source
				if e.Name == "Order Completed" {
					e.Facts.Value, e.Facts.HasValue = float64(r.IntN(20000))/100, true
				}
				if !yield(journey.Row{Customer: c, Set: uint32(c), Event: &e}) {
					return
				}
			}
		}
	}
}

func BenchmarkQuery(b *testing.B) {
	const all = `"from":"2023-01-01T00:00:00Z","to":"2024-12-31T00:00:00Z"`
	for _, bc := range []struct{ name, analysis, body string }{
		{"funnel 3 steps", "funnel", `{` + all + `,"window":"7d","steps":[{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Order Completed"}]}`},
		{"funnel 5 steps by device", "funnel", `{` + all + `,"window":"7d","breakdown":{"property":"device"},"steps":[{"event":"Page Viewed"},{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Checkout Started"},{"event":"Order Completed"}]}`},
		{"funnel 3 steps with exclusion", "funnel", `{` + all + `,"window":"7d","exclude":[{"event":"Kind 01","between":[1,2]}],"steps":[{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Order Completed"}]}`},
		{"funnel 3 steps of sessions", "funnel", `{` + all + `,"unit":"session","steps":[{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Order Completed"}]}`},
		{"funnel 3 steps strict", "funnel", `{` + all + `,"order":"strict","steps":[{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Order Completed"}]}`},
		{"funnel 3 steps unordered", "funnel", `{` + all + `,"order":"unordered","window":"7d","steps":[{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Order Completed"}]}`},
		{"paths of events", "paths", `{` + all + `,"by":"event","depth":5}`},
		{"paths of pages", "paths", `{` + all + `,"by":"page","depth":5}`},
		{"paths of customers' stages", "paths", `{` + all + `,"by":"stage","unit":"customer"}`},
		{"stages", "stages", `{` + all + `}`},
		{"retention by week", "retention", `{` + all + `,"cohort":{"event":"Page Viewed"},"return":{"event":"Order Completed"},"period":"week","periods":12}`},
		{"retention by day, every entry", "retention", `{` + all + `,"cohort":{"event":"*"},"return":{"event":"*"},"period":"day","periods":30,"entry":"every"}`},
		{"attribution to channels, all models", "attribution", `{` + all + `,"conversion":{"event":"Order Completed"},"milestones":[{"event":"Product Added"},{"event":"Checkout Started"}]}`},
		{"attribution to channels, markov of order 4", "attribution", `{` + all + `,"conversion":{"event":"Order Completed"},"models":["markov"],"markov_order":4}`},
		{"attribution to campaigns, last touch", "attribution", `{` + all + `,"conversion":{"event":"Order Completed"},"touch":"campaign","models":["last"]}`},
		{"attribution to every page, all models", "attribution", `{` + all + `,"conversion":{"event":"Order Completed"},"touch":"page"}`},
		{"landing pages", "landing", `{` + all + `}`},
		{"sources by channel", "sources", `{` + all + `}`},
		{"rfm", "rfm", `{` + all + `,"event":"Order Completed"}`},
		{"friction on the way to an order", "friction", `{` + all + `,"goal":{"event":"Order Completed"}}`},
		{"trend of events by day", "trend", `{` + all + `,"series":[{}]}`},
		{"trend of customers by device", "trend", `{` + all + `,"series":[{"event":"Page Viewed","measure":"customers"}],"breakdown":"device"}`},
		{"trend of median value", "trend", `{` + all + `,"series":[{"event":"Order Completed","measure":"p50:value"}]}`},
		{"funnel 3 steps where device is mobile", "funnel", `{` + all + `,"where":[{"property":"device","op":"eq","value":"mobile"}],"window":"7d","steps":[{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Order Completed"}]}`},
	} {
		b.Run(bc.name, func(b *testing.B) {
			ix := shopIndex(b)
			var run func(context.Context, *journey.Index, []byte) (any, error)
			for _, a := range understand.Analyses {
				if a.Name == bc.analysis {
					run = a.Run
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := run(b.Context(), ix, []byte(bc.body)); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(ix.Stats().Events)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}
