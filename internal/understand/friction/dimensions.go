package friction

import (
	"context"
	"encoding/json"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// nature is what a difference between the values of a dimension can mean.
type nature uint8

const (
	// circumstance: under which conditions people try. A step that fails more
	// often under some of them is an obstacle.
	circumstance nature = iota
	// known: who people are, which is known of some only, who are more attached
	// than the rest: they are compared with each other. What they want differs
	// as well, so that the same holds as for roads.
	known
	// road: what brought people; their readiness differs. A difference alone
	// is no obstacle, so it is reported only with traces of one, and other
	// differences are looked at among people who came by the same road.
	road
	// acquaintance: how well people know the business; the same holds.
	acquaintance
)

// dimension is a property whose values are conditions.
type dimension struct {
	property string
	nature   nature
	keys     []string // of a trait
	column   journey.Column
	groups   query.Groups
}

// What people are told apart by, beside traits, and how many values of each
// are looked at.
var builtin = []struct {
	property string
	nature   nature
}{
	{"device", circumstance}, {"os", circumstance}, {"browser", circumstance}, {"country", circumstance}, {"language", circumstance},
	{"channel", road}, {"source", road}, {"campaign", road}, {"landing_page", road},
	{"new_or_returning", acquaintance}, {"stage", acquaintance},
}

// isBuiltin tells whether a trait is named as a built-in dimension, which says
// the same of everybody.
func isBuiltin(trait string) bool {
	for _, b := range builtin {
		if b.property == trait {
			return true
		}
	}
	return false
}

const (
	mostValues = 12 // of a dimension that are looked at
	mostTraits = 8  // that are looked at
	mostKinds  = 12 // of values, that a trait may have to be one that tells groups apart
)

// usable tells whether the slot stands for a condition: a value, not the rest.
func (d *dimension) usable(slot int) bool { return slot < len(d.groups.Values) }

// missing is the slot of those of whom the value is not known.
func (d *dimension) missing() int { return d.groups.Len() - 1 }

// filter is the condition that a slot stands for.
func (d *dimension) filter(slot int) event.Filter {
	raw, _ := json.Marshal(d.groups.JSON(slot)) // a value of an event can be written
	return event.Filter{Property: d.property, Op: "eq", Value: raw}
}

// slot is a row's slot. Stages are those in which the visit began: the step's
// own event would change them.
func (d *dimension) slot(j journey.Journey, row, visit int) int {
	if d.property == "stage" {
		row = visit
	}
	return d.groups.Slot(d.column.Code(j, row))
}

// dimensions finds the columns; their values are ranked later.
func dimensions(ctx context.Context, ix *journey.Index, properties []string, zone *time.Location) ([]dimension, error) {
	var list []dimension
	add := func(property string, n nature) error {
		path, err := event.ParsePath(property)
		if err != nil {
			return err
		}
		column, err := ix.Column(ctx, path, zone)
		list = append(list, dimension{property: property, nature: n, keys: path.Keys, column: column})
		return err
	}
	for _, b := range builtin {
		if err := add(b.property, b.nature); err != nil {
			return nil, err
		}
	}
	for _, property := range properties {
		if err := add(property, known); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// spent tells whether a trait is known to have more values than one may have
// that tells groups apart: it will not be chosen, whoever comes next. Its column
// is the search's own, and has the values that were met.
func (d *dimension) spent() bool {
	return d.nature == known && d.column.Size() > mostKinds+1 // one code means missing
}

// choose ranks the values of the dimensions, and leaves out those that tell
// nobody apart, and traits that change with what customers do.
func (r *ranking) choose() []dimension {
	var chosen []dimension
	traits := 0
	for i, d := range r.list {
		kinds := 0
		r.tallies[i].Each(func(code, _ uint32) {
			if code != query.Missing {
				kinds++
			}
		})
		trait := d.nature == known
		if kinds == 0 || kinds < 2 && trait || trait && (kinds > mostKinds || d.spent() || traits == mostTraits || r.unsteady(i)) {
			continue
		}
		if trait {
			traits++
		}
		d.groups = r.tallies[i].Rank(d.column, mostValues)
		chosen = append(chosen, d)
	}
	return chosen
}
