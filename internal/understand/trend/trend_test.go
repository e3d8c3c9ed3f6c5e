package trend

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// The reference looks at every event once for each point of the answer.

func fits(s query.Selector, e querytest.Touch) bool {
	return (s.Event == "" || s.Event == "*" || s.Event == e.Name) && (len(s.Events) == 0 || slices.Contains(s.Events, e.Name)) && e.Passes(s.Where)
}

// bucketOf is the begin of the hour, day, week or month in a zone, by the wall clock.
func bucketOf(t int64, interval string, zone *time.Location) string {
	at := time.UnixMilli(t).In(zone)
	switch interval {
	case "hour":
		return at.Format("2006-01-02T15 -0700")
	case "week":
		year, week := at.ISOWeek()
		return fmt.Sprintf("%d week %d", year, week)
	case "month":
		return at.Format("2006-01")
	}
	return at.Format(time.DateOnly)
}

func (d Definition) slow(t querytest.TB, w *querytest.World) []Line {
	rng, err := d.Range(time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	interval := cmp.Or(d.Interval, "day")
	var buckets []string // minute by minute
	for at := rng.From; at < rng.To; at += 60_000 {
		if b := bucketOf(at, interval, rng.Zone); len(buckets) == 0 || buckets[len(buckets)-1] != b {
			buckets = append(buckets, b)
		}
	}
	journeys := w.Journeys()
	var lines []Line
	for _, series := range d.Series {
		m, err := readMeasure(series.Measure, "")
		if err != nil {
			t.Fatal(err)
		}
		byValue := map[event.Value][]querytest.Touch{}
		for c, js := range journeys {
			if c == journey.Nobody && m.ofCustomers() {
				continue
			}
			for _, e := range querytest.See(js, rng.From, rng.To, d.Where) {
				if fits(series.Selector, e) {
					v := e.Value(d.Breakdown)
					byValue[v] = append(byValue[v], e)
				}
			}
		}
		if d.Breakdown == "" {
			byValue[event.Value{}] = append(byValue[event.Value{}], []querytest.Touch{}...) // one line, come what may
		}
		values := make([]event.Value, 0, len(byValue))
		for v := range byValue {
			values = append(values, v)
		}
		slices.SortFunc(values, func(a, b event.Value) int {
			if a.Exists() != b.Exists() {
				if a.Exists() {
					return -1
				}
				return 1
			}
			return cmp.Or(cmp.Compare(len(byValue[b]), len(byValue[a])), query.CompareValues(a, b))
		})
		for _, v := range values {
			line := Line{Event: cmp.Or(series.Event, strings.Join(series.Events, " or "), "*"), Breakdown: v.JSON()}
			for _, b := range buckets {
				var inside []querytest.Touch
				for _, e := range byValue[v] {
					if bucketOf(e.Time, interval, rng.Zone) == b {
						inside = append(inside, e)
					}
				}
				line.Values = append(line.Values, m.slow(inside))
			}
			lines = append(lines, line)
		}
	}
	return lines
}

func (m measure) slow(inside []querytest.Touch) *float64 {
	people, visits := map[journey.Customer]bool{}, map[[2]int]bool{}
	var numbers []float64
	total := 0.0
	for _, e := range inside {
		people[e.Customer] = true
		visits[[2]int{int(e.Customer), e.Session}] = true
		if m.path.Root != 0 {
			if v, ok := e.Value(m.path.String()).Float(); ok {
				numbers = append(numbers, v)
				total += v
			}
		}
	}
	number := func(n float64) *float64 { return &n }
	switch m.kind {
	case count:
		return number(float64(len(inside)))
	case customers:
		return number(float64(len(people)))
	case sessions:
		return number(float64(len(visits)))
	case sumOf:
		return number(total)
	case average:
		if len(numbers) == 0 {
			return nil
		}
		return number(total / float64(len(numbers)))
	}
	if m.kind == p50 {
		return querytest.Quantile(numbers, 0.50)
	}
	return querytest.Quantile(numbers, 0.95)
}

func drawDefinition(dice querytest.Dice, s querytest.Shape) Definition {
	var d Definition
	d.From, d.To = querytest.DrawRange(dice, s)
	d.Timezone = querytest.Pick(dice, "zone", "", "Europe/Berlin", "Asia/Kathmandu", "America/New_York")
	d.Where = querytest.DrawWhere(dice)
	d.Interval = querytest.Pick(dice, "interval", "", "hour", "day", "week", "month")
	d.Breakdown = querytest.Pick(dice, "breakdown", "", "device", "properties.p", "channel")
	for range 1 + dice(3, "series") {
		series := Series{Measure: querytest.Pick(dice, "measure", "", "count", "customers", "sessions", "sum:value", "avg:value", "p50:properties.p", "p95:value", "sum:properties.p", "avg:device")}
		series.Where = querytest.DrawWhere(dice)
		if series.Event = querytest.Pick(dice, "event", "", "*", "A", "B", "A or B", "never"); series.Event == "A or B" {
			series.Event, series.Events = "", []string{"A", "B"}
		}
		d.Series = append(d.Series, series)
	}
	return d
}

// weekend spans a change of the clocks in Berlin, a week's and a month's end.
var weekend = func() querytest.Shape {
	s := querytest.Default
	s.Step, s.Span = 20*time.Minute, 60*time.Hour
	return s
}()

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, weekend), drawDefinition(dice, weekend)
		got, err := Run(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, d, got.Series, d.slow(t, w))
	})
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, weekend), drawDefinition(dice, weekend)
		p, scan, err := d.compile(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		left, right := querytest.Halves(dice)
		nobody := scan.Nobody
		if p.column != nil {
			a := part(t, w, scan, left, nobody, func() *ranking { return newRanking(p) })
			a.Merge(part(t, w, scan, right, false, func() *ranking { return newRanking(p) }))
			for _, tally := range a.tallies {
				p.groups = append(p.groups, tally.Rank(p.column, query.MostValues))
			}
		}
		if err := p.layOut(); err != nil {
			t.Fatal(err)
		}
		f := part(t, w, scan, left, nobody, func() *fold { return newFold(p) })
		f.Merge(part(t, w, scan, right, false, func() *fold { return newFold(p) }))
		compare(t, d, d.lines(f), d.slow(t, w))
	})
}

func part[F journey.Fold[F]](t querytest.TB, w *querytest.World, scan journey.Scan, only func(journey.Customer) bool, nobody bool, start func() F) F {
	scan.Only, scan.Nobody = only, nobody
	f, _, err := journey.Run(t.Context(), w.Index.Index, scan, start)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func compare(t querytest.TB, d Definition, got, want []Line) {
	t.Helper()
	show := func(lines []Line) string {
		var b strings.Builder
		for _, l := range lines {
			fmt.Fprintf(&b, "%s %v:", l.Event, l.Breakdown)
			for _, v := range l.Values {
				if v == nil {
					b.WriteString(" null")
				} else {
					fmt.Fprintf(&b, " %.6f", *v+0)
				}
			}
			b.WriteByte('\n')
		}
		return b.String()
	}
	if got, want := show(got), show(want); got != want {
		t.Fatalf("definition %+v\ngot\n%s\nwant\n%s", d, got, want)
	}
}

// More values than a breakdown lists: the rest are one line, in which a
// customer counts once.
func TestBreakdownBeyondFifty(t *testing.T) {
	w := querytest.Of(nil)
	var many []querytest.Did
	for i := range 60 {
		for n := range 1 + (60-i)/20 {
			many = append(many, querytest.Did{Customer: journey.Customer(1 + n), Name: "A", Page: fmt.Sprintf("/%02d", i)})
		}
	}
	w = querytest.Of(many)
	d := Definition{Series: []Series{{Measure: "customers"}, {Measure: "count"}}, Breakdown: "page"}
	d.From, d.To = "2024-03-30T00:00:00Z", "2024-03-31T00:00:00Z"
	a, err := Run(t.Context(), w.Index.Index, d)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(a.Series); n != 102 {
		t.Fatalf("%d lines, want 51 for each series", n)
	}
	last := a.Series[50]
	if last.Breakdown != query.Other || *last.Values[0] != 1 {
		t.Errorf("customers of %v: %v, want 1 of (other)", last.Breakdown, *last.Values[0])
	}
	if last := a.Series[101]; last.Breakdown != query.Other || *last.Values[0] != 10 {
		t.Errorf("events of %v: %v, want 10 of (other)", last.Breakdown, *last.Values[0])
	}
	if first := a.Series[0]; first.Breakdown != "/00" || *first.Values[0] != 4 {
		t.Errorf("first line %v: %v, want 4 customers of /00", first.Breakdown, *first.Values[0])
	}
}

// Hostile numbers add up to null, which JSON can write, and not to infinity.
func TestNumbersBeyondNumbers(t *testing.T) {
	var events []journeytest.Event
	for i := range 4 {
		e := journeytest.Event{Customer: 1, Time: querytest.Origin.UnixMilli(), Name: "A"}
		e.Properties = map[string]any{"p": 1.7e308 * float64(1-i/3*2)}
		events = append(events, e)
	}
	d := Definition{Series: []Series{{Measure: "sum:properties.p"}, {Measure: "avg:properties.p"}, {Measure: "p50:properties.p"}, {Measure: "p95:properties.p"}}}
	d.From, d.To = "2024-03-30T00:00:00Z", "2024-03-31T00:00:00Z"
	a, err := Run(t.Context(), journeytest.New(events).Index, d)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := json.Marshal(a); err != nil {
		t.Error(err)
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"no series":          {`{}`, "/series"},
		"unknown measure":    {`{"series":[{"event":"A","measure":"most"}]}`, "/series/0/measure"},
		"sum without path":   {`{"series":[{"event":"A"},{"measure":"sum"}]}`, "/series/1/measure"},
		"sum of no property": {`{"series":[{"measure":"sum:price"}]}`, "/series/0/measure"},
		"count of a path":    {`{"series":[{"measure":"count:value"}]}`, "/series/0/measure"},
		"interval":           {`{"series":[{}],"interval":"year"}`, "/interval"},
		"too many hours":     {`{"series":[{}],"interval":"hour","from":"2000-01-01T00:00:00Z","to":"2020-01-01T00:00:00Z"}`, "/interval"},
		"breakdown":          {`{"series":[{}],"breakdown":"colour"}`, "/breakdown"},
		"filter":             {`{"series":[{"where":[{"property":"device","op":"is"}]}]}`, "/series/0/where/0/op"},
		"unknown key":        {`{"series":[{"evnt":"A"}]}`, "/series/0/evnt"},
		"segment":            {`{"series":[{}],"segment":"vip"}`, "/segment"},
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
