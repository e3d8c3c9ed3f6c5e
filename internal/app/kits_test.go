package app_test

import (
	"net/http"
	"testing"
)

// A kit through the API: what it would do, what it did, and the plan's
// checklist beside what comes in.
func TestAKitAndItsPlan(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	if kits := wend.ask("GET", "/kits", "")["items"].([]any); len(kits) != 5 {
		t.Errorf("there are %d kits", len(kits))
	}
	if plan := wend.ask("GET", "/plan", ""); plan["kit"] != nil || len(plan["items"].([]any)) != 0 {
		t.Errorf("before a kit was chosen the plan is %v", plan)
	}
	if status, _ := wend.call("GET", "/kits/zoo", ""); status != http.StatusNotFound {
		t.Errorf("an unknown kit: %d", status)
	}
	if status, _ := wend.call("POST", "/kits/zoo/apply", `{}`); status != http.StatusNotFound {
		t.Errorf("applying an unknown kit: %d", status)
	}
	if status, _ := wend.call("POST", "/kits/saas/apply", `{"colour":"red"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("an unknown key: %d", status)
	}
	wend.ask("POST", "/kits/local-service/apply", `{"dry":true}`)
	if settings := wend.ask("GET", "/settings", ""); settings["key_events"].(map[string]any)["goal"] != "Order Completed" {
		t.Error("a dry run changed the key events")
	}
	wend.ask("POST", "/kits/local-service/apply", `{}`)
	wend.ask("POST", "/kits/local-service/apply", `{}`)
	if boards := wend.ask("GET", "/dashboards", "")["items"].([]any); len(boards) != 1 || boards[0].(map[string]any)["name"] != "Local service" {
		t.Errorf("after applying twice the dashboards are %v", boards)
	}
	kit := wend.ask("GET", "/kits/local-service", "")
	settings := wend.ask("GET", "/settings", "")
	if len(settings["stages"].([]any)) != len(kit["stages"].([]any)) || settings["key_events"].(map[string]any)["goal"] != "Booking Completed" {
		t.Error("the kit's stages and key events were not set")
	}

	wend.accept("/v1/track", `{"userId":"u1","event":"Termin gebucht","timestamp":"2026-03-01T10:00:00Z"}`)
	wend.accept("/v1/track", `{"userId":"u1","event":"Booking Started","properties":{"service":7},"timestamp":"2026-03-02T10:00:00Z"}`)
	wend.accept("/v1/track", `{"userId":"u1","event":"Booking Started","properties":{"service":8},"timestamp":"2026-03-01T10:00:00Z"}`)
	check := func() {
		t.Helper()
		plan := wend.ask("GET", "/plan", "")
		if plan["kit"] != "local-service" {
			t.Errorf("the plan's kit is %v", plan["kit"])
		}
		rows := map[string]map[string]any{}
		for _, row := range plan["items"].([]any) {
			rows[row.(map[string]any)["event"].(string)] = row.(map[string]any)
		}
		if row := rows["Booking Completed"]; row["state"] != "misspelt" || row["lookalikes"].([]any)[0].(map[string]any)["name"] != "Termin gebucht" {
			t.Errorf("the misspelt event is %v", row)
		}
		row := rows["Booking Started"]
		if row["state"] != "received" || row["count"] != 2.0 || row["first_seen"] != "2026-03-01T10:00:00Z" || row["last_seen"] != "2026-03-02T10:00:00Z" {
			t.Errorf("the received event is %v", row)
		}
		if service := row["properties"].([]any)[0].(map[string]any); service["state"] != "wrong_type" || service["received_type"] != "number" {
			t.Errorf("its property is %v", service)
		}
		if rows["Membership Viewed"]["state"] != "not_yet" {
			t.Errorf("what never came is %v", rows["Membership Viewed"])
		}
		if _, there := rows["Quote Requested"]; there {
			t.Error("a removed event is in the plan")
		}
		if own := rows["Table Reserved"]; own["own"] != true {
			t.Errorf("the own event is %v", own)
		}
	}
	wend.ask("PUT", "/plan", `{"added":[{"event":"Table Reserved","when":"When a table is reserved."}],"removed":["Quote Requested"]}`)
	check()
	wend.stop()
	wend = start(t, dir)
	check()
}
