package main

import (
	"context"
	"os"

	"wend/internal/bench"
)

type benchCompareCommand struct {
	Events    int    `help:"How many events." default:"10000000"`
	Customers int    `help:"How many customers." default:"1000000"`
	Times     int    `help:"How often each question is asked again; the median counts." default:"3"`
	Dir       string `help:"Where the history is written; by default the system's temporary directory." type:"existingdir" placeholder:"DIR"`
}

func (c *benchCompareCommand) Run(ctx context.Context) error {
	return bench.Comparison{Size: bench.Size{Events: c.Events, Customers: c.Customers, Seed: 1}, Times: c.Times, Dir: c.Dir}.Run(ctx, os.Stdout)
}
