package app

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"wend/internal/collect"
)

// opened is a running program with a handle on its inside.
type opened struct {
	t    *testing.T
	app  *App
	stop func()
}

func openAt(t *testing.T, dir string) *opened {
	t.Helper()
	program, err := Open(t.Context(), Config{Data: dir, AdminToken: "token", Logger: slog.New(slog.DiscardHandler), KeepInLog: 5, SealEvery: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- program.Serve(ctx, listener) }()
	<-program.Ready()
	o := &opened{t: t, app: program}
	stopped := false
	o.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-served; err != nil {
			t.Error(err)
		}
		if err := program.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(o.stop)
	return o
}

// ask answers a request, coming back while Wend reloads.
func (o *opened) ask(method, path, key, body string) string {
	o.t.Helper()
	for {
		request, err := http.NewRequest(method, o.app.Address()+path, strings.NewReader(body))
		if err != nil {
			o.t.Fatal(err)
		}
		request.Header.Set("Authorization", "Bearer token")
		if key != "" {
			request.SetBasicAuth(key, "")
		}
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			o.t.Fatal(err)
		}
		raw, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil {
			o.t.Fatal(err)
		}
		if response.StatusCode == http.StatusServiceUnavailable && response.Header.Get("Retry-After") != "" {
			time.Sleep(time.Millisecond) // what the answer asks for, shortened
			continue
		}
		if response.StatusCode >= 300 {
			o.t.Fatalf("%s %s: %s %s", method, path, response.Status, raw)
		}
		return string(raw)
	}
}

// source makes a source and answers its id and write key.
func (o *opened) source(name string) (id, key string) {
	o.t.Helper()
	s, err := o.app.workspace.Load().collector.Sources.Create(o.t.Context(), name, collect.Import)
	if err != nil {
		o.t.Fatal(err)
	}
	return s.ID, s.WriteKey
}

// history is what one of two sources sends: both know some of the customers.
func history(source string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `,{"type":"track","event":"%s %d","messageId":"%s-%d","userId":"u%d","anonymousId":"%s-a%d","timestamp":"2026-01-%02dT10:00:00Z","properties":{"%s":%d}}`,
			source, i%3, source, i, i%7, source, i%5, 1+i%28, source, i)
		fmt.Fprintf(&b, `,{"type":"identify","messageId":"%s-i%d","userId":"u%d","timestamp":"2026-01-%02dT11:00:00Z","traits":{"email":"u%d@example.com","by":"%s","%s":1}}`,
			source, i, i%7, 1+i%28, i%7, source, source)
	}
	return `{"batch":[` + b.String()[1:] + `]}`
}

// told is everything that a workspace tells about its customers.
func (o *opened) told() string {
	o.t.Helper()
	w := o.app.workspace.Load()
	for w.projector.Position() != w.road.Durable() {
		time.Sleep(time.Millisecond)
	}
	var b strings.Builder
	customers := o.ask("GET", "/api/v1/customers?limit=100", "", "")
	b.WriteString(customers)
	var listed struct{ Items []struct{ ID string } }
	if err := json.Unmarshal([]byte(customers), &listed); err != nil {
		o.t.Fatal(err)
	}
	for _, c := range listed.Items {
		b.WriteString(o.ask("GET", "/api/v1/customers/"+c.ID, "", ""))
		b.WriteString(o.ask("GET", "/api/v1/customers/"+c.ID+"/journey?limit=500", "", ""))
	}
	b.WriteString(o.ask("GET", "/api/v1/schema", "", ""))
	return b.String()
}

// A workspace of which a source was removed tells what one tells that never
// had it, now and after the next start, and takes the same messages again.
func TestRemovedSourceNeverWas(t *testing.T) {
	dir := t.TempDir()
	o, never := openAt(t, dir), openAt(t, t.TempDir())
	_, shop := o.source("shop")
	file, imported := o.source("file")
	_, same := never.source("shop")
	o.ask("POST", "/v1/import", shop, history("shop", 40))
	never.ask("POST", "/v1/import", same, history("shop", 40))
	want := never.told()
	if got := o.told(); got != want {
		t.Fatalf("two workspaces with the same history differ:\n%s\n%s", got, want)
	}
	o.ask("POST", "/v1/import", imported, history("file", 60))
	with := o.told()
	if with == want {
		t.Fatal("the import changed nothing")
	}
	forget := func() {
		t.Helper()
		before := o.app.workspace.Load()
		if err := before.Forget(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		for o.app.workspace.Load() == before {
			time.Sleep(time.Millisecond)
		}
	}
	forget()
	if got := o.told(); got != want {
		t.Errorf("after the removal:\n%s\nwant\n%s", got, want)
	}
	o.stop()
	o = openAt(t, dir)
	if got := o.told(); got != want {
		t.Errorf("after the next start:\n%s\nwant\n%s", got, want)
	}
	o.ask("POST", "/v1/import", imported, history("file", 60))
	if got := o.told(); got != with {
		t.Errorf("imported again:\n%s\nwant\n%s", got, with)
	}
	forget()
	if got := o.told(); got != want {
		t.Errorf("after the second removal:\n%s\nwant\n%s", got, want)
	}
}

// A removal that was decided and not done when the program died is done at the
// next start.
func TestRemovalSurvivesADeath(t *testing.T) {
	dir := t.TempDir()
	o := openAt(t, dir)
	id, key := o.source("file")
	o.ask("POST", "/v1/import", key, history("file", 30))
	o.told()
	if err := o.app.workspace.Load().store.RequestRemoval(t.Context(), id, 1); err != nil {
		t.Fatal(err)
	}
	o.stop()
	o = openAt(t, dir)
	if got := o.ask("GET", "/api/v1/customers?limit=100", "", ""); strings.Contains(got, "@example.com") {
		t.Errorf("customers of the removed source are still there: %s", got)
	}
}
