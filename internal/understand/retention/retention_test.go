package retention

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// shape spreads few customers over some weeks, across the change of clocks.
var shape = querytest.Shape{Events: 40, Customers: 3, Step: 12 * time.Hour, Span: 40 * 24 * time.Hour, Names: []string{"A", "B", "C"}}

// periodOf is the first day of a moment's period.
func periodOf(d Definition, at time.Time) time.Time {
	y, m, day := at.Date()
	switch d.Period {
	case "day":
	case "month":
		day = 1
	default:
		day -= (int(at.Weekday()) + 6) % 7
	}
	return time.Date(y, m, day, 0, 0, 0, 0, at.Location())
}

func following(d Definition, at time.Time, n int) time.Time {
	switch d.Period {
	case "day":
		return at.AddDate(0, 0, n)
	case "month":
		return at.AddDate(0, n, 0)
	}
	return at.AddDate(0, 0, 7*n)
}

// members is who is in a cohort, and who of them came back how much later.
type members struct {
	all    []journey.Customer
	behind [][]journey.Customer
}

// slow says what the contract says, one customer and one cohort at a time.
func (d Definition) slow(w *querytest.World) (Answer, []members) {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	periods := defaultPeriods
	if d.Periods != nil {
		periods = *d.Periods
	}
	fits := func(s query.Selector, e querytest.Touch) bool {
		return (s.Event == e.Name || s.Event == query.AnyEvent) && e.Passes(s.Where)
	}
	end := time.UnixMilli(rng.To).In(rng.Zone)
	a := Answer{Rates: make([]*float64, periods), Intervals: make([]*query.Interval, periods)}
	var behind []members
	came, whole := make([]int64, periods), make([]int64, periods)
	for start := periodOf(d, time.UnixMilli(rng.From).In(rng.Zone)); start.Before(end); start = following(d, start, 1) {
		c := Cohort{Start: start.Format(time.RFC3339), Values: make([]*int64, periods)}
		m := members{behind: make([][]journey.Customer, periods)}
		for customer, js := range w.Journeys() {
			if customer == journey.Nobody {
				continue
			}
			seen := querytest.See(js, rng.From, rng.To, d.Where)
			within := func(e querytest.Touch, from time.Time) bool {
				at := time.UnixMilli(e.Time).In(rng.Zone)
				return !at.Before(from) && at.Before(following(d, from, 1))
			}
			first := slices.IndexFunc(seen, func(e querytest.Touch) bool {
				return fits(d.Cohort, e) && (d.Entry != "every" || within(e, start))
			})
			if first < 0 || !within(seen[first], start) {
				continue
			}
			m.all = append(m.all, customer)
			for i := range periods {
				if slices.ContainsFunc(seen[first+1:], func(e querytest.Touch) bool { return fits(d.Return, e) && within(e, following(d, start, i)) }) {
					m.behind[i] = append(m.behind[i], customer)
				}
			}
		}
		c.Size = int64(len(m.all))
		for i := range periods {
			if following(d, start, i).Before(end) {
				n := int64(len(m.behind[i]))
				c.Values[i] = &n
				came[i] += n
				whole[i] += c.Size
			}
		}
		a.Cohorts, behind = append(a.Cohorts, c), append(behind, m)
	}
	for i, n := range whole {
		if n > 0 {
			rate, interval := float64(came[i])/float64(n), query.Wilson(came[i], n)
			a.Rates[i], a.Intervals[i] = &rate, &interval
		}
	}
	return a, behind
}

func shown(a Answer) string {
	a.Meta = query.Meta{}
	raw, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	return string(raw)
}

func drawDefinition(dice querytest.Dice) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, shape)
	d.Where = querytest.DrawWhere(dice)
	d.Timezone = querytest.Pick(dice, "zone", "", "Europe/Berlin", "America/New_York")
	d.Period = querytest.Pick(dice, "period", "day", "week", "month", "")
	d.Entry = querytest.Pick(dice, "entry", "first", "every", "")
	d.Cohort.Event = querytest.Pick(dice, "cohort", "A", "A", "*")
	d.Return.Event = querytest.Pick(dice, "return", "B", "A", "*", "never")
	if dice(3, "filter") == 0 {
		d.Return.Where = []event.Filter{{Property: "device", Op: "eq", Value: json.RawMessage(`"mobile"`)}}
	}
	if n := dice(9, "periods"); n > 0 {
		d.Periods = &n
	}
	return d
}

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		if want, _ := d.slow(w); shown(got) != shown(want) {
			t.Fatalf("definition %+v\ngot\n%s\nwant\n%s", d, shown(got), shown(want))
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
		if want, _ := d.slow(w); shown(f.answer()) != shown(want) {
			t.Fatalf("got\n%s\nwant\n%s", shown(f.answer()), shown(want))
		}
	})
}

// The customers behind every number are those whom it counts.
func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawDefinition(dice)
		if d.Period == "day" || d.Period == "" {
			d.Period = "month" // fewer cohorts, so that each can be asked about
		}
		answer, behind := d.slow(w)
		is := func(who Who, want []journey.Customer) {
			querytest.Behind(t, dice, who, want, func(page query.Page) (query.People, error) {
				return Customers(t.Context(), w.Index.Index, CustomersQuestion{Definition: d, Page: page, Of: who})
			})
		}
		for c, cohort := range answer.Cohorts {
			is(Who{Cohort: cohort.Start}, behind[c].all)
			for i, value := range cohort.Values {
				if value == nil {
					continue
				}
				is(Who{Cohort: cohort.Start, Period: &i}, behind[c].behind[i])
				stayed := slices.DeleteFunc(slices.Clone(behind[c].all), func(c2 journey.Customer) bool { return slices.Contains(behind[c].behind[i], c2) })
				no := false
				is(Who{Cohort: cohort.Start, Period: &i, Returned: &no}, stayed)
			}
		}
	})
}

func TestRefuses(t *testing.T) {
	const both = `"cohort":{"event":"A"},"return":{"event":"B"}`
	for name, c := range map[string]struct{ body, pointer string }{
		"no cohort":        {`{"return":{"event":"B"}}`, "/cohort/event"},
		"no return":        {`{"cohort":{"event":"A"}}`, "/return/event"},
		"period":           {`{` + both + `,"period":"hour"}`, "/period"},
		"entry":            {`{` + both + `,"entry":"last"}`, "/entry"},
		"no periods":       {`{` + both + `,"periods":0}`, "/periods"},
		"many periods":     {`{` + both + `,"periods":401}`, "/periods"},
		"filter":           {`{"cohort":{"event":"A","where":[{"property":"nonsense.x","op":"eq","value":1}]},"return":{"event":"B"}}`, "/cohort/where/0/property"},
		"unknown key":      {`{` + both + `,"window":"7d"}`, "/window"},
		"too many cohorts": {`{` + both + `,"period":"day","from":"1900-01-01T00:00:00Z"}`, "/period"},
		"too many numbers": {`{` + both + `,"period":"day","periods":400,"from":"2020-01-01T00:00:00Z"}`, "/periods"},
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

func TestRefusesWho(t *testing.T) {
	d := Definition{Cohort: query.Selector{Event: "A"}, Return: query.Selector{Event: "A"}, Period: "month"}
	d.From, d.To = "2024-03-10T00:00:00Z", "2024-05-01T00:00:00Z"
	period, no := 2, false
	for name, c := range map[string]struct {
		who     Who
		pointer string
	}{
		"no start":         {Who{Cohort: "March"}, "/of/cohort"},
		"not a start":      {Who{Cohort: "2024-03-02T00:00:00Z"}, "/of/cohort"},
		"period to come":   {Who{Cohort: "2024-03-01T00:00:00Z", Period: &period}, "/of/period"},
		"without a period": {Who{Cohort: "2024-03-01T00:00:00Z", Returned: &no}, "/of/period"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				_, err := Customers(t.Context(), querytest.Of(nil).Index.Index, CustomersQuestion{Definition: d, Of: c.who})
				return err
			})
		})
	}
}
