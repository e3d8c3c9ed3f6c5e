package api

import (
	"cmp"
	"context"
	"log/slog"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humachi"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"wend/internal/govern/access"
	"wend/internal/govern/audit"
	"wend/internal/problem"
)

// permissionKey is where the OpenAPI document says what an operation needs.
const permissionKey = "x-permission"

// Anybody is what operations need that take no credentials.
const Anybody access.Permission = "anybody"

// commandLine is what the operator's own routes need.
const commandLine access.Permission = "command_line"

// needs says what whoever calls an operation must be allowed to do. Every
// operation says it, or public; without it only owners may call it and a test
// fails. An operation that needs no more than to read (access.SeeNumbers,
// SeeCustomers, Export, SeeAudit) must change nothing.
func needs(permission access.Permission) func(*huma.Operation) {
	return func(op *huma.Operation) {
		if op.Extensions == nil {
			op.Extensions = map[string]any{}
		}
		op.Extensions[permissionKey] = string(permission)
	}
}

// public marks an operation that needs no credentials.
func public(op *huma.Operation) {
	op.Security = []map[string][]string{}
	needs(Anybody)(op)
}

// neededBy is what an operation declared; owners alone may call what declared nothing.
func neededBy(op *huma.Operation) access.Permission {
	declared, _ := op.Extensions[permissionKey].(string)
	return cmp.Or(access.Permission(declared), access.OwnerOnly)
}

// permit stands before every operation of the document, before its body is read.
func (s *server) permit(ctx huma.Context, next func(huma.Context)) {
	r, w := humachi.Unwrap(ctx)
	if err := allowed(r, neededBy(ctx.Operation())); err != nil {
		writeProblem(w, s.Log, err)
		return
	}
	next(ctx)
}

// route registers what streams too much for the document: a plain handler with
// what it needs. It is the only way to a route under /api/v1 beside operation.
func (s *server) route(router chi.Router, method, address, id, summary string, permission access.Permission, handler http.HandlerFunc) {
	s.plain = append(s.plain, Operation{method, "/api/v1" + address, id, summary, permission})
	router.Method(method, "/api/v1"+address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := allowed(r, permission); err != nil {
			writeProblem(w, s.Log, err)
			return
		}
		if !recorded(method, permission) {
			handler(w, r)
			return
		}
		answer := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() { // also where a stream broke off: what went out went out
			if answer.Status() < http.StatusBadRequest {
				person, _ := personOf(r.Context())
				s.write(r.Context(), audit.Entry{Actor: actorOf(person), Operation: id, Target: targetOf(r.Context()), Outcome: audit.Done})
			}
		}()
		handler(answer, r)
	}))
}

// Operation is one thing that the API can do, and what it needs.
type Operation struct {
	Method, Path, ID, Summary string
	Permission                access.Permission
}

// Operations lists all that a person or a program may call, the streams that
// the document leaves out among them, but not what is the command line's alone.
func Operations() []Operation {
	s := newServer(context.Background(), Rooms{Log: slog.New(slog.DiscardHandler)})
	document := s.routes(chi.NewRouter()).OpenAPI()
	list := slices.DeleteFunc(s.plain, func(o Operation) bool { return o.Permission == commandLine })
	for _, op := range operations(document) {
		list = append(list, Operation{op.Method, op.Path, op.OperationID, op.Summary, neededBy(op)})
	}
	slices.SortFunc(list, func(a, b Operation) int {
		return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
	})
	return list
}

// allowed refuses nobody with 401 and a role that may not with 403.
func allowed(r *http.Request, permission access.Permission) error {
	if permission == Anybody {
		return nil
	}
	person, ok := personOf(r.Context())
	switch {
	case !ok:
		return errSignInFirst
	case permission == commandLine && person.Operator, person.May(permission):
		return nil
	case permission == commandLine:
		return problem.New(http.StatusForbidden, "Only the wend command on the server's own machine may do this.")
	case person.MustEnrol:
		return problem.New(http.StatusForbidden, "Set up two-factor codes first, under Settings, Security: an owner of this workspace requires them of everybody.")
	case person.Program && permission == access.OwnAccount:
		return problem.New(http.StatusForbidden, "Only a person who is signed in may do this: a token has no password, sessions or codes.")
	case person.Program && person.Role.May(permission):
		return problem.New(http.StatusForbidden, "This token was made without the permission %s. Make one that has it.", permission)
	}
	return problem.New(http.StatusForbidden, "This needs the role %s; yours is %s. Ask an owner of this workspace.", either(access.RolesWith(permission)), person.Role)
}

// either lists roles for a sentence: "owner, marketer or analyst".
func either(roles []access.Role) string {
	var text strings.Builder
	for i, role := range roles {
		if i > 0 && i == len(roles)-1 {
			text.WriteString(" or ")
		} else if i > 0 {
			text.WriteString(", ")
		}
		text.WriteString(string(role))
	}
	return text.String()
}

// operations lists what the document describes, in its order.
func operations(document *huma.OpenAPI) []*huma.Operation {
	var list []*huma.Operation
	for _, address := range slices.Sorted(maps.Keys(document.Paths)) {
		item := document.Paths[address]
		for _, op := range []*huma.Operation{item.Get, item.Post, item.Put, item.Patch, item.Delete, item.Head, item.Options, item.Trace} {
			if op != nil {
				list = append(list, op)
			}
		}
	}
	return list
}
