package api

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"wend/internal/govern/access"
	"wend/internal/govern/audit"
)

type auditEntry struct {
	Number    int64           `json:"number"`
	Time      time.Time       `json:"time"`
	Actor     auditActor      `json:"actor"`
	Operation string          `json:"operation" doc:"The operation's id in this document"`
	Summary   string          `json:"summary" doc:"The same in words"`
	Target    *string         `json:"target" doc:"What it was done to"`
	Detail    json.RawMessage `json:"detail" doc:"What is worth knowing, without secrets and personal data"`
	Outcome   string          `json:"outcome" enum:"done,refused"`
	Address   string          `json:"address"`
	Hash      string          `json:"hash" doc:"Over this entry and the hash of the one before"`
}

type auditActor struct {
	Kind string  `json:"kind" enum:"person,token,operator,nobody"`
	ID   *string `json:"id"`
	Name string  `json:"name"`
}

type auditRequest struct {
	Limit     int    `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Cursor    string `query:"cursor"`
	Actor     string `query:"actor" doc:"Only what this person or token did: an id"`
	Operation string `query:"operation" doc:"Only this operation"`
}

type auditResponse struct {
	Body struct {
		Items []auditEntry `json:"items"`
		Next  *string      `json:"next"`
	}
}

type auditSubjectsResponse struct {
	Body struct {
		Actors     []auditActor     `json:"actors"`
		Operations []auditOperation `json:"operations"`
	}
}

type auditOperation struct {
	ID      string `json:"id"`
	Summary string `json:"summary"`
}

func (s *server) registerAudit(api huma.API) {
	operation(s, api, http.MethodGet, "/audit", "list-audit", "Every change and who made it, newest first", s.listAudit, needs(access.SeeAudit))
	operation(s, api, http.MethodGet, "/audit/subjects", "list-audit-subjects", "Who and what the audit log has entries of", s.listAuditSubjects, needs(access.SeeAudit))
}

func (s *server) auditRoutes(router chi.Router) {
	s.route(router, http.MethodGet, "/audit/csv", "download-audit", "The audit log as CSV", access.SeeAudit, s.downloadAudit)
}

func (s *server) listAudit(ctx context.Context, in *auditRequest) (*auditResponse, error) {
	entries, next, err := s.Audit.Page(ctx, audit.Filter{Actor: in.Actor, Operation: in.Operation}, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := new(auditResponse)
	out.Body.Items = []auditEntry{}
	for _, e := range entries {
		out.Body.Items = append(out.Body.Items, auditEntry{
			Number: e.Number, Time: e.Time, Actor: describeActor(e.Actor), Operation: e.Operation, Summary: s.summary(e.Operation), Target: textOrNull(e.Target),
			Detail: json.RawMessage(e.Detail), Outcome: e.Outcome, Address: e.Address, Hash: e.Hash,
		})
	}
	out.Body.Next = textOrNull(next)
	return out, nil
}

func describeActor(a audit.Actor) auditActor {
	return auditActor{Kind: a.Kind, ID: textOrNull(a.ID), Name: a.Name}
}

// summary is an operation in words; what exists no more is called by its id.
func (s *server) summary(id string) string {
	if text, known := s.summaries[id]; known {
		return text
	}
	return id
}

func (s *server) listAuditSubjects(ctx context.Context, _ *struct{}) (*auditSubjectsResponse, error) {
	actors, err := s.Audit.Actors(ctx)
	if err != nil {
		return nil, err
	}
	operations, err := s.Audit.Operations(ctx)
	out := new(auditSubjectsResponse)
	out.Body.Actors, out.Body.Operations = []auditActor{}, []auditOperation{}
	for _, a := range actors {
		out.Body.Actors = append(out.Body.Actors, describeActor(a))
	}
	for _, id := range operations {
		out.Body.Operations = append(out.Body.Operations, auditOperation{id, s.summary(id)})
	}
	return out, err
}

// downloadAudit streams. An error after the first byte cuts the connection, so
// that half a log cannot be taken for a whole one.
func (s *server) downloadAudit(w http.ResponseWriter, r *http.Request) {
	filter := audit.Filter{Actor: r.URL.Query().Get("actor"), Operation: r.URL.Query().Get("operation")}
	w.Header().Set("Content-Type", "text/csv; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="wend-audit.csv"`)
	table := csv.NewWriter(w)
	err := table.Write([]string{"number", "time", "actor_kind", "actor_id", "actor", "operation", "target", "detail", "outcome", "address", "previous", "hash"})
	for e, readErr := range s.Audit.All(r.Context(), filter) {
		if err = readErr; err == nil {
			err = table.Write([]string{strconv.FormatInt(e.Number, 10), e.Time.Format(time.RFC3339Nano), e.Actor.Kind, e.Actor.ID, harmless(e.Actor.Name),
				e.Operation, harmless(e.Target), harmless(e.Detail), e.Outcome, e.Address, e.Previous, e.Hash})
		}
		if err != nil {
			break
		}
	}
	table.Flush()
	if err == nil {
		err = table.Error()
	}
	if err != nil {
		s.Log.Error("the audit log could not be sent", "error", err)
		panic(http.ErrAbortHandler)
	}
}

// harmless keeps spreadsheets from taking a name for a formula.
func harmless(text string) string {
	if strings.IndexAny(text, "=+-@\t\r") == 0 {
		return "'" + text
	}
	return text
}
