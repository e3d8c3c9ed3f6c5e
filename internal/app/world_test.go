package app_test

import (
	"net/http"
	"testing"

	"wend/internal/app"
	"wend/internal/sim"
)

// A visitor of the demo looks at another business, then at the first again,
// which is as it was left.
func TestVisitorSwitchesWorlds(t *testing.T) {
	worlds := sim.WorldKeys()
	if len(worlds) < 2 {
		t.Fatalf("there is nothing to switch to: %v", worlds)
	}
	dir := t.TempDir()
	wend := start(t, dir, func(c *app.Config) { c.Demo = &app.Demo{World: worlds[0], Customers: 200, Days: 20, Seed: 1} })
	shown := func() (world, name string) {
		status, me := wend.call(http.MethodGet, "/me", "")
		if status != http.StatusOK {
			return "", ""
		}
		return me["world"].(string), me["workspace"].(map[string]any)["name"].(string)
	}
	look := func(world string) (name string) {
		t.Helper()
		if status, answer := wend.call(http.MethodPut, "/demo", `{"world":"`+world+`"}`); status != http.StatusAccepted {
			t.Fatalf("switch to %s: %d %v", world, status, answer)
		}
		eventually(t, "the other business is shown", func() bool { key, found := shown(); name = found; return key == world })
		return name
	}
	_, first := shown()
	_, customers := wend.call(http.MethodGet, "/customers?limit=1", "")
	if second := look(worlds[1]); second == first {
		t.Errorf("both businesses are called %q", first)
	}
	if _, others := wend.call(http.MethodGet, "/customers?limit=1", ""); id(others) == id(customers) {
		t.Errorf("both businesses have the customer %s", id(customers))
	}
	if again := look(worlds[0]); again != first {
		t.Errorf("the first business came back as %q", again)
	}
	if status, answer := wend.call(http.MethodPut, "/demo", `{"world":"casino"}`); status != http.StatusUnprocessableEntity {
		t.Errorf("a world that is none: %d %v", status, answer)
	}
}

func id(list map[string]any) string {
	return list["items"].([]any)[0].(map[string]any)["id"].(string)
}

// Real data have no other worlds.
func TestNoDemoNoWorlds(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		if status, _ := wend.call(method, "/demo", `{"world":"boutique"}`); status != http.StatusNotFound {
			t.Errorf("%s: %d", method, status)
		}
	}
}
