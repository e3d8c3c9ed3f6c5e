package access_test

import (
	"database/sql"
	"io/fs"
	"testing"
	"testing/fstest"
	"time"

	"wend/internal/govern/access"
	"wend/internal/ids"
	"wend/internal/store"
)

func TestWhoWasSignedInBeforeRolesStaysSo(t *testing.T) {
	files, err := fs.Sub(access.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	first, err := fs.ReadFile(files, "00001_access.sql")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	with := func(files fs.FS) *store.Store {
		s, err := store.Open(t.Context(), dir, store.Options{Migrations: []store.Migrations{{Room: "access", FS: files}}})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	old := with(fstest.MapFS{"00001_access.sql": {Data: first}})
	err = old.Write(t.Context(), func(tx *sql.Tx) error {
		for _, statement := range []struct {
			text string
			args []any
		}{
			{`INSERT INTO access_user (id, name, email, password, role, created) VALUES ('usr_1', 'Ada', 'ada@example.com', '', 'owner', 1)`, nil},
			{`INSERT INTO access_session (hash, user_id, created, last_used, expires) VALUES (?, 'usr_1', 1, 1, 4000000000000)`, []any{ids.Hash("cookie")}},
			{`INSERT INTO access_token (id, name, hash, role, created) VALUES ('tok_1', 'cron', ?, 'owner', 1)`, []any{ids.Hash("secret")}},
		} {
			if _, err := tx.ExecContext(t.Context(), statement.text, statement.args...); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	s := with(files)
	defer s.Close()
	a := access.New(s, "", func() time.Time { return time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC) })
	if p, ok, err := a.BySession(t.Context(), "cookie"); err != nil || !ok || p.ID != "usr_1" || p.Role != access.Owner || p.Session == "" {
		t.Errorf("%+v %v %v", p, ok, err)
	}
	if p, ok, err := a.ByToken(t.Context(), "secret"); err != nil || !ok || p.Maker != "usr_1" || !p.May(access.ManagePeople) {
		t.Errorf("%+v %v %v", p, ok, err)
	}
}
