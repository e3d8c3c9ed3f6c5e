package saved

import (
	"context"
	"database/sql"
	"embed"
	"time"
	"unicode/utf8"

	"wend/internal/journey"
	"wend/internal/problem"
)

// Migrations are this room's tables.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Store is the part of the state store that this room needs.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Service keeps queries, dashboards, notes and links. It is safe for
// concurrent use.
type Service struct {
	store  Store
	index  *journey.Index // answers what a public link shows
	now    func() time.Time
	shared sharedPages
}

// New makes the room.
func New(store Store, index *journey.Index, now func() time.Time) *Service {
	return &Service{store: store, index: index, now: now, shared: sharedPages{pages: map[string]*sharedPage{}}}
}

func checkText(pointer, what, text string, least, most int) error {
	switch n := utf8.RuneCountInString(text); {
	case n < least:
		return problem.At(pointer, "%s is missing.", what)
	case n > most:
		return problem.At(pointer, "%s may have at most %d characters.", what, most)
	}
	return nil
}
