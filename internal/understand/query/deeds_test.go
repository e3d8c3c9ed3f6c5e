package query

import (
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/journey"
)

// What several folds note of their customers, merged, is what sets of customers
// say: by deed how many did it, and for the one that is asked for who.
func TestDeedsAreSetsOfCustomers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		const deeds = 4
		asked := rapid.IntRange(0, deeds-1).Draw(t, "asked")
		limit := 1000
		begin, err := Page{Limit: &limit}.Choose()
		if err != nil {
			t.Fatal(err)
		}
		did := [deeds]map[journey.Customer]bool{}
		for deed := range did {
			did[deed] = map[journey.Customer]bool{}
		}
		customer := journey.Customer(0)
		fold := func(label string) *Deeds {
			d := NewDeeds(deeds)
			d.List(asked, begin())
			for _, noted := range rapid.SliceOf(rapid.SliceOfN(rapid.IntRange(0, deeds-1), 0, 6)).Draw(t, label) {
				customer++
				d.Begin()
				for _, deed := range noted {
					if first := d.Note(deed); first == did[deed][customer] {
						t.Fatalf("customer %d did %d, for the first time: %v", customer, deed, first)
					}
					did[deed][customer] = true
				}
				if len(noted) > 0 {
					d.End(customer)
				}
			}
			return &d
		}
		whole := fold("one")
		whole.Merge(fold("other"))
		for deed := range did {
			if got, want := whole.Customers(deed), int64(len(did[deed])); got != want {
				t.Errorf("%d customers did %d, want %d", got, deed, want)
			}
		}
		want := slices.Sorted(maps.Keys(did[asked]))
		slices.Reverse(want)
		if got := whole.People(); got.Total != int64(len(want)) || !slices.Equal(got.Customers, want) {
			t.Errorf("listed %d: %v, want %v", got.Total, got.Customers, want)
		}
	})
}
