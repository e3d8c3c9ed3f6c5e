// Package journeytest builds journey indexes for tests from plain lists of
// what customers did. Nothing but tests may import it.
package journeytest

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
)

// Event is something that a customer did.
type Event struct {
	Customer journey.Customer // journey.Nobody, the zero value, for nobody
	Time     int64            // milliseconds since 1970 UTC
	Name     string           // canonical or GA4's
	Type     event.Type       // zero: page for Page Viewed, screen for Screen Viewed, else track
	Set      uint32           // identifier set; zero: the customer's number
	Flags    event.Flags

	// Properties and Context are what the call carried.
	Properties, Context map[string]any
	Facts               event.Facts
}

// At is a moment as the index counts time: "2024-03-01" or RFC 3339. It panics
// on anything else.
func At(text string) int64 {
	for _, layout := range []string{time.DateOnly, time.RFC3339} {
		if t, err := time.Parse(layout, text); err == nil {
			return t.UnixMilli()
		}
	}
	panic(fmt.Sprintf("journeytest: %q is neither a date nor an RFC 3339 time", text))
}

// History is events by log position: an EventSource in memory. Its Events may
// be called while nothing is added.
type History []*event.Event

// Events gives the events with positions from until to, latest first, because
// no order is promised.
func (h *History) Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error {
	for _, e := range slices.Backward(*h) {
		if e.Seq < from || e.Seq >= to {
			continue
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := fn(e); err != nil {
			return err
		}
	}
	return nil
}

// Traits are customers' traits: a TraitSource in memory.
type Traits map[journey.Customer]map[string]any

// Trait is the trait below the keys.
func (t Traits) Trait(c journey.Customer, keys []string) event.Value {
	raw, err := json.Marshal(t[c])
	if err != nil {
		panic(err)
	}
	return event.ParseValue(event.Get(raw, keys...))
}

// Index is a journey index and the history that it reads properties from.
type Index struct {
	*journey.Index
	History *History
}

// New builds an index of the events, received in the order given (log
// positions 1, 2, 3 …). An option may change what the index is made with, for
// example give it traits:
//
//	journeytest.New(events, func(o *journey.Options) { o.Traits = traits })
func New(events []Event, options ...func(*journey.Options)) *Index {
	history := &History{}
	opts := journey.Options{History: history}
	for _, option := range options {
		option(&opts)
	}
	ix := &Index{journey.New(opts), history}
	ix.Add(events...)
	return ix
}

// Add appends more events.
func (ix *Index) Add(events ...Event) {
	for _, e := range events {
		made := e.Event(uint64(len(*ix.History) + 1))
		*ix.History = append(*ix.History, made)
		set := e.Set
		if set == 0 {
			set = uint32(e.Customer)
		}
		ix.Append(e.Customer, set, made)
	}
}

// Event is the event as collect would have made it.
func (e Event) Event(seq uint64) *event.Event {
	made := &event.Event{
		Seq: seq, MessageID: fmt.Sprintf("m%d", seq), Type: e.Type, Flags: e.Flags,
		Name: event.Canonical(e.Name), Time: e.Time, Received: e.Time, Facts: e.Facts,
		Properties: object(e.Properties), Context: object(e.Context),
	}
	if made.Name != e.Name {
		made.OriginalName = e.Name
	}
	if made.Type == 0 {
		switch made.Name {
		case event.PageViewed:
			made.Type = event.Page
		case event.ScreenViewed:
			made.Type = event.Screen
		default:
			made.Type = event.Track
		}
	}
	return made
}

func object(m map[string]any) []byte {
	if m == nil {
		return nil
	}
	raw, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	return raw
}
