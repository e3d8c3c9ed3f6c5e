package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"

	"wend/internal/app"
	"wend/internal/collect/files"
)

type importCommand struct {
	What string `arg:"" enum:"events,customers,orders,costs" help:"events, customers, orders or costs."`
	File string `arg:"" type:"existingfile" help:"CSV, NDJSON (messages of the tracking protocol, one a line) or Parquet, plain or gzip. The exports of many shops and programs are recognised."`
	Map  string `help:"What the columns mean (see docs/import.md)." type:"existingfile" placeholder:"FILE"`
	dataOption
}

func (c *importCommand) Run(ctx context.Context) error {
	options := files.Options{Source: "import", Kind: files.Kind(c.What), Recognised: sayShape,
		Durable: func(_ context.Context, p files.Progress) error { showProgress(p); return nil }}
	if c.Map != "" {
		columns, err := files.LoadMap(c.Map)
		if err != nil {
			return err
		}
		options.Map = columns
	}
	return connected(ctx, c.Data, func(server *app.Connection) error {
		remote := files.Remote{
			Post: func(ctx context.Context, body []byte) (*http.Response, error) {
				return server.Post(ctx, "/api/v1/operator/import", bytes.NewReader(body))
			},
			PostOrders: func(ctx context.Context, body []byte) (*http.Response, error) {
				return server.Post(ctx, "/api/v1/operator/orders", bytes.NewReader(body))
			},
			PostCosts: func(ctx context.Context, body []byte) (*http.Response, error) {
				return server.Post(ctx, "/api/v1/operator/costs", bytes.NewReader(body))
			},
		}
		options.Road, options.Costs = remote, remote
		var err error
		if options.Defaults, err = workspaceDefaults(ctx, server); err != nil {
			return err
		}
		done, err := files.Import(ctx, c.File, options)
		changes := ""
		if done.Changes > 0 {
			changes = fmt.Sprintf(", with %d refunds and cancellations", done.Changes)
		}
		joined := ""
		if done.Joined > 0 {
			joined = fmt.Sprintf(", %d belonged to the rows above them", done.Joined)
		}
		fmt.Fprintf(os.Stderr, "\r%d rows: %d stored%s, %d were there already, %d rejected%s.%20s\n", done.Rows, done.Stored, changes, done.Duplicates, done.Rejected, joined, "")
		if done.RejectedFile != "" {
			fmt.Fprintf(os.Stderr, "The rejected rows and why are in %s.\n", done.RejectedFile)
		}
		return err
	})
}

// sayShape tells what a file was taken for, where that is not plain.
func sayShape(r *files.Reading) {
	if r.Shape != nil {
		fmt.Fprintf(os.Stderr, "This is %s.\n", r.Shape.Title)
	}
}

// workspaceDefaults asks the server for its time zone and currency.
func workspaceDefaults(ctx context.Context, server *app.Connection) (d files.Defaults, err error) {
	response, err := server.Do(ctx, http.MethodGet, "/api/v1/settings")
	if err != nil {
		return d, err
	}
	defer response.Body.Close()
	err = json.NewDecoder(response.Body).Decode(&d)
	return d, err
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
