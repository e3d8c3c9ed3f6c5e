package app_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"wend/internal/collect/files"
)

// shopifyOrder is an order as a Shopify export has it.
func shopifyOrder(number int, who, status, cancelled, refunded string) string {
	return fmt.Sprintf("#%d,%s@example.com,%s,2025-03-0%d 10:00:00 +0100,%s,EUR,50,%s,Apron,1,50\n", number, who, status, number%9+1, cancelled, refunded)
}

const shopifyHeader = "Name,Email,Financial Status,Created at,Cancelled at,Currency,Total,Refunded Amount,Lineitem name,Lineitem quantity,Lineitem price\n"

// Two exports of the same shop, a week apart.
var (
	firstWeek = shopifyHeader + shopifyOrder(1, "ada", "paid", "", "0.00") + shopifyOrder(2, "ada", "paid", "", "0.00") + shopifyOrder(3, "ben", "partially_refunded", "", "10.00") +
		shopifyOrder(4, "cid", "paid", "", "0.00")
	secondWeek = shopifyHeader + shopifyOrder(1, "ada", "paid", "", "0.00") + shopifyOrder(2, "ada", "refunded", "", "50.00") + shopifyOrder(3, "ben", "partially_refunded", "", "25.00") +
		shopifyOrder(4, "cid", "voided", "2025-03-08 09:00:00 +0100", "0.00") + shopifyOrder(5, "dora", "paid", "", "0.00")
)

// drop uploads a file's text and waits for the end of its run, which brings so
// many refunds and cancellations, and can be taken back where it brings anything.
func (r *running) drop(t *testing.T, text string, changes float64) string {
	t.Helper()
	status, run := upload(t, r.address, "orders_export.csv", strings.NewReader(text), "")
	if status != http.StatusCreated {
		t.Fatalf("%d %v", status, run)
	}
	id := run["id"].(string)
	if run = r.ended(t, id); run["state"] != "done" {
		t.Fatalf("%v", run)
	}
	if run["changes"] != changes || run["undoable"] != (run["stored"].(float64)+changes > 0) {
		t.Errorf("%v", run)
	}
	return id
}

// worths are the customers' values, and how many events of orders there are;
// empty while the workspace is opened anew.
func (r *running) worths(t *testing.T) string {
	t.Helper()
	text := ""
	for _, who := range []string{"ada", "ben", "cid", "dora"} {
		switch status, c := r.call("GET", "/customers/lookup?kind=email&value="+who+"%40example.com", ""); status {
		case http.StatusOK:
			text += fmt.Sprintf("%s %v, ", who, c["value"])
		case http.StatusNotFound:
		default:
			return ""
		}
	}
	status, answer := r.call("POST", "/query/trend", `{"from":"2025-01-01T00:00:00Z","to":"2026-01-01T00:00:00Z","interval":"month","series":[
		{"event":"Order Completed","measure":"count"},{"event":"Order Refunded","measure":"count"},{"event":"Order Cancelled","measure":"count"}]}`)
	if status != http.StatusOK {
		return ""
	}
	for i, name := range []string{"completed", ", refunds", ", cancelled"} {
		total := 0.0
		for _, value := range answer["series"].([]any)[i].(map[string]any)["values"].([]any) {
			total += value.(float64)
		}
		text += fmt.Sprint(name, " ", total)
	}
	return text
}

// Every week a newer export of the same orders: what became of them since is
// known once, whatever else is imported, also after a restart; undoing the
// newer takes back what it brought.
func TestANewerExportOfTheSameOrders(t *testing.T) {
	const before = "ada 100, ben 40, cid 50, completed 4, refunds 1, cancelled 0"
	const after = "ada 50, ben 25, cid 0, dora 50, completed 5, refunds 4, cancelled 1"
	dir := t.TempDir()
	wend := start(t, dir)
	wend.drop(t, firstWeek, 1)
	if got := wend.worths(t); got != before {
		t.Fatalf("after the first week: %s", got)
	}
	newer := wend.drop(t, secondWeek, 4)
	if got := wend.worths(t); got != after {
		t.Errorf("after the second week: %s", got)
	}
	wend.stop()
	wend = start(t, dir) // what is known is read from disk
	for _, again := range []string{secondWeek, firstWeek, secondWeek} {
		wend.drop(t, again, 0)
		if got := wend.worths(t); got != after {
			t.Errorf("after an import that says nothing new: %s", got)
		}
	}
	if done := wend.commandLine(t, dir, secondWeek); done.Stored != 0 || done.Duplicates != 5 || done.Changes != 0 {
		t.Errorf("%+v", done)
	}
	if got := wend.worths(t); got != after {
		t.Errorf("after an import by the command line: %s", got)
	}
	if got, want := wend.orderBook(t), (orderBook{Orders: 5, Customers: 4, Repeaters: 1, Value: 250}); got != want {
		t.Errorf("as events tell: %+v, want %+v", got, want)
	}

	wend.ask("POST", "/imports/"+newer+"/undo", "")
	eventually(t, "the newer import is taken back", func() bool { return wend.worths(t) == before })
	onlyChanges := wend.drop(t, strings.ReplaceAll(secondWeek, shopifyOrder(5, "dora", "paid", "", "0.00"), ""), 4)
	if got, want := wend.worths(t), strings.Replace(strings.Replace(after, "dora 50, ", "", 1), "completed 5", "completed 4", 1); got != want {
		t.Errorf("after an export without new orders: %s", got)
	}
	wend.ask("POST", "/imports/"+onlyChanges+"/undo", "")
	eventually(t, "what only changed orders is taken back", func() bool { return wend.worths(t) == before })
	if done := wend.commandLine(t, dir, secondWeek); done.Changes != 4 || wend.worths(t) != after {
		t.Errorf("after the command line imported it: %+v, %s", done, wend.worths(t))
	}
}

// What became of orders goes with them to another Wend, which then knows what a
// shop's export tells.
func TestWhatBecameOfOrdersGoesAlong(t *testing.T) {
	t.Parallel()
	first := start(t, t.TempDir())
	first.drop(t, firstWeek, 1)
	first.drop(t, secondWeek, 4)
	want := first.worths(t)
	for _, what := range []string{"orders", "events"} {
		dir := t.TempDir()
		second := start(t, dir)
		exported := first.export(what, "csv")
		if what == "events" {
			path := filepath.Join(dir, "events.csv")
			if err := os.WriteFile(path, exported, 0o600); err != nil {
				t.Fatal(err)
			}
			second.importFile(dir, path)
			second.settle()
		} else {
			status, run := upload(t, second.address, "orders.csv", bytes.NewReader(exported), "")
			if status != http.StatusCreated {
				t.Fatalf("%d %v", status, run)
			}
			second.ended(t, run["id"].(string))
		}
		if got := second.worths(t); got != want {
			t.Errorf("%s: %s, want %s", what, got, want)
		}
		second.drop(t, secondWeek, 0)
		if got := second.worths(t); got != want {
			t.Errorf("%s, and the shop's export after them: %s, want %s", what, got, want)
		}
	}
}

// commandLine imports orders as `wend import orders` does.
func (r *running) commandLine(t *testing.T, dir, text string) files.Progress {
	t.Helper()
	path := filepath.Join(t.TempDir(), "orders.csv")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	done, err := files.Import(t.Context(), path, files.Options{Source: "import", Kind: files.Orders, Road: r.remote(dir), Defaults: files.Defaults{Timezone: "UTC", Currency: "EUR"}})
	if err != nil {
		t.Fatal(err)
	}
	r.settle()
	return done
}

// remote is the road that the command line takes to a running server.
func (r *running) remote(dir string) files.Remote {
	r.t.Helper()
	raw, err := os.ReadFile(filepath.Join(dir, "server.json"))
	if err != nil {
		r.t.Fatal(err)
	}
	var note struct{ Token string }
	if err := json.Unmarshal(raw, &note); err != nil {
		r.t.Fatal(err)
	}
	post := func(path string) func(context.Context, []byte) (*http.Response, error) {
		return func(ctx context.Context, body []byte) (*http.Response, error) {
			request, err := http.NewRequestWithContext(ctx, http.MethodPost, r.address+"/api/v1/operator/"+path, bytes.NewReader(body))
			if err != nil {
				return nil, err
			}
			request.Header.Set("Authorization", "Bearer "+note.Token)
			request.Header.Set("Content-Type", "application/json")
			return http.DefaultClient.Do(request)
		}
	}
	return files.Remote{Post: post("import"), PostOrders: post("orders"), PostCosts: post("costs")}
}
