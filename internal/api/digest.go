package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/understand/digest"
)

type digestRequest struct {
	Week string `query:"week" doc:"ISO 8601 week; by default the last whole one" example:"2026-W47"`
}

type digestResponse struct{ Body digest.Digest }

func (s *server) registerDigest(api huma.API) {
	operation(s, api, http.MethodGet, "/digest", "get-digest", "A week: its key figures beside what was to be expected, what changed, and the best opportunities", s.digest, needs(access.SeeNumbers))
}

func (s *server) digest(ctx context.Context, in *digestRequest) (*digestResponse, error) {
	now := s.Settings.Get()
	week, err := digest.Compose(ctx, s.Index, digest.Definition{
		Week: in.Week, Business: now.Name, Currency: now.Currency, Country: now.Country, Goal: s.Workspace().Goal, Key: now.KeyEvents.Names(), Now: time.Now(),
	})
	return &digestResponse{Body: week}, err
}
