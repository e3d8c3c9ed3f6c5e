package funnel

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"wend/internal/scenario"
	"wend/internal/understand/querytest"
)

// funnel ORDER window=48h unit=session exclude="Support Contacted@1-2" by=device at=last times: A → B | C where p=1 → *
func TestScenarios(t *testing.T) {
	scenario.Run(t, "testdata/*.txt", func(t *testing.T, s *scenario.Scenario, q scenario.Question) []string {
		d := Definition{Request: querytest.Common(t, s, q), Window: q.Options["window"], Unit: q.Options["unit"]}
		for _, order := range []string{ordered, strict, unordered} {
			if q.Has(order) {
				d.Order = order
			}
		}
		for text := range strings.SplitSeq(q.Text, "→") {
			step, err := scenario.ParseSelector(text)
			if err != nil {
				t.Fatal(err)
			}
			d.Steps = append(d.Steps, Step{querytest.SelectorOf(step), step.Name})
		}
		if text, ok := q.Options["exclude"]; ok {
			for part := range strings.SplitSeq(scenario.Unquote(text), ",") {
				d.Exclude = append(d.Exclude, readExclusion(t, part))
			}
		}
		if by, ok := q.Options["by"]; ok {
			d.Breakdown = &Breakdown{Property: scenario.Path(by), At: q.Options["at"]}
		}
		answer, err := Run(t.Context(), querytest.FromScenario(t, s).Index.Index, d)
		if err != nil {
			return []string{"refused: " + err.Error()}
		}
		lines := []string{counts(answer.Steps, q.Has("times"))}
		for _, g := range answer.Breakdown {
			value := "null"
			if g.Value != nil {
				value = fmt.Sprint(g.Value)
			}
			lines = append(lines, value+": "+counts(g.Steps, q.Has("times")))
		}
		return lines
	})
}

func counts(steps []StepAnswer, times bool) string {
	var texts []string
	for _, s := range steps {
		text := strconv.FormatInt(s.Count, 10)
		if times && s.MedianSeconds != nil {
			text += " (" + querytest.Seconds(s.MedianSeconds) + ")"
		}
		texts = append(texts, text)
	}
	return scenario.Join(texts)
}

func readExclusion(t *testing.T, text string) Exclusion {
	t.Helper()
	selector, between, _ := strings.Cut(strings.TrimSpace(text), "@")
	s, err := scenario.ParseSelector(selector)
	if err != nil {
		t.Fatal(err)
	}
	x := Exclusion{Selector: querytest.SelectorOf(s)}
	if a, b, ok := strings.Cut(between, "-"); ok {
		from, _ := strconv.Atoi(a)
		to, _ := strconv.Atoi(b)
		x.Between = []int{from, to}
	}
	return x
}
