package bench

import (
	"strings"
	"testing"
)

// Both are asked of a history on disk, and one that is given up ends.
func TestComparison(t *testing.T) {
	var out strings.Builder
	if err := (Comparison{Size: Size{Events: 100_000, Customers: 10_000, Seed: 1}, Times: 1, Dir: t.TempDir()}).Run(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	for _, says := range []string{"who bought against the rest", "the ideal customer", "beyond chance of", "attributes confirmed for"} {
		if !strings.Contains(out.String(), says) {
			t.Errorf("%q is missing:\n%s", says, out.String())
		}
	}
}
