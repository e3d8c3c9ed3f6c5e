package app_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"slices"
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
	done, err := files.Import(r.t.Context(), path, files.Options{Source: "import", Kind: files.Events, Road: r.remote(dir)})
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

// people are what an export of customers says of them, without what Wend finds out by itself.
func (r *running) people() (found []string) {
	r.t.Helper()
	for line := range strings.Lines(string(r.export("customers", "ndjson"))) {
		var c struct {
			FirstSeen   string          `json:"first_seen"`
			Identifiers []any           `json:"identifiers"`
			Traits      map[string]any  `json:"traits"`
			Consents    map[string]bool `json:"consents"`
		}
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			r.t.Fatal(err)
		}
		found = append(found, fmt.Sprint(c.FirstSeen, c.Identifiers, c.Traits, c.Consents))
	}
	slices.Sort(found)
	return found
}

func TestExportedCustomersImportedElsewhere(t *testing.T) {
	t.Parallel()
	first := start(t, t.TempDir())
	many := ""
	for i := range 40 { // more identifiers than one call may carry
		many += fmt.Sprintf(`,{"type":"identify","userId":"many","anonymousId":"m%02d","messageId":"many%d","timestamp":"2026-03-0%dT10:00:00Z"}`, i, i, 1+i%9)
	}
	first.accept("/v1/batch", `{"batch":[
		{"type":"identify","userId":"u1","anonymousId":"a1","messageId":"1","timestamp":"2026-03-01T10:00:00Z","traits":{"email":"Ann@Example.com","phone":"+49 1","name":"Ann & Co","address":{"city":"Ulm"}},"context":{"consent":{"categoryPreferences":{"email_marketing":true,"push":false}},"externalIds":[{"id":"7","type":"shopify_customer_id"}]}},
		{"type":"track","event":"Order Completed","userId":"u1","messageId":"2","timestamp":"2026-03-09T10:00:00Z","properties":{"value":5}},
		{"type":"identify","userId":"u2","messageId":"3","timestamp":"2026-03-02T10:00:00Z","traits":{"email":"bob@example.com"},"context":{"consent":{"categoryPreferences":{"email_marketing":false}}}},
		{"type":"identify","anonymousId":"a3","messageId":"4","timestamp":"2026-03-03T10:00:00Z","traits":{"plan":"pro"}},
		{"type":"identify","userId":"old","messageId":"5","timestamp":"2026-03-01T10:00:00Z","traits":{"name":"Cat"}},
		{"type":"alias","previousId":"old","userId":"new","messageId":"6","timestamp":"2026-03-05T10:00:00Z"}`+many+`]}`)
	key, _ := first.ask("POST", "/sources", `{"name":"Shop","kind":"browser"}`)["write_key"].(string)
	response, err := http.Post(first.address+"/v1/identify", "application/json", strings.NewReader(`{"writeKey":"`+key+`","anonymousId":"a4","timestamp":"2026-03-04T10:00:00Z","traits":{"email":"ann@example.com"}}`))
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatal(err, response.Status)
	}
	_ = response.Body.Close()
	first.settle()
	want := first.people()
	if len(want) != 6 {
		t.Fatalf("%d customers: %v", len(want), want)
	}
	for _, format := range []string{"csv", "ndjson", "parquet"} {
		second := start(t, t.TempDir())
		exported := first.export("customers", format)
		for i, stored := range []float64{6, 0} { // the second time adds nothing
			_, run := upload(t, second.address, "customers."+format, bytes.NewReader(exported), "")
			id, _ := run["id"].(string)
			if run = second.ended(t, id); run["state"] != "done" || run["kind"] != "customers" || run["rejected"] != 0.0 || run["stored"] != stored {
				t.Fatalf("%s, time %d: %v", format, i+1, run)
			}
		}
		if got := second.people(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", format, strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		second.stop()
	}
}
