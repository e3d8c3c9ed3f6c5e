package bench

import (
	"testing"
)

// What is planted and can be seen is found on its day with its driver, and
// plain months are quiet.
func TestInsightsOfWorlds(t *testing.T) {
	b := Insights{Worlds: []string{"boutique", "saas"}, Seeds: 2, Customers: 3000, Days: 110}
	rates, err := b.Run(t.Context(), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	if rates.Beside.Part < rates.Beside.Whole*3/4 || rates.Driven.Part < rates.Driven.Whole*3/4 || rates.Alarmed.Part > rates.Alarmed.Whole/2 || rates.Found.Part == 0 {
		t.Errorf("too little:\n%s", rates)
	}
}
