package collect

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/klauspost/compress/gzip"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite"

	"wend/internal/event"
)

// memoryRoad keeps events and leaves out messages that it has.
type memoryRoad struct {
	mutex  sync.Mutex
	events []*event.Event
	ids    map[string]bool
	fail   error
}

func (r *memoryRoad) Accept(_ context.Context, events []*event.Event) (duplicates int, err error) {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	if r.fail != nil {
		return 0, r.fail
	}
	for _, e := range events {
		if r.ids[e.MessageID] {
			duplicates++
			continue
		}
		r.ids[e.MessageID] = true
		r.events = append(r.events, e)
	}
	return duplicates, nil
}

func (r *memoryRoad) stored() []*event.Event {
	r.mutex.Lock()
	defer r.mutex.Unlock()
	return append([]*event.Event(nil), r.events...)
}

// fileStore is a state database with collect's tables alone.
type fileStore struct {
	db   *sql.DB
	fail error
}

func (s *fileStore) Read() *sql.DB { return s.db }

func (s *fileStore) Write(ctx context.Context, change func(*sql.Tx) error) error {
	if s.fail != nil {
		return s.fail
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := change(tx); err != nil {
		_ = tx.Rollback()
		return err
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	return nil
}

func openStore(t testing.TB) *fileStore {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+filepath.Join(t.TempDir(), "state.db")+"?_pragma=synchronous(off)")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = db.Close() })
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, Migrations)
	if err == nil {
		_, err = provider.Up(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	return &fileStore{db: db}
}

// site is a collector with everything around it that a test looks at.
type site struct {
	t         testing.TB
	road      *memoryRoad
	store     *fileStore
	collector *Collector
	router    chi.Router
	now       time.Time

	web, server Source
}

func newSite(t testing.TB, change ...func(*Options)) *site {
	t.Helper()
	s := &site{t: t, road: &memoryRoad{ids: map[string]bool{}}, store: openStore(t), now: time.Date(2024, 3, 1, 11, 0, 0, 0, time.UTC)}
	options := Options{Road: s.road, Store: s.store, Now: func() time.Time { return s.now }, Log: slog.New(slog.DiscardHandler)}
	for _, f := range change {
		f(&options)
	}
	var err error
	if s.collector, err = New(t.Context(), options); err != nil {
		t.Fatal(err)
	}
	if s.web, err = s.collector.Sources.Create(t.Context(), "Shop", Browser); err != nil {
		t.Fatal(err)
	}
	if s.server, err = s.collector.Sources.Create(t.Context(), "Backend", Server); err != nil {
		t.Fatal(err)
	}
	s.router = chi.NewRouter()
	s.collector.Routes(s.router)
	return s
}

// reply is what came back.
type reply struct {
	status int
	header http.Header
	body   string
}

func (s *site) send(method, path, body string, headers ...string) reply {
	s.t.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.do(r)
}

func (s *site) do(r *http.Request) reply {
	w := httptest.NewRecorder()
	s.router.ServeHTTP(w, r)
	return reply{w.Code, w.Header(), strings.TrimSpace(w.Body.String())}
}

// post sends with the server's key.
func (s *site) post(path, body string, headers ...string) reply {
	s.t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.SetBasicAuth(s.server.WriteKey, "")
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	return s.do(r)
}

func (s *site) quarantine() []Quarantined {
	s.t.Helper()
	items, _, err := s.collector.Quarantine.List(s.t.Context(), 1000, "")
	if err != nil {
		s.t.Fatal(err)
	}
	return items
}

func zipped(t testing.TB, body []byte) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func detail(t testing.TB, r reply) string {
	t.Helper()
	var p struct{ Detail string }
	if r.header.Get("Content-Type") != "application/problem+json" {
		t.Errorf("content type is %q", r.header.Get("Content-Type"))
	}
	if err := json.Unmarshal([]byte(r.body), &p); err != nil || p.Detail == "" {
		t.Errorf("no problem with a detail: %s", r.body)
	}
	return p.Detail
}

// endless is a body that never stops and counts what was read of it.
type endless struct {
	data []byte
	read int
}

func (e *endless) Read(p []byte) (int, error) {
	n := copy(p, e.data)
	for n < len(p) {
		n += copy(p[n:], e.data)
	}
	e.read += n
	return n, nil
}

var _ io.Reader = (*endless)(nil)
