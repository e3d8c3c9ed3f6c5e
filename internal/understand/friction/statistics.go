package friction

import (
	"math"

	"wend/internal/understand/query"
)

// z95 leaves 2.5 % of a normal distribution above.
const z95 = 1.959963984540054

// stratum is how many attempts of people alike there were, and how many of
// them got on: in a segment, and elsewhere.
type stratum struct{ in, inReached, out, outReached int64 }

// comparison is a segment's rate against that of people alike elsewhere.
type comparison struct {
	attempts, reached int64
	others            int64 // attempts elsewhere that were comparable
	rate, elsewhere   float64
	errorOf           struct{ rate, elsewhere float64 } // standard errors
	z, p              float64
}

// support is what a comparison must rest on.
type support struct {
	attempts int64   // in the segment and elsewhere
	expected float64 // who get on, and who do not, if there were no difference
}

var (
	// toReport is asked of everything that is tested.
	toReport = support{attempts: 30, expected: 3}
	// toRefine is asked of what tells two explanations of one difference apart.
	toRefine = support{attempts: 10, expected: 2}
)

// compare holds a segment against the rest, stratum by stratum; ok is false
// where that rests on too little.
//
// The test is that of Mantel and Haenszel (1959, J. Natl. Cancer Inst. 22),
// which for one stratum is the score test of two proportions with the variance
// of the hypergeometric distribution. The rate elsewhere is standardised
// directly: what the others' rates come to in the segment's mix of strata
// (Rothman, Modern Epidemiology).
func compare(strata []stratum, least support) (c comparison, ok bool) {
	var excess, variance, expected float64
	var comparable int64
	for _, s := range strata {
		c.attempts += s.in
		c.reached += s.inReached
		if s.in == 0 || s.out == 0 {
			continue
		}
		comparable += s.in
		c.others += s.out
		in, out := float64(s.in), float64(s.out)
		all, got := in+out, float64(s.inReached+s.outReached)
		expected += in * got / all
		excess += float64(s.inReached) - in*got/all
		variance += in * out * got * (all - got) / (all * all * (all - 1))
		c.elsewhere += in * float64(s.outReached) / out
		smooth := (float64(s.outReached) + 1) / (out + 2)
		c.errorOf.elsewhere += in * in * smooth * (1 - smooth) / out
	}
	if comparable < least.attempts || c.others < least.attempts || variance == 0 ||
		expected < least.expected || float64(comparable)-expected < least.expected {
		return c, false
	}
	n := float64(comparable)
	c.rate = float64(c.reached) / float64(c.attempts)
	c.elsewhere /= n
	c.errorOf.elsewhere = math.Sqrt(c.errorOf.elsewhere) / n
	smooth := (float64(c.reached) + 1) / (float64(c.attempts) + 2)
	c.errorOf.rate = math.Sqrt(smooth * (1 - smooth) / float64(c.attempts))
	c.z = excess / math.Sqrt(variance)
	c.p = math.Erfc(math.Abs(c.z) / math.Sqrt2)
	if few := min(expected, n-expected); few < mostForExact && c.p < worthExact && n < mostForExact*mostForExact {
		c.p = exact(strata, c.z < 0)
	}
	return c, true
}

// Where fewer than so many are expected on one side, the tail of the normal
// distribution is too thin, and what it makes interesting is computed exactly.
const (
	mostForExact = 60
	worthExact   = 0.01
)

// exact is the probability, doubled, that so few (or so many) of the segment
// get on if it makes no difference: the conditional test of Mantel and Haenszel,
// in one stratum that of Fisher. The number is a sum of hypergeometric ones.
func exact(strata []stratum, lower bool) float64 {
	sum := []float64{1}
	got := 0
	for _, s := range strata {
		if s.in == 0 || s.out == 0 {
			continue
		}
		got += int(s.inReached)
		successes := s.inReached + s.outReached
		next := make([]float64, len(sum)+int(s.in))
		for k := max(0, successes-s.out); k <= min(s.in, successes); k++ {
			p := math.Exp(query.LogChoose(s.in, k) + query.LogChoose(s.out, successes-k) - query.LogChoose(s.in+s.out, successes))
			if p < 1e-300 {
				continue
			}
			for i, q := range sum {
				next[i+int(k)] += p * q
			}
		}
		sum = next
	}
	tail := 0.0
	for i, p := range sum {
		if lower && i <= got || !lower && i >= got {
			tail += p
		}
	}
	return min(1, 2*tail)
}

// difference is how much lower the rate is than elsewhere, with its interval.
func (c *comparison) difference() (float64, query.Interval) {
	d, e := c.elsewhere-c.rate, z95*math.Hypot(c.errorOf.rate, c.errorOf.elsewhere)
	return d, query.Interval{Low: d - e, High: d + e}
}

// less is by what share the rate is lower than elsewhere, with the interval of
// the ratio on its logarithm (Katz et al. 1978, Biometrics 34).
func (c *comparison) less() (float64, query.Interval) {
	rate := max(c.rate, 0.5/float64(c.attempts+1))
	ratio := rate / c.elsewhere
	e := z95 * math.Hypot(c.errorOf.rate/rate, c.errorOf.elsewhere/c.elsewhere)
	return 1 - c.rate/c.elsewhere, query.Interval{Low: 1 - ratio*math.Exp(e), High: 1 - ratio*math.Exp(-e)}
}
