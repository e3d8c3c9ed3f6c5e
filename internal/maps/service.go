package maps

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wend/internal/ids"
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

// Service keeps journey maps. It is safe for concurrent use.
type Service struct {
	store Store
	index *journey.Index
	now   func() time.Time
}

// New makes the room.
func New(store Store, index *journey.Index, now func() time.Time) *Service {
	return &Service{store: store, index: index, now: now}
}

const (
	mostMaps = 200
	// keptDeleted is how long what was deleted can be restored.
	keptDeleted = 30 * 24 * time.Hour
)

var callersID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

func missing(id string) error {
	if len(id) > 64 {
		id = id[:64]
	}
	return problem.NotFound("There is no journey map %q.", id)
}

// Put keeps a map under an id, or under a new one where it is empty. What was
// deleted under that id is there again.
func (s *Service) Put(ctx context.Context, by, id string, body Body) (Map, error) {
	if err := body.Validate(); err != nil {
		return Map{}, err
	}
	if id == "" {
		id = ids.New("map_")
	} else if !callersID.MatchString(id) {
		return Map{}, problem.At("/id", "This cannot be an id: use small letters, digits, - and _.")
	}
	text, err := json.Marshal(body)
	if err != nil {
		return Map{}, fmt.Errorf("store journey map: %w", err)
	}
	now := s.now().UnixMilli()
	var m Map
	err = s.store.Write(ctx, func(tx *sql.Tx) error {
		if err := makeRoom(ctx, tx, id, now); err != nil {
			return err
		}
		m, err = scan(tx.QueryRowContext(ctx, `INSERT INTO journey_map (id, body, created, updated, created_by) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated = excluded.updated, deleted = NULL
			RETURNING id, created, updated, created_by, body`, id, string(text), now, now, by))
		return err
	})
	return m, wrap(err, "store journey map")
}

// makeRoom throws away what was deleted long ago, and refuses one too many.
func makeRoom(ctx context.Context, tx *sql.Tx, id string, now int64) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM journey_map WHERE deleted < ?`, now-keptDeleted.Milliseconds()); err != nil {
		return err
	}
	var others int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM journey_map WHERE id <> ?`, id).Scan(&others); err != nil {
		return err
	}
	if others >= mostMaps {
		return problem.New(409, "There can be at most %d journey maps: delete one first.", mostMaps)
	}
	return nil
}

// Get reads a map that is not deleted.
func (s *Service) Get(ctx context.Context, id string) (Map, error) {
	m, err := scan(s.store.Read().QueryRowContext(ctx,
		`SELECT id, created, updated, created_by, body FROM journey_map WHERE id = ? AND deleted IS NULL`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Map{}, missing(id)
	}
	return m, wrap(err, "read journey map")
}

// List reads the newest first.
func (s *Service) List(ctx context.Context, limit int, cursor string) (list []Map, next string, err error) {
	created, after := int64(1)<<62, ""
	if cursor != "" {
		number, id, ok := strings.Cut(cursor, ".")
		if created, err = strconv.ParseInt(number, 36, 64); !ok || err != nil {
			return nil, "", problem.At("/cursor", "This cursor is not one of ours: send the next of the page before.")
		}
		after = id
	}
	rows, err := s.store.Read().QueryContext(ctx, `SELECT id, created, updated, created_by, body FROM journey_map
		WHERE deleted IS NULL AND (created < ? OR (created = ? AND id > ?)) ORDER BY created DESC, id LIMIT ?`, created, created, after, limit+1)
	if err != nil {
		return nil, "", wrap(err, "list journey maps")
	}
	defer rows.Close()
	list = []Map{}
	for rows.Next() {
		if len(list) == limit {
			last := list[limit-1]
			return list, strconv.FormatInt(last.Created.UnixMilli(), 36) + "." + last.ID, nil
		}
		m, err := scan(rows)
		if err != nil {
			return nil, "", wrap(err, "list journey maps")
		}
		list = append(list, m)
	}
	return list, "", wrap(rows.Err(), "list journey maps")
}

// Delete hides a map until it is restored or thrown away.
func (s *Service) Delete(ctx context.Context, id string) error {
	return s.mark(ctx, `UPDATE journey_map SET deleted = ? WHERE id = ? AND deleted IS NULL`, id, s.now().UnixMilli(), id)
}

// Restore brings back what was deleted; one that is there stays as it is.
func (s *Service) Restore(ctx context.Context, id string) (Map, error) {
	if err := s.mark(ctx, `UPDATE journey_map SET deleted = NULL WHERE id = ?`, id, id); err != nil {
		return Map{}, err
	}
	return s.Get(ctx, id)
}

func (s *Service) mark(ctx context.Context, statement, id string, args ...any) error {
	return s.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return fmt.Errorf("change journey map: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return missing(id)
		}
		return nil
	})
}

func scan(row interface{ Scan(...any) error }) (m Map, err error) {
	var created, updated int64
	var body string
	if err = row.Scan(&m.ID, &created, &updated, &m.CreatedBy, &body); err != nil {
		return Map{}, err
	}
	m.Created, m.Updated = time.UnixMilli(created).UTC(), time.UnixMilli(updated).UTC()
	return m, json.Unmarshal([]byte(body), &m.Body)
}

// wrap adds what was being done, and leaves problems alone.
func wrap(err error, doing string) error {
	var known *problem.Problem
	if err == nil || errors.As(err, &known) {
		return err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
