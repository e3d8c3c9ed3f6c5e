package app_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"wend/internal/app"
	"wend/internal/govern/access"
)

// answered sends a request with headers of its own and returns the answer, read
// by nobody yet.
func answered(t *testing.T, ctx context.Context, method, address, body string, headers map[string]string) *http.Response {
	t.Helper()
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range headers {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { response.Body.Close() })
	return response
}

func TestNoCacheKeepsWhatTheAPIAnswers(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, path := range []string{"/customers", "/me", "/export/customers?format=csv", "/nowhere"} {
		h := answered(t, t.Context(), "GET", wend.address+"/api/v1"+path, "", map[string]string{"Authorization": "Bearer " + adminToken}).Header
		if !strings.Contains(h.Get("Cache-Control"), "no-store") {
			t.Errorf("%s may be kept: Cache-Control is %q", path, h.Get("Cache-Control"))
		}
		if !strings.Contains(h.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
			t.Errorf("%s may be shown in a frame", path)
		}
	}
}

func TestAnotherWebsitesPageIsToldWhyItMayNot(t *testing.T) {
	wend := start(t, t.TempDir())
	ada := owner(wend)
	for name, value := range map[string]string{"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "cross-site"} {
		response := answered(t, t.Context(), "POST", wend.address+"/api/v1/notes", `{"day":"2026-01-01","text":"not mine"}`, map[string]string{name: value, "Cookie": "wend_session=" + ada.cookie})
		if media := response.Header.Get("Content-Type"); response.StatusCode != http.StatusForbidden || media != "application/problem+json" {
			t.Errorf("%s %s: %d as %s", name, value, response.StatusCode, media)
		}
	}
	if notes := ada.want(http.StatusOK, "GET", "/notes?from=2026-01-01&to=2026-01-02", "")["items"].([]any); len(notes) != 0 {
		t.Errorf("there are notes: %v", notes)
	}
}

func TestMetricsAreForThisMachineAndForWhoMaySeeNumbers(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, c := range []struct {
		headers map[string]string
		want    int
	}{
		{nil, http.StatusOK},
		{map[string]string{"X-Forwarded-For": "203.0.113.7"}, http.StatusUnauthorized},
		{map[string]string{"X-Forwarded-For": "127.0.0.1"}, http.StatusUnauthorized},
		{map[string]string{"Forwarded": "for=203.0.113.7"}, http.StatusUnauthorized},
		{map[string]string{"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer wrong"}, http.StatusUnauthorized},
		{map[string]string{"X-Forwarded-For": "203.0.113.7", "Authorization": "Bearer " + adminToken}, http.StatusOK},
	} {
		if got := answered(t, t.Context(), "GET", wend.address+"/metrics", "", c.headers).StatusCode; got != c.want {
			t.Errorf("%v: %d, want %d", c.headers, got, c.want)
		}
	}
}

func TestNoTimeIsNotForEver(t *testing.T) {
	wend := start(t, t.TempDir())
	owner(wend).want(http.StatusUnprocessableEntity, "POST", "/tokens", `{"name":"clock","expires":"0001-01-01T00:00:00Z"}`)
}

// Who was signed out sees no more of what comes in, however busy the shop is.
func TestAStreamEndsWithTheSession(t *testing.T) {
	wend := start(t, t.TempDir())
	guest := owner(wend).join("guest@example.com", access.Support)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second) // before the next heartbeat
	defer cancel()
	stream := answered(t, ctx, "GET", wend.address+"/api/v1/events/stream", "", map[string]string{"Cookie": "wend_session=" + guest.cookie})
	lines := bufio.NewScanner(stream.Body)
	if !lines.Scan() {
		t.Fatalf("the stream never began: %v", lines.Err())
	}
	guest.want(http.StatusNoContent, "DELETE", "/session", "")
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for lines.Scan() {
		}
	}()
	for i := 0; ; i++ {
		select {
		case <-ended:
			if ctx.Err() != nil {
				t.Error("the stream went on")
			}
			return
		default:
			wend.send("/v1/track", fmt.Sprintf(`{"userId":"7","event":"Product Viewed","messageId":"m%d"}`, i))
		}
	}
}

// What a website sends must not take the answers of others away.
func TestNamesThatNoQuestionCanNameBreakNone(t *testing.T) {
	wend := start(t, t.TempDir())
	for i := range 3 {
		user := fmt.Sprintf(`"userId":"u%d"`, i)
		wend.accept("/v1/identify", `{`+user+`,"traits":{"":"a",".":"b","x.":"c",".y":"d","a..b":"e","plan":"pro"}}`)
		wend.accept("/v1/track", `{`+user+`,"event":"Product Viewed","properties":{"":"a",".":"b","x.":"c",".y":"d","a..b":"e","colour":"red"}}`)
	}
	wend.ask("POST", "/query/profile", `{}`)
	wend.ask("POST", "/query/friction", `{"goal":{"event":"Product Viewed"}}`)
	wend.ask("POST", "/query/compare", `{"a":{"event":"Product Viewed"},"b":{"not":{"event":"Product Viewed"}}}`)
	wend.ask("POST", "/query/insights", `{}`)
	wend.ask("GET", "/opportunities", "")
	wend.ask("GET", "/digest", "")
}

// dribble opens a connection and begins a request that never ends.
func dribble(t *testing.T, wend *running, head string) net.Conn {
	t.Helper()
	connection, err := net.Dial("tcp", strings.TrimPrefix(wend.address, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { connection.Close() })
	if err := connection.SetDeadline(time.Now().Add(20 * time.Second)); err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(connection, head+" HTTP/1.1\r\nHost: wend\r\nContent-Length: 10000\r\n\r\n{"); err != nil {
		t.Fatal(err)
	}
	return connection
}

// A body that nobody reads must not hold a connection for ever either.
func TestABodyThatNeverEndsIsCutOff(t *testing.T) {
	wend := start(t, t.TempDir(), func(c *app.Config) { c.BodyTimeout = 300 * time.Millisecond })
	for _, head := range []string{"POST /api/v1/query/trend", "GET /api/v1/shared/nothing", "GET /healthz", "POST /v1/m", "GET /", "POST /nowhere"} {
		if _, err := io.ReadAll(dribble(t, wend, head)); err != nil {
			t.Errorf("%s: the connection stays: %v", head, err)
		}
	}
}

func TestAFileMayComeSlowly(t *testing.T) {
	wend := start(t, t.TempDir(), func(c *app.Config) { c.BodyTimeout = 300 * time.Millisecond })
	file, write := io.Pipe()
	go func() {
		for _, line := range []string{"event,userId,timestamp\n", "Visit,1,2026-01-01T00:00:00Z\n", "Visit,2,2026-01-01T00:00:00Z\n"} {
			_, _ = io.WriteString(write, line)
			time.Sleep(300 * time.Millisecond) // the line is slow
		}
		write.Close()
	}()
	request, err := http.NewRequestWithContext(t.Context(), "POST", wend.address+"/api/v1/imports?filename=visits.csv", file)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusCreated {
		t.Errorf("a slow file: %d", response.StatusCode)
	}
}

func TestABodyThatBreaksOffIsNotTheServersFault(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, head := range []string{"POST /api/v1/session", "POST /api/v1/query/trend", "POST /api/v1/imports/preview?filename=a.csv", "POST /api/v1/imports?filename=a.csv"} {
		for _, broken := range []string{"Content-Length: 1000\r\n\r\n{", "Transfer-Encoding: chunked\r\n\r\nzz\r\n{\r\n"} {
			connection, err := net.Dial("tcp", strings.TrimPrefix(wend.address, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			if _, err := io.WriteString(connection, head+" HTTP/1.1\r\nHost: wend\r\nAuthorization: Bearer "+adminToken+"\r\n"+broken); err != nil {
				t.Fatal(err)
			}
			if err := connection.(*net.TCPConn).CloseWrite(); err != nil {
				t.Fatal(err)
			}
			response, err := http.ReadResponse(bufio.NewReader(connection), nil)
			if err != nil {
				t.Fatalf("%s: %v", head, err)
			}
			if response.StatusCode != http.StatusBadRequest {
				t.Errorf("%s %q: %d", head, broken, response.StatusCode)
			}
			response.Body.Close()
			connection.Close()
		}
	}
}

// A public page shows no mail address that customers brought in where no
// question asks for one.
func TestAPublicPageShowsNoMailAddress(t *testing.T) {
	wend := start(t, t.TempDir())
	ada := owner(wend)
	wend.accept("/v1/page", `{"userId":"7","context":{"page":{"path":"/reset/eve@shop.example/now"}},"properties":{"note":"line\\nask eve@shop.example or eve%40shop.example","plan":"@home"}}`)
	ada.want(http.StatusCreated, "POST", "/notes", fmt.Sprintf(`{"day":%q,"text":"eve@shop.example complained"}`, time.Now().UTC().Format(time.DateOnly)))
	cards := `{"inline":{"analysis":"trend","question":{"series":[{}],"breakdown":"page"}}},{"inline":{"analysis":"trend","question":{"series":[{}],"breakdown":"properties.note"}}},
		{"inline":{"analysis":"paths","question":{"by":"page"}}},{"inline":{"analysis":"landing","question":{}}},{"inline":{"analysis":"trend","question":{"series":[{}],"breakdown":"properties.plan"}}},
		{"inline":{"analysis":"trend","question":{"series":[{}],"where":[{"property":"properties.note","op":"contains","value":"eve@shop.example"}]}}}`
	made := ada.want(http.StatusCreated, "POST", "/dashboards", `{"name":"Week","cards":[`+cards+`]}`)
	link := ada.want(http.StatusCreated, "POST", "/dashboards/"+made["id"].(string)+"/share", `{"range":"30d"}`)["url"].(string)
	raw, err := io.ReadAll(answered(t, t.Context(), "GET", strings.Replace(link, "/shared/", "/api/v1/shared/", 1), "", nil).Body)
	if err != nil {
		t.Fatal(err)
	}
	if page := string(raw); strings.Contains(page, "shop.example\"") || strings.Contains(page, "eve@") || strings.Contains(page, "eve%40") || strings.Contains(page, `"problem"`) {
		t.Errorf("the page shows %s", page)
	} else if !strings.Contains(page, "/reset/") || !strings.Contains(page, "@home") {
		t.Errorf("the page leaves out more: %s", page)
	}
}

func TestABusinessNameIsOneLine(t *testing.T) {
	wend := start(t, t.TempDir())
	ada := owner(wend)
	ada.want(http.StatusUnprocessableEntity, "PUT", "/settings", `{"name":"Ada's\r\nBcc: everybody@example.com"}`)
	ada.want(http.StatusOK, "PUT", "/settings", `{"name":"Ada’s Bäckerei 🥐"}`)
}
