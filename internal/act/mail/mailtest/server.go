// Package mailtest is a mail server for tests: it speaks SMTP on a real
// connection and keeps what it is handed.
package mailtest

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"net"
	"net/mail"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Letter is what was handed over.
type Letter struct {
	From, To string
	*mail.Message
	Raw string
}

// Server accepts everything that it is not told to refuse.
type Server struct {
	// TLS, if set before the first letter, is offered by STARTTLS, or spoken at
	// once where Implicit is set.
	TLS      *tls.Config
	Implicit bool
	Letters  chan Letter
	Secure   chan bool // of each letter: whether it came over TLS

	answer   atomic.Pointer[string]
	before   atomic.Pointer[func()]
	listener net.Listener
	lock     sync.Mutex
	open     map[net.Conn]bool
	wait     sync.WaitGroup
}

// Start begins to listen; the server stops with the test.
func (s *Server) Start(t testing.TB) *Server {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.listener, s.open = listener, map[net.Conn]bool{}
	s.Letters, s.Secure = make(chan Letter, 100), make(chan bool, 100)
	s.wait.Go(s.accept)
	t.Cleanup(s.stop)
	return s
}

// Say is what is said after each letter from now on, in place of 250; nothing
// hangs up.
func (s *Server) Say(answer string) { s.answer.Store(&answer) }

// Before is called before each answer to a letter from now on.
func (s *Server) Before(fn func()) { s.before.Store(&fn) }

// Address is its host and port.
func (s *Server) Address() string { return s.listener.Addr().String() }

func (s *Server) stop() {
	_ = s.listener.Close()
	s.lock.Lock()
	for connection := range s.open {
		_ = connection.Close()
	}
	s.lock.Unlock()
	s.wait.Wait()
}

func (s *Server) accept() {
	for {
		connection, err := s.listener.Accept()
		if err != nil {
			return
		}
		s.lock.Lock()
		s.open[connection] = true
		s.lock.Unlock()
		s.wait.Go(func() {
			s.serve(connection)
			_ = connection.Close()
			s.lock.Lock()
			delete(s.open, connection)
			s.lock.Unlock()
		})
	}
}

func (s *Server) serve(connection net.Conn) {
	secure := false
	if s.Implicit {
		connection, secure = tls.Server(connection, s.TLS), true
	}
	in := bufio.NewReader(connection)
	say := func(text string) { fmt.Fprintf(connection, "%s\r\n", text) }
	say("220 mailtest")
	var letter Letter
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		switch command := strings.ToUpper(strings.TrimSpace(line)); {
		case strings.HasPrefix(command, "EHLO"):
			say("250-mailtest")
			if s.TLS != nil && !secure {
				say("250-STARTTLS")
			}
			if secure {
				say("250-AUTH PLAIN")
			}
			say("250 8BITMIME")
		case command == "STARTTLS" && s.TLS != nil:
			say("220 go on")
			connection, secure = tls.Server(connection, s.TLS), true
			in = bufio.NewReader(connection)
		case strings.HasPrefix(command, "AUTH PLAIN"):
			if strings.TrimSpace(line)[len("AUTH PLAIN "):] != Credentials {
				say("535 no")
				continue
			}
			say("235 yes")
		case strings.HasPrefix(command, "MAIL FROM"):
			letter = Letter{From: between(line)}
			say("250 ok")
		case strings.HasPrefix(command, "RCPT TO"):
			letter.To = between(line)
			if strings.HasPrefix(letter.To, "nobody@") {
				say("550 there is nobody of that name")
				continue
			}
			say("250 ok")
		case command == "DATA":
			say("354 go on")
			if letter.Raw, err = body(in); err != nil {
				return
			}
			letter.Message, _ = mail.ReadMessage(strings.NewReader(letter.Raw))
			answer := "250 kept"
			if said := s.answer.Load(); said != nil {
				answer = *said
			}
			if strings.HasPrefix(answer, "250") || answer == "" {
				s.Letters <- letter
				s.Secure <- secure
			}
			if before := s.before.Load(); before != nil {
				(*before)()
			}
			if answer == "" {
				return
			}
			say(answer)
		case command == "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

// Credentials are the name wend and the password se:cret@ as AUTH PLAIN sends them.
const Credentials = "AHdlbmQAc2U6Y3JldEA="

func between(line string) string {
	_, rest, _ := strings.Cut(line, "<")
	address, _, _ := strings.Cut(rest, ">")
	return address
}

func body(in *bufio.Reader) (string, error) {
	var text strings.Builder
	for {
		line, err := in.ReadString('\n')
		if err != nil || strings.TrimRight(line, "\r\n") == "." {
			return text.String(), err
		}
		text.WriteString(strings.TrimPrefix(line, "."))
	}
}
