package bench

import (
	"strings"
	"testing"

	"wend/internal/sim"
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
		if len(o.Evidence) == 0 || o.Evidence[0].Kind != "script_error" || o.Effort != "small" {
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
