// Package insightstest draws daily numbers whose truth is known, for the tests
// of insights and for the benchmark of its rates. What is found in them does not
// live here.
package insightstest

import (
	"math"
	"math/rand/v2"
)

// Count draws a count of this mean: Poisson, or where the dispersion (variance by
// mean) is above 1 a Poisson of a gamma, which is a negative binomial.
func Count(dice *rand.Rand, mean, dispersion float64) float64 {
	if dispersion > 1 && mean > 0 {
		mean = gamma(dice, mean/(dispersion-1)) * (dispersion - 1)
	}
	n := 0.0
	for ; mean > 500; mean -= 500 { // in parts, whose exponentials are not zero
		n += Poisson(dice, 500)
	}
	return n + Poisson(dice, mean)
}

// Amount draws an amount of this mean, of a gamma distribution.
func Amount(dice *rand.Rand, mean, dispersion float64) float64 {
	return gamma(dice, mean/dispersion) * dispersion
}

// Poisson draws a count by Knuth's method, whose time grows with the mean; a mean
// beyond 700 is too large for it.
func Poisson(dice *rand.Rand, mean float64) float64 {
	n, product, limit := 0.0, dice.Float64(), math.Exp(-mean)
	for product > limit {
		n++
		product *= dice.Float64()
	}
	return n
}

// gamma is Marsaglia and Tsang's method (2000).
func gamma(dice *rand.Rand, shape float64) float64 {
	if shape < 1 {
		return gamma(dice, shape+1) * math.Pow(dice.Float64(), 1/shape)
	}
	d := shape - 1.0/3
	for {
		x := dice.NormFloat64()
		v := math.Pow(1+x/math.Sqrt(9*d), 3)
		if v > 0 && math.Log(1-dice.Float64()) < x*x/2+d-d*v+d*math.Log(v) {
			return d * v
		}
	}
}
