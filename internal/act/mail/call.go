package mail

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"time"

	gomail "github.com/wneessen/go-mail"
)

const (
	// patience bounds every step of a conversation with the server.
	patience = 30 * time.Second
	// grace is how long a conversation whose context is done may go on, so that
	// what the server is about to answer to a letter is heard: otherwise nobody
	// would know whether it arrives.
	grace = time.Second
)

// call connects, secures the connection and signs in. The library listens to a
// context only until it is connected, so the connection is made here, and cut
// when the context is done. hangUp must be called.
func (s *Sender) call(ctx context.Context) (client *gomail.Client, hangUp func(), err error) {
	var l line
	client, err = gomail.NewClient(s.host, append(s.options[:len(s.options):len(s.options)], gomail.WithDialContextFunc(func(dialing context.Context, network, address string) (net.Conn, error) {
		return l.dial(dialing, network, address, s.security)
	}))...)
	if err != nil {
		return nil, nil, err
	}
	over := context.AfterFunc(ctx, l.cutSoon)
	hangUp = func() {
		over()
		l.cut()
	}
	if err := client.DialWithContext(ctx); err != nil {
		hangUp()
		if ctx.Err() != nil {
			err = fmt.Errorf("%w: %w", ctx.Err(), err)
		}
		return nil, nil, fmt.Errorf("reach the mail server %s: %w", s.host, err)
	}
	return client, hangUp, nil
}

// line is one connection, which can be cut at any time, also before it is made.
type line struct {
	mu         sync.Mutex
	connection net.Conn
	isCut      bool
	soon       *time.Timer
}

func (l *line) dial(ctx context.Context, network, address string, security *tls.Config) (net.Conn, error) {
	var dialer net.Dialer
	connection, err := dialer.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.connection = connection; l.isCut {
		_ = connection.Close()
		return nil, net.ErrClosed
	}
	if security == nil {
		return connection, nil
	}
	return tls.Client(connection, security), nil // shakes hands when it is first read
}

// cutSoon cuts the connection when the grace is over.
func (l *line) cutSoon() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.isCut && l.soon == nil {
		l.soon = time.AfterFunc(grace, l.cut)
	}
}

func (l *line) cut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.isCut = true
	if l.soon != nil {
		l.soon.Stop()
	}
	if l.connection != nil {
		_ = l.connection.Close() // twice is an error that says nothing
	}
}

// proof is how the sender says who it is: by what the server offers, the
// password as it is only over a secured connection. Over smtps the library does
// not know that the connection, which is made here, is secured.
func (s *Sender) proof() gomail.Option {
	if s.security == nil {
		return gomail.WithSMTPAuth(gomail.SMTPAuthAutoDiscover)
	}
	return gomail.WithOpportunisticSMTPAuth(gomail.SMTPAuthSCRAMSHA256PLUS, gomail.SMTPAuthSCRAMSHA256, gomail.SMTPAuthSCRAMSHA1PLUS, gomail.SMTPAuthSCRAMSHA1,
		gomail.SMTPAuthNTLM, gomail.SMTPAuthCramMD5, gomail.SMTPAuthPlain, gomail.SMTPAuthLogin)
}
