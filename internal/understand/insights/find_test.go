package insights

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wend/internal/understand/insights/insightstest"
)

// shape is a business of made-up numbers: a level, a week, a trend, a year, and
// noise beyond that of counts.
type shape struct {
	level, growth, year float64
	week                [7]float64
	dispersion          float64
	kind                kind
}

const (
	shownDays = 30
	allDays   = 150
)

// history draws days ending at 1 November 2026, with a factor for each day.
func (s shape) history(dice *rand.Rand, days int, factor func(t int) float64) *history {
	h := &history{kind: s.kind, holiday: make([]string, days)}
	first := date{2026, time.November, 1}.plus(-days)
	for t := range days {
		day := first.plus(t)
		h.days = append(h.days, day)
		season := 1 + s.year*math.Sin(2*math.Pi*float64(day.at().YearDay())/365)
		mean := s.level * math.Exp(s.growth*float64(t)/28) * s.week[day.weekday()] * season * factor(t)
		h.values = append(h.values, draw(dice, mean, s.dispersion, s.kind))
	}
	return h
}

// draw draws a count or an amount.
func draw(dice *rand.Rand, mean, dispersion float64, k kind) float64 {
	if k != counts {
		return insightstest.Amount(dice, mean, dispersion)
	}
	return insightstest.Count(dice, mean, dispersion)
}

func never(int) float64 { return 1 }

// ask is what a question about the last thirty days of some metrics finds.
func ask(h *history, metrics int) []finding {
	c := deal(metrics, shownDays)
	return find(findSteps(h, c.step), len(h.days)-shownDays, len(h.days), c)
}

var quiet = []shape{
	{level: 4, week: [7]float64{1, 1, 1, 1, 1, 1, 1}, dispersion: 1},
	{level: 0.3, week: [7]float64{1, 1, 1, 1, 1, 1, 1}, dispersion: 1},
	{level: 30, week: [7]float64{0, 1, 1, 1, 1.2, 1.4, .5}, dispersion: 1},
	{level: 120, growth: .1, year: .2, week: [7]float64{.7, 1, 1, 1.1, 1.2, 1.2, .8}, dispersion: 2},
	{level: 900, growth: -.05, year: -.2, week: [7]float64{.7, 1, 1, 1.1, 1.2, 1.2, .8}, dispersion: 8},
	{level: 40_000, week: [7]float64{.7, 1, 1, 1.1, 1.2, 1.2, .8}, dispersion: 60},
	{level: 5000, growth: .05, week: [7]float64{.7, 1, 1, 1.1, 1.2, 1.2, .8}, dispersion: 300, kind: amounts},
}

// seeds is how many seeds the measured rates rest on: few, or what
// WEND_INSIGHTS_SEEDS says.
func seeds(otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv("WEND_INSIGHTS_SEEDS")); err == nil {
		return n
	}
	return otherwise
}

// Quiet series raise no more alarms than said.
func TestQuietSeriesAreQuiet(t *testing.T) {
	asked, alarmed := 0, 0
	for i, s := range quiet {
		alarms := 0
		n := seeds(25)
		for seed := range n {
			dice := rand.New(rand.NewPCG(uint64(seed), uint64(i)))
			found := ask(s.history(dice, allDays, never), 1)
			if len(found) > 0 {
				alarms++
				t.Logf("shape %d seed %d: %s", i, seed, show(found))
			}
		}
		asked, alarmed = asked+n, alarmed+alarms
		t.Logf("shape %d: %d of %d quiet months raise an alarm", i, alarms, n)
	}
	// Three standard errors above the promised rate.
	if most := FalseAlarms + 3*math.Sqrt(FalseAlarms*(1-FalseAlarms)/float64(asked)); float64(alarmed)/float64(asked) > most {
		t.Errorf("%d of %d quiet months raise an alarm, more than %.3f", alarmed, asked, most)
	}
}

func show(found []finding) string {
	text := ""
	for _, f := range found {
		text += fmt.Sprintf("%s on %d: %.4g not in %.4g–%.4g; ", f.kind, f.day, f.value, f.lo, f.hi)
	}
	return text
}

// A planted spike or drop of many standard deviations is found on its day, and
// nothing else is said about it.
func TestPlantedDaysAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := quiet[rapid.IntRange(2, len(quiet)-1).Draw(t, "shape")]
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 7))
		at := allDays - 1 - rapid.IntRange(0, shownDays-1).Draw(t, "days ago")
		sigma := rapid.Float64Range(7, 20).Draw(t, "sigma")
		h := s.history(dice, allDays, never)
		m := fit(h, nil)
		if m.mean[at] < 1 {
			return // closed
		}
		deviation := math.Sqrt(m.dispersion*m.mean[at]) * sigma
		want := Spike
		if rapid.Bool().Draw(t, "down") && deviation < m.mean[at] {
			want, deviation = Drop, -deviation
		}
		h.values[at] = math.Round(m.mean[at] + deviation)
		if math.Abs(deviation) < leastSaid*1.3*m.mean[at] {
			return // not worth a sentence
		}
		for _, f := range ask(h, 6) {
			if f.day == at && f.kind == want && f.value == h.values[at] && (f.value < f.lo || f.value > f.hi) {
				return
			}
		}
		t.Fatalf("%s of %.1f sigma on day %d (%.0f for %.0f): %s", want, sigma, at, h.values[at], m.mean[at], show(ask(h, 6)))
	})
}

// foundShift tells whether a change that was planted to last is found within two
// days of its first one, as one shift and not as so many spikes.
func foundShift(s shape, dice *rand.Rand, at int, factor float64) (bool, []finding) {
	h := s.history(dice, allDays, func(t int) float64 {
		if t >= at {
			return factor
		}
		return 1
	})
	shifts, found := 0, ask(h, 6)
	for _, f := range found {
		if f.kind == Shift && f.day >= at-2 && f.day <= at+2 && (f.value > f.mean) == (factor > 1) {
			shifts++
		}
	}
	return shifts == 1 && len(found) <= 2, found
}

// deviations is how many standard deviations of a day's noise a change by a
// factor is.
func (s shape) deviations(factor float64) float64 {
	return math.Abs(math.Log(factor)) * math.Sqrt(s.level/s.dispersion)
}

func TestPlantedShiftsAreFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := quiet[rapid.IntRange(3, len(quiet)-1).Draw(t, "shape")]
		dice := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 8))
		at := allDays - rapid.IntRange(9, shownDays-2).Draw(t, "days ago")
		factor := rapid.SampledFrom([]float64{0.45, 0.55, 1.6, 2, 3}).Draw(t, "factor")
		if s.deviations(factor) < 5 {
			return // too little beside the noise of a day to be found every time
		}
		if ok, found := foundShift(s, dice, at, factor); !ok {
			t.Fatalf("a change by %.2f on day %d: %s", factor, at, show(found))
		}
	})
}

// A smaller change may be hidden by chance, though seldom: of ones of four to
// five deviations 19 in 20 are found.
func TestMostSmallShiftsAreFound(t *testing.T) {
	s, factor := quiet[3], 0.55
	if d := s.deviations(factor); d < 4 || d > 5 {
		t.Fatalf("the change is one of %.1f deviations", d)
	}
	hit, n := 0, seeds(60)
	for seed := range n {
		ok, found := foundShift(s, rand.New(rand.NewPCG(uint64(seed), 8)), allDays-9-seed%(shownDays-10), factor)
		if ok {
			hit++
		} else {
			t.Logf("seed %d: %s", seed, show(found))
		}
	}
	if t.Logf("%d of %d are found", hit, n); 20*hit < 19*n {
		t.Errorf("only %d of %d are found", hit, n)
	}
}

// A wild day among the last seven of a quiet history is a spike and no lasting
// change.
func TestASpikeIsNoShift(t *testing.T) {
	for seed := range seeds(40) {
		dice := rand.New(rand.NewPCG(uint64(seed), 9))
		s := quiet[3+seed%3]
		at := allDays - 1 - seed%7
		found := ask(s.history(dice, allDays, func(t int) float64 {
			switch t {
			case at:
				return 2.2
			case at + 1:
				return 1.15
			}
			return 1
		}), 6)
		for _, f := range found {
			if f.kind == Shift {
				t.Errorf("seed %d: %s", seed, show(found))
			}
		}
	}
}
