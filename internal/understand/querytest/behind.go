package querytest

import (
	"slices"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// Behind pages through the customers behind a number, and holds the list
// against those who are meant: each once, those that came last first, and as
// many as every page says.
func Behind(t TB, dice Dice, what any, want []journey.Customer, ask func(query.Page) (query.People, error)) {
	t.Helper()
	limit := 1 + dice(4, "limit")
	var got []journey.Customer
	for cursor := ""; ; {
		people, err := ask(query.Page{Limit: &limit, Cursor: cursor})
		if err != nil {
			t.Fatalf("%+v: %v", what, err)
		}
		if people.Total != int64(len(want)) || len(people.Customers) > limit {
			t.Fatalf("%+v: a page of %d (limit %d) of %d customers, want %d", what, len(people.Customers), limit, people.Total, len(want))
		}
		got = append(got, people.Customers...)
		if cursor = people.Next; cursor == "" {
			break
		}
	}
	want = slices.Sorted(slices.Values(want))
	slices.Reverse(want)
	if !slices.Equal(got, want) {
		t.Fatalf("%+v: customers %v, want %v", what, got, want)
	}
}

// Everybody are the customers of a world.
func (w *World) Everybody() []journey.Customer {
	var all []journey.Customer
	for c := range w.Journeys() {
		if c != journey.Nobody {
			all = append(all, c)
		}
	}
	slices.Sort(all)
	return all
}
