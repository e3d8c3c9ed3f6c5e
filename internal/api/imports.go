package api

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-chi/chi/v5"

	"wend/internal/collect/costs"
	"wend/internal/collect/files"
	"wend/internal/collect/imports"
	"wend/internal/govern/access"
	"wend/internal/problem"
)

type importRun struct {
	ID         string     `json:"id"`
	Filename   string     `json:"filename"`
	Kind       string     `json:"kind" enum:"events,customers,orders,costs"`
	Shape      *string    `json:"shape" doc:"What the file was recognised as, in words; null: no export that is known"`
	Person     string     `json:"person" doc:"Who handed it over"`
	State      string     `json:"state" enum:"uploading,waiting,running,done,failed,cancelled,undoing,undone"`
	Created    time.Time  `json:"created"`
	Started    *time.Time `json:"started"`
	Finished   *time.Time `json:"finished"`
	Error      *string    `json:"error" doc:"Why it failed"`
	Rows       int64      `json:"rows" doc:"Rows read so far"`
	Stored     int64      `json:"stored"`
	Duplicates int64      `json:"duplicates" doc:"Rows that were there already"`
	Rejected   int64      `json:"rejected"`
	Joined     int64      `json:"joined" doc:"Rows that belonged to another one, as the lines of an order do"`
	Changes    int64      `json:"changes" doc:"Refunds and cancellations that it brought, of orders that were there already and of its own"`
	Read       int64      `json:"bytes_read"`
	Size       int64      `json:"bytes_total"`
	Undoable   bool       `json:"undoable"`
}

type importRunResponse struct{ Body importRun }

type importsRequest struct {
	Limit  int    `query:"limit" default:"50" minimum:"1" maximum:"500"`
	Cursor string `query:"cursor"`
}

type importsResponse struct {
	Body struct {
		Items []importRun `json:"items"`
		Next  *string     `json:"next"`
	}
}

type previewRequest struct {
	Filename string `query:"filename"`
	Kind     string `query:"kind" doc:"events, customers, orders or costs; empty: found out"`
	Mapping  string `query:"mapping" doc:"The mapping of an earlier preview, changed"`
	RawBody  []byte `contentType:"application/octet-stream"`
}

type previewResponse struct {
	Body struct {
		Shape    *string         `json:"shape" doc:"The export that the file was recognised as, in words"`
		Kind     string          `json:"kind" enum:"events,customers,orders,costs"`
		Columns  []previewColumn `json:"columns"`
		Mapping  files.Map       `json:"mapping" doc:"To be sent back, changed or not"`
		Rows     []previewRow    `json:"rows" doc:"The first rows as they would be stored"`
		Problems []string        `json:"problems"`
	}
}

type previewColumn files.Column

type previewRow struct {
	Row        int64           `json:"row" doc:"The row's number in the file, or that of an order's first row"`
	Event      string          `json:"event"`
	Time       *time.Time      `json:"time"`
	Customer   []identifier    `json:"customer"`
	Value      *float64        `json:"value"`
	Properties json.RawMessage `json:"properties"`
	Consents   map[string]bool `json:"consents" doc:"What the row says that the customer agreed to or refused, by purpose"`
	Problem    *string         `json:"problem" doc:"Why the row would be left out"`
}

type costsRequest struct {
	From   string `query:"from" doc:"The first day, as 2024-12-31"`
	To     string `query:"to" doc:"The day after the last"`
	Limit  int    `query:"limit" default:"100" minimum:"1" maximum:"1000"`
	Cursor string `query:"cursor"`
}

type costsResponse struct {
	Body struct {
		Items []costs.Line `json:"items"`
		Next  *string      `json:"next"`
	}
}

func (s *server) registerImports(api huma.API) {
	operation(s, api, http.MethodPost, "/imports/preview", "preview-import", "What Wend understands of a file's beginning", s.previewImport, needs(access.Import))
	operation(s, api, http.MethodGet, "/imports", "list-imports", "Files that were imported, newest first", s.listImports, needs(access.Import))
	operation(s, api, http.MethodGet, "/imports/{id}", "get-import", "How far an import is", s.getImport, needs(access.Import))
	operation(s, api, http.MethodPost, "/imports/{id}/cancel", "cancel-import", "End an import where it is", s.cancelImport, needs(access.Import))
	operation(s, api, http.MethodPost, "/imports/{id}/undo", "undo-import", "Take out what an import stored, as if it had never come", s.undoImport, needs(access.Import))
	operation(s, api, http.MethodGet, "/costs", "list-costs", "What advertising cost, by day, source, medium and campaign", s.listCosts, needs(access.SeeNumbers))
}

// importRoutes stream.
func (s *server) importRoutes(router chi.Router) {
	s.route(router, http.MethodPost, "/imports", "create-import", "Hand a file over to be imported", access.Import, s.createImport)
	s.route(router, http.MethodGet, "/imports/{id}/rejected", "get-rejected-rows", "The rows that an import rejected, and why", access.Import, s.getRejected)
}

func (s *server) previewImport(_ context.Context, in *previewRequest) (*previewResponse, error) {
	kind, mapping, err := importParameters(in.Kind, in.Mapping)
	if err != nil {
		return nil, err
	}
	p, err := s.Imports.Preview(in.RawBody, in.Filename, kind, mapping)
	if err != nil {
		return nil, err
	}
	out := new(previewResponse)
	out.Body.Kind, out.Body.Problems = string(p.Reading.Kind), p.Problems
	out.Body.Columns, out.Body.Rows = []previewColumn{}, []previewRow{}
	for _, c := range p.Columns {
		out.Body.Columns = append(out.Body.Columns, previewColumn(c))
	}
	for _, u := range p.Rows {
		row := previewRow{Row: u.Row, Event: u.Event, Time: timeOrNull(u.Time), Customer: []identifier{}, Value: u.Value, Properties: u.Properties, Consents: u.Consents, Problem: textOrNull(u.Problem)}
		if row.Consents == nil {
			row.Consents = map[string]bool{}
		}
		for _, id := range u.Customer {
			row.Customer = append(row.Customer, identifier{id.Kind, id.Value})
		}
		out.Body.Rows = append(out.Body.Rows, row)
	}
	if p.Reading.Map != nil {
		out.Body.Mapping = *p.Reading.Map
	}
	if p.Reading.Shape != nil {
		out.Body.Shape = &p.Reading.Shape.Title
	}
	return out, nil
}

func importParameters(kind, mapping string) (files.Kind, *files.Map, error) {
	k, err := files.ParseKind(kind)
	if err != nil || mapping == "" {
		return k, nil, err
	}
	m, err := files.ParseMap([]byte(mapping), true)
	if err != nil {
		return k, nil, problem.At("/mapping", "The mapping cannot be read: %s.", err)
	}
	if m.Columns == nil {
		return k, nil, nil // the file's own names say it
	}
	return k, m, nil
}

func (s *server) createImport(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	kind, mapping, err := importParameters(query.Get("kind"), query.Get("mapping"))
	var run imports.Run
	if err == nil {
		person, _ := personOf(r.Context())
		run, err = s.Imports.Create(r.Context(), imports.Upload{Filename: query.Get("filename"), Kind: kind, Mapping: mapping, Person: person.Name, Body: steady{r.Body, http.NewResponseController(w)}, Length: r.ContentLength})
	}
	if err != nil {
		writeProblem(w, s.Log, err)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusCreated)
	writeJSON(w, s.describeImport(run))
}

// steady lets a large file take as long as it needs, while it goes on coming.
type steady struct {
	io.Reader
	connection *http.ResponseController
}

// longestSilence is how long nothing of a file may come.
const longestSilence = time.Minute

func (s steady) Read(p []byte) (int, error) {
	_ = s.connection.SetReadDeadline(time.Now().Add(longestSilence)) // recorders in tests have none
	return s.Reader.Read(p)
}

func (s *server) getRejected(w http.ResponseWriter, r *http.Request) {
	file, err := s.Imports.Rejected(r.Context(), chi.URLParam(r, "id"))
	if err != nil {
		writeProblem(w, s.Log, err)
		return
	}
	defer file.Close()
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Content-Disposition", `attachment; filename="rejected.ndjson"`)
	if _, err := io.Copy(w, file); err != nil {
		panic(http.ErrAbortHandler) // half of it must not be taken for all
	}
}

func (s *server) listImports(ctx context.Context, in *importsRequest) (*importsResponse, error) {
	list, next, err := s.Imports.List(ctx, in.Limit, in.Cursor)
	if err != nil {
		return nil, err
	}
	out := new(importsResponse)
	out.Body.Items = []importRun{}
	for _, run := range list {
		out.Body.Items = append(out.Body.Items, s.describeImport(run))
	}
	out.Body.Next = textOrNull(next)
	return out, nil
}

func (s *server) getImport(ctx context.Context, in *byID) (*importRunResponse, error) {
	return s.oneImport(s.Imports.Find(ctx, in.ID))
}

func (s *server) cancelImport(ctx context.Context, in *byID) (*importRunResponse, error) {
	return s.oneImport(s.Imports.Cancel(ctx, in.ID))
}

func (s *server) undoImport(ctx context.Context, in *byID) (*importRunResponse, error) {
	return s.oneImport(s.Imports.Undo(ctx, in.ID))
}

func (s *server) oneImport(run imports.Run, err error) (*importRunResponse, error) {
	if err != nil {
		return nil, err
	}
	return &importRunResponse{Body: s.describeImport(run)}, nil
}

func (s *server) listCosts(ctx context.Context, in *costsRequest) (*costsResponse, error) {
	lines, next, err := s.Collector.Costs.List(ctx, costs.Query{From: in.From, To: in.To, Limit: in.Limit, Cursor: in.Cursor})
	if err != nil {
		return nil, err
	}
	out := new(costsResponse)
	out.Body.Items = append([]costs.Line{}, lines...)
	out.Body.Next = textOrNull(next)
	return out, nil
}

func (s *server) describeImport(r imports.Run) importRun {
	p := r.Progress
	out := importRun{ID: r.ID, Filename: r.Filename, Kind: string(r.Kind), Person: r.Person, State: string(r.State), Created: imports.Time(r.Created),
		Started: timeOrNull(imports.Time(r.Started)), Finished: timeOrNull(imports.Time(r.Finished)), Error: textOrNull(r.Problem),
		Rows: p.Rows, Stored: p.Stored, Duplicates: p.Duplicates, Rejected: p.Rejected, Joined: p.Joined, Changes: p.Changes, Read: p.Read, Size: r.Size,
		Undoable: (r.State == imports.Done || r.State == imports.Failed || r.State == imports.Cancelled) && p.Stored+p.Changes > 0}
	if shape := files.FindShape(r.Shape); shape != nil {
		out.Shape = &shape.Title
	}
	if out.Kind == "" {
		out.Kind = string(files.Events)
	}
	return out
}
