package compare

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// What is known early of every customer is what plain lists say.
func TestEarlyMatchesReference(t *testing.T) {
	wide := querytest.Shape{Events: 60, Customers: 9, Step: 6 * time.Hour, Span: 20 * 24 * time.Hour, Names: []string{"A", "B", "C"}}
	querytest.Check(t, func(t querytest.TB, dice querytest.Dice) {
		w := querytest.Draw(dice, wide)
		d := ProfileDefinition{Goal: &query.Selector{Event: "C"}, Properties: []string{"properties.p"}, Measure: byConversions}
		d.From, d.To = querytest.DrawRange(dice, wide)
		d.Now = querytest.Origin.Add(16 * 24 * time.Hour)
		rng, err := d.Range(time.UTC)
		if err != nil {
			t.Fatal(err)
		}
		s, err := d.study(t.Context(), w.Index.Index)
		if err != nil {
			t.Fatal(err)
		}
		met := map[journey.Customer]newcomer{}
		_, _, err = journey.Run(t.Context(), s.ix, s.scan, func() *noting { return &noting{newEarlyFold(s), met} })
		if err != nil {
			t.Fatal(err)
		}
		seen := 0
		for c, js := range w.Journeys() {
			inRange := querytest.See(js, rng.From, rng.To, nil)
			if c == journey.Nobody || len(inRange) == 0 {
				continue
			}
			seen++
			got, want := met[c], slowNewcomer(js, min(rng.To, rng.Now))
			bought := slices.ContainsFunc(inRange, func(e querytest.Touch) bool { return e.Name == "C" })
			if _, is := s.buyers.is[c]; is != bought {
				t.Fatalf("customer %d bought: %v", c, is)
			}
			for i, a := range s.attributes {
				if want, known := want.values[a.property]; known && a.value(got.codes[i]) != want {
					t.Fatalf("customer %d, %s: %v, want %v", c, a.property, a.value(got.codes[i]), want)
				}
			}
			var did []string
			for _, code := range got.did {
				did = append(did, s.ix.EventName(code))
			}
			slices.Sort(did)
			if !slices.Equal(did, want.did) || got.week != want.week || got.habits != want.habits {
				t.Fatalf("customer %d did %v %v (%v), want %v %v (%v)", c, did, got.habits, got.week, want.did, want.habits, want.week)
			}
		}
		if len(met) != seen {
			t.Fatalf("%d customers, want %d", len(met), seen)
		}
	})
}

// noting keeps what a fold reads. Worlds are so small that one worker has them all.
type noting struct {
	*earlyFold
	met map[journey.Customer]newcomer
}

func (n *noting) Visit(j journey.Journey) {
	n.earlyFold.Visit(j)
	one := n.newcomer
	one.codes, one.did = slices.Clone(one.codes), slices.Clone(one.did)
	n.met[j.Customer] = one
}

func (n *noting) Merge(other *noting) { n.earlyFold.Merge(other.earlyFold) }

type slowEarly struct {
	values map[string]event.Value
	did    []string
	week   bool
	habits [habits]uint32
}

func slowNewcomer(js []querytest.Touch, moment int64) slowEarly {
	end := js[0].Time + firstWeek
	s := slowEarly{week: end <= moment, values: map[string]event.Value{"device": js[0].Value("device"), "channel": js[0].Value("channel"), "properties.p": {}}}
	bought, sessions, first := false, map[int]bool{}, 0
	for _, e := range js {
		if e.Time >= end {
			break
		}
		if !s.values["properties.p"].Exists() {
			s.values["properties.p"] = e.Value("properties.p")
		}
		if bought = bought || e.Name == "C"; bought {
			continue
		}
		if !slices.Contains(s.did, e.Name) {
			s.did = append(s.did, e.Name)
		}
		sessions[e.Session] = true
		if e.Session == 0 {
			first++
		}
	}
	slices.Sort(s.did)
	s.habits[weekVisits] = uint32(min(max(len(sessions), 1), 3))
	switch {
	case first <= 1:
		s.habits[firstTouches] = 1
	case first <= 5:
		s.habits[firstTouches] = 2
	case first <= 20:
		s.habits[firstTouches] = 3
	default:
		s.habits[firstTouches] = 4
	}
	return s
}

// profiled asks for the profile of a shop.
func profiled(t *testing.T, ix *journey.Index) (ProfileDefinition, Profile) {
	t.Helper()
	d := ProfileDefinition{Goal: &query.Selector{Event: "Bought"}, Properties: []string{"traits.coin", "traits.age", "traits.plan", "traits.email", "properties.category", "properties.price"}}
	d.From, d.To = querytest.Origin.Format(time.RFC3339), querytest.Origin.Add(90*24*time.Hour).Format(time.RFC3339)
	d.Now = querytest.Origin.Add(90 * 24 * time.Hour)
	p, err := RunProfile(t.Context(), ix, d)
	if err != nil {
		t.Fatal(err)
	}
	return d, p
}

// Where value is luck, nobody is said to be ideal.
func TestNoProfileOfLuck(t *testing.T) {
	const seeds = 20
	alarms := 0
	for seed := range uint64(seeds) {
		_, p := profiled(t, shop(seed, 1500, nil))
		if !p.Enough || p.Tested < 30 {
			t.Fatalf("%d attributes tested", p.Tested)
		}
		if len(p.Attributes) > 0 {
			alarms++
			t.Logf("seed %d: %s", seed, p.Attributes[0].Sentence)
		}
	}
	if alarms > seeds/20 {
		t.Errorf("%d of %d profiles find something", alarms, seeds)
	}
}

// What makes customers valuable is found, and made a persona whose rule holds
// for those whom it means; behind each number are as many customers as it says.
func TestProfileFindsWhatWasPlanted(t *testing.T) {
	ix := shop(7, 4000, func(v *visitor) {
		if v.heads && v.device == "mobile" {
			v.amount *= 3
		}
	})
	d, p := profiled(t, ix)
	names := map[string]bool{}
	for _, c := range p.Attributes {
		names[c.Name] = true
		if c.Lift == nil || c.Interval.Low <= 1 && c.Interval.High >= 1 {
			t.Errorf("%q is confirmed", c.Sentence)
		}
		for group, side := range map[string]Measured{"best": c.Best, "others": c.Others} {
			people, err := CustomersOfProfile(t.Context(), ix, ProfileCustomers{ProfileDefinition: d, Of: Ideal{Group: group, Checked: true, What: c.Of}})
			if err != nil || people.Total != *side.With {
				t.Errorf("%s, %s: %d customers, %v; want %d", c.Name, group, people.Total, err, *side.With)
			}
		}
	}
	if !names["Coin: heads"] || !names["First visit, device: mobile"] || len(p.Attributes) > 6 {
		t.Errorf("found %v", names)
	}
	if p.Persona == nil || p.Persona.Best < 30 || *p.ValueShare < 0.35 {
		t.Fatalf("persona %+v, value %v", p.Persona, p.ValueShare)
	}
	if share := float64(p.Persona.Best) / float64(p.Persona.Best+p.Persona.Others); share < 0.25 {
		t.Errorf("of the persona's customers %v are among the best: %s", share, p.Persona.Segment)
	}
	for _, left := range p.LeftOut {
		if left.Property == "traits.coin" {
			t.Errorf("%+v", left)
		}
	}
	for group, want := range map[string]int64{"best": p.Best.Customers, "others": p.Others.Customers, "rest": p.Rest.Customers} {
		people, err := CustomersOfProfile(t.Context(), ix, ProfileCustomers{ProfileDefinition: d, Of: Ideal{Group: group}})
		if err != nil || people.Total != want {
			t.Errorf("%s: %d, %v; want %d", group, people.Total, err, want)
		}
	}
}

// Who came early has had more time to spend; that alone is no attribute.
func TestTimeIsNoAttribute(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	var events []journeytest.Event
	for c := range journey.Customer(2000) {
		since := r.IntN(60)
		e := journeytest.Event{Customer: c + 1}
		e.Facts.Device = "mobile"
		if since < 20 {
			e.Facts.Device = "desktop" // the early ones all had one
		}
		for day := since; day < 90; day += 5 {
			e.Time, e.Name = querytest.Origin.Add(time.Duration(day*24+r.IntN(24))*time.Hour).UnixMilli(), "Looked"
			e.Facts.Value, e.Facts.HasValue = 0, false
			if r.IntN(3) == 0 {
				e.Name, e.Facts.Value, e.Facts.HasValue = "Bought", 10+90*r.Float64(), true
			}
			events = append(events, e)
		}
	}
	_, p := profiled(t, journeytest.New(events).Index)
	if !p.Enough || slices.ContainsFunc(p.Attributes, func(c Commonness) bool { return c.Of.Property == "device" }) {
		t.Errorf("%+v", p.Attributes)
	}
}

func TestBestAreAFifth(t *testing.T) {
	f := &buying{}
	for i := range 1000 {
		f.list = append(f.list, buyer{customer: journey.Customer(i + 1), since: int64(i * 7919 % 1000), conversions: 1, value: float64(i % 100)})
	}
	if b := f.best(byValue, 0.2); b.totals[best].customers < 180 || b.totals[best].customers > 220 || b.totals[best].customers+b.totals[others].customers != 1000 {
		t.Errorf("%d are the best", b.totals[best].customers)
	}
	if b := f.best(byConversions, 0.2); b.totals[best].customers != 0 { // all the same: nobody stands out
		t.Errorf("%d of equals are the best", b.totals[best].customers)
	}
}

func TestProfileRefusals(t *testing.T) {
	ix := querytest.Of([]querytest.Did{{Customer: 1, Name: "A"}}).Index.Index
	for name, c := range map[string]struct{ body, pointer string }{
		"empty goal":  {`{"goal":{}}`, "/goal/event"},
		"measure":     {`{"measure":"luck"}`, "/measure"},
		"top":         {`{"top":0.9}`, "/top"},
		"rule or top": {`{"best":{"event":"A"},"top":0.1}`, "/best"},
		"a bad rule":  {`{"best":{"evnt":"A"}}`, "/best"},
		"dimension":   {`{"properties":["device"]}`, "/properties/0"},
		"no group":    {`{"of":{"group":"x"}}`, "/of/group"},
		"a metric":    {`{"of":{"group":"best","metric":"visits"}}`, "/of"},
		"no property": {`{"of":{"group":"best","property":"traits.x"}}`, "/of/property"},
		"value of?":   {`{"of":{"group":"best","value":1}}`, "/of/value"},
	} {
		t.Run(name, func(t *testing.T) {
			querytest.Refused(t, c.pointer, func() error {
				var q ProfileCustomers
				if err := query.Decode([]byte(c.body), &q); err != nil {
					return err
				}
				_, err := CustomersOfProfile(t.Context(), ix, q)
				return err
			})
		})
	}
	if p, err := RunProfile(t.Context(), ix, ProfileDefinition{}); err != nil || p.Enough || p.Persona != nil || p.Attributes == nil {
		t.Errorf("of nobody: %+v, %v", p, err)
	}
}

// By hand: 30 of 40 against 10 of 80 is 6 times, ± 1.96·√(1/30 − 1/40 + 1/10 − 1/80)
// on the logarithm. What all of the best have can be told as well.
func TestLift(t *testing.T) {
	lift, interval, ok := liftOf([2]int64{30, 10}, [2]int64{40, 80})
	if !ok || math.Abs(lift-6) > 1e-12 || math.Abs(interval.Low-3.2707) > 1e-3 || math.Abs(interval.High-11.0067) > 1e-3 {
		t.Errorf("%v in %v", lift, interval)
	}
	if lift, interval, ok = liftOf([2]int64{50, 100}, [2]int64{50, 200}); !ok || lift < 20 || interval.Low < 1 {
		t.Errorf("where all of the best have it: %v in %v", lift, interval)
	}
	if _, _, ok = liftOf([2]int64{40, 80}, [2]int64{40, 80}); ok {
		t.Error("what everybody has makes no difference")
	}
}
