package app_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"database/sql"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/http"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	_ "modernc.org/sqlite"

	"wend/internal/app"
	"wend/internal/govern/access"
)

// authenticatorCode is what a phone with the app shows.
func authenticatorCode(t *testing.T, secret string, now time.Time) string {
	t.Helper()
	key, err := base32.StdEncoding.DecodeString(secret)
	if err != nil {
		t.Fatal(err)
	}
	var counter [8]byte
	binary.BigEndian.PutUint64(counter[:], uint64(now.Unix()/30))
	mac := hmac.New(sha1.New, key)
	mac.Write(counter[:])
	sum := mac.Sum(nil)
	return fmt.Sprintf("%06d", binary.BigEndian.Uint32(sum[sum[19]&15:])&0x7fffffff%1_000_000)
}

func TestATwoFactorLifeAtABrowser(t *testing.T) {
	var ahead atomic.Int64 // seconds that the server's clock is put forward
	now := func() time.Time { return time.Now().Add(time.Duration(ahead.Load()) * time.Second) }
	wend := start(t, t.TempDir(), func(c *app.Config) { c.Now = now })
	ada := owner(wend)
	begun := ada.want(http.StatusOK, "POST", "/account/two-factor", fmt.Sprintf(`{"password":%q}`, somePassword))
	if picture := begun["picture"].(string); !strings.HasPrefix(picture, "<svg") || !strings.Contains(picture, "viewBox") {
		t.Errorf("the picture is %.80s", picture)
	}
	secret := begun["secret"].(string)
	recovery := ada.want(http.StatusOK, "POST", "/account/two-factor/confirm", fmt.Sprintf(`{"code":%q}`, authenticatorCode(t, secret, now())))["recovery_codes"].([]any)
	ada.want(http.StatusOK, "PUT", "/two-factor-policy", `{"required":true}`)

	phone := &browser{running: wend}
	credentials := func(code string) string {
		return fmt.Sprintf(`{"email":"ada@example.com","password":%q,"code":%q}`, somePassword, code)
	}
	asked := phone.want(http.StatusUnauthorized, "POST", "/session", credentials(""))
	if field := asked["errors"].([]any)[0].(map[string]any)["pointer"]; field != "/code" {
		t.Errorf("the second step is asked for at %v", field)
	}
	ahead.Store(60)
	phone.want(http.StatusOK, "POST", "/session", credentials(authenticatorCode(t, secret, now())))
	phone.want(http.StatusOK, "POST", "/session", credentials(recovery[0].(string)))

	guest := ada.join("guest@example.com", access.Analyst)
	if me := guest.want(http.StatusOK, "GET", "/me", ""); me["must_enrol"] != true || len(me["permissions"].([]any)) != 0 {
		t.Errorf("who must set up codes is told %v", me)
	}
	guest.want(http.StatusForbidden, "GET", "/settings", "")
	guestSecret := guest.want(http.StatusOK, "POST", "/account/two-factor", fmt.Sprintf(`{"password":%q}`, somePassword))["secret"].(string)
	guest.want(http.StatusOK, "POST", "/account/two-factor/confirm", fmt.Sprintf(`{"code":%q}`, authenticatorCode(t, guestSecret, now())))
	guest.want(http.StatusOK, "GET", "/settings", "")

	sessions := ada.want(http.StatusOK, "GET", "/account/sessions", "")["items"].([]any)
	if len(sessions) != 3 || sessions[0].(map[string]any)["device"] != "Firefox on Linux" {
		t.Errorf("sessions are %v", sessions)
	}
	ada.want(http.StatusNoContent, "DELETE", "/account/sessions", "")
	phone.want(http.StatusUnauthorized, "GET", "/me", "")
	ada.want(http.StatusOK, "GET", "/me", "")
}

func TestGuessingIsHeldUp(t *testing.T) {
	wend := start(t, t.TempDir())
	owner(wend)
	guesser := &browser{running: wend}
	status := 0
	for range 7 {
		status, _ = guesser.call("POST", "/session", `{"email":"ada@example.com","password":"is it this one?"}`)
	}
	if status != http.StatusTooManyRequests {
		t.Errorf("the seventh guess is answered %d", status)
	}
	response, err := http.Post(wend.address+"/api/v1/session", "application/json", strings.NewReader(fmt.Sprintf(`{"email":"ada@example.com","password":%q}`, somePassword)))
	if err != nil {
		t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode != http.StatusTooManyRequests || response.Header.Get("Retry-After") == "" {
		t.Errorf("the right password meanwhile: %d, Retry-After %q", response.StatusCode, response.Header.Get("Retry-After"))
	}
}

func TestTheAuditLogTellsWhoDidWhat(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	ada := owner(wend)
	guest := ada.join("guest@example.com", access.Marketer)
	id := guest.want(http.StatusOK, "GET", "/me", "")["id"].(string)
	guest.want(http.StatusOK, "PUT", "/settings", `{"name":"Corner shop"}`)
	guest.want(http.StatusForbidden, "GET", "/audit", "")
	ada.want(http.StatusOK, "PUT", "/people/"+id+"/role", `{"role":"support"}`)
	guest.want(http.StatusForbidden, "PUT", "/settings", `{"name":"Mine"}`)
	guest.visit("GET", "/api/v1/export/events?format=csv", "")
	ada.visit("GET", "/api/v1/export/events?format=csv", "")
	ada.want(http.StatusOK, "POST", "/query/trend", `{"series":[{"event":"x","measure":"count"}],"interval":"day"}`)
	(&browser{running: wend}).want(http.StatusUnauthorized, "POST", "/session", `{"email":"guest@example.com","password":"is it this one?"}`)

	entries := ada.want(http.StatusOK, "GET", "/audit?limit=100", "")["items"].([]any)
	var story []string
	for _, item := range entries {
		e := item.(map[string]any)
		story = append(story, fmt.Sprint(e["actor"].(map[string]any)["name"], " ", e["operation"], " ", e["outcome"]))
		if e["address"] != "127.0.0.1" {
			t.Errorf("%v came from %v", e["operation"], e["address"])
		}
	}
	want := []string{" sign-in refused", "Ada export-events done", "Ada put-role done", "Guest put-settings done", "Guest accept-invitation done", "Ada invite done", "Ada set-up done"}
	if strings.Join(story, "\n") != strings.Join(want, "\n") {
		t.Errorf("the log tells\n%s\nwant\n%s", strings.Join(story, "\n"), strings.Join(want, "\n"))
	}
	detail := func(i int) string { return fmt.Sprint(entries[i].(map[string]any)["detail"]) }
	if got := detail(3); got != "map[after:map[name:Corner shop] before:map[name:My business]]" {
		t.Errorf("the settings' change is %s", got)
	}
	if got := detail(2); got != "map[after:map[role:support] before:map[role:marketer]]" {
		t.Errorf("the role's change is %s", got)
	}
	if target := entries[0].(map[string]any)["target"]; target != id {
		t.Errorf("the failed sign-in was at %v", target)
	}
	if text := fmt.Sprint(entries); strings.Contains(text, somePassword) || strings.Contains(text, "is it this one") {
		t.Error("a password is in the log")
	}
	if _, raw := ada.visit("GET", "/api/v1/audit/csv?actor="+id, ""); strings.Count(string(raw), "\n") != 3 {
		t.Errorf("the download is\n%s", raw)
	}
	wend.stop()
	chain := func() string {
		for _, finding := range app.Examine(t.Context(), app.Patient{Data: dir}) {
			if finding.Check == "audit log" {
				return finding.Level + " " + finding.Text
			}
		}
		return "none"
	}
	if got := chain(); !strings.HasPrefix(got, "ok All 7 entries") {
		t.Errorf("the doctor says %s", got)
	}
	db, err := sql.Open("sqlite", filepath.Join(dir, "wend.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.ExecContext(context.Background(), `UPDATE audit_entry SET actor_name = 'Mallory' WHERE number = 4`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := chain(); !strings.HasPrefix(got, "fail Audit log: entry 4 was changed") {
		t.Errorf("after tampering the doctor says %s", got)
	}
}
