package touchpoints

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var shape = func() querytest.Shape {
	s := querytest.Default
	s.Names = []string{"A", "B", "C", "D"}
	return s
}()

// slow says what the package's comment says, one customer and one number at a time.
func (d Definition) slow(w *querytest.World, only func(journey.Customer) bool) Answer {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	var journeys [][]querytest.Touch
	for c, js := range w.Journeys() {
		if c != journey.Nobody && only(c) {
			journeys = append(journeys, querytest.See(js, rng.From, rng.To, d.Where))
		}
	}
	place := func(key string) int {
		return slices.IndexFunc(querytest.Model.Stages, func(s journey.Stage) bool { return s.Key == key })
	}
	var a Answer
	for i, s := range querytest.Model.Stages {
		line := Stage{Key: s.Key, Name: s.Name}
		var took []float64
		for _, js := range journeys {
			first := int64(-1)
			on := false
			for _, e := range js {
				switch {
				case e.Stage == s.Key:
					line.Events++
					if first < 0 {
						first = e.Time
						line.Customers++
					}
				case first >= 0 && !on && place(e.Stage) > i:
					on = true
					line.WentOn++
					took = append(took, float64(e.Time-first)/1000)
				}
			}
		}
		line.MedianSeconds = querytest.Median(took)
		a.Stages = append(a.Stages, line)
	}
	for _, t := range d.Touchpoints {
		var n Count
		for _, js := range journeys {
			had := int64(0)
			for _, e := range js {
				if e.Stage == t.Stage && (t.Event == query.AnyEvent || e.Name == t.Event) && e.Passes(t.Where) {
					n.Events++
					had = 1
				}
			}
			n.Customers += had
		}
		a.Touchpoints = append(a.Touchpoints, n)
	}
	return a
}

func (a Answer) String() string {
	var b strings.Builder
	for _, s := range a.Stages {
		median := "null"
		if s.MedianSeconds != nil {
			median = fmt.Sprint(*s.MedianSeconds)
		}
		fmt.Fprintf(&b, "%s: %d customers, %d events, %d went on, %s\n", s.Key, s.Customers, s.Events, s.WentOn, median)
	}
	return fmt.Sprint(b.String(), a.Touchpoints)
}

func draw(dice querytest.Dice) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, shape)
	d.Request.Where = querytest.DrawWhere(dice)
	for range dice(4, "touchpoints") {
		d.Touchpoints = append(d.Touchpoints, Planned{
			Stage:    querytest.Pick(dice, "stage", "aware", "decide", "loyal", "gone"),
			Selector: query.Selector{Event: querytest.Pick(dice, "event", "A", "B", "C", query.AnyEvent), Where: querytest.DrawWhere(dice)},
		})
	}
	return d
}

func everybody(journey.Customer) bool { return true }

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), draw(dice)
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		if want := d.slow(w, everybody); got.String() != want.String() {
			t.Fatalf("definition %+v\ngot\n%s\nwant\n%s", d, got, want)
		}
	})
}

// The customers behind a number are those who, asked alone, are counted in it.
func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), draw(dice)
		behind := func(of Who, count func(Answer) int64) {
			var want []journey.Customer
			for _, c := range w.Everybody() {
				if count(d.slow(w, func(other journey.Customer) bool { return other == c })) > 0 {
					want = append(want, c)
				}
			}
			querytest.Behind(t, dice, of, want, func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: of})
			})
		}
		for i, s := range querytest.Model.Stages {
			behind(Who{Stage: s.Key}, func(a Answer) int64 { return a.Stages[i].Customers })
			behind(Who{Stage: s.Key, WentOn: true}, func(a Answer) int64 { return a.Stages[i].WentOn })
		}
		for i := range d.Touchpoints {
			behind(Who{Touchpoint: &i}, func(a Answer) int64 { return a.Touchpoints[i].Customers })
		}
	})
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"unknown key":   {`{"touchpoint":1}`, "/touchpoint"},
		"no stage":      {`{"touchpoints":[{"event":"A"}]}`, "/touchpoints/0/stage"},
		"bad filter":    {`{"touchpoints":[{"stage":"aware","event":"A","where":[{"property":"","op":"eq"}]}]}`, "/touchpoints/0/where/0/property"},
		"empty segment": {`{"segment":"vip"}`, "/segment"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				d, err := Decode([]byte(c.body))
				if err == nil {
					_, err = Run(t.Context(), querytest.Of(nil).Index.Index, d)
				}
				return err
			})
		})
	}
}
