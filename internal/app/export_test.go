package app_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"wend/internal/collect/files"
)

// export downloads a whole export.
func (r *running) export(what, format string) []byte {
	r.t.Helper()
	request, err := http.NewRequest(http.MethodGet, r.address+"/api/v1/export/"+what+"?format="+format, nil)
	if err != nil {
		r.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		r.t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		r.t.Fatalf("export %s as %s: %d %v", what, format, response.StatusCode, err)
	}
	return raw
}

// importFile does what `wend import events` does, over the same door.
func (r *running) importFile(dir, path string) files.Progress {
	r.t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "server.json"))
	if err != nil {
		r.t.Fatal(err)
	}
	var note struct{ Token string }
	if err := json.Unmarshal(raw, &note); err != nil {
		r.t.Fatal(err)
	}
	done, err := files.Import(r.t.Context(), path, files.Options{Source: "import", Kind: files.Events, Road: files.Remote{Post: func(ctx context.Context, body []byte) (*http.Response, error) {
		request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.address+"/api/v1/operator/import", bytes.NewReader(body))
		if err != nil {
			return nil, err
		}
		request.Header.Set("Authorization", "Bearer "+note.Token)
		request.Header.Set("Content-Type", "application/json")
		return http.DefaultClient.Do(request)
	}}})
	if err != nil {
		r.t.Fatal(err)
	}
	return done
}

func TestAnExportImportedElsewhereShowsTheSameBusiness(t *testing.T) {
	t.Parallel()
	calls := smallBusiness(4)
	orders := strings.Count(strings.Join(calls, ""), "Order Completed")
	first := start(t, t.TempDir())
	first.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)
	eventually(t, "all orders are counted", func() bool { return first.count("Order Completed") == orders })
	want := picture(t, first)
	forgetArrival(want)

	for _, format := range []string{"ndjson", "csv", "parquet"} {
		file := filepath.Join(t.TempDir(), "events."+format)
		if err := os.WriteFile(file, first.export("events", format), 0o600); err != nil {
			t.Fatal(err)
		}
		dir := t.TempDir()
		second := start(t, dir)
		if done := second.importFile(dir, file); done.Stored != int64(len(calls)) || done.Rejected != 0 {
			t.Errorf("%s: imported %+v, want %d stored", format, done, len(calls))
		}
		if done := second.importFile(dir, file); done.Stored != 0 || done.Duplicates != int64(len(calls)) {
			t.Errorf("%s: imported again %+v, want nothing new", format, done)
		}
		second.settle()
		got := picture(t, second)
		forgetArrival(got)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: the import shows\n%v\nwant\n%v", format, got, want)
		}
		second.stop()
	}
}

func TestExportedTablesHaveEveryRow(t *testing.T) {
	wend := start(t, t.TempDir())
	calls := smallBusiness(5)
	wend.accept("/v1/batch", `{"batch":[`+strings.Join(calls, ",")+`]}`)
	eventually(t, "the CSV has a header and every row", func() bool {
		rows, err := csv.NewReader(bytes.NewReader(wend.export("events", "csv"))).ReadAll()
		return err == nil && len(rows) == len(calls)+1
	})
	table := wend.export("events", "parquet")
	file, err := parquet.OpenFile(bytes.NewReader(table), int64(len(table)))
	if err != nil || file.NumRows() != int64(len(calls)) {
		t.Errorf("Parquet has %v rows, want %d: %v", file, len(calls), err)
	}
	customers, err := csv.NewReader(bytes.NewReader(wend.export("customers", "csv"))).ReadAll()
	if err != nil || len(customers) < 6 {
		t.Errorf("%d rows of customers, want a header and at least five: %v", len(customers), err)
	}
}
