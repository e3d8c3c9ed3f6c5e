package bench

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
)

func TestMain(m *testing.M) {
	bandwidthWords = 1 << 18
	os.Exit(m.Run())
}

// The load is what a collector must take: valid batches of the protocol, of
// the size measured elsewhere, with message ids that never come twice.
func TestBatchesAreTheProtocols(t *testing.T) {
	ids, types, known := map[string]bool{}, map[string]int{}, map[string]string{}
	events, size := 0, 0
	templates := newTemplates(1)
	for stream := range uint64(3) {
		b := newBatches(1, stream, templates)
		for range 60 {
			body := b.next(time.Now())
			size += len(body)
			var batch struct {
				Batch []struct {
					Type, MessageID, AnonymousID, UserID, Event string
					Timestamp                                   time.Time
					Properties, Traits, Context                 map[string]any
				}
				SentAt time.Time
			}
			if err := json.Unmarshal(body, &batch); err != nil {
				t.Fatalf("%v in %s", err, body)
			}
			if len(batch.Batch) != batchEvents {
				t.Fatalf("%d events in a batch", len(batch.Batch))
			}
			for _, m := range batch.Batch {
				if ids[m.MessageID] {
					t.Fatalf("%s comes twice", m.MessageID)
				}
				ids[m.MessageID] = true
				types[m.Type]++
				if time.Since(m.Timestamp) > time.Minute || len(m.Context) == 0 || len(m.Properties)+len(m.Traits) == 0 {
					t.Fatalf("%+v", m)
				}
				if user, seen := known[m.AnonymousID]; seen && user != m.UserID {
					t.Fatalf("visitor %s is user %q and %q", m.AnonymousID, user, m.UserID)
				}
				known[m.AnonymousID] = m.UserID
			}
			events += len(batch.Batch)
			scanned, err := scanBatch(body, nil)
			if err != nil || len(scanned) != batchEvents {
				t.Fatalf("the reference reads %d messages: %v", len(scanned), err)
			}
			for i, m := range scanned {
				if string(m.messageID) != `"`+batch.Batch[i].MessageID+`"` || !json.Valid(m.raw) || !json.Valid(m.context) {
					t.Fatalf("the reference reads %s", m.raw)
				}
			}
		}
	}
	if mean := float64(size) / float64(events); mean < 780 || mean > 870 {
		t.Errorf("%.0f bytes an event, 827 were measured elsewhere", mean)
	}
	if types["identify"] == 0 || types["page"] < events/5 || types["track"] < events/3 || len(known) > events/2 {
		t.Errorf("%v by %d visitors", types, len(known))
	}
}

func TestScanBatch(t *testing.T) {
	for text, want := range map[string]int{
		`{"batch":[{"type":"track"}]}`:                                       1,
		` { "sentAt" : "x" , "batch" : [ { "a" : [1,{"b":"}]"}] } , {} ] } `: 2,
		`{"batch":[{"event":"a \"quoted\\\" name\\","type":"track"}]}`:       1,
		`{"batch":[]}`: 0, `{"batch":[{`: 0, `{"batch":[{"a":"b`: 0, ``: 0, `[]`: 0, `{"batch":[{"a":1}`: 0,
	} {
		got, err := scanBatch([]byte(text), nil)
		if want > 0 && (err != nil || len(got) != want) || want == 0 && err == nil {
			t.Errorf("%s: %d messages, %v", text, len(got), err)
		}
	}
}

// What the reference acknowledges is in its file: it does not win by cheating.
func TestReferenceKeepsWhatItAcknowledges(t *testing.T) {
	dir := t.TempDir()
	target, r, stop, err := startReference(dir)
	if err != nil {
		t.Fatal(err)
	}
	g := generator{target: target, connections: 4, seed: 1}
	load, err := g.run(t.Context(), 0, 600*time.Millisecond, 0)
	if err := stop(); err != nil {
		t.Fatal(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "reference.log"))
	if err != nil {
		t.Fatal(err)
	}
	decoder, err := zstd.NewReader(nil)
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	var stored int64
	for len(data) > 0 {
		size := binary.LittleEndian.Uint32(data)
		plain, err := decoder.DecodeAll(data[4:4+size], nil)
		if err != nil {
			t.Fatal(err)
		}
		data = data[4+size:]
		for len(plain) > 0 {
			n, width := binary.Uvarint(plain)
			if message := plain[width : width+int(n)]; !json.Valid(message) {
				t.Fatalf("stored: %s", message)
			}
			plain = plain[width+int(n):]
			stored++
		}
	}
	if stored < load.Events || load.Events == 0 || stored != r.stats.events.Load() {
		t.Errorf("%d acknowledged, %d stored, %d counted", load.Events, stored, r.stats.events.Load())
	}
}

// collector answers like one, and sometimes asks to wait.
func collector(t *testing.T, refuseEvery int64) (start func(context.Context, string) (Target, func() error, error), taken *atomic.Int64) {
	taken = new(atomic.Int64)
	var requests atomic.Int64
	return func(context.Context, string) (Target, func() error, error) {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if key, _, _ := r.BasicAuth(); key != "secret" || r.URL.Path != "/v1/batch" {
				http.Error(w, "who?", http.StatusUnauthorized)
				return
			}
			body := new(bytes.Buffer)
			_, _ = body.ReadFrom(r.Body)
			if n := requests.Add(1); refuseEvery > 0 && n%refuseEvery == 0 {
				http.Error(w, "later", http.StatusServiceUnavailable)
				return
			}
			messages, err := scanBatch(body.Bytes(), nil)
			if err != nil {
				t.Errorf("%v: %s", err, body.Bytes())
			}
			taken.Add(int64(len(messages)))
		}))
		return Target{URL: server.URL, WriteKey: "secret"}, func() error { server.Close(); return nil }, nil
	}, taken
}

func TestIngestReports(t *testing.T) {
	start, taken := collector(t, 10)
	var out bytes.Buffer
	report, err := Ingest{Start: start, Dir: t.TempDir(), Connections: 6, Warm: 50 * time.Millisecond, Measured: 900 * time.Millisecond}.Run(t.Context(), &out)
	if err != nil {
		t.Fatal(err)
	}
	if report.Product.Events == 0 || report.Product.Events+report.ProductHalf.Events > taken.Load() || report.Product.Refused == 0 || report.Ratio <= 0 {
		t.Errorf("%+v, %d taken", report, taken.Load())
	}
	if half := report.ProductHalf.Rate() / report.Product.Rate(); half < 0.2 || half > 0.8 {
		t.Errorf("the half load was %.2f of the full one", half)
	}
	for _, want := range []string{"Wend takes", "p99 at half load", "bare group-fsync", "memory reads"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the report says nothing of %q:\n%s", want, out.String())
		}
	}
}

func TestIngestSaysWhatWentWrong(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	stopped := false
	nobody := func(context.Context, string) (Target, func() error, error) {
		return Target{URL: "http://" + address}, func() error { stopped = true; return nil }, nil
	}
	in := Ingest{Start: nobody, Dir: t.TempDir(), Connections: 2, Warm: time.Millisecond, Measured: 500 * time.Millisecond}
	if _, err := in.Run(t.Context(), new(bytes.Buffer)); err == nil || !stopped {
		t.Errorf("nobody listens: %v, stopped %v", err, stopped)
	}
	start, _ := collector(t, 0)
	in.Start = func(ctx context.Context, dir string) (Target, func() error, error) {
		target, stop, err := start(ctx, dir)
		target.WriteKey = "wrong"
		return target, stop, err
	}
	if _, err := in.Run(t.Context(), new(bytes.Buffer)); err == nil || !strings.Contains(err.Error(), "401") {
		t.Errorf("a wrong key: %v", err)
	}
	in.Start = start
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := in.Run(ctx, new(bytes.Buffer)); err == nil {
		t.Error("a cancelled run reports something")
	}
	if left, _ := filepath.Glob(filepath.Join(in.Dir, "*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
