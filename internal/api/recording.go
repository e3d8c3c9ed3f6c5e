package api

import (
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"wend/internal/event"
	"wend/internal/govern/access"
	"wend/internal/govern/audit"
	"wend/internal/problem"
)

// changesNothingKey marks operations that look like a change and are none.
const changesNothingKey = "x-changes-nothing"

// changesNothing marks an operation that only looks, though it is a POST that
// needs more than to read: a preview, for example. It is not in the audit log.
func changesNothing(op *huma.Operation) {
	if op.Extensions == nil {
		op.Extensions = map[string]any{}
	}
	op.Extensions[changesNothingKey] = true
}

// recorded tells whether the audit log keeps an operation: every change, and
// every taking out of data.
func recorded(method string, permission access.Permission) bool {
	return permission == access.Export || method != http.MethodGet && method != http.MethodHead && !permission.Reads()
}

// record writes down what an operation did, before it is answered. It is
// called for all of them, by operation and route.
func (s *server) record(ctx context.Context, op *huma.Operation, in, out any) {
	if op.Extensions[changesNothingKey] == true || !recorded(op.Method, neededBy(op)) {
		return
	}
	c := callerOf(ctx)
	if !c.known { // a public operation that let nobody in
		return
	}
	detail := c.detail
	if detail == "" && !personal(neededBy(op)) {
		detail = audit.Redact(bodyOf(in), true)
	}
	target := targetOf(ctx)
	if target == "" {
		target = idOf(out)
	}
	s.write(ctx, audit.Entry{Actor: actorOf(c.person), Operation: op.OperationID, Target: target, Detail: detail, Outcome: audit.Done})
}

// personal tells whether what is asked with a permission is about customers,
// and is therefore not kept.
func personal(permission access.Permission) bool {
	return permission == access.HandleIdentity || permission == access.HandlePersonalData || permission == access.Import || permission == access.ManageSources
}

// recordFailure writes down that somebody was not let in. A missing second
// step is no failure, and neither is being told to wait.
func (s *server) recordFailure(ctx context.Context, operation, email string, err error) {
	if status := problem.Status(err); status != http.StatusUnauthorized || access.WantsCode(err) {
		return
	}
	id, findErr := s.Access.IDOf(ctx, email)
	if findErr != nil {
		s.Log.Error("the audit log could not name an account", "error", findErr)
	}
	s.write(ctx, audit.Entry{Actor: audit.Actor{Kind: audit.Nobody}, Operation: operation, Target: id, Outcome: audit.Refused})
}

// write fails no request: what was asked for is done by then. It says loudly
// that the log misses it.
func (s *server) write(ctx context.Context, e audit.Entry) {
	e.Address = callerOf(ctx).address
	if err := s.Audit.Record(context.WithoutCancel(ctx), e); err != nil {
		s.Log.Error("the audit log misses a change", "operation", e.Operation, "actor", e.Actor.ID, "target", e.Target, "error", err)
	}
}

func actorOf(p access.Person) audit.Actor {
	kind := audit.Person
	switch {
	case p.Operator:
		kind = audit.Operator
	case p.Program:
		kind = audit.Token
	}
	return audit.Actor{Kind: kind, ID: p.ID, Name: p.Name}
}

// changed tells the audit log what a handler changed, better than the
// request's body would: only what differs is kept.
func changed(ctx context.Context, before, after any) {
	was, is := fields(before), fields(after)
	maps.DeleteFunc(was, func(key string, value any) bool {
		same := reflect.DeepEqual(value, is[key])
		if same {
			delete(is, key)
		}
		return same
	})
	raw, err := json.Marshal(map[string]any{"before": was, "after": is})
	if err == nil {
		callerOf(ctx).detail = audit.Redact(raw, true)
	}
}

func fields(value any) map[string]any {
	out := map[string]any{}
	if raw, err := json.Marshal(value); err == nil {
		_ = json.Unmarshal(raw, &out) // what is no object has no fields
	}
	return out
}

// targetOf is what the address of a request names.
func targetOf(ctx context.Context) string {
	route := chi.RouteContext(ctx)
	if route == nil {
		return ""
	}
	return strings.Trim(strings.Join(route.URLParams.Values, "/"), "/")
}

// idOf is the id of what an operation made, where it says so.
func idOf(out any) string {
	body := field(reflect.ValueOf(out), "Body")
	if id := field(body, "ID"); id.IsValid() && id.Kind() == reflect.String {
		return id.String()
	}
	return ""
}

func bodyOf(in any) []byte {
	if raw := field(reflect.ValueOf(in), "RawBody"); raw.IsValid() && raw.Type() == reflect.TypeFor[[]byte]() {
		return raw.Bytes()
	}
	if body := field(reflect.ValueOf(in), "Body"); body.IsValid() {
		if raw, err := json.Marshal(body.Interface()); err == nil {
			return raw
		}
	}
	return nil
}

// field is a field of a struct or of what a pointer leads to; not valid where there is none.
func field(v reflect.Value, name string) reflect.Value {
	for v.IsValid() && (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) {
		v = v.Elem()
	}
	if !v.IsValid() || v.Kind() != reflect.Struct {
		return reflect.Value{}
	}
	return v.FieldByName(name)
}

// deviceOf is what somebody recognises a browser of theirs by.
func deviceOf(userAgent string) string {
	if len(userAgent) > 1000 {
		return ""
	}
	agent := event.ParseAgent(userAgent)
	switch {
	case agent.Browser != "" && agent.OS != "":
		return agent.Browser + " on " + agent.OS
	default:
		return agent.Browser + agent.OS
	}
}
