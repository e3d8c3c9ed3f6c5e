package weekly

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"wend/internal/act/mail"
	"wend/internal/problem"
	"wend/internal/understand/digest"
	"wend/internal/understand/insights"
)

// Status is how one person's letters stand.
type Status struct {
	Subscribed bool
	Next       time.Time // when the next one goes out
	Last       *Last
}

// Last is the letter that went out last, or should have.
type Last struct {
	Week, State string
	At          time.Time
}

// Subscribe lets a person have the letter from the next Monday on, or not.
func (s *Service) Subscribe(ctx context.Context, person string, wanted bool) error {
	if !wanted {
		return s.store(ctx, `DELETE FROM weekly_subscription WHERE person = ?`, person)
	}
	return s.store(ctx, `INSERT INTO weekly_subscription (person, since) VALUES (?, ?) ON CONFLICT (person) DO NOTHING`, person, s.Now().UnixMilli())
}

// Status tells how a person's letters stand.
func (s *Service) Status(ctx context.Context, person string) (Status, error) {
	status := Status{Next: s.next()}
	var subscribed int
	if err := s.Store.Read().QueryRowContext(ctx, `SELECT count(*) FROM weekly_subscription WHERE person = ?`, person).Scan(&subscribed); err != nil {
		return status, fmt.Errorf("read a subscription: %w", err)
	}
	status.Subscribed = subscribed > 0
	last, at := Last{}, int64(0)
	err := s.Store.Read().QueryRowContext(ctx, `SELECT week, state, at FROM weekly_letter WHERE person = ? ORDER BY week DESC LIMIT 1`, person).Scan(&last.Week, &last.State, &at)
	if err == nil {
		last.At = time.UnixMilli(at).UTC()
		if last.State == claimed {
			last.State = Waiting
		}
		status.Last = &last
	} else if !errors.Is(err, sql.ErrNoRows) {
		return status, fmt.Errorf("read the last letter: %w", err)
	}
	return status, nil
}

// next is the next Monday at eight.
func (s *Service) next() time.Time {
	now := s.Now().In(s.Zone())
	_, monday, err := insights.Week("", now, s.Zone())
	if err != nil {
		return time.Time{}
	}
	next := time.Date(monday.Year(), monday.Month(), monday.Day(), hour, 0, 0, 0, s.Zone())
	if !next.After(now) {
		next = time.Date(monday.Year(), monday.Month(), monday.Day()+7, hour, 0, 0, 0, s.Zone())
	}
	return next
}

// Unsubscribe ends a subscription by the signature of a letter's link.
func (s *Service) Unsubscribe(ctx context.Context, person, signature string) error {
	want, err := s.sign(ctx, person)
	if err != nil {
		return err
	}
	if !hmac.Equal([]byte(want), []byte(signature)) {
		return problem.New(403, "This link is not whole: copy all of it from the letter, or switch the letter off on the page of the week.")
	}
	return s.Subscribe(ctx, person, false)
}

// sign signs the end of a person's subscription.
func (s *Service) sign(ctx context.Context, person string) (string, error) {
	s.signing.Do(func() { s.key, s.keyErr = s.readKey(context.WithoutCancel(ctx)) })
	if s.keyErr != nil {
		return "", s.keyErr
	}
	hash := hmac.New(sha256.New, s.key)
	hash.Write([]byte("end the weekly letter of\n" + person))
	return base64.RawURLEncoding.EncodeToString(hash.Sum(nil)), nil
}

// readKey reads the key that links are signed with, and makes it at first.
func (s *Service) readKey(ctx context.Context) (key []byte, err error) {
	fresh := make([]byte, 32)
	if _, err := rand.Read(fresh); err != nil {
		return nil, err
	}
	var text string
	err = s.Store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `INSERT INTO weekly_key (id, value) VALUES (1, ?) ON CONFLICT (id) DO NOTHING`, base64.RawStdEncoding.EncodeToString(fresh)); err != nil {
			return err
		}
		return tx.QueryRowContext(ctx, `SELECT value FROM weekly_key WHERE id = 1`).Scan(&text)
	})
	if err != nil {
		return nil, fmt.Errorf("read the key of unsubscribe links: %w", err)
	}
	return base64.RawStdEncoding.DecodeString(text)
}

// write writes one person's letter; one of a series can be stopped.
func (s *Service) write(ctx context.Context, person string, reader Reader, d digest.Digest, series bool) (mail.Message, error) {
	signature, err := s.sign(ctx, person)
	if err != nil {
		return mail.Message{}, err
	}
	base, asked := strings.TrimSuffix(s.BaseURL(), "/"), url.Values{"person": {person}, "signature": {signature}}.Encode()
	links := digest.Links{Page: base + "/digest?week=" + d.Week, Changes: base + "/understand/insights?range=" + d.From + ".." + d.To, Opportunities: base + "/opportunities"}
	unsubscribe := ""
	if series {
		links.Stop, unsubscribe = base+"/unsubscribe#"+asked, base+"/api/v1/digest/mail/unsubscribe?"+asked
	}
	text, err := d.Write(links)
	if err != nil {
		return mail.Message{}, err
	}
	return mail.Message{To: reader.Email, Name: reader.Name, Subject: text.Subject, Text: text.Text, HTML: text.HTML, Unsubscribe: unsubscribe}, nil
}
