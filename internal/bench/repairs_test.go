package bench

import (
	"testing"

	"wend/internal/app"
	"wend/internal/sim"
)

// What was mended is said to be better, and what only was said to be is not.
func TestRepairIsChecked(t *testing.T) {
	config := sim.Config{World: "boutique", Customers: 5000, Days: 120, Seed: 1, End: frictionsEnd}
	for mended, want := range map[bool]string{true: "better", false: "unclear"} {
		c, err := CheckRepair(t.Context(), config, app.TellOf, mended)
		if err != nil {
			t.Fatal(err)
		}
		if c.Found == nil || whom(c.Found.Segment) != `device="mobile" × traits.age_group="18-34"` {
			t.Fatalf("found %+v", c.Found)
		}
		if c.Check.Verdict != want || c.Check.Change.Low >= c.Check.Change.Value || c.Check.Change.High <= c.Check.Change.Value {
			t.Errorf("mended: %v: %+v", mended, c.Check)
		}
	}
}
