package stages

import (
	"fmt"
	"testing"

	"wend/internal/scenario"
	"wend/internal/understand/querytest"
)

// stages from=0d to=30d:
func TestScenarios(t *testing.T) {
	scenario.Run(t, "testdata/*.txt", func(t *testing.T, s *scenario.Scenario, q scenario.Question) []string {
		a, err := Run(t.Context(), querytest.FromScenario(t, s).Index.Index, Definition{querytest.Common(t, s, q)})
		if err != nil {
			return []string{"refused: " + err.Error()}
		}
		var lines []string
		for _, x := range a.Stages {
			lines = append(lines, fmt.Sprintf("%s: %d now, %d lapsed, %d entered, %s", x.Key, x.Customers, x.Lapsed, x.Entered, querytest.Seconds(x.MedianSeconds)))
		}
		for _, x := range a.Transitions {
			lines = append(lines, fmt.Sprintf("%s → %s: %d (%.0f %%), %s", x.From, x.To, x.Customers, 100*x.Rate, querytest.Seconds(x.MedianSeconds)))
		}
		return lines
	})
}
