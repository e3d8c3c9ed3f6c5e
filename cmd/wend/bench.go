package main

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"time"

	"wend/internal/app"
	"wend/internal/bench"
)

type benchCommand struct {
	Ingest benchIngestCommand `cmd:"" help:"Measure how many events a second come in, durable and with everything live."`
	Query  benchQueryCommand  `cmd:"" help:"Measure how fast questions are answered."`
}

type benchIngestCommand struct {
	Dir         string        `help:"Where to write; removed afterwards. By default the system's temporary directory." placeholder:"DIR"`
	Connections int           `help:"Connections of the load generator." default:"64"`
	For         time.Duration `help:"Length of each measurement." default:"6s"`
	Seed        uint64        `help:"Chance of the load." default:"1"`
}

func (c *benchIngestCommand) Run(ctx context.Context) error {
	_, err := bench.Ingest{Start: startProduct, Dir: c.Dir, Connections: c.Connections, Measured: c.For, Seed: c.Seed}.Run(ctx, os.Stdout)
	return err
}

// startProduct runs the whole program in this process, as serve does.
func startProduct(ctx context.Context, dir string) (bench.Target, func() error, error) {
	const writeKey = "bench-write-key"
	quiet := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	program, err := app.Open(ctx, app.Config{Data: filepath.Join(dir, "wend"), Listen: "127.0.0.1:0", WriteKey: writeKey, Logger: quiet})
	if err != nil {
		return bench.Target{}, nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return bench.Target{}, nil, errors.Join(err, program.Close())
	}
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	served := make(chan error, 1)
	go func() { served <- program.Serve(serving, listener) }()
	stop := func() error {
		cancel()
		return errors.Join(<-served, program.Close())
	}
	select {
	case <-program.Ready():
		return bench.Target{URL: program.Address(), WriteKey: writeKey}, stop, nil
	case err := <-served:
		cancel()
		return bench.Target{}, nil, errors.Join(err, program.Close())
	}
}

type benchQueryCommand struct {
	Events    int    `help:"Number of synthetic events." default:"10000000"`
	Customers int    `help:"Number of customers." default:"1000000"`
	Times     int    `help:"How often each question is asked; the median counts." default:"7"`
	Seed      uint64 `help:"Chance of the synthetic events." default:"1"`
}

func (c *benchQueryCommand) Run(ctx context.Context) error {
	return bench.Query(ctx, os.Stdout, bench.Size{Events: c.Events, Customers: c.Customers, Seed: c.Seed}, c.Times)
}
