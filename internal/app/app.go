package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"wend/internal/api"
	"wend/internal/collect"
	"wend/internal/govern/access"
	"wend/internal/govern/settings"
	"wend/internal/journey"
	"wend/internal/pipeline"
	"wend/internal/store"
	"wend/internal/unify/customers"
	"wend/sdk"
	"wend/web"
)

// App is the whole program, opened: its data is loaded and its rooms are
// wired. Run serves it; Close lets go of the data directory.
type App struct {
	config    Config
	store     *store.Store
	access    *access.Access
	settings  *settings.Service
	road      *pipeline.Road
	projector *pipeline.Projector
	collector *collect.Collector
	customers *customers.Service
	visitor   *access.Person
	operator  string // secret with which the command line speaks to this process
	demo      *demo
	address   string
	sealed    uint64 // up to where sealing has gone, as far as is known; keepHouse's own
	ready     chan struct{}
}

// Open opens the data directory, initialising an empty one, and loads what the
// rooms keep in memory.
func Open(ctx context.Context, config Config) (_ *App, err error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	a := &App{config: config, ready: make(chan struct{})}
	a.store, err = store.Open(ctx, config.Data, store.Options{Migrations: migrations(), Logger: config.Logger})
	if err != nil {
		return nil, err
	}
	if err := a.open(ctx); err != nil {
		return nil, errors.Join(err, a.store.Close())
	}
	return a, nil
}

func (a *App) open(ctx context.Context) error {
	config := a.config
	var err error
	a.settings, err = settings.Open(ctx, a.store, settings.Settings{
		Name: "My business", Timezone: config.Timezone, Currency: config.Currency, Stages: settings.DefaultStages(), FrequencyCaps: []settings.FrequencyCap{},
	})
	if err != nil {
		return err
	}
	a.access = access.New(a.store, config.AdminToken, config.Now)
	a.operator = newOperatorSecret()
	a.road = pipeline.NewRoad(a.store.Log())
	projection, position, saved, err := load(ctx, a.store, a.settings, config.heldFrom(), a.road.Remember)
	if err != nil {
		return err
	}
	debug.FreeOSMemory() // loading takes several times what is kept
	a.projector = pipeline.NewProjector(projection, a.store, position, saved, config.Logger)
	a.collector, err = collect.New(ctx, collect.Options{
		Road: a.road, Store: a.store, Library: sdk.FS(), BaseURL: config.BaseURL, Now: config.Now, Log: config.Logger,
	})
	if err != nil {
		return err
	}
	if config.WriteKey != "" {
		if _, err := a.collector.Sources.Ensure(ctx, "Server", collect.Server, config.WriteKey); err != nil {
			return fmt.Errorf("set up the configured write key: %w", err)
		}
	}
	a.customers = customers.New(projection.Graph, projection.Profiles, projection.Index, a.projector, a.store, func() int64 { return config.Now().UnixMilli() })
	a.settings.OnChange(a.applySettings)
	if config.Demo != nil {
		return a.openDemo(ctx)
	}
	return nil
}

// applySettings tells the rooms that keep what depends on a setting.
func (a *App) applySettings(now settings.Settings) {
	index := a.projector.Index
	index.SetZone(a.settings.Zone())
	if err := index.SetStages(context.Background(), journey.StageModel{Stages: now.Stages}); err != nil {
		a.config.Logger.Error("the stage model could not be applied", "error", err)
	}
}

// Run serves until ctx ends, then stops: no new requests, running ones finish,
// what was accepted is committed and projected, state is written back.
func (a *App) Run(ctx context.Context) error {
	listener, err := net.Listen("tcp", a.config.Listen)
	if err != nil {
		return fmt.Errorf("listen on %s: %w (is another Wend running? choose another with --listen)", a.config.Listen, err)
	}
	return a.Serve(ctx, listener)
}

// Serve is Run on a listener that is there already.
func (a *App) Serve(ctx context.Context, listener net.Listener) error {
	a.address = "http://" + listener.Addr().String()
	if a.config.BaseURL == "" {
		a.config.BaseURL = a.address
	}
	// The road and what follows it outlive the requests that they serve.
	roadContext, stopRoad := context.WithCancel(context.WithoutCancel(ctx))
	streams, stopStreams := context.WithCancel(ctx)
	defer stopRoad()
	defer stopStreams()

	var road, rooms sync.WaitGroup
	road.Go(func() { a.road.Run(roadContext) })
	road.Go(func() { a.projector.Run(roadContext, a.road.Committed()) })
	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBackground()
	rooms.Go(func() { a.report("collect", a.collector.Run(background)) })
	rooms.Go(func() { a.keepHouse(background) })

	if a.demo != nil {
		if err := a.demo.history(ctx); err != nil {
			stopRoad()
			road.Wait()
			stopBackground()
			rooms.Wait()
			return fmt.Errorf("simulate the past: %w", err)
		}
	}
	if err := a.leaveNote(); err != nil {
		return err
	}
	server := &http.Server{
		Handler:           api.New(streams, a.rooms()),
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	close(a.ready)
	if a.demo != nil {
		rooms.Go(func() { a.report("demo", a.demo.live(background)) })
	}

	var err error
	select {
	case err = <-served:
	case <-ctx.Done():
		a.config.Logger.Info("stopping")
		stopStreams() // what never ends by itself goes first
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 20*time.Second)
		err = server.Shutdown(grace)
		cancel()
		<-served
	}
	stopBackground()
	rooms.Wait()
	stopRoad()
	road.Wait()
	a.removeNote()
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	return err
}

func (a *App) report(room string, err error) {
	if err != nil && !errors.Is(err, context.Canceled) {
		a.config.Logger.Error("a room stopped", "room", room, "error", err)
	}
}

// Close lets go of the data directory. Run must have returned.
func (a *App) Close() error { return a.store.Close() }

// Ready is closed once requests are served.
func (a *App) Ready() <-chan struct{} { return a.ready }

// Address is where the server listens, as http://host:port; valid once Ready.
func (a *App) Address() string { return a.address }

// SetupLink is the one-time link that makes the owner's account, empty where
// there is an owner.
func (a *App) SetupLink(ctx context.Context) (string, error) {
	needed, err := a.access.NeedsSetup(ctx)
	if err != nil || !needed || a.visitor != nil {
		return "", err
	}
	return a.config.BaseURL + "/setup?token=" + a.access.SetupToken(), nil
}

func (a *App) rooms() api.Rooms {
	world := ""
	if a.config.Demo != nil {
		world = a.config.Demo.World
	}
	return api.Rooms{
		Access: a.access, Settings: a.settings, Customers: a.customers, Collector: a.collector,
		Projector: a.projector, Index: a.projector.Index, Metrics: a.metrics(), Operator: a.operations(),
		WebApp: web.FS(), Log: a.config.Logger, Visitor: a.visitor, World: world, Version: Version, BaseURL: a.config.BaseURL,
	}
}
