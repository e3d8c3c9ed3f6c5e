package access

import (
	"context"
	"errors"
	"io/fs"
	"net/http"
	"testing"
	"time"

	"wend/internal/problem"
	"wend/internal/store"
)

// Whoever guesses at a borrowed browser must not be able to start counting anew
// by giving up a request while it waits for its turn.
func TestAnAttemptThatWasGivenUpForgetsNoFailures(t *testing.T) {
	files, err := fs.Sub(Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	s, err := store.Open(t.Context(), t.TempDir(), store.Options{Migrations: []store.Migrations{{Room: "access", FS: files}}})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	now := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	a := New(s, "", func() time.Time { return now })
	owner, err := a.CreateOwner(t.Context(), a.SetupToken(), "Ada", "ada@example.com", "correct horse battery")
	if err != nil {
		t.Fatal(err)
	}
	for range freeForAccount - 1 {
		if err := a.confirm(t.Context(), owner.ID, "guess"); problem.Status(err) != http.StatusUnprocessableEntity {
			t.Fatal(err)
		}
	}
	for range cap(a.hashing) { // everybody else's turn
		a.hashing <- struct{}{}
	}
	ctx, giveUp := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer giveUp()
	if err := a.confirm(ctx, owner.ID, "guess"); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatal(err)
	}
	for range cap(a.hashing) {
		<-a.hashing
	}
	for range 2 {
		err = a.confirm(t.Context(), owner.ID, "guess")
	}
	if err = a.confirm(t.Context(), owner.ID, "guess"); problem.Status(err) != http.StatusTooManyRequests {
		t.Errorf("guessing goes on: %v", err)
	}
}
