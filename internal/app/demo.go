package app

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"golang.org/x/sync/errgroup"

	"wend/internal/api"
	"wend/internal/collect"
	"wend/internal/collect/costs"
	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/govern/kits"
	"wend/internal/govern/settings"
	"wend/internal/sim"
)

// demo plays a simulated business into the program, through the same decoder
// and the same road as real traffic.
type demo struct {
	workspace *workspace
	sources   map[string]collect.Source // by their names in the simulation
	agents    *protocol.Agents
	world     *sim.Simulation
}

// demoBatch is how many messages of the history are committed together.
const demoBatch = 2000

// openDemo signs the visitor in and prepares the business. A directory that
// holds other data is refused: a demo must never mix with real customers.
func (w *workspace) openDemo(ctx context.Context) error {
	fresh := w.store.Log().Next() == 1
	if !fresh && w.settings.Get().World == "" {
		return fmt.Errorf("%s holds real data: give the demo a directory of its own with --data, or none", w.config.Data)
	}
	if world := w.settings.Get().World; !fresh && world != w.config.Demo.World {
		return fmt.Errorf("%s holds the demo %s: start that one, or give this one a directory of its own with --data", w.config.Data, world)
	}
	person, err := w.access.EnsureUser(ctx, "Demo visitor", "demo@wend.invalid")
	if err != nil {
		return err
	}
	w.visitor = &person
	w.demo = &demo{workspace: w, sources: map[string]collect.Source{}, agents: protocol.NewAgents(4096)}
	return w.demo.prepare(ctx, fresh)
}

func (d *demo) prepare(ctx context.Context, fresh bool) error {
	w := d.workspace
	config := w.config.Demo
	var err error
	d.world, err = sim.New(sim.Config{World: config.World, Customers: config.Customers, Days: config.Days, Seed: config.Seed, Plain: config.Plain,
		End: w.config.Now().Truncate(time.Second)})
	if err != nil {
		return err
	}
	existing, err := w.collector.Sources.List(ctx)
	if err != nil {
		return err
	}
	for _, source := range existing {
		d.sources[source.Name] = source
	}
	for _, source := range d.world.Sources() {
		if _, there := d.sources[source.Name]; there {
			continue
		}
		d.sources[source.Name], err = w.collector.Sources.Create(ctx, source.Name, collect.Kind(source.Kind))
		if err != nil {
			return fmt.Errorf("make the demo's source %s: %w", source.Name, err)
		}
	}
	if !fresh {
		return nil
	}
	world := d.world.World()
	_, err = w.settings.Put(ctx, settings.Change{Name: &world.Name, World: &world.Key, Timezone: &world.Timezone, Currency: &world.Currency, Country: &world.Country})
	if err == nil {
		_, err = w.kits.Apply(ctx, world.Sector, kits.Application{By: w.visitor.Name})
	}
	if err == nil {
		err = d.draw(ctx)
	}
	return err
}

// history brings the past in, if it is not there yet. The road and the
// projector must be running.
func (d *demo) history(ctx context.Context) error {
	if d.workspace.store.Log().Next() > 1 {
		return nil
	}
	if err := d.play(ctx); err != nil {
		return err
	}
	return d.spend(ctx)
}

func (d *demo) play(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	raw := make(chan []sim.Message, 4)
	group.Go(func() error {
		defer close(raw)
		batch := make([]sim.Message, 0, demoBatch)
		for message := range d.world.History() {
			if batch = append(batch, message); len(batch) < demoBatch {
				continue
			}
			select {
			case raw <- batch:
			case <-ctx.Done():
				return ctx.Err()
			}
			batch = make([]sim.Message, 0, demoBatch)
		}
		raw <- batch
		return nil
	})
	group.Go(func() error {
		decoder := protocol.NewDecoder(d.agents)
		for batch := range raw {
			events, err := d.decode(decoder, batch)
			if err != nil {
				return err
			}
			if err := d.accept(ctx, events); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// spend brings in what the business's advertising cost, as an import of costs
// would.
func (d *demo) spend(ctx context.Context) error {
	var lines []costs.Line
	for _, s := range d.world.Spending() {
		lines = append(lines, costs.Line(s))
	}
	_, err := d.workspace.collector.Costs.Put(ctx, "demo", lines)
	return err
}

// spendOn adds what the present has cost since it was last asked to the costs
// of its day.
func spendOn(ctx context.Context, book *costs.Book, spent []sim.Spending) error {
	for _, s := range spent {
		line := costs.Line(s)
		ofDay, _, err := book.List(ctx, costs.Query{Day: s.Day})
		if err != nil {
			return err
		}
		for _, so := range ofDay {
			if so.Key() == line.Key() {
				line.Cost = math.Round(100*(so.Cost+line.Cost)) / 100
				line.Clicks, line.Impressions = so.Clicks+line.Clicks, so.Impressions+line.Impressions
			}
		}
		if _, err := book.Put(ctx, "demo", []costs.Line{line}); err != nil {
			return err
		}
	}
	return nil
}

func (d *demo) decode(decoder *protocol.Decoder, batch []sim.Message) ([]*event.Event, error) {
	events := make([]*event.Event, 0, len(batch))
	for _, message := range batch {
		source := d.sources[message.Source]
		if err := decoder.ReadSingle(message.Body); err != nil {
			return nil, fmt.Errorf("the simulation sent what cannot be read: %w", err)
		}
		outcome := decoder.Normalise(protocol.Arrival{Source: source.ID, Trusted: message.Kind != "browser", Browser: message.Kind == "browser",
			Received: message.ReceivedAt.UnixMilli()})
		if len(outcome.Rejected) > 0 {
			return nil, fmt.Errorf("the simulation sent what cannot be used: %s", outcome.Rejected[0].Reason)
		}
		d.workspace.collector.Sources.Seen(source.ID, len(outcome.Events))
		events = append(events, outcome.Events...)
	}
	return events, nil
}

func (d *demo) accept(ctx context.Context, events []*event.Event) error {
	_, err := d.workspace.road.Accept(ctx, events)
	return err
}

// live plays the present until ctx ends.
func (d *demo) live(ctx context.Context) error {
	decoder := protocol.NewDecoder(d.agents)
	for message := range d.world.Live(ctx) {
		events, err := d.decode(decoder, []sim.Message{message})
		if err != nil {
			return err
		}
		if err := d.accept(ctx, events); err != nil && !errors.Is(err, context.Canceled) {
			d.workspace.config.Logger.Warn("the demo's event was not stored", "error", err)
		}
		if err := spendOn(ctx, d.workspace.collector.Costs, d.world.Spent()); err != nil && !errors.Is(err, context.Canceled) {
			d.workspace.config.Logger.Warn("the demo's costs were not stored", "error", err)
		}
	}
	return nil
}

// worlds is the demo as the API shows it; nil where the data are real.
func (w *workspace) worlds() *api.Demo {
	if w.config.Demo == nil {
		return nil
	}
	demo := &api.Demo{World: w.config.Demo.World}
	for _, world := range sim.Worlds() {
		demo.Worlds = append(demo.Worlds, api.World{Key: world.Key, Name: world.Name, Sector: world.Sector, Description: world.Description})
	}
	demo.Switch = func(world string) {
		w.change(func(c *Config) {
			next := *c.Demo
			next.World = world
			c.Demo, c.Data = &next, next.directory(world)
		})
	}
	return demo
}
