package insights

import (
	"math"
	"slices"
)

// kind says how a metric's daily numbers vary.
type kind uint8

const (
	counts  kind = iota // whole numbers of things: variance at least the mean
	amounts             // sums of money and the like: variance grows with the mean
	levels              // averages and percentiles: deviation grows with the mean
)

// history is the days of one metric; the days follow each other.
type history struct {
	kind    kind
	days    []date
	values  []float64 // NaN: nothing known
	holiday []string  // its name, or empty
}

const (
	fewestDays = 28 // of history, below which nothing is expected
	bendEvery  = 42 // days between the places at which the trend may bend
	rounds     = 30

	enoughFortnights = 56 // days of history from which on every other week may differ

	// Residuals beyond these many standard deviations count as such: in the fit,
	// and in the search for steps, which a single wild day must not decide.
	bound     = 1.5
	stepBound = 3
)

// boundedSquare is the mean of a standard normal's square, bounded.
func boundedSquare(bound float64) float64 {
	density := math.Exp(-bound*bound/2) / math.Sqrt(2*math.Pi)
	return 1 - 2*tail(bound) - 2*bound*density + 2*bound*bound*tail(bound)
}

// model is the expectation of a history. Its unknowns are the level, the
// weekdays, how every other one of them differs (newsletters and wages come
// every two weeks), the trend with its bends, and the steps.
type model struct {
	*history
	steps []int // days on which the level changed for good
	rows  [][]float64
	prior []float64 // precision of each unknown around 0, which keeps short histories calm
	usual []bool    // days that the fit looks at: known, and no holiday

	beta       []float64
	covariance matrix
	dispersion float64
	mean       []float64
	residual   []float64 // standardised; 0 where the day is not looked at
	echo       float64   // how much the variance of sums grows because days resemble the day before
}

// fit fits the model with the given steps.
func fit(h *history, steps []int) *model {
	m := &model{history: h, steps: slices.Sorted(slices.Values(steps))}
	m.layOut()
	n := len(h.days)
	m.mean, m.residual, m.beta = make([]float64, n), make([]float64, n), make([]float64, len(m.prior))
	m.beta[0] = math.Log(max(m.middle(), 0.1))
	m.dispersion = 1
	m.predict()
	weights := make([]float64, n)
	for round := range rounds {
		m.look(weights, round < 3)
		if m.improve(weights) < 1e-6 && round > 4 {
			break
		}
	}
	m.look(weights, false)
	m.echo = m.resemblance()
	return m
}

// layOut writes the rows of the model's matrix.
func (m *model) layOut() {
	n := len(m.days)
	var bends []int
	for at := n - bendEvery; at >= bendEvery; at -= bendEvery {
		bends = append(bends, at)
	}
	m.prior = []float64{1e-6, .1, .1, .1, .1, .1, .1}
	fortnights := n >= enoughFortnights
	if fortnights {
		m.prior = append(m.prior, 10, 10, 10, 10, 10, 10, 10)
	}
	for range 1 + len(bends) {
		m.prior = append(m.prior, 4) // the level doubles or halves within a month at most, mostly
	}
	for range m.steps {
		m.prior = append(m.prior, .25)
	}
	m.usual = make([]bool, n)
	for t := range n {
		row := make([]float64, 0, len(m.prior))
		row = append(row, 1)
		weekday := int(m.days[t].weekday())
		for d := 1; d < 7; d++ { // each against Sunday, centred, so that the level is the mean day's
			x := -1.0 / 7
			if d == weekday {
				x += 1
			}
			row = append(row, x)
		}
		if fortnights {
			for d := range 7 {
				row = append(row, everyOther(d == weekday, t/7))
			}
		}
		row = append(row, float64(t-n/2)/28)
		for _, at := range bends {
			row = append(row, float64(max(0, t-at))/28)
		}
		for _, s := range m.steps {
			row = append(row, since(t, s))
		}
		m.rows = append(m.rows, row)
		m.usual[t] = !math.IsNaN(m.values[t]) && m.holiday[t] == ""
	}
}

// everyOther is 1 or −1 on a day of the kind, by turns from week to week.
func everyOther(is bool, week int) float64 {
	switch {
	case !is:
		return 0
	case week%2 == 0:
		return 1
	}
	return -1
}

func since(t, step int) float64 {
	if t >= step {
		return 1
	}
	return 0
}

// middle is the median of the usual days, to begin with.
func (m *model) middle() float64 {
	var known []float64
	for t, v := range m.values {
		if m.usual[t] {
			known = append(known, v)
		}
	}
	if len(known) == 0 {
		return 0
	}
	slices.Sort(known)
	return known[len(known)/2]
}

const highest = 40 // of logarithms, to stay finite

func (m *model) predict() {
	for t, row := range m.rows {
		m.mean[t] = math.Exp(min(max(dot(row, m.beta), -12), highest))
	}
}

// variance is that of a day with the mean, dispersion aside.
func (k kind) variance(mean float64) float64 {
	if k == levels {
		return mean * mean
	}
	return mean
}

// deviation is how far a value lies from its mean, in units that are nearly
// normal: the residual of Anscombe (1953), or the logarithm of levels.
func (k kind) deviation(value, mean float64) float64 {
	if k == levels {
		return math.Log(max(value, 1e-9) / max(mean, 1e-9))
	}
	return 1.5 * (math.Cbrt(value*value) - math.Cbrt(mean*mean)) / math.Pow(mean, 1.0/6)
}

// look standardises the residuals, estimates the dispersion from them (at
// first by their median, then by Huber's Proposal 2) and weighs the days.
func (m *model) look(weights []float64, first bool) {
	var sizes []float64
	squares, n := 0.0, 0
	for t, v := range m.values {
		if !m.usual[t] {
			continue
		}
		raw := m.kind.deviation(v, m.mean[t])
		bounded := min(math.Abs(raw), bound*math.Sqrt(m.dispersion))
		squares += bounded * bounded
		sizes = append(sizes, math.Abs(raw))
		n++
	}
	if first && n > 0 {
		slices.Sort(sizes)
		middle := 1.4826 * sizes[n/2]
		m.dispersion = middle * middle
	} else if free := m.free(); free > 0 {
		m.dispersion = squares / (float64(free) * boundedSquare(bound))
	}
	floor := 1e-6
	if m.kind == counts {
		floor = 1
	}
	m.dispersion = max(m.dispersion, floor)
	for t, v := range m.values {
		m.residual[t], weights[t] = 0, 0
		if m.usual[t] {
			m.residual[t] = m.kind.deviation(v, m.mean[t]) / math.Sqrt(m.dispersion)
			weights[t] = min(1, bound/max(math.Abs(m.residual[t]), 1e-9))
		}
	}
}

// free is how many usual days there are beyond the unknowns.
func (m *model) free() int {
	n := -len(m.prior)
	for _, usual := range m.usual {
		if usual {
			n++
		}
	}
	return n
}

// improve is one step of iteratively reweighted least squares; it answers how
// far the unknowns moved.
func (m *model) improve(weights []float64) float64 {
	p := len(m.prior)
	information, score := newMatrix(p), make([]float64, p)
	for i, precision := range m.prior {
		information.cell[i*p+i] = precision
		score[i] = -precision * m.beta[i]
	}
	for t, row := range m.rows {
		if weights[t] == 0 {
			continue
		}
		variance := m.dispersion * m.kind.variance(m.mean[t])
		information.add(row, weights[t]*m.mean[t]*m.mean[t]/variance)
		pull := weights[t] * (m.values[t] - m.mean[t]) * m.mean[t] / variance
		for i, x := range row {
			score[i] += pull * x
		}
	}
	m.covariance = information.inverse()
	step := m.covariance.times(score)
	furthest := 0.0
	for i := range step {
		step[i] = min(max(step[i], -1.5), 1.5) // from far away a full step may overshoot
		m.beta[i] += step[i]
		furthest = max(furthest, math.Abs(step[i]))
	}
	m.predict()
	return furthest
}

// resemblance is (1+r)/(1−r) of the correlation r of bounded residuals with
// those of the day before, where it is positive: by so much the variance of a
// sum of days grows.
func (m *model) resemblance() float64 {
	var product, square float64
	for t := 1; t < len(m.residual); t++ {
		if m.usual[t] && m.usual[t-1] {
			product += clip(m.residual[t], bound) * clip(m.residual[t-1], bound)
			square += clip(m.residual[t], bound) * clip(m.residual[t], bound)
		}
	}
	if square == 0 {
		return 1
	}
	r := min(max(product/square, 0), 0.6)
	return (1 + r) / (1 - r)
}

func clip(r, bound float64) float64 { return min(max(r, -bound), bound) }

// expect is the range of a day whose number lies beyond it with probability p
// on each side; without is the place of a step that is left out of it, or -1.
func (m *model) expect(t int, p float64, without int) (mean, lo, hi float64) {
	mean, lo, hi = m.ordinary(t, m.rows[t], p, without)
	if m.holiday[t] == "" {
		return mean, lo, hi
	}
	// A holiday is like its weekday, or like a Sunday, or like other holidays
	// were: nobody knows which.
	sunday := slices.Clone(m.rows[t])
	for d := 1; d < 7; d++ {
		sunday[d] = -1.0 / 7
	}
	_, low, high := m.ordinary(t, sunday, p, without)
	lo, hi = min(lo, low), max(hi, high)
	for other, name := range m.holiday {
		if name != "" && other != t && !math.IsNaN(m.values[other]) {
			ratio := m.values[other] / max(m.mean[other], 1)
			lo, hi = min(lo, math.Floor(lo*ratio)), max(hi, math.Ceil(hi*ratio))
		}
	}
	return mean, lo, hi
}

func (m *model) ordinary(t int, row []float64, p float64, without int) (mean, lo, hi float64) {
	mean, variance := m.forecast(m.leaveOut(row, without))
	z := m.widened(p)
	if m.kind == counts {
		lo, hi = countRange(mean, variance, tail(z))
	} else {
		lo, hi = amountRange(mean, variance, z)
	}
	return mean, lo, hi
}

// forecast is what is expected of a day with the row, and the variance of its
// number: of the days around their mean, and of that itself.
func (m *model) forecast(row []float64) (mean, variance float64) {
	mean = math.Exp(min(max(dot(row, m.beta), -12), highest))
	return mean, m.dispersion*m.kind.variance(mean) + mean*mean*dot(row, m.covariance.times(row))
}

// widened is the quantile of a probability, widened for the dispersion's own
// uncertainty.
func (m *model) widened(p float64) float64 {
	return studentised(normalQuantile(p), float64(max(m.free(), 5)))
}

// leaveOut is the row without a step.
func (m *model) leaveOut(row []float64, without int) []float64 {
	if without < 0 {
		return row
	}
	row = slices.Clone(row)
	row[len(row)-len(m.steps)+without] = 0
	return row
}

// expectMean is the range of the mean of some days, without a step (or -1).
func (m *model) expectMean(days []int, without int, p float64) (mean, lo, hi float64) {
	var sum, variance, n float64
	gradient := make([]float64, len(m.prior))
	for _, t := range days {
		row := m.leaveOut(m.rows[t], without)
		mean := math.Exp(min(max(dot(row, m.beta), -12), highest))
		sum += mean
		variance += m.dispersion * m.kind.variance(mean)
		for i, x := range row {
			gradient[i] += mean * x
		}
		n++
	}
	if n == 0 {
		return 0, 0, 0
	}
	variance = (variance*m.echo + dot(gradient, m.covariance.times(gradient))) / (n * n)
	lo, hi = amountRange(sum/n, variance, m.widened(p))
	return sum / n, lo, hi
}
