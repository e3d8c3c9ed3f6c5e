package bench

import (
	"strings"
	"testing"
	"time"

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
		s, err := SearchWorld(t.Context(), config)
		if err != nil {
			t.Fatal(err)
		}
		if !s.First() {
			t.Errorf("seed %d: first is %+v", config.Seed, s.Answer.Opportunities)
			continue
		}
		o := s.Answer.Opportunities[0]
		if page := o.Where.Page; page == nil || *page != "/checkout/payment" {
			t.Errorf("seed %d: most left at %v", config.Seed, page)
		}
		if len(o.Evidence) == 0 || o.Evidence[0].Kind != "script_error" || !strings.Contains(o.Evidence[0].Detail, "sheet.confirm") || o.Effort != "small" {
			t.Errorf("seed %d: evidence %+v, effort %s", config.Seed, o.Evidence, o.Effort)
		}
		if !strings.Contains(s.Answer.Sentence, "Customers on mobile aged 18–34 reach Order Completed after Checkout Started") {
			t.Errorf("seed %d: %s", config.Seed, s.Answer.Sentence)
		}
		config.Plain = true
		if s, err = SearchWorld(t.Context(), config); err != nil {
			t.Fatal(err)
		}
		if len(s.Answer.Opportunities) > 0 {
			t.Errorf("seed %d: an alarm where nothing was planted: %+v", config.Seed, s.Answer.Opportunities[0])
		}
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
