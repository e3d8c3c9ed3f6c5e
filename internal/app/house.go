package app

import (
	"context"
	"io"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"wend/internal/api"
	"wend/internal/event"
	"wend/internal/store"
)

// The rhythm of keeping house. Folding tails keeps queries at their full
// speed; sealing keeps the log short; compaction keeps the segments few.
const (
	foldEvery    = 2 * time.Second
	compactEvery = 20 // as many times as sealEvery
	// restEvery is how often memory that quiet times do not need is given back;
	// quiet is when fewer events than quietEvents came since the last time.
	restEvery   = 20 * time.Second
	quietEvents = 2000
)

// keepHouse does what can wait with the files, until ctx ends.
func (w *workspace) keepHouse(ctx context.Context) {
	seal, compact := time.NewTicker(w.config.SealEvery), time.NewTicker(compactEvery*w.config.SealEvery)
	defer seal.Stop()
	defer compact.Stop()
	for {
		var err error
		select {
		case <-ctx.Done():
			return
		case <-seal.C:
			err = w.seal(ctx, w.config.KeepInLog)
		case <-compact.C:
			_, err = w.store.Compact(ctx)
		}
		w.retried(ctx, err)
	}
}

// keepIndex does what can wait with the memory, until ctx ends. It is apart from
// the files, because a long import would leave its rows unfolded for as long as
// one sealing takes.
func (w *workspace) keepIndex(ctx context.Context) {
	fold, rest := time.NewTicker(foldEvery), time.NewTicker(restEvery)
	defer fold.Stop()
	defer rest.Stop()
	var before uint64
	for {
		select {
		case <-ctx.Done():
			return
		case <-fold.C:
			paceCollection()
			w.retried(ctx, w.projector.Index.Compact(ctx))
		case <-rest.C:
			now := w.road.Stats().Events
			if now-before < quietEvents {
				debug.FreeOSMemory()
			}
			before = now
		}
	}
}

// retried reports work that failed and comes again by itself.
func (w *workspace) retried(ctx context.Context, err error) {
	if err != nil && ctx.Err() == nil {
		w.config.Logger.Warn("housekeeping failed, will try again", "error", err)
	}
}

// seal moves the log's older part into segments when the log has grown to
// twice what is kept. Only what the written-back state reflects is moved.
func (w *workspace) seal(ctx context.Context, keep uint64) error {
	saved := w.projector.Saved()
	if saved < w.sealed+2*keep {
		return nil
	}
	moved, err := w.store.Seal(ctx, store.SealOptions{Customer: w.customerOf, Keep: keep, Through: saved})
	if err == nil {
		w.sealed = saved - keep
	}
	if err == nil && moved.Events > 0 {
		w.config.Logger.Info("sealed events into segments", "events", moved.Events, "segments", moved.Segments)
	}
	return err
}

// customerOf is the public id of an event's customer, empty for nobody.
func (w *workspace) customerOf(e *event.Event) string {
	return w.customers.PublicID(w.projector.Graph.OwnerOf(e))
}

func (w *workspace) operations() api.Operator {
	return api.Operator{
		Secret:    w.operator,
		Backup:    func(ctx context.Context, to io.Writer) error { return w.store.Backup(ctx, to) },
		Integrity: w.store.Check,
		Audit:     w.audit.Verify,
		Orders:    w.orders.Orders,
		Log:       w.store,
	}
}

// metrics are for Prometheus: counters of the program, no data of customers.
func (w *workspace) metrics() http.Handler {
	registry := prometheus.NewRegistry()
	registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	counter := func(name, help string, read func() float64) {
		registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "wend_" + name, Help: help}, read))
	}
	gauge := func(name, help string, read func() float64) {
		registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "wend_" + name, Help: help}, read))
	}
	counter("events_committed_total", "Events made durable since the start.", func() float64 { return float64(w.road.Stats().Events) })
	counter("commits_total", "Groups committed since the start.", func() float64 { return float64(w.road.Stats().Groups) })
	counter("commit_failures_total", "Groups that could not be written.", func() float64 { return float64(w.road.Stats().Failures) })
	counter("duplicates_total", "Messages left out because they were stored already.", func() float64 { return float64(w.road.Stats().Duplicates) })
	gauge("log_position", "Sequence number of the last durable event.", func() float64 { return float64(w.road.Durable()) })
	gauge("projected_position", "Sequence number of the last event that queries see.", func() float64 { return float64(w.projector.Position()) })
	gauge("index_customers", "Customers with touchpoints in the journey index.", func() float64 { return float64(w.projector.Index.Stats().Customers) })
	gauge("index_events", "Touchpoints in the journey index.", func() float64 { return float64(w.projector.Index.Stats().Events) })
	gauge("index_bytes", "Memory of the journey index.", func() float64 { return float64(w.projector.Index.Stats().Bytes) })
	info := prometheus.NewGauge(prometheus.GaugeOpts{Name: "wend_build_info", Help: "Always 1.", ConstLabels: prometheus.Labels{"version": Version, "commit": Commit}})
	info.Set(1)
	registry.MustRegister(info)
	return promhttp.HandlerFor(registry, promhttp.HandlerOpts{})
}
