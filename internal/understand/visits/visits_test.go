package visits

import (
	"context"
	"encoding/json"
	"math"
	"slices"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// shape has page views, and sessions that begin at the same place.
var shape = querytest.Shape{Events: 60, Customers: 4, Step: 5 * time.Second, Span: 3 * time.Hour, Names: []string{"Page Viewed", "A", "B"}}

// slow says what the package's comment says, one session at a time.
func (d Landing) slow(w *querytest.World, dimension string) map[string][]visit {
	rng, err := d.Range(time.UTC)
	if err != nil {
		panic(err)
	}
	lines := map[string][]visit{}
	for c, js := range w.Journeys() {
		if c == journey.Nobody {
			continue
		}
		landing := map[int]string{}
		for _, e := range js {
			if landing[e.Session] == "" {
				landing[e.Session] = e.Facts.Page
			}
		}
		for _, s := range querytest.Sessions(querytest.See(js, rng.From, rng.To, d.Where)) {
			v := visit{took: s[len(s)-1].Time - s[0].Time, touches: len(s)}
			for _, e := range s {
				if e.Name == "Page Viewed" {
					v.views++
				}
				if goal := d.goal(); (goal.Event == e.Name || goal.Event == query.AnyEvent) && e.Passes(goal.Where) {
					v.conversions++
					if worth, ok := e.Value("value").Float(); ok {
						v.value.Add(worth)
					}
				}
			}
			name := map[string]string{"landing_page": landing[s[0].Session], "source": s[0].Began.Facts.Source, "channel": s[0].Value("channel").Text}[dimension]
			lines[name] = append(lines[name], v)
		}
	}
	return lines
}

func drawLanding(dice querytest.Dice) Landing {
	var d Landing
	d.From, d.To = querytest.DrawRange(dice, shape)
	d.Where = querytest.DrawWhere(dice)
	if dice(3, "default") > 0 {
		d.Goal = &query.Selector{Event: querytest.Pick(dice, "goal", "A", "B", "*")}
	}
	return d
}

func TestMatchesReference(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawLanding(dice)
		dimension := querytest.Pick(dice, "dimension", "landing_page", "source", "channel")
		a, err := ask(t.Context(), w.Index.Index, d, dimension)
		if err != nil {
			t.Fatal(err)
		}
		want := d.slow(w, dimension)
		var all []visit
		for _, line := range a.Lines {
			name, _ := line.Name.(string)
			holds(t, line, want[name])
			all = append(all, want[name]...)
			delete(want, name)
		}
		if len(want) > 0 {
			t.Fatalf("no lines for %v", want)
		}
		holds(t, a.Site, all)
	})
}

func ask(ctx context.Context, ix *journey.Index, d Landing, dimension string) (Answer, error) {
	if dimension == "landing_page" {
		return RunLanding(ctx, ix, d)
	}
	return RunSources(ctx, ix, Sources{Landing: d, By: dimension})
}

// holds checks the counts of a line against its sessions.
func holds(t querytest.TB, line Line, sessions []visit) {
	t.Helper()
	var bounces, engaged, converted, conversions int64
	var value query.Sum
	for _, v := range sessions {
		if v.touches == 1 && v.conversions == 0 {
			bounces++
		}
		if v.took >= 10_000 || v.views > 1 || v.conversions > 0 {
			engaged++
		}
		if v.conversions > 0 {
			converted++
		}
		conversions += v.conversions
		value.Merge(v.value)
	}
	if line.Sessions != int64(len(sessions)) || line.Bounces != bounces || line.Engaged != engaged || line.Converted != converted ||
		line.Conversions != conversions || math.Abs(line.Value-value.Value()) > 1e-9 || line.Enough != (len(sessions) >= 30) ||
		line.Enough == (line.BounceRate == nil) || line.Enough == (line.Duration == nil) {
		t.Fatalf("%+v of %+v", line, sessions)
	}
}

// Any cut of the customers, folded apart and merged, gives the same numbers.
func TestMergesAnyCut(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawLanding(dice)
		p, scan, err := d.compile(t.Context(), w.Index.Index, "landing_page")
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
		want := d.slow(w, "landing_page")
		for _, line := range f.answer().Lines {
			name, _ := line.Name.(string)
			holds(t, line, want[name])
		}
	})
}

// The customers behind every number are those who, asked alone, are counted.
func TestCustomersBehindNumbers(t *testing.T) {
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w, d := querytest.Draw(dice, shape), drawLanding(dice)
		a, err := RunLanding(t.Context(), w.Index.Index, d)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range append(a.Lines, a.Site) {
			name, _ := line.Name.(string)
			for did, of := range deeds {
				var want []journey.Customer
				for _, c := range w.Everybody() {
					alone := &querytest.World{}
					for _, e := range w.Events {
						if e.Customer == c {
							alone.Events = append(alone.Events, e)
						}
					}
					found := false
					for landed, sessions := range d.slow(alone, "landing_page") {
						if line == a.Site || landed == name {
							found = found || slices.ContainsFunc(sessions, func(v visit) bool { return of(&v) })
						}
					}
					if found {
						want = append(want, c)
					}
				}
				who := Who{Did: did}
				if line != a.Site {
					who.Name, _ = json.Marshal(line.Name)
				}
				querytest.Behind(t, dice, who, want, func(page query.Page) (query.People, error) {
					return OfLanding(t.Context(), w.Index.Index, LandingCustomers{Landing: d, Page: page, Of: who})
				})
			}
		}
	})
}

// A page with 40 sessions of which 20 convert, beside one with 60 of which 12 do.
func TestRatesBesideTheSite(t *testing.T) {
	var events []journeytest.Event
	session := func(page string, seconds int, converts bool) {
		c := journey.Customer(len(events) + 1)
		e := journeytest.Event{Customer: c, Time: querytest.Origin.UnixMilli(), Name: "Page Viewed", Facts: event.Facts{Page: page}}
		events = append(events, e)
		if converts {
			e.Name, e.Time, e.Facts.Value, e.Facts.HasValue = "Order Completed", e.Time+int64(seconds)*1000, 10, true
			events = append(events, e)
		}
	}
	for i := range 40 {
		session("/offer", i, i < 20)
	}
	for i := range 60 {
		session("/", i, i < 12)
	}
	for range 3 {
		session("/rare", 0, false)
	}
	var d Landing
	d.From, d.To = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"
	a, err := RunLanding(t.Context(), journeytest.New(events).Index, d)
	if err != nil {
		t.Fatal(err)
	}
	offer, rare := a.Lines[1], a.Lines[2]
	if offer.Name != "/offer" || rare.Name != "/rare" || rare.Enough || rare.ConversionRate != nil {
		t.Fatalf("%+v", a.Lines)
	}
	near := func(what string, got, want float64) {
		t.Helper()
		if math.Abs(got-want) > 1e-12 {
			t.Errorf("%s: %v, want %v", what, got, want)
		}
	}
	r, others := offer.ConversionRate, query.Newcombe(20, 40, 12, 63)
	near("rate", r.Rate, 0.5)
	near("low", r.Low, query.Wilson(20, 40).Low)
	near("difference", r.Difference.Difference, 0.5-32.0/103)
	near("difference is that from the others", r.Difference.Difference, 63.0/103*(0.5-12.0/63))
	near("low of the difference", r.Difference.Low, 63.0/103*others.Low)
	near("high of the difference", r.Difference.High, 63.0/103*others.High)
	near("value", offer.Value, 200)
	near("bounces", offer.BounceRate.Rate, 0.5)
	near("median", offer.Duration.Seconds, 0)
	if a.Site.ConversionRate.Difference != nil {
		t.Error("the site differs from itself")
	}
}

// The interval of a median holds it in 95 of 100 samples, whatever the distribution.
func TestMedianInterval(t *testing.T) {
	for _, n := range []int{30, 31, 50, 99, 100, 1000} {
		took := make([]int64, n)
		for i := range took {
			took[i] = int64(i) * 1000
		}
		m := median(took)
		low, high := int(m.Low), int(m.High) // ranks
		covered := 0.0
		for below := low + 1; below <= high; below++ {
			all, _ := math.Lgamma(float64(n) + 1)
			a, _ := math.Lgamma(float64(below) + 1)
			b, _ := math.Lgamma(float64(n-below) + 1)
			covered += math.Exp(all - a - b - float64(n)*math.Ln2)
		}
		if covered < 0.945 || covered > 0.985 || m.Seconds != float64(n-1)/2 {
			t.Errorf("of %d: median %v in %v to %v, which holds it in %v", n, m.Seconds, m.Low, m.High, covered)
		}
	}
}

func TestRefuses(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"by":          {`{"by":"weather"}`, "/by"},
		"empty goal":  {`{"goal":{}}`, "/goal/event"},
		"goal":        {`{"goal":{"event":"A","where":[{"property":"x"}]}}`, "/goal/where/0/property"},
		"value":       {`{"value":"worth"}`, "/value"},
		"unknown key": {`{"goals":[]}`, "/goals"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				d, err := DecodeSources([]byte(c.body))
				if err == nil {
					_, err = RunSources(t.Context(), querytest.Of(nil).Index.Index, d)
				}
				return err
			})
		})
	}
	var d Landing
	for pointer, who := range map[string]Who{"/of/did": {Did: "bought"}, "/of/name": {Name: json.RawMessage(`"/nowhere"`)}} {
		querytest.Refused(t, pointer, func() error {
			_, err := OfLanding(t.Context(), querytest.Of(nil).Index.Index, LandingCustomers{Landing: d, Of: who})
			return err
		})
	}
	querytest.Refused(t, "/by", func() error {
		_, err := DecodeLanding([]byte(`{"by":"channel"}`))
		return err
	})
}
