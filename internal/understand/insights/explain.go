package insights

import (
	"math"
	"slices"

	"wend/internal/understand/query"
)

// candidate is a value that may be the driver.
type candidate struct {
	dimension int
	code      uint32
	evidence  float64
	explains  float64
	actual    float64
	expected  float64
}

// driver picks the value that says most, if one stands out.
func (f *causes) driver(d *driven, splits []split) *Driver {
	from, to := d.deviation()
	days := float64(to - from)
	var best []candidate
	for dimension := range splits {
		c, ok := clearest(&splits[dimension], d, days)
		text := f.paths[dimension].String()
		if !ok || text == "page" && f.measures[d.series] != "" && f.measures[d.series] != "count" {
			continue // the page of a visit is where it began: landing_page
		}
		c.dimension = dimension
		best = append(best, c)
	}
	most, origin := 0.0, 0.0
	for _, c := range best {
		most = max(most, c.evidence)
		if c.dimension < origins {
			origin = max(origin, c.evidence)
		}
	}
	if origin >= originEnough*most {
		most = origin
		best = slices.DeleteFunc(best, func(c candidate) bool { return c.dimension >= origins })
	}
	telling := slices.IndexFunc(best, func(c candidate) bool { return c.evidence >= saysTheSame*most && !f.vague(c) })
	if telling < 0 {
		telling = slices.IndexFunc(best, func(c candidate) bool { return c.evidence >= saysTheSame*most })
	}
	if telling >= 0 {
		c := best[telling]
		out := &Driver{
			Property: f.paths[c.dimension].String(), Value: f.columns[c.dimension].Value(c.code).JSON(),
			Explains: math.Round(min(c.explains, 1)*100) / 100, Actual: tidy(c.actual / days), Expected: tidy(c.expected / days),
		}
		out.say(d.finding)
		return out
	}
	return nil
}

// vague tells whether a value is a channel that only says "from elsewhere": the
// place itself says more.
func (f *causes) vague(c candidate) bool {
	if f.paths[c.dimension].String() != "channel" {
		return false
	}
	switch f.columns[c.dimension].Value(c.code).JSON() {
	case "Referral", "Organic Social", "Organic Video", "Unassigned":
		return true
	}
	return false
}

// clearest is the value of one dimension whose share of the whole moved most
// clearly and explains most of the deviation, while the rest, as far as is known,
// hardly moved: that a value has most of what is missing says nothing where it
// has most of everything. The evidence is the deviance of its share, as
// Adtributor's surprise is one.
func clearest(s *split, d *driven, days float64) (best candidate, ok bool) {
	var whole, usual float64
	s.then.each(func(_ uint32, n float64) { whole += n })
	s.usual.each(func(_ uint32, n float64) { usual += n })
	if usual <= 0 || whole < 0 {
		return best, false
	}
	mean := d.mean * days
	deviation := whole - mean
	consider := func(code uint32) {
		if code == query.Missing {
			return
		}
		then := s.then.of(code)
		share := (s.usual.of(code) + 0.5) / (usual + 1)
		expected := mean * share
		explains := (then - expected) / deviation
		if explains < explainsOne || explains > 2 {
			return
		}
		doubt := math.Copysign(restDoubt*math.Sqrt(d.model.parted()*max(whole-then, 1)), deviation)
		rest := factor(whole-then+doubt, mean-expected, deviation) / factor(then, expected, deviation)
		evidence := deviance(then, whole, share) / d.model.parted() / (1 + whole/usual)
		least := standsOut
		if share > 0.5 {
			least = mostStands
		}
		if rest > restMoves || evidence < least*least || evidence <= best.evidence {
			return
		}
		best, ok = candidate{code: code, evidence: evidence, explains: explains, actual: then, expected: expected}, true
	}
	s.then.each(func(code uint32, _ float64) { consider(code) })
	s.usual.each(func(code uint32, _ float64) {
		if s.then.of(code) == 0 {
			consider(code)
		}
	})
	return best, ok
}

// parted is the dispersion of a part of a day's number beside the whole. Of the
// days' own a part is common to all values and leaves shares alone: its root
// remains.
func (m *model) parted() float64 { return math.Sqrt(m.dispersion) }

// alike tells whether a change hit everybody the same: values that had shown it,
// had they stayed as usual, went along, in all dimensions, of which one at least
// says where people came from.
func (f *causes) alike(d *driven, splits []split) bool {
	from, to := d.deviation()
	came := false
	for i := range splits {
		shows, along := splits[i].along(d.mean*float64(to-from), d.model.parted())
		if !along {
			return false
		}
		came = came || shows && i < origins
	}
	return came
}

// along tells whether a dimension's values went along with the whole, as far as
// is known, and whether they show it: two of them at least could not have stayed
// as usual unseen, and nor could all others together beside one that is most.
func (s *split) along(mean, dispersion float64) (shows, along bool) {
	var whole, usual float64
	s.then.each(func(_ uint32, n float64) { whole += n })
	s.usual.each(func(_ uint32, n float64) { usual += n })
	if usual <= 0 {
		return false, true
	}
	along = true
	values, most, top := 0, 0.0, uint32(0)
	s.usual.each(func(code uint32, n float64) {
		if n > most {
			most, top = n, code
		}
		stayed, went, then := mean*n/usual, whole*n/usual, s.then.of(code)
		deviation := math.Sqrt(dispersion * max(went, 1))
		if code == query.Missing || math.Abs(stayed-went) < standsOut*deviation {
			return
		}
		values++
		if math.Abs(then-went) > standsOut*deviation || math.Abs(then-went) > math.Abs(then-stayed) {
			along = false
		}
	})
	rest := usual - most
	stayed, went, then := mean*rest/usual, whole*rest/usual, whole-s.then.of(top)
	if math.Abs(then-went) > mostStands*math.Sqrt(dispersion*max(went, 1)) {
		return false, false
	}
	doubtful := then + math.Copysign(2*math.Sqrt(dispersion*max(then, 1)), stayed-went)
	return values >= 2 && top != query.Missing && (most <= usual/2 || math.Abs(doubtful-went) < math.Abs(doubtful-stayed)), along
}

// factor is by how much something rose or fell, in the direction of the
// deviation: 1 where it doubled or halved, so that what vanished stands out from
// what halved as what grew manifold does.
func factor(actual, expected, deviation float64) float64 {
	actual, expected = max(actual, 0)+0.5, max(expected, 0)+0.5
	if deviation < 0 {
		return max(expected/actual-1, 0)
	}
	return max(actual/expected-1, 0)
}

// deviance is twice the log-likelihood ratio of a part of a whole against the
// share that it usually is.
func deviance(part, whole, share float64) float64 {
	term := func(n, expected float64) float64 {
		if n <= 0 {
			return 0
		}
		return n * math.Log(n/max(expected, 1e-9))
	}
	return 2 * (term(part, whole*share) + term(whole-part, whole*(1-share)))
}

// tidy keeps a number from looking more exact than it is.
func tidy(v float64) float64 { return math.Round(v*10) / 10 }
