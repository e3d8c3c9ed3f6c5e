package bench

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"wend/internal/app"
	"wend/internal/journey"
	"wend/internal/sim"
	"wend/internal/understand/friction"
	"wend/internal/understand/query"
)

// What is planted in the boutique is named first, and its plain twin is quiet.
// bench friction asks all worlds over many seeds.
func TestFrictionFindsWhatWasPlanted(t *testing.T) {
	for seed := range uint64(2) {
		config := sim.Config{World: "boutique", Customers: 3000, Days: 100, Seed: seed + 1, End: frictionsEnd}
		s, err := SearchWorld(t.Context(), config, app.TellOf)
		if err != nil {
			t.Fatal(err)
		}
		if !s.First() {
			t.Errorf("seed %d: first is %+v", config.Seed, s.Found)
			continue
		}
		o := s.Found[0]
		if page := o.Where.Page; page == nil || *page != "/checkout/payment" {
			t.Errorf("seed %d: most left at %v", config.Seed, page)
		}
		if len(o.Evidence) == 0 || o.Evidence[0].Kind != "script_error" || !strings.Contains(o.Evidence[0].Detail, "sheet.confirm") || o.Effort != "small" {
			t.Errorf("seed %d: evidence %+v, effort %s", config.Seed, o.Evidence, o.Effort)
		}
		checkFirstSentence(t, s)
		config.Plain = true
		if s, err = SearchWorld(t.Context(), config, app.TellOf); err != nil {
			t.Fatal(err)
		}
		if len(s.Found) > 0 {
			t.Errorf("seed %d: an alarm where nothing was planted: %+v", config.Seed, s.Found[0])
		}
	}
}

// The first sentence says both: overall, abandoned checkouts look only mildly
// bad; customers on mobile aged 18–34 are the cause. Its numbers are the steps'.
func checkFirstSentence(t *testing.T, s Searched) {
	t.Helper()
	a, err := friction.Run(s.told(t.Context(), app.TellOf), s.Index, friction.Definition{Request: within(s.Config().End.AddDate(0, 0, -s.Config().Days-1), s.Config().End), Goal: friction.Goal{Selector: query.Selector{Event: "Order Completed"}}})
	if err != nil {
		t.Fatal(err)
	}
	o, steps := s.Found[0], a.Steps
	overall := 1 - steps[4].StepRate
	others := 1 - float64(steps[4].Count-(o.Customers-o.Left))/float64(steps[3].Count-o.Customers)
	first, second, _ := strings.Cut(o.Sentence, ". ")
	want := fmt.Sprintf("Of all who come to Checkout Started, %.0f%% do not go on to Order Completed, which looks only mildly bad; customers on mobile aged 18–34 are the cause: %.0f%% of them do not, of all others %.0f%%",
		100*overall, 100*(1-o.Rate), 100*others)
	if first != want {
		t.Errorf("%s\nis not\n%s", first, want)
	}
	if !strings.Contains(second, "less often than people alike (95% interval ") || !strings.HasSuffix(second, " orders a month.") || a.Sentence != o.Sentence {
		t.Errorf("%s\n%s", second, a.Sentence)
	}
}

// The customers behind an opportunity are as many as it says left, of all that
// are listed.
func TestFrictionCustomers(t *testing.T) {
	config := sim.Config{World: "garden", Customers: 1500, Days: 80, Seed: 3, End: frictionsEnd}
	w, err := NewWorld(t.Context(), config, journey.StageModel{})
	if err != nil {
		t.Fatal(err)
	}
	d := friction.Definition{All: true, Goal: friction.Goal{Selector: query.Selector{Event: "Order Completed"}}}
	d.Now, d.From = config.End, config.End.AddDate(0, 0, -config.Days-1).Format(time.RFC3339)
	a, err := friction.Run(t.Context(), w.Index, d)
	if err != nil {
		t.Fatal(err)
	}
	if len(a.Opportunities) < 10 || a.Opportunities[0].PAdjusted >= 0.05 {
		t.Fatalf("%d opportunities", len(a.Opportunities))
	}
	for i, o := range a.Opportunities {
		if i%7 != 0 && !o.Reported {
			continue
		}
		people, err := friction.Customers(t.Context(), w.Index, friction.CustomersQuestion{Definition: d,
			Of: friction.Who{Step: o.Where.Step, After: o.Where.After, Segment: o.Segment, Except: o.Except}})
		if err != nil {
			t.Fatal(err)
		}
		if people.Total != o.Left || o.Left > 0 && len(people.Customers) == 0 {
			t.Errorf("%s at %s: %d left, %d are listed", whom(o.Segment), o.Where.Step, o.Left, people.Total)
		}
	}
}
