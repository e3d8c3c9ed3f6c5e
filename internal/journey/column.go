package journey

import (
	"context"
	"time"

	"wend/internal/event"
)

// Column gives one property of touchpoints as codes. It is safe for use by
// many goroutines, and it knows every row of a run that starts after it was
// made.
type Column interface {
	// Code is the value's code in a row of the journey's columns, 0 where the
	// value is missing.
	Code(j Journey, row int) uint32
	// Value is a code's value.
	Value(code uint32) event.Value
	// Size is more than any code given out so far. Rows that arrive later, and
	// columns that find their values only while they are read (traits, value),
	// may have higher codes: whoever counts by code must be ready to grow.
	Size() int
}

// Column finds a property's column. A built-in dimension is there at once; a
// property's column may have to be read from history first, which a second
// caller waits for and either may give up. A nil zone is the workspace's.
//
// Hours are the numbers 0 to 23, weekdays 1 (Monday) to 7, channels the names
// in event.Channels, stages their keys, new_or_returning "new" in the
// customer's first session and "returning" after. source, medium and campaign
// are those of the campaign that the session began with, referrer_host that of
// the touchpoint that began it.
func (ix *Index) Column(ctx context.Context, p event.Path, zone *time.Location) (Column, error) {
	switch p.Root {
	case event.InTraits:
		return newTraitColumn(ix, p.Keys), nil
	case event.InProperties, event.InContext:
		return ix.property(ctx, p)
	}
	if zone == nil {
		zone = ix.Zone()
	}
	return ix.dimension(p.Name, zone), nil
}

// builtin is a dimension that the columns hold.
type builtin struct {
	code  func(c *Columns, row int) uint32
	value func(code uint32) event.Value
	size  func() int

	// Where the codes are those of an array, that array; with part, the
	// array's codes are those of tuples, there are parts of them, and part
	// gives the dimension's own code.
	narrow func(*Columns) []uint16
	wide   func(*Columns) []uint32
	part   func(tuple uint32) uint32
	parts  func() int
}

func (b *builtin) Code(j Journey, row int) uint32 { return b.code(j.Columns, row) }
func (b *builtin) Value(code uint32) event.Value  { return b.value(code) }
func (b *builtin) Size() int                      { return b.size() }

func (ix *Index) dimension(name string, zone *time.Location) Column {
	words := ix.words
	switch name {
	case "event":
		b := texts(words.events, func(c *Columns, row int) uint32 { return uint32(c.Event[row]) })
		b.narrow = func(c *Columns) []uint16 { return c.Event }
		return b
	case "page":
		b := texts(words.pages, func(c *Columns, row int) uint32 { return c.Page[row] })
		b.wide = func(c *Columns) []uint32 { return c.Page }
		return b
	case "landing_page":
		return texts(words.pages, ofSession(func(s *Session) uint32 { return s.Landing }))
	case "source":
		return texts(words.texts, ofSession(func(s *Session) uint32 { return s.Source }))
	case "medium":
		return texts(words.texts, ofSession(func(s *Session) uint32 { return s.Medium }))
	case "campaign":
		return texts(words.texts, ofSession(func(s *Session) uint32 { return s.Campaign }))
	case "referrer_host":
		return texts(words.texts, ofSession(func(s *Session) uint32 { return s.Referrer }))
	case "device":
		return ofTuple(words, words.clients, clientOf, func(c client) uint32 { return c.device })
	case "os":
		return ofTuple(words, words.clients, clientOf, func(c client) uint32 { return c.os })
	case "browser":
		return ofTuple(words, words.clients, clientOf, func(c client) uint32 { return c.browser })
	case "country":
		return ofTuple(words, words.places, placeOf, func(p place) uint32 { return p.country })
	case "language":
		return ofTuple(words, words.places, placeOf, func(p place) uint32 { return p.language })
	case "channel":
		return names(event.Channels, ofSession(func(s *Session) uint32 { return uint32(s.Channel) }))
	case "new_or_returning":
		return names([]string{"", "new", "returning"}, ofSession(func(s *Session) uint32 {
			if s.Returning {
				return 2
			}
			return 1
		}))
	case "stage":
		keys := []string{""}
		for _, s := range ix.Stages().Stages {
			keys = append(keys, s.Key)
		}
		return names(keys, func(c *Columns, row int) uint32 { return uint32(c.Stage[row]) })
	case "hour":
		clock := newClock(zone)
		return numbers(25, -1, func(c *Columns, row int) uint32 { return uint32(clock.hour(c.Time[row])) + 1 })
	case "weekday":
		clock := newClock(zone)
		return numbers(8, 0, func(c *Columns, row int) uint32 { return uint32(clock.weekday(c.Time[row])) })
	case "value":
		return newWorthColumn(ix.Worths())
	}
	return names([]string{""}, func(*Columns, int) uint32 { return 0 })
}

func clientOf(c *Columns) []uint16 { return c.Client }
func placeOf(c *Columns) []uint16  { return c.Place }

// ofTuple is a column of one part of a client or a place.
func ofTuple[K comparable, V any](words *vocabulary, tuples *tuples[K, V], array func(*Columns) []uint16, of func(V) uint32) *builtin {
	b := texts(words.texts, func(c *Columns, row int) uint32 { return of(tuples.at(uint32(array(c)[row]))) })
	b.narrow = array
	b.part = func(tuple uint32) uint32 { return of(tuples.at(tuple)) }
	b.parts = func() int { return len(tuples.values.all()) }
	return b
}

// ofSession reads a fact of the row's session; Nobody's rows have none.
func ofSession(of func(*Session) uint32) func(*Columns, int) uint32 {
	return func(c *Columns, row int) uint32 {
		if s := c.Session[row]; s != NoSession {
			return of(&c.Sessions[s])
		}
		return 0
	}
}

// texts is a column whose codes are those of a dictionary.
func texts(d *dictionary, code func(*Columns, int) uint32) *builtin {
	return &builtin{code: code, value: func(code uint32) event.Value {
		if code == 0 {
			return event.Value{}
		}
		return event.TextValue(d.text(code))
	}, size: func() int { return len(d.texts.all()) }}
}

// names is a column whose codes are places in a fixed list, the first of
// which stands for missing.
func names(list []string, code func(*Columns, int) uint32) *builtin {
	return &builtin{code: code, value: func(code uint32) event.Value {
		if code == 0 || int(code) >= len(list) {
			return event.Value{}
		}
		return event.TextValue(list[code])
	}, size: func() int { return len(list) }}
}

// numbers is a column whose codes are numbers moved by shift.
func numbers(size, shift int, code func(*Columns, int) uint32) *builtin {
	return &builtin{code: code, value: func(code uint32) event.Value {
		if code == 0 {
			return event.Value{}
		}
		return event.NumberValue(float64(int(code) + shift))
	}, size: func() int { return size }}
}
