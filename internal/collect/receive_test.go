package collect

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/problem"
)

func TestEveryPath(t *testing.T) {
	s := newSite(t)
	bodies := map[string]string{
		"identify": `{"userId":"u","traits":{"a":1}}`, "track": `{"userId":"u","event":"X"}`, "page": `{"userId":"u"}`, "screen": `{"userId":"u"}`,
		"group": `{"userId":"u","groupId":"g"}`, "alias": `{"userId":"u","previousId":"p"}`,
	}
	want := 0
	for verb, body := range bodies {
		for _, path := range []string{"/v1/" + verb, "/v1/" + verb[:1]} {
			if r := s.post(path, body); r.status != 200 || r.body != `{"success":true}` {
				t.Errorf("%s: %d %s", path, r.status, r.body)
			}
			want++
			stored := s.road.stored()
			if len(stored) != want || stored[want-1].Type.String() != verb {
				t.Fatalf("%s: %d events stored", path, len(stored))
			}
		}
	}
	for _, path := range []string{"/v1/batch", "/v1/b", "/v1/import", "/beacon/v1/batch"} {
		if r := s.post(path, `{"batch":[{"type":"page","userId":"u"},{"type":"track","event":"`+path+`","userId":"u"}]}`); r.status != 200 || r.body != `{"success":true}` {
			t.Errorf("%s: %d %s", path, r.status, r.body)
		}
		want += 2
		stored := s.road.stored()
		if len(stored) != want {
			t.Fatalf("%s: %d events stored, want %d", path, len(stored), want)
		}
		if imported := stored[want-1].Flags.Has(event.Imported); imported != (path == "/v1/import") {
			t.Errorf("%s: imported is %v", path, imported)
		}
	}
	if r := s.send("POST", "/v1/m", `{"series":[]}`); r.status != 200 || len(s.road.stored()) != want {
		t.Errorf("metrics: %d", r.status)
	}
	if r := s.send("GET", "/v1/track", ""); r.status != http.StatusMethodNotAllowed {
		t.Errorf("GET is no way to track: %d", r.status)
	}
}

func TestWriteKeys(t *testing.T) {
	s := newSite(t)
	message := func(key string) string { return `{"userId":"u","event":"X","writeKey":"` + key + `"}` }
	basic := func(user string) string {
		return "Basic " + base64.StdEncoding.EncodeToString([]byte(user+":"))
	}
	key := s.web.WriteKey
	for _, c := range []struct {
		name, path, body, authorization string
		status                          int
	}{
		{"basic", "/v1/track", message(""), basic(key), 200},
		{"body", "/v1/track", message(key), "", 200},
		{"query", "/v1/track?writeKey=" + key, message(""), "", 200},
		{"batch's body", "/v1/batch", `{"batch":[` + message("") + `],"writeKey":"` + key + `"}`, "", 200},
		{"a bearer is no key", "/v1/track", message(key), "Bearer x", 200},
		{"basic without user", "/v1/track", message(key), basic(""), 200},
		{"none", "/v1/track", message(""), "", 401},
		{"unknown", "/v1/track", message("wk_x"), "", 401},
		{"unknown in basic, known in the body", "/v1/track", message(key), basic("wk_x"), 401},
		{"unknown, body unread", "/v1/track", `{"`, basic("wk_x"), 401},
		{"a number", "/v1/track", `{"userId":"u","event":"X","writeKey":7}`, "", 401},
		{"of one message in a batch", "/v1/batch", `{"batch":[` + message(key) + `]}`, "", 401},
	} {
		headers := []string{}
		if c.authorization != "" {
			headers = []string{"Authorization", c.authorization}
		}
		r := s.send("POST", c.path, c.body, headers...)
		if r.status != c.status {
			t.Errorf("%s: got %d %s", c.name, r.status, r.body)
		}
		if r.status == 401 && (detail(t, r) == "" || r.header.Get("WWW-Authenticate") != "") {
			t.Errorf("%s: a visitor's browser must not be asked for a password", c.name)
		}
	}
	if calls, last := s.collector.Strangers(); calls != 6 || !last.Equal(s.now) {
		t.Errorf("%d calls without a known key were counted, the last at %s", calls, last)
	}
}

func TestContentTypesAndGzip(t *testing.T) {
	s := newSite(t)
	body := `{"event":"X","userId":"u","writeKey":"` + s.web.WriteKey + `"}`
	for _, kind := range []string{"application/json", "text/plain", "text/plain;charset=UTF-8", "application/json; charset=utf-8", ""} {
		if r := s.send("POST", "/v1/t", body, "Content-Type", kind); r.status != 200 {
			t.Errorf("%q: %d %s", kind, r.status, r.body)
		}
	}
	if r := s.send("POST", "/v1/t", string(zipped(t, []byte(body))), "Content-Encoding", "gzip"); r.status != 200 {
		t.Errorf("gzip: %d %s", r.status, r.body)
	}
	for name, c := range map[string]struct {
		body, coding string
		status       int
	}{
		"broken gzip":          {"nonsense", "gzip", 400},
		"gzip cut off":         {string(zipped(t, []byte(body)))[:30], "gzip", 400},
		"another compression":  {body, "zstd", 415},
		"empty":                {"", "", 400},
		"gzip of nothing":      {string(zipped(t, nil)), "gzip", 400},
		"gzip, but not really": {body, "gzip", 400},
	} {
		if r := s.send("POST", "/v1/t", c.body, "Content-Encoding", c.coding); r.status != c.status {
			t.Errorf("%s: got %d %s, want %d", name, r.status, r.body, c.status)
		}
	}
}

func TestLimits(t *testing.T) {
	s := newSite(t)
	filler := func(n int) string { return strings.Repeat("x", n) }
	single := func(size int) string {
		head, tail := `{"userId":"u","event":"X","properties":{"x":"`, `"}}`
		return head + filler(size-len(head)-len(tail)) + tail
	}
	batch := func(size int) string {
		head, tail := `{"batch":[{"type":"page","userId":"u"}],"x":"`, `"}`
		return head + filler(size-len(head)-len(tail)) + tail
	}
	for _, c := range []struct {
		name, path, body string
		status, stored   int
	}{
		{"an event at the limit", "/v1/track", single(protocol.LargestEvent), 200, 1},
		{"an event over it", "/v1/track", single(protocol.LargestEvent + 1), 413, 0},
		{"a batch at the limit", "/v1/batch", batch(protocol.LargestBatch), 200, 1},
		{"a batch over it", "/v1/batch", batch(protocol.LargestBatch + 1), 413, 0},
		{"too many events", "/v1/batch", `{"batch":[` + strings.Repeat(`{"type":"page","userId":"u"},`, protocol.MostEvents) + `{"type":"page","userId":"u"}]}`, 413, 0},
		{"an event too large among good ones", "/v1/batch", `{"batch":[{"type":"page","userId":"u"},` + strings.Replace(single(protocol.LargestEvent+1), `{`, `{"type":"track",`, 1) + `]}`, 200, 1},
	} {
		for _, packed := range []bool{false, true} {
			before := len(s.road.stored())
			body, headers := c.body, []string{}
			if packed {
				body, headers = string(zipped(t, []byte(body))), []string{"Content-Encoding", "gzip"}
			}
			r := s.post(c.path, body, headers...)
			if got := len(s.road.stored()) - before; r.status != c.status || got != c.stored {
				t.Errorf("%s (gzip %v): got %d %.200s, %d stored", c.name, packed, r.status, r.body, got)
			}
		}
	}
	if n := len(s.quarantine()); n != 2 {
		t.Errorf("%d in quarantine, want the oversize event of the batch, twice", n)
	}
}

func TestGzipBombsAreNotUnpacked(t *testing.T) {
	s := newSite(t)
	bomb := zipped(t, bytes.Repeat([]byte(" "), 64<<20))
	var allocated float64
	r := testing.AllocsPerRun(1, func() { s.post("/v1/batch", string(bomb), "Content-Encoding", "gzip") })
	allocated += r
	if got := s.post("/v1/batch", string(bomb), "Content-Encoding", "gzip"); got.status != 413 {
		t.Errorf("got %d", got.status)
	}
	source := &endless{data: []byte(" ")}
	request := httptest.NewRequest("POST", "/v1/batch", source)
	request.ContentLength = -1
	if got := s.do(request); got.status != 413 || source.read > 2*protocol.LargestBatch {
		t.Errorf("an endless body: %d after %d bytes", got.status, source.read)
	}
	if used := s.collector.budget.used.Load(); used != 0 {
		t.Errorf("%d bytes of the budget were never given back", used)
	}
}

func TestGoodNeighboursAreKept(t *testing.T) {
	s := newSite(t)
	body := `{"batch":[{"type":"track","event":"A","userId":"u","messageId":"1"},{"type":"track","userId":"u"},{"type":"track","event":"B"},{"type":"track","event":"C","userId":"u","messageId":"2"},{"type":"teleport","userId":"u"}],"sentAt":"2024-03-01T11:00:00Z"}`
	r := s.post("/v1/batch?strict=1", body)
	if r.status != 400 || len(s.road.stored()) != 0 || len(s.quarantine()) != 0 {
		t.Fatalf("strict: %d %s, %d stored", r.status, r.body, len(s.road.stored()))
	}
	if !strings.Contains(r.body, `"pointer":"/batch/1"`) || !strings.Contains(r.body, `"pointer":"/batch/4"`) {
		t.Errorf("strict must blame the events: %s", r.body)
	}
	r = s.post("/v1/batch", body)
	var answer struct {
		Success     bool
		Quarantined []struct {
			Index  int
			Reason string
		}
	}
	if err := json.Unmarshal([]byte(r.body), &answer); err != nil || r.status != 200 || !answer.Success {
		t.Fatalf("got %d %s", r.status, r.body)
	}
	if len(answer.Quarantined) != 3 || answer.Quarantined[0].Index != 1 || answer.Quarantined[1].Index != 2 || answer.Quarantined[2].Index != 4 || answer.Quarantined[0].Reason == "" {
		t.Errorf("got %+v", answer.Quarantined)
	}
	if stored := s.road.stored(); len(stored) != 2 || stored[1].Name != "C" || !stored[1].Flags.Has(event.Trusted) || stored[1].Source != s.server.ID {
		t.Errorf("stored %d", len(stored))
	}
	if items := s.quarantine(); len(items) != 3 || items[0].Source != s.server.ID {
		t.Errorf("%d in quarantine", len(items))
	}
	if r := s.post("/v1/batch?strict=1", `{"batch":[{"type":"page","userId":"u"}]}`); r.status != 200 {
		t.Errorf("a good batch passes strict=1 too: %d", r.status)
	}
}

func TestABadSingleCall(t *testing.T) {
	s := newSite(t)
	if r := s.post("/v1/track", `{"userId":"u"}`); r.status != 400 || !strings.Contains(detail(t, r), "event's name") {
		t.Errorf("got %d %s", r.status, r.body)
	}
	if items := s.quarantine(); len(items) != 1 || items[0].Message != `{"userId":"u"}` {
		t.Errorf("quarantine: %+v", items)
	}
	if r := s.post("/v1/track", `{"type":`); r.status != 400 || len(s.quarantine()) != 1 {
		t.Errorf("what is no JSON is refused and not kept: %d", r.status)
	}
}

func TestDuplicatesAreSuccess(t *testing.T) {
	s := newSite(t)
	for range 2 {
		if r := s.post("/v1/track", `{"userId":"u","event":"X","messageId":"m-1"}`); r.status != 200 {
			t.Errorf("got %d", r.status)
		}
	}
	if n := len(s.road.stored()); n != 1 {
		t.Errorf("%d stored", n)
	}
}

func TestFaultsAskToTryAgain(t *testing.T) {
	s := newSite(t)
	good, bad := `{"userId":"u","event":"X"}`, `{"userId":"u"}`
	s.road.fail = &problem.Problem{Status: 429, Detail: "Too fast.", RetryIn: 7}
	if r := s.post("/v1/track", good); r.status != 429 || r.header.Get("Retry-After") != "7" {
		t.Errorf("overload: %d, Retry-After %q", r.status, r.header.Get("Retry-After"))
	}
	s.road.fail = errors.New("disk full")
	r := s.post("/v1/track", good)
	if r.status != 503 || r.header.Get("Retry-After") == "" || strings.Contains(r.body, "disk full") {
		t.Errorf("a broken disk: %d %s", r.status, r.body)
	}
	s.road.fail = nil
	s.store.fail = errors.New("disk full")
	if r := s.post("/v1/track", bad); r.status != 503 {
		t.Errorf("what cannot be quarantined is not answered as if it were: %d", r.status)
	}
	s.store.fail = nil
	if r := s.post("/v1/track", good); r.status != 200 {
		t.Errorf("and it recovers: %d", r.status)
	}
}

func TestBackPressure(t *testing.T) {
	s := newSite(t, func(o *Options) { o.InFlight = 100 << 10 })
	small, large := `{"userId":"u","event":"X"}`, `{"batch":[{"type":"page","userId":"u"}],"x":"`+strings.Repeat("x", 200<<10)+`"}`
	if r := s.post("/v1/batch", large); r.status != 503 || r.header.Get("Retry-After") != "1" {
		t.Errorf("beyond the memory limit: %d", r.status)
	}
	held := share{budget: &s.collector.budget}
	if err := held.take(100 << 10); err != nil {
		t.Fatal(err)
	}
	if r := s.post("/v1/track", small); r.status != 503 {
		t.Errorf("with the memory taken: %d", r.status)
	}
	held.release()
	if r := s.post("/v1/track", small); r.status != 200 {
		t.Errorf("with the memory free again: %d %s", r.status, r.body)
	}
	if used := s.collector.budget.used.Load(); used != 0 {
		t.Errorf("%d bytes were never given back", used)
	}
}

func TestCORS(t *testing.T) {
	s := newSite(t)
	r := s.send("OPTIONS", "/v1/t", "", "Origin", "https://shop.example", "Access-Control-Request-Method", "POST", "Access-Control-Request-Headers", "authorization,content-type,x-retry-count")
	if r.status != 204 || r.header.Get("Access-Control-Allow-Origin") != "https://shop.example" || r.header.Get("Access-Control-Allow-Headers") != "authorization,content-type,x-retry-count" ||
		!strings.Contains(r.header.Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("preflight: %d %v", r.status, r.header)
	}
	for _, body := range []string{`{"userId":"u","event":"X"}`, `{`} {
		if r := s.post("/v1/t", body, "Origin", "https://shop.example"); r.header.Get("Access-Control-Allow-Origin") != "https://shop.example" {
			t.Errorf("%d: the page cannot read the answer", r.status)
		}
	}
	for _, path := range []string{"/v1/m", "/v1/batch", "/v1/projects/x/settings", "/sourceConfig/"} {
		if r := s.send("OPTIONS", path, "", "Origin", "https://shop.example"); r.status != 204 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}

func TestBrowserHeaders(t *testing.T) {
	s := newSite(t)
	body := `{"userId":"u","writeKey":"` + s.web.WriteKey + `"}`
	s.send("POST", "/v1/p", body, "User-Agent", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "Accept-Language", "de-CH,de;q=0.8", "CF-IPCountry", "AT")
	s.post("/v1/p", `{"userId":"u"}`, "User-Agent", "Googlebot/2.1", "Accept-Language", "de-CH", "CF-IPCountry", "AT")
	stored := s.road.stored()
	if e := stored[0]; !e.Flags.Has(event.Bot) || e.Facts.Language != "de" || e.Facts.Country != "AT" {
		t.Errorf("the browser's headers are the visitor's: %+v", e)
	}
	if e := stored[1]; e.Flags.Has(event.Bot) || e.Facts.Language != "" || e.Facts.Country != "" {
		t.Errorf("a server's headers are its own: %+v", e)
	}
}

func TestSegmentSettings(t *testing.T) {
	s := newSite(t)
	read := func(headers ...string) (out struct {
		Integrations map[string]struct{ APIKey, APIHost, Protocol string }
		Metrics      struct{ SampleRate float64 }
	}) {
		r := s.send("GET", "/v1/projects/"+s.web.WriteKey+"/settings", "", append(headers, "Origin", "https://shop.example")...)
		if r.status != 200 || r.header.Get("Access-Control-Allow-Origin") == "" {
			t.Fatalf("got %d %s", r.status, r.body)
		}
		if err := json.Unmarshal([]byte(r.body), &out); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if got := read().Integrations; len(got) != 1 || got["Segment.io"].APIKey != s.web.WriteKey || got["Segment.io"].APIHost != "example.com/v1" || got["Segment.io"].Protocol != "http" {
		t.Errorf("got %+v", got)
	}
	if got := read("X-Forwarded-Proto", "https").Integrations["Segment.io"]; got.Protocol != "https" {
		t.Errorf("behind a proxy: %+v", got)
	}
	s.collector.options.BaseURL = "https://wend.example:8443/in/"
	if got := read().Integrations["Segment.io"]; got.APIHost != "wend.example:8443/in/v1" || got.Protocol != "https" {
		t.Errorf("with a base address: %+v", got)
	}
	if r := s.send("GET", "/v1/projects/wk_nobody/settings", ""); r.status != 401 {
		t.Errorf("unknown key: %d", r.status)
	}
	r := s.send("GET", "/sourceConfig/?p=npm&writeKey="+s.web.WriteKey, "")
	var rudder struct {
		Source struct {
			ID           string
			Config       map[string]any
			Destinations []any
		}
	}
	if err := json.Unmarshal([]byte(r.body), &rudder); err != nil || rudder.Source.ID != s.web.ID || rudder.Source.Config == nil || rudder.Source.Destinations == nil {
		t.Errorf("RudderStack: %d %s", r.status, r.body)
	}
}

func TestManyAtOnce(t *testing.T) {
	s := newSite(t)
	server := httptest.NewServer(s.router)
	defer server.Close()
	var wait sync.WaitGroup
	for worker := range 8 {
		wait.Go(func() {
			for i := range 25 {
				body := fmt.Sprintf(`{"batch":[{"type":"page","userId":"u","messageId":"%d-%d"},{"type":"track","userId":"bad"}],"writeKey":"%s"}`, worker, i, s.web.WriteKey)
				response, err := http.Post(server.URL+"/v1/batch", "text/plain", strings.NewReader(body))
				if err != nil {
					t.Error(err)
					return
				}
				_ = response.Body.Close()
				if response.StatusCode != 200 {
					t.Errorf("got %d", response.StatusCode)
				}
			}
		})
	}
	wait.Wait()
	if stored, bad := len(s.road.stored()), len(s.quarantine()); stored != 200 || bad != 200 {
		t.Errorf("%d stored, %d in quarantine, want 200 each", stored, bad)
	}
	if list, _ := s.collector.Sources.List(t.Context()); list[0].Events+list[1].Events != 200 {
		t.Errorf("counted %+v", list)
	}
}

// Whatever comes, the answer is one of the protocol's, and no memory stays taken.
func TestHostileBodies(t *testing.T) {
	s := newSite(t)
	pieces := []string{`{`, `}`, `[`, `]`, `"`, `\`, `,`, `:`, "\x00", "\xff\xfe", `null`, `1e999999`, `-`, `"batch"`, `"type"`, `"track"`, `"event"`, `"userId"`, `"context"`, `"\ud800"`, strings.Repeat(`[`, 5000), strings.Repeat(`{"a":`, 3000), `9999999999999999999999`, `"timestamp"`, `"0000-00-00"`, ` `}
	chance := rand.New(rand.NewPCG(1, 2))
	for range 800 {
		var body strings.Builder
		if chance.IntN(2) == 0 {
			body.WriteString(`{"batch":[{"type":"track",`)
		}
		for range chance.IntN(30) {
			body.WriteString(pieces[chance.IntN(len(pieces))])
		}
		path := []string{"/v1/batch", "/v1/track", "/v1/identify", "/v1/import", "/v1/alias?strict=1&%zz"}[chance.IntN(5)]
		if r := s.post(path, body.String()); r.status != 200 && r.status != 400 && r.status != 413 {
			t.Fatalf("%s %q: %d %s", path, body.String(), r.status, r.body)
		}
	}
	if used := s.collector.budget.used.Load(); used != 0 {
		t.Errorf("%d bytes were never given back", used)
	}
}

func TestPublishedDuplicates(t *testing.T) {
	file, err := os.ReadFile("../../../shared/data/payloads/segment_calls.json")
	if err != nil {
		t.Skip("the reference data is not beside the checkout")
	}
	var cases struct {
		Duplicates struct {
			Send     []json.RawMessage
			Expected int `json:"expected_events"`
		}
	}
	if err := json.Unmarshal(file, &cases); err != nil {
		t.Fatal(err)
	}
	s := newSite(t)
	for _, body := range cases.Duplicates.Send {
		if r := s.post("/v1/track", string(body)); r.status != 200 {
			t.Errorf("got %d", r.status)
		}
	}
	if n := len(s.road.stored()); n != cases.Duplicates.Expected {
		t.Errorf("%d stored, want %d", n, cases.Duplicates.Expected)
	}
}

func TestASlowBodyIsGivenUp(t *testing.T) {
	s := newSite(t, func(o *Options) { o.ReadTimeout = 20 * time.Millisecond })
	server := httptest.NewServer(s.router)
	defer server.Close()
	stuck, release := make(chan struct{}), make(chan struct{})
	body := readerFunc(func(p []byte) (int, error) {
		select {
		case <-stuck:
			<-release
			return 0, errors.New("done")
		default:
			close(stuck)
			return copy(p, "{"), nil
		}
	})
	defer close(release)
	request, err := http.NewRequest("POST", server.URL+"/v1/track?writeKey="+s.web.WriteKey, body)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return // the connection was cut: as good
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusRequestTimeout {
		t.Errorf("got %d", response.StatusCode)
	}
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

func BenchmarkReceive(b *testing.B) {
	s := newSite(b)
	s.road.ids = map[string]bool{"same": true}
	var body bytes.Buffer
	body.WriteString(`{"batch":[`)
	for i := range 20 {
		if i > 0 {
			body.WriteByte(',')
		}
		body.WriteString(`{"type":"track","event":"Product Viewed","messageId":"same","anonymousId":"5f0c2f0e-9d6c","userId":"user-` + strconv.Itoa(i) + `","timestamp":"2024-03-01T11:00:00Z","properties":{"sku":"45790-32","category":"Games","name":"` + strings.Repeat("x", 600) + `"}}`)
	}
	body.WriteString(`]}`)
	b.SetBytes(int64(body.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if r := s.post("/v1/batch", body.String()); r.status != 200 {
			b.Fatal(r.body)
		}
	}
	b.ReportMetric(20*float64(b.N)/b.Elapsed().Seconds(), "events/s")
}
