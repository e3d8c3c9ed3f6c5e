package app_test

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"wend/internal/sim"
)

// In a demo one sees which advertising pays and which does not.
func TestDemoHasCostsAndReturn(t *testing.T) {
	for _, world := range sim.WorldKeys() {
		t.Run(world, func(t *testing.T) {
			t.Parallel()
			wend := plant(t, world)
			if days := wend.ask("GET", "/costs?limit=1000", "")["items"].([]any); len(days) < wend.world.Config().Days {
				t.Errorf("%d lines of costs in %d days", len(days), wend.world.Config().Days)
			}
			goal := map[string]string{"studio": "Booking Completed", "saas": "Subscription Started", "b2b": "Deal Won"}[world]
			if goal == "" {
				goal = "Order Completed"
			}
			answer := wend.ask("POST", "/query/attribution", fmt.Sprintf(`{%s,"conversion":{"event":%q},"value":"value","touch":"channel","models":["linear"]}`, wend.ever(), goal))
			paying, losing := 0, 0
			for _, line := range answer["models"].(map[string]any)["linear"].([]any) {
				switch roi, _ := line.(map[string]any)["roi"].(float64); {
				case roi > 0:
					paying++
				case roi < 0:
					losing++
				}
			}
			few := world == "saas" || world == "b2b" // sales: which channel pays is chance
			if paying+losing == 0 || !few && (paying == 0 || losing == 0) {
				t.Errorf("%d channels pay and %d do not", paying, losing)
			}
		})
	}
}

// A demo begins with one journey map that fits its business: everything that is
// written stands at a stage, is counted, and is held against the ideal.
func TestDemoHasAJourneyMap(t *testing.T) {
	for _, world := range sim.WorldKeys() {
		t.Run(world, func(t *testing.T) {
			t.Parallel()
			wend := plant(t, world)
			list := wend.ask("GET", "/journey-maps", "")["items"].([]any)
			if len(list) != 1 {
				t.Fatalf("%d maps", len(list))
			}
			id := list[0].(map[string]any)["id"].(string)
			config := wend.world.Config()
			span := fmt.Sprintf("from=%s&to=%s", url.QueryEscape(config.End.AddDate(0, 0, -config.Days).Format(time.RFC3339)), url.QueryEscape(config.End.Format(time.RFC3339)))
			drawn := wend.ask("GET", "/journey-maps/"+id+"?"+span, "")
			stages := map[string]bool{}
			for _, stage := range drawn["stages"].([]any) {
				stages[stage.(map[string]any)["key"].(string)] = true
			}
			counted, written := 0, map[string]bool{}
			for _, cell := range drawn["cells"].([]any) {
				cell := cell.(map[string]any)
				if !stages[cell["stage"].(string)] {
					t.Errorf("the business has no stage %v", cell["stage"])
				}
				counts, _ := cell["counts"].([]any)
				touchpoints, _ := cell["touchpoints"].([]any)
				if len(touchpoints) > 0 || cell["actions"] != nil {
					written[cell["stage"].(string)] = true
				}
				for i, touchpoint := range touchpoints {
					if touchpoint.(map[string]any)["event"] == nil {
						continue
					}
					counted++
					if n := counts[i].(map[string]any)["events"].(float64); n == 0 && world != "b2b" { // where deals are few
						t.Errorf("%v at %v never happened", touchpoint, cell["stage"])
					}
				}
			}
			if len(written) < 5 || counted < 8 {
				t.Errorf("%d stages are written about, %d touchpoints counted", len(written), counted)
			}
			answer := wend.ask("POST", "/query/conformance", fmt.Sprintf(`{%s,"map":%q}`, wend.ever(), id))
			followed, all := answer["followed"].(map[string]any)["customers"].(float64), answer["customers"].(float64)
			if followed == 0 || followed >= all {
				t.Errorf("%v of %v follow the ideal", followed, all)
			}
		})
	}
}
