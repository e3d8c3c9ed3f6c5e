package api

import (
	"context"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"wend/internal/govern/access"
)

// doors builds the API without anything behind it.
func doors() (*server, *chi.Mux, huma.API) {
	s := newServer(context.Background(), Rooms{Log: slog.New(slog.DiscardHandler)})
	router := chi.NewRouter()
	return s, router, s.routes(router)
}

func TestEveryOperationSaysWhatItNeeds(t *testing.T) {
	_, _, api := doors()
	known := append([]access.Permission{access.SignedIn, access.OwnAccount, access.OwnerOnly, Anybody}, access.Permissions...)
	for _, op := range operations(api.OpenAPI()) {
		declared, ok := op.Extensions[permissionKey].(string)
		if !ok {
			t.Errorf("%s (%s %s) does not say who may call it, so only owners may: add needs(access.SeeNumbers), or another permission of internal/govern/access/permission.go, where it is registered", op.OperationID, op.Method, op.Path)
		} else if !slices.Contains(known, access.Permission(declared)) {
			t.Errorf("%s (%s %s) needs %q, which is no permission that anybody has", op.OperationID, op.Method, op.Path, declared)
		}
	}
}

func TestEveryRouteStandsBehindAPermission(t *testing.T) {
	s, router, api := doors()
	guarded := map[string]bool{}
	for _, op := range operations(api.OpenAPI()) {
		guarded[op.Method+" "+op.Path] = true
	}
	for _, r := range s.plain {
		guarded[r.Method+" "+r.Path] = true
	}
	err := chi.Walk(router, func(method, route string, _ http.Handler, _ ...func(http.Handler) http.Handler) error {
		if strings.HasPrefix(route, "/api/v1") && !guarded[method+" "+route] {
			t.Errorf("%s %s is mounted past the permissions: register it with operation(...) or s.route(...)", method, route)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestWhatOnlyReadsIsNotForChanging(t *testing.T) {
	_, _, api := doors()
	for _, op := range operations(api.OpenAPI()) {
		if op.Method != http.MethodGet && op.Method != http.MethodPost && neededBy(op).Reads() {
			t.Errorf("%s (%s %s) changes something and needs only %s: name the permission to change it", op.OperationID, op.Method, op.Path, neededBy(op))
		}
	}
}
