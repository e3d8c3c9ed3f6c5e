package collect

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"wend/internal/collect/files"
	"wend/internal/collect/protocol"
	"wend/internal/event"
)

// remote is a road to a site over HTTP, as the command line uses it.
func remote(s *site) files.Remote {
	return files.Remote{Post: func(_ context.Context, body []byte) (*http.Response, error) {
		w := httptest.NewRecorder()
		s.collector.Import(w, httptest.NewRequest(http.MethodPost, "/import", bytes.NewReader(body)))
		return w.Result(), nil
	}}
}

func importFile(t *testing.T, s *site, content string) files.Progress {
	t.Helper()
	path := filepath.Join(t.TempDir(), "events.ndjson")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	progress, err := files.Import(t.Context(), path, files.Options{Kind: files.Events, Road: remote(s)})
	if err != nil {
		t.Fatal(err)
	}
	return progress
}

// What one Wend exports another one imports, and both hold the same.
func TestExportAndImportAgain(t *testing.T) {
	one, two := newSite(t), newSite(t)
	large := `{"type":"track","event":"Large","userId":"u","properties":{"x":"`
	large += strings.Repeat("x", protocol.LargestEvent-len(large)-3) + `"}}`
	for _, body := range []string{
		`{"type":"track","event":"purchase","userId":42,"timestamp":"2024-03-01T10:00:00+01:00","sentAt":"2024-03-01T10:00:30+01:00","properties":{"total":"9.50"},"more":{"a":[1]},"channel":"web"}`,
		`{"type":"page","anonymousId":"a","name":"H\u00f6me \"x\"","context":{"page":{"url":"https:\/\/a.de\/?utm_source=s"},"userAgent":"Mozilla/5.0 (compatible; Googlebot/2.1)"}}`,
		`{"type":"identify","userId":"u","traits":{"email":"a@b.c"},"messageId":"m\u0022","timestamp":1700000000000}`,
		`{"type":"group","userId":"u","groupId":"g"}`, `{"type":"alias","userId":"u","previousId":"p"}`, large,
	} {
		if r := one.post("/v1/batch", `{"batch":[`+body+`]}`); r.body != `{"success":true}` {
			t.Fatalf("%.200s: %s", body, r.body)
		}
	}
	one.send("POST", "/v1/i", `{"userId":"u","anonymousId":"b","traits":{"email":"claimed@b.c"},"writeKey":"`+one.web.WriteKey+`"}`)

	var exported []byte
	for _, e := range one.road.stored() {
		exported = append(protocol.AppendExport(exported, e, protocol.Extras{CustomerID: "c", SessionID: "s", Channel: `Di"rect`}), '\n')
	}
	if bytes.Contains(exported, []byte(one.web.WriteKey)) {
		t.Error("an export must not give the write key away")
	}
	for round := range 2 {
		progress := importFile(t, two, string(exported))
		if want := int64(7 - 7*round); progress.Stored != want || progress.Duplicates != 7-want || progress.Rejected != 0 {
			t.Fatalf("round %d: %+v", round, progress)
		}
	}
	for i, sent := range one.road.stored() {
		got := *two.road.stored()[i]
		want := *sent
		want.Flags |= event.Imported
		for _, e := range []*event.Event{&got, &want} { // what may differ
			e.Received, e.Source, e.Raw, e.Flags = 0, "", nil, e.Flags&^event.TimeMissing
			if sent.OriginalTime == "" { // the time of receipt is now the sender's
				e.OriginalTime = ""
			}
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("event %d:\n got %.2000s\nwant %.2000s", i, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want))
		}
	}
}

func TestLargeImportsAreSentInParts(t *testing.T) {
	s := newSite(t)
	var content strings.Builder
	for i := range 120 {
		fmt.Fprintf(&content, `{"type":"track","event":"E","userId":"u","n":%d,"properties":{"x":"%s"}}`+"\n", i, strings.Repeat("x", 20<<10))
	}
	progress := importFile(t, s, content.String())
	if progress.Stored != 120 || len(s.road.stored()) != 120 {
		t.Errorf("%+v", progress)
	}
	source, err := s.collector.Sources.OfKind(t.Context(), Import, "")
	if err != nil || source.Events != 120 {
		t.Errorf("%+v %v", source, err)
	}
}

func TestRemoteFaults(t *testing.T) {
	answer := func(status int, body string) files.Remote {
		return files.Remote{Post: func(context.Context, []byte) (*http.Response, error) {
			return &http.Response{StatusCode: status, Status: fmt.Sprint(status), Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
		}}
	}
	events := []*event.Event{{Type: event.Page, Raw: []byte(`{}`)}}
	for want, r := range map[string]files.Remote{
		"Nobody": answer(401, `{"detail":"Nobody."}`), "500": answer(500, `oops`), "quarantine": answer(200, `{"success":true,"quarantined":[{"index":0,"reason":"x"}]}`), "invalid": answer(200, `oops`),
	} {
		if _, err := r.Accept(t.Context(), events); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", want, err)
		}
	}
}
