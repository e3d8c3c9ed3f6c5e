package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"wend/internal/app"
	"wend/internal/bench"
)

type benchCommand struct {
	Ingest   benchIngestCommand   `cmd:"" help:"Take events in: durable and with everything live, beside a minimal program that only decodes and syncs."`
	Query    benchQueryCommand    `cmd:"" help:"Answer questions over a synthetic history, beside the time to read the same memory once."`
	Friction benchFrictionCommand `cmd:"" help:"Search simulated businesses for obstacles: how often what was planted is named first, and how often something is where nothing was."`
}

type benchIngestCommand struct {
	Connections int           `help:"Keep-alive connections." default:"64"`
	Warm        time.Duration `help:"How long each phase runs before it is measured." default:"2s"`
	Measured    time.Duration `help:"How long each phase is measured." default:"6s"`
	Dir         string        `help:"Where both programs write; by default the system's temporary directory." type:"existingdir" placeholder:"DIR"`
}

func (c *benchIngestCommand) Run(ctx context.Context) error {
	_, err := bench.Ingest{Start: startForBench, Dir: c.Dir, Connections: c.Connections, Warm: c.Warm, Measured: c.Measured}.Run(ctx, os.Stdout)
	return err
}

// startForBench runs the whole program in this process.
func startForBench(ctx context.Context, dir string) (bench.Target, func() error, error) {
	const key = "bench-write-key"
	server, err := app.Start(ctx, app.Config{Data: dir, Listen: "127.0.0.1:0", WriteKey: key, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return bench.Target{}, nil, err
	}
	return bench.Target{URL: server.Address(), WriteKey: key}, server.Stop, nil
}

type benchQueryCommand struct {
	Events    int    `help:"How many events." default:"10000000"`
	Customers int    `help:"How many customers." default:"1000000"`
	Seed      uint64 `help:"Chance." default:"1"`
	Times     int    `help:"How often each question is asked; the median counts." default:"5"`
}

func (c *benchQueryCommand) Run(ctx context.Context) error {
	return bench.Query(ctx, os.Stdout, bench.Size{Events: c.Events, Customers: c.Customers, Seed: c.Seed}, c.Times)
}
