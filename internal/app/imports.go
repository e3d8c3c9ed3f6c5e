package app

import (
	"context"
	"path/filepath"

	"wend/internal/collect/files"
	"wend/internal/collect/imports"
	"wend/internal/collect/orders"
	"wend/internal/pipeline"
	"wend/internal/store"
)

// openImports opens the runs of imported files.
func (w *workspace) openImports(ctx context.Context) (*imports.Service, error) {
	return imports.Open(ctx, imports.Options{
		Store: w.store, Road: importRoad{w.road, w.orders}, Log: importLog{w.store, w.road}, Costs: w.collector.Costs, Forget: w,
		Folder: filepath.Join(w.config.Data, "imports"), Limit: w.config.ImportLimit, Free: freeSpace,
		Defaults: func() files.Defaults {
			now := w.settings.Get()
			return files.Defaults{Timezone: now.Timezone, Currency: now.Currency}
		},
		Now: w.config.Now, Logger: w.config.Logger,
	})
}

// importRoad takes imported events, and knows what became of orders.
type importRoad struct {
	*pipeline.Road
	*orders.Ledger
}

// importLog is the events on disk, as imports look at them.
type importLog struct {
	*store.Store
	road *pipeline.Road
}

// Durable is the number of the last event on disk.
func (l importLog) Durable() uint64 { return l.road.Durable() }
