// Package insights says what changed and why: for every watched metric a range
// in which each day was to be expected, the days that lie beyond it (spikes and
// drops), changes that last (shifts), and the one value of one dimension that
// stands behind most of the deviation. No questions of people are answered
// here: the numbers themselves are those of package trend.
//
// The expectation of a day is a log-linear model of trend and weekday, fitted
// by quasi-likelihood so that the variance grows with the mean and is at least
// that of a Poisson count (McCullagh & Nelder 1989, ch. 9), and robustly, so
// that earlier anomalies do not bend it: residuals are bounded as in Huber's
// M-estimators, for generalised linear models as in Cantoni & Ronchetti (JASA
// 2001), with Anscombe residuals and prediction by quantiles of the negative
// binomial as in the outbreak detection of Farrington et al. (JRSS A 1996) and
// Noufaily et al. (Statistics in Medicine 2013). The dispersion is Huber's
// Proposal 2.
//
// A lasting change is a step that a robust score test finds at any day (Page's
// CUSUM 1954 and Andrews' sup test 1993 look at the same sums; bounded
// residuals keep a single wild day from being taken for one), that most of the
// following days bear out, and that lasts for at least seven days.
//
// All days and metrics of a question are one family: in a business in which
// nothing happens, a question about a month raises any alarm at all with a
// probability of at most FalseAlarms (Bonferroni, with what days of small numbers
// cannot spend given to the others, after Tarone, Biometrics 1990). The ranges
// shown are those.
//
// Drivers are found as in Adtributor (Bhagwan et al., NSDI 2014): of all values
// of all dimensions the one that explains most of the deviation beyond what its
// usual share explains, if there is one that explains most of it while the rest,
// as far as is known, hardly moved.
package insights
