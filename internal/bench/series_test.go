package bench

import (
	"testing"

	"wend/internal/understand/insights"
)

// Of quiet reports at most as many raise an alarm as is promised, and what a
// detector could see that knows the truth is mostly found.
func TestTheDetectorKeepsItsPromise(t *testing.T) {
	rates, err := Series{Quiet: 150, Planted: 1}.Run(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if lo, _ := rates.Quiet.Wilson(); rates.Quiet.Part > int(insights.FalseAlarms*float64(rates.Quiet.Whole)) {
		t.Errorf("quiet reports with an alarm: %s, at least %.3f", rates.Quiet, lo)
	}
	var found, certain Share
	for _, cell := range rates.Power {
		if cell.kind != insights.Shift {
			found.Part, found.Whole = found.Part+cell.Found.Part, found.Whole+cell.Found.Whole
			certain.Part += cell.Certain.Part
		}
		if cell.kind == insights.Drop && cell.factor == 0 && cell.Level >= 30 && cell.Found.Part < cell.Found.Whole {
			t.Errorf("days without any of %g are found %s", cell.Level, cell.Found)
		}
	}
	if found.Part < certain.Part*3/4 {
		t.Errorf("found %s, where knowing the truth %d would be", found, certain.Part)
	}
}

func TestWilson(t *testing.T) {
	// Newcombe, Statistics in Medicine 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
	for s, want := range map[Share][2]float64{{81, 263}: {0.2553, 0.3662}, {15, 148}: {0.0624, 0.1605}, {0, 20}: {0, 0.1611}, {1, 29}: {0.0061, 0.1718}} {
		lo, hi := s.Wilson()
		if diff := max(lo-want[0], want[0]-lo, hi-want[1], want[1]-hi); diff > 6e-5 {
			t.Errorf("%v: %.4f to %.4f, want %v", s, lo, hi, want)
		}
	}
}
