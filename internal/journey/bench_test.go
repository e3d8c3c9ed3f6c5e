//go:build unix

package journey_test

import (
	"flag"
	"fmt"
	"iter"
	"math/rand/v2"
	"runtime"
	"syscall"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
)

// Benchmarks run over a shop's history of this size; the design's numbers are
// for 10,000,000 events:
//
//	go test ./internal/journey -run - -bench . -events 10000000
var benchEvents = flag.Int("events", 1_000_000, "events in benchmarks; a tenth as many customers")

// shop makes the events of a shop's visitors in order of time: visits of six
// events on average among 2,000 at once, three in five by somebody new, the
// others by earlier visitors, a few of them far more often than most. The
// event is the same one each time.
func shop(n int) iter.Seq[journey.Row] {
	names := make([]string, 30)
	for i := range names {
		names[i] = fmt.Sprintf("Shop Event %d", i)
	}
	copy(names, []string{"Page Viewed", "Product Viewed", "Product Added", "Checkout Started", "Order Completed", "Products Searched"})
	pages := make([]string, 3000)
	for i := range pages {
		pages[i] = fmt.Sprintf("/products/category-%d/item-%d", i%40, i)
	}
	origins := []event.Facts{
		{}, {}, {ReferrerHost: "google.com"}, {ReferrerHost: "google.com"}, {Source: "google", Medium: "cpc", Campaign: "brand", ClickID: "gclid"},
		{Source: "newsletter", Medium: "email", Campaign: "spring"}, {ReferrerHost: "instagram.com"}, {ReferrerHost: "blog.example"},
	}
	clients := []event.Facts{
		{Device: "mobile", OS: "iOS", Browser: "Safari"}, {Device: "mobile", OS: "Android", Browser: "Chrome"},
		{Device: "desktop", OS: "Windows", Browser: "Chrome"}, {Device: "desktop", OS: "macOS", Browser: "Safari"}, {Device: "tablet", OS: "iPadOS", Browser: "Safari"},
	}
	countries := []string{"DE", "AT", "CH", "FR", "NL"}
	type visit struct {
		customer journey.Customer
		client   int
		begun    bool
	}
	return func(yield func(journey.Row) bool) {
		r := rand.New(rand.NewPCG(1, 42))
		people := 0
		arrive := func() visit {
			if people == 0 || r.IntN(5) < 3 && people < n/10 {
				people++
				return visit{customer: journey.Customer(people), client: people % len(clients)}
			}
			u := r.Float64()
			c := 1 + int(u*u*u*float64(people-1))
			return visit{customer: journey.Customer(c), client: c % len(clients)}
		}
		visits := make([]visit, min(2000, 1+n/100))
		for i := range visits {
			visits[i] = arrive()
		}
		var e event.Event
		for i := range n {
			v := &visits[r.IntN(len(visits))]
			kind := min(r.IntN(30), r.IntN(30), r.IntN(30))
			client := clients[v.client]
			e = event.Event{
				Seq: uint64(i + 1), Type: event.Track, Name: names[kind], Time: 1_700_000_000_000 + int64(i)*150,
				Facts: event.Facts{
					Page: pages[min(r.IntN(3000), r.IntN(3000))], Device: client.Device, OS: client.OS, Browser: client.Browser,
					Country: countries[int(v.customer)%5], Language: "de",
				},
			}
			if !v.begun {
				o := origins[r.IntN(len(origins))]
				e.Facts.Source, e.Facts.Medium, e.Facts.Campaign = o.Source, o.Medium, o.Campaign
				e.Facts.ClickID, e.Facts.ReferrerHost = o.ClickID, o.ReferrerHost
				v.begun = true
			}
			if kind == 4 {
				e.Facts.Value, e.Facts.HasValue = float64(r.IntN(20000))/100, true
			}
			if !yield(journey.Row{Customer: v.customer, Set: uint32(v.customer), Event: &e}) {
				return
			}
			if r.IntN(6) == 0 {
				*v = arrive()
			}
		}
	}
}

func loaded(b testing.TB, n int) *journey.Index {
	ix := journey.New(journey.Options{})
	if err := ix.Load(b.Context(), shop(n)); err != nil {
		b.Fatal(err)
	}
	return ix
}

// perSecond reports the rate when it is called at the benchmark's end, and the
// processor time of all cores for each event, which a busy machine changes less.
func perSecond(b *testing.B) (report func()) {
	used := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	before := used()
	return func() {
		events := float64(*benchEvents) * float64(b.N)
		b.ReportMetric(events/b.Elapsed().Seconds()/1e6, "Mevents/s")
		b.ReportMetric(float64(used()-before)/events, "cpu-ns/event")
	}
}

// BenchmarkGenerate is what the other benchmarks of writing spend on making events.
func BenchmarkGenerate(b *testing.B) {
	defer perSecond(b)()
	for b.Loop() {
		for range shop(*benchEvents) {
		}
	}
}

// BenchmarkAppend is what the projector does for every event.
func BenchmarkAppend(b *testing.B) {
	defer perSecond(b)()
	for b.Loop() {
		ix := journey.New(journey.Options{})
		for r := range shop(*benchEvents) {
			ix.Append(r.Customer, r.Set, r.Event)
		}
	}
}

// BenchmarkLoad is what a start does.
func BenchmarkLoad(b *testing.B) {
	defer perSecond(b)()
	for b.Loop() {
		loaded(b, *benchEvents)
	}
}

// BenchmarkMemory reports the whole index's heap per event.
func BenchmarkMemory(b *testing.B) {
	heap := func() uint64 {
		runtime.GC()
		runtime.GC()
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	for b.Loop() {
		before := heap()
		ix := loaded(b, *benchEvents)
		b.ReportMetric(float64(heap()-before)/float64(*benchEvents), "B/event")
		st := ix.Stats()
		b.ReportMetric(float64(st.Bytes)/float64(*benchEvents), "B/event-counted")
		b.ReportMetric(float64(st.Sessions)/float64(*benchEvents), "sessions/event")
		b.ReportMetric(float64(st.Customers), "customers")
		runtime.KeepAlive(ix)
	}
}

// empty is a fold that does nothing: what Run itself takes.
type empty struct{}

func (*empty) Visit(journey.Journey) {}
func (*empty) Merge(*empty)          {}

// sum reads time, event and session of every row once, as fast as memory gives them.
type sum struct{ n int64 }

func (s *sum) Visit(j journey.Journey) {
	c := j.Columns
	times := c.Time[j.Lo:j.Hi]
	events, sessions := c.Event[j.Lo:j.Hi][:len(times)], c.Session[j.Lo:j.Hi][:len(times)]
	for i, t := range times {
		s.n += t + int64(events[i]) + int64(sessions[i])
	}
}
func (s *sum) Merge(o *sum) { s.n += o.n }

// funnel is a three-step funnel with a window, written out: the yardstick for
// the general one.
type funnel struct {
	steps   [3]uint16
	window  int64
	reached [3]int
}

func (f *funnel) Visit(j journey.Journey) {
	events, times := j.Columns.Event[j.Lo:j.Hi], j.Columns.Time[j.Lo:j.Hi]
	var second, third int64 = -1, 0 // start of the latest attempt that reached so far
	first, depth := int64(-1), 0
	for i, e := range events {
		switch {
		case e == f.steps[0]:
			first, depth = times[i], max(depth, 1)
		case e == f.steps[1]:
			if first >= 0 && times[i]-first <= f.window {
				second, depth = first, max(depth, 2)
			}
		case e == f.steps[2]:
			if second >= 0 && times[i]-second <= f.window {
				third, depth = second, 3
			}
		}
		if depth == 3 {
			break
		}
	}
	_ = third
	for k := range depth {
		f.reached[k]++
	}
}

func (f *funnel) Merge(o *funnel) {
	for k := range f.reached {
		f.reached[k] += o.reached[k]
	}
}

func run[F journey.Fold[F]](b *testing.B, ix *journey.Index, s journey.Scan, start func() F) {
	defer perSecond(b)()
	for b.Loop() {
		if _, _, err := journey.Run(b.Context(), ix, s, start); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRun(b *testing.B) {
	ix := loaded(b, *benchEvents)
	code := func(name string) uint16 {
		c, ok := ix.EventCode(name)
		if !ok {
			b.Fatal(name)
		}
		return c
	}
	steps := [3]uint16{code("Product Viewed"), code("Product Added"), code("Order Completed")}
	start := func() *funnel { return &funnel{steps: steps, window: 7 * 24 * 60 * minute} }
	all := journey.Scan{}
	from := int64(1_700_000_000_000) + int64(*benchEvents)*150/2
	half := journey.Scan{From: from, To: from + 1e12}
	where := func(property, value string) journey.Scan {
		m, err := ix.Matcher(b.Context(), []event.Filter{{Property: property, Op: "eq", Value: []byte(value)}}, nil)
		if err != nil {
			b.Fatal(err)
		}
		return journey.Scan{Where: m}
	}
	b.Run("empty", func(b *testing.B) { run(b, ix, all, func() *empty { return &empty{} }) })
	b.Run("empty half", func(b *testing.B) { run(b, ix, half, func() *empty { return &empty{} }) })
	b.Run("read", func(b *testing.B) { run(b, ix, all, func() *sum { return &sum{} }) })
	b.Run("funnel", func(b *testing.B) { run(b, ix, all, start) })
	b.Run("funnel half", func(b *testing.B) { run(b, ix, half, start) })
	b.Run("funnel where device", func(b *testing.B) { run(b, ix, where("device", `"mobile"`), start) })
	b.Run("funnel where page", func(b *testing.B) { run(b, ix, where("page", `"/products/category-3/item-3"`), start) })
	b.Run("empty where event", func(b *testing.B) {
		run(b, ix, where("event", `"Order Completed"`), func() *empty { return &empty{} })
	})
	// A tenth of the events again, waiting in the tails.
	n := *benchEvents
	for r := range shop(n / 10) {
		r.Event.Seq += uint64(n)
		r.Event.Time += int64(n) * 150
		ix.Append(r.Customer, r.Set, r.Event)
	}
	b.Run("funnel with tails", func(b *testing.B) { run(b, ix, all, start) })
}

// BenchmarkRead is the same three columns in three arrays: what memory gives
// on all cores.
func BenchmarkRead(b *testing.B) {
	n := *benchEvents
	times, events, sessions := make([]int64, n), make([]uint16, n), make([]uint32, n)
	defer perSecond(b)()
	for b.Loop() {
		workers := runtime.GOMAXPROCS(0)
		done := make(chan int64, workers)
		for w := range workers {
			go func() {
				lo, hi := n*w/workers, n*(w+1)/workers
				var total int64
				for _, t := range times[lo:hi] {
					total += t
				}
				for _, e := range events[lo:hi] {
					total += int64(e)
				}
				for _, s := range sessions[lo:hi] {
					total += int64(s)
				}
				done <- total
			}()
		}
		for range workers {
			<-done
		}
	}
}

// BenchmarkView is one customer's journey for a live decision.
func BenchmarkView(b *testing.B) {
	ix := loaded(b, *benchEvents)
	people := uint32(*benchEvents / 10)
	r := rand.New(rand.NewPCG(1, 2))
	for b.Loop() {
		ix.View(journey.Customer(r.Uint32N(people)), func(journey.Journey) {})
	}
}
