package attribution

import (
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// way is a path as the reference sees it: touches as JSON.
type way struct {
	customer  journey.Customer
	touches   []string
	times     []int64
	direct    []bool
	converted bool
	at        int64
	value     float64
	last      [2]int // by milestone: place of the last touch at or before it, −1 for none
}

func shownValue(v event.Value) string {
	raw, err := json.Marshal(v.JSON())
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func passes(s query.Selector, e querytest.Touch) bool {
	return (s.Event == e.Name || s.Event == query.AnyEvent) && e.Passes(s.Where)
}

// touchOf is what an event is a touch of; previous is the one before it, as
// the analysis sees them.
func (d Definition) touchOf(e querytest.Touch, previous *querytest.Touch) (touch string, direct, ok bool) {
	switch d.Touch {
	case "channel", "", "source":
		if previous != nil && previous.Session == e.Session {
			return "", false, false
		}
		channel := e.Value("channel")
		if d.Touch != "source" {
			return shownValue(channel), channel.Text == "Direct", true
		}
		source := event.Value{}
		if e.Began.Facts.Source != "" {
			source = event.TextValue(e.Began.Facts.Source)
		}
		return shownValue(source), channel.Text == "Direct", true
	}
	v := e.Value(d.Touch)
	return shownValue(v), v.Text == "direct", v.Exists()
}

// ways are all paths, straight from the contract.
func (d Definition) ways(w *querytest.World) (all []way) {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	s, err := d.read()
	if err != nil {
		panic(err)
	}
	for customer, js := range w.Journeys() {
		if customer == journey.Nobody {
			continue
		}
		seen := querytest.See(js, math.MinInt64, math.MaxInt64, d.Where)
		converted := false
		collect := func(upTo int, from, to int64) (one way, places []int) {
			one.customer = customer
			for i := range upTo + 1 {
				var previous *querytest.Touch
				if i > 0 {
					previous = &seen[i-1]
				}
				touch, direct, ok := d.touchOf(seen[i], previous)
				if !ok || seen[i].Time < from || seen[i].Time >= to {
					continue
				}
				one.touches, one.direct, one.times = append(one.touches, touch), append(one.direct, direct), append(one.times, seen[i].Time)
				places = append(places, i)
			}
			return one, places
		}
		for i, e := range seen {
			if e.Time < rng.From || e.Time >= rng.To || !passes(d.Conversion, e) {
				continue
			}
			converted = true
			one, places := collect(i, e.Time-s.lookback, math.MaxInt64)
			one.converted, one.at = true, e.Time
			if v, ok := e.Value("value").Float(); ok {
				one.value = v
			}
			one.last = [2]int{-1, -1}
			for k, m := range d.Milestones {
				happened := -1
				for at := range i + 1 {
					if passes(m, seen[at]) {
						happened = at
					}
				}
				for n, place := range places {
					if place <= happened {
						one.last[k] = n
					}
				}
			}
			all = append(all, one)
		}
		if one, _ := collect(len(seen)-1, rng.From, rng.To); !converted && len(one.touches) > 0 {
			all = append(all, one)
		}
	}
	return all
}

// sharesOf deals one conversion out the slow way.
func (one way) sharesOf(m model, halfLife int64) map[string]float64 {
	shares := map[string]float64{}
	n := len(one.touches)
	if n == 0 {
		return map[string]float64{"null": 1}
	}
	firstTouch, lastTouch := one.touches[0], one.touches[n-1]
	switch m {
	case first:
		shares[firstTouch] = 1
	case last:
		shares[lastTouch] = 1
	case lastNonDirect:
		at := n - 1
		for i, direct := range one.direct {
			if !direct {
				at = i
			}
		}
		shares[one.touches[at]] = 1
	case linear:
		for _, t := range one.touches {
			shares[t] += 1 / float64(n)
		}
	case timeDecay:
		total := 0.0
		for _, at := range one.times {
			total += math.Pow(0.5, float64(one.at-at)/float64(halfLife))
		}
		for i, t := range one.touches {
			shares[t] += math.Pow(0.5, float64(one.at-one.times[i])/float64(halfLife)) / total
		}
	case position:
		ends, middle := 0.4, 0.2
		if n <= 2 {
			ends, middle = 0.5, 0
		}
		shares[firstTouch] += ends
		shares[lastTouch] += ends
		for _, t := range one.touches[1:max(1, n-1)] {
			shares[t] += middle / float64(n-2)
		}
	case wShaped:
		shares[firstTouch] += 0.3
		shares[lastTouch] += 0.1
		for _, at := range one.last {
			if at < 0 {
				shares[firstTouch] += 0.15
				shares[lastTouch] += 0.15
			} else {
				shares[one.touches[at]] += 0.3
			}
		}
	}
	return shares
}

// slowShapley averages what each touch adds over all orders in which touches
// could come, from v(S) as the contract defines it.
func slowShapley(all []way) map[string]float64 {
	touches := differentTouches(all)
	n := len(touches)
	worth := make([]float64, 1<<n)
	for set := range worth {
		for _, one := range all {
			inside := one.converted
			for _, t := range one.touches {
				inside = inside && set>>slices.Index(touches, t)&1 != 0
			}
			if inside {
				worth[set]++
			}
		}
	}
	factorial := func(k int) float64 { return math.Gamma(float64(k) + 1) }
	values := map[string]float64{}
	for i, t := range touches {
		for set := range worth {
			if set>>i&1 != 0 {
				continue
			}
			size := 0
			for j := range n {
				size += set >> j & 1
			}
			values[t] += factorial(size) * factorial(n-size-1) / factorial(n) * (worth[set|1<<i] - worth[set])
		}
	}
	return values
}

func differentTouches(all []way) (touches []string) {
	for _, one := range all {
		touches = append(touches, one.touches...)
	}
	slices.Sort(touches)
	return slices.Compact(touches)
}

// slowEffects solves the chain of the ways by elimination; a touch is removed
// by sending those who come to it to null.
func slowEffects(all []way, order int) map[string]float64 {
	without := func(removed string) float64 {
		var states []string
		number := func(s string) int {
			if i := slices.Index(states, s); i >= 0 {
				return i
			}
			states = append(states, s)
			return len(states) - 1
		}
		number("[]")
		counts := map[[2]int]float64{} // −1 conversion, −2 null
		for _, one := range all {
			if len(one.touches) == 0 {
				continue
			}
			at := "[]"
			for i, t := range one.touches {
				raw, _ := json.Marshal(one.touches[max(0, i+1-order) : i+1])
				to := number(string(raw))
				if t == removed {
					to = -2
				}
				counts[[2]int{number(at), to}]++
				at = string(raw)
			}
			switch {
			case one.converted:
				counts[[2]int{number(at), -1}]++
			default:
				counts[[2]int{number(at), -2}]++
			}
		}
		return eliminate(len(states), counts)
	}
	effects := map[string]float64{}
	whole := without("nobody")
	for _, t := range differentTouches(all) {
		if whole > 0 {
			effects[t] = 1 - without(t)/whole
		} else {
			effects[t] = 0
		}
	}
	return effects
}

// eliminate is the chance to come from state 0 to −1, by Gauss.
func eliminate(n int, counts map[[2]int]float64) float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n+1)
		m[i][i] = 1
	}
	totals := make([]float64, n)
	for e, times := range counts {
		totals[e[0]] += times
	}
	for e, times := range counts {
		switch {
		case e[1] >= 0:
			m[e[0]][e[1]] -= times / totals[e[0]]
		case e[1] == -1:
			m[e[0]][n] += times / totals[e[0]]
		}
	}
	for i := range n {
		pivot := i
		for r := i; r < n; r++ {
			if math.Abs(m[r][i]) > math.Abs(m[pivot][i]) {
				pivot = r
			}
		}
		m[i], m[pivot] = m[pivot], m[i]
		for r := range n {
			if r == i || m[r][i] == 0 {
				continue
			}
			times := m[r][i] / m[i][i]
			for c := i; c <= n; c++ {
				m[r][c] -= times * m[i][c]
			}
		}
	}
	return m[0][n] / m[0][0]
}

// slowLines are a model's conversions and values by touch.
func (d Definition) slowLines(m model, all []way) map[string][2]float64 {
	s, err := d.read()
	if err != nil {
		panic(err)
	}
	lines := map[string][2]float64{}
	for _, t := range differentTouches(all) {
		lines[t] = [2]float64{}
	}
	total, worth, untouched := 0.0, 0.0, 0.0
	for _, one := range all {
		if !one.converted {
			continue
		}
		total++
		worth += one.value
		if len(one.touches) == 0 {
			untouched++
		}
		if m == markov || m == shapley {
			continue
		}
		for t, share := range one.sharesOf(m, s.halfLife) {
			lines[t] = [2]float64{lines[t][0] + share, lines[t][1] + share*one.value}
		}
	}
	shares := map[string]float64{}
	switch m {
	case markov:
		sum := 0.0
		for t, effect := range slowEffects(all, s.order) {
			shares[t] = effect
			sum += effect
		}
		for t := range shares {
			shares[t] *= (total - untouched) / cmp.Or(sum, 1)
		}
	case shapley:
		shares = slowShapley(all)
	default:
		return lines
	}
	if untouched > 0 {
		shares["null"] += untouched
	}
	for t, n := range shares {
		lines[t] = [2]float64{n, worth * n / max(total, 1)}
	}
	return lines
}
