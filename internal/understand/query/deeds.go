package query

import (
	"wend/internal/journey"
	"wend/internal/problem"
)

// Deeds are the things that a fold looks for in each customer: standing at a
// stage, having entered it, moving from one to another, speaking well there.
// The fold gives each a number, says which customer did which, and asks for one
// of them where customers are to be listed. So the number that an answer shows
// and the list of the customers behind it are the same thing, counted once.
type Deeds struct {
	visit  int64 // number of the customer being visited, from 1
	marks  []mark
	asked  int // the deed whose customers are listed; −1 for none
	chosen Chosen
}

// mark is what is known of one deed. Whoever did it last is known by their
// visit, so that nothing is to be cleared between two customers.
type mark struct{ customers, last int64 }

// NewDeeds begins without customers; deeds are numbered from 0 to n−1.
func NewDeeds(n int) Deeds { return Deeds{marks: make([]mark, n), asked: -1} }

// List asks for the customers who did a deed.
func (d *Deeds) List(deed int, chosen Chosen) { d.asked, d.chosen = deed, chosen }

// Begin turns to the next customer, who has done nothing yet.
func (d *Deeds) Begin() { d.visit++ }

// Note says that the customer did a deed, and whether for the first time. There
// is no branch in it to mispredict.
func (d *Deeds) Note(deed int) (first bool) {
	m, n := &d.marks[deed], int64(0)
	first = m.last != d.visit
	if first {
		n = 1
	}
	m.customers += n
	m.last = d.visit
	return first
}

// End lists the customer where they did what is asked for. Whoever did nothing
// needs no End.
func (d *Deeds) End(customer journey.Customer) {
	if d.asked >= 0 && d.marks[d.asked].last == d.visit {
		d.chosen.Add(customer)
	}
}

// Customers is how many did a deed, each counted once.
func (d *Deeds) Customers(deed int) int64 { return d.marks[deed].customers }

// People closes the list that was asked for.
func (d *Deeds) People() People { return d.chosen.People() }

// Merge adds what the customers of another fold did, who are other customers.
func (d *Deeds) Merge(other *Deeds) {
	for deed := range d.marks {
		d.marks[deed].customers += other.marks[deed].customers
	}
	d.chosen.Merge(&other.chosen)
}

// StageNumber is journey.StageNumber of a stage that a question names at a
// pointer: there must be one.
func StageNumber(model []journey.Stage, key, pointer string) (int, error) {
	number := journey.StageNumber(model, key)
	if number == 0 {
		return 0, problem.At(pointer, "There is no stage %q.", key)
	}
	return number, nil
}
