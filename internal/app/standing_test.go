package app_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// An imported file of Google Ads costs gives the channels, sources and
// campaigns of attribution a cost and a return.
func TestImportedCostsStandBesideAttribution(t *testing.T) {
	wend := start(t, t.TempDir())
	wend.ask("PUT", "/settings", `{"currency":"EUR","timezone":"Europe/Berlin"}`)
	wend.accept("/v1/batch", `{"batch":[
		{"type":"track","event":"Order Completed","userId":"ada","timestamp":"2025-01-02T10:00:00Z","properties":{"order_id":"1","revenue":3045,"currency":"EUR"},"context":{"campaign":{"source":"google","medium":"cpc","name":"Spring, sale"}}},
		{"type":"track","event":"Order Completed","userId":"bob","timestamp":"2025-01-03T10:00:00Z","properties":{"order_id":"2","revenue":100,"currency":"EUR"},"context":{"campaign":{"source":"news","medium":"email","name":"Hello"}}}]}`)
	wend.imported(t, "google_ads_costs.csv", "")
	ask := func(touch, from, to string) (lines map[string]map[string]any, foreign int) {
		answer := wend.ask("POST", "/query/attribution", fmt.Sprintf(`{"conversion":{"event":"Order Completed"},"touch":%q,"models":["last"],"from":%q,"to":%q}`, touch, from, to))
		lines = map[string]map[string]any{}
		for _, line := range answer["models"].(map[string]any)["last"].([]any) {
			line := line.(map[string]any)
			lines[fmt.Sprint(line["touch"])] = line
		}
		return lines, len(answer["foreign_costs"].([]any))
	}
	const january, march = "2024-12-31T23:00:00Z", "2025-03-01T00:00:00Z"
	for touch, paid := range map[string]string{"channel": "Paid Search", "source": "google"} {
		lines, foreign := ask(touch, january, march)
		if line := lines[paid]; line["cost"] != 1015.0 || line["roi"] != 2.0 || foreign != 0 {
			t.Errorf("%s: %v %d", touch, line, foreign)
		}
	}
	if lines, _ := ask("channel", january, march); lines["Email"]["cost"] != nil || lines["Email"]["roi"] != nil {
		t.Errorf("mails cost nothing that is known: %v", lines["Email"])
	}
	// Days count where they begin, in the workspace's time zone.
	days := wend.ask("GET", "/costs", "")["items"].([]any)
	first := days[0].(map[string]any)
	lines, _ := ask("channel", first["day"].(string)+"T00:00:00+01:00", first["day"].(string)+"T00:00:01+01:00")
	if lines["Paid Search"]["cost"] != first["cost"] {
		t.Errorf("%v, the day's cost is %v", lines, first["cost"])
	}
	if lines, _ := ask("channel", first["day"].(string)+"T00:00:01+01:00", first["day"].(string)+"T00:00:02+01:00"); len(lines) != 0 {
		t.Errorf("a day that began before the range: %v", lines)
	}
	wend.ask("PUT", "/settings", `{"currency":"USD"}`)
	if lines, foreign := ask("channel", january, march); lines["Paid Search"]["cost"] != nil || foreign != 1 {
		t.Errorf("euros are no dollars: %v", lines)
	}
}

// The customer's page and rules of segments know how one stands.
func TestACustomersStanding(t *testing.T) {
	wend := start(t, t.TempDir())
	now := time.Now().UTC()
	var calls []string
	for i := range 5 { // five visits by mail
		calls = append(calls, fmt.Sprintf(`{"type":"page","userId":"ada","timestamp":%q,"context":{"campaign":{"source":"news","medium":"email"}}}`, now.Add(-time.Duration(i+1)*24*time.Hour).Format(time.RFC3339)))
	}
	calls = append(calls, fmt.Sprintf(`{"type":"track","event":"Order Completed","userId":"ada","timestamp":%q,"properties":{"order_id":"1","revenue":40}}`, now.Add(-time.Hour).Format(time.RFC3339)),
		`{"type":"identify","userId":"bob"}`)
	wend.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)
	ada := wend.ask("GET", "/customers/lookup?kind=user_id&value=ada", "")
	if ada["engagement"] != "high" || ada["prefers_channel"] != "Email" || ada["rfm"] != "new" || ada["rfm_scores"].(map[string]any)["recency"] != 5.0 {
		t.Errorf("%v %v %v %v", ada["engagement"], ada["prefers_channel"], ada["rfm"], ada["rfm_scores"])
	}
	bob := wend.ask("GET", "/customers/lookup?kind=user_id&value=bob", "")
	if bob["engagement"] != "none" || bob["prefers_channel"] != nil || bob["rfm"] != nil || bob["rfm_scores"] != nil {
		t.Errorf("%v %v %v", bob["engagement"], bob["prefers_channel"], bob["rfm"])
	}
	for rule, want := range map[string]float64{`{"rfm":["new"]}`: 1, `{"rfm":["lost"]}`: 0, `{"engagement":["high"]}`: 1, `{"prefers_channel":"email"}`: 1, `{"prefers_channel":"sms"}`: 0} {
		answer := wend.ask("POST", "/query/funnel", `{"steps":[{"event":"Order Completed"}],"segment":`+rule+`}`)
		if got := answer["steps"].([]any)[0].(map[string]any)["count"]; got != want {
			t.Errorf("%s: %v, not %v", rule, got, want)
		}
	}
	if status, answer := wend.call("POST", "/query/funnel", `{"steps":[{"event":"*"}],"segment":{"rfm":["whales"]}}`); status != 422 || answer["errors"].([]any)[0].(map[string]any)["pointer"] != "/segment/rfm" {
		t.Errorf("%d %v", status, answer)
	}
}
