package audit_test

import (
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"strings"
	"sync"
	"testing"
	"time"

	"wend/internal/govern/audit"
	"wend/internal/store"
)

func open(t *testing.T) (*audit.Log, *store.Store) {
	t.Helper()
	files, err := fs.Sub(audit.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{Migrations: []store.Migrations{{Room: "audit", FS: files}}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return audit.New(s, func() time.Time { return time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC) }), s
}

func record(t *testing.T, log *audit.Log, actor, operation string) {
	t.Helper()
	err := log.Record(t.Context(), audit.Entry{Actor: audit.Actor{Kind: audit.Person, ID: actor, Name: actor}, Operation: operation, Outcome: audit.Done, Detail: `{"a":1}`})
	if err != nil {
		t.Fatal(err)
	}
}

func verify(t *testing.T, log *audit.Log) audit.Report {
	t.Helper()
	report, err := log.Verify(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestEveryTamperingIsFound(t *testing.T) {
	columns := []string{"number", "time", "actor_kind", "actor", "actor_name", "operation", "target", "detail", "outcome", "address", "previous", "hash"}
	for _, column := range columns {
		log, s := open(t)
		for i := range 5 {
			record(t, log, "ada", fmt.Sprint("op", i))
		}
		if report := verify(t, log); report.Entries != 5 || len(report.Faults) != 0 {
			t.Fatalf("untouched: %+v", report)
		}
		err := s.Write(t.Context(), func(tx *sql.Tx) error {
			statement := `UPDATE audit_entry SET ` + column + ` = ` + column + ` || 'x' WHERE number = 3`
			if column == "number" || column == "time" {
				statement = `UPDATE audit_entry SET ` + column + ` = ` + column + ` + 1000 WHERE number = 3`
			}
			_, err := tx.ExecContext(t.Context(), statement)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if report := verify(t, log); len(report.Faults) == 0 {
			t.Errorf("a changed %s is not found", column)
		}
	}
	log, s := open(t)
	for i := range 5 {
		record(t, log, "ada", fmt.Sprint("op", i))
	}
	if err := s.Write(t.Context(), func(tx *sql.Tx) error {
		_, err := tx.ExecContext(t.Context(), `DELETE FROM audit_entry WHERE number = 2`)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if report := verify(t, log); len(report.Faults) == 0 || !strings.Contains(report.Faults[0], "missing") {
		t.Errorf("a missing entry is not found: %v", report.Faults)
	}
}

func TestTheChainHoldsWhenManyWrite(t *testing.T) {
	log, _ := open(t)
	var writers sync.WaitGroup
	for writer := range 8 {
		writers.Go(func() {
			for i := range 20 {
				if err := log.Record(context.Background(), audit.Entry{Actor: audit.Actor{Kind: audit.Token, ID: fmt.Sprint(writer)}, Operation: fmt.Sprint(i), Outcome: audit.Done}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
	if report := verify(t, log); report.Entries != 160 || len(report.Faults) != 0 || len(report.Head) != 64 {
		t.Errorf("%+v", report)
	}
}

func TestPagesAndFilters(t *testing.T) {
	log, _ := open(t)
	for i := range 25 {
		record(t, log, []string{"ada", "bob"}[i%2], []string{"invite", "sign-in", "put-role"}[i%3])
	}
	var seen []int64
	for cursor := ""; ; {
		page, next, err := log.Page(t.Context(), audit.Filter{Actor: "bob"}, 5, cursor)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page {
			if e.Actor.ID != "bob" {
				t.Errorf("%+v", e)
			}
			seen = append(seen, e.Number)
		}
		if cursor = next; cursor == "" {
			break
		}
	}
	if len(seen) != 12 || seen[0] != 24 || seen[11] != 2 {
		t.Errorf("pages show %v", seen)
	}
	count := 0
	for e, err := range log.All(t.Context(), audit.Filter{Actor: "ada", Operation: "invite"}) {
		if err != nil || e.Actor.ID != "ada" || e.Operation != "invite" {
			t.Errorf("%+v %v", e, err)
		}
		count++
	}
	if count != 5 {
		t.Errorf("%d entries of ada's invitations", count)
	}
	if _, _, err := log.Page(t.Context(), audit.Filter{}, 5, "x'); DROP"); err == nil {
		t.Error("a cursor of nonsense is taken")
	}
}

func TestNoSecretIsKept(t *testing.T) {
	raw := `{"name":"Newsletter","password":"hunter2hunter2","nested":[{"write_key":"k-1","api_token":"t-1","traits":{"plan":"pro"}}],
		"note":"ask jane@example.com","identifier":{"kind":"email","value":"jane@example.com"},"empty_secret":"","code":123456,"role":"analyst"}`
	detail := audit.Redact([]byte(raw), false)
	for _, secret := range []string{"hunter2", "k-1", "t-1", "pro", "jane", "123456"} {
		if strings.Contains(detail, secret) {
			t.Errorf("%q is kept in %s", secret, detail)
		}
	}
	for _, kept := range []string{"Newsletter", "analyst", `"note":"ask •••"`} {
		if !strings.Contains(detail, kept) {
			t.Errorf("%q is lost in %s", kept, detail)
		}
	}
	for _, hostile := range []string{"", "null", "[1]", "{", `"text"`, "\xff\xfe"} {
		if got := audit.Redact([]byte(hostile), true); got != "{}" {
			t.Errorf("%q becomes %s", hostile, got)
		}
	}
	if got := audit.Redact([]byte(`{"a":["`+strings.Repeat(`x","`, 5000)+`"]}`), true); len(got) > 5000 || !strings.Contains(got, `"a"`) {
		t.Errorf("a long detail takes %d bytes", len(got))
	}
}
