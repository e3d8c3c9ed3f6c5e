package opportunity

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestDifferenceInDifferences(t *testing.T) {
	for _, c := range []struct {
		name          string
		before, after Sides
		verdict       string
		change        float64
	}{
		{"mended", Sides{Group{Attempts: 200, Reached: 60}, Group{Attempts: 1000, Reached: 700}}, Sides{Group{Attempts: 200, Reached: 140}, Group{Attempts: 1000, Reached: 700}}, "better", 0.4},
		{"a better season for all", Sides{Group{Attempts: 200, Reached: 60}, Group{Attempts: 1000, Reached: 500}}, Sides{Group{Attempts: 200, Reached: 100}, Group{Attempts: 1000, Reached: 700}}, "unclear", 0},
		{"made worse", Sides{Group{Attempts: 200, Reached: 100}, Group{Attempts: 1000, Reached: 500}}, Sides{Group{Attempts: 200, Reached: 40}, Group{Attempts: 1000, Reached: 500}}, "worse", -0.3},
		{"too early", Sides{Group{Attempts: 200, Reached: 60}, Group{Attempts: 1000, Reached: 700}}, Sides{Group{Attempts: 12, Reached: 12}, Group{Attempts: 1000, Reached: 700}}, "too_early", 0},
		{"nobody", Sides{}, Sides{}, "too_early", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := DifferenceInDifferences(c.before, c.after)
			if got.Verdict != c.verdict || math.Abs(got.Change.Value-c.change) > 1e-12 || got.Sentence == "" {
				t.Errorf("%+v", got)
			}
		})
	}
}

// One of the others is as few as one of the segment, in words too.
func TestTooFewOthers(t *testing.T) {
	many, one := Group{Attempts: 100, Reached: 50}, Group{Attempts: 1}
	c := DifferenceInDifferences(Sides{many, many}, Sides{many, one})
	if want := "Too few to tell: 1 of the others tried since then, where 30 are needed."; c.Sentence != want {
		t.Errorf("%q, not %q", c.Sentence, want)
	}
}

// The interval holds the true change about nineteen times in twenty.
func TestIntervalCovers(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	draw := func(n int64, p float64) Group {
		g := Group{Attempts: n}
		for range n {
			if r.Float64() < p {
				g.Reached++
			}
		}
		return g
	}
	held := 0
	const times = 2000
	for range times {
		c := DifferenceInDifferences(Sides{draw(60, 0.3), draw(300, 0.6)}, Sides{draw(60, 0.55), draw(300, 0.65)})
		if c.Change.Low <= 0.2 && 0.2 <= c.Change.High {
			held++
		}
	}
	if share := float64(held) / times; share < 0.935 || share > 0.975 {
		t.Errorf("held %.3f of the time", share)
	}
}
