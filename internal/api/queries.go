package api

import (
	"context"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/understand"
	"wend/internal/understand/attribution"
	"wend/internal/understand/friction"
	"wend/internal/understand/insights"
)

type questionBody struct {
	RawBody []byte `contentType:"application/json"`
}

type answer struct{ Body any }

type peopleResponse struct {
	Body struct {
		Items []Customer `json:"items"`
		Next  *string    `json:"next"`
		Total int64      `json:"total" doc:"How many customers there are behind the number"`
	}
}

// registerQueries mounts every analysis with one handler. An analysis reads
// its own body, so that an error points at the very place that it is about;
// the document still shows the shapes.
func (s *server) registerQueries(api huma.API) {
	for _, analysis := range understand.Analyses {
		handler := func(ctx context.Context, in *questionBody) (*answer, error) {
			body, err := s.withMap(ctx, analysis, in.RawBody)
			if err != nil {
				return nil, err
			}
			result, err := analysis.Run(ctx, s.Index, body)
			return &answer{Body: result}, err
		}
		path := "/query/" + analysis.Name
		operation(s, api, http.MethodPost, path, "query-"+analysis.Name, analysis.Summary, handler, append(s.answering(analysis.Name), withBody, needs(access.SeeNumbers))...)
		describeShapes(api, path, analysis.Name, reflect.TypeOf(analysis.Definition), reflect.TypeOf(analysis.Answer))
		if analysis.Customers == nil {
			continue
		}
		behind := func(ctx context.Context, in *questionBody) (*peopleResponse, error) {
			return s.peopleBehind(ctx, analysis, in.RawBody)
		}
		path += "/customers"
		operation(s, api, http.MethodPost, path, "query-"+analysis.Name+"-customers", "The customers behind a number of the answer, those that came last first", behind, withBody, needs(access.SeeCustomers))
		describeShapes(api, path, analysis.Name+"Customers", reflect.TypeOf(analysis.CustomersQuestion), nil)
	}
}

// answering is what is special about an analysis' operation.
func (s *server) answering(name string) []func(*huma.Operation) {
	if name == friction.Kind {
		return []func(*huma.Operation){s.tellsProgress}
	}
	return nil
}

// withCosts lets every question that is asked through the API, be it kept on a
// dashboard, know what was spent: understand cannot read it by itself.
func (s *server) withCosts(next http.Handler) http.Handler {
	if s.Costs == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(attribution.WithCosts(r.Context(), s.Costs)))
	})
}

// peopleBehind lists the customers behind one number of an analysis' answer.
func (s *server) peopleBehind(ctx context.Context, analysis understand.Analysis, body []byte) (*peopleResponse, error) {
	body, err := s.withMap(ctx, analysis, body)
	if err != nil {
		return nil, err
	}
	people, err := analysis.Customers(ctx, s.Index, body)
	if err != nil {
		return nil, err
	}
	out := new(peopleResponse)
	out.Body.Items = describeCustomers(s.Customers.Describe(people.Customers), "").Body.Items
	out.Body.Next, out.Body.Total = textOrNull(people.Next), people.Total
	return out, nil
}

// withWorkspace hands what the business says about itself to every question
// that is asked through the API.
func (s *server) withWorkspace(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(insights.Within(friction.Within(r.Context(), s.Workspace), s.watched)))
	})
}

// watched is what the questions of what changed know about the business.
func (s *server) watched() insights.Workspace {
	now := s.Settings.Get()
	return insights.Workspace{KeyEvents: now.KeyEvents.Names(), Currency: now.Currency, Country: now.Country}
}

// withBody marks an operation whose handler reads the body itself.
func withBody(op *huma.Operation) {
	op.RequestBody = &huma.RequestBody{Required: true}
	op.SkipValidateBody = true
}

// describeShapes tells the document what a raw body and its answer are.
func describeShapes(api huma.API, path, name string, question, reply reflect.Type) {
	document := api.OpenAPI()
	post := document.Paths["/api/v1"+path].Post
	schema := func(t reflect.Type, hint string) map[string]*huma.MediaType {
		return map[string]*huma.MediaType{"application/json": {Schema: document.Components.Schemas.Schema(t, true, hint)}}
	}
	post.RequestBody.Content = schema(question, name+"Question")
	if reply != nil {
		post.Responses["200"].Content = schema(reply, name+"Answer")
	}
}
