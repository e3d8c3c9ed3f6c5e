package saved

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"

	"wend/internal/ids"
	"wend/internal/problem"
)

// Share is a public, read-only link to a dashboard. Only a hash of its secret
// is kept, so that nobody can read the link out of the database.
type Share struct {
	ID        string `json:"id"`
	Dashboard string `json:"dashboard" doc:"The dashboard's id"`
	Range
	Segment   json.RawMessage `json:"segment,omitempty" doc:"Only customers for whom this rule holds; left out: as the dashboard has it"`
	Created   time.Time       `json:"created"`
	CreatedBy string          `json:"created_by"`
	Expires   *time.Time      `json:"expires" doc:"When the link stops working by itself; null: when it is revoked"`
}

// ShareBody is what the person who makes a link decides.
type ShareBody struct {
	Range
	Segment       json.RawMessage `json:"segment,omitempty" doc:"Only customers for whom this rule holds; left out: as the dashboard has it, in time to come as well"`
	ExpiresInDays int             `json:"expires_in_days,omitempty" minimum:"0" maximum:"3650" doc:"After how many days the link stops working; 0: when it is revoked"`
}

const (
	mostShares      = 100 // of one dashboard
	longestLifeDays = 3650
)

var errNotShared = problem.NotFound("This link shows nothing: it is misspelt, or the dashboard is gone. Ask whoever sent it for a new one.")

// CreateShare makes a public link to a dashboard; the secret is shown this once.
func (s *Service) CreateShare(ctx context.Context, by, dashboard string, body ShareBody) (share Share, secret string, err error) {
	if err := body.Range.check(); err != nil {
		return Share{}, "", err
	}
	if body.Segment, err = checkSegment(body.Segment); err != nil {
		return Share{}, "", err
	}
	if namesCustomers(body.Segment) {
		return Share{}, "", problem.At("/segment", "This rule says who customers are, and the link is for anybody: choose customers by what they do, or by traits such as their city.")
	}
	if body.ExpiresInDays < 0 || body.ExpiresInDays > longestLifeDays {
		return Share{}, "", problem.At("/expires_in_days", "A link lives at most %d days; 0 is until it is revoked.", longestLifeDays)
	}
	if _, err := s.Dashboard(ctx, dashboard); err != nil {
		return Share{}, "", err
	}
	now := s.now()
	share = Share{ID: ids.New("shr_"), Dashboard: dashboard, Range: body.Range, Segment: body.Segment, Created: now.UTC(), CreatedBy: by}
	var expires sql.NullInt64
	if body.ExpiresInDays > 0 {
		end := now.UTC().AddDate(0, 0, body.ExpiresInDays)
		share.Expires, expires = &end, sql.NullInt64{Int64: end.UnixMilli(), Valid: true}
	}
	secret = ids.Secret("")
	err = s.store.Write(ctx, func(tx *sql.Tx) error {
		var live int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM saved_share WHERE dashboard = ? AND revoked IS NULL AND (expires IS NULL OR expires > ?)`, dashboard, now.UnixMilli()).Scan(&live); err != nil {
			return err
		}
		if live >= mostShares {
			return problem.New(http.StatusConflict, "A dashboard has at most %d links: revoke one first.", mostShares)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO saved_share (id, dashboard, hash, range, segment, created, created_by, expires) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
			share.ID, dashboard, ids.Hash(secret), writeRange(body.Range), string(body.Segment), now.UnixMilli(), by, expires)
		return err
	})
	return share, secret, wrap(err, "make a public link")
}

// Shares lists a dashboard's links that still work, newest first.
func (s *Service) Shares(ctx context.Context, dashboard string) ([]Share, error) {
	if _, err := s.Dashboard(ctx, dashboard); err != nil {
		return nil, err
	}
	rows, err := s.store.Read().QueryContext(ctx, `SELECT `+shareColumns+` FROM saved_share
		WHERE dashboard = ? AND revoked IS NULL AND (expires IS NULL OR expires > ?) ORDER BY created DESC, id`, dashboard, s.now().UnixMilli())
	if err != nil {
		return nil, wrap(err, "list public links")
	}
	defer rows.Close()
	found := []Share{}
	for rows.Next() {
		share, _, err := scanShare(rows)
		if err != nil {
			return nil, wrap(err, "list public links")
		}
		found = append(found, share)
	}
	return found, rows.Err()
}

// RevokeShare ends a link at once.
func (s *Service) RevokeShare(ctx context.Context, dashboard, id string) error {
	s.shared.forget(dashboard)
	return s.store.Write(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE saved_share SET revoked = ? WHERE id = ? AND dashboard = ? AND revoked IS NULL`, s.now().UnixMilli(), id, dashboard)
		if err != nil {
			return fmt.Errorf("revoke a public link: %w", err)
		}
		if n, _ := result.RowsAffected(); n == 0 {
			return problem.NotFound("There is no link %q to this dashboard.", shorten(id))
		}
		return nil
	})
}

const shareColumns = `id, dashboard, range, segment, created, created_by, expires, revoked`

// live finds the link of a secret, and says what became of one that ended.
func (s *Service) live(ctx context.Context, secret string) (Share, error) {
	share, revoked, err := scanShare(s.store.Read().QueryRowContext(ctx, `SELECT `+shareColumns+` FROM saved_share WHERE hash = ?`, ids.Hash(secret)))
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return Share{}, errNotShared
	case err != nil:
		return Share{}, wrap(err, "find a public link")
	case revoked:
		return Share{}, problem.New(http.StatusGone, "This link was revoked. Ask whoever sent it for a new one.")
	case share.Expires != nil && !s.now().Before(*share.Expires):
		return Share{}, problem.New(http.StatusGone, "This link expired on %s. Ask whoever sent it for a new one.", share.Expires.In(s.index.Zone()).Format("2 January 2006"))
	}
	return share, nil
}

func scanShare(row interface{ Scan(...any) error }) (share Share, revoked bool, err error) {
	var created int64
	var expires, ended sql.NullInt64
	var days, segment string
	if err = row.Scan(&share.ID, &share.Dashboard, &days, &segment, &created, &share.CreatedBy, &expires, &ended); err != nil {
		return Share{}, false, err
	}
	share.Created, share.Range = time.UnixMilli(created).UTC(), readRange(days)
	if segment != "" {
		share.Segment = json.RawMessage(segment)
	}
	if expires.Valid {
		end := time.UnixMilli(expires.Int64).UTC()
		share.Expires = &end
	}
	return share, ended.Valid, nil
}

// writeRange keeps a range as one text, as addresses do: 30d, or two days.
func writeRange(r Range) string {
	if r.Range == customRange {
		return r.From + ".." + r.To
	}
	return r.Range
}

func readRange(text string) Range {
	if len(text) == len("2026-03-01..2026-03-31") {
		return Range{Range: customRange, From: text[:10], To: text[12:]}
	}
	return Range{Range: text}
}
