package paths

import (
	"fmt"
	"strconv"
	"testing"

	"wend/internal/scenario"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// paths page unit=customer depth=3 top=10 start="A where p=1" end=B:
func TestScenarios(t *testing.T) {
	scenario.Run(t, "testdata/*.txt", func(t *testing.T, s *scenario.Scenario, q scenario.Question) []string {
		d := Definition{Request: querytest.Common(t, s, q), Unit: q.Options["unit"]}
		for _, by := range dimensions {
			if q.Has(by) {
				d.By = by
			}
		}
		number := func(key string) *int {
			n, err := strconv.Atoi(q.Options[key])
			if err != nil {
				return nil
			}
			return &n
		}
		d.Depth, d.Top = number("depth"), number("top")
		for key, into := range map[string]**query.Selector{"start": &d.Start, "end": &d.End} {
			if text, ok := q.Options[key]; ok {
				selector, err := scenario.ParseSelector(scenario.Unquote(text))
				if err != nil {
					t.Fatal(err)
				}
				made := querytest.SelectorOf(selector)
				*into = &made
			}
		}
		a, err := Run(t.Context(), querytest.FromScenario(t, s).Index.Index, d)
		if err != nil {
			return []string{"refused: " + err.Error()}
		}
		var lines []string
		for _, n := range a.Nodes {
			lines = append(lines, fmt.Sprintf("%s %d", n.ID, n.Count))
		}
		for _, l := range a.Links {
			lines = append(lines, fmt.Sprintf("%s → %s %d (%s)", l.Source, l.Target, l.Count, querytest.Seconds(l.MedianSeconds)))
		}
		for _, x := range a.Exits {
			lines = append(lines, fmt.Sprintf("%s left %d", x.ID, x.Count))
		}
		return lines
	})
}
