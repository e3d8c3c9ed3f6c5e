package weekly

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"wend/internal/act/mail"
	"wend/internal/act/mail/mailtest"
	"wend/internal/problem"
	"wend/internal/store"
	"wend/internal/understand/digest"
)

// bench is the room with a real mail server, a real store, and a clock.
type bench struct {
	*Service
	server *mailtest.Server
	now    time.Time
	people map[string]Reader
}

var berlin = func() *time.Location {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		panic(err)
	}
	return zone
}()

// eight is when the letters of 2026-W47 are due.
var eight = time.Date(2026, 11, 23, 8, 0, 0, 0, berlin)

func open(t *testing.T) *bench {
	t.Helper()
	migrations, err := fs.Sub(Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	state, err := store.Open(t.Context(), t.TempDir(), store.Options{Migrations: []store.Migrations{{Room: "weekly", FS: migrations}}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = state.Close() })
	b := &bench{now: eight.Add(-24 * time.Hour), people: map[string]Reader{"p1": {"Ada", "ada@example.com"}, "p2": {"Bob", "bob@example.com"}}}
	b.server = new(mailtest.Server).Start(t)
	sender, err := mail.Open(mail.Settings{URL: "smtp://" + b.server.Address(), From: "wend@example.com"})
	if err != nil {
		t.Fatal(err)
	}
	b.Service = New(Options{
		Store: state, Sender: sender, Zone: func() *time.Location { return berlin }, BaseURL: func() string { return "https://wend.example/" }, Now: func() time.Time { return b.now }, Log: slog.New(slog.DiscardHandler),
		Compose: func(_ context.Context, week string) (digest.Digest, error) {
			return digest.Digest{Week: week, From: "2026-11-16", To: "2026-11-22", Business: "Fern"}, nil
		},
		Reader: func(_ context.Context, person string) (Reader, bool, error) {
			reader, there := b.people[person]
			return reader, there, nil
		},
	})
	return b
}

func (b *bench) subscribe(t *testing.T, people ...string) {
	t.Helper()
	for _, person := range people {
		if err := b.Subscribe(t.Context(), person, true); err != nil {
			t.Fatal(err)
		}
	}
}

// at goes on to a time and sends what is due.
func (b *bench) at(t *testing.T, now time.Time) error {
	b.now = now
	return b.round(t.Context())
}

// arrived are the letters that arrived since the last time.
func (b *bench) arrived() (to []string) {
	for len(b.server.Letters) > 0 {
		to = append(to, (<-b.server.Letters).To)
	}
	return to
}

func (b *bench) state(t *testing.T, person string) string {
	t.Helper()
	status, err := b.Status(t.Context(), person)
	if err != nil {
		t.Fatal(err)
	}
	if status.Last == nil {
		return ""
	}
	return status.Last.Week + " " + status.Last.State
}

func TestEachPersonGetsAWeekOnce(t *testing.T) {
	b := open(t)
	b.subscribe(t, "p1", "p2")
	if status, err := b.Status(t.Context(), "p1"); err != nil || !status.Subscribed || !status.Next.Equal(eight) {
		t.Fatalf("%+v, %v", status, err)
	}
	if err := b.at(t, eight.Add(-time.Minute)); err != nil || len(b.arrived()) != 0 {
		t.Fatal("too early", err)
	}
	for _, later := range []time.Duration{0, time.Minute, 5 * time.Hour, 71 * time.Hour} {
		if err := b.at(t, eight.Add(later)); err != nil {
			t.Fatal(err)
		}
	}
	if got := strings.Join(b.arrived(), " "); got != "ada@example.com bob@example.com" {
		t.Errorf("letters went to %q", got)
	}
	if got := b.state(t, "p1"); got != "2026-W47 sent" {
		t.Error(got)
	}
	// The next Monday there is another; who asked after eight waits for it.
	b.people["p3"] = Reader{"Eve", "eve@example.com"}
	b.subscribe(t, "p3")
	if err := errors.Join(b.at(t, eight.Add(time.Hour)), b.Subscribe(t.Context(), "p2", false)); err != nil || len(b.arrived()) != 0 {
		t.Fatal(err)
	}
	if err := b.at(t, eight.AddDate(0, 0, 7)); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(b.arrived(), " "); got != "ada@example.com eve@example.com" {
		t.Errorf("letters went to %q", got)
	}
}

// A program that dies while a letter is under way does not send it again.
func TestACrashSendsNothingTwice(t *testing.T) {
	b := open(t)
	b.subscribe(t, "p1")
	b.now = eight
	if mine, err := b.claim(t.Context(), "p1", "2026-W47"); !mine || err != nil {
		t.Fatal(mine, err)
	}
	if mine, err := b.claim(t.Context(), "p1", "2026-W47"); mine || err != nil {
		t.Fatal("claimed twice", err)
	}
	if err := New(b.Options).recover(t.Context()); err != nil || b.state(t, "p1") != "2026-W47 in_doubt" {
		t.Fatal(err, b.state(t, "p1"))
	}
	if err := b.at(t, eight.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if got := b.arrived(); len(got) != 0 {
		t.Errorf("sent again to %v", got)
	}
}

func TestWhatWasSurelyNotSentIsTriedAgain(t *testing.T) {
	b := open(t)
	b.subscribe(t, "p1")
	b.server.Say("451 later")
	if err := b.at(t, eight); err == nil || b.state(t, "p1") != "2026-W47 waiting" {
		t.Fatal(err, b.state(t, "p1"))
	}
	b.server.Say("250 kept")
	if err := b.at(t, eight.Add(again-time.Minute)); err != nil || len(b.arrived()) != 0 {
		t.Fatal("too soon", err)
	}
	if err := b.at(t, eight.Add(again)); err != nil || len(b.arrived()) != 1 || b.state(t, "p1") != "2026-W47 sent" {
		t.Fatal(err, b.state(t, "p1"))
	}
	for answer, state := range map[string]string{"": InDoubt, "550 spam": Failed} {
		other := open(t)
		other.subscribe(t, "p1")
		other.server.Say(answer)
		if err := other.at(t, eight); err == nil || other.state(t, "p1") != "2026-W47 "+state {
			t.Errorf("%q: %v, %s", answer, err, other.state(t, "p1"))
		}
		other.server.Say("250 kept")
		other.arrived()
		if err := other.at(t, eight.Add(time.Hour)); err != nil || len(other.arrived()) != 0 {
			t.Errorf("%q: sent again, %v", answer, err)
		}
	}
}

func TestTheLinkInALetterEndsIt(t *testing.T) {
	b := open(t)
	b.subscribe(t, "p1", "p2")
	if err := b.at(t, eight); err != nil {
		t.Fatal(err)
	}
	letter := <-b.server.Letters
	link := regexp.MustCompile(`<(https://wend\.example/api/v1/digest/mail/unsubscribe\?[^>]+)>`).FindStringSubmatch(letter.Header.Get("List-Unsubscribe"))
	if link == nil || letter.Header.Get("List-Unsubscribe-Post") == "" {
		t.Fatalf("%s", letter.Raw)
	}
	address, err := url.Parse(link[1])
	if err != nil {
		t.Fatal(err)
	}
	person, signature := address.Query().Get("person"), address.Query().Get("signature")
	var refused *problem.Problem
	for _, wrong := range []string{"", "x", signature[1:]} {
		if err := b.Unsubscribe(t.Context(), person, wrong); !errors.As(err, &refused) {
			t.Errorf("%q: %v", wrong, err)
		}
	}
	if err := b.Unsubscribe(t.Context(), "p2", signature); !errors.As(err, &refused) {
		t.Error("one person's link ends another's letters")
	}
	// It works after a restart, and more than once.
	for range 2 {
		if err := New(b.Options).Unsubscribe(t.Context(), person, signature); err != nil {
			t.Error(err)
		}
	}
	if status, err := b.Status(t.Context(), "p1"); err != nil || status.Subscribed {
		t.Error(status, err)
	}
}

func TestWhoIsGoneGetsNothing(t *testing.T) {
	b := open(t)
	b.subscribe(t, "p1")
	delete(b.people, "p1")
	if err := b.at(t, eight); err != nil || len(b.arrived()) != 0 {
		t.Fatal(err)
	}
	if status, err := b.Status(t.Context(), "p1"); err != nil || status.Subscribed {
		t.Error(status, err)
	}
}

func TestNow(t *testing.T) {
	b := open(t)
	for range 2 {
		if err := b.SendNow(t.Context(), "p1", "2026-W40"); err != nil {
			t.Fatal(err)
		}
	}
	if letter := <-b.server.Letters; letter.Header.Get("List-Unsubscribe") != "" {
		t.Error("a letter that is none of a series can be stopped")
	}
	if got := b.arrived(); len(got) != 1 {
		t.Error(got)
	}
	for _, answer := range []string{"", "550 no", "451 later"} {
		b.server.Say(answer)
		var refused *problem.Problem
		if err := b.SendNow(t.Context(), "p1", ""); !errors.As(err, &refused) || strings.Contains(fmt.Sprint(err), b.server.Address()) {
			t.Errorf("%q: %v", answer, err)
		}
	}
	b.Sender = nil
	var refused *problem.Problem
	if err := b.SendNow(t.Context(), "p1", ""); !errors.As(err, &refused) || !strings.Contains(refused.Detail, "WEND_SMTP_URL") {
		t.Error(err)
	}
	if err := b.at(t, eight); err != nil {
		t.Error(err)
	}
}
