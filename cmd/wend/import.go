package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"

	"wend/internal/app"
	"wend/internal/collect/files"
)

type importCommand struct {
	What string `arg:"" enum:"events,customers" help:"events or customers."`
	File string `arg:"" type:"existingfile" help:"CSV, NDJSON (messages of the tracking protocol, one a line) or Parquet, plain or gzip."`
	Map  string `help:"What the columns mean (see docs/import.md)." type:"existingfile" placeholder:"FILE"`
	dataOption
}

func (c *importCommand) Run(ctx context.Context) error {
	options := files.Options{Source: "import", Customers: c.What == "customers", Progress: showProgress}
	if c.Map != "" {
		columns, err := files.LoadMap(c.Map)
		if err != nil {
			return err
		}
		options.Map = columns
	}
	return connected(ctx, c.Data, func(server *app.Connection) error {
		options.Road = files.Remote{Post: func(ctx context.Context, body []byte) (*http.Response, error) {
			return server.Post(ctx, "/api/v1/operator/import", bytes.NewReader(body))
		}}
		done, err := files.Import(ctx, c.File, options)
		fmt.Fprintf(os.Stderr, "\r%d rows: %d stored, %d were there already, %d rejected.%20s\n", done.Rows, done.Stored, done.Duplicates, done.Rejected, "")
		if done.RejectedFile != "" {
			fmt.Fprintf(os.Stderr, "The rejected rows and why are in %s.\n", done.RejectedFile)
		}
		return err
	})
}

// showProgress draws the progress bar.
func showProgress(p files.Progress) {
	const width = 30
	share := 1.0
	if p.Size > 0 {
		share = min(1, float64(p.Read)/float64(p.Size))
	}
	bar := bytes.Repeat([]byte("·"), width)
	full := int(share * width)
	fmt.Fprintf(os.Stderr, "\r%s%s %3.0f %%  %d rows", bytes.Repeat([]byte("█"), full), bar[:(width-full)*len("·")], share*100, p.Rows)
}
