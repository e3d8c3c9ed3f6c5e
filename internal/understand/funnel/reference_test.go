package funnel

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// The reference says what the contract's section 4 says, attempt by attempt.

type touch = querytest.Touch

// fits is the reference's way to test a selector.
func fits(s query.Selector, e touch) bool {
	names := s.Events
	if s.Event != "" {
		names = []string{s.Event}
	}
	if len(names) > 0 && !slices.Contains(names, e.Name) && !slices.Contains(names, "*") {
		return false
	}
	return e.Passes(s.Where)
}

// attempt is the events that one attempt matched.
type attempt []touch

func (d Definition) within(first, e touch) bool {
	if d.Window == "" {
		return true
	}
	window, err := query.ParseDuration(d.Window)
	if err != nil {
		panic(err)
	}
	return e.Time <= first.Time+window.Milliseconds()
}

// orderedAttempt begins at an event of step 1.
func (d Definition) orderedAttempt(js []touch, begin int) attempt {
	a := attempt{js[begin]}
	for _, e := range js[begin+1:] {
		if len(a) == len(d.Steps) || !d.within(a[0], e) {
			break
		}
		for _, x := range d.Exclude {
			if len(a) >= x.Between[0] && len(a) < x.Between[1] && fits(x.Selector, e) {
				return a
			}
		}
		if fits(d.Steps[len(a)].Selector, e) {
			a = append(a, e)
		}
	}
	return a
}

// strictAttempt begins at an event of step 1; the next events must be the next steps'.
func (d Definition) strictAttempt(js []touch, begin int) attempt {
	a := attempt{js[begin]}
	for _, e := range js[begin+1:] {
		if len(a) == len(d.Steps) || !d.within(a[0], e) || !fits(d.Steps[len(a)].Selector, e) {
			break
		}
		a = append(a, e)
	}
	return a
}

// unorderedAttempt is the window that begins at an event of any step.
func (d Definition) unorderedAttempt(js []touch, begin int) attempt {
	var a attempt
	taken := make([]bool, len(d.Steps))
	for _, e := range js[begin:] {
		if !d.within(js[begin], e) {
			break
		}
		for k, step := range d.Steps {
			if !taken[k] && fits(step.Selector, e) {
				taken[k] = true
				a = append(a, e)
				break
			}
		}
	}
	return a
}

// deepest is the earliest attempt that reached the greatest depth.
func (d Definition) deepest(js []touch) attempt {
	var best attempt
	for begin := range js {
		var a attempt
		switch {
		case d.Order == unordered:
			if slices.ContainsFunc(d.Steps, func(s Step) bool { return fits(s.Selector, js[begin]) }) {
				a = d.unorderedAttempt(js, begin)
			}
		case !fits(d.Steps[0].Selector, js[begin]):
		case d.Order == strict:
			a = d.strictAttempt(js, begin)
		default:
			a = d.orderedAttempt(js, begin)
		}
		if len(a) > len(best) {
			best = a
		}
	}
	return best
}

// units are the sequences that are counted.
func (d Definition) units(w *querytest.World) [][]touch {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	var units [][]touch
	for c, js := range w.Journeys() {
		if c == journey.Nobody {
			continue
		}
		js = querytest.See(js, rng.From, rng.To, d.Where)
		if d.Unit != sessions {
			units = append(units, js)
			continue
		}
		units = append(units, querytest.Sessions(js)...)
	}
	return units
}

func (d Definition) slow(w *querytest.World) Answer {
	var all []attempt
	groups := map[event.Value][]attempt{}
	for _, unit := range d.units(w) {
		a := d.deepest(unit)
		if len(a) == 0 {
			continue
		}
		all = append(all, a)
		if d.Breakdown != nil {
			v := d.valueOf(a)
			groups[v] = append(groups[v], a)
		}
	}
	answer := Answer{Steps: d.slowSteps(all), Breakdown: []Group{}}
	values := make([]event.Value, 0, len(groups))
	for v := range groups {
		values = append(values, v)
	}
	slices.SortFunc(values, func(a, b event.Value) int {
		if a.Exists() != b.Exists() { // missing last
			if a.Exists() {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(len(groups[b]), len(groups[a])), query.CompareValues(a, b))
	})
	for _, v := range values {
		answer.Breakdown = append(answer.Breakdown, Group{Value: v.JSON(), Steps: d.slowSteps(groups[v])})
	}
	return answer
}

func (d Definition) valueOf(a attempt) event.Value {
	k := 1
	switch at := d.Breakdown.At; {
	case at == "last":
		k = len(a)
	case strings.HasPrefix(at, "step:"):
		k, _ = strconv.Atoi(at[len("step:"):])
	}
	if k > len(a) {
		return event.Value{}
	}
	return a[k-1].Value(d.Breakdown.Property)
}

func (d Definition) slowSteps(attempts []attempt) []StepAnswer {
	var steps []StepAnswer
	count := func(k int) (n float64) {
		for _, a := range attempts {
			if len(a) >= k {
				n++
			}
		}
		return n
	}
	for k := 1; k <= len(d.Steps); k++ {
		s := StepAnswer{Name: cmp.Or(d.Steps[k-1].Name, d.Steps[k-1].Title()), Count: int64(count(k))}
		if count(1) > 0 {
			s.Rate = count(k) / count(1)
		}
		switch {
		case k == 1 && count(1) > 0:
			s.StepRate = 1
		case k > 1 && count(k-1) > 0:
			s.StepRate = count(k) / count(k-1)
		}
		var took []float64
		for _, a := range attempts {
			if k > 1 && len(a) >= k {
				took = append(took, float64(a[k-1].Time-a[k-2].Time)/1000)
			}
		}
		s.MedianSeconds = querytest.Median(took)
		steps = append(steps, s)
	}
	return steps
}

// String shows an answer in a failure.
func (a Answer) String() string {
	var b strings.Builder
	line := func(steps []StepAnswer) {
		for _, s := range steps {
			fmt.Fprintf(&b, " %d", s.Count)
			if s.MedianSeconds != nil {
				fmt.Fprintf(&b, "(%gs)", *s.MedianSeconds)
			}
		}
		b.WriteByte('\n')
	}
	b.WriteString("steps:")
	line(a.Steps)
	for _, g := range a.Breakdown {
		fmt.Fprintf(&b, "%v:", g.Value)
		line(g.Steps)
	}
	return b.String()
}
