package bench

import (
	"os"
	"strconv"
	"strings"
	"testing"
)

// What is planted is found on its day with its driver, and plain months are
// quiet. WEND_INSIGHTS_WORLDS, _SEEDS and _CUSTOMERS measure more.
func TestInsightsOfWorlds(t *testing.T) {
	b := Insights{Worlds: []string{"boutique", "saas"}, Seeds: 2, Customers: 3000, Days: 110}
	if worlds := os.Getenv("WEND_INSIGHTS_WORLDS"); worlds != "" {
		b.Worlds = strings.Split(worlds, ",")
	}
	if n, err := strconv.Atoi(os.Getenv("WEND_INSIGHTS_SEEDS")); err == nil {
		b.Seeds = n
	}
	if n, err := strconv.Atoi(os.Getenv("WEND_INSIGHTS_CUSTOMERS")); err == nil {
		b.Customers = n
	}
	rates, err := b.Run(t.Context(), os.Stdout)
	if err != nil {
		t.Fatal(err)
	}
	if rates.Found < rates.Planted/2 || rates.Driven < rates.Drivers*3/4 || rates.Alarmed > rates.Quiet/2 {
		t.Errorf("too little: %s", rates)
	}
}
