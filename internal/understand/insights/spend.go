package insights

import "math"

// smooth is the mean from which on a count's tail is taken for continuous.
const smooth = 50

// spend makes the most of the question's false alarms. Dealt out evenly they are
// not used up: a metric of two a day cannot fall below what is usual at all, and
// nothing that differs by less than a tenth is said. What such days cannot spend
// the others get (as Tarone, Biometrics 1990, does with discrete tests): the
// greatest chance of a day for which the expected number of false alarms, by the
// fitted models, is no more than what was promised for days.
func (s *survey) spend() {
	promised := (1 - ofSteps) * FalseAlarms
	least, most := math.Log(s.chance.day), math.Log(min(100*s.chance.day, 0.01))
	if s.from >= s.to || most <= least {
		return
	}
	for range 10 {
		middle := (least + most) / 2
		if s.expected(math.Exp(middle)) <= promised {
			least = middle
		} else {
			most = middle
		}
	}
	s.chance.day = math.Exp(least)
}

// expected is how many false alarms are to be expected of days.
func (s *survey) expected(p float64) (n float64) {
	for _, w := range s.watches {
		if w.reason != "" {
			continue
		}
		for t := max(s.from-w.first, 0); t < s.to-w.first; t++ {
			if !math.IsNaN(w.model.values[t]) {
				n += w.model.falseAlarm(t, p)
			}
		}
	}
	return n
}

// falseAlarm is the probability that a day on which nothing happens is told of
// as wild.
func (m *model) falseAlarm(t int, p float64) float64 {
	mean, variance := m.forecast(m.rows[t])
	z := m.widened(p)
	nominal := tail(z)
	if m.kind != counts || mean >= smooth {
		said := leastSaid * mean / math.Sqrt(max(variance, 1e-12))
		return 2 * min(p, p*tail(said)/nominal)
	}
	lo, hi := countRange(mean, variance, nominal)
	lo = min(lo, math.Ceil(mean*(1-leastSaid)))
	hi = max(hi, fewestSpike-1, math.Floor(mean*(1+leastSaid)))
	return p / nominal * countBeyond(mean, variance, lo, hi)
}
