package query

import (
	"cmp"
	"slices"

	"wend/internal/event"
	"wend/internal/journey"
)

// MostValues is how many values a breakdown lists; the rest are Other.
const MostValues = 50

// Other stands for the values beyond the most frequent ones.
const Other = "(other)"

// mostDense bounds the dense array of counters by code. Codes are given out in
// order of first sight, so that frequent values have low ones.
const mostDense = 1 << 16

// Missing is the code of a missing value in every column.
const Missing = 0

// Tally counts codes of a column.
type Tally struct {
	dense  []uint32
	sparse map[uint32]uint32
}

// NewTally makes a tally for the codes of a column.
func NewTally(column journey.Column) *Tally {
	return &Tally{dense: make([]uint32, min(column.Size(), mostDense)), sparse: map[uint32]uint32{}}
}

// TallyOf is a tally that has counted already.
func TallyOf(counts []uint32) *Tally { return &Tally{dense: counts} }

// Add counts a code once.
func (t *Tally) Add(code uint32) { t.add(code, 1) }

func (t *Tally) add(code, n uint32) {
	if int(code) < len(t.dense) {
		t.dense[code] += n
	} else {
		t.sparse[code] += n
	}
}

// Merge adds another tally's counts. The two may have begun when the column
// had different sizes: each code stays in one place, so that it counts once.
func (t *Tally) Merge(other *Tally) {
	if t.sparse == nil {
		t.sparse = map[uint32]uint32{}
	}
	if len(other.dense) > len(t.dense) {
		t.dense = append(t.dense, make([]uint32, len(other.dense)-len(t.dense))...)
		for code, n := range t.sparse {
			if int(code) < len(t.dense) {
				t.dense[code] = n
				delete(t.sparse, code)
			}
		}
	}
	for code, n := range other.dense {
		t.dense[code] += n
	}
	for code, n := range other.sparse {
		t.add(code, n)
	}
}

// Each visits every code that was counted, in no particular order.
func (t *Tally) Each(fn func(code, n uint32)) {
	for code, n := range t.dense {
		if n > 0 {
			fn(uint32(code), n)
		}
	}
	for code, n := range t.sparse {
		fn(code, n)
	}
}

// Groups are a breakdown's lines: the most frequent values, then Other, then
// missing. A line's number is its slot.
type Groups struct {
	Values []event.Value
	slots  map[uint32]int
	dense  []uint16 // slot by code, for codes that a column had when it was ranked
}

// Rank picks the most frequent values of a tally, at most so many. Of equally
// frequent values the smaller one goes first.
func (t *Tally) Rank(column journey.Column, most int) Groups {
	type candidate struct {
		code, n uint32
		value   event.Value
	}
	better := func(a, b candidate) int {
		if a.n != b.n {
			return cmp.Compare(b.n, a.n)
		}
		return CompareValues(a.value, b.value)
	}
	var top []candidate
	t.Each(func(code, n uint32) {
		if code == Missing || len(top) == most && n < top[most-1].n {
			return
		}
		c := candidate{code, n, column.Value(code)}
		if c.value == event.TextValue(Other) {
			return
		}
		at, _ := slices.BinarySearchFunc(top, c, better)
		if at == most {
			return
		}
		top = slices.Insert(top, at, c)
		top = top[:min(len(top), most)]
	})
	g := Groups{slots: make(map[uint32]int, len(top))}
	for _, c := range top {
		g.slots[c.code] = len(g.Values)
		g.Values = append(g.Values, c.value)
	}
	g.dense = make([]uint16, len(t.dense))
	for code := range g.dense {
		g.dense[code] = uint16(g.other())
	}
	for code, slot := range g.slots {
		if int(code) < len(g.dense) {
			g.dense[code] = uint16(slot)
		}
	}
	if len(g.dense) > Missing {
		g.dense[Missing] = uint16(g.missing())
	}
	return g
}

func (g *Groups) other() int   { return len(g.Values) }
func (g *Groups) missing() int { return len(g.Values) + 1 }

// Len is the number of slots, whether or not anything stands in them.
func (g *Groups) Len() int { return len(g.Values) + 2 }

// Slot is the line of a code.
func (g *Groups) Slot(code uint32) int {
	if int(code) < len(g.dense) {
		return int(g.dense[code])
	}
	if code == Missing {
		return g.missing()
	}
	if slot, ok := g.slots[code]; ok {
		return slot
	}
	return g.other()
}

// JSON is a line's value as an answer shows it: null where it is missing.
func (g *Groups) JSON(slot int) any {
	switch {
	case slot < len(g.Values):
		return g.Values[slot].JSON()
	case slot == g.other():
		return Other
	}
	return nil
}

// CompareValues orders values for people: numbers, then texts, then the rest.
func CompareValues(a, b event.Value) int {
	rank := func(v event.Value) int {
		switch v.Kind {
		case event.Number:
			return 0
		case event.Text:
			return 1
		}
		return 2
	}
	if order := cmp.Compare(rank(a), rank(b)); order != 0 {
		return order
	}
	if a.Kind == event.Number {
		return cmp.Compare(a.Num, b.Num)
	}
	return cmp.Compare(a.String(), b.String())
}
