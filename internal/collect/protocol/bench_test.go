package protocol

import (
	"fmt"
	"strings"
	"testing"

	"wend/internal/event"
)

// webBatch is a batch as browser and server libraries send it: n events of
// some 830 bytes.
func webBatch(n int) []byte {
	var b strings.Builder
	b.WriteString(`{"batch":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"type":"track","event":"Product Viewed","messageId":"ajs-next-1700000000000-%08d-4c0b","anonymousId":"5f0c2f0e-9d6c-4b7e-8f51-%012d","userId":"user-%d",`+
			`"timestamp":"2024-03-01T11:00:%02d.%03dZ","properties":{"product_id":"507f1f77bcf86cd7994%05d","sku":"45790-32","category":"Games","name":"Monopoly: 3rd Edition","brand":"Hasbro","price":18.99,"quantity":1,"currency":"usd","position":3,"value":18.99},`+
			`"context":{"page":{"path":"/shop/games/monopoly","referrer":"https://www.google.com/","search":"","title":"Monopoly","url":"https://www.example.com/shop/games/monopoly"},"userAgent":"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36","locale":"en-GB","timezone":"Europe/London","library":{"name":"analytics.js","version":"next-1.66.0"}},"integrations":{}}`,
			i, i%40, i%40, i%60, i%1000, i%100000)
	}
	b.WriteString(`],"sentAt":"2024-03-01T11:01:00.000Z","writeKey":"wk_test"}`)
	return []byte(b.String())
}

func BenchmarkDecode(b *testing.B) {
	for _, n := range []int{1, 20, 500} {
		b.Run(fmt.Sprintf("batch of %d", n), func(b *testing.B) {
			body, d := webBatch(n), NewDecoder(NewAgents(100))
			b.SetBytes(int64(len(body)))
			b.ReportAllocs()
			for b.Loop() {
				if err := d.ReadBatch(body); err != nil {
					b.Fatal(err)
				}
				if out := d.Normalise(Arrival{Source: "src", Received: 1709290861000, Browser: true}); len(out.Events) != n {
					b.Fatal(out.Rejected)
				}
				d.Release()
			}
			b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "events/s")
		})
	}
}

// Scanning alone: the part of the rate that the JSON costs.
func BenchmarkScan(b *testing.B) {
	body, d := webBatch(500), NewDecoder(NewAgents(100))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if err := d.ReadBatch(body); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(500*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}

// An event costs its ids and its share of the batch's lists, nothing more.
func TestAllocationBudget(t *testing.T) {
	body, d := webBatch(200), NewDecoder(NewAgents(100))
	var out Outcome
	run := func() {
		if err := d.ReadBatch(body); err != nil {
			t.Fatal(err)
		}
		out = d.Normalise(Arrival{Source: "src", Received: 1709290861000, Browser: true})
		d.Release()
	}
	run()
	if len(out.Events) != 200 || out.Events[0].Type != event.Track {
		t.Fatalf("got %d events, rejected %v", len(out.Events), out.Rejected)
	}
	if perEvent := testing.AllocsPerRun(20, run) / 200; perEvent > 5 {
		t.Errorf("%.2f allocations an event, the budget is 5", perEvent)
	}
}
