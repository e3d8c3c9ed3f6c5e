package main

import (
	"context"
	"os"

	"wend/internal/bench"
)

type benchFrictionCommand struct {
	Worlds    []string `help:"Worlds to search." default:"boutique,bakery,garden,studio,saas,b2b"`
	Seeds     int      `help:"Histories of each world, once with what is planted and once plain." default:"20"`
	Customers int      `help:"Customers of each history." default:"5000"`
	Days      int      `help:"Days of each history." default:"120"`
}

func (c *benchFrictionCommand) Run(ctx context.Context) error {
	return bench.Frictions{Worlds: c.Worlds, Seeds: c.Seeds, Customers: c.Customers, Days: c.Days}.Run(ctx, os.Stdout)
}
