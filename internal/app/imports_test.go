package app_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"
)

// upload hands a file over and returns the run.
func upload(t *testing.T, address, name string, content io.Reader, query string) (int, map[string]any) {
	t.Helper()
	request, err := http.NewRequest(http.MethodPost, address+"/api/v1/imports?filename="+url.QueryEscape(name)+query, content)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	answer := map[string]any{}
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, answer
}

// imported uploads a file of testdata and waits for the end of its run.
func (r *running) imported(t *testing.T, name, query string) map[string]any {
	t.Helper()
	content, err := os.ReadFile("../collect/files/testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	status, run := upload(t, r.address, name, bytes.NewReader(content), query)
	if status != http.StatusCreated {
		t.Fatalf("%s: %d %v", name, status, run)
	}
	return r.ended(t, run["id"].(string))
}

func (r *running) ended(t *testing.T, id string) (run map[string]any) {
	t.Helper()
	eventually(t, "the import ends", func() bool {
		var status int
		status, run = r.call("GET", "/imports/"+id, "")
		state, _ := run["state"].(string)
		return status == http.StatusOK && state != "waiting" && state != "running" && state != "undoing"
	})
	r.settle()
	return run
}

// orderBook is what a shop owner asks of orders.
type orderBook struct {
	Orders, Customers, Repeaters int
	Value                        float64
}

func (r *running) orderBook(t *testing.T) (b orderBook) {
	t.Helper()
	answer := r.ask("POST", "/query/trend", `{"from":"2020-01-01T00:00:00Z","to":"2030-01-01T00:00:00Z","interval":"month","series":[
		{"event":"Order Completed","measure":"count"},{"event":"Order Completed","measure":"sum:value"}]}`)
	totals := [2]float64{}
	for i, series := range answer["series"].([]any) {
		for _, value := range series.(map[string]any)["values"].([]any) {
			totals[i] += value.(float64)
		}
	}
	b.Orders, b.Value = int(totals[0]), totals[1]
	funnel := r.ask("POST", "/query/funnel", `{"from":"2020-01-01T00:00:00Z","to":"2030-01-01T00:00:00Z","window":"520w","steps":[{"event":"Order Completed"},{"event":"Order Completed"}]}`)
	for i, into := range []*int{&b.Customers, &b.Repeaters} {
		*into = int(funnel["steps"].([]any)[i].(map[string]any)["count"].(float64))
	}
	return b
}

// A Shopify order export dropped in: 12 rows, 8 completed orders of 5
// customers, two of whom came back.
func TestAShopifyExportDroppedIn(t *testing.T) {
	dir := t.TempDir()
	wend := start(t, dir)
	content, err := os.ReadFile("../collect/files/testdata/shopify_orders.csv")
	if err != nil {
		t.Fatal(err)
	}
	preview := wend.ask("POST", "/imports/preview?filename=orders_export_1.csv", string(content))
	if preview["shape"] != "a Shopify order export" || preview["kind"] != "orders" || len(preview["rows"].([]any)) != 10 || len(preview["problems"].([]any)) != 1 {
		t.Errorf("%v %v %v", preview["shape"], preview["kind"], preview["problems"])
	}
	first := preview["rows"].([]any)[0].(map[string]any)
	if first["event"] != "Order Completed" || first["value"] != 54.9 || first["time"] != "2025-03-01T09:00:00Z" {
		t.Errorf("%v", first)
	}

	run := wend.imported(t, "shopify_orders.csv", "")
	if run["state"] != "done" || run["rows"] != 12.0 || run["stored"] != 9.0 || run["rejected"] != 1.0 || run["joined"] != 2.0 || run["shape"] != "a Shopify order export" {
		t.Fatalf("%v", run)
	}
	want := orderBook{Orders: 8, Customers: 5, Repeaters: 2, Value: 262.5}
	if got := wend.orderBook(t); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	ada := wend.ask("GET", "/customers/lookup?kind=email&value=ada%40example.com", "")
	if ada["value"] != 139.8 || ada["traits"].(map[string]any)["name"] != "Ada Lind" { // 54.90 + 34.90 - 10 + 60
		t.Errorf("%v %v", ada["value"], ada["traits"])
	}
	if sources := wend.ask("GET", "/sources", ""); len(sources["items"].([]any)) != 1 { // the configured one
		t.Errorf("runs must not stand among the sources: %v", sources)
	}

	again := wend.imported(t, "shopify_orders.csv", "")
	if again["stored"] != 0.0 || again["duplicates"] != 9.0 {
		t.Errorf("a second time: %v", again)
	}
	before := wend.orderBook(t)
	undone := wend.undo(t, run["id"].(string))
	if undone["state"] != "undone" {
		t.Errorf("%v", undone)
	}
	if got := wend.orderBook(t); got != (orderBook{}) {
		t.Errorf("after the undo there is %+v", got)
	}
	if again := wend.imported(t, "shopify_orders.csv", ""); again["stored"] != 9.0 {
		t.Errorf("after the undo it imports again: %v", again)
	}
	if got := wend.orderBook(t); got != before {
		t.Errorf("got %+v, want %+v", got, before)
	}
}

// undo takes a run back, which opens the workspace again.
func (r *running) undo(t *testing.T, id string) (run map[string]any) {
	t.Helper()
	r.ask("POST", "/imports/"+id+"/undo", "")
	eventually(t, "the import is undone", func() bool {
		var status int
		status, run = r.call("GET", "/imports/"+id, "")
		return status == http.StatusOK && run["state"] == "undone"
	})
	eventually(t, "its events are gone", func() bool {
		status, _ := r.call("GET", "/settings", "")
		return status == http.StatusOK && r.count("Order Completed") == 0
	})
	return run
}

func TestCostsAreListedReplacedAndUndone(t *testing.T) {
	wend := start(t, t.TempDir())
	costsOf := func() (total float64, lines int) {
		for _, item := range wend.ask("GET", "/costs", "")["items"].([]any) {
			total, lines = total+item.(map[string]any)["cost"].(float64), lines+1
		}
		return total, lines
	}
	first := wend.imported(t, "google_ads_costs.csv", "")
	if total, lines := costsOf(); total != 1015 || lines != 2 || first["stored"] != 2.0 {
		t.Errorf("%v: %v in %d lines", first, total, lines)
	}
	if again := wend.imported(t, "google_ads_costs.csv", ""); again["stored"] != 0.0 || again["duplicates"] != 2.0 {
		t.Errorf("%v", again)
	}
	_, changed := upload(t, wend.address, "costs.csv", strings.NewReader("day,source,medium,campaign,cost,currency,clicks,impressions\n2025-01-02,google,cpc,\"Spring, sale\",9.50,EUR,1,6\n"), "")
	wend.ended(t, changed["id"].(string))
	if total, lines := costsOf(); total != 1024 || lines != 2 {
		t.Errorf("%v in %d lines", total, lines)
	}
	wend.ask("POST", "/imports/"+changed["id"].(string)+"/undo", "")
	wend.ended(t, changed["id"].(string))
	if total, _ := costsOf(); total != 1015 {
		t.Errorf("undoing brings back what was replaced: %v", total)
	}
	page := wend.ask("GET", "/costs?limit=1", "")
	next := wend.ask("GET", "/costs?limit=1&cursor="+url.QueryEscape(page["next"].(string)), "")
	if next["next"] != nil || next["items"].([]any)[0].(map[string]any)["day"] != "2025-01-02" {
		t.Errorf("%v", next)
	}
}

func TestImportsRefuseWhatTheyCannotTake(t *testing.T) {
	wend := start(t, t.TempDir())
	for _, c := range []struct {
		name, content, query string
		status               int
	}{
		{"empty.csv", "", "", 400}, {"", "a\n1\n", "", 422}, {"x.csv", "a,b\n1,2\n", "&kind=orders", 422}, {"x.csv", "a,b\n1,2\n", "&kind=nonsense", 422},
		{"x.csv", "a,b\n1,2\n", "&kind=orders&mapping=" + url.QueryEscape(`{"columns":{"a":"order_id","b":"nothing"}}`), 422}, {"x.xlsx", "PK\x03\x04....", "", 400},
	} {
		if status, answer := upload(t, wend.address, c.name, strings.NewReader(c.content), c.query); status != c.status || answer["detail"] == "" {
			t.Errorf("%s %s: %d %v", c.name, c.query, status, answer)
		}
	}
	if list := wend.ask("GET", "/imports", ""); len(list["items"].([]any)) != 0 {
		t.Errorf("what was refused is listed: %v", list)
	}
	if status, _ := wend.call("POST", "/imports/imp_none/undo", ""); status != 404 {
		t.Errorf("%d", status)
	}
}

// An import that is killed again and again goes on where it was.
func TestAKilledImportGoesOnAndStoresEverythingOnce(t *testing.T) {
	t.Parallel()
	const rows, lines = 30_000, 3 // orders, and rows of each
	dir := t.TempDir()
	var file strings.Builder
	file.WriteString("Order number,Date,Email,Total,Refunded amount,Product,Quantity,Price\n")
	for i := range rows {
		for line := range lines {
			fmt.Fprintf(&file, "N-%d,2025-0%d-1%d 10:00,c%d@example.com,30,%d,Thing %d,1,10\n", i, i%9+1, i%9, i%997, i%3*5, line)
		}
		if i%1000 == 999 {
			fmt.Fprintf(&file, "X-%d,yesterday,c@example.com,30,0,Thing,1,10\n", i)
		}
	}
	dice := rand.New(rand.NewPCG(rand.Uint64(), 0))
	id, kills := "", 0
	for ; kills < 10; kills++ {
		address, kill := child(t, dir)
		if id == "" {
			status, run := upload(t, address, "orders.csv", strings.NewReader(file.String()), "&kind=orders")
			if status != http.StatusCreated {
				t.Fatalf("%d %v", status, run)
			}
			id = run["id"].(string)
		}
		time.Sleep(20*time.Millisecond + time.Duration(dice.IntN(250))*time.Millisecond)
		state := stateOf(address, id)
		kill()
		if state == "done" {
			break
		}
	}
	wend := start(t, dir, eager)
	run := wend.ended(t, id)
	if run["state"] != "done" || run["stored"] != float64(rows) || run["rejected"] != float64(rows/1000) || run["joined"] != float64(rows*(lines-1)) || run["duplicates"] != 0.0 || run["changes"] != float64(rows/3*2) {
		t.Errorf("after %d kills: %v", kills, run)
	}
	if got := wend.count("Order Refunded"); got != rows/3*2 {
		t.Errorf("%d refunds are there, want %d", got, rows/3*2)
	}
	if got := wend.count("Order Completed"); got != rows {
		t.Errorf("%d orders are there, want %d", got, rows)
	}
	for id, times := range exportedIDs(t, wend) {
		if times != 1 {
			t.Errorf("%s is stored %d times", id, times)
		}
	}
	if got := rejectedRows(t, wend, id); got != rows/1000 {
		t.Errorf("%d rejected rows can be downloaded, want %d", got, rows/1000)
	}
	t.Logf("%d kills", kills)
	if kills < 3 {
		t.Errorf("only %d kills hit the import: the file is too small", kills)
	}
}

// child starts the program in a process of its own.
func child(t *testing.T, dir string) (address string, kill func()) {
	t.Helper()
	process := exec.Command(os.Args[0])
	process.Env = append(os.Environ(), childDirectory+"="+dir)
	process.Stderr = os.Stderr
	out, err := process.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := process.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	return strings.TrimSpace(line), func() {
		_ = process.Process.Kill()
		_ = process.Wait()
	}
}

func stateOf(address, id string) string {
	request, err := http.NewRequest(http.MethodGet, address+"/api/v1/imports/"+id, nil)
	if err != nil {
		return ""
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return ""
	}
	defer response.Body.Close()
	var run struct{ State string }
	_ = json.NewDecoder(response.Body).Decode(&run) // a state that cannot be read is not done
	return run.State
}

func rejectedRows(t *testing.T, wend *running, id string) (rows int) {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, wend.address+"/api/v1/imports/"+id+"/rejected", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	for lines := bufio.NewScanner(response.Body); lines.Scan(); {
		rows++
	}
	return rows
}

// What is exported of orders and costs, another Wend imports, and holds the same.
func TestExportedOrdersAndCostsImportedElsewhere(t *testing.T) {
	first := start(t, t.TempDir())
	first.imported(t, "shopify_orders.csv", "")
	first.imported(t, "google_ads_costs.csv", "")
	want := first.orderBook(t)
	for _, format := range []string{"csv", "ndjson", "parquet"} {
		second := start(t, t.TempDir())
		for _, what := range []string{"orders", "costs"} {
			_, run := upload(t, second.address, what+"."+format, bytes.NewReader(first.export(what, format)), "&kind="+what)
			id, _ := run["id"].(string)
			if run = second.ended(t, id); run["state"] != "done" || run["rejected"] != 0.0 {
				t.Fatalf("%s as %s: %v", what, format, run)
			}
		}
		if got := second.orderBook(t); got != want {
			t.Errorf("%s: got %+v, want %+v", format, got, want)
		}
		if got, want := fmt.Sprint(second.ask("GET", "/costs", "")), fmt.Sprint(first.ask("GET", "/costs", "")); got != want {
			t.Errorf("%s: costs %s, want %s", format, got, want)
		}
		second.stop()
	}
}
