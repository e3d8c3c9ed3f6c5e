package api

import (
	"context"
	"net/http"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/understand/insights"
)

func (s *server) registerInsights(api huma.API) {
	const path = "/query/insights"
	operation(s, api, http.MethodPost, path, "query-insights", "Say what lies beyond expectation: days that stand out and changes that last, with what drives them", s.insights, withBody, needs(access.SeeNumbers))
	describeShapes(api, path, "insights", reflect.TypeFor[insights.Definition](), reflect.TypeFor[insights.Answer]())
}

func (s *server) insights(ctx context.Context, in *questionBody) (*answer, error) {
	d, err := insights.Decode(in.RawBody)
	if err != nil {
		return nil, err
	}
	result, err := insights.Run(ctx, s.Index, s.known(d))
	return &answer{Body: result}, err
}

// known adds what the workspace's settings say: its key events, which are
// watched where a question names no metrics, and its currency.
func (s *server) known(d insights.Definition) insights.Definition {
	now := s.Settings.Get()
	key := now.KeyEvents
	d.KeyEvents = slices.Concat([]string{key.Goal}, key.Also, key.Path)
	for _, figure := range key.Figures {
		d.KeyEvents = append(d.KeyEvents, figure.Events...)
	}
	d.Currency = now.Currency
	return d
}
