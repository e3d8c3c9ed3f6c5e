package compare

import (
	"math"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// side is where a customer belongs.
type side int

const (
	inA side = iota
	inB
	inBoth
	inNeither
	sides
)

// grouping tells who is in which group.
type grouping struct {
	accounts journey.Accounts
	a, b     func(journey.Customer) bool // nil: everybody who is not in the other one
}

// of is a customer's side. An account is where one of its people is.
func (g *grouping) of(c journey.Customer) side {
	a, b := g.in(c, g.a), g.in(c, g.b)
	if g.a == nil {
		a = !b
	}
	if g.b == nil {
		b = !a
	}
	switch {
	case a && b:
		return inBoth
	case a:
		return inA
	case b:
		return inB
	}
	return inNeither
}

func (g *grouping) in(c journey.Customer, member func(journey.Customer) bool) bool {
	if member == nil || c < journey.FirstAccount {
		return member != nil && member(c)
	}
	for _, m := range g.accounts[c-journey.FirstAccount] {
		if member(m.Customer) {
			return true
		}
	}
	return false
}

// counts counts the customers of two groups by a code. Codes are given out in
// order of first sight, so that frequent values have low ones; those beyond the
// bound are counted together.
type counts struct {
	by    [][2]uint32
	kinds int // codes that were counted
	rest  [2]uint32
}

const mostCodes = 1 << 16

func (c *counts) add(code uint32, s side, n uint32) {
	if code >= mostCodes {
		c.rest[s] += n
		return
	}
	if int(code) >= len(c.by) {
		grown := make([][2]uint32, max(int(code)+1, min(2*len(c.by), mostCodes)))
		copy(grown, c.by)
		c.by = grown
	}
	if c.by[code] == [2]uint32{} {
		c.kinds++
	}
	c.by[code][s] += n
}

func (c *counts) merge(other *counts) {
	for code, n := range other.by {
		for s := range n {
			if n[s] > 0 {
				c.add(uint32(code), side(s), n[s])
			}
		}
	}
	for s := range c.rest {
		c.rest[s] += other.rest[s]
	}
}

// of is how many customers of each group have a code.
func (c *counts) of(code uint32) [2]int64 {
	if int(code) >= len(c.by) {
		return [2]int64{}
	}
	return [2]int64{int64(c.by[code][0]), int64(c.by[code][1])}
}

// fold counts two groups.
type fold struct {
	*reader
	*grouping
	customers [sides]int64
	converted [2]int64
	events    counts
	values    []counts // by attribute
	means     [][2]query.Moments
	measured  [numbersOfOne][2]query.Moments
	samples   [numbersOfOne][2][]float64 // of the numbers that have a median

	// pick, where it is set, chooses customers, who are listed and not counted.
	pick   func(s side, p *person) bool
	chosen query.Chosen
}

func newFold(p *plan, g *grouping) *fold {
	return &fold{reader: p.reader(), grouping: g, values: make([]counts, len(p.attributes)), means: make([][2]query.Moments, len(p.attributes))}
}

func (f *fold) Visit(j journey.Journey) {
	s := f.grouping.of(j.Customer)
	if f.pick != nil {
		if s < inBoth {
			f.read(j)
		}
		if f.pick(s, &f.person) {
			f.chosen.Add(j.Customer)
		}
		return
	}
	f.customers[s]++
	if s >= inBoth {
		return
	}
	f.read(j)
	if f.person.converted {
		f.converted[s]++
	}
	for _, code := range f.did {
		f.events.add(uint32(code), s, 1)
	}
	for i, v := range f.numbers {
		if !math.IsNaN(v) {
			f.measured[i][s].Add(v)
			if metrics[i].median {
				f.samples[i][s] = append(f.samples[i][s], v)
			}
		}
	}
	for i, code := range f.codes {
		f.count(&f.values[i], i, code, s)
		f.spend(&f.values[i], i, code)
		if code != query.Missing && f.attributes[i].pick == meanNumber {
			f.means[i][s].Add(f.person.means[i])
		}
	}
}

func (f *fold) Merge(other *fold) {
	for s := range f.customers {
		f.customers[s] += other.customers[s]
	}
	f.events.merge(&other.events)
	for s := range f.converted {
		f.converted[s] += other.converted[s]
		for i := range f.measured {
			f.measured[i][s].Merge(other.measured[i][s])
			f.samples[i][s] = append(f.samples[i][s], other.samples[i][s]...)
		}
		for i := range f.means {
			f.means[i][s].Merge(other.means[i][s])
		}
	}
	for i := range f.values {
		f.values[i].merge(&other.values[i])
	}
	f.chosen.Merge(&other.chosen)
}

// numbersOf turns an attribute of which every value is a number, and of which
// there are more than a handful, into the moments of both groups.
func numbersOf(a *attribute, c *counts) (m [2]query.Moments, ok bool) {
	kinds := 0
	for code := 1; code < len(c.by); code++ {
		n := c.by[code]
		if n[0]+n[1] == 0 {
			continue
		}
		v := a.value(uint32(code))
		if v.Kind != event.Number || math.Abs(v.Num) > mostNumber {
			return m, false
		}
		kinds++
		for s := range m {
			m[s].AddTimes(v.Num, int64(n[s]))
		}
	}
	return m, kinds > mostKindsOfNumbers && c.rest == [2]uint32{}
}
