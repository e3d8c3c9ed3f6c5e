package mail

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strconv"
	"strings"

	gomail "github.com/wneessen/go-mail"
)

// What became of a letter that was not accepted. Any other error means that it
// was not sent and may be tried again.
var (
	// ErrRefused: the server will not take this letter, now or later.
	ErrRefused = errors.New("the mail server refused the letter")
	// ErrInDoubt: the connection broke after the letter was handed over and
	// before the server answered; it may or may not arrive.
	ErrInDoubt = errors.New("the connection broke before the mail server answered, so nobody knows whether the letter arrives")
)

// Settings say where letters go out.
type Settings struct {
	URL     string // smtp://name:password@host:port or smtps://…; empty: nowhere
	From    string // the sender's address; empty: wend@ the host of BaseURL
	BaseURL string
	// TLS is what servers are checked with; nil: the system's authorities.
	TLS *tls.Config
}

// Message is one letter to one person.
type Message struct {
	To, Name   string
	Subject    string
	Text, HTML string
	// Unsubscribe is an address that ends the subscription when it is posted to
	// (RFC 8058); empty: the letter is none of a series.
	Unsubscribe string
	// ID makes the Message-ID, so that a letter that arrives twice after all can
	// be told; empty: a random one.
	ID string
}

// Sender hands letters to one server. It is safe for concurrent use: each letter
// has its own connection.
type Sender struct {
	host     string
	options  []gomail.Option
	from     mail.Address
	security *tls.Config // of smtps; nil: the server is asked for it
}

// Open reads the settings; nil without a URL. It does not connect. Its errors
// never show the password.
func Open(s Settings) (*Sender, error) {
	if s.URL == "" {
		return nil, nil
	}
	address, err := url.Parse(s.URL)
	if err != nil || (address.Scheme != "smtp" && address.Scheme != "smtps") || address.Hostname() == "" || address.Path != "" && address.Path != "/" {
		return nil, errors.New("WEND_SMTP_URL cannot be used: write it as smtp://name:password@host:port or smtps://…; special signs in the password are written as in addresses, @ as %40")
	}
	from, err := sender(s)
	if err != nil {
		return nil, err
	}
	security := s.TLS.Clone()
	if security == nil {
		security = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	security.ServerName = address.Hostname()
	out := &Sender{host: address.Hostname(), from: from}
	out.options = []gomail.Option{gomail.WithTimeout(patience), gomail.WithTLSConfig(security), gomail.WithoutRset(), gomail.WithTLSPolicy(gomail.TLSOpportunistic)}
	port := 587
	if address.Scheme == "smtps" {
		out.options = append(out.options, gomail.WithSSL())
		out.security, port = security, 465
	}
	if text := address.Port(); text != "" {
		if port, err = strconv.Atoi(text); err != nil || port < 1 || port > 65535 {
			return nil, errors.New("WEND_SMTP_URL has a port that is none: write it as smtp://host:587")
		}
	}
	out.options = append(out.options, gomail.WithPort(port))
	if password, ok := address.User.Password(); ok || address.User.Username() != "" {
		out.options = append(out.options, out.proof(), gomail.WithUsername(address.User.Username()), gomail.WithPassword(password))
	}
	if _, err := gomail.NewClient(out.host, out.options...); err != nil {
		return nil, fmt.Errorf("WEND_SMTP_URL cannot be used: %w", err)
	}
	return out, nil
}

func sender(s Settings) (mail.Address, error) {
	text := s.From
	if text == "" {
		host := "localhost"
		if base, err := url.Parse(s.BaseURL); err == nil && base.Hostname() != "" && net.ParseIP(base.Hostname()) == nil {
			host = base.Hostname()
		}
		text = "wend@" + host
	}
	from, err := mail.ParseAddress(text)
	if err != nil {
		return mail.Address{}, fmt.Errorf("WEND_MAIL_FROM is %q, which is not a mail address", text)
	}
	return *from, nil
}

// From is the address that letters come from.
func (s *Sender) From() string { return s.from.Address }

// Host is the server's name.
func (s *Sender) Host() string { return s.host }

// Check connects, secures the connection, signs in, and says goodbye.
func (s *Sender) Check(ctx context.Context) error {
	client, hangUp, err := s.call(ctx)
	if err != nil {
		return err
	}
	defer hangUp()
	_ = client.Close()
	return nil
}

// Send hands one letter over. Where the error is nil the server has accepted it.
// When the context is done it ends within moments, wherever it is.
func (s *Sender) Send(ctx context.Context, m Message) error {
	letter, err := s.write(m)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	client, hangUp, err := s.call(ctx)
	if err != nil {
		return err
	}
	defer hangUp()
	if err = client.Send(letter); err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w: %w", ctx.Err(), outcome(err))
	}
	_ = client.Close() // what was accepted stays accepted
	return outcome(err)
}

// outcome says what became of a letter by the step at which it failed.
func outcome(err error) error {
	var failed *gomail.SendError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &failed):
		return fmt.Errorf("send the letter: %w", err)
	case failed.Reason == gomail.ErrSMTPReset:
		return nil // it was accepted before
	case failed.Reason == gomail.ErrSMTPDataClose && failed.ErrorCode() == 0, failed.Reason == gomail.ErrWriteContent:
		return fmt.Errorf("%w: %w", ErrInDoubt, err)
	case failed.ErrorCode() >= 500:
		return fmt.Errorf("%w: %w", ErrRefused, err)
	}
	return fmt.Errorf("send the letter: %w", err)
}

func (s *Sender) write(m Message) (*gomail.Msg, error) {
	to, err := mail.ParseAddress(m.To)
	if err != nil {
		return nil, errors.New("the recipient's address is none")
	}
	letter := gomail.NewMsg(gomail.WithNoDefaultUserAgent())
	from := s.from
	letter.FromMailAddress(&from)
	if err := letter.AddToFormat(oneLine(m.Name), to.Address); err != nil {
		return nil, errors.New("the recipient's address is none")
	}
	letter.Subject(oneLine(m.Subject))
	letter.SetDate()
	_, domain, _ := strings.Cut(s.from.Address, "@")
	if m.ID != "" {
		letter.SetMessageIDWithValue(m.ID + "@" + domain)
	} else {
		letter.SetMessageID()
	}
	if m.Unsubscribe != "" {
		letter.SetGenHeader(gomail.HeaderListUnsubscribe, "<"+m.Unsubscribe+">")
		letter.SetGenHeader(gomail.HeaderListUnsubscribePost, "List-Unsubscribe=One-Click")
	}
	letter.SetBodyString(gomail.TypeTextPlain, m.Text)
	if m.HTML != "" {
		letter.AddAlternativeString(gomail.TypeTextHTML, m.HTML)
	}
	return letter, nil
}

// oneLine keeps a header from becoming two.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }
