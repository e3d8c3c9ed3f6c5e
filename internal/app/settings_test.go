package app_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestSettingsAreCheckedKeptAndApplied(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	for body, pointer := range map[string]string{
		`{"timezone":"Mars/Olympus"}`: "/timezone",
		`{"currency":"euro"}`:         "/currency",
		`{"country":"Ireland"}`:       "/country",
		`{"stages":[]}`:               "/stages",
		`{"stages":[{"key":"a","name":"A","rules":[]},{"key":"a","name":"B","rules":[]}]}`:                           "/stages/1/key",
		`{"stages":[{"key":"a","name":"A","patience":"soon","rules":[]}]}`:                                           "/stages/0/patience",
		`{"stages":[{"key":"a","name":"A","rules":[{"where":[{"property":"nonsense","op":"eq","value":1}]}]}]}`:      "/stages/0/rules/0/where/0/property",
		`{"stages":[{"key":"a","name":"A","rules":[{"where":[{"property":"page","op":"like","value":"x"}]}]}]}`:      "/stages/0/rules/0/where/0/op",
		`{"stages":[{"key":"a","name":"A","rules":[{"event":"X","count":{"op":"about","value":2}}]}]}`:               "/stages/0/rules/0/count/op",
		`{"frequency_caps":[{"channel":"email","max":0,"per":"7d"}]}`:                                                "/frequency_caps/0/max",
		`{"frequency_caps":[{"channel":"email","max":3,"per":"a week"}]}`:                                            "/frequency_caps/0/per",
		`{"quiet_hours":{"from":"21:00","to":"25:00"}}`:                                                              "/quiet_hours/to",
		`{"key_events":{"goal":"","did":"x","path":["x"],"figures":[]}}`:                                             "/key_events/goal",
		`{"key_events":{"goal":"A","did":"x","path":["A","B"],"figures":[]}}`:                                        "/key_events/path",
		`{"key_events":{"goal":"A","did":"x","path":["A"],"figures":[]}}`:                                            "/key_events/figures",
		`{"key_events":{"goal":"A","did":"x","path":["A"],"figures":[{"label":"As","measure":"median"}]}}`:           "/key_events/figures/0/measure",
		`{"key_events":{"goal":"A","did":"x","path":["A"],"figures":[{"label":"As","measure":"share"}]}}`:            "/key_events/figures/0/events",
		`{"key_events":{"goal":"A","did":"x","path":["A"],"figures":[{"label":"As","measure":"count","of":["B"]}]}}`: "/key_events/figures/0/of",
		`{"colour":"blue"}`: "/colour",
	} {
		status, answer := wend.call("PUT", "/settings", body)
		fields, _ := answer["errors"].([]any)
		if status != http.StatusUnprocessableEntity || len(fields) == 0 || fields[0].(map[string]any)["pointer"] != pointer {
			t.Errorf("PUT %s: %d %v, want 422 about %s", body, status, answer, pointer)
		}
	}
	wend.accept("/v1/track", `{"userId":"u1","event":"Table Reserved","timestamp":"2026-03-01T10:00:00Z"}`)
	eventually(t, "the reservation is counted", func() bool { return wend.count("Table Reserved") == 1 })
	wend.ask("PUT", "/settings", `{"timezone":"Europe/Berlin","currency":"CHF","quiet_hours":{"from":"21:00","to":"08:00"},
		"stages":[{"key":"guest","name":"Guest","patience":"14d","rules":[{"event":"Table Reserved"}]}]}`)
	check := func() {
		t.Helper()
		now := wend.ask("GET", "/settings", "")
		rule := now["stages"].([]any)[0].(map[string]any)["rules"].([]any)[0].(map[string]any)
		if _, counted := rule["count"]; counted {
			t.Errorf("the rule of a default stage was mixed into %v", rule)
		}
		if now["timezone"] != "Europe/Berlin" || now["currency"] != "CHF" || len(now["stages"].([]any)) != 1 || now["quiet_hours"] == nil {
			t.Errorf("settings are %v", now)
		}
		if customer := wend.ask("GET", "/customers/lookup?kind=user_id&value=u1", ""); customer["stage"] != "guest" {
			t.Errorf("the new stage model was not applied: %v", customer)
		}
		days := wend.ask("POST", "/query/trend", `{"from":"2026-03-01T00:00:00+01:00","to":"2026-03-02T00:00:00+01:00","interval":"day","series":[{"event":"Table Reserved","measure":"count"}]}`)
		if times := days["times"].([]any); len(times) != 1 {
			t.Errorf("a day in Berlin is %v", times)
		}
	}
	check()
	wend.ask("PUT", "/settings", `{"quiet_hours":{"from":"22:00","to":"07:00"}}`) // other keys stay
	check()
	wend.stop()
	wend = start(t, dir)
	check()
}

// Holidays are those of the country that was chosen, also in what changed;
// where none was, those of the time zone's, if that tells one.
func TestCountryWhoseHolidaysCount(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	expect := func(change, country string, guessed, known bool) {
		t.Helper()
		if change != "" {
			wend.ask("PUT", "/settings", change)
		}
		for path, body := range map[string]string{"/holidays": "", "/query/insights": `{}`} {
			method := "GET"
			if body != "" {
				method = "POST"
			}
			a := wend.ask(method, path, body)
			if a["country"] != country || a["country_guessed"] != guessed || a["holidays_known"] != known {
				t.Errorf("%s after %s: %v, guessed %v, known %v", path, change, a["country"], a["country_guessed"], a["holidays_known"])
			}
		}
	}
	expect(`{"timezone":"UTC"}`, "", false, false)
	expect(`{"timezone":"Europe/Dublin"}`, "IE", true, true)
	expect(`{"country":"CH"}`, "CH", false, true)
	wend.stop()
	wend = start(t, dir)
	expect("", "CH", false, true)
	expect(`{"country":"JP"}`, "JP", false, false)
	expect(`{"country":""}`, "IE", true, true)
	if a := wend.ask("POST", "/query/insights", `{"country":"FR"}`); a["country"] != "FR" {
		t.Errorf("the question's own country: %v", a["country"])
	}
}

func TestTokensWorkUntilRetired(t *testing.T) {
	wend := start(t, t.TempDir())
	made := wend.ask("POST", "/tokens", `{"name":"Reporting"}`)
	secret := made["token"].(string)
	with := func() int {
		request, err := http.NewRequest(http.MethodGet, wend.address+"/api/v1/me", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+secret)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if status := with(); status != http.StatusOK {
		t.Errorf("the new token: %d", status)
	}
	for _, item := range wend.ask("GET", "/tokens", "")["items"].([]any) {
		if _, shown := item.(map[string]any)["token"]; shown {
			t.Error("a list shows a secret")
		}
	}
	if status, _ := wend.call("DELETE", "/tokens/"+made["id"].(string), ""); status != http.StatusNoContent {
		t.Errorf("retire: %d", status)
	}
	if status := with(); status != http.StatusUnauthorized {
		t.Errorf("the retired token: %d", status)
	}
}

func TestARetiredWriteKeyStopsAtOnce(t *testing.T) {
	wend := start(t, t.TempDir())
	made := wend.ask("POST", "/sources", `{"name":"Website","kind":"browser"}`)
	send := func() int {
		response, err := http.Post(wend.address+"/v1/track?writeKey="+made["write_key"].(string), "text/plain", strings.NewReader(`{"anonymousId":"a","event":"Clicked"}`))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode
	}
	if status := send(); status != http.StatusOK {
		t.Errorf("the new key: %d", status)
	}
	wend.call("DELETE", "/sources/"+made["id"].(string), "")
	if status := send(); status != http.StatusUnauthorized {
		t.Errorf("the retired key: %d", status)
	}
}
