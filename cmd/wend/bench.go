package main

import (
	"context"
	"log/slog"
	"os"
	"time"

	"wend/internal/app"
	"wend/internal/bench"
	"wend/internal/sim"
)

type benchCommand struct {
	Ingest   benchIngestCommand   `cmd:"" help:"Take events in: durable and with everything live, beside a minimal program that only decodes and syncs."`
	Query    benchQueryCommand    `cmd:"" help:"Answer questions over a synthetic history, beside the time to read the same memory once."`
	Compare  benchCompareCommand  `cmd:"" help:"Compare two groups of customers, and look for what the most valuable ones have in common, over a synthetic history on disk, beside the time to read the same memory once."`
	Friction benchFrictionCommand `cmd:"" help:"Search simulated businesses for obstacles: how often what was planted is named first, and how often something is where nothing was."`
	Insights benchInsightsCommand `cmd:"" help:"Ask simulated businesses what changed: how often a planted anomaly is found on its day with its driver, and how often a quiet month raises an alarm."`
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

type benchInsightsCommand struct {
	Quiet     int      `help:"How many quiet months of made-up numbers to judge; 0: none." default:"1000"`
	Planted   int      `help:"How many anomalies of each level and size to plant in made-up numbers; 0: none." default:"30"`
	Worlds    []string `help:"The businesses; by default all." placeholder:"NAME"`
	Seeds     int      `help:"How many seeds of each, planted and plain; 0: none." default:"5"`
	After     int      `help:"How many seeds to leave out before them, for businesses that no rule was tried on." default:"0"`
	Customers int      `help:"How many customers each has." default:"8000"`
	Days      int      `help:"How many days of history." default:"150"`
}

func (c *benchInsightsCommand) Run(ctx context.Context) error {
	worlds := c.Worlds
	if len(worlds) == 0 {
		worlds = sim.WorldKeys()
	}
	if c.Quiet+c.Planted > 0 {
		if _, err := (bench.Series{Quiet: c.Quiet, Planted: c.Planted}).Run(ctx, os.Stdout); err != nil {
			return err
		}
	}
	if c.Seeds == 0 {
		return nil
	}
	_, err := bench.Insights{Worlds: worlds, Seeds: c.Seeds, After: c.After, Customers: c.Customers, Days: c.Days}.Run(ctx, os.Stdout)
	return err
}
