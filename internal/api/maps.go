package api

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/maps"
	"wend/internal/problem"
	"wend/internal/understand"
	"wend/internal/understand/query"
)

type mapList struct {
	Body struct {
		Items []maps.Map `json:"items"`
		Next  *string    `json:"next"`
	}
}

type mapRequest struct{ Body maps.Body }

type mapChange struct {
	ID   string `path:"id"`
	Body maps.Body
}

type mapResponse struct{ Body maps.Map }

type liveRequest struct {
	ID       string `path:"id"`
	From     string `query:"from" doc:"Begin of the range, RFC 3339; by default 30 days before its end"`
	To       string `query:"to" doc:"End of the range, RFC 3339, exclusive; by default now"`
	Timezone string `query:"timezone" doc:"IANA time zone; by default the workspace's"`
}

type liveResponse struct{ Body maps.Live }

func (s *server) registerMaps(api huma.API) {
	operation(s, api, http.MethodGet, "/journey-maps", "list-journey-maps", "Journey maps, newest first", s.listMaps, needs(access.SeeNumbers))
	operation(s, api, http.MethodPost, "/journey-maps", "create-journey-map", "Make a journey map", s.createMap, created, needs(access.EditAnalyses))
	operation(s, api, http.MethodGet, "/journey-maps/{id}", "get-journey-map", "One journey map with the live numbers of every cell", s.getMap, needs(access.SeeNumbers))
	operation(s, api, http.MethodPut, "/journey-maps/{id}", "put-journey-map", "Replace a journey map, or make it under this id", s.putMap, needs(access.EditAnalyses))
	operation(s, api, http.MethodDelete, "/journey-maps/{id}", "delete-journey-map", "Delete a journey map; it can be restored for 30 days", s.deleteMap, noContent, needs(access.EditAnalyses))
	operation(s, api, http.MethodPost, "/journey-maps/{id}/restore", "restore-journey-map", "Bring a deleted journey map back", s.restoreMap, needs(access.EditAnalyses))
}

func (s *server) listMaps(ctx context.Context, in *pageOf) (*mapList, error) {
	items, next, err := s.Maps.List(ctx, in.Limit, in.Cursor)
	out := new(mapList)
	out.Body.Items, out.Body.Next = items, textOrNull(next)
	return out, err
}

func (s *server) createMap(ctx context.Context, in *mapRequest) (*mapResponse, error) {
	m, err := s.Maps.Put(ctx, by(ctx), "", in.Body)
	return &mapResponse{Body: m}, err
}

func (s *server) getMap(ctx context.Context, in *liveRequest) (*liveResponse, error) {
	m, err := s.Maps.Get(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	live, err := s.Maps.Live(ctx, m, query.Request{From: in.From, To: in.To, Timezone: in.Timezone})
	return &liveResponse{Body: live}, err
}

func (s *server) putMap(ctx context.Context, in *mapChange) (*mapResponse, error) {
	m, err := s.Maps.Put(ctx, by(ctx), in.ID, in.Body)
	return &mapResponse{Body: m}, err
}

func (s *server) deleteMap(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Maps.Delete(ctx, in.ID)
}

func (s *server) restoreMap(ctx context.Context, in *byID) (*mapResponse, error) {
	m, err := s.Maps.Restore(ctx, in.ID)
	return &mapResponse{Body: m}, err
}

// withMap writes into a question of conformance what the map that it names
// says: the ideal journey, the persona's rule, and the workspace's goal. Other
// bodies stay as they are; what is wrong with them is the analysis' to say.
func (s *server) withMap(ctx context.Context, analysis understand.Analysis, body []byte) ([]byte, error) {
	if analysis.Name != "conformance" {
		return body, nil
	}
	var fields map[string]json.RawMessage
	var name, key string
	if json.Unmarshal(body, &fields) != nil || json.Unmarshal(fields["map"], &name) != nil || name == "" || fields["ideal"] != nil {
		return body, nil
	}
	if fields["persona"] != nil && json.Unmarshal(fields["persona"], &key) != nil {
		return body, nil
	}
	m, err := s.Maps.Get(ctx, name)
	if err != nil {
		return nil, err
	}
	if m.Ideal == nil {
		return nil, problem.At("/map", "The map %q has no ideal journey yet: draw one first.", m.Name)
	}
	delete(fields, "map")
	delete(fields, "persona")
	if key != "" {
		persona, ok := m.Persona(key)
		if !ok {
			return nil, problem.At("/persona", "The map %q has no persona %q.", m.Name, key)
		}
		if fields["segment"] != nil {
			return nil, problem.At("/segment", "A persona is a rule of its own: give the persona or the segment, not both.")
		}
		if len(persona.Segment) > 0 {
			fields["segment"] = persona.Segment
		}
	}
	if fields["ideal"], err = json.Marshal(m.Ideal); err != nil {
		return nil, err
	}
	if goal := s.Settings.Get().KeyEvents.Goal; goal != "" && fields["goal"] == nil {
		if fields["goal"], err = json.Marshal(query.Selector{Event: goal}); err != nil {
			return nil, err
		}
	}
	return json.Marshal(fields)
}
