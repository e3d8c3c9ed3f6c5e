package saved

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// Item is what every kept thing has beside what people wrote.
type Item struct {
	ID        string    `json:"id"`
	Created   time.Time `json:"created"`
	Updated   time.Time `json:"updated"`
	CreatedBy string    `json:"created_by" doc:"Who made it"`
}

// keptDeleted is how long what was deleted can be restored.
const keptDeleted = 30 * 24 * time.Hour

// list is one of the room's tables: things of one kind with their bodies.
type list struct {
	table  string // a constant of this package, never a request's text
	prefix string // of ids
	noun   string
	most   int
}

var (
	queries    = list{table: "saved_query", prefix: "qry_", noun: "saved query", most: 2000}
	dashboards = list{table: "saved_dashboard", prefix: "dash_", noun: "dashboard", most: 500}
	notes      = list{table: "saved_note", prefix: "note_", noun: "note", most: 5000}
)

var callersID = regexp.MustCompile(`^[a-z0-9][a-z0-9_-]{0,63}$`)

func (l list) missing(id string) error {
	return problem.NotFound("There is no %s %q.", l.noun, shorten(id))
}

// put stores a body under an id: a new one where the id is empty or unknown.
// What was deleted under that id is there again.
func (l list) put(ctx context.Context, s *Service, id, by string, body any) (Item, error) {
	if id == "" {
		id = ids.New(l.prefix)
	} else if !callersID.MatchString(id) {
		return Item{}, problem.At("/id", "%q cannot be an id: use small letters, digits, - and _.", shorten(id))
	}
	text, err := json.Marshal(body)
	if err != nil {
		return Item{}, fmt.Errorf("store %s: %w", l.noun, err)
	}
	now := s.now().UnixMilli()
	var item Item
	err = s.store.Write(ctx, func(tx *sql.Tx) error {
		if err := l.makeRoom(ctx, tx, id, now); err != nil {
			return err
		}
		row := tx.QueryRowContext(ctx, `INSERT INTO `+l.table+` (id, body, created, updated, created_by) VALUES (?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated = excluded.updated, deleted = NULL
			RETURNING id, created, updated, created_by`, id, string(text), now, now, by)
		item, err = scanItem(row)
		return err
	})
	return item, wrap(err, "store "+l.noun)
}

// makeRoom throws away what was deleted long ago, and refuses one too many.
func (l list) makeRoom(ctx context.Context, tx *sql.Tx, id string, now int64) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM `+l.table+` WHERE deleted < ?`, now-keptDeleted.Milliseconds()); err != nil {
		return err
	}
	var others int
	if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM `+l.table+` WHERE id <> ?`, id).Scan(&others); err != nil {
		return err
	}
	if others >= l.most {
		return problem.New(409, "There can be at most %d of these: delete a %s first.", l.most, l.noun)
	}
	return nil
}

// get reads one that is not deleted into body.
func (l list) get(ctx context.Context, s *Service, id string, body any) (Item, error) {
	var text string
	item, err := scanItem(s.store.Read().QueryRowContext(ctx,
		`SELECT id, created, updated, created_by, body FROM `+l.table+` WHERE id = ? AND deleted IS NULL`, id), &text)
	if errors.Is(err, sql.ErrNoRows) {
		return Item{}, l.missing(id)
	}
	if err == nil {
		err = json.Unmarshal([]byte(text), body)
	}
	return item, wrap(err, "read "+l.noun)
}

// page reads the newest first; each is called for every one, with a function
// that decodes its body.
func (l list) page(ctx context.Context, s *Service, limit int, cursor string, each func(Item, func(body any) error) error) (next string, err error) {
	created, after, err := readCursor(cursor)
	if err != nil {
		return "", err
	}
	rows, err := s.store.Read().QueryContext(ctx, `SELECT id, created, updated, created_by, body FROM `+l.table+`
		WHERE deleted IS NULL AND (created < ? OR (created = ? AND id > ?)) ORDER BY created DESC, id LIMIT ?`, created, created, after, limit+1)
	if err != nil {
		return "", wrap(err, "list of "+l.noun)
	}
	defer rows.Close()
	var last Item
	for n := 0; rows.Next(); n++ {
		if n == limit {
			return strconv.FormatInt(last.Created.UnixMilli(), 36) + "." + last.ID, nil
		}
		var text string
		if last, err = scanItem(rows, &text); err != nil {
			return "", wrap(err, "list of "+l.noun)
		}
		if err := each(last, func(body any) error { return json.Unmarshal([]byte(text), body) }); err != nil {
			return "", wrap(err, "list of "+l.noun)
		}
	}
	return "", wrap(rows.Err(), "list of "+l.noun)
}

func readCursor(cursor string) (created int64, after string, err error) {
	if cursor == "" {
		return 1 << 62, "", nil
	}
	number, after, ok := strings.Cut(cursor, ".")
	created, err = strconv.ParseInt(number, 36, 64)
	if !ok || err != nil {
		return 0, "", problem.At("/cursor", "This cursor is not one of ours: send the next of the page before.")
	}
	return created, after, nil
}

// remove hides one until it is restored or thrown away.
func (l list) remove(ctx context.Context, s *Service, id string) error {
	return l.mark(ctx, s, `UPDATE `+l.table+` SET deleted = ? WHERE id = ? AND deleted IS NULL`, id, s.now().UnixMilli(), id)
}

// restore brings back what was deleted; one that is there stays as it is.
func (l list) restore(ctx context.Context, s *Service, id string) error {
	return l.mark(ctx, s, `UPDATE `+l.table+` SET deleted = NULL WHERE id = ?`, id, id)
}

func (l list) mark(ctx context.Context, s *Service, statement, id string, args ...any) error {
	return s.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, statement, args...)
		if err != nil {
			return fmt.Errorf("change %s: %w", l.noun, err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return l.missing(id)
		}
		return nil
	})
}

func scanItem(row interface{ Scan(...any) error }, more ...any) (item Item, err error) {
	var created, updated int64
	err = row.Scan(append([]any{&item.ID, &created, &updated, &item.CreatedBy}, more...)...)
	item.Created, item.Updated = time.UnixMilli(created).UTC(), time.UnixMilli(updated).UTC()
	return item, err
}

// wrap adds what was being done, and leaves problems alone.
func wrap(err error, doing string) error {
	var known *problem.Problem
	if err == nil || errors.As(err, &known) {
		return err
	}
	return fmt.Errorf("%s: %w", doing, err)
}
