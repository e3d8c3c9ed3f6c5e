package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
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
// starts one without telling anybody. Close the connection when done.
func Connect(ctx context.Context, dir string, logger *slog.Logger) (*Connection, error) {
	if _, err := os.Stat(filepath.Join(dir, "wend.db")); errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("there is no Wend data in %s: name the data directory with --data", dir)
	}
	if c := connectRunning(ctx, dir); c != nil {
		return c, nil
	}
	program, err := Open(ctx, Config{Data: dir, Listen: "127.0.0.1:0", Logger: logger})
	if err != nil {
		return nil, err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, errors.Join(err, program.Close())
	}
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	served := make(chan error, 1)
	go func() { served <- program.Serve(serving, listener) }()
	select {
	case <-program.Ready():
	case err := <-served:
		stop()
		return nil, errors.Join(err, program.Close())
	}
	return &Connection{address: program.Address(), token: program.operator, client: &http.Client{}, stop: func() error {
		stop()
		return errors.Join(<-served, program.Close())
	}}, nil
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
	response, err := c.Do(ctx, http.MethodGet, "/api/v1/operator", nil)
	if err != nil {
		return nil
	}
	response.Body.Close()
	return c
}

// Do sends a request; an answer that is no success comes back as an error with
// the problem's own words. The caller closes the body.
func (c *Connection) Do(ctx context.Context, method, path string, body io.Reader) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, c.address+path, body)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Authorization", "Bearer "+c.token)
	if body != nil {
		request.Header.Set("Content-Type", "application/json")
	}
	response, err := c.client.Do(request)
	if err != nil {
		return nil, fmt.Errorf("speak to the server at %s: %w", c.address, err)
	}
	if response.StatusCode < 300 {
		return response, nil
	}
	defer response.Body.Close()
	var p api.Problem
	if err := json.NewDecoder(io.LimitReader(response.Body, 1<<20)).Decode(&p); err != nil || p.Detail == "" {
		return nil, fmt.Errorf("the server answered %s", response.Status)
	}
	return nil, errors.New(p.Detail)
}

// Close ends the connection, and the server if it was started for it.
func (c *Connection) Close() error { return c.stop() }

func newOperatorSecret() string { return ids.Secret("op_") }
