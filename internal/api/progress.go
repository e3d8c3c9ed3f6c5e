package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/understand/query"
)

// eventStream is what those ask for who want to hear how far the work is.
const eventStream = "text/event-stream"

// tellEvery is how often a stream says how far the work is, and keepAlive how
// long it may say nothing, so that nobody between takes it for dead.
const (
	tellEvery = 100 * time.Millisecond
	keepAlive = 10 * time.Second
)

// tellsProgress marks an operation that takes a while with much data.
func (s *server) tellsProgress(op *huma.Operation) {
	s.slow[op.Method+" "+op.Path] = true
	op.Description = "With `Accept: text/event-stream` the answer is a stream of server-sent events: `progress` ({\"done\": 0 to 1, \"doing\": what is being looked at}) while the work goes on, " +
		"then `answer` with what would have been the body, or `problem` with an RFC 9457 problem. What is refused before the work begins is refused as ever. Closing the request ends the work."
}

// withProgress streams how far the work is to whoever asks for it.
func (s *server) withProgress(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.slow[r.Method+" "+r.URL.Path] || !strings.Contains(r.Header.Get("Accept"), eventStream) {
			next.ServeHTTP(w, r)
			return
		}
		ctx, stop := context.WithCancel(r.Context())
		defer stop()
		told := newTold(w, stop)
		inner := r.WithContext(query.WithProgress(ctx, told.hear))
		inner.Header = r.Header.Clone()
		inner.Header.Set("Accept", "application/json")
		answer := &kept{ResponseWriter: w, header: http.Header{}, status: http.StatusOK}
		func() {
			defer told.finish() // also where the handler panics
			next.ServeHTTP(answer, inner)
		}()
		told.answer(answer)
	})
}

// kept is an answer that waits until it is known how it is to be sent. What is
// no part of the answer (deadlines) goes through to the connection.
type kept struct {
	http.ResponseWriter
	header http.Header
	status int
	body   bytes.Buffer
}

func (k *kept) Header() http.Header         { return k.header }
func (k *kept) WriteHeader(status int)      { k.status = status }
func (k *kept) Write(b []byte) (int, error) { return k.body.Write(b) }
func (k *kept) Unwrap() http.ResponseWriter { return k.ResponseWriter }

// told is a stream of progress. Workers say how far they are from many
// goroutines; one goroutine writes.
type told struct {
	w    http.ResponseWriter
	stop context.CancelFunc // of the work, where nobody listens any more

	mu     sync.Mutex
	latest query.Progress
	news   bool

	over  chan struct{}
	wait  sync.WaitGroup
	begun bool // of the writer, and of others when it is over
}

func newTold(w http.ResponseWriter, stop context.CancelFunc) *told {
	t := &told{w: w, stop: stop, over: make(chan struct{})}
	t.wait.Go(t.write)
	return t
}

// hear takes a report. Workers may report out of turn: what is done stays done.
func (t *told) hear(p query.Progress) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if p.Done > t.latest.Done || t.latest.Doing == "" {
		t.latest, t.news = p, true
	}
}

func (t *told) write() {
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	last := time.Now()
	for {
		select {
		case now := <-tick.C:
			t.mu.Lock()
			p, news := t.latest, t.news
			t.news = false
			t.mu.Unlock()
			var err error
			switch {
			case news:
				raw, _ := json.Marshal(p) // a number and a text can be written
				err = t.send("progress", raw)
				last = now
			case t.begun && now.Sub(last) > keepAlive:
				err = t.put([]byte(":\n\n"))
				last = now
			}
			if err != nil {
				t.stop()
				return
			}
		case <-t.over:
			return
		}
	}
}

// finish ends the writing of progress.
func (t *told) finish() {
	close(t.over)
	t.wait.Wait()
}

// answer ends the stream; what failed before anything was told is an answer
// as it would be without a stream.
func (t *told) answer(k *kept) {
	if k.status == http.StatusOK {
		_ = t.send("answer", k.body.Bytes()) // the reader may be gone; nobody is left to tell
		return
	}
	if t.begun {
		_ = t.send("problem", k.body.Bytes())
		return
	}
	for name, values := range k.header {
		t.w.Header()[name] = values
	}
	t.w.WriteHeader(k.status)
	_, _ = t.w.Write(k.body.Bytes())
}

// send writes one event.
func (t *told) send(name string, data []byte) error {
	if !t.begun {
		t.begun = true
		header := t.w.Header()
		header.Set("Content-Type", eventStream)
		header.Set("Cache-Control", "no-store")
		header.Set("X-Accel-Buffering", "no") // nginx would keep it back
	}
	var out bytes.Buffer
	out.WriteString("event: " + name + "\n")
	for line := range bytes.Lines(bytes.TrimSpace(data)) {
		out.WriteString("data: ")
		out.Write(bytes.TrimRight(line, "\r\n"))
		out.WriteByte('\n')
	}
	out.WriteByte('\n')
	return t.put(out.Bytes())
}

// put sends bytes, within a limit that the connection forgets afterwards.
func (t *told) put(raw []byte) error {
	control := http.NewResponseController(t.w)
	_ = control.SetWriteDeadline(time.Now().Add(keepAlive)) // where the connection knows none, it has none
	defer func() { _ = control.SetWriteDeadline(time.Time{}) }()
	if _, err := t.w.Write(raw); err != nil {
		return err
	}
	return control.Flush()
}
