package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/govern/kits"
	"wend/internal/pipeline/schema"
)

type kitSummary struct {
	Key     string   `json:"key" enum:"ecommerce,local-service,saas,b2b,content"`
	Name    string   `json:"name"`
	For     string   `json:"for" doc:"For whom it is, in a sentence"`
	Stages  []string `json:"stages" doc:"The names of its stages, in order"`
	Events  int      `json:"events" doc:"How many events its plan lists"`
	Current bool     `json:"current" doc:"Whether it is the workspace's kit"`
}

type kitList struct {
	Body struct {
		Items []kitSummary `json:"items"`
		Next  *string      `json:"next"`
	}
}

type kitRequest struct {
	Key string `path:"key"`
}

type kitResponse struct{ Body *kits.Kit }

type applyKitRequest struct {
	Key  string `path:"key"`
	Body struct {
		Dry       bool        `json:"dry,omitempty" doc:"Only tell what would change"`
		Overwrite []kits.Part `json:"overwrite,omitempty" enum:"stages,key_events" doc:"Parts that you edited and that the kit may replace; without it they stay"`
	}
}

type applyKitResponse struct {
	Body struct {
		Kit     string        `json:"kit"`
		Dry     bool          `json:"dry"`
		Changes []kits.Effect `json:"changes" doc:"What it changes, or would"`
	}
}

type planResponse struct {
	Body struct {
		Kit     *string        `json:"kit" doc:"The workspace's kit; null: none was chosen"`
		Items   []kits.Checked `json:"items"`
		Next    *string        `json:"next"`
		Removed []string       `json:"removed" doc:"Events of the kit that were taken out of the plan"`
	}
}

type planRequest struct {
	Body struct {
		Added   *[]kits.PlannedEvent `json:"added,omitempty" doc:"All events that you add to the kit's plan"`
		Removed *[]string            `json:"removed,omitempty" doc:"All events of the kit that you take out of the plan"`
	}
}

func (s *server) registerKits(api huma.API) {
	operation(s, api, http.MethodGet, "/kits", "list-kits", "The starter kits", s.listKits, needs(access.SeeNumbers))
	operation(s, api, http.MethodGet, "/kits/{key}", "get-kit", "One starter kit: stages, event plan, key events, dashboard, glossary", s.getKit, needs(access.SeeNumbers))
	operation(s, api, http.MethodPost, "/kits/{key}/apply", "apply-kit", "Put a starter kit in, or tell what that would change", s.applyKit, needs(access.EditSettings))
	operation(s, api, http.MethodGet, "/plan", "get-plan", "The event plan, beside what was received", s.getPlan, needs(access.SeeNumbers))
	operation(s, api, http.MethodPut, "/plan", "put-plan", "Replace what you add to the kit's plan, or take out of it", s.putPlan, needs(access.EditSettings))
}

func (s *server) listKits(ctx context.Context, _ *struct{}) (*kitList, error) {
	current, err := s.Kits.Current(ctx)
	if err != nil {
		return nil, err
	}
	out := new(kitList)
	for _, kit := range kits.All() {
		item := kitSummary{Key: kit.Key, Name: kit.Name, For: kit.For, Events: len(kit.Plan), Current: kit.Key == current}
		for _, stage := range kit.Stages {
			item.Stages = append(item.Stages, stage.Name)
		}
		out.Body.Items = append(out.Body.Items, item)
	}
	return out, nil
}

func (s *server) getKit(_ context.Context, in *kitRequest) (*kitResponse, error) {
	kit, err := kits.Find(in.Key)
	return &kitResponse{Body: kit}, err
}

func (s *server) applyKit(ctx context.Context, in *applyKitRequest) (*applyKitResponse, error) {
	person, _ := personOf(ctx)
	changes, err := s.Kits.Apply(ctx, in.Key, kits.Application{By: person.Name, Dry: in.Body.Dry, Overwrite: in.Body.Overwrite})
	out := new(applyKitResponse)
	out.Body.Kit, out.Body.Dry, out.Body.Changes = in.Key, in.Body.Dry, changes
	return out, err
}

func (s *server) getPlan(ctx context.Context, _ *struct{}) (*planResponse, error) {
	events, _ := s.Projector.Schema.List()
	kit, checked, removed, err := s.Kits.Plan(ctx, seenEvents(events))
	if err != nil {
		return nil, err
	}
	out := new(planResponse)
	out.Body.Kit, out.Body.Items, out.Body.Removed = textOrNull(kit), checked, removed
	return out, nil
}

func (s *server) putPlan(ctx context.Context, in *planRequest) (*planResponse, error) {
	if err := s.Kits.PutPlan(ctx, kits.PlanChange{Added: in.Body.Added, Removed: in.Body.Removed}); err != nil {
		return nil, err
	}
	return s.getPlan(ctx, nil)
}

// seenEvents is the registry as the kits read it.
func seenEvents(events []schema.Event) []kits.Seen {
	seen := make([]kits.Seen, 0, len(events))
	for _, e := range events {
		item := kits.Seen{Event: e.Name, Count: e.Count, LastSeen: moment(e.LastSeen), Properties: make(map[string]kits.SeenProperty, len(e.Properties))}
		if e.FirstSeen != 0 {
			item.FirstSeen = moment(e.FirstSeen)
		}
		for _, p := range e.Properties {
			item.Properties[p.Name] = kits.SeenProperty{Count: p.Count, Types: p.Types}
		}
		seen = append(seen, item)
	}
	return seen
}
