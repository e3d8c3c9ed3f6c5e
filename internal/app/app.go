package app

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// App is the whole program: an HTTP server, and the workspace that stands
// behind it. Run serves; Close lets go of the data directory.
type App struct {
	config    Config
	operator  string // secret with which the command line speaks to this process
	workspace atomic.Pointer[workspace]
	door      door
	changes   chan change
	address   string
	ready     chan struct{}
}

// change asks Run for another workspace, or for the same one read again from
// disk, without a moment in which requests are refused rather than asked to
// come back.
type change struct{ config Config }

// grace is how long requests that are being answered may take when the
// workspace is to be closed.
const grace = 20 * time.Second

// Open opens the data directory, initialising an empty one, and loads what the
// rooms keep in memory.
func Open(ctx context.Context, config Config) (*App, error) {
	if err := config.complete(); err != nil {
		return nil, err
	}
	a := &App{config: config, operator: newOperatorSecret(), changes: make(chan change, 1), ready: make(chan struct{})}
	if err := a.open(ctx, config); err != nil {
		return nil, err
	}
	return a, nil
}

func (a *App) open(ctx context.Context, config Config) error {
	w, err := openWorkspace(ctx, config, a.operator, a.change)
	if err == nil {
		a.workspace.Store(w)
	}
	return err
}

// change asks for a change; one that is waiting already is replaced.
func (a *App) change(alter func(*Config)) {
	next := change{a.workspace.Load().config}
	alter(&next.config)
	for {
		select {
		case a.changes <- next:
			return
		case <-a.changes:
		}
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
	defer listener.Close()
	a.address = "http://" + listener.Addr().String()
	server := &http.Server{Handler: &a.door, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: a.config.BodyTimeout, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10}
	served := make(chan error, 1)
	started := false
	for {
		w := a.workspace.Load()
		if w.config.BaseURL == "" {
			w.config.BaseURL = a.address
		}
		streams, stopStreams := context.WithCancel(ctx)
		var next *change
		err := w.work(ctx, streams, func(handler http.Handler) error {
			if err := a.leaveNote(); err != nil {
				return err
			}
			a.door.let(handler)
			if !started {
				started = true
				go func() { served <- server.Serve(listener) }()
				close(a.ready)
			}
			var err error
			next, err = a.wait(ctx, served)
			stopStreams() // what never ends by itself goes first
			a.door.shut(grace)
			return err
		})
		stopStreams()
		if err == nil && next != nil {
			if err = a.reopen(ctx, next.config); err == nil {
				continue
			}
		}
		if started {
			closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
			err = errors.Join(err, ignoreClosed(server.Shutdown(closing)))
			cancel()
		}
		a.removeNote()
		return err
	}
}

// wait returns when the server is to stop, or the workspace to be changed.
func (a *App) wait(ctx context.Context, served <-chan error) (*change, error) {
	select {
	case err := <-served:
		return nil, ignoreClosed(err)
	case next := <-a.changes:
		return &next, nil
	case <-ctx.Done():
		a.config.Logger.Info("stopping")
		return nil, nil
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// reopen closes the workspace, whose rooms have stopped, and opens the next.
// What was asked to be removed is removed while all that is needed is loaded.
func (a *App) reopen(ctx context.Context, config Config) error {
	w := a.workspace.Load()
	_, err := w.remove(ctx)
	if err = errors.Join(err, w.close()); err != nil {
		return err
	}
	err = a.open(ctx, config)
	if err != nil && config.Data != w.config.Data {
		a.config.Logger.Error("the other workspace cannot be opened; the one before is opened again", "error", err)
		return a.open(ctx, w.config)
	}
	return err
}

// Close lets go of the data directory. Run must have returned.
func (a *App) Close() error { return a.workspace.Load().close() }

// Ready is closed once requests are served.
func (a *App) Ready() <-chan struct{} { return a.ready }

// Address is where the server listens, as http://host:port; valid once Ready.
func (a *App) Address() string { return a.address }

// SetupLink is the one-time link that makes the owner's account, empty where
// there is an owner.
func (a *App) SetupLink(ctx context.Context) (string, error) {
	w := a.workspace.Load()
	needed, err := w.access.NeedsSetup(ctx)
	if err != nil || !needed || w.visitor != nil {
		return "", err
	}
	return w.config.BaseURL + "/setup?token=" + w.access.SetupToken(), nil
}

// Describe says in one line what was loaded.
func (a *App) Describe() string {
	stats := a.workspace.Load().projector.Index.Stats()
	return fmt.Sprintf("%d customers, %d touchpoints", stats.Customers, stats.Events)
}
