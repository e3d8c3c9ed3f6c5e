package app_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// stranger asks without credentials.
func stranger(t *testing.T, wend *running, path string) (*http.Response, string) {
	t.Helper()
	response, err := http.Get(wend.address + path)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(body)
}

// A dashboard of a saved query is shown by its link to people without an
// account, until the link is revoked; nothing else is.
func TestASharedDashboard(t *testing.T) {
	wend := start(t, t.TempDir())
	wend.accept("/v1/batch", `{"batch":[{"type":"track","event":"Order Completed","userId":"u1","messageId":"m1"},{"type":"identify","userId":"u1","traits":{"email":"ada@example.com"},"messageId":"m2"}]}`)
	wend.settle()
	query := wend.ask("POST", "/saved-queries", `{"name":"Orders","analysis":"trend","question":{"series":[{"event":"Order Completed"}]},"range":"7d"}`)
	dashboard := wend.ask("PUT", "/dashboards/shop", `{"name":"Shop","cards":[{"query":"`+query["id"].(string)+`"}]}`)
	if dashboard["id"] != "shop" {
		t.Fatalf("dashboard %v", dashboard)
	}
	share := wend.ask("POST", "/dashboards/shop/share", `{"expires_in_days":7}`)
	link, err := url.Parse(share["url"].(string))
	if err != nil || !strings.HasPrefix(link.Path, "/shared/") {
		t.Fatalf("the link is %v, %v", share["url"], err)
	}
	response, body := stranger(t, wend, "/api/v1"+link.Path)
	if response.StatusCode != http.StatusOK || !strings.Contains(body, `"values":[0,0,0,0,0,0,1]`) || strings.Contains(body, "ada@") {
		t.Errorf("%d %s", response.StatusCode, body)
	}
	if response.Header.Get("X-Robots-Tag") == "" || response.Header.Get("Cache-Control") != "private, no-store" {
		t.Errorf("headers %v", response.Header)
	}
	for _, path := range []string{"/api/v1/dashboards", "/api/v1/dashboards/shop", "/api/v1/saved-queries", "/api/v1/notes", "/api/v1/shared/../dashboards", "/api/v1/shared"} {
		if response, body := stranger(t, wend, path); response.StatusCode < 400 {
			t.Errorf("%s is open: %d %s", path, response.StatusCode, body)
		}
	}
	if listed := wend.ask("GET", "/dashboards/shop/share", "")["items"].([]any); len(listed) != 1 || strings.Contains(strings.ToLower(body), "secret") {
		t.Errorf("links %v", listed)
	}
	if status, _ := wend.call("DELETE", "/dashboards/shop/share/"+share["id"].(string), ""); status != http.StatusNoContent {
		t.Fatalf("revoking: %d", status)
	}
	if response, body := stranger(t, wend, "/api/v1"+link.Path); response.StatusCode != http.StatusGone || !strings.Contains(body, "revoked") {
		t.Errorf("after revoking: %d %s", response.StatusCode, body)
	}
}

func TestStrangersAreSlowedDown(t *testing.T) {
	wend := start(t, t.TempDir())
	refused := 0
	for range 70 {
		if response, _ := stranger(t, wend, "/api/v1/shared/guess"); response.StatusCode == http.StatusTooManyRequests {
			refused++
			if response.Header.Get("Retry-After") == "" {
				t.Error("says not when to try again")
			}
		}
	}
	if refused < 5 {
		t.Errorf("%d of 70 guesses refused", refused)
	}
}

// What is wrong with a saved question is said at its place in the request.
func TestASavedQuestionIsChecked(t *testing.T) {
	wend := start(t, t.TempDir())
	status, answer := wend.call("POST", "/saved-queries", `{"name":"x","analysis":"funnel","question":{"steps":[{"event":"A"}],"window":"soon"}}`)
	if errs, ok := answer["errors"].([]any); status != http.StatusUnprocessableEntity || !ok || errs[0].(map[string]any)["pointer"] != "/question/window" {
		t.Errorf("%d %v", status, answer)
	}
	status, answer = wend.call("POST", "/saved-queries", `{"name":"x","analysis":"stages","question":{},"colour":"red"}`)
	if errs, ok := answer["errors"].([]any); status != http.StatusUnprocessableEntity || !ok || errs[0].(map[string]any)["pointer"] != "/colour" {
		t.Errorf("%d %v", status, answer)
	}
}
