package api

import (
	"context"
	"time"

	"wend/internal/event"
)

type frozen struct {
	Identifier identifier `json:"identifier"`
	Since      time.Time  `json:"since" doc:"When the first anonymous id came that was not joined"`
	Held       int        `json:"held" doc:"How many anonymous ids were not joined"`
}

type frozenResponse struct {
	Body struct {
		Items []frozen `json:"items"`
		Next  *string  `json:"next"`
	}
}

type thawRequest struct{ Body identifier }

type blockedBody struct {
	Values []string `json:"values" doc:"Compared without case. Empty values and those of zeros and dashes only are always blocked."`
}

type blockedRequest struct{ Body blockedBody }

type blockedResponse struct{ Body blockedBody }

func (s *server) listFrozen(context.Context, *struct{}) (*frozenResponse, error) {
	out := new(frozenResponse)
	out.Body.Items = []frozen{}
	for _, f := range s.Customers.Frozen() {
		out.Body.Items = append(out.Body.Items, frozen{Identifier: identifier{f.Identifier.Kind, f.Identifier.Value}, Since: moment(f.Since), Held: f.Held})
	}
	return out, nil
}

func (s *server) thaw(ctx context.Context, in *thawRequest) (*nothing, error) {
	return &nothing{}, s.Customers.Thaw(ctx, event.Identifier{Kind: in.Body.Kind, Value: in.Body.Value})
}

func (s *server) listBlocked(context.Context, *struct{}) (*blockedResponse, error) {
	return &blockedResponse{Body: blockedBody{Values: s.Customers.Blocked()}}, nil
}

func (s *server) putBlocked(ctx context.Context, in *blockedRequest) (*blockedResponse, error) {
	if err := s.Customers.Block(ctx, in.Body.Values); err != nil {
		return nil, err
	}
	return s.listBlocked(ctx, nil)
}
