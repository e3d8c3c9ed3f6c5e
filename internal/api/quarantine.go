package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
)

type quarantineRequest struct {
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Cursor string `query:"cursor"`
}

type quarantineResponse struct {
	Body struct {
		Items   []quarantined `json:"items"`
		Next    *string       `json:"next"`
		Dropped int64         `json:"dropped" doc:"How many of the oldest were given up since the start because the quarantine was full"`
	}
}

type quarantined struct {
	ID       string     `json:"id"`
	Received time.Time  `json:"received"`
	Source   string     `json:"source" doc:"The id of the source that sent it"`
	Reason   string     `json:"reason" doc:"Why it was not stored as an event"`
	Message  string     `json:"message" doc:"The message as it came"`
	Replayed *time.Time `json:"replayed" doc:"When it was stored after all"`
}

type replayResponse struct {
	Body struct {
		Accepted bool    `json:"accepted" doc:"Whether it is stored as an event now"`
		Reason   *string `json:"reason" doc:"Why it is still refused"`
	}
}

func (s *server) registerQuarantine(api huma.API) {
	operation(s, api, http.MethodGet, "/quarantine", "list-quarantine", "Messages that could not be stored as events, newest first", s.listQuarantine, needs(access.SeeCustomers))
	operation(s, api, http.MethodPost, "/quarantine/{id}/replay", "replay-quarantined", "Try a message again", s.replayQuarantined, needs(access.ManageSources))
	operation(s, api, http.MethodDelete, "/quarantine/{id}", "delete-quarantined", "Throw a message away", s.deleteQuarantined, noContent, needs(access.ManageSources))
}

func (s *server) listQuarantine(ctx context.Context, in *quarantineRequest) (*quarantineResponse, error) {
	items, next, err := s.Collector.Quarantine.List(ctx, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := new(quarantineResponse)
	out.Body.Items = make([]quarantined, 0, len(items))
	for _, q := range items {
		out.Body.Items = append(out.Body.Items, quarantined{ID: q.ID, Received: q.Received, Source: q.Source, Reason: q.Reason, Message: q.Message, Replayed: timeOrNull(q.Replayed)})
	}
	out.Body.Next = textOrNull(next)
	out.Body.Dropped = s.Collector.Quarantine.Dropped()
	return out, nil
}

func (s *server) replayQuarantined(ctx context.Context, in *byID) (*replayResponse, error) {
	result, err := s.Collector.Quarantine.Replay(ctx, []string{in.ID})
	if err != nil {
		return nil, err
	}
	out := new(replayResponse)
	out.Body.Accepted = len(result.Refused) == 0
	if !out.Body.Accepted {
		out.Body.Reason = &result.Refused[0].Reason
	}
	return out, nil
}

func (s *server) deleteQuarantined(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Collector.Quarantine.Delete(ctx, []string{in.ID})
}
