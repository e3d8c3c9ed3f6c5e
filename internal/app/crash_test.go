package app_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"wend/internal/app"
)

const childDirectory = "WEND_TEST_CRASH_DIRECTORY"

// TestMain lets the test binary be the server that a crash test kills.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDirectory); dir != "" {
		serveUntilKilled(dir)
	}
	os.Exit(m.Run())
}

func eager(c *app.Config) { c.KeepInLog, c.SealEvery = 500, 40*time.Millisecond }

func serveUntilKilled(dir string) {
	config := app.Config{Data: dir, AdminToken: adminToken, WriteKey: writeKey, Logger: slog.New(slog.DiscardHandler)}
	eager(&config)
	program, err := app.Open(context.Background(), config)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go func() {
		<-program.Ready()
		fmt.Println(program.Address())
	}()
	fmt.Fprintln(os.Stderr, program.Serve(context.Background(), listener))
	os.Exit(1)
}

// sender sends batches with ids of its own, each until it is acknowledged.
type sender struct {
	name         string
	batch        int
	acknowledged []string
}

// next is the batch that the sender sends until it is acknowledged.
func (s *sender) next() (ids []string, body string) {
	var b strings.Builder
	for i := range 20 {
		id := fmt.Sprintf("%s-%d-%d", s.name, s.batch, i)
		ids = append(ids, id)
		fmt.Fprintf(&b, `,{"type":"track","event":"Tried","messageId":%q,"anonymousId":"%s-%d","userId":"u%d","properties":{"n":%d}}`, id, s.name, s.batch%7, s.batch%5, i)
	}
	return ids, `{"batch":[` + b.String()[1:] + `]}`
}

// run sends until the server is gone.
func (s *sender) run(address string, client *http.Client) {
	for {
		ids, body := s.next()
		request, err := http.NewRequest(http.MethodPost, address+"/v1/batch", bytes.NewReader([]byte(body)))
		if err != nil {
			return
		}
		request.SetBasicAuth(writeKey, "")
		response, err := client.Do(request)
		if err != nil {
			return
		}
		response.Body.Close()
		if response.StatusCode == http.StatusOK {
			s.acknowledged = append(s.acknowledged, ids...)
			s.batch++
		}
	}
}

func TestKilledAtAnyMomentNothingAcknowledgedIsLostOrDoubled(t *testing.T) {
	t.Parallel()
	dir, dice := t.TempDir(), rand.New(rand.NewPCG(rand.Uint64(), 0))
	senders := []*sender{{name: "a"}, {name: "b"}, {name: "c"}}
	const kills = 12
	for range kills {
		killSoon(t, dir, senders, 30*time.Millisecond+time.Duration(dice.IntN(400))*time.Millisecond)
	}
	wend := start(t, dir, eager)
	acknowledged := map[string]bool{}
	for _, s := range senders {
		for _, id := range s.acknowledged {
			acknowledged[id] = true
		}
	}
	stored := exportedIDs(t, wend)
	for id := range acknowledged {
		if stored[id] != 1 {
			t.Errorf("%s was acknowledged and is stored %d times", id, stored[id])
		}
	}
	for id, times := range stored {
		if times != 1 {
			t.Errorf("%s is stored %d times", id, times)
		}
	}
	if got := wend.count("Tried"); got != len(stored) {
		t.Errorf("the index has %d events, log and segments %d", got, len(stored))
	}
	if faults := checkIntegrity(t, dir, wend); len(faults) > 0 {
		t.Errorf("damaged: %v", faults)
	}
	t.Logf("%d kills, %d acknowledged, %d stored", kills, len(acknowledged), len(stored))
	if len(acknowledged) < 1000 {
		t.Errorf("only %d events were acknowledged: the test tried too little", len(acknowledged))
	}
}

// killSoon starts the server, lets the senders loose and kills it.
func killSoon(t *testing.T, dir string, senders []*sender, after time.Duration) {
	t.Helper()
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), childDirectory+"="+dir)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	address, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatalf("the server did not start: %v", err)
	}
	transport := &http.Transport{}
	client := &http.Client{Transport: transport}
	var sending sync.WaitGroup
	for _, s := range senders {
		sending.Go(func() { s.run(strings.TrimSpace(address), client) })
	}
	time.Sleep(after)
	_ = child.Process.Kill()
	_ = child.Wait()
	sending.Wait()
	transport.CloseIdleConnections()
}

// exportedIDs counts the message ids in log and segments.
func exportedIDs(t *testing.T, wend *running) map[string]int {
	t.Helper()
	request, err := http.NewRequest(http.MethodGet, wend.address+"/api/v1/export/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+adminToken)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	ids := map[string]int{}
	for lines := json.NewDecoder(response.Body); lines.More(); {
		var message struct {
			MessageID string `json:"messageId"`
		}
		if err := lines.Decode(&message); err != nil {
			t.Fatal(err)
		}
		ids[message.MessageID]++
	}
	return ids
}

// checkIntegrity asks as the command line does, with the secret from the directory.
func checkIntegrity(t *testing.T, dir string, wend *running) []string {
	t.Helper()
	raw, err := os.ReadFile(dir + "/server.json")
	if err != nil {
		t.Fatal(err)
	}
	var note struct{ Token string }
	if err := json.Unmarshal(raw, &note); err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequest(http.MethodGet, wend.address+"/api/v1/operator/integrity", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+note.Token)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	var answer struct{ Faults []string }
	if err := json.NewDecoder(response.Body).Decode(&answer); err != nil {
		t.Fatal(err)
	}
	return answer.Faults
}
