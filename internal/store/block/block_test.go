package block_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/store/block"
	"wend/internal/store/storetest"
)

var testTime = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func TestRoundTrip(t *testing.T) {
	encoder := block.NewEncoder()
	var into block.Events
	rapid.Check(t, func(t *rapid.T) {
		events := rapid.SliceOfN(storetest.Event(), 1, 40).Draw(t, "events")
		seq := rapid.Uint64Range(1, 1<<40).Draw(t, "first")
		for _, e := range events {
			e.Seq = seq
			seq += rapid.Uint64Range(1, 1000).Draw(t, "step")
		}
		data, err := encoder.Encode([]byte("before"), events)
		if err != nil {
			t.Fatal(err)
		}
		data = data[len("before"):]
		got, err := block.Decode(data, &into)
		if err != nil || len(got.Events) != len(events) || got.First != events[0].Seq || got.Last != events[len(events)-1].Seq {
			t.Fatal(err)
		}
		for i := range events {
			storetest.Same(t, events[i], &got.Events[i])
			storetest.Same(t, events[i], block.Clone(events[i]))
		}
		sameInAnyOrder(t, data, events)
		damaged := bytes.Clone(data)
		damaged[rapid.IntRange(0, len(data)-1).Draw(t, "byte")] ^= byte(rapid.IntRange(1, 255).Draw(t, "damage"))
		if _, err := block.Decode(damaged, nil); !errors.Is(err, block.ErrCorrupt) {
			t.Fatalf("a damaged block was read: %v", err)
		}
		if _, err := block.Decode(data[:rapid.IntRange(0, len(data)-1).Draw(t, "length")], nil); !errors.Is(err, block.ErrCorrupt) {
			t.Fatalf("a torn block was read: %v", err)
		}
	})
}

// sameInAnyOrder reads the block's events by their places, last one first.
func sameInAnyOrder(t *rapid.T, data []byte, events []*event.Event) {
	var places []block.Place
	records, err := block.Open(data, func(e *event.Event, p block.Place) {
		storetest.Same(t, events[len(places)], e)
		places = append(places, p)
	})
	if err != nil || len(places) != len(events) {
		t.Fatal(len(places), err)
	}
	var e event.Event
	for i := len(events) - 1; i >= 0; i-- {
		records.Read(places[i], &e)
		storetest.Same(t, events[i], &e)
	}
}

func TestEncodeWantsAscendingNumbers(t *testing.T) {
	encoder := block.NewEncoder()
	for _, events := range [][]*event.Event{nil, {{Seq: 2}, {Seq: 2}}, {{Seq: 2}, {Seq: 1}}} {
		if _, err := encoder.Encode(nil, events); err == nil {
			t.Errorf("%d events were encoded", len(events))
		}
	}
}

// TestEncodeDoesNotAllocate holds the hot path's budget.
func TestEncodeDoesNotAllocate(t *testing.T) {
	encoder := block.NewEncoder()
	events := storetest.NewShop(1, testTime).Events(500)
	var data []byte
	allocations := testing.AllocsPerRun(20, func() {
		var err error
		if data, err = encoder.Encode(data[:0], events); err != nil {
			t.Fatal(err)
		}
	})
	if allocations > 2 {
		t.Errorf("a block takes %v allocations", allocations)
	}
}

func FuzzDecode(f *testing.F) {
	encoder := block.NewEncoder()
	shop := storetest.NewShop(1, testTime)
	for _, n := range []int{1, 3, 20} {
		data, err := encoder.Encode(nil, shop.Events(n))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if len(data) >= 8 {
			// The checksum would stop nearly everything that fuzzing makes.
			binary.LittleEndian.PutUint32(data[4:], crc32.Checksum(data[8:], crc32.MakeTable(crc32.Castagnoli)))
		}
		b, err := block.Decode(data, nil)
		if err != nil {
			if !errors.Is(err, block.ErrCorrupt) {
				t.Errorf("the error has no class: %v", err)
			}
			return
		}
		var events []*event.Event
		for i := range b.Events {
			events = append(events, &b.Events[i])
		}
		again, err := encoder.Encode(nil, events)
		if err != nil {
			t.Fatalf("what was decoded cannot be encoded: %v", err)
		}
		c, err := block.Decode(again, nil)
		if err != nil {
			t.Fatal(err)
		}
		for i := range events {
			storetest.Same(t, events[i], &c.Events[i])
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	encoder := block.NewEncoder()
	events := storetest.NewShop(1, testTime).Events(500)
	var data []byte
	for b.Loop() {
		data, _ = encoder.Encode(data[:0], events)
	}
	b.ReportMetric(500*float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(len(data))/500, "B/event")
}

func BenchmarkDecode(b *testing.B) {
	data, err := block.NewEncoder().Encode(nil, storetest.NewShop(1, testTime).Events(500))
	if err != nil {
		b.Fatal(err)
	}
	var into block.Events
	b.ReportAllocs()
	for b.Loop() {
		if _, err := block.Decode(data, &into); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(500*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
