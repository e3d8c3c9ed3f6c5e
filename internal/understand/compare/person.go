package compare

import (
	"math"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Numbers of a customer, by place in person.numbers.
const (
	visits = iota
	touchpoints
	perVisit
	bounces
	duration
	between
	firstSeen
	lastSeen
	conversions
	value
	perConversion
	numbersOfOne
)

// mostNumber is more than any measure: what lies beyond is none.
const mostNumber = 1e15

const day = 24 * 60 * 60 * 1000 // milliseconds

// person is what is compared of one customer. Its room is used again for the next.
type person struct {
	did       []uint16 // codes of events, each once
	converted bool
	numbers   [numbersOfOne]float64 // NaN: not known
	codes     []uint32              // by attribute, 0: not known
	means     []float64             // by attribute, of meanNumber
}

// plan is a question compiled; folds share it.
type plan struct {
	attributes []attribute
	goal       query.Table
	worth      query.Numbers
	moment     int64
	events     int // more than any code of an event
}

// reader reads journeys into a person. One goroutine uses it at a time.
type reader struct {
	*plan
	person
	met      []uint32 // by event: the number of the journey that it was last met in
	number   uint32
	sessions []int // first rows
	gaps     []int64
	mode     mode
	room     []uint32
	traits   *journey.TraitReader
	spent    []bool // by attribute: a trait that is known to tell persons apart
}

func (p *plan) reader() *reader {
	r := &reader{plan: p, met: make([]uint32, p.events)}
	r.codes, r.means, r.spent = make([]uint32, len(p.attributes)), make([]float64, len(p.attributes)), make([]bool, len(p.attributes))
	r.traits = p.traitReader()
	return r
}

func (p *plan) traitReader() *journey.TraitReader {
	var columns []journey.Column
	for i := range p.attributes {
		if a := &p.attributes[i]; a.pick == always {
			columns = append(columns, a.column)
		}
	}
	return journey.NewTraitReader(columns)
}

// count counts a customer's value of an attribute; of a trait that tells
// persons apart only that it is known.
func (r *reader) count(c *counts, i int, code uint32, s side) {
	if r.spent[i] && code != query.Missing {
		c.rest[s]++
		return
	}
	c.add(code, s, 1)
}

// spend stops telling the values of a trait when more texts were counted than
// are compared: names and addresses of a million customers.
func (r *reader) spend(c *counts, i int, code uint32) {
	if c.kinds > mostKinds+1 && !r.spent[i] && code != query.Missing && r.attributes[i].pick == always { // one kind is not to have it
		r.spent[i] = r.attributes[i].value(code).Kind != event.Number
	}
}

// read fills the person from what is seen of a journey.
func (r *reader) read(j journey.Journey) {
	r.number++
	r.did, r.sessions = r.did[:0], r.sessions[:0]
	for row := j.Lo; row < j.Hi; row++ {
		code := j.Columns.Event[row]
		if int(code) >= len(r.met) {
			r.met = slices.Grow(r.met, int(code)+1-len(r.met))[:int(code)+1]
		}
		if r.met[code] != r.number {
			r.met[code] = r.number
			r.did = append(r.did, code)
		}
		if row == j.Lo || j.Columns.Session[row] != j.Columns.Session[row-1] {
			r.sessions = append(r.sessions, row)
		}
	}
	r.measure(j)
	r.traits.Read(j.Customer, journey.Present)
	for i := range r.attributes {
		r.codes[i], r.means[i] = r.attribute(j, i)
	}
}

// measure finds the numbers.
func (r *reader) measure(j journey.Journey) {
	c, n := j.Columns, &r.numbers
	var worth query.Sum
	reached, bounced, lasted := 0, 0, int64(0)
	masks := r.goal.Masks()
	r.gaps = r.gaps[:0]
	for i, lo := range r.sessions {
		hi := j.Hi
		if i+1 < len(r.sessions) {
			hi = r.sessions[i+1]
		}
		before := reached
		for row := lo; row < hi; row++ {
			if masks[c.Event[row]] != 0 && r.goal.Fits(j, row, 1) != 0 {
				reached++
				worth.Add(r.worth.Amount(j, row))
			}
		}
		if hi-lo == 1 && reached == before {
			bounced++
		}
		lasted += c.Time[hi-1] - c.Time[lo]
		if i > 0 {
			r.gaps = append(r.gaps, c.Time[lo]-c.Time[lo-1])
		}
	}
	of := float64(len(r.sessions))
	n[visits], n[touchpoints], n[perVisit] = of, float64(j.Len()), float64(j.Len())/of
	n[bounces], n[duration] = float64(bounced)/of, float64(lasted)/1000/of
	n[between] = math.NaN()
	if len(r.gaps) > 0 {
		n[between] = *query.MedianSeconds(r.gaps) * 1000 / day
	}
	n[firstSeen], n[lastSeen] = float64(r.moment-c.Time[j.First])/day, float64(r.moment-c.Time[j.Hi-1])/day
	r.converted = reached > 0
	n[conversions], n[value], n[perConversion] = float64(reached), worth.Value(), math.NaN()
	if reached > 0 {
		n[perConversion] = n[value] / float64(reached)
	}
}

// someValue is the code of whatever value a spent trait has.
const someValue = query.Missing + 1

// attribute is the customer's value of an attribute. Traits were read before.
func (r *reader) attribute(j journey.Journey, i int) (code uint32, mean float64) {
	a := &r.attributes[i]
	switch a.pick {
	case always:
		if !r.spent[i] {
			return r.traits.Code(a.trait), 0
		}
		if r.traits.Known(a.trait) {
			return someValue, 0
		}
		return query.Missing, 0
	case firstVisit:
		return a.code(j, j.Lo), 0
	case lastTouch:
		return a.code(j, j.Hi-1), 0
	case mostVisits:
		if len(r.sessions) == 1 {
			return a.code(j, j.Lo), 0
		}
		r.mode.reset()
		for _, row := range r.sessions {
			if code := a.code(j, row); code != query.Missing {
				r.mode.add(code)
			}
		}
		return r.mode.best(), 0
	}
	r.room = slices.Grow(r.room[:0], j.Len())[:j.Len()]
	journey.Codes(a.column, j, j.Lo, r.room)
	switch a.pick {
	case firstTouchpoint:
		for _, code := range r.room {
			if code != query.Missing {
				return code, 0
			}
		}
		return query.Missing, 0
	case meanNumber:
		var m query.Moments
		for _, code := range r.room {
			if code == query.Missing {
				continue
			}
			if v, ok := a.amounts.OfCode(code); ok && math.Abs(v) <= mostNumber {
				m.Add(v)
			}
		}
		return uint32(min(m.N, 1)), m.Mean
	}
	r.mode.reset()
	for _, code := range r.room {
		if code != query.Missing {
			r.mode.add(code)
		}
	}
	return r.mode.best(), 0
}
