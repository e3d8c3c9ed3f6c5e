package store

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"
	"regexp"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed migrations/*.sql
var ownMigrations embed.FS

// Migrations are one room's numbered SQL files (goose's format, "-- +goose Up"),
// at the root of FS. Every room counts its own versions.
type Migrations struct {
	Room string
	FS   fs.FS
}

var roomName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

func allRooms(rooms []Migrations) ([]Migrations, error) {
	own, err := fs.Sub(ownMigrations, "migrations")
	if err != nil {
		return nil, err
	}
	return append([]Migrations{{Room: "store", FS: own}}, rooms...), nil
}

// migrate brings every room's tables to the version of this program.
func migrate(ctx context.Context, db *sql.DB, rooms []Migrations) error {
	rooms, err := allRooms(rooms)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		provider, err := provide(db, room)
		if err != nil {
			return fmt.Errorf("migrations of %s: %w", room.Room, err)
		}
		if err := room.refuseNewer(ctx, db, provider); err != nil {
			return err
		}
		if _, err := provider.Up(ctx); err != nil {
			return fmt.Errorf("migrate the tables of %s: %w", room.Room, err)
		}
	}
	return nil
}

func provide(db *sql.DB, room Migrations) (*goose.Provider, error) {
	if !roomName.MatchString(room.Room) {
		return nil, fmt.Errorf("%q is no name for a room", room.Room)
	}
	versions, err := database.NewStore(database.DialectSQLite3, room.versionTable())
	if err != nil {
		return nil, err
	}
	return goose.NewProvider("", db, room.FS, goose.WithStore(versions), goose.WithDisableGlobalRegistry(true))
}

func (m Migrations) versionTable() string { return "migrations_" + m.Room }

// refuseNewer fails where the database has seen a migration of the room that
// this program does not know.
func (m Migrations) refuseNewer(ctx context.Context, db *sql.DB, provider *goose.Provider) error {
	var exists int
	if err := db.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = ?", m.versionTable()).Scan(&exists); err != nil || exists == 0 {
		return err
	}
	var version int64
	if err := db.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+m.versionTable()).Scan(&version); err != nil {
		return err
	}
	known := int64(0)
	for _, source := range provider.ListSources() {
		known = max(known, source.Version)
	}
	if version > known {
		return &failure{class: ErrNewer, cause: fmt.Errorf("its %s tables have version %d, this program knows %d: start the newer program, or restore a backup made with this one", m.Room, version, known)}
	}
	return nil
}

// refuseNewer checks all rooms without writing anything.
func refuseNewer(ctx context.Context, db *sql.DB, rooms []Migrations) error {
	rooms, err := allRooms(rooms)
	if err != nil {
		return err
	}
	for _, room := range rooms {
		provider, err := provide(db, room)
		if err != nil {
			return err
		}
		if err := room.refuseNewer(ctx, db, provider); err != nil {
			return err
		}
	}
	return nil
}

// Versions tells, for each room, the version of its tables in the database.
func (s *Store) Versions(ctx context.Context) (map[string]int64, error) {
	rooms, err := allRooms(s.options.Migrations)
	if err != nil {
		return nil, err
	}
	versions := map[string]int64{}
	for _, room := range rooms {
		var version int64
		if err := s.read.QueryRowContext(ctx, "SELECT coalesce(max(version_id), 0) FROM "+room.versionTable()).Scan(&version); err != nil {
			return nil, classified(err)
		}
		versions[room.Room] = version
	}
	return versions, nil
}
