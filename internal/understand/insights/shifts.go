package insights

import (
	"math"
	"slices"
)

const (
	lasts     = 7  // days that a change must last to be a lasting one
	settled   = 14 // days before it that must be known
	mostSteps = 8
	bornOut   = 0.7 // share of the following days that lie on the change's side
	leastSaid = 0.1 // change of the level that is worth a sentence
)

// findSteps fits the history with all lasting changes in it; p is the
// probability of finding one by chance, on each side, at one of all days.
func findSteps(h *history, p float64) *model {
	m := fit(h, nil)
	n := len(h.days)
	critical := normalQuantile(p / max(float64(n)/lasts, 1))
	for len(m.steps) < mostSteps {
		at, score := m.strongest()
		if at < 0 || math.Abs(score) < critical {
			break
		}
		next := m.sharpen(at, critical)
		if next == nil {
			break
		}
		m = next
	}
	return m.prune(critical)
}

// strongest is the day at which a step would explain most: the robust score
// test of a step at each day, whose statistic is standard normal where there
// is none.
func (m *model) strongest() (at int, score float64) {
	n, p := len(m.days), len(m.prior)
	scale := make([]float64, n) // what a unit of the logarithm is in standard deviations
	information := newMatrix(p)
	for i, precision := range m.prior {
		information.cell[i*p+i] = precision
	}
	for t, row := range m.rows {
		if m.usual[t] {
			square := m.mean[t] * m.mean[t] / (m.dispersion * m.kind.variance(m.mean[t]))
			scale[t] = math.Sqrt(square)
			information.add(row, square)
		}
	}
	inverse := information.inverse()
	at = -1
	for s := settled; s+lasts <= n; s++ {
		if !m.apart(s) {
			continue
		}
		// The part of the step that level, weekdays and trend cannot say.
		cross := make([]float64, p)
		for t := s; t < n; t++ {
			for i, x := range m.rows[t] {
				cross[i] += scale[t] * scale[t] * x
			}
		}
		said := inverse.times(cross)
		var sum, square float64
		for t, row := range m.rows {
			rest := scale[t] * (since(t, s) - dot(row, said))
			sum += rest * clip(m.residual[t], stepBound)
			square += rest * rest
		}
		if square < 1e-9 {
			continue
		}
		if z := sum / math.Sqrt(square*boundedSquare(stepBound)*m.echo); at < 0 || math.Abs(z) > math.Abs(score) {
			at, score = s, z
		}
	}
	return at, score
}

// apart tells whether a step may be at a day beside those that there are.
func (m *model) apart(s int) bool {
	for _, other := range m.steps {
		if s > other-lasts && s < other+lasts {
			return false
		}
	}
	return true
}

// sharpen fits a step at the day and at those beside it and keeps the one that
// stands out most; nil where the days after it do not bear it out.
func (m *model) sharpen(at int, critical float64) *model {
	var best *model
	most := critical
	for s := at - 4; s <= at+4; s++ {
		if s < settled || s+lasts > len(m.days) || !m.apart(s) {
			continue
		}
		next := fit(m.history, append(slices.Clone(m.steps), s))
		place := slices.Index(next.steps, s)
		if z := math.Abs(next.strength(place)); z > most && next.borneOut(place) {
			best, most = next, z
		}
	}
	return best
}

// strength is a step's size in standard errors.
func (m *model) strength(place int) float64 {
	i := len(m.prior) - len(m.steps) + place
	return m.size(place) / math.Sqrt(m.covariance.cell[i*m.covariance.n+i]*m.echo)
}

// size is a step's change of the level's logarithm.
func (m *model) size(place int) float64 { return m.beta[len(m.prior)-len(m.steps)+place] }

// until is the day before which a step's own stretch ends.
func (m *model) until(place int) int {
	if place+1 < len(m.steps) {
		return m.steps[place+1]
	}
	return len(m.days)
}

// borneOut tells whether most days after a step lie on its side of what would
// have been without it, so that it is not a few wild days.
func (m *model) borneOut(place int) bool {
	size := m.size(place)
	if math.Abs(math.Expm1(size)) < leastSaid {
		return false
	}
	var on, all float64
	for t := m.steps[place]; t < min(m.until(place), m.steps[place]+28); t++ {
		if !m.usual[t] {
			continue
		}
		all++
		if without := m.mean[t] * math.Exp(-size); (m.values[t] > without) == (size > 0) && m.values[t] != without {
			on++
		}
	}
	return all >= lasts-2 && on >= bornOut*all
}

// prune takes steps out that others made needless.
func (m *model) prune(critical float64) *model {
	for {
		weakest, least := -1, critical
		for place := range m.steps {
			if z := math.Abs(m.strength(place)); z < least || !m.borneOut(place) {
				weakest, least = place, min(z, least)
			}
		}
		if weakest < 0 {
			return m
		}
		m = fit(m.history, slices.Delete(slices.Clone(m.steps), weakest, weakest+1))
	}
}
