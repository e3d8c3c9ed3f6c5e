package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"regexp"
	"testing"
	"time"

	"wend/internal/api/apitest"
	"wend/internal/app"
)

const (
	adminToken = "test-admin-token"
	writeKey   = "test-write-key"
)

// running is the whole program, started in this process.
type running struct {
	t       testing.TB
	address string
	stop    func()
	link    string
}

// start opens the data directory and serves it on a free port until the test
// ends or stop is called.
func start(t testing.TB, dir string, change ...func(*app.Config)) *running {
	t.Helper()
	config := app.Config{Data: dir, AdminToken: adminToken, WriteKey: writeKey, Logger: slog.New(slog.DiscardHandler)}
	for _, fn := range change {
		fn(&config)
	}
	program, err := app.Open(t.Context(), config)
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
	select {
	case <-program.Ready():
	case err := <-served:
		t.Fatal(err)
	}
	r := &running{t: t, address: program.Address()}
	if r.link, err = program.SetupLink(t.Context()); err != nil {
		t.Fatal(err)
	}
	stopped := false
	r.stop = func() {
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
	t.Cleanup(r.stop)
	return r
}

// send posts to the tracking protocol and returns the status.
func (r *running) send(path, body string) int {
	r.t.Helper()
	request, err := http.NewRequest(http.MethodPost, r.address+path, bytes.NewReader([]byte(body)))
	if err != nil {
		r.t.Fatal(err)
	}
	request.SetBasicAuth(writeKey, "")
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// accept sends, insists on 200, and waits until queries see all of it.
func (r *running) accept(path, body string) {
	r.t.Helper()
	if status := r.send(path, body); status != http.StatusOK {
		r.t.Fatalf("POST %s %.200s: %d", path, body, status)
	}
	r.settle()
}

var positions = regexp.MustCompile(`(?m)^wend_(log|projected)_position (\S+)$`)

// settle waits until everything that is durable is projected.
func (r *running) settle() {
	r.t.Helper()
	eventually(r.t, "what is durable is projected", func() bool {
		response, err := http.Get(r.address + "/metrics")
		if err != nil {
			r.t.Fatal(err)
		}
		defer response.Body.Close()
		raw, err := io.ReadAll(response.Body)
		if err != nil {
			r.t.Fatal(err)
		}
		found := positions.FindAllStringSubmatch(string(raw), -1)
		return len(found) == 2 && found[0][2] == found[1][2]
	})
}

// call speaks to the API and returns status and decoded answer.
func (r *running) call(method, path, body string) (int, map[string]any) {
	r.t.Helper()
	request, err := http.NewRequest(method, r.address+"/api/v1"+path, bytes.NewReader([]byte(body)))
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		r.t.Fatal(err)
	}
	if err := apitest.Check(method, "/api/v1"+path, response.StatusCode, response.Header.Get("Content-Type"), raw); err != nil {
		r.t.Error(err)
	}
	answer := map[string]any{}
	if len(raw) > 0 {
		if err := json.Unmarshal(raw, &answer); err != nil {
			r.t.Fatalf("%s %s answered %d %.200s", method, path, response.StatusCode, raw)
		}
	}
	return response.StatusCode, answer
}

// ask insists on success.
func (r *running) ask(method, path, body string) map[string]any {
	r.t.Helper()
	status, answer := r.call(method, path, body)
	if status >= 300 {
		r.t.Fatalf("%s %s: %d %v", method, path, status, answer)
	}
	return answer
}

// count is how many events of a name queries see, over all time.
func (r *running) count(name string) int {
	r.t.Helper()
	answer := r.ask("POST", "/query/trend", fmt.Sprintf(`{"from":"2000-01-01T00:00:00Z","to":"2100-01-01T00:00:00Z","interval":"month","series":[{"event":%q,"measure":"count"}]}`, name))
	total := 0.0
	for _, value := range answer["series"].([]any)[0].(map[string]any)["values"].([]any) {
		total += value.(float64)
	}
	return int(total)
}

// eventually waits until the condition holds. The limit only keeps a fault from
// hanging the tests: how fast things are is for benchmarks to say.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(2 * time.Minute); time.Now().Before(deadline); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("never happened: %s", what)
}
