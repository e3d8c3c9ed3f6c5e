package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"wend/internal/api"
	"wend/internal/ids"
)

// noteName is the file in the data directory in which a running server says
// where it is. Only the owner of the directory can read it.
const noteName = "server.json"

// note lets the command line work on the data of a running server.
type note struct {
	Address string `json:"address"`
	Token   string `json:"token"`
}

func (a *App) leaveNote() error {
	raw, err := json.Marshal(note{Address: a.address, Token: a.operator})
	if err != nil {
		return err
	}
	path := filepath.Join(a.config.Data, noteName)
	if err := os.WriteFile(path+".tmp", raw, 0o600); err != nil {
		return fmt.Errorf("write %s: %w", noteName, err)
	}
	return os.Rename(path+".tmp", path)
}

func (a *App) removeNote() {
	_ = os.Remove(filepath.Join(a.config.Data, noteName)) // a stale note is recognised
}

// Connection speaks to the server that has a data directory open: the running
// one, or one started for this connection alone.
type Connection struct {
	address, token string
	client         *http.Client
	stop           func() error
}

// Connect finds the running server of a data directory or, where none runs,
// starts one without telling anybody; an empty directory is initialised. Close the connection when done.
func Connect(ctx context.Context, dir string, logger *slog.Logger) (*Connection, error) {
	if c := connectRunning(ctx, dir); c != nil {
		return c, nil
	}
	server, err := Start(ctx, Config{Data: dir, Listen: "127.0.0.1:0", Logger: logger})
	if err != nil {
		return nil, err
	}
	return &Connection{address: server.Address(), token: server.program.operator, client: &http.Client{}, stop: server.Stop}, nil
}

// Started is the whole program serving in the background.
type Started struct {
	program *App
	cancel  context.CancelFunc
	served  chan error
}

// Start opens the data directory and serves until Stop; it returns when
// requests are served.
func Start(ctx context.Context, config Config) (*Started, error) {
	program, err := Open(ctx, config)
	if err != nil {
		return nil, err
	}
	serving, cancel := context.WithCancel(context.WithoutCancel(ctx))
	s := &Started{program, cancel, make(chan error, 1)}
	go func() { s.served <- program.Run(serving) }()
	select {
	case <-program.Ready():
		return s, nil
	case err := <-s.served:
		cancel()
		return nil, errors.Join(err, program.Close())
	}
}

// Address is where it listens, as http://host:port.
func (s *Started) Address() string { return s.program.Address() }

// Stop finishes what was accepted and lets go of the data directory.
func (s *Started) Stop() error {
	s.cancel()
	return errors.Join(<-s.served, s.program.Close())
}

// connectRunning follows the note, if there is one and its server answers to
// its token; a note left by a crash leads nowhere.
func connectRunning(ctx context.Context, dir string) *Connection {
	raw, err := os.ReadFile(filepath.Join(dir, noteName))
	if err != nil {
		return nil
	}
	var n note
	if json.Unmarshal(raw, &n) != nil || n.Address == "" {
		return nil
	}
	c := &Connection{address: n.Address, token: n.Token, client: &http.Client{}, stop: func() error { return nil }}
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	response, err := c.Do(ctx, http.MethodGet, "/api/v1/operator")
	if err != nil {
		return nil
	}
	response.Body.Close()
	return c
}

// Do sends a request; an answer that is no success comes back as an error with
// the problem's own words. The caller closes the body.
func (c *Connection) Do(ctx context.Context, method, path string) (*http.Response, error) {
	response, err := c.send(ctx, method, path, nil)
	if err != nil || response.StatusCode < 300 {
		return response, err
	}
	defer response.Body.Close()
	var p api.Problem
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&p); err != nil || p.Detail == "" {
		return nil, fmt.Errorf("the server answered %s", response.Status)
	}
	return nil, errors.New(p.Detail)
}

// Post sends a body and returns whatever is answered. The caller closes it.
func (c *Connection) Post(ctx context.Context, path string, body io.Reader) (*http.Response, error) {
	return c.send(ctx, http.MethodPost, path, body)
}

func (c *Connection) send(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.address+path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	request.Header.Set("Content-Type", "application/json")
	response, err := c.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("speak to the server at %s: %w", c.address, err)
	}
	return response, nil
}

// Close ends the connection, and the server if it was started for it.
func (c *Connection) Close() error { return c.stop() }

func newOperatorSecret() string { return ids.Secret("op_") }
