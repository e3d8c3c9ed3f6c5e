package store_test

import (
	"database/sql"
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"wend/internal/store"
)

func room(files map[string]string) store.Migrations {
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	}
	return store.Migrations{Room: "people", FS: fsys}
}

func TestMigrations(t *testing.T) {
	dir := t.TempDir()
	first := room(map[string]string{"00001_people.sql": `CREATE TABLE person (name TEXT);`})
	both := room(map[string]string{"00001_people.sql": `CREATE TABLE person (name TEXT);`, "00002_age.sql": `ALTER TABLE person ADD COLUMN age INTEGER;`})

	s := openStore(t, dir, store.Options{Migrations: []store.Migrations{first}})
	if err := s.Write(t.Context(), func(tx *sql.Tx) error { _, err := tx.Exec(`INSERT INTO person VALUES ('Ann')`); return err }); err != nil {
		t.Fatal(err)
	}
	closeStore(t, s)

	for range 2 { // upgraded, then run again
		s = openStore(t, dir, store.Options{Migrations: []store.Migrations{both}})
		var name string
		var age sql.NullInt64
		if err := s.Read().QueryRow(`SELECT name, age FROM person`).Scan(&name, &age); err != nil || name != "Ann" {
			t.Fatal(name, err)
		}
		versions, err := s.Versions(t.Context())
		if err != nil || versions["people"] != 2 || versions["store"] < 1 {
			t.Fatal(versions, err)
		}
		closeStore(t, s)
	}

	for _, options := range []store.Options{{Migrations: []store.Migrations{first}}, {Migrations: []store.Migrations{first}, ReadOnly: true}} {
		_, err := store.Open(t.Context(), dir, options)
		if !errors.Is(err, store.ErrNewer) || !strings.Contains(err.Error(), "people tables have version 2, this program knows 1") {
			t.Errorf("an older program got %v", err)
		}
	}
}

func TestFailedMigrationLeavesNothing(t *testing.T) {
	dir := t.TempDir()
	broken := room(map[string]string{"00001_people.sql": "CREATE TABLE person (name TEXT);\nINSERT INTO nowhere VALUES (1);"})
	if _, err := store.Open(t.Context(), dir, store.Options{Migrations: []store.Migrations{broken}}); err == nil || !strings.Contains(err.Error(), "people") {
		t.Fatalf("Open answered %v", err)
	}
	fixed := room(map[string]string{"00001_people.sql": `CREATE TABLE person (name TEXT);`})
	openStore(t, dir, store.Options{Migrations: []store.Migrations{fixed}})
}
