package conformance

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

var shape = func() querytest.Shape {
	s := querytest.Default
	s.Names = []string{"A", "B", "C", "X"}
	return s
}()

// draw draws an ideal journey over distinct events: for those, who follows it
// can be said by a regular expression.
func draw(dice querytest.Dice, within bool) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, shape)
	d.Request.Where = querytest.DrawWhere(dice)
	d.Now = querytest.Origin.Add(24 * time.Hour)
	d.Ideal = &Ideal{Loops: dice(2, "loops") == 1}
	d.Ideal.Restart = d.Ideal.Loops && dice(2, "restart") == 1
	names := querytest.Pick(dice, "names", "ABC", "CAB", "BA", "A", "BCA")
	for _, name := range names {
		step := Step{Selector: query.Selector{Event: string(name)}, Optional: dice(3, "optional") == 0}
		if within && dice(2, "within") == 1 {
			step.Within = querytest.Pick(dice, "long", "10m", "1h")
		}
		d.Ideal.Steps = append(d.Ideal.Steps, step)
	}
	d.Ideal.Steps[dice(len(names), "required")].Optional = false
	return d
}

// pattern is the ideal journey as a regular expression over the letters of its
// events, without loops.
func (i Ideal) pattern() *regexp.Regexp {
	last := 0
	for n, s := range i.Steps {
		if !s.Optional {
			last = n
		}
	}
	var words strings.Builder
	for _, s := range i.Steps[:last+1] {
		words.WriteString(s.Event)
		if s.Optional {
			words.WriteString("?")
		}
	}
	return regexp.MustCompile("^" + words.String())
}

// letters are the events of a customer's journey that some step up to the last
// required one is about.
func (i Ideal) letters(js []querytest.Touch) (letters string) {
	last := 0
	for n, s := range i.Steps {
		if !s.Optional {
			last = n
		}
	}
	for _, e := range js {
		for _, s := range i.Steps[:last+1] {
			if s.Event == e.Name {
				letters += e.Name
			}
		}
	}
	return letters
}

// reaches tells by trying everything whether a word of letters begins with a
// way through the ideal journey with loops: a way is a sequence of steps, each
// a step forward over optional ones only, or back to one that was done.
func (i Ideal) reaches(word string, done int) bool {
	last := 0
	for n, s := range i.Steps {
		if !s.Optional {
			last = n + 1
		}
	}
	if done == last {
		return true
	}
	if word == "" {
		return false
	}
	for to := 1; to <= last; to++ {
		step := i.Steps[to-1]
		if step.Event != word[:1] {
			continue
		}
		allowed := to <= done // a loop
		if to > done {
			allowed = true
			for between := done + 1; between < to; between++ {
				allowed = allowed && i.Steps[between-1].Optional
			}
		}
		next := to
		if !i.Restart {
			next = max(to, done) // what was done stays done
		}
		if allowed && i.reaches(word[1:], next) {
			return true
		}
	}
	return false
}

func TestFollowersMatchReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), draw(dice, false)
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		rng, err := d.Range(time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		var want, all int64
		for c, js := range w.Journeys() {
			word := d.Ideal.letters(querytest.See(js, rng.From, rng.To, d.Where))
			if c == journey.Nobody || word == "" {
				continue
			}
			all++
			follows := d.Ideal.pattern().MatchString(word)
			if d.Ideal.Loops {
				follows = d.Ideal.reaches(word, 0)
			}
			if follows {
				want++
			}
		}
		if got.Followed.Customers != want || got.Customers+got.Underway != all {
			t.Fatalf("%+v\n%+v followed of %d; want %d of %d", *d.Ideal, got.Followed.Customers, got.Customers+got.Underway, want, all)
		}
		sum := int64(0)
		for _, x := range got.Departures {
			sum += x.Customers
		}
		if sum != got.Deviated.Customers || sum+want != got.Customers {
			t.Fatalf("departures hold %d, %d left, %d followed of %d", sum, got.Deviated.Customers, want, got.Customers)
		}
	})
}

func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), draw(dice, true)
		alone := map[journey.Customer]place{}
		p, scan, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range w.Everybody() {
			scan.Only = func(other journey.Customer) bool { return other == c }
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p, w.Index.Worths()) })
			if err != nil {
				t.Fatal(err)
			}
			for at := range f.cases {
				alone[c] = at
			}
		}
		answer, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		behind := func(of Who, said int64, fits func(place) bool) {
			var want []journey.Customer
			for _, c := range w.Everybody() {
				if at, ok := alone[c]; ok && at.how != none && fits(at) {
					want = append(want, c)
				}
			}
			if said != int64(len(want)) {
				t.Fatalf("%+v: the answer says %d, alone there are %v", of, said, want)
			}
			querytest.Behind(t, dice, of, want, func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: of})
			})
		}
		behind(Who{Did: "followed"}, answer.Followed.Customers, func(at place) bool { return at.how == followed })
		behind(Who{Did: "underway"}, answer.Underway, func(at place) bool { return at.how == underway })
		behind(Who{Did: "deviated"}, answer.Deviated.Customers, func(at place) bool { return deviated(at.how) })
		for _, x := range answer.Departures {
			behind(Who{Did: x.How, Step: &x.Step}, x.Customers, func(at place) bool { return words[at.how] == x.How && at.step == x.Step })
		}
	})
}

// Each way of leaving, by the book.
func TestEndings(t *testing.T) {
	steps := func(names string) (list []Step) {
		for _, name := range strings.Fields(names) {
			optional := strings.HasSuffix(name, "?")
			name, within, _ := strings.Cut(strings.TrimSuffix(name, "?"), "<")
			list = append(list, Step{Selector: query.Selector{Event: name}, Optional: optional, Within: within})
		}
		return list
	}
	for _, c := range []struct {
		ideal string
		loops bool
		did   string // a letter an hour
		want  string
	}{
		{"A B C", false, "ABC", "followed 0"},
		{"A B? C", false, "AC", "followed 0"},
		{"A B? C", false, "XAXXC", "followed 0"},
		{"A B C?", false, "AB", "followed 0"},
		{"A B C", false, "AC", "skipped 1"},
		{"A B C", false, "ACB", "order 1"},
		{"A B C", false, "C", "skipped 0"},
		{"A B C", false, "AAB", "repeated 0"},
		{"A B C", false, "ABAC", "back 0"},
		{"A B C", true, "AABBC", "followed 0"},
		{"A B C", true, "ABABC", "followed 0"},
		{"A B C", true, "ABAC", "followed 0"}, // what was done stays done
		{"A B C", true, "AC", "skipped 1"},
		{"A B C", false, "AB", "left 2"},
		{"A B? C", false, "A", "left 2"},
		{"A B<30m C", false, "AB", "late 1"},
		{"A B<2h C", false, "ABC", "followed 0"},
		{"A B C<30d", false, "AB", "underway 2"},
		{"A B", false, "XX", ""},
	} {
		t.Run(fmt.Sprint(c.ideal, c.loops, c.did), func(t *testing.T) {
			var did []querytest.Did
			for i, name := range c.did {
				did = append(did, querytest.Did{Customer: 1, Name: string(name), After: time.Duration(i) * time.Hour})
			}
			w := querytest.Of(did)
			d := Definition{Ideal: &Ideal{Steps: steps(c.ideal), Loops: c.loops}}
			d.From, d.To = querytest.Origin.Format(time.RFC3339), querytest.Origin.Add(10*24*time.Hour).Format(time.RFC3339)
			p, scan, err := d.compile(t.Context(), w.Index.Index)
			if err != nil {
				t.Fatal(err)
			}
			f, _, err := journey.Run(t.Context(), w.Index.Index, scan, func() *fold { return newFold(p, w.Index.Worths()) })
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for at := range f.cases {
				if at.how == followed {
					at.step = 0
				}
				got += fmt.Sprint(words[at.how], " ", at.step)
			}
			if got != c.want {
				t.Fatalf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"nothing":      {`{}`, "/map"},
		"both":         {`{"map":"m","ideal":{"steps":[{"event":"A"}]}}`, "/ideal"},
		"map unknown":  {`{"map":"m"}`, "/map"},
		"restart":      {`{"ideal":{"steps":[{"event":"A"}],"restart":true}}`, "/ideal/restart"},
		"no steps":     {`{"ideal":{"steps":[]}}`, "/ideal/steps"},
		"none needed":  {`{"ideal":{"steps":[{"event":"A","optional":true}]}}`, "/ideal/steps"},
		"no event":     {`{"ideal":{"steps":[{"name":"First"}]}}`, "/ideal/steps/0/event"},
		"bad duration": {`{"ideal":{"steps":[{"event":"A","within":"soon"}]}}`, "/ideal/steps/0/within"},
		"persona":      {`{"persona":"p","ideal":{"steps":[{"event":"A"}]}}`, "/persona"},
		"empty goal":   {`{"ideal":{"steps":[{"event":"A"}]},"goal":{}}`, "/goal/event"},
		"unknown key":  {`{"ideal":{"steps":[{"event":"A","after":1}]}}`, "/ideal/steps/0/after"},
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
