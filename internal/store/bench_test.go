package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/store"
	"wend/internal/store/storetest"
)

var start = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func customerOf(e *event.Event) string {
	if len(e.Identifiers) == 0 {
		return ""
	}
	return e.Identifiers[0].Value
}

func BenchmarkAppend(b *testing.B) {
	for _, group := range []int{500, 5000} {
		b.Run(fmt.Sprint(group), func(b *testing.B) {
			s := openStore(b, b.TempDir())
			events := storetest.NewShop(1, start).Events(20 * group)
			raw := 0
			for _, e := range events {
				raw += len(e.Raw)
			}
			next := uint64(1)
			var took []time.Duration
			b.ReportAllocs()
			cpu := cpuTime()
			for n := 0; b.Loop(); n++ {
				part := events[n%20*group:][:group]
				for i, e := range part {
					e.Seq = next + uint64(i)
				}
				next += uint64(group)
				began := time.Now()
				if err := s.Log().Append(b.Context(), part); err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(began))
			}
			b.ReportMetric(float64((cpuTime()-cpu).Nanoseconds())/float64(next-1), "cpu-ns/event")
			slices.Sort(took)
			b.ReportMetric(float64(next-1)/b.Elapsed().Seconds(), "events/s")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
			b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
			b.ReportMetric(float64(raw)/float64(len(events)), "raw-B/event")
			if info, err := os.Stat(filepath.Join(s.Dir(), "wend.db-wal")); err == nil {
				b.ReportMetric(float64(info.Size())/1e6, "wal-MB")
			}
		})
	}
}

// filled is a store with n events, all but keep of them sealed.
func filled(b *testing.B, n int, keep uint64) *store.Store {
	b.Helper()
	s := openStore(b, b.TempDir())
	shop := storetest.NewShop(1, start)
	for left := n; left > 0; left -= 5000 {
		if err := s.Log().Append(b.Context(), shop.Events(min(left, 5000))); err != nil {
			b.Fatal(err)
		}
	}
	if keep < uint64(n) {
		began := time.Now()
		moved, err := s.Seal(b.Context(), store.SealOptions{Customer: customerOf, Keep: keep})
		if err != nil {
			b.Fatal(err)
		}
		b.Logf("sealed %d events into %d segments: %.0f events/s, %.0f B/event", moved.Events, moved.Segments, float64(moved.Events)/time.Since(began).Seconds(), float64(folderSize(b, filepath.Join(s.Dir(), "events")))/float64(moved.Events))
	}
	return s
}

func folderSize(t testing.TB, dir string) (size int64) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		info, err := os.Stat(f)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	return size
}

func BenchmarkSeal(b *testing.B) {
	const n = 200_000
	var sealed, cpu time.Duration
	var size float64
	for b.Loop() {
		b.StopTimer()
		s := filled(b, n, n)
		began, used := time.Now(), cpuTime()
		b.StartTimer()
		if _, err := s.Seal(b.Context(), store.SealOptions{Customer: customerOf}); err != nil {
			b.Fatal(err)
		}
		sealed += time.Since(began)
		cpu += cpuTime() - used
		size = float64(folderSize(b, filepath.Join(s.Dir(), "events"))) / n
		b.StopTimer()
		closeStore(b, s)
		b.StartTimer()
	}
	b.ReportMetric(n*float64(b.N)/sealed.Seconds(), "events/s")
	b.ReportMetric(float64(cpu.Nanoseconds())/float64(n*b.N), "cpu-ns/event")
	b.ReportMetric(size, "B/event")
}

func BenchmarkReplay(b *testing.B) {
	const n = 100_000
	s := filled(b, n, n)
	for b.Loop() {
		count := 0
		if err := s.Log().Replay(b.Context(), 1, func(*event.Event) error { count++; return nil }); err != nil || count != n {
			b.Fatal(count, err)
		}
	}
	b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

func BenchmarkRead(b *testing.B) {
	const n = 400_000
	s := filled(b, n, 0)
	run := func(name string, read func(fn func(int)) error) {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				count := 0
				if err := read(func(n int) { count += n }); err != nil || count == 0 {
					b.Fatal(count, err)
				}
			}
			b.ReportMetric(n*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
	paths := map[string]string{"shredded": "properties.category", "number": "properties.price", "json": "properties.tags", "context": "context.timezone"}
	all := func(suffix string) {
		run("LoadRows"+suffix, func(fn func(int)) error {
			return s.LoadRows(b.Context(), func(batch []*event.Event) error { fn(len(batch)); return nil })
		})
		run("Events"+suffix, func(fn func(int)) error {
			return s.Events(b.Context(), 1, n+1, func(*event.Event) error { fn(1); return nil })
		})
		run("Export"+suffix, func(fn func(int)) error {
			return s.Export(b.Context(), 1, n+1, func(*event.Event) error { fn(1); return nil })
		})
		for name, text := range paths {
			path, err := event.ParsePath(text)
			if err != nil {
				b.Fatal(err)
			}
			run("Property/"+name+suffix, func(fn func(int)) error {
				return s.Property(b.Context(), path, 1, n+1, func(uint64, event.Value) error { fn(1); return nil })
			})
		}
		b.Run("Fetch100"+suffix, func(b *testing.B) {
			seqs := make([]uint64, 100)
			for i := range seqs {
				seqs[i] = uint64(i*n/100 + 1)
			}
			for b.Loop() {
				if got, err := s.Fetch(b.Context(), seqs); err != nil || got[99] == nil {
					b.Fatal(err)
				}
			}
		})
		b.Run("FetchJourney"+suffix, func(b *testing.B) {
			var seqs []uint64
			if err := s.Events(b.Context(), 1, n+1, func(e *event.Event) error {
				if customerOf(e) == "u1" && len(seqs) < 100 || len(seqs) < 20 {
					seqs = append(seqs, e.Seq)
				}
				return nil
			}); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := s.Fetch(b.Context(), seqs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
	all("")
	began := time.Now()
	moved, err := s.Compact(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("compacted %d segments into %d: %.0f events/s, %.0f B/event", moved.Replaced, moved.Segments, float64(moved.Events)/time.Since(began).Seconds(), float64(folderSize(b, filepath.Join(s.Dir(), "events")))/n)
	all("/compacted")
}
