package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/collect"
	"wend/internal/govern/access"
	"wend/internal/govern/settings"
)

type source struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	Kind      string     `json:"kind" enum:"browser,app,server,import,connector"`
	WriteKey  string     `json:"write_key" doc:"Whole for browser and app sources, which publish it anyway; masked for the others"`
	Created   time.Time  `json:"created"`
	LastEvent *time.Time `json:"last_event" doc:"When the last event came in; null: none yet"`
	Events    int64      `json:"events" doc:"How many events came in"`
}

type sourceList struct {
	Body struct {
		Items   []source    `json:"items"`
		Next    *string     `json:"next"`
		Unknown unknownKeys `json:"unknown_keys" doc:"Calls that were refused because nobody knows their write key, since the server started"`
	}
}

type unknownKeys struct {
	Calls int64      `json:"calls"`
	Last  *time.Time `json:"last" doc:"When the last one came; null: none did"`
}

type sourceRequest struct {
	Body struct {
		Name string `json:"name" doc:"What people call it, for example Website"`
		Kind string `json:"kind" doc:"browser, app, server, import or connector"`
	}
}

type sourceResponse struct{ Body source }

func (s *server) registerSources(api huma.API) {
	operation(s, api, http.MethodGet, "/sources", "list-sources", "Where events come from", s.listSources, needs(access.SeeNumbers))
	operation(s, api, http.MethodPost, "/sources", "create-source", "Add a source and get its write key", s.createSource, created, needs(access.ManageSources))
	operation(s, api, http.MethodDelete, "/sources/{id}", "delete-source", "Retire a source's write key at once", s.deleteSource, noContent, needs(access.ManageSources))
}

func (s *server) listSources(ctx context.Context, _ *struct{}) (*sourceList, error) {
	list, err := s.Collector.Sources.List(ctx)
	if err != nil {
		return nil, err
	}
	out := new(sourceList)
	out.Body.Items = []source{}
	calls, last := s.Collector.Strangers()
	out.Body.Unknown = unknownKeys{calls, timeOrNull(last)}
	for _, item := range list {
		out.Body.Items = append(out.Body.Items, describeSource(item))
	}
	return out, nil
}

func (s *server) createSource(ctx context.Context, in *sourceRequest) (*sourceResponse, error) {
	made, err := s.Collector.Sources.Create(ctx, in.Body.Name, collect.Kind(in.Body.Kind))
	if err != nil {
		return nil, err
	}
	return &sourceResponse{Body: describeSource(made)}, nil
}

func (s *server) deleteSource(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Collector.Sources.Delete(ctx, in.ID)
}

func describeSource(item collect.Source) source {
	return source{ID: item.ID, Name: item.Name, Kind: string(item.Kind), WriteKey: item.WriteKey, Created: item.Created,
		LastEvent: timeOrNull(item.LastSeen), Events: item.Events}
}

func timeOrNull(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// moment shows milliseconds since 1970 as a time.
func moment(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

type settingsResponse struct{ Body settings.Settings }

type settingsRequest struct{ Body settings.Change }

func (s *server) registerSettings(api huma.API) {
	operation(s, api, http.MethodGet, "/settings", "get-settings", "The workspace's settings", s.getSettings, needs(access.SeeNumbers))
	operation(s, api, http.MethodPut, "/settings", "put-settings", "Replace the keys that the request names", s.putSettings, needs(access.EditSettings))
}

func (s *server) getSettings(context.Context, *struct{}) (*settingsResponse, error) {
	return &settingsResponse{Body: s.Settings.Get()}, nil
}

func (s *server) putSettings(ctx context.Context, in *settingsRequest) (*settingsResponse, error) {
	before := s.Settings.Get()
	now, err := s.Settings.Put(ctx, in.Body)
	changed(ctx, before, now)
	return &settingsResponse{Body: now}, err
}
