package compare

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// profile tests the attributes in one half and checks what it finds in the other.
func (s *study) profile(f *earlyFold) Profile {
	second := &f.halves[check]
	p := Profile{Goal: s.goalName, Measure: s.measure, Attributes: []Commonness{}, Unconfirmed: []Commonness{}, LeftOut: []LeftOut{}, ValueShare: s.buyers.valueShare(), Enough: true,
		Best: s.buyers.standing(best, second.customers[best]), Others: s.buyers.standing(others, second.customers[others]), Rest: Standing{Customers: f.rest.customers[others]}}
	for _, half := range f.halves {
		p.Enough = p.Enough && half.customers[best] >= query.FewestForRates && half.customers[others] >= query.FewestForRates
	}
	if !p.Enough {
		return p
	}
	list, leftOut := s.traces(f)
	p.LeftOut = append(p.LeftOut, leftOut...)
	for _, t := range s.found(f, list, &p.Tested) {
		c, confirmed := t.checked(f)
		if confirmed {
			p.Attributes = append(p.Attributes, c)
		} else {
			p.Unconfirmed = append(p.Unconfirmed, c)
		}
	}
	slices.SortStableFunc(p.Attributes, func(a, b Commonness) int { return cmp.Compare(b.clearness(), a.clearness()) })
	return p
}

// found are the attributes that differ beyond chance in the first half.
func (s *study) found(f *earlyFold, list []trace, tested *int) (found []trace) {
	first := &f.halves[search]
	var p []float64
	for i := range list {
		t := &list[i]
		with, whole := t.with(first), t.whole(first)
		t.p = math.NaN()
		if whole[best] >= query.FewestForRates && whole[others] >= query.FewestForRates {
			t.p = query.TwoShares(with[best], whole[best], with[others], whole[others])
			p = append(p, t.p)
		}
	}
	*tested = len(p)
	family := query.NewFamily(p)
	for _, t := range list {
		if math.IsNaN(t.p) {
			continue
		}
		if t.adjusted = family.Adjust(t.p); t.adjusted < query.FalseDiscoveries {
			found = append(found, t)
		}
	}
	slices.SortStableFunc(found, func(a, b trace) int { return cmp.Compare(a.p, b.p) })
	return found
}

// checked is an attribute by the second half, and whether that confirms it.
func (t *trace) checked(f *earlyFold) (c Commonness, confirmed bool) {
	first, second := &f.halves[search], &f.halves[check]
	with, whole := t.with(second), t.whole(second)
	c = Commonness{Of: t.of, Name: t.name, PAdjusted: t.adjusted, Rule: t.rule}
	c.Best, c.Others = measured(with[best], whole[best]), measured(with[others], whole[others])
	var have, known int64
	for _, part := range []*tallies{first, second, &f.rest} {
		with, whole := t.with(part), t.whole(part)
		have, known = have+with[0]+with[1], known+whole[0]+whole[1]
	}
	c.Everybody = measured(have, known)
	lift, interval, ok := liftOf(with, whole)
	if !ok {
		c.Sentence = t.name + ": too few in the second half to tell."
		return c, false
	}
	c.Lift, c.Interval = &lift, &interval
	before, was := t.with(first), t.whole(first)
	up := before[best]*was[others] > before[others]*was[best]
	confirmed = up && interval.Low > 1 || !up && interval.High < 1
	c.Sentence = fmt.Sprintf("%s: %s of the best, %s of the other customers who bought. Customers with it are %s times as likely to be among the best (95%% interval %s to %s).",
		t.name, percent(c.Best.Value), percent(c.Others.Value), number2(lift), number2(interval.Low), number2(interval.High))
	return c, confirmed
}

// liftOf is how many times as likely those who have an attribute are among the
// best as those who have it not: the ratio of two shares, with its interval on
// the logarithm (Katz, Baptista, Azen and Pike 1978, Biometrics 34), where one
// of them is 0 with a half added to each number (Pettigrew, Gart and Thomas
// 1986, Biometrika 73).
func liftOf(with, whole [2]int64) (lift float64, interval query.Interval, ok bool) {
	have, not := float64(with[best]+with[others]), float64(whole[best]+whole[others]-with[best]-with[others])
	bestHave, bestNot := float64(with[best]), float64(whole[best]-with[best])
	if have == 0 || not == 0 || bestHave+bestNot == 0 {
		return 0, interval, false
	}
	if bestHave == 0 || bestNot == 0 {
		have, not, bestHave, bestNot = have+0.5, not+0.5, bestHave+0.5, bestNot+0.5
	}
	lift = bestHave / have / (bestNot / not)
	e := query.Z95 * math.Sqrt(1/bestHave-1/have+1/bestNot-1/not)
	return lift, query.Interval{Low: lift * math.Exp(-e), High: lift * math.Exp(e)}, true
}

func measured(with, whole int64) Measured {
	m := Measured{Customers: whole, With: &with}
	if whole > 0 {
		m.Value = float64(with) / float64(whole)
	}
	return m
}

// clearness is how far the lift is from 1 at the least; what is more common
// comes before what is less common.
func (c *Commonness) clearness() float64 {
	if *c.Lift < 1 {
		return -c.Interval.High // from −1 to 0: below every lift above 1
	}
	return c.Interval.Low
}

const (
	mostOfPersona  = 3
	fewestOfPerson = query.FewestForRates
)

// persona makes a persona of the clearest attributes that are more common and
// that a rule can say: as many of them, up to three, as 30 of the best have
// together.
func (s *study) persona(ctx context.Context, ix *journey.Index, list []Commonness) (*Persona, error) {
	var chosen []Commonness
	taken := map[string]bool{}
	for _, c := range list {
		k := c.Of.Event + kinOf(c.Of.Property)
		if *c.Lift > 1 && c.Rule != nil && !taken[k] && len(chosen) < mostOfPersona {
			chosen, taken[k] = append(chosen, c), true
		}
	}
	for n := len(chosen); n > 0; n-- {
		rules := make([]json.RawMessage, n)
		for i := range rules {
			rules[i] = chosen[i].Rule
		}
		p := Persona{Segment: rules[0]}
		if n > 1 {
			var err error
			if p.Segment, err = json.Marshal(map[string]any{"all": rules}); err != nil {
				return nil, err
			}
		}
		if err := s.fit(ctx, ix, &p); err != nil {
			return nil, err
		}
		if p.Best < fewestOfPerson && n > 1 {
			continue
		}
		p.describe(chosen[:n])
		return &p, nil
	}
	return nil, nil
}

// fit counts for whom a persona's rule holds.
func (s *study) fit(ctx context.Context, ix *journey.Index, p *Persona) error {
	member, err := members(ctx, ix, p.Segment, s.rng, "/persona")
	if err != nil {
		return err
	}
	g := grouping{accounts: s.scan.Accounts}
	f, _, err := journey.Run(ctx, ix, s.scan, func() *fitting {
		return &fitting{buyers: &s.buyers, holds: func(c journey.Customer) bool { return g.in(c, member) }}
	})
	if err != nil {
		return err
	}
	p.Customers, p.Best, p.Others = f.all, f.of[best], f.of[others]
	return nil
}

type fitting struct {
	buyers *buyers
	holds  func(journey.Customer) bool
	all    int64
	of     [2]int64
}

func (f *fitting) Visit(j journey.Journey) {
	if !f.holds(j.Customer) {
		return
	}
	f.all++
	if isBest, bought := f.buyers.is[j.Customer]; isBest {
		f.of[best]++
	} else if bought {
		f.of[others]++
	}
}

func (f *fitting) Merge(other *fitting) {
	f.all += other.all
	f.of[best] += other.of[best]
	f.of[others] += other.of[others]
}

const (
	longestPersona = 100
	longestNote    = 2000
)

func (p *Persona) describe(list []Commonness) {
	names := make([]string, len(list))
	note := "What the most valuable customers have in common beyond chance."
	for i, c := range list {
		names[i] = c.Name
		if len(note)+len(c.Sentence) < longestNote {
			note += "\n" + c.Sentence
		}
	}
	p.Name, p.Note = "Ideal customer: "+strings.Join(names, "; "), note
	if utf8.RuneCountInString(p.Name) > longestPersona {
		p.Name = string([]rune(p.Name)[:longestPersona-1]) + "…"
	}
}

// number2 shows a ratio.
func number2(v float64) string {
	switch {
	case v >= 10:
		return number(v)
	case v >= 2:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// lowerFirst is for the middle of a sentence.
func lowerFirst(text string) string {
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToLower(first)) + text[size:]
}
