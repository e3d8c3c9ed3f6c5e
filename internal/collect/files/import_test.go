package files

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/parquet-go/parquet-go"

	"wend/internal/collect/orders"
	"wend/internal/event"
	"wend/internal/problem"
)

// memoryRoad keeps events, leaves out messages that it has, and can be overloaded.
type memoryRoad struct {
	events   []*event.Event
	ids      map[string]bool
	refusals int
	fail     error
	largest  int
	ledger   *orders.Ledger
}

func (r *memoryRoad) Orders(ctx context.Context, ids []string) ([]orders.Known, error) {
	if r.ledger == nil {
		return make([]orders.Known, len(ids)), nil
	}
	return r.ledger.Orders(ctx, ids)
}

func (r *memoryRoad) Accept(_ context.Context, events []*event.Event) (duplicates int, err error) {
	if r.refusals > 0 {
		r.refusals--
		return 0, &problem.Problem{Status: 503, Detail: "later", RetryIn: 1}
	}
	if r.fail != nil {
		return 0, r.fail
	}
	if r.ids == nil {
		r.ids, r.ledger = map[string]bool{}, orders.NewLedger()
	}
	r.largest = max(r.largest, len(events))
	for _, e := range events {
		if r.ids[e.MessageID] {
			duplicates++
			continue
		}
		r.ids[e.MessageID] = true
		r.events = append(r.events, e)
		r.ledger.Observe(e)
	}
	return duplicates, nil
}

func write(t testing.TB, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func run(t testing.TB, path string, options Options) (*memoryRoad, Progress) {
	t.Helper()
	road := &memoryRoad{}
	options.Road, options.Source = road, "src_files"
	if options.Kind == "" {
		options.Kind = Events
	}
	progress, err := Import(t.Context(), path, options)
	if err != nil {
		t.Fatal(err)
	}
	return road, progress
}

func rejections(t testing.TB, path string) (list []rejectedRow) {
	t.Helper()
	text, err := os.ReadFile(path + ".rejected.ndjson")
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		var r rejectedRow
		if err := json.Unmarshal(line, &r); err != nil {
			t.Fatal(err)
		}
		list = append(list, r)
	}
	return list
}

func TestMappedCSV(t *testing.T) {
	clicks, err := os.ReadFile("testdata/clicks.csv")
	if err != nil {
		t.Fatal(err)
	}
	m, err := LoadMap("testdata/clicks.toml")
	if err != nil {
		t.Fatal(err)
	}
	path := write(t, "clicks.csv", clicks)
	road, progress := run(t, path, Options{Map: m})
	if progress.Rows != 6 || progress.Stored != 3 || progress.Rejected != 3 || progress.Duplicates != 0 || progress.Read != progress.Size {
		t.Fatalf("%+v", progress)
	}
	e := road.events[1]
	if e.Name != "Product Viewed" || e.Identifiers[0] != (event.Identifier{Kind: "anonymous_id", Value: "7"}) || e.Source != "src_files" ||
		e.Time != time.Date(2008, 4, 1, 0, 0, 2, 0, time.UTC).UnixMilli() || !e.Flags.Has(event.Imported|event.Trusted) || e.Facts.Page != "/skirts/B4" {
		t.Errorf("%+v", e)
	}
	want := `{"category":"skirts","country":29,"look":{"colour":3,"location":5},"model_photography":1,"page":1,"position":2,"price":52,"price_2":1,"product_id":"B4"}`
	var properties any
	if err := json.Unmarshal(e.Properties, &properties); err != nil {
		t.Fatalf("%s: %v", e.Properties, err)
	}
	if got, _ := json.Marshal(properties); string(got) != want {
		t.Errorf("properties are %s, want %s", got, want)
	}
	bad := rejections(t, path)
	if len(bad) != 3 || bad[0].Row != 4 || !strings.Contains(bad[0].Reason, "2008-13-01") || bad[1].Row != 5 || !strings.Contains(bad[1].Reason, "names nobody") ||
		bad[1].Columns["page2_clothing_model"] != "P1" || bad[2].Row != 6 || !strings.Contains(bad[2].Reason, "15 columns") {
		t.Errorf("rejected: %+v", bad)
	}
	for _, e := range road.events {
		if !json.Valid(e.Raw) {
			t.Errorf("no JSON: %s", e.Raw)
		}
	}
}

func TestTwiceAddsNothing(t *testing.T) {
	path := write(t, "e.csv", []byte("event,user_id,time,email\nA,u,2024-01-01,a@b.c\nA,u,2024-01-01,a@b.c\nB,u,2024-01-01,\n"))
	road := &memoryRoad{}
	for round := range 2 {
		progress, err := Import(t.Context(), path, Options{Kind: Events, Road: road, Source: "s"})
		if err != nil {
			t.Fatal(err)
		}
		if want := int64(2 - 2*round); progress.Stored != want || progress.Duplicates != 3-want {
			t.Errorf("round %d: %+v", round, progress)
		}
	}
	if ids := road.events[0].Identifiers; len(ids) != 2 || ids[1] != (event.Identifier{Kind: "email", Value: "a@b.c"}) {
		t.Errorf("a mail column identifies: %+v", ids)
	}
}

func TestColumnsByName(t *testing.T) {
	text := "Type;Event;User ID;messageId;Timestamp;properties.price;properties.sku;context.page.path;context.campaign;color;session_id\n" +
		"track;Product Viewed;7;m1;2024-03-01 10:00:00;9.5;0012;/x;\"{\"\"source\"\":\"\"s\"\"}\";red;ignored\n" +
		";Product Viewed;7;m2;2024-03-01 10:00:00;;;;;;\n" +
		"page;;7;m3;2024-03-01 10:00:00;;;/y;;;\n"
	road, progress := run(t, write(t, "e.csv", []byte("\uFEFF"+text)), Options{})
	if progress.Stored != 3 {
		t.Fatalf("%+v", progress)
	}
	e := road.events[0]
	if e.MessageID != "m1" || string(e.Properties) != `{"color":"red","price":9.5,"sku":"0012"}` || e.Facts.Page != "/x" || e.Facts.Source != "s" {
		t.Errorf("%s %s %+v", e.Raw, e.Properties, e.Facts)
	}
	if e := road.events[1]; string(e.Raw) != `{"type":"track","event":"Product Viewed","userId":"7","messageId":"m2","timestamp":1709287200000}` {
		t.Errorf("empty cells are not there: %s", e.Raw)
	}
	if e := road.events[2]; e.Type != event.Page || e.Facts.Page != "/y" {
		t.Errorf("%s", e.Raw)
	}
}

// An exported table can be imported again; what Wend finds out by itself is left out.
func TestExportedTable(t *testing.T) {
	text := "message_id,type,event,original_event,time,received_at,customer_id,session_id,channel,source,user_id,anonymous_id,device,value,bot,trusted,properties,traits,context\n" +
		`m1,track,Order Completed,purchase,2024-03-01T10:00:00.000Z,2024-03-01T10:00:01.000Z,c_1,s_1,Direct,src_1,u,,mobile,9.5,false,true,"{""total"":9.5,""a.b"":[1]}",,"{""page"":{""path"":""/x""}}"` + "\n" +
		`m2,identify,,,2024-03-01T10:00:00.000Z,2024-03-01T10:00:01.000Z,c_1,,,src_1,u,a,,,false,false,,"{""email"":""a@b.c""}",` + "\n"
	road, progress := run(t, write(t, "e.csv", []byte(text)), Options{})
	if progress.Stored != 2 {
		t.Fatalf("%+v", progress)
	}
	if got, want := string(road.events[0].Raw), `{"type":"track","event":"purchase","userId":"u","messageId":"m1","timestamp":1709287200000,"properties":{"total":9.5,"a.b":[1]},"context":{"page":{"path":"/x"}}}`; got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if e := road.events[1]; e.Flags.Has(event.Trusted) || len(e.Identifiers) != 2 || string(e.Traits) != `{"email":"a@b.c"}` {
		t.Errorf("what was not trusted stays so: %s %+v", e.Raw, e.Identifiers)
	}
}

func TestWholeObjectsAndColumns(t *testing.T) {
	road, _ := run(t, write(t, "e.csv", []byte("event,user_id,properties,properties.b,color\nA,u,\"{\"\"a\"\":1}\",2,red\nB,u,,2,\nC,u,{},,\nD,u,7,,\n")), Options{})
	for i, want := range []string{`{"a":1,"b":2,"color":"red"}`, `{"b":2}`, ``, ``} {
		if got := string(road.events[i].Properties); got != want {
			t.Errorf("row %d: got %s, want %s", i+1, got, want)
		}
	}
}

func TestAlternatives(t *testing.T) {
	road, _ := run(t, write(t, "e.csv", []byte("a,b,x|y\n1,2,3\n,2,3\n")), Options{Map: &Map{Event: "E", UserID: "{a|b}", GroupID: "{x|y}", Rest: "drop"}})
	if road.events[0].Identifiers[0].Value != "1" || road.events[1].Identifiers[0].Value != "2" {
		t.Errorf("%s %s", road.events[0].Raw, road.events[1].Raw)
	}
}

func TestCustomers(t *testing.T) {
	road, _ := run(t, write(t, "c.csv", []byte("user_id,email,phone,name,plan\n7,Ann@x.de,+49 1,Ann,pro\n,bob@x.de,,Bob,\n")), Options{Kind: Customers})
	first, second := road.events[0], road.events[1]
	if first.Type != event.Identify || len(first.Identifiers) != 3 || string(first.Traits) != `{"email":"Ann@x.de","phone":"+49 1","name":"Ann","plan":"pro"}` {
		t.Errorf("%s %+v", first.Raw, first.Identifiers)
	}
	if len(second.Identifiers) != 1 || second.Identifiers[0].Value != "bob@x.de" {
		t.Errorf("%s %+v", second.Raw, second.Identifiers)
	}
}

func TestNDJSON(t *testing.T) {
	long := `{"type":"track","event":"Long","userId":"u","properties":{"x":"` + strings.Repeat("x", 300<<10) + `"}}`
	lines := []string{
		`{"type":"track","event":"A","userId":"u","timestamp":"2024-01-01T00:00:00Z","sentAt":"2024-06-01T00:00:00Z"}`, "",
		`{"type":"page","userId":"u","messageId":"m","receivedAt":"2024-01-01T00:00:00Z","customer_id":"c","session_id":"s","channel":"Direct","more":1}`,
		`not json`, long, `{"type":"identify","traits":{"email":"a@b.c"},"anonymousId":"x","trusted":false}`, `{"type":"identify","traits":{"email":"a@b.c"}}`,
		"{\"type\":\"track\",\"event\":\"\xff\",\"userId\":\"u\"}", `  {"type":"page","userId":"last"}`,
	}
	path := write(t, "e.ndjson", []byte(strings.Join(lines, "\r\n")))
	road, progress := run(t, path, Options{})
	if progress.Rows != 8 || progress.Stored != 5 || progress.Rejected != 3 {
		t.Fatalf("%+v %+v", progress, rejections(t, path))
	}
	if e := road.events[0]; e.Time != time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli() {
		t.Errorf("history is not corrected: %d", e.Time)
	}
	if e := road.events[1]; string(e.Raw) != `{"type":"page","userId":"u","messageId":"m","more":1}` {
		t.Errorf("what an export added must go: %s", e.Raw)
	}
	if e := road.events[2]; len(e.Identifiers) != 1 || e.Flags.Has(event.Trusted) {
		t.Errorf("what was not trusted stays so: %+v", e.Identifiers)
	}
	if e := road.events[3]; len(e.Identifiers) != 1 || e.Identifiers[0].Kind != "email" {
		t.Errorf("%+v", e.Identifiers)
	}
	if bad := rejections(t, path); bad[0].Text != "not json" || bad[0].Row != 3 || bad[1].Row != 4 || !strings.Contains(bad[2].Reason, "UTF-8") {
		t.Errorf("%+v", bad)
	}
	if err := os.WriteFile(path, []byte(lines[0]), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, progress = run(t, path, Options{}); progress.Rejected != 0 || rejections(t, path) != nil {
		t.Error("the file of an earlier import stays behind")
	}
}

func TestGzipAndParquet(t *testing.T) {
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	fmt.Fprintln(w, "event,user_id\nA,u")
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if road, _ := run(t, write(t, "e.csv.gz", packed.Bytes()), Options{}); len(road.events) != 1 {
		t.Error("a gzip file was not read")
	}

	type line struct {
		Event      string    `parquet:"event"`
		UserID     int64     `parquet:"userId"`
		Timestamp  time.Time `parquet:"timestamp,timestamp(microsecond)"`
		Price      float64   `parquet:"price"`
		Gift       bool      `parquet:"gift"`
		Properties []byte    `parquet:"properties,json"`
		Note       *string   `parquet:"note,optional"`
		Tags       []string  `parquet:"tags,list"`
	}
	at := time.Date(2024, 3, 1, 10, 0, 0, 123_000_000, time.UTC)
	var file bytes.Buffer
	if err := parquet.Write(&file, []line{{"A", 7, at, 9.5, true, nil, nil, []string{"a", "b"}}, {"purchase", 8, at, 3, false, []byte("{}"), nil, nil}}); err != nil {
		t.Fatal(err)
	}
	road, progress := run(t, write(t, "e.parquet", file.Bytes()), Options{Map: &Map{Event: "{event}", UserID: "{userId}", Timestamp: "{timestamp}"}})
	if progress.Stored != 2 {
		t.Fatalf("%+v", progress)
	}
	if e := road.events[0]; e.Time != at.UnixMilli() || e.Identifiers[0].Value != "7" || string(e.Properties) != `{"gift":true,"price":9.5,"tags":["a","b"]}` {
		t.Errorf("%d %s", e.Time, e.Raw)
	}
	if e := road.events[1]; e.Name != "Order Completed" {
		t.Errorf("%s", e.Raw)
	}
}

func TestDamagedFiles(t *testing.T) {
	for name, content := range map[string]string{
		"empty.csv": "", "broken.parquet": "PAR1 and no more", "list.json": "[{}]", "broken.csv.gz": "\x1f\x8b\x08nonsense",
	} {
		progress, err := Import(t.Context(), write(t, name, []byte(content)), Options{Kind: Events, Road: &memoryRoad{}})
		if problem.Status(err) != 400 || progress.Stored != 0 {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Import(t.Context(), filepath.Join(t.TempDir(), "none.csv"), Options{}); problem.Status(err) != 404 {
		t.Errorf("a file that is not there: %v", err)
	}
	// A quote that is never closed must not take the rest of the file into memory.
	path := write(t, "quote.csv", []byte("event,user_id\nA,u\nB,\"u\n"+strings.Repeat("C,u\n", 1<<20)))
	progress, err := Import(t.Context(), path, Options{Kind: Events, Road: &memoryRoad{}})
	if err == nil || !strings.Contains(err.Error(), "quote") || progress.Stored != 1 {
		t.Errorf("%+v %v", progress, err)
	}
	path = write(t, "bare.csv", []byte("event,user_id\nA\"x\",u\nB,u\n"))
	if _, progress := run(t, path, Options{}); progress.Stored != 1 || progress.Rejected != 1 {
		t.Errorf("a bad row must not cost the good ones: %+v", progress)
	}
}

func TestMapsAreChecked(t *testing.T) {
	for text, want := range map[string]string{
		`event = "X"` + "\n" + `user = "{u}"`: "user", `{`: "", "[properties]\na = 1": "",
	} {
		if _, err := ParseMap([]byte(text), false); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", text, err)
		}
	}
	path := write(t, "e.csv", []byte("a,b\n1,2\n"))
	for _, c := range []struct {
		m       Map
		pointer string
	}{
		{Map{UserID: "{c}"}, "/userId"}, {Map{UserID: "{a"}, "/userId"}, {Map{Timezone: "Mars/Base"}, "/timezone"}, {Map{Rest: "burn"}, "/rest"}, {Map{Text: []string{"c"}}, "/text"},
		{Map{Values: map[string]map[string]string{"c": nil}}, "/values/c"}, {Map{Properties: map[string]string{"x": "{a}", "x.y": "{b}"}}, "/properties"}, {Map{Delimiter: "ab"}, "/delimiter"},
		{Map{Properties: map[string]string{"x": "{q}"}}, "/properties/x"},
	} {
		_, err := Import(t.Context(), path, Options{Kind: Events, Road: &memoryRoad{}, Map: &c.m})
		var p *problem.Problem
		if !errors.As(err, &p) || p.Status != 422 || len(p.Fields) == 0 || p.Fields[0].Pointer != c.pointer {
			t.Errorf("%s: %v", c.pointer, err)
		}
	}
	m, err := ParseMap([]byte(`{"userId":"{a}","properties":{"x":"{b}"}}`), true)
	if err != nil || m.UserID != "{a}" {
		t.Errorf("JSON: %v", err)
	}
}

func TestTimeFormats(t *testing.T) {
	for _, c := range []struct {
		m    Map
		text string
		want time.Time
	}{
		{Map{}, "2024-03-01T10:00:00+02:00", time.Date(2024, 3, 1, 8, 0, 0, 0, time.UTC)},
		{Map{Timezone: "Europe/Warsaw"}, "2024-07-01 10:00:00", time.Date(2024, 7, 1, 8, 0, 0, 0, time.UTC)},
		{Map{Timezone: "Europe/Warsaw"}, "2024-07-01", time.Date(2024, 6, 30, 22, 0, 0, 0, time.UTC)},
		{Map{Timezone: "Europe/Warsaw"}, "2024-07-01T10:00:00Z", time.Date(2024, 7, 1, 10, 0, 0, 0, time.UTC)},
		{Map{TimeFormat: "seconds"}, "1700000000.5", time.UnixMilli(1700000000500)},
		{Map{TimeFormat: "milliseconds"}, "1700000000500", time.UnixMilli(1700000000500)},
		{Map{TimeFormat: "microseconds"}, "1700000000500000", time.UnixMilli(1700000000500)},
		{Map{TimeFormat: "02.01.2006 15:04", Timezone: "Europe/Berlin"}, "01.07.2024 10:00", time.Date(2024, 7, 1, 8, 0, 0, 0, time.UTC)},
		{Map{Later: "1.5h"}, "2024-03-01", time.Date(2024, 3, 1, 1, 30, 0, 0, time.UTC)},
	} {
		c.m.Event, c.m.UserID, c.m.Timestamp = "X", "u", "{t}"
		road, progress := run(t, write(t, "e.csv", []byte("t\n"+c.text+"\n")), Options{Map: &c.m})
		if progress.Stored != 1 || road.events[0].Time != c.want.UnixMilli() {
			t.Errorf("%s: %+v", c.text, progress)
		}
	}
	for _, m := range []Map{{TimeFormat: "seconds"}, {Later: "soon"}, {TimeFormat: "2006"}} {
		m.Event, m.UserID, m.Timestamp = "X", "u", "{t}"
		if _, progress := run(t, write(t, "e.csv", []byte("t\n2024-03-01\n")), Options{Map: &m}); progress.Rejected != 1 {
			t.Errorf("%+v: %+v", m, progress)
		}
	}
}

func TestProgressAndFaults(t *testing.T) {
	var text strings.Builder
	text.WriteString("event,user_id\n")
	for i := range 3 * groupRows {
		fmt.Fprintf(&text, "E%d,u\n", i)
	}
	path := write(t, "e.csv", []byte(text.String()))
	var steps []Progress
	road, _ := run(t, path, Options{Durable: func(_ context.Context, p Progress) error { steps = append(steps, p); return nil }})
	if len(steps) < 3 || steps[0].Stored != groupRows || steps[len(steps)-1].Stored != 3*groupRows || road.largest != groupRows {
		t.Errorf("%d steps, groups of %d", len(steps), road.largest)
	}
	broken := errors.New("disk full")
	if _, err := Import(t.Context(), path, Options{Kind: Events, Road: &memoryRoad{fail: broken}}); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Import(ctx, path, Options{Kind: Events, Road: &memoryRoad{}}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	synctest.Test(t, func(t *testing.T) { // overload is waited out, in virtual time
		road := &memoryRoad{refusals: 3}
		if progress, err := Import(t.Context(), path, Options{Kind: Events, Road: road}); err != nil || progress.Stored != 3*groupRows {
			t.Errorf("%+v %v", progress, err)
		}
	})
}

// The published clickstream, with the map of docs/import.md.
func TestRealClickstream(t *testing.T) {
	const path = "../../../../shared/data/events/eshop_clicks_sample.csv.gz"
	expected, err := os.ReadFile("../../../../shared/data/events/expected.json")
	if err != nil {
		t.Skip("the reference data is not beside the checkout")
	}
	var want struct {
		Clicks struct {
			Rows, Sessions int64
			Months         map[string]int
			Categories     map[string]int `json:"by_page1_main_category"`
			Models         int            `json:"distinct_models"`
			Top            [][]any        `json:"top_models"`
			Countries      int
			Price          float64 `json:"mean_price"`
		} `json:"eshop_clicks_sample"`
	}
	if err := json.Unmarshal(expected, &want); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(t.TempDir(), "clicks.csv.gz") // what is rejected is written beside the file
	if original, err := filepath.Abs(path); err != nil || os.Symlink(original, link) != nil {
		t.Fatal(err)
	}
	m, err := LoadMap("testdata/clicks.toml")
	if err != nil {
		t.Fatal(err)
	}
	road, progress := run(t, link, Options{Map: m})
	if progress.Rows != want.Clicks.Rows || progress.Stored != want.Clicks.Rows || progress.Rejected+progress.Duplicates != 0 {
		t.Fatalf("%+v", progress)
	}
	sessions, months, categories, models, countries, price := map[string]bool{}, map[string]int{}, map[string]int{}, map[string]int{}, map[string]bool{}, 0.0
	for _, e := range road.events {
		var properties struct {
			Category, ProductID string
			Product             string `json:"product_id"`
			Country             int
			Price               float64
		}
		if err := json.Unmarshal(e.Properties, &properties); err != nil {
			t.Fatal(err)
		}
		sessions[e.Identifiers[0].Value] = true
		months[fmt.Sprint(int(time.UnixMilli(e.Time).UTC().Month()))]++
		categories[properties.Category]++
		models[properties.Product]++
		countries[fmt.Sprint(properties.Country)] = true
		price += properties.Price
	}
	names := map[string]string{"1": "trousers", "2": "skirts", "3": "blouses", "4": "sale"}
	for code, n := range want.Clicks.Categories {
		if categories[names[code]] != n {
			t.Errorf("%s: %d clicks, want %d", names[code], categories[names[code]], n)
		}
	}
	for _, top := range want.Clicks.Top {
		if n := models[top[0].(string)]; float64(n) != top[1].(float64) {
			t.Errorf("%s: %d clicks, want %v", top[0], n, top[1])
		}
	}
	if int64(len(sessions)) != want.Clicks.Sessions || fmt.Sprint(months) != fmt.Sprint(want.Clicks.Months) || len(models) != want.Clicks.Models || len(countries) != want.Clicks.Countries {
		t.Errorf("%d sessions, months %v, %d models, %d countries", len(sessions), months, len(models), len(countries))
	}
	if mean := price / float64(len(road.events)); mean < want.Clicks.Price-1e-6 || mean > want.Clicks.Price+1e-6 {
		t.Errorf("mean price %v, want %v", mean, want.Clicks.Price)
	}
}

func BenchmarkImport(b *testing.B) {
	var text strings.Builder
	text.WriteString("event,user_id,timestamp,properties.sku,properties.price\n")
	for i := range 10_000 {
		fmt.Fprintf(&text, "Product Viewed,user-%d,2024-03-01T10:00:00Z,sku-%d,%d.5\n", i%100, i, i%50)
	}
	path := write(b, "e.csv", []byte(text.String()))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Import(b.Context(), path, Options{Kind: Events, Road: &memoryRoad{}}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(10_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}
