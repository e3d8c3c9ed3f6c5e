package mail

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"mime"
	"net/http/httptest"
	"strings"
	"testing"

	"wend/internal/act/mail/mailtest"
)

// security is a certificate for 127.0.0.1, and what trusts it.
func security(t *testing.T) (server, client *tls.Config) {
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	trusted := x509.NewCertPool()
	trusted.AddCert(web.Certificate())
	return &tls.Config{Certificates: web.TLS.Certificates}, &tls.Config{RootCAs: trusted, MinVersion: tls.VersionTLS12}
}

func open(t *testing.T, s Settings) *Sender {
	t.Helper()
	sender, err := Open(s)
	if err != nil || sender == nil {
		t.Fatal(sender, err)
	}
	return sender
}

var letter = Message{
	To: "ada@example.com", Name: "Ada\r\nBcc: eve@example.com", Subject: "The week:\r\nX-Evil: 1 äöü", Text: "Grüße\n.\nend", HTML: "<p>Grüße</p>",
	Unsubscribe: "https://wend.example/u?s=1", ID: "w1",
}

func TestALetterArrivesWhole(t *testing.T) {
	server := new(mailtest.Server).Start(t)
	sender := open(t, Settings{URL: "smtp://" + server.Address(), BaseURL: "https://wend.example"})
	if err := sender.Send(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	got := <-server.Letters
	subject, _ := new(mime.WordDecoder).DecodeHeader(got.Header.Get("Subject"))
	if got.From != "wend@wend.example" || got.To != "ada@example.com" || subject != "The week: X-Evil: 1 äöü" || got.Header.Get("X-Evil") != "" || got.Header.Get("Bcc") != "" {
		t.Errorf("%s", got.Raw)
	}
	if got.Header.Get("List-Unsubscribe") != "<https://wend.example/u?s=1>" || got.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || got.Header.Get("Message-ID") != "<w1@wend.example>" {
		t.Errorf("%s", got.Raw)
	}
	text, _ := io.ReadAll(got.Body)
	if !strings.Contains(string(text), "text/plain") || !strings.Contains(string(text), "text/html") || !strings.Contains(got.Header.Get("Content-Type"), "multipart/alternative") {
		t.Errorf("%s", got.Raw)
	}
}

func TestConnectionsAreSecured(t *testing.T) {
	for _, implicit := range []bool{false, true} {
		serving, trusting := security(t)
		server := (&mailtest.Server{TLS: serving, Implicit: implicit}).Start(t)
		scheme := map[bool]string{false: "smtp", true: "smtps"}[implicit]
		address := scheme + "://wend:se%3Acret%40@" + server.Address()
		sender := open(t, Settings{URL: address, TLS: trusting})
		if err := sender.Send(t.Context(), letter); err != nil {
			t.Fatal(scheme, err)
		}
		if <-server.Letters; !<-server.Secure {
			t.Errorf("%s goes in the clear", scheme)
		}
		if err := sender.Check(t.Context()); err != nil {
			t.Error(err)
		}
		// A certificate that nobody vouches for is no secure connection, and a wrong password none at all.
		if err := open(t, Settings{URL: address}).Check(t.Context()); err == nil || strings.Contains(err.Error(), "se:cret@") {
			t.Errorf("%s: %v", scheme, err)
		}
		if err := open(t, Settings{URL: scheme + "://wend:wrong@" + server.Address(), TLS: trusting}).Check(t.Context()); err == nil || strings.Contains(err.Error(), "wrong@") {
			t.Errorf("%s: %v", scheme, err)
		}
	}
}

func TestWhatBecameOfALetter(t *testing.T) {
	server := new(mailtest.Server).Start(t)
	sender := open(t, Settings{URL: "smtp://" + server.Address()})
	for _, c := range []struct {
		answer           string
		refused, inDoubt bool
	}{{"", false, true}, {"550 spam", true, false}, {"451 later", false, false}} {
		server.Say(c.answer)
		if err := sender.Send(t.Context(), letter); err == nil || errors.Is(err, ErrRefused) != c.refused || errors.Is(err, ErrInDoubt) != c.inDoubt {
			t.Errorf("%q: %v", c.answer, err)
		}
	}
	server.Say("250 kept")
	if err := sender.Send(t.Context(), Message{To: "nobody@example.com", Text: "x"}); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	if err := sender.Send(t.Context(), Message{To: "no address", Text: "x"}); !errors.Is(err, ErrRefused) {
		t.Error(err)
	}
	away := open(t, Settings{URL: "smtp://127.0.0.1:1"})
	if err := away.Send(t.Context(), letter); err == nil || errors.Is(err, ErrRefused) || errors.Is(err, ErrInDoubt) {
		t.Error(err)
	}
}

func TestSettings(t *testing.T) {
	if sender, err := Open(Settings{}); sender != nil || err != nil {
		t.Error(sender, err)
	}
	for _, address := range []string{"http://mail.example", "smtp://", "mail.example:25", "smtp://a:hidden@mail.example:99999", "smtp://a:hidden%@mail.example", "smtp://mail.example/inbox"} {
		if _, err := Open(Settings{URL: address}); err == nil || strings.Contains(err.Error(), "hidden") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := Open(Settings{URL: "smtp://mail.example", From: "nobody"}); err == nil {
		t.Error("no address is taken for one")
	}
	if from := open(t, Settings{URL: "smtp://mail.example", From: "Shop <post@shop.example>"}).From(); from != "post@shop.example" {
		t.Error(from)
	}
}
