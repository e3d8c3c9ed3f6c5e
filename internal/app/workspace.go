package app

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"sync"

	"wend/internal/act/weekly"
	"wend/internal/api"
	"wend/internal/collect"
	"wend/internal/collect/imports"
	"wend/internal/collect/orders"
	"wend/internal/event"
	"wend/internal/govern/access"
	"wend/internal/govern/audit"
	"wend/internal/govern/kits"
	"wend/internal/govern/settings"
	"wend/internal/journey"
	"wend/internal/maps"
	"wend/internal/opportunities"
	"wend/internal/pipeline"
	"wend/internal/saved"
	"wend/internal/store"
	"wend/internal/understand/standing"
	"wend/internal/unify/customers"
	"wend/sdk"
	"wend/web"
)

// workspace is one opened data directory with the rooms that work on it.
type workspace struct {
	config    Config
	store     *store.Store
	access    *access.Access
	audit     *audit.Log
	settings  *settings.Service
	road      *pipeline.Road
	orders    *orders.Ledger
	projector *pipeline.Projector
	collector *collect.Collector
	imports   *imports.Service
	customers *customers.Service
	saved     *saved.Service
	maps      *maps.Service
	queue     *opportunities.Service
	kits      *kits.Service
	weekly    *weekly.Service
	standing  *standing.Service
	visitor   *access.Person
	operator  string              // secret with which the command line speaks to this process
	change    func(func(*Config)) // asks for this workspace to be closed and another, or the same, to be opened
	demo      *demo
	sealed    uint64 // up to where sealing has gone, as far as is known; keepHouse's own
}

// openWorkspace opens the data directory, initialising an empty one, and loads
// what the rooms keep in memory. Removals that were asked for come first.
func openWorkspace(ctx context.Context, config Config, operator string, change func(func(*Config))) (*workspace, error) {
	for {
		w := &workspace{config: config, operator: operator, change: change}
		var err error
		w.store, err = store.Open(ctx, config.Data, store.Options{Migrations: migrations(), Logger: config.Logger})
		if err != nil {
			return nil, err
		}
		err = w.open(ctx)
		removed := false
		if err == nil {
			removed, err = w.remove(ctx)
		}
		if err == nil && !removed {
			return w, nil
		}
		if err = errors.Join(err, w.close()); err != nil {
			return nil, err
		}
	}
}

func (w *workspace) open(ctx context.Context) error {
	config := w.config
	var err error
	w.settings, err = settings.Open(ctx, w.store, settings.Settings{
		Name: "My business", Timezone: config.Timezone, Currency: config.Currency, Stages: settings.DefaultStages(),
		KeyEvents: settings.DefaultKeyEvents(), FrequencyCaps: []settings.FrequencyCap{},
	})
	if err != nil {
		return err
	}
	w.access = access.New(w.store, config.AdminToken, config.Now)
	w.audit = audit.New(w.store, config.Now)
	w.road, w.orders = pipeline.NewRoad(w.store.Log()), orders.NewLedger()
	w.road.OnStored(w.orders.Observe)
	projection, position, written, err := load(ctx, w.store, w.settings, config.heldFrom(), func(e *event.Event) {
		w.road.Remember(e.MessageID)
		w.orders.Observe(e)
	})
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // loading takes several times what is kept
	w.projector = pipeline.NewProjector(projection, w.store, position, written, config.Logger)
	w.collector, err = collect.New(ctx, collect.Options{
		Road: w.road, Store: w.store, Library: sdk.FS(), BaseURL: config.BaseURL, Zone: w.settings.Zone, Now: config.Now, Log: config.Logger,
	})
	if err != nil {
		return err
	}
	if config.WriteKey != "" {
		if _, err := w.collector.Sources.Ensure(ctx, "Server", collect.Server, config.WriteKey); err != nil {
			return fmt.Errorf("set up the configured write key: %w", err)
		}
	}
	if w.imports, err = w.openImports(ctx); err != nil {
		return err
	}
	w.saved = saved.New(w.store, projection.Index, config.Now)
	w.maps = maps.New(w.store, projection.Index, config.Now)
	w.queue = w.openOpportunities()
	w.customers = customers.New(projection.Graph, projection.Profiles, projection.Accounts, projection.Index, w.projector, w.store, func() int64 { return config.Now().UnixMilli() })
	w.kits = kits.New(w.store, w.settings, kitDashboards{w.saved}, config.Now)
	w.standing = standing.New(projection.Index, config.Now)
	if w.weekly, err = w.openWeekly(); err != nil {
		return err
	}
	w.settings.OnChange(w.applySettings)
	if config.Demo != nil {
		return w.openDemo(ctx)
	}
	return nil
}

// applySettings tells the rooms that keep what depends on a setting.
func (w *workspace) applySettings(now settings.Settings) {
	index := w.projector.Index
	index.SetZone(w.settings.Zone())
	if err := index.SetStages(context.Background(), journey.StageModel{Stages: now.Stages}); err != nil {
		w.config.Logger.Error("the stage model could not be applied", "error", err)
	}
}

// work runs the rooms. enter is called once they do, with the handler that
// leads to them, and returns when they shall stop and nobody is inside any
// more. Then what was accepted is committed and projected, and state is
// written back. Streams end when streams does.
func (w *workspace) work(ctx, streams context.Context, enter func(http.Handler) error) error {
	// The road and what follows it outlive the requests that they serve.
	roadContext, stopRoad := context.WithCancel(context.WithoutCancel(ctx))
	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopRoad()
	defer stopBackground()
	var road, rooms sync.WaitGroup
	road.Go(func() { w.road.Run(roadContext) })
	road.Go(func() { w.projector.Run(roadContext, w.road.Committed()) })
	rooms.Go(func() { w.report("collect", w.collector.Run(background)) })
	rooms.Go(func() { w.report("imports", w.imports.Run(background)) })
	rooms.Go(func() { w.keepHouse(background) })
	rooms.Go(func() { w.keepIndex(background) })

	var err error
	if w.demo != nil {
		if err = w.demo.history(ctx); err != nil && ctx.Err() == nil {
			err = fmt.Errorf("simulate the past: %w", err)
		}
	}
	if err == nil && ctx.Err() == nil {
		if w.demo != nil {
			rooms.Go(func() { w.report("demo", w.demo.live(background)) })
		}
		rooms.Go(func() { w.report("weekly", w.weekly.Run(background)) })
		err = enter(api.New(streams, w.rooms()))
	}
	stopBackground()
	rooms.Wait()
	stopRoad()
	road.Wait()
	return err
}

func (w *workspace) report(room string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		w.config.Logger.Error("a room stopped", "room", room, "error", err)
	}
}

func (w *workspace) rooms() api.Rooms {
	return api.Rooms{
		Access: w.access, Audit: w.audit, Settings: w.settings, Kits: w.kits, Customers: w.customers, Collector: w.collector, Imports: w.imports,
		Projector: w.projector, Index: w.projector.Index, Saved: w.saved, Maps: w.maps, Opportunities: w.queue, Weekly: w.weekly, Workspace: w.told, Standing: w.standing, Costs: spending{w.collector.Costs, w.settings}, Metrics: w.metrics(), Operator: w.operations(),
		WebApp: web.FS(), Log: w.config.Logger, Visitor: w.visitor, Demo: w.worlds(), Version: Version, BaseURL: w.config.BaseURL,
	}
}

// close lets go of the data directory; the rooms must have stopped.
func (w *workspace) close() error { return w.store.Close() }
