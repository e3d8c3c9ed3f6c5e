package access

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// sessionLife is how long a session lasts without use; every use within it
// prolongs it. What is written of use is as fine as usedEvery, to spare the disk.
const (
	sessionLife = 30 * 24 * time.Hour
	usedEvery   = 5 * time.Minute
)

// Session is one browser in which somebody is signed in.
type Session struct {
	ID, Device, Address string
	Created, LastUsed   time.Time
	Current             bool
}

// Browser is where a session is opened from.
type Browser struct {
	Device  string // "Firefox on Windows"
	Address string
}

// NewSession signs a person in and returns the cookie's value and how long it lasts.
func (a *Access) NewSession(ctx context.Context, p Person, from Browser) (cookie string, life time.Duration, err error) {
	cookie = ids.Secret("")
	now := a.now()
	err = a.store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM access_session WHERE expires < ?`, now.UnixMilli()); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO access_session (hash, id, person_id, device, address, created, last_used, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			ids.Hash(cookie), ids.New("ses_"), p.ID, from.Device, from.Address, now.UnixMilli(), now.UnixMilli(), now.Add(sessionLife).UnixMilli())
		return err
	})
	if err != nil {
		return "", 0, fmt.Errorf("open a session: %w", err)
	}
	return cookie, sessionLife, nil
}

// BySession tells who a session's cookie belongs to; ok is false for nobody.
func (a *Access) BySession(ctx context.Context, cookie string) (p Person, ok bool, err error) {
	var lastUsed, codes int64
	var required bool
	hash, now := ids.Hash(cookie), a.now()
	err = a.store.Read().QueryRowContext(ctx, `SELECT p.id, p.name, p.email, p.role, p.code_since, s.id, s.last_used, (SELECT require_codes FROM access_policy WHERE id = 1)
		FROM access_session s JOIN access_person p ON p.id = s.person_id WHERE s.hash = ? AND s.expires > ?`, hash, now.UnixMilli()).
		Scan(&p.ID, &p.Name, &p.Email, &p.Role, &codes, &p.Session, &lastUsed, &required)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("find session: %w", err)
	}
	p.MustEnrol = required && codes == 0
	if now.UnixMilli()-lastUsed > usedEvery.Milliseconds() {
		// A full disk must not sign anybody out: if this fails the session is
		// still good, and the next request tries again.
		_ = a.store.Write(ctx, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `UPDATE access_session SET last_used = ?, expires = ? WHERE hash = ?`,
				now.UnixMilli(), now.Add(sessionLife).UnixMilli(), hash)
			return err
		})
	}
	return p, true, nil
}

// Sessions lists where a person is signed in, last used first.
func (a *Access) Sessions(ctx context.Context, p Person) ([]Session, error) {
	rows, err := a.store.Read().QueryContext(ctx, `SELECT id, device, address, created, last_used FROM access_session
		WHERE person_id = ? AND expires > ? ORDER BY last_used DESC, id LIMIT 200`, p.ID, a.now().UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	defer rows.Close()
	list := []Session{}
	for rows.Next() {
		var s Session
		var created, lastUsed int64
		if err := rows.Scan(&s.ID, &s.Device, &s.Address, &created, &lastUsed); err != nil {
			return nil, fmt.Errorf("list sessions: %w", err)
		}
		s.Created, s.LastUsed, s.Current = moment(created), moment(lastUsed), s.ID == p.Session
		list = append(list, s)
	}
	return list, rows.Err()
}

// EndSession signs a person out of one browser.
func (a *Access) EndSession(ctx context.Context, p Person, id string) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM access_session WHERE id = ? AND person_id = ?`, id, p.ID)
		if err != nil {
			return fmt.Errorf("end the session: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return problem.NotFound("You are not signed in there any more.")
		}
		return nil
	})
}

// EndOtherSessions signs a person out everywhere else.
func (a *Access) EndOtherSessions(ctx context.Context, p Person) error {
	return a.store.Write(ctx, func(tx *sql.Tx) error { return endOthers(ctx, tx, p) })
}

func endOthers(ctx context.Context, tx *sql.Tx, p Person) error {
	if _, err := tx.ExecContext(ctx, `DELETE FROM access_session WHERE person_id = ? AND id <> ?`, p.ID, p.Session); err != nil {
		return fmt.Errorf("end the other sessions: %w", err)
	}
	return nil
}

func moment(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}
