package api

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/problem"
	"wend/internal/segment"
	"wend/internal/understand/query"
)

// sampled is how many customers a preview shows.
const sampled = 10

type segmentPreview struct {
	Body struct {
		Rule json.RawMessage `json:"rule" doc:"Which customers are meant"`
		At   *time.Time      `json:"at,omitempty" doc:"The moment at which the rule is asked; by default now"`
	}
}

type segmentPreviewed struct {
	Body struct {
		Customers int        `json:"customers" doc:"For how many customers the rule holds at the moment"`
		Of        int        `json:"of" doc:"How many customers there are at that moment"`
		Sample    []Customer `json:"sample" doc:"Some of them, the newest customers first, at most 10"`
	}
}

func (s *server) registerSegments(api huma.API) {
	operation(s, api, http.MethodPost, "/segments/preview", "preview-segment", "How many customers a rule means, at any moment", s.previewSegment, changesNothing, needs(access.SeeCustomers))
}

func (s *server) previewSegment(ctx context.Context, in *segmentPreview) (*segmentPreviewed, error) {
	rule, there, err := query.ReadSegment(in.Body.Rule, "/rule")
	if err != nil {
		return nil, err
	}
	if !there {
		return nil, problem.At("/rule", `Say which customers are meant, such as {"event":"Order Completed","within":"90d"}.`)
	}
	at := time.Now().UnixMilli()
	if in.Body.At != nil {
		at = min(at, in.Body.At.UnixMilli())
	}
	found, err := s.holding(ctx, rule, at)
	if err != nil {
		return nil, query.Under("/rule", err)
	}
	everybody, err := segment.Parse([]byte(`{"all":[]}`))
	if err != nil {
		return nil, err
	}
	all, err := s.holding(ctx, everybody, at)
	if err != nil {
		return nil, err
	}
	out := new(segmentPreviewed)
	out.Body.Customers, out.Body.Of = found.Len(), all.Len()
	out.Body.Sample = describeCustomers(s.Customers.Describe(found.Latest(sampled)), "").Body.Items
	return out, nil
}

func (s *server) holding(ctx context.Context, rule segment.Rule, at int64) (*segment.Members, error) {
	test, err := rule.Compile(ctx, s.Index, nil)
	if err != nil {
		return nil, err
	}
	return test.Find(ctx, at)
}
