package app_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"wend/internal/govern/access"
)

// answered sends a request with headers of its own and returns the answer, read
// by nobody yet.
func answered(t *testing.T, ctx context.Context, method, address, body string, headers map[string]string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func TestNoCacheKeepsWhatTheAPIAnswers(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, path := range []string{"/customers", "/me", "/export/customers?format=csv", "/nowhere"} {
		h := answered(t, t.Context(), "GET", wend.address+"/api/v1"+path, "", map[string]string{"Authorization": "Bearer " + adminToken}).Header
		if !strings.Contains(h.Get("Cache-Control"), "no-store") {
			t.Errorf("%s may be kept: Cache-Control is %q", path, h.Get("Cache-Control"))
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s may be shown in a frame", path)
		}
	}
}

func TestAnotherWebsitesPageIsToldWhyItMayNot(t *testing.T) {
	wend := start(t, t.TempDir())
	ada := owner(wend)
	for name, value := range map[string]string{"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"} {
		response := answered(t, t.Context(), "POST", wend.address+"/api/v1/notes", `{"day":"2026-01-01","text":"not mine"}`, map[string]string{name: value, "Cookie": "wend_session=" + ada.cookie})
		if media := response.Header.Get("Content-Type"); response.StatusCode != http.StatusForbidden || media != "application/problem+json" {
			t.Errorf("%s %s: %d as %s", name, value, response.StatusCode, media)
		}
	}
	if notes := ada.want(http.StatusOK, "GET", "/notes?from=2026-01-01&to=2026-01-02", "")["items"].([]any); len(notes) != 0 {
		t.Errorf("there are notes: %v", notes)
	}
}

func TestMetricsAreForThisMachineAndForWhoMaySeeNumbers(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, c := range []struct {
		headers map[string]string
		want    int
	}{
		{nil, http.StatusOK},
		{map[string]string{"X-Forwarded-For": "203.0.113.7"}, http.StatusUnauthorized},
		{map[string]string{"X-Forwarded-For": "127.0.0.1"}, http.StatusUnauthorized},
		{map[string]string{"Forwarded": "for=203.0.113.7"}, http.StatusUnauthorized},
		{map[string]string{"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer wrong"}, http.StatusUnauthorized},
		{map[string]string{"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer " + adminToken}, http.StatusOK},
	} {
		if got := answered(t, t.Context(), "GET", wend.address+"/metrics", "", c.headers).StatusCode; got != c.want {
			t.Errorf("%v: %d, want %d", c.headers, got, c.want)
		}
	}
}

func TestNoTimeIsNotForEver(t *testing.T) {
	wend := start(t, t.TempDir())
	owner(wend).want(http.StatusUnprocessableEntity, "POST", "/tokens", `{"name":"clock","expires":"0001-01-01T00:00:00Z"}`)
}

// Who was signed out sees no more of what comes in, however busy the shop is.
func TestAStreamEndsWithTheSession(t *testing.T) {
	wend := start(t, t.TempDir())
	guest := owner(wend).join("guest@example.com", access.Support)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // before the next heartbeat
	defer cancel()
	stream := answered(t, ctx, "GET", wend.address+"/api/v1/events/stream", "", map[string]string{"Cookie": "wend_session=" + guest.cookie})
	lines := bufio.NewScanner(stream.Body)
	if !lines.Scan() {
		t.Fatalf("the stream never began: %v", lines.Err())
	}
	guest.want(http.StatusNoContent, "DELETE", "/session", "")
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines.Scan() {
		}
	}()
	for i := 0; ; i++ {
		select {
		case <-ended:
			if ctx.Err() != nil {
				t.Error("the stream went on")
			}
			return
		default:
			wend.send("/v1/track", fmt.Sprintf(`{"userId":"7","event":"Product Viewed","messageId":"m%d"}`, i))
		}
	}
}

// What a website sends must not take the answers of others away.
func TestNamesThatNoQuestionCanNameBreakNone(t *testing.T) {
	wend := start(t, t.TempDir())
	for i := range 3 {
		user := fmt.Sprintf(`"userId":"u%d"`, i)
		wend.accept("/v1/identify", `{`+user+`,"traits":{"":"a",".":"b","x.":"c",".y":"d","a..b":"e","plan":"pro"}}`)
		wend.accept("/v1/track", `{`+user+`,"event":"Product Viewed","properties":{"":"a",".":"b","x.":"c",".y":"d","a..b":"e","colour":"red"}}`)
	}
	wend.ask("POST", "/query/profile", `{}`)
	wend.ask("POST", "/query/friction", `{"goal":{"event":"Product Viewed"}}`)
	wend.ask("POST", "/query/compare", `{"a":{"event":"Product Viewed"},"b":{"not":{"event":"Product Viewed"}}}`)
	wend.ask("POST", "/query/insights", `{}`)
	wend.ask("GET", "/opportunities", "")
	wend.ask("GET", "/digest", "")
}
