package journey_test

import (
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
)

const minute = 60_000

// counts is a fold that counts what it is shown.
type counts struct{ journeys, events int }

func (c *counts) Visit(j journey.Journey) { c.journeys++; c.events += j.Len() }
func (c *counts) Merge(d *counts)         { c.journeys += d.journeys; c.events += d.events }

func TestPropertyFilterReadsHistoryAndWhatComesAfter(t *testing.T) {
	ix := journeytest.New([]journeytest.Event{
		{Customer: 1, Time: 1 * minute, Name: "view_item", Properties: map[string]any{"category": "shoes"}},
		{Customer: 1, Time: 2 * minute, Name: "Product Added"},
		{Customer: 5000, Time: 3 * minute, Name: "Product Viewed", Properties: map[string]any{"category": "hats"}},
	})
	m, err := ix.Matcher(t.Context(), []event.Filter{{Property: "properties.category", Op: "eq", Value: []byte(`"shoes"`)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	ix.Add(journeytest.Event{Customer: 6000, Time: 4 * minute, Name: "Product Viewed", Properties: map[string]any{"category": "shoes"}})
	got, scanned, err := journey.Run(t.Context(), ix.Index, journey.Scan{Where: m}, func() *counts { return &counts{} })
	if err != nil {
		t.Fatal(err)
	}
	if *got != (counts{2, 2}) || scanned != (journey.Scanned{Customers: 3, Events: 4}) {
		t.Fatalf("got %+v, scanned %+v", *got, scanned)
	}
}
