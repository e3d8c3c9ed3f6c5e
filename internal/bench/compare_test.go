package bench

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"wend/internal/journey"
	"wend/internal/sim"
	"wend/internal/understand/compare"
	"wend/internal/understand/query"
)

// held compares two groups of a world over its whole history.
func held(t *testing.T, config sim.Config, d compare.Definition) compare.Answer {
	t.Helper()
	w, err := NewWorld(t.Context(), config, journey.StageModel{})
	if err != nil {
		t.Fatal(err)
	}
	d.Now, d.From = config.End, config.End.AddDate(0, 0, -config.Days-1).Format(time.RFC3339)
	a, err := compare.Run(t.Context(), w.Index, d)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// row finds a row by its name.
func row(t *testing.T, a compare.Answer, name string) compare.Row {
	t.Helper()
	i := slices.IndexFunc(a.Rows, func(r compare.Row) bool { return r.Name == name })
	if i < 0 {
		t.Fatalf("%s is not compared", name)
	}
	return a.Rows[i]
}

// In the boutique the payment form breaks on telephones of the young: held
// against the older ones on telephones, they meet errors and order less. In the
// plain twin they do neither.
func TestCompareShowsWhomTheFormBreaksFor(t *testing.T) {
	d := compare.Definition{
		A:     json.RawMessage(`{"all":[{"property":"device","op":"eq","value":"mobile"},{"property":"traits.age_group","op":"eq","value":"18-34"},{"event":"Checkout Started"}]}`),
		B:     json.RawMessage(`{"all":[{"property":"device","op":"eq","value":"mobile"},{"property":"traits.age_group","op":"in","value":["35-54","55+"]},{"event":"Checkout Started"}]}`),
		AName: "the young", BName: "the older", Goal: &query.Selector{Event: "Order Completed"},
	}
	config := sim.Config{World: "boutique", Customers: 6000, Days: 100, Seed: 1, End: frictionsEnd}
	a := held(t, config, d)
	if len(a.Rows) == 0 || !a.Enough {
		t.Fatalf("%d and %d customers", a.A.Customers, a.B.Customers)
	}
	for name, more := range map[string]bool{"Script Error": true, "Rage Click": true, "Order Completed": false, "Payment Info Entered": false} {
		if r := row(t, a, name); !r.Beyond || *r.Difference > 0 != more {
			t.Errorf("%s", r.Sentence)
		}
	}
	if first := a.Rows[0].Name; !slices.Contains([]string{"Script Error", "Rage Click", "Order Completed", "Payment Info Entered", "Conversions"}, first) {
		t.Errorf("first is %s", a.Rows[0].Sentence)
	}
	config.Plain = true
	a = held(t, config, d)
	for _, r := range a.Rows {
		if r.Beyond && slices.Contains([]string{"Script Error", "Rage Click", "Order Completed", "Payment Info Entered"}, r.Name) {
			t.Errorf("where nothing was planted: %s", r.Sentence)
		}
	}
}

// In the invoicing software the bank's connection fails for sole traders.
func TestCompareShowsTheSoleTraders(t *testing.T) {
	a := held(t, sim.Config{World: "saas", Customers: 4000, Days: 80, Seed: 2, End: frictionsEnd}, compare.Definition{
		A:    json.RawMessage(`{"all":[{"property":"traits.business_type","op":"eq","value":"sole trader"},{"event":"Signed Up"}]}`),
		B:    json.RawMessage(`{"all":[{"property":"traits.business_type","op":"exists"},{"not":{"property":"traits.business_type","op":"eq","value":"sole trader"}},{"event":"Signed Up"}]}`),
		Goal: &query.Selector{Event: "Subscription Started"},
	})
	for _, name := range []string{"Script Error", "Rage Click", "Ticket Created"} {
		if r := row(t, a, name); !r.Beyond || *r.Difference <= 0 {
			t.Error(r.Sentence)
		}
	}
	if first := a.Rows[0]; first.Name != "Script Error" && first.Name != "Rage Click" {
		t.Errorf("first is %s", first.Sentence)
	}
}

// In a consultancy those whom a deal was made with came more often.
func TestCompareInAConsultancy(t *testing.T) {
	d := compare.Definition{A: json.RawMessage(`{"event":"Deal Created"}`), Goal: &query.Selector{Event: "Deal Won"}}
	a := held(t, sim.Config{World: "b2b", Customers: 4000, Days: 80, Seed: 3, End: frictionsEnd}, d)
	if !a.Enough || a.Beyond == 0 || a.A.Customers+a.B.Customers+a.Both+a.Neither != a.Scanned.Customers {
		t.Fatalf("%+v, %+v of %d", a.A, a.B, a.Scanned.Customers)
	}
	if r := row(t, a, "Visits"); !r.Beyond || *r.Difference <= 0 {
		t.Error(r.Sentence)
	}
}
