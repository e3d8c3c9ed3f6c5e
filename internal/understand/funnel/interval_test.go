package funnel

import (
	"encoding/json"
	"fmt"
	"testing"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
)

// crowd are customers who view, of whom so many order, by device.
func crowd(groups map[string][2]int) *journey.Index {
	var events []journeytest.Event
	n := journey.Customer(0)
	for device, of := range groups {
		for i := range of[0] {
			n++
			at := journeytest.At("2026-03-01") + int64(n)*1000
			device := map[string]any{"device": device}
			events = append(events, journeytest.Event{Customer: n, Time: at, Name: "Product Viewed", Properties: device})
			if i < of[1] {
				events = append(events, journeytest.Event{Customer: n, Time: at + 500, Name: "Order Completed", Properties: device})
			}
		}
	}
	return journeytest.New(events).Index
}

func asked(t *testing.T, ix *journey.Index, more string) Answer {
	t.Helper()
	var d Definition
	question := fmt.Sprintf(`{"steps":[{"event":"Product Viewed"},{"event":"Order Completed"}],"from":"2026-03-01","to":"2026-03-02"%s}`, more)
	if err := json.Unmarshal([]byte(question), &d); err != nil {
		t.Fatal(err)
	}
	a, err := Run(t.Context(), ix, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Rates of thirty and more say where they lie; those of fewer say nothing.
func TestRatesSayWhereTheyLie(t *testing.T) {
	enough := asked(t, crowd(map[string][2]int{"desktop": {263, 81}}), "")
	first, last := enough.Steps[0], enough.Steps[1]
	if first.Interval != nil || first.StepInterval != nil {
		t.Errorf("the first step is an estimate: %v, %v", first.Interval, first.StepInterval)
	}
	if want := query.Wilson(81, 263); last.Interval == nil || *last.Interval != want || *last.StepInterval != want {
		t.Errorf("81 of 263 lie at %v, want %v", last.Interval, want)
	}
	few := asked(t, crowd(map[string][2]int{"desktop": {29, 9}}), "")
	if got := few.Steps[1]; got.Count != 9 || got.Interval != nil || got.StepInterval != nil {
		t.Errorf("9 of 29: %+v, want no interval", got)
	}
}

// A group is compared with everybody else, not with a whole that it is in.
func TestGroupsAreComparedWithTheOthers(t *testing.T) {
	a := asked(t, crowd(map[string][2]int{"desktop": {80, 48}, "mobile": {70, 56}, "tablet": {7, 7}}), `,"breakdown":{"property":"properties.device"}`)
	got := map[any]*query.Gap{}
	for _, group := range a.Breakdown {
		got[group.Value] = group.Difference
	}
	if want := query.GapOf(56, 70, 48+7, 80+7); got["mobile"] == nil || *got["mobile"] != *want {
		t.Errorf("mobile differs by %v, want %v", got["mobile"], want)
	}
	if gap, there := got["tablet"]; !there || gap != nil {
		t.Errorf("seven differ by %v, want nothing said", gap)
	}
}
