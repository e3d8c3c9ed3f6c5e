package friction

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"pgregory.net/rapid"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// shop makes customers who look and perhaps buy, each with a device and a
// country; chance is how likely they buy.
func shop(seed uint64, customers int, chance func(device, country string) float64) *journey.Index {
	r := rand.New(rand.NewPCG(seed, 7))
	devices, countries := []string{"desktop", "mobile", "tablet"}, []string{"IE", "GB", "DE", "FR"}
	var events []journeytest.Event
	for c := range journey.Customer(customers) {
		e := journeytest.Event{Customer: c + 1, Time: querytest.Origin.Add(time.Duration(r.IntN(3600)) * time.Second).UnixMilli(), Name: "Looked"}
		e.Facts.Device, e.Facts.Country = devices[r.IntN(3)], countries[r.IntN(4)]
		e.Facts.Page = "/look"
		events = append(events, e)
		if r.Float64() < chance(e.Facts.Device, e.Facts.Country) {
			e.Time += 60_000
			e.Name = "Bought"
			e.Facts.Value, e.Facts.HasValue = 20+10*r.Float64(), true
			events = append(events, e)
		}
	}
	return journeytest.New(events).Index
}

func question() Definition {
	var d Definition
	d.From, d.To = querytest.Origin.Format(time.RFC3339), querytest.Origin.Add(30*24*time.Hour).Format(time.RFC3339)
	d.Now = querytest.Origin.Add(30 * 24 * time.Hour)
	d.Goal.Event = "Bought"
	return d
}

func find(t *testing.T, ix *journey.Index, d Definition) Answer {
	t.Helper()
	ctx := Within(t.Context(), func() Workspace { return Workspace{Ways: [][]funnel.Step{{named("Looked"), named("Bought")}}} })
	a, err := Run(ctx, ix, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// One in twenty searches at most reports something where nothing is.
func TestNothingWhereNothingIs(t *testing.T) {
	alarms := 0
	const seeds = 60
	for seed := range uint64(seeds) {
		if a := find(t, shop(seed, 1500, func(string, string) float64 { return 0.3 }), question()); len(a.Opportunities) > 0 {
			alarms++
		}
	}
	if alarms > seeds/20 {
		t.Errorf("%d of %d searches report something", alarms, seeds)
	}
}

// A pair is named where both conditions are needed, and a single condition
// where one is; the estimate is what was lost.
func TestNamesTheCause(t *testing.T) {
	for _, c := range []struct {
		whom   string
		chance func(device, country string) float64
	}{
		{"[device=mobile country=DE]", func(device, country string) float64 {
			if device == "mobile" && country == "DE" {
				return 0.1
			}
			return 0.5
		}},
		{"[country=DE]", func(_, country string) float64 {
			if country == "DE" {
				return 0.3
			}
			return 0.5
		}},
	} {
		t.Run(c.whom, func(t *testing.T) {
			a := find(t, shop(3, 4000, c.chance), question())
			if len(a.Opportunities) != 1 {
				t.Fatalf("%d opportunities: %+v", len(a.Opportunities), a.Opportunities)
			}
			o := a.Opportunities[0]
			var whom []string
			for _, f := range o.Segment {
				whom = append(whom, f.Property+"="+string(f.Value[1:len(f.Value)-1]))
			}
			if fmt.Sprint(whom) != c.whom || o.Where.Step != "Bought" || o.Where.After != "Looked" || o.Where.Page == nil || *o.Where.Page != "/look" {
				t.Errorf("%v at %+v", whom, o.Where)
			}
			lost := float64(o.Customers) * (o.RateElsewhere - o.Rate)
			if math.Abs(o.LostConversions-lost) > 1e-9 || o.LostInterval.Low >= lost || o.LostInterval.High <= lost || o.LostInterval.Low <= 0 {
				t.Errorf("lost %v in %v, by hand %v", o.LostConversions, o.LostInterval, lost)
			}
			if value := o.LostValue / o.LostConversions; value < 24 || value > 26 {
				t.Errorf("a conversion is worth %v", value)
			}
		})
	}
}

// In one stratum the test is the score test, and the standardised rate is
// the rate of the others.
func TestCompareOneStratum(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := stratum{in: rapid.Int64Range(50, 400).Draw(t, "in"), out: rapid.Int64Range(50, 400).Draw(t, "out")}
		s.inReached = rapid.Int64Range(10, s.in-10).Draw(t, "inReached")
		s.outReached = rapid.Int64Range(10, s.out-10).Draw(t, "outReached")
		c, ok := compare([]stratum{s}, toRefine)
		if !ok {
			t.Fatal("too little")
		}
		n, m := float64(s.in), float64(s.out)
		p, q := float64(s.inReached)/n, float64(s.outReached)/m
		both := (p*n + q*m) / (n + m)
		score := (p - q) / math.Sqrt(both*(1-both)*(1/n+1/m)) * math.Sqrt((n+m-1)/(n+m))
		if math.Abs(c.z-score) > 1e-9 || math.Abs(c.elsewhere-q) > 1e-12 || math.Abs(c.rate-p) > 1e-12 {
			t.Fatalf("%+v, by hand %v", c, score)
		}
	})
}

// People who differ in their mix only do not differ.
func TestCompareLikeWithLike(t *testing.T) {
	c, ok := compare([]stratum{{in: 900, inReached: 90, out: 100, outReached: 10}, {in: 100, inReached: 80, out: 900, outReached: 720}}, toReport)
	if !ok || math.Abs(c.z) > 1e-9 || math.Abs(c.elsewhere-c.rate) > 1e-12 {
		t.Errorf("%+v", c)
	}
}

// Fisher's tea: of eight cups, four with milk first, all told right. And two
// strata are the sum of both.
func TestExact(t *testing.T) {
	if p := exact([]stratum{{in: 4, inReached: 0, out: 4, outReached: 4}}, true); math.Abs(p-2.0/70) > 1e-12 {
		t.Errorf("p = %v", p)
	}
	two := []stratum{{in: 4, inReached: 0, out: 4, outReached: 4}, {in: 1, inReached: 0, out: 1, outReached: 1}}
	if p := exact(two, true); math.Abs(p-2.0/140) > 1e-12 {
		t.Errorf("p = %v", p)
	}
	if p := exact(two, false); p != 1 {
		t.Errorf("p = %v", p)
	}
}

// A goal may be a whole funnel, with all that a funnel can say; of all that is
// listed, every estimate lies within an interval that is none by name only.
func TestFunnelAsGoalAndAll(t *testing.T) {
	for _, goal := range []string{
		`{"steps":[{"event":"Looked","where":[{"property":"page","op":"eq","value":"/look"}]},{"events":["Bought","Given"],"name":"Had"}],"order":"ordered","window":"7d","unit":"customer","exclude":[{"event":"Left","between":[1,2]}],"breakdown":{"property":"device","at":"first"}}`,
		`{"steps":[{"event":"Looked"},{"event":"Bought","name":"Had"}],"unit":"session"}`,
		`{"steps":[{"event":"Looked"},{"event":"Bought","name":"Had"}],"order":"strict"}`,
		`{"steps":[{"event":"Looked"},{"event":"Bought","name":"Had"}],"order":"unordered","window":"1d"}`,
	} {
		d, err := Decode([]byte(`{"goal":` + goal + `,"all":true}`))
		if err != nil {
			t.Fatal(err)
		}
		d.Request = question().Request
		a := find(t, shop(5, 3000, hard), d)
		if len(a.Opportunities) < 5 || fmt.Sprint(a.Opportunities[0].Where.Step, len(a.Opportunities[0].Segment)) != "Had2" || !a.Opportunities[0].Reported {
			t.Fatalf("%s: %d listed, first %+v", goal, len(a.Opportunities), a.Opportunities[0])
		}
		for i, o := range a.Opportunities {
			if o.Reported != (i == 0) {
				t.Errorf("%s: %d is reported: %v", goal, i, o.Reported)
			}
			for name, e := range map[string]Estimate{
				"rate": {o.Rate, o.RateInterval}, "rate elsewhere": {o.RateElsewhere, o.ElsewhereInterval}, "less": o.Less,
				"lost conversions": {o.LostConversions, o.LostInterval}, "lost value": {o.LostValue, o.ValueInterval},
				"monthly conversions": o.Per30Days.Conversions, "monthly value": o.Per30Days.Value,
			} {
				if !(e.Low < e.Value && e.Value < e.High) {
					t.Errorf("%s: %s: %s is %+v", goal, o.Sentence, name, e)
				}
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct{ body, pointer string }{
		"no goal":       {`{}`, "/goal/event"},
		"both goals":    {`{"goal":{"event":"A","steps":[{"event":"A"},{"event":"B"}]}}`, "/goal/event"},
		"one step":      {`{"goal":{"steps":[{"event":"A"}]}}`, "/goal/steps"},
		"empty step":    {`{"goal":{"steps":[{"event":"A"},{}]}}`, "/goal/steps/1/event"},
		"order alone":   {`{"goal":{"event":"A","order":"strict"}}`, "/goal/steps"},
		"no trait":      {`{"goal":{"event":"A"},"properties":["device"]}`, "/properties/0"},
		"unknown key":   {`{"goal":{"event":"A"},"nonsense":1}`, "/nonsense"},
		"the range":     {`{"goal":{"event":"A"},"from":"x"}`, "/from"},
		"of nowhere":    {`{"goal":{"event":"A"},"of":{"step":"B","segment":[]}}`, "/of/step"},
		"of nobody":     {`{"goal":{"event":"A"},"of":{"step":"A","segment":[{"property":"device","op":"eq","value":"x"}]}}`, "/of/segment"},
		"except nobody": {`{"goal":{"event":"A"},"of":{"step":"A","segment":[],"except":[[{"property":"device","op":"eq","value":"x"}]]}}`, "/of/except/0"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				ix := querytest.Of([]querytest.Did{{Customer: 1, Name: "A"}}).Index.Index
				d, err := Decode([]byte(c.body))
				if err == nil {
					_, err = Run(t.Context(), ix, d)
				}
				if err == nil || c.pointer[:3] == "/of" {
					var q CustomersQuestion
					if err = query.Decode([]byte(c.body), &q); err == nil {
						_, err = Customers(t.Context(), ix, q)
					}
				}
				return err
			})
		})
	}
}
