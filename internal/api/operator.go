package api

import (
	"context"
	"crypto/subtle"
	"io"
	"net/http"
	"strings"

	"github.com/go-chi/chi/v5"

	"wend/internal/govern/access"
	"wend/internal/govern/export"
	"wend/internal/problem"
)

// Operator is what only the command line on the same machine may do. It proves
// itself with a secret that lies in the data directory.
type Operator struct {
	Secret string
	// Backup writes a consistent backup.
	Backup func(ctx context.Context, to io.Writer) error
	// Integrity checks the stored data and lists what is wrong.
	Integrity func(ctx context.Context) ([]string, error)
	// Log reads stored events, for exports.
	Log export.Log
}

func (o Operator) isSecret(token string) bool {
	return o.Secret != "" && subtle.ConstantTimeCompare([]byte(token), []byte(o.Secret)) == 1
}

var operatorPerson = access.Person{ID: "operator", Name: "Command line", Role: access.Owner, Program: true}

func (s *server) operatorRoutes(router chi.Router) {
	router.Route("/api/v1/operator", func(router chi.Router) {
		router.Use(s.operatorOnly)
		router.Get("/", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
		router.Get("/backup", s.getBackup)
		router.Get("/integrity", s.getIntegrity)
		router.Post("/import", s.Collector.Import)
	})
}

func (s *server) operatorOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.Operator.isSecret(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")) {
			writeProblem(w, s.Log, problem.New(http.StatusForbidden, "Only the wend command on the server's own machine may do this."))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// getBackup streams: an error after the first byte cuts the connection, so that
// a broken backup cannot be taken for a whole one.
func (s *server) getBackup(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/zstd")
	if err := s.Operator.Backup(r.Context(), w); err != nil {
		s.Log.Error("backup failed", "error", err)
		panic(http.ErrAbortHandler)
	}
}

func (s *server) getIntegrity(w http.ResponseWriter, r *http.Request) {
	faults, err := s.Operator.Integrity(r.Context())
	if err != nil {
		writeProblem(w, s.Log, err)
		return
	}
	writeJSON(w, map[string]any{"faults": faults})
}
