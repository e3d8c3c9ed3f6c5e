package habits

import (
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
)

const (
	day            = 24 * 60 * 60 * 1000 // milliseconds
	engagedWithin  = 30 * day
	channelsWithin = 180 * day
)

// Level is how engaged a customer is.
type Level string

// The levels, as rules of segments write them.
const (
	None   Level = "none"
	Low    Level = "low"
	Medium Level = "medium"
	High   Level = "high"
)

// Levels are all of them, from the least.
var Levels = []Level{None, Low, Medium, High}

func levelOf(visits int) Level {
	switch {
	case visits == 0:
		return None
	case visits == 1:
		return Low
	case visits < 5:
		return Medium
	}
	return High
}

// Reader reads the journeys of an index. It is safe for use by many
// goroutines, and made in no time: make one for each question, because it does
// not know the names of events that came to be later.
type Reader struct {
	passive         []uint16 // codes of events that happen to a customer
	direct, unknown uint8
}

// NewReader makes a reader.
func NewReader(ix *journey.Index) Reader {
	r := Reader{direct: event.ChannelCode("Direct"), unknown: event.ChannelCode("Unassigned")}
	for _, name := range event.Received {
		if code, ok := ix.EventCode(name); ok {
			r.passive = append(r.passive, code)
		}
	}
	return r
}

// visits calls fn for each visit with a touchpoint that counts in
// (moment − within, moment], in order of time.
func (r Reader) visits(j journey.Journey, moment, within int64, fn func(*journey.Session)) {
	columns := j.Columns
	open := -1 // row of the last touchpoint that counts, of a visit not told yet
	tell := func() {
		if open >= 0 {
			fn(&columns.Sessions[columns.Session[open]])
		}
	}
	for row := j.Lo; row < j.Hi; row++ {
		at := columns.Time[row]
		if at <= moment-within || at > moment || columns.Session[row] == journey.NoSession || slices.Contains(r.passive, columns.Event[row]) {
			continue
		}
		if open >= 0 && columns.Session[row] != columns.Session[open] {
			tell()
		}
		open = row
	}
	tell()
}

// Engagement is how engaged the journey's customer was at a moment, in
// milliseconds since 1970.
func (r Reader) Engagement(j journey.Journey, moment int64) Level {
	visits := 0
	r.visits(j, moment, engagedWithin, func(*journey.Session) { visits++ })
	return levelOf(visits)
}

// Channel is the channel that the journey's customer preferred at a moment, as
// event.Channels names it; empty where none is known.
func (r Reader) Channel(j journey.Journey, moment int64) string {
	var visits [256]int
	best := uint8(0)
	r.visits(j, moment, channelsWithin, func(s *journey.Session) {
		c := s.Channel
		if c == 0 || c == r.direct || c == r.unknown {
			return
		}
		visits[c]++
		// Visits come in order of time, so that this one is the latest.
		if visits[c] >= visits[best] {
			best = c
		}
	})
	return event.Channels[best]
}

// Prefers tells whether the customer preferred a channel, whose name is
// compared without case, as rules of segments do ("email").
func (r Reader) Prefers(j journey.Journey, moment int64, channel string) bool {
	preferred := r.Channel(j, moment)
	return preferred != "" && strings.EqualFold(preferred, channel)
}
