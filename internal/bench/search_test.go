package bench

import (
	"strings"
	"testing"
)

// The obstacle in the large history is found, and a search that is given up
// ends.
func TestSearch(t *testing.T) {
	var out strings.Builder
	if err := (Search{Size: Size{Events: 200_000, Customers: 20_000, Seed: 1}, Times: 1}).Run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), `device="mobile" × traits.age_group="18-34"`) || strings.Count(out.String(), "given up") != 5 {
		t.Error(out.String())
	}
}
