package main

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

	"wend/internal/api"
	"wend/internal/app"
)

// quiet is the log of commands that start a server only for themselves.
func quiet() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// existing refuses to look for data where there is none.
func existing(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "wend.db")); errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no Wend data in %s: name the data directory with --data", dir)
	}
	return nil
}

// connected runs a command against the server of a data directory.
func connected(ctx context.Context, dir string, fn func(*app.Connection) error) error {
	connection, err := app.Connect(ctx, dir, quiet())
	if err != nil {
		return err
	}
	return errors.Join(fn(connection), connection.Close())
}

type exportCommand struct {
	What   string `arg:"" enum:"events,customers,orders,costs" help:"events, customers, orders or costs."`
	Format string `help:"ndjson, csv or parquet." enum:"ndjson,csv,parquet" default:"ndjson"`
	Out    string `help:"Where to; by default the standard output." placeholder:"FILE"`
	dataOption
}

func (c *exportCommand) Run(ctx context.Context) error {
	if err := existing(c.Data); err != nil {
		return err
	}
	return connected(ctx, c.Data, func(server *app.Connection) error {
		return download(ctx, server, "/api/v1/export/"+c.What+"?format="+c.Format, c.Out)
	})
}

// download writes an answer to a file by way of a temporary name, or to the
// standard output where no file is named.
func download(ctx context.Context, server *app.Connection, path, out string) error {
	response, err := server.Do(ctx, http.MethodGet, path)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if out == "" || out == "-" {
		_, err := io.Copy(os.Stdout, response.Body)
		return err
	}
	file, err := os.OpenFile(out+".tmp", os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(file, response.Body)
	err = errors.Join(err, file.Sync(), file.Close())
	if err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", out, err), os.Remove(out+".tmp"))
	}
	return os.Rename(out+".tmp", out)
}

type backupCommand struct {
	File string `arg:"" help:"The backup to write."`
	dataOption
}

func (c *backupCommand) Run(ctx context.Context) error {
	if err := existing(c.Data); err != nil {
		return err
	}
	err := connected(ctx, c.Data, func(server *app.Connection) error {
		return download(ctx, server, "/api/v1/operator/backup", c.File)
	})
	if err != nil {
		return err
	}
	info, err := os.Stat(c.File)
	if err == nil {
		fmt.Fprintf(os.Stderr, "Backup written to %s (%.1f MB). Restore it with: wend restore %s --data NEW-DIRECTORY\n", c.File, float64(info.Size())/1e6, c.File)
	}
	return err
}

type restoreCommand struct {
	File string `arg:"" help:"The backup to read." type:"existingfile"`
	dataOption
}

func (c *restoreCommand) Run(ctx context.Context) error {
	file, err := os.Open(c.File)
	if err != nil {
		return err
	}
	defer file.Close()
	if err := app.Restore(ctx, c.Data, file); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Restored into %s. Start it with: wend serve --data %s\n", c.Data, c.Data)
	return nil
}

type versionCommand struct{}

func (versionCommand) Run() error {
	text, err := app.DescribeVersion()
	fmt.Print(text)
	return err
}

type openapiCommand struct{}

func (openapiCommand) Run() error {
	document, err := json.MarshalIndent(api.Document(app.Version), "", " ")
	if err != nil {
		return err
	}
	_, err = os.Stdout.Write(append(document, '\n'))
	return err
}
