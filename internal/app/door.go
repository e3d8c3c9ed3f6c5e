package app

import (
	"context"
	"net/http"
	"sync"
	"time"

	"wend/internal/api"
	"wend/internal/problem"
)

// door is what the HTTP server serves for as long as it runs. Behind it stands
// the handler of the workspace that is open; while none is, people are asked to
// come back.
type door struct {
	mutex sync.RWMutex
	open  *entrance // nil: closed
}

// entrance leads to one workspace and knows who is inside.
type entrance struct {
	handler http.Handler
	inside  sync.WaitGroup
	hurry   context.Context // ends when requests have had long enough
	leave   context.CancelFunc
}

// reloading is short: a few seconds for a million events.
const reloadingRetry = 2

func (d *door) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.mutex.RLock()
	e := d.open
	if e != nil {
		e.inside.Add(1)
	}
	d.mutex.RUnlock()
	if e == nil {
		api.WriteProblem(w, &problem.Problem{Status: http.StatusServiceUnavailable, RetryIn: reloadingRetry,
			Detail: "Wend is reloading its data. Try again in a few seconds."})
		return
	}
	defer e.inside.Done()
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	defer context.AfterFunc(e.hurry, cancel)()
	e.handler.ServeHTTP(w, r.WithContext(ctx))
}

// let opens the door to a handler.
func (d *door) let(handler http.Handler) {
	e := &entrance{handler: handler}
	e.hurry, e.leave = context.WithCancel(context.Background())
	d.mutex.Lock()
	defer d.mutex.Unlock()
	d.open = e
}

// shut closes the door and returns when nobody is inside any more. Requests
// that take longer than the grace are cancelled.
func (d *door) shut(grace time.Duration) {
	d.mutex.Lock()
	e := d.open
	d.open = nil
	d.mutex.Unlock()
	if e == nil {
		return
	}
	patience := time.AfterFunc(grace, e.leave)
	e.inside.Wait()
	patience.Stop()
	e.leave()
}
