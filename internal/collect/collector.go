package collect

import (
	"context"
	"database/sql"
	"io/fs"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/go-chi/chi/v5"

	"wend/internal/collect/costs"
	"wend/internal/collect/protocol"
	"wend/internal/event"
)

// Road takes accepted events and returns when they are on disk. Overload and
// a broken disk come back as a *problem.Problem of status 429 or 503.
type Road interface {
	Accept(ctx context.Context, events []*event.Event) (duplicates int, err error)
}

// Store is what collect needs of the state database: one writer, many readers.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Options are what a Collector is made of. Road and Store are required.
type Options struct {
	Road  Road
	Store Store
	// Library holds the browser library's built files (wend.js and its chunks,
	// with .br and .gz beside them where built). Nil: /sdk/ answers 404.
	Library fs.FS
	// BaseURL is the address under which browsers reach us, told to libraries
	// that ask for their settings. Empty: the address of the request itself.
	BaseURL string
	// Zone is the workspace's time zone, whose midnight ends the ids of visitors
	// without cookies (default UTC).
	Zone func() *time.Location
	// Now is the clock (default time.Now).
	Now func() time.Time
	// InFlight bounds the memory that requests in progress may hold together,
	// in bytes (default 64 MiB); beyond it requests are answered 503.
	InFlight int64
	// ReadTimeout bounds how long one request's body may take (default 30 s).
	ReadTimeout time.Duration
	// QuarantineRows and QuarantineBytes bound the quarantine (defaults 100,000
	// and 256 MiB); beyond them the oldest go, counted in Quarantine.Dropped.
	QuarantineRows, QuarantineBytes int64
	// Log is where faults are told (default slog.Default).
	Log *slog.Logger
}

// Collector serves the tracking protocol.
type Collector struct {
	Sources    *Sources
	Quarantine *Quarantine
	Costs      *costs.Book

	options  Options
	budget   budget
	agents   *protocol.Agents
	files    map[string]*libraryFile
	visitors *visitors
	strange  strangers
}

// strangers counts calls whose write key nobody knows, since the start: who
// waits for a first event sees that something does come in, with a wrong key.
type strangers struct{ calls, last atomic.Int64 }

func (s *strangers) add(now time.Time) {
	s.calls.Add(1)
	s.last.Store(now.UnixMilli())
}

// Strangers is how many calls came without a known write key since the start,
// and when the last one did; the zero time: none.
func (c *Collector) Strangers() (calls int64, last time.Time) {
	if calls = c.strange.calls.Load(); calls > 0 {
		last = time.UnixMilli(c.strange.last.Load()).UTC()
	}
	return calls, last
}

// New makes a Collector and reads the sources from the store. Run must be
// running for the sources' counters to be kept.
func New(ctx context.Context, options Options) (*Collector, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Zone == nil {
		options.Zone = func() *time.Location { return time.UTC }
	}
	if options.InFlight == 0 {
		options.InFlight = 64 << 20
	}
	if options.ReadTimeout == 0 {
		options.ReadTimeout = 30 * time.Second
	}
	if options.QuarantineRows == 0 {
		options.QuarantineRows = 100_000
	}
	if options.QuarantineBytes == 0 {
		options.QuarantineBytes = 256 << 20
	}
	if options.Log == nil {
		options.Log = slog.Default()
	}
	c := &Collector{options: options, agents: protocol.NewAgents(4096), Costs: costs.New(options.Store, options.Now)}
	c.budget.limit = options.InFlight
	var err error
	if c.Sources, err = openSources(ctx, options); err != nil {
		return nil, err
	}
	if c.files, err = loadLibrary(options.Library); err != nil {
		return nil, err
	}
	if c.Quarantine, err = openQuarantine(ctx, options, c.agents); err != nil {
		return nil, err
	}
	if c.visitors, err = openVisitors(ctx, options); err != nil {
		return nil, err
	}
	return c, nil
}

// Run writes the sources' counters back now and then, until ctx ends, and
// once more before it returns. It sees to it that no day's secret outlives its day.
func (c *Collector) Run(ctx context.Context) error {
	tick := time.NewTicker(5 * time.Second)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
			defer cancel()
			return c.Sources.Flush(last)
		case <-tick.C:
			if err := c.Sources.Flush(ctx); err != nil && ctx.Err() == nil {
				c.options.Log.Warn("sources' counters could not be written, will try again", "error", err)
			}
			if err := c.visitors.forget(ctx); err != nil && ctx.Err() == nil {
				c.options.Log.Warn("yesterday's secret could not be deleted, will try again", "error", err)
			}
		}
	}
}

// Routes mounts the tracking protocol and the browser library.
func (c *Collector) Routes(r chi.Router) {
	single := map[string]event.Type{
		"identify": event.Identify, "i": event.Identify,
		"track": event.Track, "t": event.Track,
		"page": event.Page, "p": event.Page,
		"screen": event.Screen, "s": event.Screen,
		"group": event.Group, "g": event.Group,
		"alias": event.Alias, "a": event.Alias,
	}
	for path, verb := range single {
		c.endpoint(r, "/v1/"+path, endpoint{verb: verb})
	}
	c.endpoint(r, "/v1/batch", endpoint{batch: true})
	c.endpoint(r, "/v1/b", endpoint{batch: true})
	c.endpoint(r, "/v1/import", endpoint{batch: true, imported: true})
	// RudderStack's library sends what is left when a page closes to its own path.
	c.endpoint(r, "/beacon/v1/batch", endpoint{batch: true})

	r.Method(http.MethodPost, "/v1/m", http.HandlerFunc(c.metrics))
	r.Method(http.MethodOptions, "/v1/m", http.HandlerFunc(preflight))
	r.Method(http.MethodGet, "/v1/projects/{writeKey}/settings", http.HandlerFunc(c.segmentSettings))
	r.Method(http.MethodOptions, "/v1/projects/{writeKey}/settings", http.HandlerFunc(preflight))
	for _, path := range []string{"/sourceConfig", "/sourceConfig/"} {
		r.Method(http.MethodGet, path, http.HandlerFunc(c.rudderSettings))
		r.Method(http.MethodOptions, path, http.HandlerFunc(preflight))
	}
	r.Method(http.MethodGet, "/sdk/*", http.HandlerFunc(c.library))
	r.Method(http.MethodHead, "/sdk/*", http.HandlerFunc(c.library))
}

func (c *Collector) endpoint(r chi.Router, path string, e endpoint) {
	r.Method(http.MethodPost, path, c.receive(e))
	r.Method(http.MethodOptions, path, http.HandlerFunc(preflight))
}
