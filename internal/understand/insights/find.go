package insights

import (
	"cmp"
	"math"
	"slices"
)

// FalseAlarms is the probability that a question raises any alarm at all about
// a business in which nothing happens: a fifth of it for lasting changes, which
// have to pass other tests besides, the rest for days.
const (
	FalseAlarms = 0.05
	ofSteps     = 0.2
)

// fewestSpike is the least number of things that is a spike (Farrington 1996
// asks for as many).
const fewestSpike = 5

// Kinds of findings.
const (
	Spike = "spike"
	Drop  = "drop"
	Shift = "shift"
)

// finding is something beyond expectation, with places of days.
type finding struct {
	kind     string
	day      int // a shift's first day; of several wild days in a row the wildest
	from, to int // the days that it is about, half-open
	mean     float64
	lo, hi   float64
	value    float64
	surprise float64 // how far beyond: what the most surprising is told by
	step     int     // place of a shift's step, else -1
}

// chance is how a question's false alarms are dealt out.
type chance struct{ day, step float64 } // on each side

// deal deals them evenly to so many metrics and days (Bonferroni).
func deal(metrics, days int) chance {
	each := FalseAlarms / 2 / float64(max(metrics, 1))
	return chance{day: (1 - ofSteps) * each / float64(max(days, 1)), step: ofSteps * each}
}

// find says what lies beyond expectation between two days of a history.
func find(m *model, from, to int, c chance) []finding {
	var found []finding
	for place, s := range m.steps {
		if s < from || s >= to {
			continue
		}
		until := min(m.until(place), s+28)
		f := finding{kind: Shift, day: s, from: s, to: until, step: place}
		known := m.known(s, until)
		f.mean, f.lo, f.hi = m.expectMean(known, place, c.step)
		f.value = m.average(known)
		if (f.value < f.lo || f.value > f.hi) && m.withoutWildest(known, place, c.step) {
			f.surprise = math.Abs(m.strength(place))
			found = append(found, f)
		}
	}
	for t := from; t < to; t++ {
		if f, wild := m.wild(t, c.day); wild {
			if n := len(found) - 1; n >= 0 && found[n].kind == f.kind && found[n].to == t {
				found[n] = joined(found[n], f)
			} else {
				found = append(found, f)
			}
		}
	}
	return found
}

// joined are wild days in a row: one finding, about the wildest of them.
func joined(a, b finding) finding {
	if b.surprise > a.surprise {
		b.from = a.from
		return b
	}
	a.to = b.to
	return a
}

// wild judges one day.
func (m *model) wild(t int, p float64) (finding, bool) {
	v := m.values[t]
	if math.IsNaN(v) {
		return finding{}, false
	}
	f := finding{day: t, from: t, to: t + 1, value: v, step: -1}
	f.mean, f.lo, f.hi = m.expect(t, p, -1)
	f.surprise = math.Abs(m.kind.deviation(v, max(f.mean, 0.1))) / math.Sqrt(m.dispersion)
	switch {
	case v > f.hi && (m.kind != counts || v >= fewestSpike) && v > f.mean*(1+leastSaid):
		f.kind = Spike
	case v < f.lo && v < f.mean*(1-leastSaid):
		f.kind = Drop
	default:
		return finding{}, false
	}
	return f, true
}

// known are the days of a stretch of which something is known.
func (m *model) known(from, to int) (list []int) {
	for t := from; t < to; t++ {
		if !math.IsNaN(m.values[t]) {
			list = append(list, t)
		}
	}
	return list
}

// withoutWildest tells whether a lasting change lies beyond expectation even
// without the two days that speak for it most, which may be a spike of their own.
func (m *model) withoutWildest(days []int, place int, p float64) bool {
	side := 1.0
	if m.size(place) < 0 {
		side = -1
	}
	days = slices.Clone(days)
	slices.SortFunc(days, func(a, b int) int {
		return cmp.Compare(side*m.values[a]/m.mean[a], side*m.values[b]/m.mean[b])
	})
	days = days[:max(len(days)-2, 0)]
	if len(days) == 0 {
		return false
	}
	_, lo, hi := m.expectMean(days, place, p)
	value := m.average(days)
	return side > 0 && value > hi || side < 0 && value < lo
}

// average is the mean of some known days.
func (m *model) average(days []int) float64 {
	sum := 0.0
	for _, t := range days {
		sum += m.values[t]
	}
	return sum / max(float64(len(days)), 1)
}
