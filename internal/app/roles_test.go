package app_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"wend/internal/api"
	"wend/internal/api/apitest"
	"wend/internal/govern/access"
)

const somePassword = "correct horse battery"

// browser is somebody at a browser: a cookie, or none.
type browser struct {
	*running
	cookie string
}

// visit sends a request and returns the status and the beginning of the answer.
func (b *browser) visit(method, path, body string) (int, []byte) {
	b.t.Helper()
	ctx, cancel := context.WithCancel(b.t.Context())
	defer cancel() // ends streams
	request, err := http.NewRequestWithContext(ctx, method, b.address+path, strings.NewReader(body))
	if err != nil {
		b.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	if b.cookie != "" {
		request.AddCookie(&http.Cookie{Name: "wend_session", Value: b.cookie})
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		b.t.Fatal(err)
	}
	defer response.Body.Close()
	if strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		return response.StatusCode, nil
	}
	raw, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if err != nil {
		b.t.Fatal(err)
	}
	for _, cookie := range response.Cookies() {
		b.cookie = cookie.Value
	}
	return response.StatusCode, raw
}

// call speaks to the API and holds the answer against the document.
func (b *browser) call(method, path, body string) (int, map[string]any) {
	b.t.Helper()
	status, raw := b.visit(method, "/api/v1"+path, body)
	media := "application/json"
	if status >= 400 {
		media = "application/problem+json"
	}
	if err := apitest.Check(method, "/api/v1"+path, status, media, raw); err != nil {
		b.t.Error(err)
	}
	answer := map[string]any{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &answer); err != nil {
			b.t.Fatalf("%s %s answered %d %.200s", method, path, status, raw)
		}
	}
	return status, answer
}

// want insists on a status.
func (b *browser) want(status int, method, path, body string) map[string]any {
	b.t.Helper()
	got, answer := b.call(method, path, body)
	if got != status {
		b.t.Fatalf("%s %s: %d %v, want %d", method, path, got, answer, status)
	}
	return answer
}

// owner makes the owner's account with the one-time link.
func owner(wend *running) *browser {
	wend.t.Helper()
	link, err := url.Parse(wend.link)
	if err != nil {
		wend.t.Fatal(err)
	}
	b := &browser{running: wend}
	b.want(http.StatusOK, "POST", "/setup", fmt.Sprintf(`{"token":%q,"name":"Ada","email":"ada@example.com","password":%q}`, link.Query().Get("token"), somePassword))
	return b
}

// join invites somebody and accepts in another browser.
func (b *browser) join(email string, role access.Role) *browser {
	b.t.Helper()
	link := b.want(http.StatusCreated, "POST", "/invitations", fmt.Sprintf(`{"email":%q,"role":%q}`, email, role))["link"].(string)
	_, token, _ := strings.Cut(link, "#")
	guest := &browser{running: b.running}
	guest.want(http.StatusOK, "POST", "/invitation/accept", fmt.Sprintf(`{"token":%q,"name":"Guest","password":%q}`, token, somePassword))
	return guest
}

var parameter = regexp.MustCompile(`\{[a-z_]+\}`)

// TestEveryRoleAtEveryEndpoint tries everybody, and nobody, at everything.
func TestEveryRoleAtEveryEndpoint(t *testing.T) {
	wend := start(t, t.TempDir())
	people := map[access.Role]*browser{access.Owner: owner(wend)}
	for _, role := range access.Roles[1:] {
		people[role] = people[access.Owner].join(string(role)+"@example.com", role)
	}
	nobody := &browser{running: wend}
	for _, op := range api.Operations() {
		if op.ID == "sign-out" { // at last, below
			continue
		}
		path, name := parameter.ReplaceAllString(op.Path, "none"), op.Method+" "+op.Path
		nobody.cookie = ""
		if status, _ := nobody.visit(op.Method, path, "{}"); (status == http.StatusUnauthorized) != (op.Permission != api.Anybody) {
			t.Errorf("%s by nobody: %d", name, status)
		}
		for role, person := range people {
			status, raw := person.visit(op.Method, path, "{}")
			if role.May(op.Permission) || op.Permission == api.Anybody {
				if status == http.StatusUnauthorized || status == http.StatusForbidden {
					t.Errorf("%s by %s: %d %s, and they may", name, role, status, raw)
				}
				continue
			}
			var p api.Problem
			if err := json.Unmarshal(raw, &p); err != nil || status != http.StatusForbidden || !strings.Contains(p.Detail, "needs the role owner") || !strings.Contains(p.Detail, string(role)) {
				t.Errorf("%s by %s: %d %s, want a 403 that names the role", name, role, status, raw)
			}
		}
	}
	for role, person := range people {
		if status, raw := person.visit("DELETE", "/api/v1/session", ""); status != http.StatusNoContent {
			t.Errorf("signing out as %s: %d %s", role, status, raw)
		}
	}
}

func TestScopesHoldForTokens(t *testing.T) {
	wend := start(t, t.TempDir())
	secret := owner(wend).want(http.StatusCreated, "POST", "/tokens", `{"name":"numbers","permissions":["see_numbers"]}`)["token"].(string)
	for _, op := range api.Operations() {
		request, err := http.NewRequest(op.Method, wend.address+parameter.ReplaceAllString(op.Path, "none"), strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer "+secret)
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		may := op.Permission == access.SeeNumbers || op.Permission == access.SignedIn || op.Permission == api.Anybody
		if (response.StatusCode != http.StatusForbidden) != may {
			t.Errorf("%s %s (%s) with a token for numbers: %d", op.Method, op.Path, op.Permission, response.StatusCode)
		}
	}
}
