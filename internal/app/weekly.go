package app

import (
	"context"
	"errors"
	"time"

	"wend/internal/act/mail"
	"wend/internal/act/weekly"
	"wend/internal/govern/access"
	"wend/internal/problem"
	"wend/internal/understand/digest"
	"wend/internal/understand/friction"
)

// openWeekly makes the room that mails the week. A demo mails nobody: its people
// are invented.
func (w *workspace) openWeekly() (*weekly.Service, error) {
	settings := mail.Settings{URL: w.config.SMTPURL, From: w.config.MailFrom, BaseURL: w.config.BaseURL, TLS: w.config.mailTLS}
	if w.config.Demo != nil {
		settings.URL = ""
	}
	sender, err := mail.Open(settings)
	if err != nil {
		return nil, err
	}
	o := weekly.Options{Store: w.store, Compose: w.composeWeek, Reader: w.reader, Zone: w.settings.Zone, Now: w.config.Now, Log: w.config.Logger,
		BaseURL: func() string { return w.config.BaseURL }}
	if sender != nil {
		o.Sender = sender
	}
	return weekly.New(o), nil
}

// composeWeek puts a week together, as its page shows it.
func (w *workspace) composeWeek(ctx context.Context, week string) (digest.Digest, error) {
	now := w.settings.Get()
	return digest.Compose(friction.Within(ctx, w.told), w.projector.Index, digest.Definition{
		Week: week, Business: now.Name, Currency: now.Currency, Country: now.Country, Goal: w.told().Goal, Key: now.KeyEvents.Names(), Now: w.config.Now(),
	})
}

// reader is somebody who may see numbers.
func (w *workspace) reader(ctx context.Context, person string) (weekly.Reader, bool, error) {
	member, err := w.access.Member(ctx, person)
	var missing *problem.Problem
	if errors.As(err, &missing) {
		return weekly.Reader{}, false, nil
	}
	return weekly.Reader{Name: member.Name, Email: member.Email}, member.Role.May(access.SeeNumbers), err
}

// checkServer tells whether the mail server lets Wend in.
func checkServer(ctx context.Context, p Patient) []Finding {
	const check = "mail server"
	sender, err := mail.Open(mail.Settings{URL: p.SMTPURL, From: p.MailFrom, BaseURL: p.BaseURL})
	switch {
	case err != nil:
		return []Finding{fail(check, "%s.", err)}
	case sender == nil:
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	if err := sender.Check(ctx); err != nil {
		return []Finding{fail(check, "Wend is not let in (%s). Correct host, port, name and password in WEND_SMTP_URL.", err)}
	}
	return []Finding{ok(check, "%s lets Wend in; letters come from %s.", sender.Host(), sender.From())}
}
