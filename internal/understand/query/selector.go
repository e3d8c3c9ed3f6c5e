package query

import (
	"context"
	"encoding/json"
	"math/bits"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
)

// AnyEvent in the place of an event's name stands for every touchpoint.
const AnyEvent = "*"

// mostNames bounds the events that one selector lists.
const mostNames = 100

// Selector says which touchpoints are meant: by name, and by filters.
type Selector struct {
	Event  string         `json:"event,omitempty" doc:"Name of the event, canonical or GA4's; * is every event." example:"Product Viewed"`
	Events []string       `json:"events,omitempty" doc:"Several names, any of which will do; in place of event."`
	Where  []event.Filter `json:"where,omitempty" doc:"Filters that the event must pass."`
}

// Acts selects what customers do themselves: everything but what is sent to
// them. A newsletter makes nobody a visitor.
func Acts() Selector {
	received, _ := json.Marshal(event.Received) // texts
	return Selector{Event: AnyEvent, Where: []event.Filter{{Property: "event", Op: "not_in", Value: received}}}
}

// Empty tells whether the selector says nothing, and so means every touchpoint.
func (s Selector) Empty() bool { return s.Event == "" && len(s.Events) == 0 && len(s.Where) == 0 }

// Title is how an answer calls the selected events: as the request did.
func (s Selector) Title() string {
	switch {
	case s.Event != "":
		return s.Event
	case len(s.Events) > 0:
		return strings.Join(s.Events, " or ")
	}
	return AnyEvent
}

// Validate checks what can be checked without an index; pointer is the selector's own.
func (s Selector) Validate(pointer string) error {
	if s.Event != "" && len(s.Events) > 0 {
		return problem.At(pointer+"/events", "Name the event in event, or several in events, not both.")
	}
	if len(s.Events) > mostNames {
		return problem.At(pointer+"/events", "There may be at most %d events in one list.", mostNames)
	}
	for i, name := range s.Events {
		if name == "" {
			return problem.At(pointer+"/events/"+strconv.Itoa(i), "The name of an event must not be empty.")
		}
	}
	return ValidateFilters(s.Where, pointer+"/where")
}

// Pattern is a selector compiled against an index.
type Pattern struct {
	// Any holds for every name; else Codes are those that fit.
	Any   bool
	Codes []uint16
	Where journey.Matcher
}

// Compile looks the names up and compiles the filters. A name that no event
// ever had fits nothing.
func (s Selector) Compile(ctx context.Context, ix *journey.Index, zone *time.Location, pointer string) (Pattern, error) {
	matcher, err := ix.Matcher(ctx, s.Where, zone)
	if err != nil {
		return Pattern{}, Under(pointer+"/where", err)
	}
	p := Pattern{Where: matcher}
	names := s.Events
	if s.Event != "" {
		names = []string{s.Event}
	}
	p.Any = len(names) == 0
	for _, name := range names {
		if name == AnyEvent {
			p.Any = true
		} else if code, ok := ix.EventCode(name); ok {
			p.Codes = append(p.Codes, code)
		}
	}
	return p, nil
}

// mostPatterns is the number of bits in a Table's masks.
const mostPatterns = 32

// Table tells for each event code which of several patterns its events can
// fit: one look-up rejects the many events that no question is about.
type Table struct {
	masks    *[1 << 16]uint32
	filtered uint32 // patterns that have filters
	matchers [mostPatterns]journey.Matcher
}

// NewTable makes a table of at most 32 patterns; pattern i has bit i.
func NewTable(patterns []Pattern) Table {
	t := Table{masks: new([1 << 16]uint32)}
	for i, p := range patterns {
		bit := uint32(1) << i
		if p.Any {
			for code := range t.masks {
				t.masks[code] |= bit
			}
		}
		for _, code := range p.Codes {
			t.masks[code] |= bit
		}
		if !p.Where.Empty() {
			t.filtered |= bit
			t.matchers[i] = p.Where
		}
	}
	return t
}

// Masks are the patterns that events of each code can fit, filters aside, for
// loops that reject most rows at once.
func (t *Table) Masks() *[1 << 16]uint32 { return t.masks }

// Filtered tells whether some pattern has filters.
func (t *Table) Filtered() bool { return t.filtered != 0 }

// Fits answers which of the wanted patterns a row fits.
func (t *Table) Fits(j journey.Journey, row int, wanted uint32) uint32 {
	mask := t.masks[j.Columns.Event[row]] & wanted
	if mask&t.filtered == 0 {
		return mask
	}
	return t.filter(j, row, mask)
}

// filter clears the bits of patterns whose filters the row fails.
func (t *Table) filter(j journey.Journey, row int, mask uint32) uint32 {
	for open := mask & t.filtered; open != 0; open &= open - 1 {
		i := bits.TrailingZeros32(open)
		if !t.matchers[i].Match(j, row) {
			mask &^= 1 << i
		}
	}
	return mask
}
