package collect

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/problem"
)

// endpoint is what a path says about the calls that it takes.
type endpoint struct {
	verb     event.Type // of a single call; 0 for batches
	batch    bool
	imported bool
	exported bool // messages may carry what an export adds
}

// eventMemory is what an event holds in memory beside the bytes that came.
const eventMemory = 1 << 10

var decoders sync.Pool

func (c *Collector) decoder() *protocol.Decoder {
	if d, ok := decoders.Get().(*protocol.Decoder); ok {
		return d
	}
	return protocol.NewDecoder(c.agents)
}

func (c *Collector) receive(e endpoint) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		allowOrigin(w.Header(), r)
		c.serve(w, r, e, nil)
	}
}

// importSource is the name of the source that imports come from.
const importSource = "Imported files"

// Import takes a batch of history as /v1/import does, without a write key: for
// callers who have shown otherwise that they may. Its events come from the
// workspace's own import source, made where there is none.
func (c *Collector) Import(w http.ResponseWriter, r *http.Request) {
	source, err := c.Sources.OfKind(r.Context(), Import, importSource)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	c.serve(w, r, endpoint{batch: true, imported: true, exported: true}, &source)
}

func (c *Collector) serve(w http.ResponseWriter, r *http.Request, e endpoint, source *Source) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(c.options.ReadTimeout)) // recorders in tests have none
	memory := share{budget: &c.budget}
	defer memory.release()
	result, err := c.take(r, e, source, &memory)
	if err != nil {
		c.refuse(w, r, err)
		return
	}
	accepted(w, result)
}

// result is what an accepted request came to.
type result struct {
	rejected   []protocol.Rejection
	duplicates int
	imported   bool
}

// take does all that one request asks for; without error everything usable is
// on disk, and the rest is in quarantine.
func (c *Collector) take(r *http.Request, e endpoint, source *Source, memory *share) (result result, err error) {
	query := url.Values{}
	if r.URL.RawQuery != "" {
		query = r.URL.Query() // what cannot be read of it is left out
	}
	if key := requestKey(r, query); key != "" && source == nil {
		if source, err = c.source(key); err != nil {
			return result, err
		}
	}
	d := c.decoder()
	defer decoders.Put(d)
	defer d.Release()
	if err := c.read(r, e, d, memory); err != nil {
		return result, err
	}
	if source == nil {
		if source, err = c.source(d.WriteKey()); err != nil {
			return result, err
		}
	}
	if err := memory.take(int64(d.Len()*eventMemory + d.Merged())); err != nil {
		return result, err
	}
	arrival := c.arrival(r, e, source)
	if arrival.Browser && d.Cookieless() {
		if err := memory.take(int64(d.Size())); err != nil {
			return result, err
		}
		if arrival.AnonymousID, err = c.visitors.id(r, source.WriteKey); err != nil {
			return result, err
		}
	}
	outcome := d.Normalise(arrival)
	if len(outcome.Rejected) > 0 && e.batch && query.Get("strict") == "1" {
		return result, refuseBatch(outcome.Rejected)
	}
	if len(outcome.Events) > 0 {
		// Not cut short when the sender hangs up: the events stay in memory until
		// they are on disk, and so must what they hold of the budget.
		if result.duplicates, err = c.options.Road.Accept(context.WithoutCancel(r.Context()), outcome.Events); err != nil {
			return result, err
		}
		c.Sources.seen(source.ID, len(outcome.Events)-result.duplicates, arrival.Received)
	}
	if len(outcome.Rejected) > 0 {
		arrival.SentAt = d.SentAt()
		if err := c.Quarantine.add(r.Context(), arrival, outcome.Rejected); err != nil {
			return result, err
		}
		if !e.batch {
			return result, problem.New(http.StatusBadRequest, "%s", outcome.Rejected[0].Reason)
		}
	}
	result.rejected, result.imported = outcome.Rejected, e.imported
	return result, nil
}

func (c *Collector) read(r *http.Request, e endpoint, d *protocol.Decoder, memory *share) error {
	limit, read := protocol.LargestEvent, d.ReadSingle
	if e.batch {
		limit, read = protocol.LargestBatch, d.ReadBatch
	}
	body, err := readBody(r, limit, protocol.TooLarge(limit), memory)
	if err != nil {
		return err
	}
	if optedOut(r.Header) {
		if err := memory.take(int64(len(body))); err != nil {
			return err
		}
		body = withoutClickIDs(body)
	}
	return read(body)
}

// requestKey is the write key of the request itself: Basic user name or query.
func requestKey(r *http.Request, query url.Values) string {
	if key, _, ok := r.BasicAuth(); ok && key != "" {
		return key
	}
	return query.Get("writeKey")
}

func (c *Collector) source(key string) (*Source, error) {
	if key == "" {
		c.strange.add(c.options.Now())
		return nil, problem.New(http.StatusUnauthorized, "The call needs a write key: as user name of HTTP Basic authentication, or as writeKey in the body or the query.")
	}
	source, ok := c.Sources.LookUp(key)
	if !ok {
		c.strange.add(c.options.Now())
		return nil, problem.New(http.StatusUnauthorized, "This write key is not known: copy it again from Settings → Sources.")
	}
	return source, nil
}

func (c *Collector) arrival(r *http.Request, e endpoint, source *Source) protocol.Arrival {
	a := protocol.Arrival{
		Source: source.ID, Trusted: source.Kind.Trusted(), Browser: source.Kind == Browser,
		Received: c.options.Now().UnixMilli(), Verb: e.verb, Imported: e.imported, Exported: e.exported,
	}
	if a.Browser {
		a.UserAgent, a.AcceptLanguage, a.Country = r.UserAgent(), r.Header.Get("Accept-Language"), visitorCountry(r.Header)
	}
	return a
}

// visitorCountry is the visitor's country as the usual proxies in front of a
// site add it.
func visitorCountry(h http.Header) string {
	for _, name := range [...]string{"Cf-Ipcountry", "X-Vercel-Ip-Country", "Cloudfront-Viewer-Country", "Fly-Client-Country", "X-Country-Code", "X-Appengine-Country"} {
		if country := h.Get(name); country != "" {
			return country
		}
	}
	return ""
}

func refuseBatch(rejected []protocol.Rejection) error {
	p := problem.New(http.StatusBadRequest, "The batch has events that cannot be used, and strict=1 asks to refuse it whole: nothing was stored.")
	for _, bad := range rejected[:min(len(rejected), 100)] {
		p.Fields = append(p.Fields, problem.Field{Pointer: "/batch/" + strconv.Itoa(bad.Index), Detail: bad.Reason})
	}
	return p
}

// accepted answers 200. An import is also told how much of it was there before.
func accepted(w http.ResponseWriter, r result) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	if len(r.rejected) == 0 && !r.imported {
		_, _ = w.Write([]byte(`{"success":true}`))
		return
	}
	type entry struct {
		Index  int    `json:"index"`
		Reason string `json:"reason"`
	}
	answer := struct {
		Success     bool    `json:"success"`
		Quarantined []entry `json:"quarantined,omitempty"`
		Duplicates  int     `json:"duplicates,omitempty"`
	}{Success: true, Duplicates: r.duplicates}
	if !r.imported {
		answer.Duplicates = 0
	}
	for _, bad := range r.rejected {
		answer.Quarantined = append(answer.Quarantined, entry{bad.Index, bad.Reason})
	}
	body, err := json.Marshal(answer)
	if err == nil {
		_, _ = w.Write(body) // if the client has gone there is nobody to tell
	}
}

// refuse answers with a problem. An error that is none means that storing
// failed: the sender shall keep what it has and try again.
func (c *Collector) refuse(w http.ResponseWriter, r *http.Request, err error) {
	var p *problem.Problem
	if !errors.As(err, &p) {
		if !errors.Is(err, context.Canceled) {
			c.options.Log.Error("a call could not be stored", "path", r.URL.Path, "error", err)
		}
		p = &problem.Problem{Status: http.StatusServiceUnavailable, Detail: "This cannot be stored right now: send it again later.", RetryIn: 5}
	}
	h := w.Header()
	if p.Status == http.StatusTooManyRequests || p.Status == http.StatusServiceUnavailable {
		h.Set("Retry-After", strconv.Itoa(max(p.RetryIn, 1)))
	}
	if p.Status == http.StatusUnauthorized {
		// No WWW-Authenticate: a browser would ask the site's visitor for a password.
		h.Set("Cache-Control", "no-store")
	}
	h.Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(struct {
		Title  string          `json:"title"`
		Status int             `json:"status"`
		Detail string          `json:"detail"`
		Errors []problem.Field `json:"errors,omitempty"`
	}{http.StatusText(p.Status), p.Status, p.Detail, p.Fields})
}

// metrics takes the browser library's own metrics, of which we keep nothing.
func (c *Collector) metrics(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w.Header(), r)
	accepted(w, result{})
}
