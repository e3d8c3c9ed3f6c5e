package friction

import (
	"math"

	"wend/internal/understand/query"
)

// sight is how often a trace was there, in a segment and elsewhere.
type sight struct {
	kind               traces
	in, inAll          int64
	elsewhere, outside int64
	p                  float64
}

func (s *sight) rate() float64          { return float64(s.in) / float64(s.inAll) }
func (s *sight) rateElsewhere() float64 { return float64(s.elsewhere) / float64(s.outside) }

// ratio is how many times as often, with its interval (Katz et al. 1978; half
// an event is added to each count, so that a trace that is nowhere else has
// one).
func (s *sight) ratio() (float64, query.Interval) {
	a, n, b, m := float64(s.in)+0.5, float64(s.inAll)+0.5, float64(s.elsewhere)+0.5, float64(s.outside)+0.5
	ratio := (a / n) / (b / m)
	e := z95 * math.Sqrt(max(0, 1/a-1/n+1/b-1/m))
	return ratio, query.Interval{Low: ratio * math.Exp(-e), High: ratio * math.Exp(e)}
}

// traceKinds are looked at in this order; hard ones are obstacles by themselves.
var traceKinds = []struct {
	kind traces
	name string
	hard bool
}{
	{scriptError, "script_error", true}, {rageClick, "rage_click", true}, {deadClick, "dead_click", true},
	{formLeft, "form_abandoned", true}, {fieldLeft, "field_abandoned", true},
	{slowPages, "slow_page", true}, {slowAnswers, "slow_response", true},
	{backSteps, "back_steps", false}, {repeats, "repeats", false}, {asked, "support_contacted", false},
}

// Evidence must be beyond chance, among ten kinds.
const evidenceLevel = 0.01 / 10

// fewestSeen is how many visits must show a trace.
const fewestSeen = 5

// sights finds the traces that are more frequent in a segment's visits than in
// those of others.
func sights(f *finding, a *attempts) []sight {
	counts := make([]sight, len(traceKinds))
	for i, seen := range a.traces {
		if !f.known[i] {
			continue
		}
		in := f.holds(a, i)
		for k := range counts {
			kind := traceKinds[k].kind
			if kind&(slowPages|slowAnswers) != 0 && seen&measured == 0 {
				continue
			}
			shows := int64(0)
			if seen&kind != 0 {
				shows = 1
			}
			if in {
				counts[k].inAll++
				counts[k].in += shows
			} else {
				counts[k].outside++
				counts[k].elsewhere += shows
			}
		}
	}
	var found []sight
	for k, s := range counts {
		s.kind = traceKinds[k].kind
		if s.in < fewestSeen || s.inAll == 0 || s.outside == 0 || s.rate() <= s.rateElsewhere() {
			continue
		}
		if s.p = proportions(s.in, s.inAll, s.elsewhere, s.outside); s.p < evidenceLevel {
			found = append(found, s)
		}
	}
	return found
}

// proportions is the probability of so large a difference of two shares by
// chance, two-sided, by the score test with Yates' correction.
func proportions(a, n, b, m int64) float64 {
	x, y := float64(a), float64(b)
	all, got := float64(n+m), x+y
	variance := float64(n) * float64(m) * got * (all - got) / (all * all * (all - 1))
	if variance == 0 {
		return 1
	}
	return math.Erfc(max(0, math.Abs(x-float64(n)*got/all)-0.5) / math.Sqrt(2*variance))
}

// traced tells whether a segment's visits show an obstacle.
func (s *searching) traced(f *finding) bool {
	for _, seen := range sights(f, &s.attempts[f.step]) {
		for _, kind := range traceKinds {
			if kind.kind == seen.kind && kind.hard {
				return true
			}
		}
	}
	return false
}
