package scenario

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected answers of scenarios")

// Run answers every question of the files that match a pattern, and compares.
// With -update the files are rewritten with the answers given: the diff is the
// review.
func Run(t *testing.T, pattern string, answer func(t *testing.T, s *Scenario, q Question) []string) {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenario matches %s (%v)", pattern, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			scenarios, err := Parse(string(raw))
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			var answers []answered
			for _, s := range scenarios {
				t.Run(s.Title, func(t *testing.T) {
					for _, q := range s.Questions {
						got := answer(t, s, q)
						if answers = append(answers, answered{q, got}); *update || slices.Equal(got, q.Expect) {
							continue
						}
						t.Errorf("%s:%d: %s\ngot   %s\nwant  %s", file, q.Line, q.Word, strings.Join(got, "\n      "), strings.Join(q.Expect, "\n      "))
					}
				})
			}
			if *update {
				if err := os.WriteFile(file, []byte(rewrite(string(raw), answers)), 0o644); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

type answered struct {
	q     Question
	lines []string
}

// rewrite puts the answers in the place of those that a text expects.
func rewrite(text string, answers []answered) string {
	lines := strings.Split(text, "\n")
	for _, a := range slices.Backward(answers) {
		expect := []string{"expect:"}
		if len(a.lines) == 1 {
			expect[0] += " " + a.lines[0]
		} else {
			for _, line := range a.lines {
				expect = append(expect, "  "+line)
			}
		}
		first, last := a.q.first, a.q.last
		if first == 0 { // never answered before: behind the question
			first = a.q.Line
			for first < len(lines) && indented(lines[first]) {
				first++
			}
			last = first
		}
		lines = slices.Replace(lines, first, last, expect...)
	}
	return strings.Join(lines, "\n")
}

// Join writes a list of numbers as answers do.
func Join[T any](values []T) string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = fmt.Sprint(v)
	}
	return strings.Join(texts, ", ")
}
