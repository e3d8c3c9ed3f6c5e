package compare

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/understand/query"
	"wend/internal/understand/querytest"
)

// shop makes customers of several visits each, who look and perhaps buy. Every
// customer has a coin, which nothing depends on but what the planter makes of it.
func shop(seed uint64, customers int, plant func(c *visitor)) *journey.Index {
	r := rand.New(rand.NewPCG(seed, 11))
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	traits := journeytest.Traits{}
	var events []journeytest.Event
	for n := range journey.Customer(customers) {
		v := visitor{
			heads: r.IntN(2) == 0, device: pick("desktop", "mobile", "mobile", "tablet"), country: pick("IE", "GB", "DE", "FR", "US"),
			visits: 1 + r.IntN(4), chance: 0.2, amount: math.Exp(3 + 0.8*r.NormFloat64()),
		}
		if plant != nil {
			plant(&v)
		}
		traits[n+1] = map[string]any{"coin": map[bool]string{true: "heads", false: "tails"}[v.heads], "age": 18 + r.IntN(60), "plan": pick("free", "paid"), "email": n}
		if r.IntN(3) == 0 {
			delete(traits[n+1], "age")
		}
		for i := range v.visits {
			e := journeytest.Event{Customer: n + 1, Time: querytest.Origin.Add(time.Duration(i*72+r.IntN(48)) * time.Hour).Add(time.Duration(r.IntN(3600)) * time.Second).UnixMilli(), Name: "Looked"}
			e.Facts.Device, e.Facts.Country, e.Facts.Language = v.device, v.country, pick("en", "de")
			e.Facts.Page = pick("/", "/coats", "/shoes", "/hats")
			e.Properties = map[string]any{"category": pick("coats", "shoes", "hats"), "price": 10 + r.IntN(90)}
			events = append(events, e)
			for r.IntN(3) > 0 {
				e.Time += int64(1+r.IntN(600)) * 1000
				e.Name = pick("Looked", "Searched", "Asked", "Shared")
				events = append(events, e)
			}
			if r.Float64() < v.chance {
				e.Time += 60_000
				e.Name, e.Properties = "Bought", nil
				e.Facts.Value, e.Facts.HasValue = v.amount, true
				events = append(events, e)
			}
		}
	}
	return journeytest.New(events, func(o *journey.Options) { o.Traits = traits }).Index
}

type visitor struct {
	heads           bool
	device, country string
	visits          int
	chance, amount  float64
}

// tossed compares heads with tails.
func tossed(t *testing.T, ix *journey.Index) Answer {
	t.Helper()
	d := Definition{
		A:    json.RawMessage(`{"property":"traits.coin","op":"eq","value":"heads"}`),
		Goal: &query.Selector{Event: "Bought"}, AName: "heads", BName: "tails",
		Properties: []string{"traits.coin", "traits.age", "traits.plan", "traits.email", "properties.category", "properties.price"},
	}
	d.From, d.To = querytest.Origin.Format(time.RFC3339), querytest.Origin.Add(30*24*time.Hour).Format(time.RFC3339)
	d.Now = querytest.Origin.Add(30 * 24 * time.Hour)
	a, err := Run(t.Context(), ix, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// Groups that a coin made differ in nothing: at most one comparison in twenty
// says otherwise, however many things it looks at.
func TestNothingBetweenHeadsAndTails(t *testing.T) {
	const seeds = 40
	alarms, tested := 0, 0
	for seed := range uint64(seeds) {
		a := tossed(t, shop(seed, 400, nil))
		tested += a.Tested
		if a.Beyond > 0 {
			alarms++
			t.Logf("seed %d: %s", seed, a.Rows[0].Sentence)
		}
	}
	if alarms > seeds/20 || tested < 30*seeds {
		t.Errorf("%d of %d comparisons of %d rows find something", alarms, seeds, tested/seeds)
	}
}

// What was planted is the first row, with its interval around the truth.
func TestPlantedComesFirst(t *testing.T) {
	for _, c := range []struct {
		row, unit  string
		place      int     // at most: touchpoints go with visits, and conversions with who bought
		difference float64 // that was planted
		plant      func(*visitor)
	}{
		{"Device: mobile", "share", 0, 0.3, func(v *visitor) { // half are mobile; of the other half 60 %
			if v.heads && v.visits%2 == 0 {
				v.device = "mobile"
			}
			if v.heads && v.country == "US" {
				v.device = "mobile"
			}
		}},
		{"Visits", "number", 2, 2, func(v *visitor) {
			if v.heads {
				v.visits += 2
			}
		}},
		{"Bought", "share", 2, bought(0.5) - bought(0.2), func(v *visitor) {
			if v.heads {
				v.chance = 0.5
			}
		}},
	} {
		t.Run(c.row, func(t *testing.T) {
			a := tossed(t, shop(4, 3000, c.plant))
			at := slices.IndexFunc(a.Rows, func(r Row) bool { return r.Name == c.row })
			if at > c.place {
				t.Fatalf("first is %q", a.Rows[0].Sentence)
			}
			first := a.Rows[at]
			if first.Unit != c.unit || !first.Beyond || first.Interval.Low > c.difference || first.Interval.High < c.difference {
				t.Errorf("%q", first.Sentence)
			}
			if *first.Strength < 0.2 || *first.Difference < first.Interval.Low || *first.Difference > first.Interval.High || *first.PAdjusted > 1e-6 {
				t.Errorf("%+v", first)
			}
		})
	}
}

// bought is who buys in one to four visits.
func bought(chance float64) float64 {
	share := 0.0
	for visits := 1.0; visits <= 4; visits++ {
		share += (1 - math.Pow(1-chance, visits)) / 4
	}
	return share
}

func TestRowsSayWhatTheyAre(t *testing.T) {
	a := tossed(t, shop(1, 2000, func(v *visitor) {
		if v.heads {
			v.chance = 0.6
		}
	}))
	rows := map[string]Row{}
	for i, r := range a.Rows {
		rows[r.Name] = r
		if r.Sentence == "" || strings.Contains(r.Sentence, "NaN") {
			t.Errorf("%q says %q", r.Name, r.Sentence)
		}
		if i > 0 && a.Rows[i-1].class() > r.class() {
			t.Errorf("%s comes after %s", r.Name, a.Rows[i-1].Name)
		}
	}
	if r := a.Rows[len(a.Rows)-1]; !r.Defining || !strings.HasSuffix(r.Sentence, "100% of heads, 0% of tails, as the groups were chosen.") || r.PAdjusted != nil {
		t.Errorf("the coin is last: %+v", r)
	}
	if r := rows["Bought"]; r.A.With == nil || *r.A.With != a.A.Converted || r.A.Customers != a.A.Customers || !strings.Contains(r.Sentence, " points more, 95% interval ") {
		t.Errorf("bought: %+v", r)
	}
	for _, r := range a.Rows {
		has := r.Enough && slices.ContainsFunc(metrics[:], func(m metric) bool { return m.median && m.key == r.Of.Metric })
		for _, side := range []Measured{r.A, r.B} {
			if m := side.Median; (m != nil) != has || m != nil && (m.Value < m.Interval.Low || m.Value > m.Interval.High) {
				t.Errorf("the median of %s is %+v", r.Name, m)
			}
		}
		if has && !r.Defining && !strings.Contains(r.Sentence, " Half of heads have at most ") {
			t.Errorf("%s says %q", r.Name, r.Sentence)
		}
	}
	if r := rows["Age"]; r.Unit != "number" || r.A.With != nil || r.A.Value < 40 || r.A.Value > 55 || r.A.Customers >= a.A.Customers {
		t.Errorf("ages are numbers: %+v", r)
	}
	if r := rows["Price"]; r.Unit != "number" || r.A.Value < 45 || r.A.Value > 65 {
		t.Errorf("prices are numbers: %+v", r)
	}
	if _, both := rows["Plan: free"]; both == (rows["Plan: paid"].Name != "") {
		t.Error("of two plans one is listed")
	}
	if rows["Age known"].Name == "" || rows["Plan known"].Name != "" {
		t.Error("being known is compared where it differs")
	}
	if len(a.LeftOut) == 0 || a.A.Customers+a.B.Customers != 2000 || a.Both != 0 || a.Neither != 0 || a.A.Everybody || !a.B.Everybody {
		t.Errorf("left out %v; %+v, %+v", a.LeftOut, a.A, a.B)
	}
}

// With fewer than thirty on a side nothing is said.
func TestTooFew(t *testing.T) {
	a := tossed(t, shop(1, 40, nil))
	if a.Enough || a.Tested != 0 || a.Beyond > 0 {
		t.Fatalf("%+v", a)
	}
	for _, r := range a.Rows {
		if r.Difference != nil || r.Interval != nil || r.PAdjusted != nil || r.Enough {
			t.Errorf("%+v", r)
		}
	}
}

// An account is in a group if one of its people is.
func TestAccountsBelongWithTheirPeople(t *testing.T) {
	is := func(members ...journey.Customer) func(journey.Customer) bool {
		return func(c journey.Customer) bool {
			for _, m := range members {
				if m == c {
					return true
				}
			}
			return false
		}
	}
	g := grouping{accounts: journey.Accounts{{{Customer: 1}, {Customer: 2}}, {{Customer: 3}}, {{Customer: 4}}}, a: is(2, 3), b: is(3)}
	for i, want := range []side{inA, inBoth, inNeither} {
		if got := g.of(journey.FirstAccount + journey.Customer(i)); got != want {
			t.Errorf("account %d is on side %d, not %d", i, got, want)
		}
	}
}
