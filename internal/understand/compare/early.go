package compare

import (
	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Halves of the customers: one in which attributes are searched for, and one
// in which they are checked.
const (
	search = iota
	check
)

// halfOf deals customers out by the place of their first touchpoint in the
// log, so that the halves stay the same from one question to the next (the
// finaliser of splitmix64).
func halfOf(j journey.Journey) int {
	x := uint64(j.Columns.Seq[j.First]) + 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return int((x ^ x>>31) >> 63)
}

// Habits of the first week, as buckets of a number.
const (
	weekVisits = iota
	firstTouches
	habits
)

var habitual = [habits]struct {
	key, name string
	buckets   []bucket
}{
	weekVisits:   {"first_week_visits", "Visits in the first week before a conversion", []bucket{{1, "one"}, {2, "two"}, {0, "three or more"}}},
	firstTouches: {"first_visit_touchpoints", "Touchpoints in the first visit before a conversion", []bucket{{1, "at most one"}, {5, "two to five"}, {20, "six to twenty"}, {0, "more than twenty"}}},
}

// bucket holds numbers up to a bound; 0: any.
type bucket struct {
	upTo int
	name string
}

// bucketOf is the place of a number's bucket, plus one.
func bucketOf(list []bucket, n int) uint32 {
	for i, b := range list {
		if b.upTo == 0 || n <= b.upTo {
			return uint32(i + 1)
		}
	}
	return query.Missing
}

// newcomer is what is known early of one customer.
type newcomer struct {
	codes  []uint32
	did    []uint16 // in the first week, before the first conversion
	habits [habits]uint32
	week   bool // whether the first week is over
}

// tallies counts newcomers of two sides.
type tallies struct {
	customers [2]int64
	weeks     [2]int64 // of whom the first week is over
	values    []counts
	events    counts
	habits    [habits]counts
}

func (t *tallies) add(r *reader, s side, n *newcomer) {
	t.customers[s]++
	for i, code := range n.codes {
		r.count(&t.values[i], i, code, s)
	}
	if !n.week {
		return
	}
	t.weeks[s]++
	for _, code := range n.did {
		t.events.add(uint32(code), s, 1)
	}
	for i, code := range n.habits {
		t.habits[i].add(code, s, 1)
	}
}

func (t *tallies) merge(other *tallies) {
	for s := range t.customers {
		t.customers[s] += other.customers[s]
		t.weeks[s] += other.weeks[s]
	}
	for i := range t.values {
		t.values[i].merge(&other.values[i])
	}
	t.events.merge(&other.events)
	for i := range t.habits {
		t.habits[i].merge(&other.habits[i])
	}
}

// earlyFold counts what is known early of customers: the best and the others in
// each half, and those without a conversion.
type earlyFold struct {
	*reader
	newcomer
	study  *study
	past   *journey.TraitReader
	halves [2]tallies
	rest   tallies
	// by attribute: of how many a trait was known at the end of the first week,
	// and is another one now
	known, changed []int

	pick   func(group string, half int, n *newcomer) bool
	chosen query.Chosen
}

func newEarlyFold(s *study) *earlyFold {
	f := &earlyFold{reader: s.reader(), study: s, past: s.traitReader(), known: make([]int, len(s.attributes)), changed: make([]int, len(s.attributes))}
	for _, t := range []*tallies{&f.halves[search], &f.halves[check], &f.rest} {
		t.values = make([]counts, len(s.attributes))
	}
	f.newcomer.codes = make([]uint32, len(s.attributes))
	return f
}

func (f *earlyFold) Visit(j journey.Journey) {
	f.meet(j)
	isBest, bought := f.study.buyers.is[j.Customer]
	half, n := halfOf(j), &f.newcomer
	group := "rest"
	switch {
	case isBest:
		group = "best"
	case bought:
		group = "others"
	}
	if f.pick != nil {
		if f.pick(group, half, n) {
			f.chosen.Add(j.Customer)
		}
		return
	}
	t, s := &f.rest, side(others)
	if group == "best" {
		s = best
	}
	if bought {
		t = &f.halves[half]
	}
	t.add(f.reader, s, n)
	if t == &f.halves[search] {
		for i, code := range n.codes {
			f.spend(&t.values[i], i, code)
		}
	}
}

// askedOfPast is how many customers there are to one who is asked whether a
// trait changed.
const askedOfPast = 4

// meet reads the journey's begin.
func (f *earlyFold) meet(j journey.Journey) {
	c := j.Columns
	end := c.Time[j.First] + firstWeek
	f.newcomer.week = end <= f.moment
	e := j
	e.Lo, e.Hi = j.First, j.First
	masks := f.goal.Masks()
	reached := -1
	for ; e.Hi < j.End && c.Time[e.Hi] < end; e.Hi++ {
		if reached < 0 && masks[c.Event[e.Hi]] != 0 && f.goal.Fits(j, e.Hi, 1) != 0 {
			reached = e.Hi
		}
	}
	f.traits.Read(j.Customer, journey.Present)
	for i := range f.attributes {
		f.newcomer.codes[i], _ = f.reader.attribute(e, i)
	}
	if j.Customer%askedOfPast == 0 {
		f.compareWithPast(j.Customer, end)
	}
	if reached >= 0 {
		e.Hi = reached
	}
	f.behave(e)
}

// compareWithPast counts of which traits another value was known at a moment.
func (f *earlyFold) compareWithPast(c journey.Customer, moment int64) {
	f.past.Read(c, moment)
	for i := range f.attributes {
		a := &f.attributes[i]
		if a.pick != always || f.newcomer.codes[i] == query.Missing {
			continue
		}
		then := f.past.Value(a.trait)
		if !then.Exists() {
			continue
		}
		f.known[i]++
		if then != f.traits.Value(a.trait) {
			f.changed[i]++
		}
	}
}

// behave reads what was done in the first week, before the first conversion.
func (f *earlyFold) behave(e journey.Journey) {
	n, r, c := &f.newcomer, f.reader, e.Columns
	r.number++
	n.did = n.did[:0]
	visits, first := 0, 0
	for row := e.Lo; row < e.Hi; row++ {
		code := c.Event[row]
		if int(code) < len(r.met) && r.met[code] != r.number {
			r.met[code] = r.number
			n.did = append(n.did, code)
		}
		if row == e.Lo || c.Session[row] != c.Session[row-1] {
			visits++
		}
		if visits == 1 {
			first++
		}
	}
	n.habits[weekVisits] = bucketOf(habitual[weekVisits].buckets, max(1, visits))
	n.habits[firstTouches] = bucketOf(habitual[firstTouches].buckets, first)
}

// unsteady tells whether a trait changes with what customers do.
func (f *earlyFold) unsteady(i int) bool { return f.changed[i]*50 > f.known[i] }

func (f *earlyFold) Merge(other *earlyFold) {
	for half := range f.halves {
		f.halves[half].merge(&other.halves[half])
	}
	f.rest.merge(&other.rest)
	for i := range f.known {
		f.known[i] += other.known[i]
		f.changed[i] += other.changed[i]
	}
	f.chosen.Merge(&other.chosen)
}
