package query

import "math"

// Where fewer than so many are expected on one side, the tail of the normal
// distribution is too thin, and what it makes interesting is computed exactly.
const (
	mostForExact = 60
	worthExact   = 0.01
)

// TwoShares is the probability of a difference between two shares at least as
// great as the one seen, if there is none: the score test of two proportions
// with the variance of the hypergeometric distribution, and Fisher's test,
// doubled, where things are few. No whole may be 0.
func TwoShares(partA, wholeA, partB, wholeB int64) float64 {
	a, b := float64(wholeA), float64(wholeB)
	all, got := a+b, float64(partA+partB)
	if got == 0 || got == all {
		return 1
	}
	expected := a * got / all
	z := (float64(partA) - expected) / math.Sqrt(a*b*got*(all-got)/(all*all*(all-1)))
	p := math.Erfc(math.Abs(z) / math.Sqrt2)
	few := min(expected, a-expected, got-expected, b-got+expected)
	if few < mostForExact && p < worthExact {
		return fisher(partA, wholeA, partB, wholeB)
	}
	return p
}

// fisher is Fisher's exact test with the tail doubled. The tail is summed up
// from its thick end until what is left does not count.
func fisher(partA, wholeA, partB, wholeB int64) float64 {
	got := partA + partB
	low, high := max(0, got-wholeB), min(wholeA, got)
	of := func(k int64) float64 {
		return math.Exp(LogChoose(wholeA, k) + LogChoose(wholeB, got-k) - LogChoose(wholeA+wholeB, got))
	}
	step := int64(1)
	if float64(partA) < float64(wholeA)*float64(got)/float64(wholeA+wholeB) {
		step = -1
	}
	tail := 0.0
	for k := partA; k >= low && k <= high; k += step {
		p := of(k)
		tail += p
		if p < tail*1e-12 {
			break
		}
	}
	return min(1, 2*tail)
}

// LogChoose is the logarithm of a binomial coefficient.
func LogChoose(n, k int64) float64 {
	gamma := func(n int64) float64 { v, _ := math.Lgamma(float64(n) + 1); return v }
	return gamma(n) - gamma(k) - gamma(n-k)
}

// Moments are how many numbers there were, their mean and their spread, in
// the room of three numbers (Welford 1962; merged as Chan, Golub and LeVeque
// 1979 say).
type Moments struct {
	N    int64
	Mean float64
	sum2 float64 // of squared distances from the mean
}

// Add takes one number.
func (m *Moments) Add(v float64) {
	m.N++
	d := v - m.Mean
	m.Mean += d / float64(m.N)
	m.sum2 += d * (v - m.Mean)
}

// AddTimes takes the same number several times.
func (m *Moments) AddTimes(v float64, times int64) { m.Merge(Moments{N: times, Mean: v}) }

// Merge takes what another one has.
func (m *Moments) Merge(other Moments) {
	if other.N == 0 {
		return
	}
	n := float64(m.N + other.N)
	d := other.Mean - m.Mean
	m.sum2 += other.sum2 + d*d*float64(m.N)*float64(other.N)/n
	m.Mean += d * float64(other.N) / n
	m.N += other.N
}

// Variance is the sample's; 0 for fewer than two numbers.
func (m *Moments) Variance() float64 {
	if m.N < 2 {
		return 0
	}
	return m.sum2 / float64(m.N-1)
}

// Welch compares two means whose spreads may differ (Welch 1947, Biometrika
// 34): the probability of such a difference if there is none, and the interval
// of a − b. ok is false where there is no spread to measure by.
func Welch(a, b Moments) (p float64, interval Interval, ok bool) {
	ofA, ofB := a.Variance()/float64(a.N), b.Variance()/float64(b.N)
	if a.N < 2 || b.N < 2 || ofA+ofB == 0 {
		return 1, Interval{}, false
	}
	degrees := (ofA + ofB) * (ofA + ofB) / (ofA*ofA/float64(a.N-1) + ofB*ofB/float64(b.N-1))
	d, e := a.Mean-b.Mean, math.Sqrt(ofA+ofB)
	half := student95(degrees) * e
	return student(math.Abs(d)/e, degrees), Interval{Low: d - half, High: d + half}, true
}

// student is the probability that a number of Student's distribution lies at
// least as far from 0 as t, on either side: I(ν/(ν+t²); ν/2, 1/2).
func student(t, degrees float64) float64 {
	return incompleteBeta(degrees/(degrees+t*t), degrees/2, 0.5)
}

// student95 is the quantile that leaves 2.5 % above, by halving.
func student95(degrees float64) float64 {
	low, high := Z95, 1000.0
	for range 60 {
		middle := (low + high) / 2
		if student(middle, degrees) > 0.05 {
			low = middle
		} else {
			high = middle
		}
	}
	return (low + high) / 2
}

// incompleteBeta is the regularised incomplete beta function, by its continued
// fraction with Lentz's method (Press et al., Numerical Recipes, 6.4).
func incompleteBeta(x, a, b float64) float64 {
	if x <= 0 {
		return 0
	}
	if x >= 1 {
		return 1
	}
	if x > (a+1)/(a+b+2) {
		return 1 - incompleteBeta(1-x, b, a)
	}
	const tiny, enough = 1e-300, 1e-15
	c, d := 1.0, 1/notZero(1-(a+b)*x/(a+1), tiny)
	f := d
	for m := 1.0; m < 10_000; m++ {
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / notZero(1+even*d, tiny)
		c = notZero(1+even/c, tiny)
		f *= c * d
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / notZero(1+odd*d, tiny)
		c = notZero(1+odd/c, tiny)
		f *= c * d
		if math.Abs(c*d-1) < enough {
			break
		}
	}
	gamma := func(v float64) float64 { g, _ := math.Lgamma(v); return g }
	return f / a * math.Exp(gamma(a+b)-gamma(a)-gamma(b)+a*math.Log(x)+b*math.Log1p(-x))
}

func notZero(v, tiny float64) float64 {
	if math.Abs(v) < tiny {
		return tiny
	}
	return v
}

// Effect is how great a difference is beside the spread among customers, on one
// scale for shares and means, so that they can be ranked together: 0.2 is
// small, 0.5 medium and 0.8 large (Cohen 1988).
type Effect struct {
	Size     float64
	Interval Interval
}

// Strength is how great the effect is at least, whatever its direction: 0 where
// its interval holds 0.
func (e Effect) Strength() float64 { return max(0, e.Interval.Low, -e.Interval.High) }

func newEffect(size, deviation float64) Effect {
	return Effect{size, Interval{Low: size - Z95*deviation, High: size + Z95*deviation}}
}

// EffectOfShares is Cohen's h, the difference of the shares' arcsines, whose
// deviation does not depend on the shares. No whole may be 0.
func EffectOfShares(partA, wholeA, partB, wholeB int64) Effect {
	a, b := float64(wholeA), float64(wholeB)
	angle := func(part, whole float64) float64 { return 2 * math.Asin(math.Sqrt(part/whole)) }
	return newEffect(angle(float64(partA), a)-angle(float64(partB), b), math.Sqrt(1/a+1/b))
}

// EffectOfMeans is the difference of the means in units of the mean spread of
// the two groups, which may differ, with its deviation (Bonett 2008,
// Psychological Methods 13). There must be a spread.
func EffectOfMeans(a, b Moments) Effect {
	ofA, ofB := a.Variance(), b.Variance()
	s2 := (ofA + ofB) / 2
	d := (a.Mean - b.Mean) / math.Sqrt(s2)
	fewerA, fewerB := float64(a.N-1), float64(b.N-1)
	return newEffect(d, math.Sqrt(d*d*(ofA*ofA/fewerA+ofB*ofB/fewerB)/(8*s2*s2)+ofA/(s2*fewerA)+ofB/(s2*fewerB)))
}
