package bench

import (
	"context"
	"fmt"

	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/sim"
	"wend/internal/unify"
)

// World is a simulated business as the analyses see it, made in memory by the
// same decoding, the same identities and the same index as a server's.
type World struct {
	*sim.Simulation
	Index  *journey.Index
	events []*event.Event // by seq, from 1
}

// NewWorld plays a business' history.
func NewWorld(ctx context.Context, config sim.Config, stages journey.StageModel) (*World, error) {
	simulation, err := sim.New(config)
	if err != nil {
		return nil, err
	}
	w := &World{Simulation: simulation}
	graph := unify.NewGraph(unify.Decisions{})
	profiles := unify.NewProfiles(graph)
	w.Index = journey.New(journey.Options{Zone: simulation.Config().Zone, Traits: profiles, History: w})
	if err := w.Index.SetStages(ctx, stages); err != nil {
		return nil, err
	}
	decoder := protocol.NewDecoder(protocol.NewAgents(4096))
	for message := range simulation.History() {
		if err := decoder.ReadSingle(message.Body); err != nil {
			return nil, fmt.Errorf("the simulation sent what cannot be read: %w", err)
		}
		outcome := decoder.Normalise(protocol.Arrival{Source: message.Source, Trusted: message.Kind != "browser", Browser: message.Kind == "browser",
			Received: message.ReceivedAt.UnixMilli()})
		for _, e := range outcome.Events {
			w.events = append(w.events, e)
			e.Seq = uint64(len(w.events))
			set, dirty := graph.Observe(e)
			w.Index.Append(graph.Owner(set, e.Time), set, e)
			profiles.Apply(set, e)
			if len(dirty) > 0 {
				w.Index.Rederive(dirty, graph.Owner)
			}
		}
	}
	return w, w.Index.Compact(ctx)
}

// Events reads the history back, for columns of properties.
func (w *World) Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error {
	for _, e := range w.events[from-1 : min(to-1, uint64(len(w.events)))] {
		if err := fn(e); err != nil {
			return err
		}
	}
	return ctx.Err()
}
