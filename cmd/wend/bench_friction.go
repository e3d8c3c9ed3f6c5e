package main

import (
	"context"
	"os"

	"wend/internal/app"
	"wend/internal/bench"
)

type benchFrictionCommand struct {
	Worlds    []string `help:"Worlds to search." default:"boutique,bakery,garden,studio,saas,b2b"`
	Seeds     int      `help:"Histories of each world, once with what is planted and once plain." default:"20"`
	Customers int      `help:"Customers of each history." default:"5000"`
	Days      int      `help:"Days of each history." default:"120"`
	Repairs   bool     `help:"Instead of what is found, measure what is said of it thirty days after it was mended, or only said to be."`
	Events    int      `help:"Instead of rates, measure one search over so many synthetic events, a tenth as many customers, and how soon it ends when it is given up." placeholder:"NUMBER"`
	Times     int      `help:"With --events: how often is searched." default:"3"`
}

func (c *benchFrictionCommand) Run(ctx context.Context) error {
	if c.Events > 0 {
		size := bench.Size{Events: c.Events, Customers: max(1, c.Events/10), Seed: 1}
		return bench.Search{Size: size, Times: c.Times}.Run(ctx, os.Stdout)
	}
	asked := bench.Frictions{Worlds: c.Worlds, Seeds: c.Seeds, Customers: c.Customers, Days: c.Days, Tell: app.TellOf}
	if c.Repairs {
		return bench.Repairs(asked).Run(ctx, os.Stdout)
	}
	return asked.Run(ctx, os.Stdout)
}
