package app

import (
	"context"
	"database/sql"

	"wend/internal/collect/imports"
	"wend/internal/pipeline"
	"wend/internal/unify"
)

// Forget takes out all events of a source, as if they had never come. When it
// returns that is decided for good. It is done a moment later, while requests
// are asked to come back: what is kept in memory is a function of the log, so
// the log is rewritten and read again.
func (w *workspace) Forget(ctx context.Context, source string) error {
	if err := w.store.RequestRemoval(ctx, source, w.config.Now().UnixMilli()); err != nil {
		return err
	}
	w.change(func(*Config) {})
	return nil
}

// remove does the removals that were requested, if there are any. The
// workspace must be loaded and its rooms not running; it is of no use
// afterwards but to be closed and opened again.
func (w *workspace) remove(ctx context.Context) (any bool, err error) {
	sources, err := w.store.Removals(ctx)
	if err != nil || len(sources) == 0 {
		return false, err
	}
	removed, err := w.store.Remove(ctx, w.customerOf, func(tx *sql.Tx) error {
		if err := unify.Forget(tx); err != nil {
			return err
		}
		if err := pipeline.Forget(tx); err != nil {
			return err
		}
		return imports.MarkUndone(tx, sources)
	})
	if err == nil {
		w.config.Logger.Info("removed events", "sources", sources, "events", removed)
	}
	return true, err
}
