package collect

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/store"
)

const chrome = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36"

// call is one cookieless page view; what is changed of it makes another visitor, or none.
type call struct {
	key, origin, address, agent, message string
}

func (s *site) cookieless(change ...func(*call)) *event.Event {
	s.t.Helper()
	c := call{s.web.WriteKey, "https://shop.example", "203.0.113.7:4711", chrome, `"context":{"cookieless":true}`}
	for _, f := range change {
		f(&c)
	}
	before := len(s.road.stored())
	r := httptest.NewRequest(http.MethodPost, "/v1/batch?writeKey="+c.key, strings.NewReader(`{"batch":[{"type":"track","event":"A",`+c.message+`}]}`))
	r.RemoteAddr = c.address
	r.Header.Set("User-Agent", c.agent)
	r.Header.Set("Origin", c.origin)
	r.Header.Set("X-Forwarded-For", fmt.Sprintf("198.51.100.%d", before)) // anybody can write this
	if got := s.do(r); got.status != 200 {
		s.t.Fatalf("%d %s", got.status, got.body)
	}
	stored := s.road.stored()
	if len(stored) == before {
		return nil // in quarantine
	}
	return stored[before]
}

func anonymous(e *event.Event) string {
	for _, id := range e.Identifiers {
		if id.Kind == event.AnonymousID {
			return id.Value
		}
	}
	return ""
}

func TestCookielessVisitors(t *testing.T) {
	zone := time.FixedZone("workspace", 3*60*60)
	s := newSite(t, func(o *Options) { o.Zone = func() *time.Location { return zone } })
	s.now = time.Date(2024, 3, 1, 20, 0, 0, 0, time.UTC) // 23:00 there
	first := s.cookieless()
	id := anonymous(first)
	if !regexp.MustCompile(`^daily_[0-9a-f]{32}$`).MatchString(id) {
		t.Fatalf("the visitor's id is %q", id)
	}
	if !bytes.Contains(first.Raw, []byte(`"anonymousId":"`+id+`"`)) {
		t.Errorf("the message does not carry the id, an export would lose it: %s", first.Raw)
	}
	if text := string(first.Raw) + string(first.Context); strings.Contains(text, "203.0.113") {
		t.Errorf("the network address is stored: %s", text)
	}
	if again := anonymous(s.cookieless(func(c *call) { c.address = "203.0.113.7:9" })); again != id {
		t.Errorf("the same visitor was %s and is %s", id, again)
	}
	other, err := s.collector.Sources.Create(t.Context(), "Other shop", Browser)
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*call){
		"another browser": func(c *call) { c.agent += " Edg/140" },
		"another address": func(c *call) { c.address = "203.0.113.8:4711" },
		"another site":    func(c *call) { c.origin = "https://blog.example" },
		"another source":  func(c *call) { c.key = other.WriteKey },
	} {
		if got := anonymous(s.cookieless(change)); got == "" || got == id {
			t.Errorf("%s: %q", name, got)
		}
	}

	restarted, err := New(t.Context(), s.collector.options)
	if err != nil {
		t.Fatal(err)
	}
	s.collector.visitors = restarted.visitors
	if got := anonymous(s.cookieless()); got != id {
		t.Errorf("after a restart on the same day the visitor is %s, not %s", got, id)
	}
	s.now = s.now.Add(time.Hour) // midnight there
	if got := anonymous(s.cookieless()); got == "" || got == id {
		t.Errorf("on the next day the visitor is %q", got)
	}
}

func TestCookielessIsForBrowsersThatNameNobody(t *testing.T) {
	s := newSite(t)
	named := s.cookieless(func(c *call) { c.message = `"userId":"42","context":{"cookieless":true}` })
	if anonymous(named) != "" || len(named.Identifiers) != 1 {
		t.Errorf("a named visitor got another id: %v", named.Identifiers)
	}
	if own := s.cookieless(func(c *call) { c.message = `"anonymousId":"mine","context":{"cookieless":true}` }); anonymous(own) != "mine" {
		t.Errorf("the visitor's own id was replaced: %v", own.Identifiers)
	}
	for name, change := range map[string]func(*call){
		"without the word":   func(c *call) { c.message = `"context":{}` },
		"a word, no answer":  func(c *call) { c.message = `"context":{"cookieless":"true"}` },
		"said no":            func(c *call) { c.message = `"context":{"cookieless":false}` },
		"a server's request": func(c *call) { c.key = s.server.WriteKey },
	} {
		if e := s.cookieless(change); e != nil {
			t.Errorf("%s: stored as %v", name, e.Identifiers)
		}
	}
	// the batch's own context counts for its messages
	r := s.send("POST", "/v1/batch?writeKey="+s.web.WriteKey, `{"context":{"cookieless":true},"batch":[{"type":"page"},{"type":"page","anonymousId":null}]}`)
	if stored := s.road.stored(); r.body != `{"success":true}` || anonymous(stored[len(stored)-1]) == "" {
		t.Errorf("by the batch's context: %s", r.body)
	}
}

func TestYesterdaysSecretIsGoneFromTheDisk(t *testing.T) {
	folder := t.TempDir()
	disk, err := store.Open(t.Context(), folder, store.Options{Migrations: []store.Migrations{{Room: "collect", FS: Migrations}}})
	if err != nil {
		t.Fatal(err)
	}
	s := newSite(t, func(o *Options) { o.Store = disk })
	s.cookieless()
	secret := s.collector.visitors.secret
	onDisk := func() (found bool) {
		files, err := filepath.Glob(filepath.Join(folder, "wend.db*"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, name := range files {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			found = found || bytes.Contains(content, []byte(secret))
		}
		return found
	}
	if secret == "" || !onDisk() {
		t.Fatal("today's secret is not on disk, so a restart would make new visitors")
	}
	s.now = s.now.Add(24 * time.Hour)
	if err := s.collector.visitors.forget(t.Context()); err != nil { // nobody came: Run does this
		t.Fatal(err)
	}
	if s.collector.visitors.secret != "" {
		t.Error("the secret is still in memory")
	}
	// The write-ahead log keeps what it said until it starts over: here at the
	// next quiet moment, on a busy server by being written over.
	for end := time.Now().Add(20 * time.Second); onDisk(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatal("yesterday's secret can still be read from the database's files")
		}
	}
	if err := disk.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestGlobalPrivacyControl(t *testing.T) {
	s := newSite(t)
	body := `{"type":"page","anonymousId":"a","messageId":"%s","properties":{"gclid":"G1","url":"https://shop.example/?gclid=G2&utm_source=x#top"},` +
		`"context":{"page":{"search":"?utm_source=x\u0026FBCLID=F1","referrer":"https://l.example/?a=1&msclkid=M1"}}}`
	send := func(id string, headers ...string) *event.Event {
		if r := s.send("POST", "/v1/page?writeKey="+s.web.WriteKey, fmt.Sprintf(body, id), headers...); r.status != 200 {
			t.Fatal(r)
		}
		stored := s.road.stored()
		return stored[len(stored)-1]
	}
	if e := send("1"); e.Facts.ClickID != "gclid" || !bytes.Contains(e.Raw, []byte("M1")) {
		t.Errorf("without the signal nothing is taken away: %s", e.Raw)
	}
	e := send("2", "Sec-GPC", "1")
	if e.Facts.ClickID != "" || e.Facts.Source != "x" {
		t.Errorf("facts: %+v", e.Facts)
	}
	want := `{"type":"page","anonymousId":"a","messageId":"2","properties":{"gclid":"","url":"https://shop.example/?&utm_source=x#top"},` +
		`"context":{"page":{"search":"?utm_source=x\u0026","referrer":"https://l.example/?a=1&"}}}`
	if string(e.Raw) != want {
		t.Errorf("stored is\n%s\nnot\n%s", e.Raw, want)
	}
}
