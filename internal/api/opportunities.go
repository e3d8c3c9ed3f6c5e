package api

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/opportunities"
)

type opportunityList struct {
	Body struct {
		Items    []opportunities.Opportunity `json:"items"`
		Next     *string                     `json:"next"`
		Searched *time.Time                  `json:"searched" doc:"When the sources were asked; null where nobody asked them since the start."`
	}
}

type opportunityQuestion struct {
	Known bool `query:"known" doc:"Answer at once with what is open or tested of what the last search found, and search for nothing."`
}

type opportunityChange struct {
	ID   string `path:"id" maxLength:"100"`
	Body opportunities.Change
}

type opportunityResponse struct{ Body opportunities.Opportunity }

func (s *server) registerOpportunities(api huma.API) {
	operation(s, api, http.MethodGet, "/opportunities", "list-opportunities", "What could be better, of the last 90 days: open and tested ones by score, then what is settled; what was fixed with what became of it", s.listOpportunities, s.tellsProgress, needs(access.SeeNumbers))
	operation(s, api, http.MethodPut, "/opportunities/{id}", "put-opportunity", "Say where an opportunity stands: open, being tested, fixed or dismissed", s.putOpportunity, needs(access.EditAnalyses))
}

func (s *server) listOpportunities(ctx context.Context, in *opportunityQuestion) (*opportunityList, error) {
	ask := s.Opportunities.List
	if in.Known {
		ask = s.Opportunities.Known
	}
	items, err := ask(ctx)
	out := new(opportunityList)
	out.Body.Items = items
	if at := s.Opportunities.Searched(); !at.IsZero() {
		out.Body.Searched = &at
	}
	return out, err
}

func (s *server) putOpportunity(ctx context.Context, in *opportunityChange) (*opportunityResponse, error) {
	o, err := s.Opportunities.Put(ctx, by(ctx), in.ID, in.Body)
	return &opportunityResponse{Body: o}, err
}
