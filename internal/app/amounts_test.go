package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// Anybody who has a browser's key can say that an order was worth 1e308. Two of
// them are infinitely much, which JSON cannot write: such numbers are no
// amounts, and every answer stays one.
func TestAmountsBeyondReason(t *testing.T) {
	t.Parallel()
	wend := start(t, t.TempDir())
	var calls []string
	at := time.Now().UTC().Add(-48 * time.Hour)
	for customer := range 90 {
		names, medium := []string{"Page Viewed", "Product Viewed", "Product Added", "Checkout Started", "Order Completed", "Order Completed"}, "cpc"
		if customer%2 == 1 { // did not order, and came by another road
			names, medium = names[:4], "email"
		}
		for i, name := range names {
			calls = append(calls, fmt.Sprintf(`{"type":"track","event":%q,"userId":"u%d","timestamp":%q,"properties":{"value":1e308,"amount":1e308},"context":{"campaign":{"source":"x","medium":%q}}}`,
				name, customer, at.Add(time.Duration(i)*time.Minute).Format(time.RFC3339), medium))
		}
	}
	calls = append(calls, fmt.Sprintf(`{"type":"track","event":"Order Completed","userId":"u0","timestamp":%q,"properties":{"value":12.5}}`, at.Format(time.RFC3339)))
	wend.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)

	for _, c := range wend.ask("GET", "/customers?limit=100", "")["items"].([]any) {
		customer := c.(map[string]any)
		want := 0.0
		if strings.Contains(fmt.Sprint(customer["identifiers"]), "value:u0]") {
			want = 12.5
		}
		if customer["value"] != want {
			t.Errorf("%v is worth %v, want %v", customer["identifiers"], customer["value"], want)
		}
	}
	for name, body := range map[string]string{
		"friction":    `"goal":{"event":"Order Completed"},"all":true`,
		"attribution": `"conversion":{"event":"Order Completed"},"touch":"channel","value":"properties.amount"`,
		"conformance": `"ideal":{"steps":[{"event":"Product Viewed"},{"event":"Order Completed"}]},"goal":{"event":"Order Completed"}`,
		"rfm":         `"event":"Order Completed"`,
		"sources":     `"value":"properties.amount"`,
		"compare":     `"a":{"event":"Order Completed"}`,
		"trend":       `"series":[{"event":"*","measure":"sum:value"},{"event":"*","measure":"avg:value"},{"event":"*","measure":"p95:properties.amount"}]`,
	} {
		t.Log("asking", name)
		wend.ask("POST", "/query/"+name, "{"+body+"}")
	}
}
