package app_test

import (
	"fmt"
	"testing"

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
