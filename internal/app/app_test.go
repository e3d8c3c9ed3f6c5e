package app_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestOneCallComesOutAsACustomerAJourneyAndAFunnel(t *testing.T) {
	wend := start(t, t.TempDir())
	wend.accept("/v1/page", `{"anonymousId":"a1","timestamp":"2026-03-01T10:00:00Z","context":{"page":{"url":"https://shop.example/shoes?utm_source=google&utm_medium=cpc","path":"/shoes"}}}`)
	wend.accept("/v1/track", `{"anonymousId":"a1","userId":"u1","event":"Product Viewed","timestamp":"2026-03-01T10:01:00Z","properties":{"category":"shoes"}}`)
	wend.accept("/v1/track", `{"userId":"u1","event":"purchase","timestamp":"2026-03-01T10:05:00Z","properties":{"value":59.5}}`)
	eventually(t, "the order is counted", func() bool { return wend.count("Order Completed") == 1 })

	customer := wend.ask("GET", "/customers/lookup?kind=anonymous_id&value=a1", "")
	if customer["value"] != 59.5 || customer["stage"] != "purchase" || customer["sessions"] != 1.0 {
		t.Errorf("customer is %v", customer)
	}
	journey := wend.ask("GET", "/customers/"+customer["id"].(string)+"/journey", "")
	session := journey["items"].([]any)[0].(map[string]any)
	if session["channel"] != "Paid Search" || len(session["touchpoints"].([]any)) != 3 {
		t.Errorf("session is %v", session)
	}
	funnel := wend.ask("POST", "/query/funnel", `{"from":"2026-03-01T00:00:00Z","to":"2026-03-02T00:00:00Z","steps":[{"event":"Page Viewed"},{"event":"view_item"},{"event":"Order Completed"}],"window":"1h"}`)
	for i, step := range funnel["steps"].([]any) {
		if step.(map[string]any)["count"] != 1.0 {
			t.Errorf("step %d is %v", i+1, step)
		}
	}
}

func TestNothingIsShownWithoutCredentials(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, path := range []string{"/customers", "/events", "/events/stream", "/schema", "/sources", "/settings", "/quarantine", "/tokens", "/me", "/export/events", "/export/customers", "/operator/backup"} {
		response, err := http.Get(wend.address + "/api/v1" + path)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusUnauthorized && response.StatusCode != http.StatusForbidden {
			t.Errorf("GET %s without credentials: %d", path, response.StatusCode)
		}
	}
	for _, path := range []string{"/query/trend", "/query/funnel", "/query/paths", "/query/stages", "/sources", "/tokens", "/query/funnel/customers"} {
		response, err := http.Post(wend.address+"/api/v1"+path, "application/json", strings.NewReader(`{}`))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != http.StatusUnauthorized {
			t.Errorf("POST %s without credentials: %d", path, response.StatusCode)
		}
	}
}

func TestTheOwnersLinkWorksOnce(t *testing.T) {
	wend := start(t, t.TempDir())
	link, err := url.Parse(wend.link)
	if err != nil || link.Query().Get("token") == "" {
		t.Fatalf("the link is %q", wend.link)
	}
	body := fmt.Sprintf(`{"token":%q,"name":"Ada","email":"Ada@Example.com","password":"correct horse battery"}`, link.Query().Get("token"))
	if status, answer := wend.call("POST", "/setup", body); status != http.StatusOK || answer["email"] != "ada@example.com" {
		t.Fatalf("setup: %d %v", status, answer)
	}
	if status, _ := wend.call("POST", "/setup", body); status != http.StatusForbidden {
		t.Errorf("the link worked twice: %d", status)
	}
	if status, _ := wend.call("POST", "/session", `{"email":"ada@example.com","password":"correct horse batterx"}`); status != http.StatusUnauthorized {
		t.Errorf("a wrong password: %d", status)
	}
	if status, _ := wend.call("POST", "/session", `{"email":"ADA@example.com ","password":"correct horse battery"}`); status != http.StatusOK {
		t.Errorf("the right password: %d", status)
	}
}

// picture is everything that queries show of a small business.
func picture(t *testing.T, wend *running) map[string]any {
	t.Helper()
	out := map[string]any{}
	rangeOf := `"from":"2026-01-01T00:00:00Z","to":"2026-12-31T00:00:00Z"`
	for name, question := range map[string]string{
		"trend":  `{` + rangeOf + `,"interval":"month","series":[{"event":"Product Viewed","measure":"customers"},{"event":"Order Completed","measure":"sum:value"}],"breakdown":"traits.plan"}`,
		"funnel": `{` + rangeOf + `,"steps":[{"event":"Product Viewed"},{"event":"Order Completed"}],"breakdown":{"property":"properties.category"}}`,
		"paths":  `{` + rangeOf + `,"by":"event","unit":"session"}`,
		"stages": `{` + rangeOf + `}`,
	} {
		answer := wend.ask("POST", "/query/"+name, question)
		delete(answer, "took_ms")
		out[name] = answer
	}
	for user := range 5 {
		customer := wend.ask("GET", fmt.Sprintf("/customers/lookup?kind=user_id&value=u%d", user), "")
		out[fmt.Sprint("customer ", user)] = customer
		out[fmt.Sprint("journey ", user)] = wend.ask("GET", "/customers/"+customer["id"].(string)+"/journey", "")
	}
	out["schema"] = wend.ask("GET", "/schema", "")
	return out
}

// smallBusiness is a few hundred calls of five users with devices of their own
// and one that two of them share.
func smallBusiness(seed uint64) (calls []string) {
	dice := rand.New(rand.NewPCG(seed, 0))
	for i := range 300 {
		user := dice.IntN(5)
		device := fmt.Sprintf("d%d", user)
		if user < 2 && dice.IntN(3) == 0 {
			device = "family tablet"
		}
		who := fmt.Sprintf(`"anonymousId":%q`, device)
		if dice.IntN(3) == 0 {
			who += fmt.Sprintf(`,"userId":"u%d"`, user)
		}
		common := fmt.Sprintf(`%s,"messageId":"m%d","timestamp":"2026-03-%02dT%02d:%02d:00Z"`, who, i, 1+dice.IntN(28), dice.IntN(24), dice.IntN(60))
		switch dice.IntN(5) {
		case 0:
			calls = append(calls, fmt.Sprintf(`{"type":"identify",%s,"traits":{"plan":"plan %d"}}`, common, dice.IntN(2)))
		case 1:
			calls = append(calls, fmt.Sprintf(`{"type":"track","event":"Order Completed",%s,"properties":{"value":%d}}`, common, dice.IntN(100)))
		default:
			calls = append(calls, fmt.Sprintf(`{"type":"track","event":"Product Viewed",%s,"properties":{"category":"c%d"}}`, common, dice.IntN(3)))
		}
	}
	for user := range 5 {
		calls = append(calls, fmt.Sprintf(`{"type":"identify","userId":"u%d","anonymousId":"d%d","messageId":"i%d","timestamp":"2026-03-28T12:00:00Z","traits":{"name":"User %d"}}`, user, user, user, user))
	}
	return calls
}

func TestARestartChangesNothing(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	calls := smallBusiness(1)
	wend.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)
	orders := strings.Count(strings.Join(calls, ""), "Order Completed")
	eventually(t, "all orders are counted", func() bool { return wend.count("Order Completed") == orders })
	before := picture(t, wend)
	wend.stop()
	for range 2 {
		wend = start(t, dir)
		if after := picture(t, wend); !reflect.DeepEqual(before, after) {
			t.Fatalf("after a restart:\n%v\nbefore:\n%v", after, before)
		}
		wend.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`) // copies, late
		if got := wend.count("Order Completed"); got != orders {
			t.Fatalf("%d orders after the same calls came again, want %d", got, orders)
		}
		wend.stop()
	}
}

func TestOrderAndBatchingOfArrivalDoNotMatter(t *testing.T) {
	t.Parallel()
	calls := smallBusiness(2)
	dice := rand.New(rand.NewPCG(3, 3))
	orders := strings.Count(strings.Join(calls, ""), "Order Completed")
	var first map[string]any
	for round := range 4 {
		wend := start(t, t.TempDir())
		for rest := calls; len(rest) > 0; {
			n := min(len(rest), 1+dice.IntN(40))
			wend.accept("/v1/batch", `{"batch":[`+strings.Join(rest[:n], ",")+`]}`)
			rest = rest[n:]
		}
		eventually(t, "all orders are counted", func() bool { return wend.count("Order Completed") == orders })
		now := picture(t, wend)
		delete(now, "schema")
		forgetArrival(now)
		if round == 0 {
			first = now
		} else if !reflect.DeepEqual(first, now) {
			t.Errorf("round %d differs:\n%v\nfirst:\n%v", round, now, first)
		}
		wend.stop()
		calls = append([]string(nil), calls...)
		dice.Shuffle(len(calls), func(i, j int) { calls[i], calls[j] = calls[j], calls[i] })
	}
}

// forgetArrival drops what is told apart by the order of receipt alone:
// sessions' ids and the order of touchpoints at the same time.
func forgetArrival(node any) {
	switch node := node.(type) {
	case map[string]any:
		if _, session := node["touchpoints"].([]any); session {
			delete(node, "id")
		}
		for _, child := range node {
			forgetArrival(child)
		}
	case []any:
		for _, child := range node {
			forgetArrival(child)
		}
	}
}

func TestASplitSurvivesARestart(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	wend.accept("/v1/track", `{"anonymousId":"phone","event":"Product Viewed","timestamp":"2026-03-01T10:00:00Z"}`)
	wend.accept("/v1/identify", `{"anonymousId":"phone","userId":"ada","timestamp":"2026-03-01T10:05:00Z"}`)
	eventually(t, "ada is known", func() bool {
		status, _ := wend.call("GET", "/customers/lookup?kind=user_id&value=ada", "")
		return status == http.StatusOK
	})
	ada := wend.ask("GET", "/customers/lookup?kind=user_id&value=ada", "")
	if ada["touchpoints"] != 1.0 {
		t.Fatalf("ada is %v", ada)
	}
	wend.ask("POST", "/customers/"+ada["id"].(string)+"/split", "") // without a body: the latest merge
	check := func() {
		t.Helper()
		ada := wend.ask("GET", "/customers/lookup?kind=user_id&value=ada", "")
		phone := wend.ask("GET", "/customers/lookup?kind=anonymous_id&value=phone", "")
		if ada["id"] == phone["id"] || ada["touchpoints"] != 0.0 || phone["touchpoints"] != 1.0 {
			t.Errorf("ada %v\nphone %v", ada, phone)
		}
	}
	check()
	wend.stop()
	wend = start(t, dir)
	check()
}
