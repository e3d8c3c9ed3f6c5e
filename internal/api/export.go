package api

import (
	"net/http"

	"github.com/go-chi/chi/v5"

	"wend/internal/govern/access"
	"wend/internal/govern/export"
)

// exportRoutes stream whole exports; they are too large for a document of JSON.
func (s *server) exportRoutes(router chi.Router) {
	s.route(router, http.MethodGet, "/export/events", "export-events", "Every event, as CSV, NDJSON or Parquet", access.Export, s.export(func(w http.ResponseWriter, r *http.Request, format export.Format) error {
		return export.Events(r.Context(), s.Operator.Log, s.Projector.Position(), s.Customers.Place, format, w)
	}))
	s.route(router, http.MethodGet, "/export/orders", "export-orders", "Every order, as CSV, NDJSON or Parquet", access.Export, s.export(func(w http.ResponseWriter, r *http.Request, format export.Format) error {
		return export.Orders(r.Context(), s.Operator.Log, s.Projector.Position(), s.Customers.Place, format, w)
	}))
	s.route(router, http.MethodGet, "/export/costs", "export-costs", "What advertising cost, as CSV, NDJSON or Parquet", access.Export, s.export(func(w http.ResponseWriter, r *http.Request, format export.Format) error {
		return export.Costs(r.Context(), s.Collector.Costs.All(r.Context()), format, w)
	}))
	s.route(router, http.MethodGet, "/export/customers", "export-customers", "Every customer, as CSV, NDJSON or Parquet", access.Export, s.export(func(w http.ResponseWriter, r *http.Request, format export.Format) error {
		return export.Customers(r.Context(), s.Customers.All(r.Context()), format, w)
	}))
}

// export answers with a stream. An error after the first byte cuts the
// connection, so that half an export cannot be taken for a whole one.
func (s *server) export(write func(http.ResponseWriter, *http.Request, export.Format) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		format, err := export.ParseFormat(r.URL.Query().Get("format"))
		if err != nil {
			writeProblem(w, s.Log, err)
			return
		}
		w.Header().Set("Content-Type", format.MediaType())
		if err := write(w, r, format); err != nil {
			s.Log.Error("export failed", "error", err)
			panic(http.ErrAbortHandler)
		}
	}
}
