package app

import (
	"bytes"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"wend/internal/act/mail/mailtest"
)

func TestDoctorKnocksAtTheMailServer(t *testing.T) {
	server := new(mailtest.Server).Start(t)
	check := func(address string) (level, text string) {
		findings := Examine(t.Context(), Patient{Data: t.TempDir(), SMTPURL: address})
		at := slices.IndexFunc(findings, func(f Finding) bool { return f.Check == "mail server" })
		if at < 0 {
			return "", ""
		}
		return findings[at].Level, findings[at].Text
	}
	if level, text := check("smtp://" + server.Address()); level != "ok" || !strings.Contains(text, "wend@localhost") {
		t.Error(level, text)
	}
	for _, address := range []string{"smtp://wend:hidden@" + server.Address(), "smtps://wend:hidden@127.0.0.1:1", "imap://wend:hidden@mail.example"} {
		if level, text := check(address); level != "fail" || !strings.Contains(text, "WEND_SMTP_URL") || strings.Contains(text, "hidden") {
			t.Error(address, level, text)
		}
	}
	if level, _ := check(""); level != "" {
		t.Error("a mail server is looked for where none is set")
	}
}

// What cannot be used is said at the start, without the password.
func TestMailSettingsThatCannotBeUsed(t *testing.T) {
	var log bytes.Buffer
	_, err := Open(t.Context(), Config{Data: t.TempDir(), SMTPURL: "smtp://wend:hidden%@mail.example", Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if err == nil || !strings.Contains(err.Error(), "WEND_SMTP_URL") || strings.Contains(err.Error()+log.String(), "hidden") {
		t.Errorf("%v\n%s", err, &log)
	}
}
