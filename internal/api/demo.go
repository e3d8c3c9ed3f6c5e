package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/problem"
)

// Demo is the simulated business that a demo shows, and the others that it
// could show. Nil where the data are real.
type Demo struct {
	World  string // key of the one that is shown
	Worlds []World
	// Switch asks for another one. It is shown a few seconds later; until then
	// requests are asked to come back.
	Switch func(world string)
}

// World is one simulated business.
type World struct {
	Key         string `json:"key" doc:"The name that wend demo --world takes"`
	Name        string `json:"name" doc:"What the business is called"`
	Sector      string `json:"sector" doc:"The starter kit that fits it"`
	Description string `json:"description" doc:"What it is, in a few words"`
}

type demoState struct {
	Body DemoWorlds
}

// DemoWorlds is what a demo can show.
type DemoWorlds struct {
	World  string  `json:"world" doc:"The one that is shown"`
	Worlds []World `json:"worlds" doc:"All of them"`
}

type switchWorld struct {
	Body struct {
		World string `json:"world" doc:"Key of the world to show"`
	}
}

func (s *server) registerDemo(api huma.API) {
	operation(s, api, http.MethodGet, "/demo", "get-demo", "Which simulated business the demo shows, and the others", s.getDemo, needs(access.SeeNumbers))
	operation(s, api, http.MethodPut, "/demo", "switch-demo", "Show another simulated business", s.switchDemo, needs(access.EditSettings),
		func(op *huma.Operation) { op.DefaultStatus = http.StatusAccepted })
}

var errNoDemo = problem.NotFound("This is no demo: its data are real. Start one with wend demo.")

func (s *server) getDemo(context.Context, *struct{}) (*demoState, error) {
	if s.Demo == nil {
		return nil, errNoDemo
	}
	return &demoState{DemoWorlds{s.Demo.World, s.Demo.Worlds}}, nil
}

func (s *server) switchDemo(_ context.Context, in *switchWorld) (*demoState, error) {
	if s.Demo == nil {
		return nil, errNoDemo
	}
	for _, world := range s.Demo.Worlds {
		if world.Key == in.Body.World {
			if world.Key != s.Demo.World {
				s.Demo.Switch(world.Key)
			}
			return &demoState{DemoWorlds{world.Key, s.Demo.Worlds}}, nil
		}
	}
	return nil, problem.At("/world", "There is no world %q. GET /api/v1/demo lists them.", in.Body.World)
}
