package insights

import "math"

// normalQuantile is the value that a standard normal lies above with
// probability p.
func normalQuantile(p float64) float64 { return math.Sqrt2 * math.Erfinv(1-2*p) }

// tail is the probability that a standard normal lies above z.
func tail(z float64) float64 { return 0.5 * math.Erfc(z/math.Sqrt2) }

// studentised widens a normal quantile by what the estimated dispersion adds:
// the first terms of the expansion of Student's t (Fisher & Cornish 1960).
func studentised(z, degrees float64) float64 {
	z3 := z * z * z
	return z + (z3+z)/(4*degrees) + (5*z3*z*z+16*z3+3*z)/(96*degrees*degrees)
}

// few is the mean from which on a count's distribution is taken for a smooth
// one.
const few = 2000

// countRange is the least range [lo, hi] of a count such that it lies below lo
// and above hi with probability p each: the quantiles of the Poisson, or where
// the variance is larger of the negative binomial of that mean and variance.
func countRange(mean, variance, p float64) (lo, hi float64) {
	if mean >= few {
		lo, hi = amountRange(mean, variance, normalQuantile(p))
		return math.Ceil(lo), math.Floor(hi)
	}
	if mean < 1e-9 {
		return 0, 0
	}
	below := 0.0
	lo = -1
	each(mean, variance, func(k, mass float64) bool {
		if lo < 0 && below+mass > p {
			lo = k
		}
		below += mass
		hi = k
		return 1-below > p && k < 50*few
	})
	return max(lo, 0), hi
}

// countBeyond is the probability that such a count lies outside [lo, hi].
func countBeyond(mean, variance, lo, hi float64) float64 {
	within := 0.0
	each(mean, variance, func(k, mass float64) bool {
		if k >= lo {
			within += mass
		}
		return k < hi
	})
	return max(1-within, 0)
}

// each goes through the probabilities of 0, 1, 2 … things of a Poisson, or where
// the variance is larger of a negative binomial, which follow from one another.
func each(mean, variance float64, fn func(k, mass float64) bool) {
	var logP, size float64
	excess := variance/mean - 1
	if excess > 1e-6 {
		size = mean / excess
		logP = -size * math.Log1p(excess)
	} else {
		excess = 0
		logP = -mean
	}
	for k := 0.0; fn(k, math.Exp(logP)); k++ {
		if excess > 0 {
			logP += math.Log((size + k) / (k + 1) * excess / (1 + excess))
		} else {
			logP += math.Log(mean / (k + 1))
		}
	}
}

// amountRange is the range of an amount: the quantiles of the gamma
// distribution of that mean and variance (Wilson & Hilferty 1931).
func amountRange(mean, variance, z float64) (lo, hi float64) {
	if mean <= 0 || variance <= 0 {
		return max(mean, 0), max(mean, 0)
	}
	shape := mean * mean / variance
	at := func(z float64) float64 {
		root := max(1-1/(9*shape)+z/(3*math.Sqrt(shape)), 0)
		return mean * root * root * root
	}
	return at(-z), at(z)
}
