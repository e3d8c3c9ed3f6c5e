package mail

import (
	"bufio"
	"context"
	"errors"
	"net"
	"strings"
	"testing"
	"time"

	"wend/internal/act/mail/mailtest"
)

// silent accepts connections, answers to what begins with a word of answers,
// and tells when it was left waiting.
func silent(t *testing.T, answers map[string]string) (address string, waiting chan string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	waiting, done := make(chan string, 10), make(chan struct{})
	go func() {
		defer close(done)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			talk(connection, answers, waiting)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		<-done
	})
	return listener.Addr().String(), waiting
}

// talk ends when the other side hangs up.
func talk(connection net.Conn, answers map[string]string, waiting chan string) {
	defer connection.Close()
	said := "connected"
	lines := bufio.NewScanner(connection)
	for {
		if answer, ok := answers[said]; ok {
			_, _ = connection.Write([]byte(answer + "\r\n"))
		} else if said == "connected" || said == "." {
			waiting <- said
		}
		if !lines.Scan() {
			return
		}
		said, _, _ = strings.Cut(lines.Text(), " ")
	}
}

// A server that accepts and never answers keeps nobody who is told to stop, at
// whatever step, and whether the letter may arrive is told.
func TestAHangingServerKeepsNobody(t *testing.T) {
	polite := map[string]string{"connected": "220 here", "EHLO": "250 here", "NOOP": "250 ok", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go on"}
	for _, c := range []struct {
		scheme, hangs string
		answers       map[string]string
		inDoubt       bool
	}{
		{"smtp", "connected", nil, false},
		{"smtp", ".", polite, true},
		{"smtps", "connected", nil, false},
	} {
		address, waiting := silent(t, c.answers)
		sender := open(t, Settings{URL: c.scheme + "://" + address})
		ctx, stop := context.WithCancel(t.Context())
		over := make(chan error, 1)
		go func() { over <- sender.Send(ctx, letter) }()
		select {
		case at := <-waiting:
			if at != c.hangs {
				t.Fatalf("%s hangs at %q, not at %q", c.scheme, at, c.hangs)
			}
		case err := <-over:
			t.Fatalf("%s did not come to %q: %v", c.scheme, c.hangs, err)
		}
		stop()
		select {
		case err := <-over:
			if !errors.Is(err, context.Canceled) || errors.Is(err, ErrInDoubt) != c.inDoubt || errors.Is(err, ErrRefused) {
				t.Errorf("%s, hanging at %q: %v", c.scheme, c.hangs, err)
			}
		case <-time.After(patience / 2):
			t.Fatalf("%s, hanging at %q: goes on after it was told to stop", c.scheme, c.hangs)
		}
	}
}

// What the server is about to answer when it is told to stop is still heard.
func TestAnAnswerUnderWayIsHeard(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	server := new(mailtest.Server).Start(t)
	server.Before(stop)
	if err := open(t, Settings{URL: "smtp://" + server.Address()}).Send(ctx, letter); err != nil || ctx.Err() == nil {
		t.Error(err)
	}
}
