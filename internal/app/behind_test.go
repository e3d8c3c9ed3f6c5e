package app_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

// The number of an answer and the customers behind it agree over HTTP, page by
// page, and the list shows customers as the list of customers does.
func TestCustomersBehindANumber(t *testing.T) {
	r := start(t, t.TempDir())
	for _, user := range []string{"1", "2", "3"} {
		r.accept("/v1/track", `{"event":"Product Viewed","userId":"`+user+`"}`)
	}
	status, answer := r.call("POST", "/query/funnel", `{"steps":[{"event":"Product Viewed"}]}`)
	if status != http.StatusOK || len(answer["steps"].([]any)) != 1 || answer["steps"].([]any)[0].(map[string]any)["count"] != 3.0 {
		t.Fatalf("%d %v", status, answer)
	}
	seen, cursor := map[string]bool{}, ""
	for range 3 {
		status, list := r.call("POST", "/query/funnel/customers", `{"steps":[{"event":"Product Viewed"}],"of":{"step":1},"limit":1,"cursor":"`+cursor+`"}`)
		items := list["items"].([]any)
		if status != http.StatusOK || len(items) != 1 || list["total"] != 3.0 {
			t.Fatalf("%d %v", status, list)
		}
		seen[items[0].(map[string]any)["id"].(string)] = true
		cursor, _ = list["next"].(string)
	}
	if len(seen) != 3 || cursor != "" {
		t.Errorf("three pages show %d customers and go on at %q", len(seen), cursor)
	}
	for path, of := range map[string]string{
		"trend":  `"series":[{"measure":"customers"}],"of":{"series":0}`,
		"paths":  `"unit":"customer","of":{"node":"0:Product Viewed"}`,
		"stages": `"of":{"from":"start","to":"consideration"}`,
	} {
		if status, list := r.call("POST", "/query/"+path+"/customers", "{"+of+"}"); status != http.StatusOK || list["total"] != 3.0 {
			t.Errorf("%s: %d %v", path, status, list)
		}
	}
	if status, refusal := r.call("POST", "/query/funnel/customers", `{"steps":[{"event":"A"}],"of":{"step":2}}`); status != http.StatusUnprocessableEntity {
		t.Errorf("%d %v", status, refusal)
	}
}

// The live feed says who an event is of, and from which stage to which it led.
func TestLiveEventsTellHowTheyMoveCustomers(t *testing.T) {
	r := start(t, t.TempDir())
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, r.address+"/api/v1/events/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	lines.Buffer(nil, 1<<20)
	next := func() (e struct {
		Event        string  `json:"event"`
		CustomerName *string `json:"customer_name"`
		StageBefore  *string `json:"stage_before"`
		Stage        *string `json:"stage"`
	}) {
		for kind := ""; lines.Scan(); {
			if name, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				kind = name
			}
			if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				if kind == "missed" {
					return e
				}
				if err := json.Unmarshal([]byte(data), &e); err != nil {
					t.Fatal(err)
				}
				return e
			}
		}
		t.Fatalf("the stream ended: %v", lines.Err())
		return e
	}
	next() // it is connected
	text := func(s *string) string {
		if s == nil {
			return "none"
		}
		return *s
	}
	r.accept("/v1/identify", `{"userId":"7","traits":{"firstName":"Ada","lastName":"Byron"}}`)
	if e := next(); text(e.CustomerName) != "Ada Byron" || e.Stage != nil || e.StageBefore != nil {
		t.Errorf("identify: %s stands in %s", text(e.CustomerName), text(e.Stage))
	}
	r.accept("/v1/track", `{"event":"Product Viewed","userId":"7"}`)
	if e := next(); text(e.StageBefore) != "none" || text(e.Stage) != "consideration" {
		t.Errorf("%s: from %s to %s", e.Event, text(e.StageBefore), text(e.Stage))
	}
	r.accept("/v1/track", `{"event":"Order Completed","userId":"7"}`)
	if e := next(); text(e.StageBefore) != "consideration" || text(e.Stage) != "purchase" {
		t.Errorf("%s: from %s to %s", e.Event, text(e.StageBefore), text(e.Stage))
	}
	r.accept("/v1/track", `{"event":"Product Viewed","userId":"7","timestamp":"2020-01-01T00:00:00Z"}`)
	if e := next(); text(e.StageBefore) != "none" || text(e.Stage) != "consideration" {
		t.Errorf("one that came late: from %s to %s, want its own place in the journey", text(e.StageBefore), text(e.Stage))
	}
	for id, want := range map[string]string{"receipt-20461": "Visitor receipt-20461", "0199c2f4-7d1e-7c3a-9f00-5a1b2c3d4e5f": "Visitor 2c3d4e5f"} {
		r.accept("/v1/track", `{"event":"Product Viewed","anonymousId":"`+id+`"}`)
		if e := next(); text(e.CustomerName) != want {
			t.Errorf("%s is called %q", id, text(e.CustomerName))
		}
	}
}
