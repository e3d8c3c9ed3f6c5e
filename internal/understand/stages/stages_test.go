package stages

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

// shape has all events of the model's stages.
var shape = func() querytest.Shape {
	s := querytest.Default
	s.Names = []string{"A", "B", "C", "D"}
	return s
}()

type visit struct {
	stage       string
	begin, last int64
}

// slow says what the package's comment says, one customer and one number at a time.
func (d Definition) slow(w *querytest.World) Answer {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	moment := min(rng.To, rng.Now)
	var customers [][]visit
	for c, js := range w.Journeys() {
		var visits []visit
		for _, e := range querytest.See(js, rng.From, rng.To, d.Where) {
			switch n := len(visits); {
			case c == journey.Nobody || e.Stage == "":
			case n > 0 && visits[n-1].stage == e.Stage:
				visits[n-1].last = e.Time
			default:
				visits = append(visits, visit{e.Stage, e.Time, e.Time})
			}
		}
		if len(visits) > 0 {
			customers = append(customers, visits)
		}
	}
	patience := map[string]int64{"aware": 30 * 60_000, "decide": 30 * 24 * 3600_000, "loyal": 3600_000}
	lapsed := func(v visit) bool { return v.last <= moment-patience[v.stage] }

	var a Answer
	places := []string{Start}
	entered := map[string]int64{Start: int64(len(customers))}
	for _, s := range querytest.Model.Stages {
		line := Stage{Key: s.Key, Name: s.Name}
		var took []float64
		for _, visits := range customers {
			if slices.ContainsFunc(visits, func(v visit) bool { return v.stage == s.Key }) {
				line.Entered++
			}
			if last := visits[len(visits)-1]; last.stage == s.Key {
				line.Customers++
				if lapsed(last) {
					line.Lapsed++
				}
			}
			for i := range visits[:len(visits)-1] {
				if visits[i].stage == s.Key {
					took = append(took, float64(visits[i+1].begin-visits[i].begin)/1000)
				}
			}
		}
		line.MedianSeconds = querytest.Median(took)
		a.Stages = append(a.Stages, line)
		places = append(places, s.Key)
		entered[s.Key] = line.Entered
	}
	for _, from := range places {
		for _, to := range append(places[1:len(places):len(places)], Lapsed) {
			t := Transition{From: from, To: to}
			var took []float64
			for _, visits := range customers {
				moves := int64(0)
				if from == Start && visits[0].stage == to {
					moves++
				}
				for i := range visits[:len(visits)-1] {
					if visits[i].stage == from && visits[i+1].stage == to {
						moves++
						took = append(took, float64(visits[i+1].begin-visits[i].begin)/1000)
					}
				}
				if last := visits[len(visits)-1]; to == Lapsed && last.stage == from && lapsed(last) {
					moves++
					took = append(took, float64(last.last+patience[from]-last.begin)/1000)
				}
				t.Customers += min(moves, 1)
			}
			if t.Customers > 0 {
				t.Rate = float64(t.Customers) / float64(entered[from])
				t.MedianSeconds = querytest.Median(took)
				a.Transitions = append(a.Transitions, t)
			}
		}
	}
	return a
}

func (a Answer) String() string {
	var b strings.Builder
	median := func(m *float64) string {
		if m == nil {
			return "null"
		}
		return fmt.Sprint(*m)
	}
	for _, s := range a.Stages {
		fmt.Fprintf(&b, "%s %s: %d now, %d lapsed, %d entered, %s\n", s.Key, s.Name, s.Customers, s.Lapsed, s.Entered, median(s.MedianSeconds))
	}
	for _, t := range a.Transitions {
		fmt.Fprintf(&b, "%s → %s: %d, %g, %s\n", t.From, t.To, t.Customers, t.Rate, median(t.MedianSeconds))
	}
	return b.String()
}

func drawDefinition(dice querytest.Dice) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, shape)
	d.Where = querytest.DrawWhere(dice)
	d.Now = querytest.Origin.Add(shape.Step * time.Duration(dice(60, "now")))
	return d
}

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		if want := d.slow(w); got.String() != want.String() {
			t.Fatalf("definition %+v\ngot\n%s\nwant\n%s", d, got, want)
		}
	})
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		p, scan, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		part := func(only func(journey.Customer) bool) *fold {
			scan.Only = only
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p) })
			if err != nil {
				t.Fatal(err)
			}
			return f
		}
		f := part(left)
		f.Merge(part(right))
		if got, want := f.answer(), d.slow(w); got.String() != want.String() {
			t.Fatalf("got\n%s\nwant\n%s", got, want)
		}
	})
}

// The customers behind a stage and a transition are those who, asked alone,
// are counted in it, and as many as it says.
func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		answer, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		alone := map[journey.Customer]Answer{}
		for _, c := range w.Everybody() {
			p, scan, err := d.compile(t.Context(), w.Index.Index)
			if err != nil {
				t.Fatal(err)
			}
			scan.Only = func(other journey.Customer) bool { return other == c }
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p) })
			if err != nil {
				t.Fatal(err)
			}
			alone[c] = f.answer()
		}
		behind := func(of Who, count func(Answer) int64) {
			var want []journey.Customer
			for _, c := range w.Everybody() {
				if count(alone[c]) > 0 {
					want = append(want, c)
				}
			}
			if said := count(answer); said != int64(len(want)) {
				t.Fatalf("%+v: the answer says %d, alone there are %v", of, said, want)
			}
			querytest.Behind(t, dice, of, want, func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: of})
			})
		}
		for i, s := range answer.Stages {
			behind(Who{Stage: s.Key}, func(a Answer) int64 { return a.Stages[i].Customers })
			behind(Who{Stage: s.Key, Lapsed: true}, func(a Answer) int64 { return a.Stages[i].Lapsed })
			behind(Who{Stage: s.Key, Entered: true}, func(a Answer) int64 { return a.Stages[i].Entered })
		}
		for _, x := range answer.Transitions {
			behind(Who{From: x.From, To: x.To}, func(a Answer) int64 {
				for _, own := range a.Transitions {
					if own.From == x.From && own.To == x.To {
						return own.Customers
					}
				}
				return 0
			})
		}
	})
}

func TestRefusesToListCustomers(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"nobody meant":   {`{"of":{}}`, "/of/from"},
		"no such stage":  {`{"of":{"stage":"start"}}`, "/of/stage"},
		"no such end":    {`{"of":{"from":"aware","to":"nowhere"}}`, "/of/to"},
		"stage and move": {`{"of":{"stage":"aware","to":"decide"}}`, "/of/stage"},
		"no stage":       {`{"of":{"lapsed":true,"from":"aware","to":"decide"}}`, "/of/stage"},
		"both":           {`{"of":{"stage":"aware","lapsed":true,"entered":true}}`, "/of/lapsed"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				var q CustomersQuestion
				err := query.Decode([]byte(c.body), &q)
				if err == nil {
					_, err = Customers(t.Context(), querytest.Of(nil).Index.Index, q)
				}
				return err
			})
		})
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"unknown key": {`{"stage":"aware"}`, "/stage"},
		"time zone":   {`{"timezone":"Mars/Olympus"}`, "/timezone"},
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

// An index without a stage model has no stages, and says so with empty lists.
func TestWithoutModel(t *testing.T) {
	a, err := Run(t.Context(), journey.New(journey.Options{}), Definition{query.Request{}})
	if err != nil || a.Stages == nil || len(a.Stages) != 0 || a.Transitions == nil || len(a.Transitions) != 0 {
		t.Fatalf("%+v, %v", a, err)
	}
}
