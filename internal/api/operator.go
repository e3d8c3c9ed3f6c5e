package api

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"io"
	"net/http"

	"github.com/go-chi/chi/v5"

	"wend/internal/collect/files"
	"wend/internal/collect/orders"
	"wend/internal/govern/access"
	"wend/internal/govern/audit"
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
	// Audit follows the chain of the audit log.
	Audit func(ctx context.Context) (audit.Report, error)
	// Orders tells what is known of orders, by their message ids.
	Orders func(ctx context.Context, ids []string) ([]orders.Known, error)
	// Log reads stored events, for exports.
	Log export.Log
}

func (o Operator) isSecret(token string) bool {
	return o.Secret != "" && subtle.ConstantTimeCompare([]byte(token), []byte(o.Secret)) == 1
}

var operatorPerson = access.Person{ID: "operator", Name: "Command line", Role: access.Owner, Program: true, Operator: true}

func (s *server) operatorRoutes(router chi.Router) {
	for _, r := range []struct {
		method, address, id, summary string
		handler                      http.HandlerFunc
	}{
		{http.MethodGet, "", "find-server", "Whether this server has the data directory open", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }},
		{http.MethodGet, "/backup", "backup", "A consistent backup", s.getBackup},
		{http.MethodGet, "/integrity", "check-integrity", "What is wrong with the stored data", s.getIntegrity},
		{http.MethodPost, "/import", "operator-import", "Events from a file", func(w http.ResponseWriter, r *http.Request) { s.Collector.Import(w, r) }},
		{http.MethodPost, "/orders", "operator-orders", "What became of imported orders", s.postOrders},
		{http.MethodPost, "/costs", "operator-import-costs", "Costs from a file", func(w http.ResponseWriter, r *http.Request) { s.Collector.ImportCosts(w, r) }},
	} {
		s.route(router, r.method, "/operator"+r.address, r.id, r.summary, commandLine, r.handler)
	}
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

// mostOrdersAsked bounds a question about orders, in bytes.
const mostOrdersAsked = 1 << 20

func (s *server) postOrders(w http.ResponseWriter, r *http.Request) {
	var asked files.OrdersAsked
	if err := json.NewDecoder(http.MaxBytesReader(w, r.Body, mostOrdersAsked)).Decode(&asked); err != nil {
		writeProblem(w, s.Log, problem.New(http.StatusBadRequest, `The body must be {"orders":["ID",…]}, of at most 1 MiB.`))
		return
	}
	known, err := s.Operator.Orders(r.Context(), asked.Orders)
	if err != nil {
		writeProblem(w, s.Log, err)
		return
	}
	writeJSON(w, files.OrdersKnown{Orders: known})
}

// integrity is what the doctor reads.
type integrity struct {
	Faults []string   `json:"faults"`
	Audit  auditChain `json:"audit"`
}

type auditChain struct {
	Entries int64    `json:"entries"`
	Head    string   `json:"head"`
	Faults  []string `json:"faults"`
}

func (s *server) getIntegrity(w http.ResponseWriter, r *http.Request) {
	faults, err := s.Operator.Integrity(r.Context())
	if err != nil {
		writeProblem(w, s.Log, err)
		return
	}
	chain, err := s.Operator.Audit(r.Context())
	if err != nil {
		writeProblem(w, s.Log, err)
		return
	}
	writeJSON(w, integrity{Faults: faults, Audit: auditChain{chain.Entries, chain.Head, chain.Faults}})
}
