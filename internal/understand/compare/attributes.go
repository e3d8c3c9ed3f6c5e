package compare

import (
	"context"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/friction"
	"wend/internal/understand/query"
)

// pick says which of the values that an attribute has along a journey is the
// customer's.
type pick uint8

const (
	mostVisits      pick = iota // the one of most visits; of equals the earlier
	firstVisit                  // the one of the first visit that is seen
	lastTouch                   // the one of the last touchpoint that is seen
	always                      // a trait: the same everywhere
	mostTouchpoints             // the one of most touchpoints that have one
	meanNumber                  // a number: the mean of those that have one
	firstTouchpoint             // the first one that a touchpoint has
)

// attribute is something that a customer is, as one of several values.
type attribute struct {
	property string
	pick     pick
	trait    int // of always: its place among the traits
	column   journey.Column
	bucket   func(code uint32) uint32 // nil: codes are the column's
	value    func(code uint32) event.Value
	amounts  query.Numbers // of meanNumber
}

// code is the attribute's code in a row, 0 where it is not known.
func (a *attribute) code(j journey.Journey, row int) uint32 {
	code := a.column.Code(j, row)
	if a.bucket != nil && code != query.Missing {
		code = a.bucket(code)
	}
	return code
}

// optional tells whether it is known of some customers only, so that being
// known is something to compare.
func (a *attribute) optional() bool { return a.pick >= always }

// builtin are the dimensions that are compared, and which value is the
// customer's.
var builtin = []struct {
	property string
	pick     pick
}{
	{"device", mostVisits}, {"os", mostVisits}, {"browser", mostVisits}, {"country", mostVisits}, {"language", mostVisits},
	{"channel", firstVisit}, {"source", firstVisit}, {"campaign", firstVisit}, {"referrer_host", firstVisit}, {"landing_page", firstVisit},
	{"new_or_returning", firstVisit}, {"stage", lastTouch}, {"weekday", mostVisits}, {"hour", mostVisits},
}

// dayparts are the values of hour: single hours have too few customers each.
var dayparts = []string{"", "at night (0–6 h)", "in the morning (6–12 h)", "in the afternoon (12–18 h)", "in the evening (18–24 h)"}

const (
	hoursOfPart        = 6
	defaultTraits      = 12
	defaultProperties  = 4 // each is read from history when it is first asked for
	mostNumbersSampled = 1000
	mostKindsOfNumbers = 12 // more of them are compared by their mean
)

// attributes finds the columns of the built-in dimensions and of properties.
func attributes(ctx context.Context, ix *journey.Index, dimensions []string, properties []string, zone *time.Location) ([]attribute, error) {
	var list []attribute
	for _, b := range builtin {
		if !contains(dimensions, b.property) {
			continue
		}
		column, err := ix.Column(ctx, event.Path{Root: event.Dimension, Name: b.property}, zone)
		if err != nil {
			return nil, err
		}
		a := attribute{property: b.property, pick: b.pick, column: column, value: column.Value}
		if b.property == "hour" {
			a.bucket = func(code uint32) uint32 { return 1 + uint32(column.Value(code).Num)/hoursOfPart }
			a.value = func(code uint32) event.Value { return event.TextValue(dayparts[code]) }
		}
		list = append(list, a)
	}
	traits := 0
	for _, property := range properties {
		path, err := event.ParsePath(property)
		if err != nil {
			return nil, err
		}
		column, err := ix.Column(ctx, path, zone)
		if err != nil {
			return nil, err
		}
		a := attribute{property: property, pick: mostTouchpoints, column: column, value: column.Value}
		switch {
		case path.Root == event.InTraits:
			a.pick, a.trait = always, traits
			traits++
		case numeric(column):
			a.pick = meanNumber
			if a.amounts, err = query.NewNumbers(ctx, ix, path, zone); err != nil {
				return nil, err
			}
		}
		list = append(list, a)
	}
	return list, nil
}

func contains(list []string, name string) bool {
	if list == nil {
		return true
	}
	for _, one := range list {
		if one == name {
			return true
		}
	}
	return false
}

// numeric tells whether a property is a measure: most of its kinds are numbers,
// and there are more of them than a handful.
func numeric(column journey.Column) bool {
	numbers, kinds := 0, 0
	for code := 1; code < min(column.Size(), mostNumbersSampled); code++ {
		kinds++
		if column.Value(uint32(code)).Kind == event.Number {
			numbers++
		}
	}
	return numbers > mostKindsOfNumbers && 2*numbers > kinds
}

// usual are the properties that are compared where a question names none: those
// that the workspace knows most of.
func usual(ctx context.Context) []string {
	workspace, _ := friction.Told(ctx)
	var list []string
	for _, name := range workspace.Traits {
		if len(list) < defaultTraits {
			list = append(list, event.Path{Root: event.InTraits, Keys: []string{name}}.String())
		}
	}
	traits := len(list)
	for _, name := range workspace.Properties {
		if len(list) < traits+defaultProperties {
			list = append(list, event.Path{Root: event.InProperties, Keys: []string{name}}.String())
		}
	}
	return list
}

// mode finds the most frequent of a few codes.
type mode []struct{ code, n uint32 }

func (m *mode) reset() { *m = (*m)[:0] }

func (m *mode) add(code uint32) {
	for i := range *m {
		if (*m)[i].code == code {
			(*m)[i].n++
			return
		}
	}
	if len(*m) < mostOfOne {
		*m = append(*m, struct{ code, n uint32 }{code, 1})
	}
}

// mostOfOne bounds the different values that are counted of one customer.
const mostOfOne = 64

// best is the most frequent one; of equals the one that was met first.
func (m *mode) best() uint32 {
	code, most := uint32(query.Missing), uint32(0)
	for _, one := range *m {
		if one.n > most {
			code, most = one.code, one.n
		}
	}
	return code
}
