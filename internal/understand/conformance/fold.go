package conformance

import (
	"cmp"
	"slices"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// outcome is what became of some customers: sums from which means and their
// spread follow.
type outcome struct {
	customers, converted int64
	value, squares       float64
}

func (o *outcome) add(other outcome) {
	o.customers += other.customers
	o.converted += other.converted
	o.value += other.value
	o.squares += other.squares
}

// place is where and how cases ended.
type place struct {
	how  how
	step int
}

// did is something that a customer did, as an answer tells it: an event, and
// the page where it is a view of one. Zero is nothing more.
type did struct {
	event uint16
	page  uint32
	some  bool
}

// mostInstead bounds the different things that are counted at one place.
const mostInstead = 2000

// fold counts cases by where and how they ended.
type fold struct {
	*plan
	worths  journey.Worths
	cases   map[place]outcome
	instead map[place]map[did]int64

	pick   func(place) bool
	chosen query.Chosen
}

func newFold(p *plan, worths journey.Worths) *fold {
	return &fold{plan: p, worths: worths, cases: map[place]outcome{}, instead: map[place]map[did]int64{}}
}

func (f *fold) Visit(j journey.Journey) {
	end := f.walk(j)
	if end.how == none {
		return
	}
	at := place{end.how, end.step}
	if f.pick != nil {
		if f.pick(at) {
			f.chosen.Add(j.Customer)
		}
		return
	}
	sum := f.cases[at]
	sum.add(f.outcome(j, end.begun))
	f.cases[at] = sum
	if end.how == followed || end.how == underway {
		return
	}
	counts := f.instead[at]
	if counts == nil {
		counts = map[did]int64{}
		f.instead[at] = counts
	}
	if what := f.did(j, end); counts[what] > 0 || len(counts) < mostInstead {
		counts[what]++
	}
}

// did is what the customer did instead of the step: where the case was left,
// what came next, else what broke it.
func (f *fold) did(j journey.Journey, end ending) did {
	row := end.row
	if end.how == left {
		row++
	}
	if row >= j.Hi {
		return did{}
	}
	what := did{event: j.Columns.Event[row], some: true}
	if what.event == f.viewed {
		what.page = j.Columns.Page[row]
	}
	return what
}

// outcome is what one customer did for the business from the case's begin on:
// worth something is what they bought or agreed to, less refunds, and a
// conversion. The value of what was only looked at or put into a cart is not.
func (f *fold) outcome(j journey.Journey, begun int) outcome {
	o := outcome{customers: 1}
	for row := begun; row < j.Hi; row++ {
		goal := f.goal != 0 && f.table.Fits(j, row, f.goal) != 0
		if goal {
			o.converted = 1
		}
		if !goal && !slices.Contains(f.earns, j.Columns.Event[row]) {
			continue
		}
		o.value += f.worths.Amount(j.Columns.Worth[row])
	}
	o.squares = o.value * o.value
	return o
}

func (f *fold) Merge(other *fold) {
	for at, o := range other.cases {
		sum := f.cases[at]
		sum.add(o)
		f.cases[at] = sum
	}
	for at, counts := range other.instead {
		if f.instead[at] == nil {
			f.instead[at] = counts
			continue
		}
		for what, n := range counts {
			f.instead[at][what] += n
		}
	}
	f.chosen.Merge(&other.chosen)
}

// total adds the outcomes of all places that fit.
func (f *fold) total(fits func(how) bool) (sum outcome) {
	places := f.places(fits)
	for _, at := range places {
		sum.add(f.cases[at])
	}
	return sum
}

// places are those that fit, most customers first.
func (f *fold) places(fits func(how) bool) []place {
	var places []place
	for at := range f.cases {
		if fits(at.how) {
			places = append(places, at)
		}
	}
	slices.SortFunc(places, func(a, b place) int {
		return cmp.Or(cmp.Compare(f.cases[b].customers, f.cases[a].customers), cmp.Compare(a.step, b.step), cmp.Compare(a.how, b.how))
	})
	return places
}

func deviated(h how) bool { return h >= left }
