package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"wend/internal/collect/costs"
	"wend/internal/collect/orders"
	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/problem"
)

// Road takes accepted events and returns when they are on disk.
type Road interface {
	Accept(ctx context.Context, events []*event.Event) (duplicates int, err error)
	// Orders tells what is known of orders, by their message ids and in the same
	// order. What Accept made durable is known.
	Orders(ctx context.Context, ids []string) ([]orders.Known, error)
}

// CostBook takes costs and tells how many of them said something new.
type CostBook interface {
	Put(ctx context.Context, source string, lines []costs.Line) (stored int, err error)
}

// Options say what becomes of the rows. Road and Source are required, and
// Costs where the file may be of costs.
type Options struct {
	Road  Road
	Costs CostBook
	// Source is the id of the source that the events are said to come from.
	Source string
	// Kind is what the rows are; empty: found out.
	Kind Kind
	// Map says what the columns mean; nil: their names and values do.
	Map *Map
	// Defaults are the workspace's time zone and currency.
	Defaults Defaults
	// Filename is what the file is called where its path does not say.
	Filename string
	// Rejected is where rejected rows go; empty: beside the file.
	Rejected string
	// From is where an import that was cut short goes on, and Regained what it
	// had stored beyond.
	From     Progress
	Regained Regained
	// Recognised is told what the file was taken for; may be nil.
	Recognised func(*Reading)
	// Durable is called after every group of rows that is on disk; may be nil.
	Durable func(context.Context, Progress) error
	// Now is the clock (default time.Now).
	Now func() time.Time
}

// Regained is what an import stored that was cut short before it said so.
type Regained struct{ Rows, Changes int64 }

// Count takes in a message that the import stored.
func (r *Regained) Count(messageID string) {
	switch {
	case orders.IsAftermath(messageID):
		r.Changes++
	case !strings.HasSuffix(messageID, customerSuffix):
		r.Rows++
	}
}

// Progress is how far an import has come. Rows is the sum of Stored, Duplicates,
// Rejected and Joined, but for orders that wait for more of their rows.
type Progress struct {
	Rows       int64 `json:"rows"`
	Stored     int64 `json:"stored"`
	Duplicates int64 `json:"duplicates"`
	Rejected   int64 `json:"rejected"`
	Joined     int64 `json:"joined"` // taken into what another row began: lines of an order
	// Changes are the refunds and cancellations of orders that were stored, of
	// orders that were there already and of others.
	Changes int64 `json:"changes,omitempty"`
	// Read of Size bytes of the file have been read.
	Read int64 `json:"read"`
	Size int64 `json:"size"`
	// RejectedFile is where rejected rows are, empty while there are none, and
	// RejectedBytes how much of it is written.
	RejectedFile  string `json:"rejected_file,omitempty"`
	RejectedBytes int64  `json:"rejected_bytes,omitempty"`
}

// groupRows is how many rows are made durable at once, and groupBytes bounds
// what they may hold in memory.
const (
	groupRows  = 2000
	groupBytes = 8 << 20
)

// Import reads a file and stores what is usable in it. Doing it twice adds
// nothing. It ends early, with what is stored so far kept, when ctx ends or
// when storing fails.
func Import(ctx context.Context, path string, options Options) (_ Progress, err error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	if options.Rejected == "" {
		options.Rejected = path + ".rejected.ndjson"
	}
	file, err := openFile(path)
	if err != nil {
		return Progress{}, err
	}
	defer file.close()
	if options.Filename != "" {
		file.name = strings.TrimSuffix(strings.ToLower(options.Filename), ".gz")
	}
	opened, err := open(file, options.Kind, options.Map, options.Defaults)
	if err != nil {
		return Progress{}, err
	}
	defer opened.rows.close()
	if opened.reading.Kind == Costs && options.Costs == nil {
		return Progress{}, problem.New(http.StatusUnprocessableEntity, "The file is of costs: import it with wend import costs.")
	}
	if options.Recognised != nil {
		options.Recognised(opened.reading)
	}
	in := &importer{options: options, file: file, opened: opened, decoder: protocol.NewDecoder(protocol.NewAgents(1024)), progress: Progress{Size: file.size}}
	in.follower = follower{road: options.Road, source: options.Source, now: options.Now, decoder: protocol.NewDecoder(protocol.NewAgents(64))}
	if opened.reading.Kind != Costs { // costs are written all at once
		in.skip = options.From.Rows
	}
	if in.skip > 0 {
		in.progress = options.From
	}
	in.progress.Changes += options.Regained.Changes // known by now, so not stored again
	if err := in.rejected.open(options.Rejected, in.progress.RejectedBytes); err != nil {
		return Progress{}, fmt.Errorf("open the file of rejected rows: %w", err)
	}
	err = errors.Join(in.run(ctx), in.settle(ctx), in.rejected.close())
	return in.progress, err
}

type importer struct {
	options  Options
	file     *file
	opened   *opened
	decoder  *protocol.Decoder
	rejected rejectedFile
	progress Progress
	skip     int64 // rows that are durable already
	row      int64 // the row at hand

	group      []*event.Event
	companions []*event.Event
	aftermaths []*aftermath
	held       int // bytes of the group's messages
	follower   follower

	// storing is the group before, on its way to the disk while the next one is
	// read; nil where there is none.
	storing *storing
}

func (in *importer) run(ctx context.Context) error {
	for {
		row, err := in.opened.rows.next()
		if err == io.EOF {
			return in.finish(ctx)
		}
		if err != nil {
			return errors.Join(in.finish(ctx), in.unreadable(err))
		}
		in.row++
		if err := in.take(row); err != nil {
			return err
		}
		if len(in.group) >= groupRows || in.held >= groupBytes {
			if err := in.flush(ctx); err != nil {
				return err
			}
		}
		if in.row%groupRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// finish stores what waited for more rows.
func (in *importer) finish(ctx context.Context) error {
	for _, m := range in.opened.builder.end() {
		if err := in.add(m); err != nil {
			return err
		}
	}
	if err := errors.Join(in.flush(ctx), in.settle(ctx)); err != nil {
		return err
	}
	if book, ok := in.opened.builder.(*costBuilder); ok && len(book.lines) > 0 {
		stored, err := in.options.Costs.Put(ctx, in.options.Source, book.lines)
		if err != nil {
			return err
		}
		in.progress.Stored, in.progress.Duplicates = int64(stored), int64(len(book.lines)-stored)
	}
	return nil
}

// unreadable says that the rest of the file cannot be read.
func (in *importer) unreadable(err error) error {
	p := problem.New(http.StatusBadRequest, "The file cannot be read any further than row %d: %s. The rows before it are imported.", in.row, err)
	p.Cause = err
	return p
}

// take turns one row into events of the group, or rejects it. A row that an
// earlier attempt made durable is only looked at where later rows need it.
func (in *importer) take(r row) error {
	if in.row <= in.skip {
		if _, alone := in.opened.builder.(*oneByOne); !alone && r.err == nil {
			_, _ = in.opened.builder.take(r, in.row) // its fate was told then
		}
		return nil
	}
	in.progress.Rows++
	if r.err != nil {
		return in.reject(r, in.row, r.err.Error())
	}
	list, err := in.opened.builder.take(r, in.row)
	if errors.Is(err, errJoined) {
		in.progress.Joined++
		return nil
	}
	if err != nil {
		return in.reject(r, in.row, err.Error())
	}
	for _, m := range list {
		if err := in.add(m); err != nil {
			return err
		}
	}
	return nil
}

// add puts a message into the group, or rejects the row that it came from.
func (in *importer) add(m message) error {
	if m.from.err != nil {
		return in.reject(m.from, m.number, m.from.err.Error())
	}
	events, reason := normalise(in.decoder, m, in.options.Source, in.options.Now())
	switch {
	case reason != "" && m.companion:
		return nil // what it says is in the order itself
	case reason != "":
		return in.reject(m.from, m.number, reason)
	case m.companion:
		in.companions = append(in.companions, events...)
	default:
		in.group = append(in.group, events...)
		if m.aftermath != nil {
			in.aftermaths = append(in.aftermaths, m.aftermath)
		}
	}
	in.held += len(m.text) + 1024
	return nil
}

// normalise takes a message the way that one over HTTP goes; a reason means
// that it cannot be used.
func normalise(d *protocol.Decoder, m message, source string, now time.Time) (_ []*event.Event, reason string) {
	arrival := protocol.Arrival{Source: source, Trusted: true, Imported: true, Exported: true, Received: now.UnixMilli(), MessageID: m.id}
	if err := d.ReadRow(m.text); err != nil {
		var p *problem.Problem
		if errors.As(err, &p) {
			return nil, p.Detail
		}
		return nil, err.Error()
	}
	outcome := d.Normalise(arrival)
	if len(outcome.Rejected) > 0 {
		reason = outcome.Rejected[0].Reason
		if reason == protocol.Nobody && m.from.values != nil {
			reason = "The row names nobody: whatever says who it is about is empty."
		}
		return nil, reason
	}
	return outcome.Events, ""
}

func (in *importer) reject(r row, number int64, reason string) error {
	in.progress.Rejected++
	if err := in.rejected.write(number, reason, in.opened.rows.columns(), r); err != nil {
		return fmt.Errorf("write rejected rows: %w", err)
	}
	in.progress.RejectedFile = in.rejected.path
	return nil
}

// patiently tries again for as long as the answer is "later".
func patiently(ctx context.Context, try func() error) error {
	for {
		err := try()
		var p *problem.Problem
		if err == nil || !errors.As(err, &p) || p.Status != http.StatusServiceUnavailable && p.Status != http.StatusTooManyRequests {
			return err
		}
		wait := time.NewTimer(time.Duration(max(p.RetryIn, 1)) * time.Second)
		select {
		case <-ctx.Done():
			wait.Stop()
			return errors.Join(ctx.Err(), err)
		case <-wait.C:
		}
	}
}
