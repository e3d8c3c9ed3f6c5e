package api

import (
	"context"
	"io/fs"
	"log/slog"
	"net/http"
	"path"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"wend/internal/act/weekly"
	"wend/internal/collect"
	"wend/internal/collect/imports"
	"wend/internal/govern/access"
	"wend/internal/govern/audit"
	"wend/internal/govern/kits"
	"wend/internal/govern/settings"
	"wend/internal/journey"
	"wend/internal/maps"
	"wend/internal/opportunities"
	"wend/internal/pipeline"
	"wend/internal/saved"
	"wend/internal/understand/attribution"
	"wend/internal/understand/friction"
	"wend/internal/understand/standing"
	"wend/internal/unify/customers"
)

// Rooms are what the API is a door to.
type Rooms struct {
	Access        *access.Access
	Settings      *settings.Service
	Kits          *kits.Service
	Customers     *customers.Service
	Collector     *collect.Collector
	Imports       *imports.Service
	Projector     *pipeline.Projector
	Index         *journey.Index
	Saved         *saved.Service
	Standing      *standing.Service
	Costs         attribution.Costs
	Maps          *maps.Service
	Opportunities *opportunities.Service
	Weekly        *weekly.Service
	// Workspace is what the business says about itself.
	Workspace func() friction.Workspace
	Audit     *audit.Log
	Metrics   http.Handler
	Operator  Operator // the command line's way into a running server
	WebApp    fs.FS    // the built web app; nil serves none
	Log       *slog.Logger
	// Visitor is who a request without credentials is: the demo's owner. Nil
	// means nobody, and such requests are refused.
	Visitor *access.Person
	Demo    *Demo // nil where the data are real
	Version string
	// BaseURL is the address under which people and websites reach this server.
	BaseURL string
}

// server carries the rooms to the handlers.
type server struct {
	Rooms
	stopping  context.Context
	plain     []Operation       // what the document does not list
	open      map[string]bool   // what needs no credentials, as "GET /api/v1/setup" or "GET /api/v1/shared/*"
	summaries map[string]string // what each operation does, by its id
	slow      map[string]bool   // what tells its progress to who asks for it, as "POST /api/v1/query/friction"
	strangers strangers
}

func newServer(stopping context.Context, rooms Rooms) *server {
	return &server{Rooms: rooms, stopping: stopping, open: map[string]bool{}, summaries: map[string]string{}, slow: map[string]bool{}}
}

// largestBody bounds a request to the API. The tracking protocol has its own
// limits, and imports are streams.
const largestBody = 1 << 20

// New builds the handler of everything that Wend serves over HTTP. Streams end
// when stopping does.
func New(stopping context.Context, rooms Rooms) http.Handler {
	s := newServer(stopping, rooms)
	router := chi.NewRouter()
	router.Use(s.recoverPanics, securityHeaders)
	router.Get("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = w.Write([]byte("ok\n"))
	})
	router.Handle("/metrics", s.metrics(rooms.Metrics))
	rooms.Collector.Routes(router)

	router.Group(func(router chi.Router) {
		router.Use(private, s.ownPagesOnly().Handler, middleware.Compress(5, "application/json", "application/problem+json"), asJSON, s.identify, s.admit, s.withCosts, s.withWorkspace, s.withProgress)
		s.routes(router)
		router.HandleFunc("/api/*", func(w http.ResponseWriter, r *http.Request) {
			writeProblem(w, s.Log, notThere(r))
		})
	})
	if rooms.WebApp != nil {
		router.NotFound(webApp(rooms.WebApp))
	}
	return router
}

// Document is the OpenAPI document, without a running server behind it.
func Document(version string) *huma.OpenAPI {
	s := newServer(context.Background(), Rooms{Version: version, Log: slog.New(slog.DiscardHandler)})
	return s.routes(chi.NewRouter()).OpenAPI()
}

// routes mounts everything that needs to know who asks.
func (s *server) routes(router chi.Router) huma.API {
	s.operatorRoutes(router)
	s.exportRoutes(router)
	s.importRoutes(router)
	s.auditRoutes(router)
	api := humachi.New(router, documentation(s.Version))
	api.UseMiddleware(s.permit)
	s.register(api)
	sayNull(api.OpenAPI().Components.Schemas)
	sayRules(api.OpenAPI().Components.Schemas)
	s.open["GET /api/openapi.json"] = true
	for _, r := range s.plain {
		s.summaries[r.ID] = r.Summary
	}
	for _, op := range operations(api.OpenAPI()) {
		s.summaries[op.OperationID] = op.Summary
		if neededBy(op) == Anybody {
			s.open[op.Method+" "+anyLast.ReplaceAllString(op.Path, "/*")] = true
		}
	}
	return api
}

// anyLast is a parameter that ends an address.
var anyLast = regexp.MustCompile(`/\{[a-z]+\}$`)

func documentation(version string) huma.Config {
	useProblems()
	config := huma.DefaultConfig("Wend", version)
	config.OpenAPIPath = "/api/openapi"
	config.DocsPath = ""
	config.SchemasPath = ""
	config.CreateHooks = nil // no "$schema" in answers
	config.Info.Description = "The API of Wend, the customer-journey platform. Times are RFC 3339; errors are RFC 9457 problems whose detail says what to change."
	config.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token"},
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie, Description: "The web app's session"},
	}
	config.Security = []map[string][]string{{"token": {}}, {"session": {}}}
	return config
}

// asJSON takes every body for JSON, whatever a client calls it: the API reads
// nothing else, and a body that is none is answered 400 with the place.
func asJSON(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Content-Type") != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		next.ServeHTTP(w, r)
	})
}

// schemaName is a type's name in the document. Every analysis has a Definition
// and an Answer; they are told apart by their package.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	if folder, room := path.Split(t.PkgPath()); strings.HasSuffix(folder, "/understand/") && room != "query" {
		return strings.ToUpper(room[:1]) + room[1:] + name
	}
	if strings.HasSuffix(t.PkgPath(), "/saved") && !strings.HasPrefix(name, "Shared") {
		return "Saved" + name
	}
	if strings.HasSuffix(t.PkgPath(), "internal/opportunities") {
		return "Opportunity" + strings.TrimPrefix(name, "Opportunity")
	}
	if strings.HasSuffix(t.PkgPath(), "internal/maps") {
		return "JourneyMap" + strings.TrimPrefix(name, "Map")
	}
	return name
}

// register is the list of everything the API can do.
func (s *server) register(api huma.API) {
	s.registerAccess(api)
	s.registerSources(api)
	s.registerImports(api)
	s.registerSettings(api)
	s.registerKits(api)
	s.registerCustomers(api)
	s.registerAccounts(api)
	s.registerEvents(api)
	s.registerQuarantine(api)
	s.registerQueries(api)
	s.registerOpportunities(api)
	s.registerDigest(api)
	s.registerHolidays(api)
	s.registerWeekly(api)
	s.registerDemo(api)
	s.registerSaved(api)
	s.registerMaps(api)
	s.registerSegments(api)
}

// operation registers one handler with its place in the document. It must say
// what it needs: needs(access.SeeNumbers), or public.
func operation[I, O any](s *server, api huma.API, method, address, id, summary string, handler func(context.Context, *I) (*O, error), change ...func(*huma.Operation)) {
	op := huma.Operation{
		OperationID: id, Method: method, Path: "/api/v1" + address, Summary: summary,
		MaxBodyBytes: largestBody, BodyReadTimeout: 30 * time.Second,
	}
	for _, fn := range change {
		fn(&op)
	}
	huma.Register(api, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handler(ctx, in)
		if err != nil {
			return nil, asProblem(s.Log, err)
		}
		s.record(ctx, &op, in, out)
		return out, nil
	})
}

// noContent marks an operation that answers 204.
func noContent(op *huma.Operation) { op.DefaultStatus = http.StatusNoContent }

// created marks an operation that answers 201.
func created(op *huma.Operation) { op.DefaultStatus = http.StatusCreated }
