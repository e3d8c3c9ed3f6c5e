package protocol

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
)

const receipt = 1709290861000 // 2024-03-01T11:01:01Z

func trusted() Arrival { return Arrival{Source: "src", Trusted: true, Received: receipt} }
func browser() Arrival { return Arrival{Source: "src", Browser: true, Received: receipt} }

// one normalises a single message; the reason is empty where it was accepted.
func one(t *testing.T, a Arrival, body string) (*event.Event, string) {
	t.Helper()
	d := NewDecoder(NewAgents(10))
	if err := d.ReadSingle([]byte(body)); err != nil {
		t.Fatalf("%s: %v", body, err)
	}
	out := d.Normalise(a)
	if len(out.Rejected) == 1 && len(out.Events) == 0 {
		return nil, out.Rejected[0].Reason
	}
	if len(out.Events) != 1 || len(out.Rejected) != 0 {
		t.Fatalf("%s: %d events, %d rejected", body, len(out.Events), len(out.Rejected))
	}
	return out.Events[0], ""
}

func accept(t *testing.T, a Arrival, body string) *event.Event {
	t.Helper()
	e, reason := one(t, a, body)
	if reason != "" {
		t.Fatalf("%s was refused: %s", body, reason)
	}
	return e
}

func at(text string) int64 {
	moment, err := time.Parse(time.RFC3339Nano, text)
	if err != nil {
		panic(err)
	}
	return moment.UnixMilli()
}

func TestTypesAndNames(t *testing.T) {
	for _, c := range []struct {
		body           string
		verb           event.Type
		typ            event.Type
		name, original string
	}{
		{`{"type":"track","event":"Order Completed","userId":"u"}`, 0, event.Track, "Order Completed", ""},
		{`{"type":"track","event":"purchase","userId":"u"}`, 0, event.Track, "Order Completed", "purchase"},
		{`{"event":"add_to_cart","userId":"u"}`, event.Track, event.Track, "Product Added", "add_to_cart"},
		{`{"event":"My own thing","userId":"u"}`, event.Track, event.Track, "My own thing", ""},
		{`{"event":"caf\u00e9 \"x\"","userId":"u"}`, event.Track, event.Track, `café "x"`, ""},
		{`{"event":7,"userId":"u"}`, event.Track, event.Track, "7", ""},
		{`{"type":"page","name":"Home","userId":"u"}`, 0, event.Page, "Page Viewed", ""},
		{`{"type":"screen","name":"Home","userId":"u"}`, 0, event.Screen, "Screen Viewed", ""},
		{`{"userId":"u","type":null}`, event.Identify, event.Identify, "", ""},
		{`{"type":"group","groupId":"g","userId":"u"}`, 0, event.Group, "", ""},
		{`{"type":"alias","previousId":"p","userId":"u"}`, 0, event.Alias, "", ""},
		{`{"type":"identify","event":"Seen","userId":"u"}`, event.Track, event.Track, "Seen", ""}, // the path decides
	} {
		a := trusted()
		a.Verb = c.verb
		e := accept(t, a, c.body)
		if e.Type != c.typ || e.Name != c.name || e.OriginalName != c.original {
			t.Errorf("%s: got %v %q (%q)", c.body, e.Type, e.Name, e.OriginalName)
		}
		if string(e.Raw) != c.body {
			t.Errorf("raw is %s, want %s", e.Raw, c.body)
		}
	}
}

func TestRefusals(t *testing.T) {
	long := strings.Repeat("x", 2000)
	for _, c := range []struct{ body, reason string }{
		{`{"type":"track","userId":"u"}`, "event's name"},
		{`{"type":"track","userId":"u","event":""}`, "event's name"},
		{`{"type":"track","userId":"u","event":"  "}`, "event's name"},
		{`{"type":"track","userId":"u","event":null}`, "event's name"},
		{`{"type":"track","userId":"u","event":{"a":1}}`, "must be a text"},
		{`{"type":"track","userId":"u","event":"` + long + `"}`, "longer than"},
		{`{"type":"track","event":"X"}`, "of nobody"},
		{`{"type":"track","event":"X","userId":null}`, "of nobody"},
		{`{"type":"page"}`, "of nobody"},
		{`{"type":"track","event":"X","userId":["u"]}`, "userId must be"},
		{`{"type":"track","event":"X","userId":true}`, "userId must be"},
		{`{"type":"track","event":"X","anonymousId":{}}`, "anonymousId must be"},
		{`{"type":"track","event":"X","userId":"` + long + `"}`, "userId is longer"},
		{`{"type":"track","event":"X","userId":"u","messageId":[1]}`, "messageId must be"},
		{`{"type":"track","event":"X","userId":"u","messageId":"` + long + `"}`, "messageId is longer"},
		{`{"type":"group","userId":"u"}`, "groupId"},
		{`{"type":"group","userId":"u","groupId":""}`, "groupId"},
		{`{"type":"alias","userId":"u"}`, "previousId"},
		{`{"type":"alias","previousId":"p","anonymousId":"a"}`, "userId"},
		{`{"type":"teleport","userId":"u"}`, "no type"},
		{`{"userId":"u","event":"X"}`, "no type"},
		{`{"type":3,"userId":"u"}`, "no type"},
		{`{"type":"track","event":"X","userId":"u","properties":"none"}`, "properties must be an object"},
		{`{"type":"track","event":"X","userId":"u","properties":[1]}`, "properties must be an object"},
		{`{"type":"track","event":"X","userId":"u","context":4}`, "context must be an object"},
		{`{"type":"identify","userId":"u","traits":true}`, "traits must be an object"},
		{`[]`, "must be a JSON object"},
		{`"text"`, "must be a JSON object"},
		{`null`, "must be a JSON object"},
		{`{"type":"track","event":"X","userId":"u","properties":` + strings.Repeat(`{"a":`, 100) + `1` + strings.Repeat(`}`, 100) + `}`, "nests deeper"},
		{"{\"type\":\"track\",\"event\":\"X\xff\",\"userId\":\"u\"}", "UTF-8"},
	} {
		if _, reason := one(t, trusted(), c.body); !strings.Contains(reason, c.reason) {
			t.Errorf("%.120s: got reason %q, want one with %q", c.body, reason, c.reason)
		}
	}
}

func TestTolerance(t *testing.T) {
	for _, body := range []string{
		`{"type":"track","event":"X","userId":""}`, // a blocked value: it names nobody, and yet there is one
		`{"type":"track","event":"X","userId":"null"}`,
		`{"type":"track","event":"X","userId":"u","properties":null,"context":null,"traits":null}`,
		`{"type":"track","event":"X","userId":"u","properties":[],"context":[ ]}`,
		`{"type":"track","event":"X","userId":"u","integrations":{"All":false},"version":2,"_metadata":{"x":[1,2,{}]}}`,
		" {\t\"type\" :\n\"track\" , \"event\":\"X\",\r\"userId\":\"u\" } ",
		`{"type":"track","event":"X","userId":"u","properties":` + strings.Repeat(`[`, 98) + strings.Repeat(`]`, 98) + `}`,
	} {
		if _, reason := one(t, trusted(), body); reason != "" && !strings.Contains(body, "[[") {
			t.Errorf("%s was refused: %s", body, reason)
		}
	}
	e := accept(t, trusted(), `{"type":"track","event":"A","event":"B","userId":"u","properties":{"value":1},"properties":{"total":2},"userId":"v"}`)
	if e.Name != "B" || e.Identifiers[0].Value != "v" || e.Facts.Value != 2 || string(e.Properties) != `{"total":2}` {
		t.Errorf("of keys that stand twice the last must count: %+v", e)
	}
	e = accept(t, trusted(), `{"\u0074ype":"track","eve\u006et":"X","user\u0049d":"u"}`)
	if e.Name != "X" || len(e.Identifiers) != 1 {
		t.Errorf("escaped keys were not read: %+v", e)
	}
}

func TestIdentifiers(t *testing.T) {
	type ids = []event.Identifier
	user, anonymous := event.Identifier{Kind: "user_id", Value: "u"}, event.Identifier{Kind: "anonymous_id", Value: "a"}
	for _, c := range []struct {
		name, body string
		trusted    bool
		want       ids
	}{
		{"both", `{"type":"page","anonymousId":"a","userId":"u"}`, false, ids{user, anonymous}},
		{"a number is its digits", `{"type":"page","userId":42}`, false, ids{{Kind: "user_id", Value: "42"}}},
		{"large numbers keep their digits", `{"type":"page","userId":12345678901234567890}`, false, ids{{Kind: "user_id", Value: "12345678901234567890"}}},
		{"powers are written out", `{"type":"page","userId":1.5e3}`, false, ids{{Kind: "user_id", Value: "1500"}}},
		{"an empty one names nobody", `{"type":"page","userId":"","anonymousId":"a"}`, false, ids{anonymous}},
		{"contacts of trusted sources", `{"type":"identify","userId":"u","traits":{"email":" Ann@Example.COM ","phone":"+49 (30) 12-34"}}`, true,
			ids{user, {Kind: "email", Value: "ann@example.com"}, {Kind: "phone", Value: "49301234"}}},
		{"contacts of browsers are traits", `{"type":"identify","userId":"u","traits":{"email":"ann@example.com"}}`, false, ids{user}},
		{"contacts of other calls are data", `{"type":"track","event":"X","userId":"u","traits":{"email":"ann@example.com"}}`, true, ids{user}},
		{"a mail address alone is enough", `{"type":"identify","traits":{"email":"a@b.c"}}`, true, ids{{Kind: "email", Value: "a@b.c"}}},
		{"a phone number as number", `{"type":"identify","traits":{"phone":49301234}}`, true, ids{{Kind: "phone", Value: "49301234"}}},
		{"no digits, no phone number", `{"type":"identify","userId":"u","traits":{"phone":"none"}}`, true, ids{user}},
		{"external ids", `{"type":"page","anonymousId":"a","context":{"externalIds":[{"id":123,"type":"Shopify_Customer_ID","collection":"users","encoding":"none"},{"id":"a@B.c","type":"email"}]}}`, true,
			ids{{Kind: "email", Value: "a@b.c"}, {Kind: "shopify_customer_id", Value: "123"}, anonymous}},
		{"external ids of browsers", `{"type":"page","anonymousId":"a","context":{"externalIds":[{"id":"1","type":"x"}]}}`, false, ids{anonymous}},
		{"external ids of other forms", `{"type":"page","anonymousId":"a","context":{"externalIds":[{"id":"1","type":"x","collection":"accounts"},{"id":"2","type":"x","encoding":"md5"},{"id":{},"type":"x"},{"id":"3"},7,null,{"id":"4","type":"a b"}]}}`, true, ids{anonymous}},
		{"no twins", `{"type":"page","anonymousId":"a","context":{"externalIds":[{"id":"a","type":"anonymous_id"},{"id":"1","type":"x"},{"id":"1","type":"x"}]}}`, true,
			ids{{Kind: "x", Value: "1"}, anonymous}},
	} {
		a := browser()
		a.Trusted = c.trusted
		if e := accept(t, a, c.body); !slices.Equal(e.Identifiers, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, e.Identifiers, c.want)
		}
	}
	if e := accept(t, trusted(), `{"type":"alias","previousId":17,"userId":"u"}`); e.PreviousID != "17" {
		t.Errorf("previousId is %q", e.PreviousID)
	}
	if e := accept(t, trusted(), `{"type":"group","groupId":"g","userId":"u","traits":{"email":"office@x.de"}}`); e.GroupID != "g" || len(e.Identifiers) != 1 {
		t.Errorf("a group's mail address is nobody's: %+v", e.Identifiers)
	}
}

func TestMessageID(t *testing.T) {
	body := `{"type":"page","userId":"u"}`
	first, second := accept(t, trusted(), body), accept(t, trusted(), body)
	if first.MessageID == "" || first.MessageID == second.MessageID {
		t.Errorf("made ids must differ: %q, %q", first.MessageID, second.MessageID)
	}
	if e := accept(t, trusted(), `{"type":"page","userId":"u","messageId":5}`); e.MessageID != "5" {
		t.Errorf("got %q", e.MessageID)
	}
	history := trusted()
	history.Imported = true
	first, second = accept(t, history, body), accept(t, history, body)
	if first.MessageID != second.MessageID || !strings.HasPrefix(first.MessageID, "row_") {
		t.Errorf("the same imported row must have the same id: %q, %q", first.MessageID, second.MessageID)
	}
}

func TestTimes(t *testing.T) {
	for _, c := range []struct {
		name, fields, want string
		imported           bool
		flags              event.Flags
	}{
		{"as it is", `"timestamp":"2024-03-01T10:00:00.123Z"`, "2024-03-01T10:00:00.123Z", false, 0},
		{"corrected", `"timestamp":"2024-03-01T11:00:00Z","sentAt":"2024-03-01T11:00:05Z"`, "2024-03-01T11:00:56Z", false, 0},
		{"not on import", `"timestamp":"2024-03-01T11:00:00Z","sentAt":"2024-03-01T11:00:05Z"`, "2024-03-01T11:00:00Z", true, 0},
		{"sentAt unreadable", `"timestamp":"2024-03-01T11:00:00Z","sentAt":"soon"`, "2024-03-01T11:00:00Z", false, 0},
		{"a number", `"timestamp":1700000000000`, "2023-11-14T22:13:20Z", false, 0},
		{"a number with a fraction", `"timestamp":1700000000000.9`, "2023-11-14T22:13:20Z", false, 0},
		{"before 1970", `"timestamp":-1`, "1969-12-31T23:59:59.999Z", false, 0},
		{"RudderStack", `"originalTimestamp":"2024-03-01T11:00:00Z","sentAt":"2024-03-01T11:00:05Z"`, "2024-03-01T11:00:56Z", false, 0},
		{"missing", `"x":1`, "", false, event.TimeMissing},
		{"null", `"timestamp":null`, "", false, event.TimeMissing},
		{"unreadable", `"timestamp":"yesterday"`, "", false, event.TimeMissing},
		{"of a wrong type", `"timestamp":{"t":1}`, "", false, event.TimeMissing},
		{"no such day", `"timestamp":"2023-02-29"`, "", false, event.TimeMissing},
		{"an absurd number", `"timestamp":1e300`, "", false, event.TimeMissing},
		{"an absurd number of digits", `"timestamp":99999999999999999999999999999999`, "", false, event.TimeMissing},
		{"a day later", `"timestamp":"2024-03-02T11:01:01Z"`, "2024-03-02T11:01:01Z", false, 0},
		{"more than a day later", `"timestamp":"2024-03-02T11:01:01.001Z"`, "", false, event.TimeFuture},
		{"more than a day later on import", `"timestamp":"2025-01-01"`, "", true, event.TimeFuture},
		{"corrected into the future", `"timestamp":"2024-03-01T11:00:00Z","sentAt":"1970-01-01"`, "", false, event.TimeFuture},
		{"corrected beyond all years", `"timestamp":"0001-01-01","sentAt":"9999-01-01"`, "", false, event.TimeMissing},
	} {
		a := trusted()
		a.Imported = c.imported
		e := accept(t, a, `{"type":"page","userId":"u",`+c.fields+`}`)
		want := int64(receipt)
		if c.want != "" {
			want = at(c.want)
		}
		if e.Time != want || e.Flags&(event.TimeMissing|event.TimeFuture) != c.flags {
			t.Errorf("%s: got %s, flags %b", c.name, time.UnixMilli(e.Time).UTC().Format(time.RFC3339Nano), e.Flags)
		}
	}
	e := accept(t, trusted(), `{"type":"page","userId":"u","timestamp":"2024-03-01T10:00:00+02:00"}`)
	if e.OriginalTime != "2024-03-01T10:00:00+02:00" {
		t.Errorf("original time is %q", e.OriginalTime)
	}
	if e = accept(t, trusted(), `{"type":"page","userId":"u","timestamp":1700000000000}`); e.OriginalTime != "1700000000000" {
		t.Errorf("original time is %q", e.OriginalTime)
	}
}

func TestParseTimeVariants(t *testing.T) {
	for text, want := range map[string]string{
		"2024-03-01T11:00:00Z": "2024-03-01T11:00:00Z", "2024-03-01t11:00:00z": "2024-03-01T11:00:00Z",
		"2024-03-01 11:00:00": "2024-03-01T11:00:00Z", "2024-03-01T11:00": "2024-03-01T11:00:00Z",
		"2024-03-01T11:00:00,5Z": "2024-03-01T11:00:00.5Z", "2024-03-01T11:00:00.123456789Z": "2024-03-01T11:00:00.123Z",
		"2024-03-01T11:00:00+0130": "2024-03-01T09:30:00Z", "2024-03-01T11:00:00-05": "2024-03-01T16:00:00Z",
		"2024-03-01T11:00:00 +01:00": "2024-03-01T10:00:00Z", "2024-02-29": "2024-02-29T00:00:00Z", " 2024-03-01T11:00:00Z ": "2024-03-01T11:00:00Z",
		"2016-12-31T23:59:60Z": "2017-01-01T00:00:00Z", "0001-01-01T00:00:00Z": "0001-01-01T00:00:00Z", "1700000000000": "2023-11-14T22:13:20Z",
	} {
		if got, ok := ParseTime([]byte(text)); !ok || got != at(want) {
			t.Errorf("%q: got %d %v, want %s", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "now", "2024", "2024-3-1", "2024-13-01", "2024-00-01", "2024-01-32", "2023-02-29", "1900-02-29", "2024-03-01T", "2024-03-01T24:00:00Z", "2024-03-01T11:60:00Z",
		"2024-03-01T11:00:61Z", "2024-03-01T11:00:00.Z", "2024-03-01T11:00:00X", "2024-03-01T11:00:00+1:00", "2024-03-01T11:00:00+01:00x", "2024-03-01T11:00:00+99:00", "9999-12-31T23:59:59-01:00", "0000-01-01T00:00:00+01:00", "2024/03/01"} {
		if got, ok := ParseTime([]byte(text)); ok {
			t.Errorf("%q was read as %s", text, time.UnixMilli(got).UTC())
		}
	}
	for day := at("0000-01-01T00:00:00Z"); day < at("2500-01-01T00:00:00Z"); day += 86_400_000 * 13 {
		text := time.UnixMilli(day).UTC().Format("2006-01-02")
		if got, ok := ParseTime([]byte(text)); !ok || got != day {
			t.Fatalf("%s: got %d, want %d", text, got, day)
		}
	}
}

func TestBatch(t *testing.T) {
	d := NewDecoder(NewAgents(10))
	body := `{"context":{"device":{"type":"phone","name":"Apple iPhone 6"},"page":{"path":"/batch"},"ip":"1.2.3.4"},
	"batch":[
	 {"type":"track","event":"A","userId":"u","timestamp":"2024-03-01T11:00:00Z"},
	 7,
	 {"type":"track","userId":"u"},
	 {"type":"track","event":"B","userId":"u","context":{"page":{"path":"/own","title":"T"},"app":{"name":"x"}},"sentAt":"2024-03-01T11:00:10Z","timestamp":"2024-03-01T11:00:00Z"},
	 {},
	 {"type":"page","userId":"u","context":null}],
	 "writeKey":"wk\u005f1","sentAt":"2024-03-01T11:01:00Z","more":[1,{"a":[]}]}`
	if err := d.ReadBatch([]byte(body)); err != nil {
		t.Fatal(err)
	}
	if d.WriteKey() != "wk_1" || d.SentAt() != "2024-03-01T11:01:00Z" || d.Len() != 6 {
		t.Fatalf("key %q, sent %q, %d messages", d.WriteKey(), d.SentAt(), d.Len())
	}
	out := d.Normalise(trusted())
	var bad []int
	for _, r := range out.Rejected {
		bad = append(bad, r.Index)
	}
	if !slices.Equal(bad, []int{1, 2, 4}) || len(out.Events) != 3 {
		t.Fatalf("rejected %v, kept %d", out.Rejected, len(out.Events))
	}
	a, b, c := out.Events[0], out.Events[1], out.Events[2]
	if a.Time != at("2024-03-01T11:00:01Z") || a.Facts.Device != "mobile" || a.Facts.Page != "/batch" {
		t.Errorf("first: %s %+v", time.UnixMilli(a.Time).UTC(), a.Facts)
	}
	if b.Time != at("2024-03-01T11:00:51Z") || b.Facts.Page != "/own" || b.Facts.Device != "mobile" {
		t.Errorf("second: %s %+v", time.UnixMilli(b.Time).UTC(), b.Facts)
	}
	var own map[string]any
	if err := json.Unmarshal(b.Context, &own); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{"page": map[string]any{"path": "/own", "title": "T"}, "app": map[string]any{"name": "x"},
		"device": map[string]any{"type": "phone", "name": "Apple iPhone 6"}, "ip": "1.2.3.4"}
	if fmt.Sprint(own) != fmt.Sprint(want) {
		t.Errorf("merged context is %s", b.Context)
	}
	if c.Facts.Page != "/batch" {
		t.Errorf("a null context must not hide the batch's: %s", c.Raw)
	}
	for _, e := range out.Events {
		if !json.Valid(e.Raw) {
			t.Errorf("raw is no JSON: %s", e.Raw)
		}
	}
}

func TestBatchRefusedWhole(t *testing.T) {
	many := strings.Repeat(`{"type":"page","userId":"u"},`, MostEvents)
	for _, c := range []struct {
		body   string
		status int
	}{
		{`{"batch":`, 400}, {`{"batch":[{"type":}]}`, 400}, {`{"batch":[]} x`, 400}, {``, 400}, {`{}`, 400}, {`[]`, 400}, {`{"batch":{}}`, 400}, {`nul`, 400}, {"{\"batch\":[]}\x00", 400},
		{`{"batch":[],"context":5}`, 400}, {"{\"batch\":[],\"context\":{\"a\":\"\xff\"}}", 400}, {`{"batch":[],"context":` + strings.Repeat(`[`, 200) + strings.Repeat(`]`, 200) + `}`, 400},
		{`{"batch":[` + many + `{"type":"page","userId":"u"}]}`, 413},
		{`{"batch":[` + many[:len(many)-1] + `]}`, 0},
		{`{"batch":[],"x":"` + strings.Repeat("x", LargestBatch) + `"}`, 413},
		{`{"batch":[` + many[:len(many)-1] + `],"context":{"x":"` + strings.Repeat("x", 8000) + `"}}`, 413},
		{`{"batch":[]}`, 0}, {`{"batch":[],"context":[]}`, 0},
	} {
		err := NewDecoder(NewAgents(1)).ReadBatch([]byte(c.body))
		if got := status(err); got != c.status {
			t.Errorf("%.60s…: got %d (%v), want %d", c.body, got, err, c.status)
		}
	}
	if got := status(NewDecoder(NewAgents(1)).ReadSingle([]byte(`{"x":"` + strings.Repeat("x", LargestEvent) + `"}`))); got != 413 {
		t.Errorf("a single event over its limit: got %d", got)
	}
}

func TestOversizeAndBadNeighbours(t *testing.T) {
	big := `{"type":"track","event":"Big","userId":"u","properties":{"x":"` + strings.Repeat("x", LargestEvent) + `"}}`
	good := `{"type":"track","event":"Good","userId":"u"}`
	deep := `{"type":"track","event":"Deep","userId":"u","properties":` + strings.Repeat(`[`, 100_000) + strings.Repeat(`]`, 100_000) + `}`
	bad := "{\"type\":\"track\",\"event\":\"\xc3\x28\",\"userId\":\"u\"}"
	d := NewDecoder(NewAgents(1))
	if err := d.ReadBatch([]byte(`{"batch":[` + strings.Join([]string{good, big, good, deep, bad, good}, ",") + `]}`)); err != nil {
		t.Fatal(err)
	}
	out := d.Normalise(trusted())
	if len(out.Events) != 3 || len(out.Rejected) != 3 || out.Rejected[0].Index != 1 || out.Rejected[1].Index != 3 || out.Rejected[2].Index != 4 {
		t.Fatalf("kept %d, rejected %d", len(out.Events), len(out.Rejected))
	}
}

func TestPublishedCalls(t *testing.T) {
	file, err := os.ReadFile("../../../../shared/data/payloads/segment_calls.json")
	if err != nil {
		t.Skip("the reference data is not beside the checkout")
	}
	var cases struct {
		Calls []struct {
			ID, Path string
			Body     json.RawMessage
			Expect   struct {
				Accepted    int
				User, Event string
				Group       string
				Total       float64
			}
		}
		TimestampCases []struct {
			ID, OriginalTimestamp, SentAt, ReceivedAt string
			ExpectedTimestamp                         string `json:"expected_timestamp"`
		} `json:"timestamp_cases"`
		Reject []struct {
			ID   string
			Body json.RawMessage
			Raw  string
		}
	}
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	d := NewDecoder(NewAgents(10))
	read := func(body []byte) error {
		if strings.Contains(string(body), `"batch"`) {
			return d.ReadBatch(body)
		}
		return d.ReadSingle(body)
	}
	for _, c := range cases.Calls {
		if err := read(c.Body); err != nil {
			t.Fatalf("%s: %v", c.ID, err)
		}
		out := d.Normalise(trusted())
		if len(out.Events) != c.Expect.Accepted || len(out.Rejected) != 0 {
			t.Errorf("%s: %d accepted, %v", c.ID, len(out.Events), out.Rejected)
			continue
		}
		e := out.Events[0]
		if c.Expect.User != "" && e.Identifiers[0] != (event.Identifier{Kind: "user_id", Value: c.Expect.User}) ||
			c.Expect.Event != "" && e.Name != c.Expect.Event || e.GroupID != c.Expect.Group {
			t.Errorf("%s: got %+v", c.ID, e)
		}
	}
	for _, c := range cases.TimestampCases {
		for _, field := range []string{"timestamp", "originalTimestamp"} {
			a := trusted()
			a.Received = at(c.ReceivedAt)
			e := accept(t, a, fmt.Sprintf(`{"type":"page","userId":"u","%s":"%s","sentAt":"%s"}`, field, c.OriginalTimestamp, c.SentAt))
			if e.Time != at(c.ExpectedTimestamp) || e.OriginalTime != c.OriginalTimestamp {
				t.Errorf("%s by %s: got %s (%s)", c.ID, field, time.UnixMilli(e.Time).UTC(), e.OriginalTime)
			}
		}
	}
	for _, c := range cases.Reject {
		if c.Raw != "" {
			if status(d.ReadSingle([]byte(c.Raw))) != 400 {
				t.Errorf("%s was read", c.ID)
			}
			continue
		}
		if _, reason := one(t, trusted(), string(c.Body)); reason == "" {
			t.Errorf("%s was accepted", c.ID)
		}
	}
}

func TestPublishedGA4Names(t *testing.T) {
	file, err := os.ReadFile("../../../../shared/data/payloads/ga4_events.json")
	if err != nil {
		t.Skip("the reference data is not beside the checkout")
	}
	var cases struct {
		Events []struct {
			ID   string
			Body struct {
				ClientID string `json:"client_id"`
				Events   []struct {
					Name   string
					Params struct{ Value float64 }
				}
			}
		}
		NameMap map[string]string `json:"name_map"`
	}
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	for canonical, sent := range cases.NameMap {
		e := accept(t, trusted(), fmt.Sprintf(`{"type":"track","event":"%s","userId":"u"}`, sent))
		if e.Name != canonical || e.OriginalName != sent {
			t.Errorf("%s became %q (%q), want %q", sent, e.Name, e.OriginalName, canonical)
		}
	}
	for _, c := range cases.Events {
		for _, sent := range c.Body.Events {
			e := accept(t, trusted(), fmt.Sprintf(`{"type":"track","event":"%s","anonymousId":"%s","properties":{"value":%v}}`, sent.Name, c.Body.ClientID, sent.Params.Value))
			want := sent.Params.Value
			if sent.Name == "refund" {
				want = -want
			}
			if !e.Facts.HasValue || e.Facts.Value != want {
				t.Errorf("%s: %s is worth %v, want %v", c.ID, sent.Name, e.Facts.Value, want)
			}
		}
	}
}
