package collect

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"wend/internal/problem"
)

func TestSourcesKeepTheirKeys(t *testing.T) {
	s := newSite(t)
	list, err := s.collector.Sources.List(t.Context())
	if err != nil || len(list) != 2 {
		t.Fatalf("%v %v", list, err)
	}
	for _, source := range list {
		switch source.Kind {
		case Browser:
			if source.WriteKey != s.web.WriteKey {
				t.Errorf("a browser's key is public: %q", source.WriteKey)
			}
		case Server:
			if source.WriteKey == s.server.WriteKey || !strings.Contains(source.WriteKey, "•") {
				t.Errorf("a server's key must be masked: %q", source.WriteKey)
			}
		}
	}
	var stored string
	if err := s.store.db.QueryRow(`SELECT group_concat(write_key || key_hash) FROM collect_source`).Scan(&stored); err != nil || strings.Contains(stored, s.server.WriteKey) {
		t.Errorf("a trusted key must not be on disk: %v", err)
	}
}

func TestSourcesAreChecked(t *testing.T) {
	s := newSite(t)
	for _, c := range []struct {
		name string
		kind Kind
	}{{"", Browser}, {"  ", Browser}, {strings.Repeat("x", 101), Browser}, {"x", "robot"}, {"x", ""}} {
		if _, err := s.collector.Sources.Create(t.Context(), c.name, c.kind); problem.Status(err) != 422 {
			t.Errorf("%q %q: %v", c.name, c.kind, err)
		}
	}
}

func TestARetiredKeyStopsAtOnce(t *testing.T) {
	s := newSite(t)
	if r := s.post("/v1/page", `{"userId":"u"}`); r.status != 200 {
		t.Fatal(r.status)
	}
	if err := s.collector.Sources.Delete(t.Context(), s.server.ID); err != nil {
		t.Fatal(err)
	}
	if r := s.post("/v1/page", `{"userId":"u"}`); r.status != 401 {
		t.Errorf("got %d", r.status)
	}
	if err := s.collector.Sources.Delete(t.Context(), s.server.ID); problem.Status(err) != 404 {
		t.Errorf("twice: %v", err)
	}
	again, err := New(t.Context(), s.collector.options)
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := again.Sources.LookUp(s.server.WriteKey); ok {
		t.Error("a restart brought the retired key back")
	}
	if _, ok := again.Sources.LookUp(s.web.WriteKey); !ok {
		t.Error("a restart lost a key")
	}
}

func TestEnsure(t *testing.T) {
	s := newSite(t)
	first, err := s.collector.Sources.Ensure(t.Context(), "From the environment", Server, "secret-key-1")
	if err != nil {
		t.Fatal(err)
	}
	second, err := s.collector.Sources.Ensure(t.Context(), "From the environment", Server, "secret-key-1")
	if err != nil || second.ID != first.ID {
		t.Errorf("made twice: %v %v", second, err)
	}
	if err := s.collector.Sources.Delete(t.Context(), first.ID); err != nil {
		t.Fatal(err)
	}
	if third, err := s.collector.Sources.Ensure(t.Context(), "Again", Server, "secret-key-1"); err != nil || third.ID == first.ID {
		t.Errorf("a retired key must be usable again: %v %v", third, err)
	}
	if _, err := s.collector.Sources.Ensure(t.Context(), "Empty", Server, ""); problem.Status(err) != 422 {
		t.Errorf("an empty key: %v", err)
	}
	imports, err := s.collector.Sources.OfKind(t.Context(), Import, "Files")
	if err != nil || imports.Kind != Import {
		t.Fatal(err)
	}
	if again, err := s.collector.Sources.OfKind(t.Context(), Import, "Files"); err != nil || again.ID != imports.ID {
		t.Errorf("made twice: %v %v", again, err)
	}
}

func TestFirstEventReceived(t *testing.T) {
	s := newSite(t)
	find := func(c *Collector) Source {
		source, err := c.Sources.Find(t.Context(), s.server.ID)
		if err != nil {
			t.Fatal(err)
		}
		return source
	}
	if source := find(s.collector); source.Events != 0 || !source.LastSeen.IsZero() {
		t.Errorf("waiting for the first event: %+v", source)
	}
	s.post("/v1/track", `{"userId":"u"}`) // a bad one is not received
	s.post("/v1/page", `{"userId":"u"}`)
	if source := find(s.collector); source.Events != 1 || !source.LastSeen.Equal(s.now) {
		t.Errorf("received: %+v", source)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.collector.Run(ctx); err != nil { // stopping writes the counters
		t.Fatal(err)
	}
	again, err := New(t.Context(), s.collector.options)
	if err != nil {
		t.Fatal(err)
	}
	if source := find(again); source.Events != 1 || !source.LastSeen.Equal(s.now) {
		t.Errorf("after a restart: %+v", source)
	}
}

func TestLibrary(t *testing.T) {
	s := newSite(t, func(o *Options) {
		o.Library = fstest.MapFS{
			"wend.js": {Data: []byte("core()")}, "surveys-a1b2c3d4.js": {Data: []byte("chunk()")},
			"surveys-a1b2c3d4.js.br": {Data: []byte("brotli")}, "README": {Data: []byte("no")},
		}
	})
	r := s.send("GET", "/sdk/wend.js", "")
	if r.status != 200 || r.body != "core()" || !strings.HasPrefix(r.header.Get("Content-Type"), "text/javascript") || strings.Contains(r.header.Get("Cache-Control"), "immutable") || r.header.Get("Access-Control-Allow-Origin") != "*" {
		t.Errorf("core: %d %q %v", r.status, r.body, r.header)
	}
	if again := s.send("GET", "/sdk/wend.js", "", "If-None-Match", r.header.Get("ETag")); again.status != 304 || again.body != "" {
		t.Errorf("unchanged: %d", again.status)
	}
	if r := s.send("GET", "/sdk/wend.js", "", "Accept-Encoding", "gzip"); r.header.Get("Content-Encoding") != "gzip" || !strings.HasPrefix(r.body, "\x1f\x8b") {
		t.Errorf("gzip: %v", r.header)
	}
	if r := s.send("GET", "/sdk/surveys-a1b2c3d4.js", "", "Accept-Encoding", "gzip, br"); r.body != "brotli" || r.header.Get("Content-Encoding") != "br" || !strings.Contains(r.header.Get("Cache-Control"), "immutable") {
		t.Errorf("chunk: %v", r.header)
	}
	version := strings.Trim(r.header.Get("ETag"), `"`)[:8]
	if r := s.send("GET", "/sdk/wend.js?v="+version, ""); !strings.Contains(r.header.Get("Cache-Control"), "immutable") {
		t.Errorf("asked for by its version: %v", r.header)
	}
	for _, other := range []string{"", "0", version[:4], "00000000"} {
		if r := s.send("GET", "/sdk/wend.js?v="+other, ""); r.body != "core()" || r.header.Get("Cache-Control") != "public, max-age=300, stale-while-revalidate=86400" {
			t.Errorf("asked for as version %q: %v", other, r.header)
		}
	}
	for _, path := range []string{"/sdk/README", "/sdk/none.js", "/sdk/../x", "/sdk/"} {
		if r := s.send("GET", path, ""); r.status != 404 {
			t.Errorf("%s: %d", path, r.status)
		}
	}
}
