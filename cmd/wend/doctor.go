package main

import (
	"context"
	"errors"
	"fmt"

	"wend/internal/app"
)

type doctorCommand struct {
	dataOption
	BaseURL  string `help:"Address under which people and websites reach this server." env:"WEND_BASE_URL" placeholder:"URL"`
	SMTPURL  string `name:"smtp-url" help:"The mail server, as smtp://name:password@host:port or smtps://…; without it no mail goes out." env:"WEND_SMTP_URL" placeholder:"URL"`
	MailFrom string `help:"The address that mail comes from." env:"WEND_MAIL_FROM" placeholder:"ADDRESS"`
	Timezone string `help:"Time zone of a new workspace, as an IANA name." default:"UTC" env:"WEND_TIMEZONE" placeholder:"ZONE"`
}

var signs = map[string]string{"ok": "✓", "warn": "!", "fail": "✗"}

func (c *doctorCommand) Run(ctx context.Context) error {
	failed := 0
	for _, f := range app.Examine(ctx, app.Patient{Data: c.Data, BaseURL: c.BaseURL, SMTPURL: c.SMTPURL, MailFrom: c.MailFrom, Timezone: c.Timezone}) {
		fmt.Printf("%s %-14s %s\n", signs[f.Level], f.Check, f.Text)
		if f.Level == "fail" {
			failed++
		}
	}
	switch failed {
	case 0:
		return nil
	case 1:
		return errors.New("one check failed; the line above says what to do")
	}
	return fmt.Errorf("%d checks failed; the lines above say what to do", failed)
}
