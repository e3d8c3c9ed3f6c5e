package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

func TestBlockedValuesAreEditable(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	wend.accept("/v1/track", `{"userId":"kiosk","anonymousId":"a1","event":"Seen","timestamp":"2026-03-01T10:00:00Z"}`)
	wend.accept("/v1/track", `{"userId":"kiosk","anonymousId":"a2","event":"Seen","timestamp":"2026-03-01T10:01:00Z"}`)
	wend.accept("/v1/track", `{"userId":"N/A","event":"Seen","timestamp":"2026-03-01T10:02:00Z"}`)
	eventually(t, "all are counted", func() bool { return wend.count("Seen") == 3 })
	values := wend.ask("GET", "/identity/blocked", "")["values"].([]any)
	list := []string{`"kiosk"`, `"n/a"`}
	for _, v := range values {
		list = append(list, fmt.Sprintf("%q", v))
	}
	wend.ask("PUT", "/identity/blocked", `{"values":[`+strings.Join(list, ",")+`]}`)
	check := func() {
		t.Helper()
		a1 := wend.ask("GET", "/customers/lookup?kind=anonymous_id&value=a1", "")
		a2 := wend.ask("GET", "/customers/lookup?kind=anonymous_id&value=a2", "")
		if a1["id"] == a2["id"] || a1["touchpoints"] != 1.0 || a2["touchpoints"] != 1.0 {
			t.Errorf("a blocked user still joins: %v and %v", a1, a2)
		}
		if wend.count("Seen") != 3 {
			t.Error("an event of nobody is not counted any more")
		}
		answer := wend.ask("POST", "/query/trend", `{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","interval":"day","series":[{"event":"Seen","measure":"customers"}]}`)
		if got := fmt.Sprint(answer["series"].([]any)[0].(map[string]any)["values"]); got != "[2]" {
			t.Errorf("%s customers, want 2: nobody is no customer", got)
		}
	}
	check()
	wend.stop()
	wend = start(t, dir)
	check()
}

func TestAnIdentifierWithTooManyDevicesFreezesUntilThawed(t *testing.T) {
	wend := start(t, t.TempDir())
	var calls []string
	for i := range 150 {
		calls = append(calls, fmt.Sprintf(`{"type":"track","event":"Seen","userId":"bot","anonymousId":"d%d","messageId":"m%d"}`, i, i))
	}
	wend.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)
	eventually(t, "all are counted", func() bool { return wend.count("Seen") == 150 })
	user := func() string {
		return wend.ask("GET", "/customers/lookup?kind=user_id&value=bot", "")["id"].(string)
	}
	owner := func(device string) string {
		return wend.ask("GET", "/customers/lookup?kind=anonymous_id&value="+device, "")["id"].(string)
	}
	if owner("d99") != user() || owner("d100") == user() {
		t.Errorf("the hundredth device joins and the next does not: %s %s %s", owner("d99"), owner("d100"), user())
	}
	items := wend.ask("GET", "/identity/frozen", "")["items"].([]any)
	if len(items) != 1 || items[0].(map[string]any)["held"] != 50.0 {
		t.Fatalf("frozen: %v", items)
	}
	if status, _ := wend.call("POST", "/identity/thaw", `{"kind":"user_id","value":"somebody"}`); status != http.StatusNotFound {
		t.Errorf("thawing what is not frozen: %d", status)
	}
	wend.ask("POST", "/identity/thaw", `{"kind":"user_id","value":"bot"}`)
	if owner("d100") != user() || owner("d149") != user() {
		t.Error("a thawed identifier does not join")
	}
	if left := wend.ask("GET", "/identity/frozen", "")["items"].([]any); len(left) != 0 {
		t.Errorf("still frozen: %v", left)
	}
}
