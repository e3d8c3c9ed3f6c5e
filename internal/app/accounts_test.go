package app_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
)

// firm is what three people of one firm and one of another do; nobody of them
// buys alone.
func firm() string {
	var calls []string
	call := func(format string, args ...any) {
		calls = append(calls, fmt.Sprintf(`{"messageId":"m%d",`, len(calls))+fmt.Sprintf(format, args...)+`}`)
	}
	group := func(user, account, traits string) {
		call(`"type":"group","userId":%q,"groupId":%q,"traits":%s,"timestamp":"2026-01-01T08:00:00Z"`, user, account, traits)
	}
	track := func(user, event, at string) {
		call(`"type":"track","event":%q,"userId":%q,"timestamp":"2026-01-%sZ","properties":{"revenue":500}`, event, user, at)
	}
	group("anna", "acme", `{"name":"Acme Ltd","industry":"bakery"}`)
	group("ben", "acme", `{}`)
	group("cleo", "acme", `{}`)
	group("dora", "a/b c", `{"industry":"garden"}`)
	track("anna", "Product Viewed", "02T10:00:00")
	track("ben", "Product Added", "02T10:10:00")
	track("cleo", "Order Completed", "03T12:00:00")
	track("dora", "Product Viewed", "02T10:00:00")
	track("emil", "Product Viewed", "02T10:00:00") // of no account
	return `{"batch":[` + strings.Join(calls, ",") + `]}`
}

const january = `"from":"2026-01-01T00:00:00Z","to":"2026-02-01T00:00:00Z"`

func TestAccountsAreCountedInPlaceOfCustomers(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	wend := start(t, dir)
	wend.accept("/v1/import", firm())
	for range 2 { // as sent, and as a start reads it again
		counts := func(counting string) (list []float64) {
			status, answer := wend.call(http.MethodPost, "/query/funnel",
				`{`+january+counting+`,"steps":[{"event":"Product Viewed"},{"event":"Product Added"},{"event":"Order Completed"}]}`)
			if status != http.StatusOK {
				t.Fatalf("funnel: %d %v", status, answer)
			}
			for _, step := range answer["steps"].([]any) {
				list = append(list, step.(map[string]any)["count"].(float64))
			}
			return list
		}
		for counting, want := range map[string][]float64{"": {3, 0, 0}, `,"counting":"customers"`: {3, 0, 0}, `,"counting":"accounts"`: {2, 1, 1}} {
			if got := counts(counting); !reflect.DeepEqual(got, want) {
				t.Errorf("counting %q: %v, not %v", counting, got, want)
			}
		}
		_, trend := wend.call(http.MethodPost, "/query/trend", `{`+january+`,"counting":"accounts","interval":"month","breakdown":"traits.industry","series":[{"event":"Product Viewed","measure":"customers"}]}`)
		byIndustry := map[any]any{}
		for _, line := range trend["series"].([]any) {
			line := line.(map[string]any)
			byIndustry[line["breakdown"]] = line["values"].([]any)[0]
		}
		if want := map[any]any{"bakery": 1., "garden": 1.}; !reflect.DeepEqual(byIndustry, want) {
			t.Errorf("viewers by industry: %v, not %v", byIndustry, want)
		}
		for name, body := range map[string]string{"paths": `{` + january + `,"counting":"accounts"}`, "stages": `{` + january + `,"counting":"accounts"}`} {
			if status, answer := wend.call(http.MethodPost, "/query/"+name, body); status != http.StatusOK || answer["scanned"].(map[string]any)["customers"] != 2. {
				t.Errorf("%s of accounts: %d %v", name, status, answer["scanned"])
			}
		}
		if status, _ := wend.call(http.MethodPost, "/query/stages", `{"counting":"firms"}`); status != http.StatusUnprocessableEntity {
			t.Errorf("counting firms: %d", status)
		}
		wend.stop()
		wend = start(t, dir)
	}
}

func TestAccountShowsItsPeopleAndTheirSequence(t *testing.T) {
	wend := start(t, t.TempDir())
	wend.accept("/v1/import", firm())
	status, list := wend.call(http.MethodGet, "/accounts?limit=1", "")
	first := list["items"].([]any)[0].(map[string]any)
	if status != http.StatusOK || first["name"] != "Acme Ltd" || first["members"] != 3. || first["value"] != 500. || first["touchpoints"] != 3. || first["sessions"] != 2. {
		t.Errorf("accounts: %d %v", status, list)
	}
	_, rest := wend.call(http.MethodGet, "/accounts?limit=1&cursor="+list["next"].(string), "")
	if other := rest["items"].([]any); len(other) != 1 || other[0].(map[string]any)["id"] != "a/b c" || rest["next"] != nil {
		t.Errorf("the second page: %v", rest)
	}
	_, found := wend.call(http.MethodGet, "/accounts?q=garden", "")
	if items := found["items"].([]any); len(items) != 1 || items[0].(map[string]any)["id"] != "a/b c" {
		t.Errorf("found %v", found)
	}
	if status, other := wend.call(http.MethodGet, "/accounts/a%2Fb%20c", ""); status != http.StatusOK || len(other["people"].([]any)) != 1 {
		t.Errorf("an id with a slash: %d %v", status, other)
	}
	if status, _ := wend.call(http.MethodGet, "/accounts/nobody", ""); status != http.StatusNotFound {
		t.Errorf("an account that is none: %d", status)
	}
	_, account := wend.call(http.MethodGet, "/accounts/acme", "")
	people := account["people"].([]any)
	if len(people) != 3 {
		t.Fatalf("people: %v", people)
	}
	_, journey := wend.call(http.MethodGet, "/accounts/acme/journey", "")
	var did []string
	names := map[any]string{}
	for _, p := range people {
		p := p.(map[string]any)
		names[p["id"]] = p["identifiers"].([]any)[0].(map[string]any)["value"].(string)
	}
	for _, session := range journey["items"].([]any) {
		for _, touch := range session.(map[string]any)["touchpoints"].([]any) {
			touch := touch.(map[string]any)
			did = append(did, names[touch["customer_id"]]+" "+touch["event"].(string))
		}
	}
	if want := []string{"cleo Order Completed", "anna Product Viewed", "ben Product Added"}; !reflect.DeepEqual(did, want) {
		t.Errorf("journey: %v, not %v", did, want)
	}
	wend.accept("/v1/import", `{"batch":[{"type":"group","messageId":"g","userId":"cleo","groupId":"bolt","timestamp":"2026-01-03T00:00:00Z"}]}`)
	if _, left := wend.call(http.MethodGet, "/accounts/acme", ""); left["value"] != 0. || left["members"] != 3. {
		t.Errorf("who changed jobs took the order along: %v %v", left["value"], left["members"])
	}
}

// A question can be asked of the customers alone for whom a rule holds.
func TestQueriesOfASegment(t *testing.T) {
	wend := start(t, t.TempDir())
	wend.accept("/v1/import", firm())
	count := func(segment string) any {
		t.Helper()
		status, answer := wend.call(http.MethodPost, "/query/funnel", `{`+january+`,"segment":`+segment+`,"steps":[{"event":"*"}]}`)
		if status != http.StatusOK {
			return answer["errors"].([]any)[0].(map[string]any)["pointer"]
		}
		return answer["steps"].([]any)[0].(map[string]any)["count"]
	}
	for segment, want := range map[string]any{
		`null`:                               5.,
		`{"event":"Product Viewed"}`:         3.,
		`{"not":{"event":"Product Viewed"}}`: 2.,
		`{"all":[{"event":"Product Viewed"},{"event":"Order Completed"}]}`: 0.,
		`{"event":"Product Viewed","within":"5d"}`:                         0.,
		`{"stage":["nowhere"]}`:                                            "/segment/stage",
		`{"colour":1}`:                                                     "/segment",
		`"some-id"`:                                                        "/segment",
	} {
		if got := count(segment); got != want {
			t.Errorf("%s: %v, not %v", segment, got, want)
		}
	}
}

func TestARuleIsPreviewed(t *testing.T) {
	wend := start(t, t.TempDir())
	wend.accept("/v1/import", firm())
	preview := func(rule string) (int, map[string]any) {
		return wend.call(http.MethodPost, "/segments/preview", `{"rule":`+rule+`,"at":"2026-02-01T00:00:00Z"}`)
	}
	for rule, want := range map[string]float64{
		`{"all":[]}`:                         5,
		`{"event":"Product Viewed"}`:         3,
		`{"not":{"event":"Product Viewed"}}`: 2,
		`{"event":"Nothing Like It"}`:        0,
	} {
		status, answer := preview(rule)
		if status != http.StatusOK || answer["customers"] != want || answer["of"] != 5. || len(answer["sample"].([]any)) != int(want) {
			t.Errorf("%s: %d %v", rule, status, answer)
		}
	}
	status, answer := preview(`{"stage":["nowhere"]}`)
	if status != http.StatusUnprocessableEntity || answer["errors"].([]any)[0].(map[string]any)["pointer"] != "/rule/stage" {
		t.Error("a stage that is not there:", status, answer)
	}
	if _, early := wend.call(http.MethodPost, "/segments/preview", `{"rule":{"all":[]},"at":"2020-01-01T00:00:00Z"}`); early["of"] != 0. {
		t.Error("before anybody came:", early)
	}
}

// Contacts of whom only the name is known exist from their first call on: they
// are in segments, also in those that ask for nothing that was done.
func TestContactsWhoNeverCameAreInSegments(t *testing.T) {
	wend := start(t, t.TempDir())
	wend.accept("/v1/import", `{"batch":[
		{"type":"identify","messageId":"i1","userId":"1","timestamp":"2026-01-10T10:00:00Z","traits":{"plan":"pro","birthday":"1980-02-01"},"context":{"consent":{"categoryPreferences":{"email_marketing":true}}}},
		{"type":"identify","messageId":"i2","userId":"2","timestamp":"2026-01-20T10:00:00Z","traits":{"plan":"free"}},
		{"type":"track","messageId":"t2","userId":"2","event":"Product Viewed","timestamp":"2026-01-25T10:00:00Z"}]}`)
	for _, c := range []struct {
		at, rule string
		want, of float64
	}{
		{"2026-02-01", `{"property":"traits.plan","op":"eq","value":"pro"}`, 1, 2},
		{"2026-02-01", `{"not":{"event":"Product Viewed"}}`, 1, 2},
		{"2026-02-01", `{"event":"Product Viewed","count":{"op":"eq","value":0}}`, 1, 2},
		{"2026-02-01", `{"event":"Product Viewed","avg":"value","op":"gte","value":0}`, 0, 2},
		{"2026-02-01", `{"not":{"sequence":[{"event":"Product Viewed"},{"event":"Order Completed","absent":true,"after":"1h"}]}}`, 1, 2},
		{"2026-02-01", `{"consents_to":"email_marketing"}`, 1, 2},
		{"2026-02-01", `{"date":"traits.birthday","anniversary":true,"in":"0d"}`, 1, 2},
		{"2026-02-01", `{"lapsed":false}`, 2, 2},
		{"2026-02-01", `{"not":{"rfm":["champions"]}}`, 2, 2},
		{"2026-02-01", `{"not":{"engagement":["high"]}}`, 2, 2},
		{"2026-02-01", `{"prefers_channel":"email"}`, 0, 2},
		{"2026-01-22", `{"property":"traits.plan","op":"eq","value":"free"}`, 1, 2}, // before they came
		{"2026-01-15", `{"not":{"property":"traits.plan","op":"eq","value":"pro"}}`, 0, 1},
		{"2026-01-05", `{"all":[]}`, 0, 0},
	} {
		status, answer := wend.call(http.MethodPost, "/segments/preview", `{"rule":`+c.rule+`,"at":"`+c.at+`T00:00:00Z"}`)
		if status != http.StatusOK || answer["customers"] != c.want || answer["of"] != c.of {
			t.Errorf("%s at %s: %d %v, want %v of %v", c.rule, c.at, status, answer, c.want, c.of)
		}
	}
}
