package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/journey"
	"wend/internal/understand/funnel"
	"wend/internal/understand/paths"
	"wend/internal/understand/stages"
	"wend/internal/understand/trend"
)

func (s *server) registerQueries(api huma.API) {
	question(s, api, "trend", "Counts and sums over time", trend.Decode, trend.Run)
	question(s, api, "funnel", "How many get from step to step", funnel.Decode, funnel.Run)
	question(s, api, "paths", "Which ways customers take", paths.Decode, paths.Run)
	question(s, api, "stages", "Where customers stand and how they move", stages.Decode, stages.Run)
}

type questionBody struct {
	RawBody []byte `contentType:"application/json"`
}

type answer[A any] struct {
	Body A
}

// question mounts one analysis: its own Decode reads the body, so that an
// error points at the very place, and the document still shows its shape.
func question[D, A any](s *server, api huma.API, name, summary string,
	decode func([]byte) (D, error), run func(context.Context, *journey.Index, D) (A, error)) {
	handler := func(ctx context.Context, in *questionBody) (*answer[A], error) {
		definition, err := decode(in.RawBody)
		if err != nil {
			return nil, err
		}
		result, err := run(ctx, s.Index, definition)
		if err != nil {
			return nil, err
		}
		return &answer[A]{Body: result}, nil
	}
	operation(s, api, http.MethodPost, "/query/"+name, "query-"+name, summary, handler, func(op *huma.Operation) {
		op.RequestBody = &huma.RequestBody{Required: true}
	})
	// huma shows raw bodies as binary; the document tells what they are.
	path := api.OpenAPI().Paths["/api/v1/query/"+name]
	schema := api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[D](), true, name+"Question")
	path.Post.RequestBody.Content = map[string]*huma.MediaType{"application/json": {Schema: schema}}
}
