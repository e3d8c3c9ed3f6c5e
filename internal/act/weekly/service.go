package weekly

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"wend/internal/act/mail"
	"wend/internal/problem"
	"wend/internal/understand/digest"
	"wend/internal/understand/insights"
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

// Sender hands a letter over; its errors are those of package mail.
type Sender interface {
	Send(ctx context.Context, m mail.Message) error
	From() string
}

// Reader is whom letters go to.
type Reader struct{ Name, Email string }

// Options are what the room works with.
type Options struct {
	Store   Store
	Sender  Sender // nil: mail is not set up
	Compose func(ctx context.Context, week string) (digest.Digest, error)
	// Reader finds a person who may see numbers; false: there is none any more.
	Reader  func(ctx context.Context, person string) (Reader, bool, error)
	Zone    func() *time.Location
	BaseURL func() string
	Now     func() time.Time
	Log     *slog.Logger
}

// Service sends the weeks. It is safe for concurrent use.
type Service struct {
	Options
	signing sync.Once
	key     []byte
	keyErr  error
}

// New makes the room.
func New(o Options) *Service { return &Service{Options: o} }

const (
	hour     = 8                // of Monday
	patience = 72 * time.Hour   // after which a week is no news any more
	again    = 15 * time.Minute // between tries
	lookUp   = time.Minute
)

// States of a letter.
const (
	claimed = "claimed"
	Sent    = "sent"
	Waiting = "waiting"
	Failed  = "failed"
	InDoubt = "in_doubt"
)

// Run sends what is due until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	if err := s.recover(ctx); err != nil {
		return err
	}
	ticker := time.NewTicker(lookUp)
	defer ticker.Stop()
	for {
		if err := s.round(ctx); err != nil && ctx.Err() == nil {
			s.Log.Warn("the weekly letters could not be sent, will try again", "error", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// recover finds letters that were under way when the program died.
func (s *Service) recover(ctx context.Context) error {
	return s.store(ctx, `UPDATE weekly_letter SET state = ?, at = ? WHERE state = ?`, InDoubt, s.Now().UnixMilli(), claimed)
}

func (s *Service) store(ctx context.Context, query string, args ...any) error {
	return s.Store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
}

// due is the week whose letters are due now, and since when; empty: none is.
func (s *Service) due() (week string, since time.Time, err error) {
	now := s.Now().In(s.Zone())
	from, to, err := insights.Week("", now, s.Zone())
	if err != nil {
		return "", since, err
	}
	since = time.Date(to.Year(), to.Month(), to.Day(), hour, 0, 0, 0, s.Zone())
	if now.Before(since) || now.After(since.Add(patience)) {
		return "", since, nil
	}
	year, number := from.AddDate(0, 0, 3).ISOWeek()
	return fmt.Sprintf("%04d-W%02d", year, number), since, nil
}

// round sends what is due once.
func (s *Service) round(ctx context.Context) error {
	if s.Sender == nil {
		return nil
	}
	week, since, err := s.due()
	if err != nil || week == "" {
		return err
	}
	people, err := s.waiting(ctx, week, since)
	if err != nil || len(people) == 0 {
		return err
	}
	composed, err := s.Compose(ctx, week)
	if err != nil {
		return err
	}
	var failures []error
	for _, person := range people {
		if err := ctx.Err(); err != nil {
			return err
		}
		failures = append(failures, s.deliver(ctx, person, week, composed))
	}
	return errors.Join(failures...)
}

// waiting are those who asked for it before it was due and have not had it.
func (s *Service) waiting(ctx context.Context, week string, since time.Time) ([]string, error) {
	rows, err := s.Store.Read().QueryContext(ctx, `SELECT s.person FROM weekly_subscription s LEFT JOIN weekly_letter l ON l.person = s.person AND l.week = ?
		WHERE s.since <= ? AND (l.person IS NULL OR l.state = ? AND l.at <= ?) ORDER BY s.since, s.person`,
		week, since.UnixMilli(), Waiting, s.Now().Add(-again).UnixMilli())
	if err != nil {
		return nil, fmt.Errorf("find who waits for the week: %w", err)
	}
	defer rows.Close()
	var people []string
	for rows.Next() {
		var person string
		if err := rows.Scan(&person); err != nil {
			return nil, fmt.Errorf("find who waits for the week: %w", err)
		}
		people = append(people, person)
	}
	return people, rows.Err()
}

// deliver claims one letter, sends it, and notes what became of it.
func (s *Service) deliver(ctx context.Context, person, week string, composed digest.Digest) error {
	reader, there, err := s.Reader(ctx, person)
	if err != nil {
		return err
	}
	if !there {
		return s.store(ctx, `DELETE FROM weekly_subscription WHERE person = ?`, person)
	}
	letter, err := s.write(ctx, person, reader, composed, true)
	if err != nil {
		return err
	}
	mine, err := s.claim(ctx, person, week)
	if err != nil || !mine {
		return err
	}
	err = s.Sender.Send(ctx, letter)
	state := Sent
	switch {
	case errors.Is(err, mail.ErrInDoubt):
		state = InDoubt
	case errors.Is(err, mail.ErrRefused):
		state = Failed
	case err != nil:
		state = Waiting
	}
	settled := s.store(context.WithoutCancel(ctx), `UPDATE weekly_letter SET state = ?, at = ? WHERE person = ? AND week = ?`, state, s.Now().UnixMilli(), person, week)
	if err != nil {
		err = fmt.Errorf("the letter of %s to person %s is %s: %w", week, person, state, err)
	}
	return errors.Join(err, settled)
}

// claim tells whether the letter is this caller's to send.
func (s *Service) claim(ctx context.Context, person, week string) (mine bool, err error) {
	err = s.Store.Write(ctx, func(tx *sql.Tx) error {
		done, err := tx.ExecContext(ctx, `INSERT INTO weekly_letter (person, week, state, at, tries) VALUES (?, ?, ?, ?, 1)
			ON CONFLICT (person, week) DO UPDATE SET state = excluded.state, at = excluded.at, tries = weekly_letter.tries + 1 WHERE weekly_letter.state = ?`,
			person, week, claimed, s.Now().UnixMilli(), Waiting)
		if err != nil {
			return err
		}
		n, err := done.RowsAffected()
		mine = n == 1
		return err
	})
	return mine, err
}

// SendNow mails a week to one person at once, whether or not it was mailed
// before.
func (s *Service) SendNow(ctx context.Context, person, week string) error {
	if s.Sender == nil {
		return problem.New(409, "Mail is not set up: set WEND_SMTP_URL to your mail server, for example smtp://name:password@mail.example.com:587, and start Wend again.")
	}
	reader, there, err := s.Reader(ctx, person)
	if err != nil {
		return err
	}
	if !there || reader.Email == "" {
		return problem.New(409, "Your account has no mail address.")
	}
	composed, err := s.Compose(ctx, week)
	if err != nil {
		return err
	}
	status, err := s.Status(ctx, person)
	if err != nil {
		return err
	}
	letter, err := s.write(ctx, person, reader, composed, status.Subscribed)
	if err != nil {
		return err
	}
	if err := s.Sender.Send(ctx, letter); err != nil {
		s.Log.Warn("a weekly letter that was asked for could not be sent", "error", err)
		switch {
		case errors.Is(err, mail.ErrInDoubt):
			return problem.New(502, "The connection to the mail server broke before it answered: look whether the letter arrived before you try again.")
		case errors.Is(err, mail.ErrRefused):
			return problem.New(502, "The mail server refused the letter. wend doctor says what it finds.")
		}
		return problem.New(502, "The mail server could not be reached or did not let Wend in: wend doctor says what it finds.")
	}
	return nil
}
