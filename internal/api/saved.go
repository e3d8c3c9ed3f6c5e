package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"wend/internal/govern/access"
	"wend/internal/saved"
)

type pageOf struct {
	Limit  int    `query:"limit" default:"200" minimum:"1" maximum:"1000"`
	Cursor string `query:"cursor"`
}

type queryList struct {
	Body struct {
		Items []saved.Query `json:"items"`
		Next  *string       `json:"next"`
	}
}

type queryRequest struct{ Body saved.QueryBody }

type queryChange struct {
	ID   string `path:"id"`
	Body saved.QueryBody
}

type queryResponse struct{ Body saved.Query }

type dashboardList struct {
	Body struct {
		Items []saved.Dashboard `json:"items"`
		Next  *string           `json:"next"`
	}
}

type dashboardRequest struct{ Body saved.DashboardBody }

type dashboardChange struct {
	ID   string `path:"id"`
	Body saved.DashboardBody
}

type dashboardResponse struct{ Body saved.Dashboard }

type noteSpan struct {
	From string `query:"from" doc:"First day, YYYY-MM-DD; left out: no bound"`
	To   string `query:"to" doc:"Last day, included; left out: no bound"`
}

type noteList struct {
	Body struct {
		Items []saved.Note `json:"items"`
		Next  *string      `json:"next" doc:"Always null: the span bounds the list"`
	}
}

type noteRequest struct{ Body saved.NoteBody }

type noteChange struct {
	ID   string `path:"id"`
	Body saved.NoteBody
}

type noteResponse struct{ Body saved.Note }

func (s *server) registerSaved(api huma.API) {
	operation(s, api, http.MethodGet, "/saved-queries", "list-saved-queries", "Questions with a name, newest first", s.listQueries, needs(access.SeeNumbers))
	operation(s, api, http.MethodPost, "/saved-queries", "create-saved-query", "Save a question under a name", s.createQuery, created, needs(access.EditAnalyses))
	operation(s, api, http.MethodGet, "/saved-queries/{id}", "get-saved-query", "One saved query", s.getQuery, needs(access.SeeNumbers))
	operation(s, api, http.MethodPut, "/saved-queries/{id}", "put-saved-query", "Replace a saved query, or make it under this id", s.putQuery, needs(access.EditAnalyses))
	operation(s, api, http.MethodDelete, "/saved-queries/{id}", "delete-saved-query", "Delete a saved query; it can be restored for 30 days", s.deleteQuery, noContent, needs(access.EditAnalyses))
	operation(s, api, http.MethodPost, "/saved-queries/{id}/restore", "restore-saved-query", "Bring a deleted saved query back", s.restoreQuery, needs(access.EditAnalyses))

	operation(s, api, http.MethodGet, "/dashboards", "list-dashboards", "Dashboards, newest first", s.listDashboards, needs(access.SeeNumbers))
	operation(s, api, http.MethodPost, "/dashboards", "create-dashboard", "Make a dashboard", s.createDashboard, created, needs(access.EditAnalyses))
	operation(s, api, http.MethodGet, "/dashboards/{id}", "get-dashboard", "One dashboard", s.getDashboard, needs(access.SeeNumbers))
	operation(s, api, http.MethodPut, "/dashboards/{id}", "put-dashboard", "Replace a dashboard, or make it under this id", s.putDashboard, needs(access.EditAnalyses))
	operation(s, api, http.MethodDelete, "/dashboards/{id}", "delete-dashboard", "Delete a dashboard; it can be restored for 30 days", s.deleteDashboard, noContent, needs(access.EditAnalyses))
	operation(s, api, http.MethodPost, "/dashboards/{id}/restore", "restore-dashboard", "Bring a deleted dashboard back", s.restoreDashboard, needs(access.EditAnalyses))

	operation(s, api, http.MethodGet, "/notes", "list-notes", "Notes on dates, by day", s.listNotes, needs(access.SeeNumbers))
	operation(s, api, http.MethodPost, "/notes", "create-note", "Note what happened on a day", s.createNote, created, needs(access.EditAnalyses))
	operation(s, api, http.MethodPut, "/notes/{id}", "put-note", "Replace a note, or make it under this id", s.putNote, needs(access.EditAnalyses))
	operation(s, api, http.MethodDelete, "/notes/{id}", "delete-note", "Delete a note; it can be restored for 30 days", s.deleteNote, noContent, needs(access.EditAnalyses))
	operation(s, api, http.MethodPost, "/notes/{id}/restore", "restore-note", "Bring a deleted note back", s.restoreNote, needs(access.EditAnalyses))
	s.registerShares(api)
}

// by is what is kept as the author's name.
func by(ctx context.Context) string {
	person, _ := personOf(ctx)
	return person.Name
}

func (s *server) listQueries(ctx context.Context, in *pageOf) (*queryList, error) {
	items, next, err := s.Saved.Queries(ctx, in.Limit, in.Cursor)
	out := new(queryList)
	out.Body.Items, out.Body.Next = items, textOrNull(next)
	return out, err
}

func (s *server) createQuery(ctx context.Context, in *queryRequest) (*queryResponse, error) {
	q, err := s.Saved.PutQuery(ctx, by(ctx), "", in.Body)
	return &queryResponse{Body: q}, err
}

func (s *server) getQuery(ctx context.Context, in *byID) (*queryResponse, error) {
	q, err := s.Saved.Query(ctx, in.ID)
	return &queryResponse{Body: q}, err
}

func (s *server) putQuery(ctx context.Context, in *queryChange) (*queryResponse, error) {
	q, err := s.Saved.PutQuery(ctx, by(ctx), in.ID, in.Body)
	return &queryResponse{Body: q}, err
}

func (s *server) deleteQuery(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Saved.DeleteQuery(ctx, in.ID)
}

func (s *server) restoreQuery(ctx context.Context, in *byID) (*queryResponse, error) {
	q, err := s.Saved.RestoreQuery(ctx, in.ID)
	return &queryResponse{Body: q}, err
}

func (s *server) listDashboards(ctx context.Context, in *pageOf) (*dashboardList, error) {
	items, next, err := s.Saved.Dashboards(ctx, in.Limit, in.Cursor)
	out := new(dashboardList)
	out.Body.Items, out.Body.Next = items, textOrNull(next)
	return out, err
}

func (s *server) createDashboard(ctx context.Context, in *dashboardRequest) (*dashboardResponse, error) {
	d, err := s.Saved.PutDashboard(ctx, by(ctx), "", in.Body)
	return &dashboardResponse{Body: d}, err
}

func (s *server) getDashboard(ctx context.Context, in *byID) (*dashboardResponse, error) {
	d, err := s.Saved.Dashboard(ctx, in.ID)
	return &dashboardResponse{Body: d}, err
}

func (s *server) putDashboard(ctx context.Context, in *dashboardChange) (*dashboardResponse, error) {
	d, err := s.Saved.PutDashboard(ctx, by(ctx), in.ID, in.Body)
	return &dashboardResponse{Body: d}, err
}

func (s *server) deleteDashboard(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Saved.DeleteDashboard(ctx, in.ID)
}

func (s *server) restoreDashboard(ctx context.Context, in *byID) (*dashboardResponse, error) {
	d, err := s.Saved.RestoreDashboard(ctx, in.ID)
	return &dashboardResponse{Body: d}, err
}

func (s *server) listNotes(ctx context.Context, in *noteSpan) (*noteList, error) {
	items, err := s.Saved.Notes(ctx, in.From, in.To)
	out := new(noteList)
	out.Body.Items = items
	return out, err
}

func (s *server) createNote(ctx context.Context, in *noteRequest) (*noteResponse, error) {
	n, err := s.Saved.PutNote(ctx, by(ctx), "", in.Body)
	return &noteResponse{Body: n}, err
}

func (s *server) putNote(ctx context.Context, in *noteChange) (*noteResponse, error) {
	n, err := s.Saved.PutNote(ctx, by(ctx), in.ID, in.Body)
	return &noteResponse{Body: n}, err
}

func (s *server) deleteNote(ctx context.Context, in *byID) (*nothing, error) {
	return &nothing{}, s.Saved.DeleteNote(ctx, in.ID)
}

func (s *server) restoreNote(ctx context.Context, in *byID) (*noteResponse, error) {
	n, err := s.Saved.RestoreNote(ctx, in.ID)
	return &noteResponse{Body: n}, err
}
