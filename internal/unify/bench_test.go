package unify

import (
	"fmt"
	"runtime"
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
)

// visitors are events of so many customers as a shop has them: a few page
// views without a name, then a login, then some with both.
func visitors(customers, views int) []*event.Event {
	var all []*event.Event
	seq := 0
	next := func(t event.Type, ids ...event.Identifier) {
		seq++
		all = append(all, &event.Event{Seq: uint64(seq), Type: t, Time: int64(seq) * 1000, Received: int64(seq) * 1000,
			MessageID: fmt.Sprintf("00000000-0000-4000-8000-%012d", seq), Identifiers: ids})
	}
	for i := range customers {
		anonymous := event.Identifier{Kind: event.AnonymousID, Value: fmt.Sprintf("7c1dd6c4-7d5b-4c5a-9b2b-%012d", i)}
		user := event.Identifier{Kind: event.UserID, Value: fmt.Sprintf("customer-%d", i)}
		for range views {
			next(event.Page, anonymous)
		}
		next(event.Identify, user, anonymous)
		for range views {
			next(event.Track, user, anonymous)
		}
	}
	return all
}

// The road of nearly every event: its set is known and nothing changes.
func BenchmarkObserveKnown(b *testing.B) {
	events := visitors(20_000, 2)
	g := NewGraph(Decisions{})
	for _, e := range events {
		g.Observe(e)
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		e := events[i]
		if i++; i == len(events) {
			i = 0
		}
		set, _ := g.Observe(e)
		if g.Owner(set, e.Time) == journey.Nobody {
			b.Fatal("nobody's")
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkObserveNewCustomers(b *testing.B) {
	const customers = 50_000
	for _, views := range []int{1, 3} { // 3 and 7 events a customer, of whom each is merged once
		b.Run(fmt.Sprintf("%d events each", 2*views+1), func(b *testing.B) {
			events := visitors(customers, views)
			b.ReportAllocs()
			for b.Loop() {
				g := NewGraph(Decisions{})
				for _, e := range events {
					g.Observe(e)
				}
			}
			b.ReportMetric(float64(len(events)*b.N)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(customers*b.N)/b.Elapsed().Seconds(), "customers/s")
		})
	}
}

// What a customer with two identifiers, two sets and seven events takes.
func BenchmarkMemory(b *testing.B) {
	const customers = 50_000
	events := visitors(customers, 3)
	var before, after runtime.MemStats
	for b.Loop() {
		runtime.GC()
		runtime.ReadMemStats(&before)
		g := NewGraph(Decisions{})
		for _, e := range events {
			g.Observe(e)
		}
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(int64(after.HeapAlloc)-int64(before.HeapAlloc))/customers, "B/customer")
		runtime.KeepAlive(g)
	}
}

// Every hundredth event is by a tablet that a thousand people use.
func BenchmarkObserveKiosk(b *testing.B) {
	g := NewGraph(Decisions{})
	var events []*event.Event
	for i := range 1000 {
		events = append(events, call(2*i+1, event.Identify, int64(2*i), fmt.Sprintf("user_id:u%d", i), "anonymous_id:tablet"),
			call(2*i+2, event.Track, int64(2*i+1), "anonymous_id:tablet"))
	}
	for _, e := range events {
		g.Observe(e)
	}
	b.ReportAllocs()
	i, time := 0, int64(2000)
	for b.Loop() {
		e := events[i]
		if i++; i == len(events) {
			i = 0
		}
		time++
		e.Time = time
		g.Observe(e)
	}
}

func BenchmarkSearch(b *testing.B) {
	const customers = 100_000
	w := newWorld(Decisions{})
	for i := range customers {
		e := identify(i+1, int64(i), fmt.Sprintf(`{"name":"Customer Number %d","email":"someone%d@example.com","plan":"pro"}`, i, i), fmt.Sprintf("user_id:%d", i))
		set, _ := w.graph.Observe(e)
		w.profiles.Apply(set, e)
	}
	for _, query := range []string{"", "one7777", "example", "nobody at all", "plan"} {
		b.Run(fmt.Sprintf("%q", query), func(b *testing.B) {
			for b.Loop() {
				if _, _, err := w.profiles.Search(b.Context(), Search{Query: query}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkDeriveAll(b *testing.B) {
	const customers = 100_000
	events := visitors(customers, 1)
	for b.Loop() {
		b.StopTimer()
		g := NewGraph(Decisions{})
		for _, e := range events {
			g.Observe(e)
		}
		again := NewGraph(Decisions{})
		for n := 1; n < len(g.nodes); n++ {
			again.addNode(g.identifier(nodeID(n)))
		}
		for s := SetID(1); int(s) < len(g.sets); s++ {
			k := keyOf(g.example(s))
			again.addSet(k, again.hashKey(k), sighting{time: g.sets[s].time, message: g.sets[s].message})
		}
		b.StartTimer()
		again.deriveAll()
	}
	b.ReportMetric(float64(customers*b.N)/b.Elapsed().Seconds(), "customers/s")
}
