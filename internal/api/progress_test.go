package api

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"

	"wend/internal/problem"
	"wend/internal/understand/query"
)

type slowAnswer struct {
	Body struct {
		Found string `json:"found"`
	}
}

// slowServer serves one operation that takes a while.
func slowServer(t *testing.T, work func(context.Context) (string, error)) *httptest.Server {
	t.Helper()
	s, _, _ := doors()
	router := chi.NewRouter()
	router.Use(asJSON, s.withProgress)
	api := humachi.New(router, documentation("test"))
	operation(s, api, http.MethodPost, "/slow", "ask-slow", "Ask", func(ctx context.Context, _ *questionBody) (*slowAnswer, error) {
		found, err := work(ctx)
		out := new(slowAnswer)
		out.Body.Found = found
		return out, err
	}, withBody, s.tellsProgress, func(op *huma.Operation) { op.Security = nil })
	server := httptest.NewServer(router)
	t.Cleanup(server.Close)
	return server
}

func post(t *testing.T, ctx context.Context, server *httptest.Server, accept string) *http.Response {
	t.Helper()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/api/v1/slow", strings.NewReader(`{}`))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", accept)
	r.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = response.Body.Close() })
	return response
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// next reads one event of a stream.
func next(t *testing.T, r io.Reader) string {
	t.Helper()
	var event []byte
	for one := make([]byte, 1); !strings.HasSuffix(string(event), "\n\n"); event = append(event, one...) {
		if _, err := io.ReadFull(r, one); err != nil {
			t.Fatalf("after %q: %v", event, err)
		}
	}
	return string(event)
}

func TestProgressIsStreamed(t *testing.T) {
	on := make(chan struct{})
	server := slowServer(t, func(ctx context.Context) (string, error) {
		query.Report(ctx, 0.25, "The first half")
		query.Report(ctx, 0.2, "A worker that is late")
		<-on
		return "it", nil
	})
	r := post(t, t.Context(), server, "text/event-stream")
	if kind := r.Header.Get("Content-Type"); kind != "text/event-stream" {
		t.Errorf("it is %s", kind)
	}
	if got := next(t, r.Body); got != "event: progress\ndata: {\"done\":0.25,\"doing\":\"The first half\"}\n\n" {
		t.Errorf("%q", got)
	}
	close(on)
	if got := text(t, r); got != "event: answer\ndata: {\"found\":\"it\"}\n\n" {
		t.Errorf("%q", got)
	}
	plain := post(t, t.Context(), server, "application/json")
	if got := text(t, plain); plain.Header.Get("Content-Type") != "application/json" || strings.TrimSpace(got) != `{"found":"it"}` {
		t.Errorf("without a stream: %q", got)
	}
}

func TestProgressEndsInAProblem(t *testing.T) {
	heard := make(chan struct{})
	server := slowServer(t, func(ctx context.Context) (string, error) {
		query.Report(ctx, 0.5, "Something")
		<-heard
		return "", problem.At("/goal", "Name a goal.")
	})
	r := post(t, t.Context(), server, "text/event-stream")
	next(t, r.Body)
	close(heard)
	if got := text(t, r); !strings.HasPrefix(got, "event: problem\ndata: {\"status\":422") || !strings.Contains(got, "Name a goal.") {
		t.Errorf("%q", got)
	}
	server = slowServer(t, func(context.Context) (string, error) { return "", problem.At("/goal", "Name a goal.") })
	r = post(t, t.Context(), server, "text/event-stream")
	if got := text(t, r); r.StatusCode != http.StatusUnprocessableEntity || r.Header.Get("Content-Type") != "application/problem+json" || !strings.Contains(got, "Name a goal.") {
		t.Errorf("what is refused at once is %d: %q", r.StatusCode, got)
	}
}

// Closing the request ends the work.
func TestClosingGivesUp(t *testing.T) {
	over := make(chan error, 1)
	server := slowServer(t, func(ctx context.Context) (string, error) {
		query.Report(ctx, 0.5, "Something")
		<-ctx.Done()
		over <- ctx.Err()
		return "", ctx.Err()
	})
	ctx, stop := context.WithCancel(t.Context())
	r := post(t, ctx, server, "text/event-stream")
	next(t, r.Body)
	stop()
	select {
	case <-over:
	case <-time.After(10 * time.Second):
		t.Error("the work goes on though nobody listens")
	}
}
