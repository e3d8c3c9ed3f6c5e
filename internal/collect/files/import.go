package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"wend/internal/collect/protocol"
	"wend/internal/event"
	"wend/internal/problem"
)

// Road takes accepted events and returns when they are on disk.
type Road interface {
	Accept(ctx context.Context, events []*event.Event) (duplicates int, err error)
}

// Options say what becomes of the rows. Road and Source are required.
type Options struct {
	Road Road
	// Source is the id of the source that the events are said to come from,
	// one of kind import.
	Source string
	// Map says what the columns mean; nil: their names do.
	Map *Map
	// Customers makes every row an identify call instead of an event: unknown
	// columns become traits.
	Customers bool
	// Progress is called after every group of rows that is on disk; may be nil.
	Progress func(Progress)
	// Now is the clock (default time.Now).
	Now func() time.Time
}

// Progress is how far an import has come. At the end Rows is the sum of the
// other three.
type Progress struct {
	Rows, Stored, Duplicates, Rejected int64
	// Read of Size bytes of the file have been read.
	Read, Size int64
	// RejectedFile is where rejected rows are, empty while there are none.
	RejectedFile string
}

// groupRows is how many rows are made durable at once, and groupBytes bounds
// what they may hold in memory.
const (
	groupRows  = 2000
	groupBytes = 8 << 20
)

// row is one row of a file: a message as it stands in an NDJSON file, or the
// texts of its columns. An error says that this row cannot be read, and that
// the next one may.
type row struct {
	message []byte
	values  []string
	err     error
}

// source hands out rows until io.EOF. What it hands out is good until the
// next call.
type source interface {
	columns() []string // nil where rows are messages
	next() (row, error)
	close() error
}

// Import reads a file and stores what is usable in it. Doing it twice adds
// nothing. It ends early, with what is stored so far kept, when ctx ends or
// when storing fails.
func Import(ctx context.Context, path string, options Options) (Progress, error) {
	if options.Now == nil {
		options.Now = time.Now
	}
	file, err := openFile(path)
	if err != nil {
		return Progress{}, err
	}
	defer file.close()
	rows, err := openRows(file, options.Map)
	if err != nil {
		return Progress{}, err
	}
	defer rows.close()
	in := &importer{
		options: options, file: file, rows: rows, rejected: rejectedFile{path: path + ".rejected.ndjson"},
		decoder: protocol.NewDecoder(protocol.NewAgents(1024)), progress: Progress{Size: file.size},
	}
	if names := rows.columns(); names != nil {
		if in.plan, err = compile(options.Map, names, options.Customers); err != nil {
			return Progress{}, err
		}
	}
	err = errors.Join(in.run(ctx), in.rejected.close())
	return in.progress, err
}

type importer struct {
	options  Options
	file     *file
	rows     source
	plan     *plan
	decoder  *protocol.Decoder
	rejected rejectedFile
	progress Progress

	group []*event.Event
	held  int // bytes of the group's messages
}

func (in *importer) run(ctx context.Context) error {
	for {
		row, err := in.rows.next()
		if err == io.EOF {
			return in.flush(ctx)
		}
		if err != nil {
			return errors.Join(in.flush(ctx), in.unreadable(err))
		}
		in.progress.Rows++
		if err := in.take(row); err != nil {
			return err
		}
		if len(in.group) >= groupRows || in.held >= groupBytes {
			if err := in.flush(ctx); err != nil {
				return err
			}
		}
		if in.progress.Rows%groupRows == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

// unreadable says that the rest of the file cannot be read.
func (in *importer) unreadable(err error) error {
	p := problem.New(http.StatusBadRequest, "The file cannot be read any further than row %d: %s. The rows before it are imported.", in.progress.Rows, err)
	p.Cause = err
	return p
}

// take turns one row into an event of the group, or rejects it.
func (in *importer) take(r row) error {
	if r.err != nil {
		return in.reject(r, r.err.Error())
	}
	arrival := protocol.Arrival{Source: in.options.Source, Trusted: true, Imported: true, Exported: true, Received: in.options.Now().UnixMilli()}
	message := r.message
	if in.plan != nil {
		built, err := in.plan.message(r.values)
		if err != nil {
			return in.reject(r, err.Error())
		}
		message, arrival.MessageID = built, in.plan.rowID(r.values)
	} else {
		message = reimported(r.message)
	}
	if err := in.decoder.ReadRow(message); err != nil {
		var p *problem.Problem
		if errors.As(err, &p) {
			return in.reject(r, p.Detail)
		}
		return in.reject(r, err.Error())
	}
	outcome := in.decoder.Normalise(arrival)
	if len(outcome.Rejected) > 0 {
		return in.reject(r, outcome.Rejected[0].Reason)
	}
	in.group = append(in.group, outcome.Events...)
	in.held += len(message) + 1024
	return nil
}

func (in *importer) reject(r row, reason string) error {
	in.progress.Rejected++
	var names []string
	if in.plan != nil {
		names = in.plan.names
	}
	if err := in.rejected.write(in.progress.Rows, reason, names, r); err != nil {
		return fmt.Errorf("write rejected rows: %w", err)
	}
	in.progress.RejectedFile = in.rejected.path
	return nil
}

// flush makes the group durable, waiting where the road is overloaded.
func (in *importer) flush(ctx context.Context) error {
	duplicates := 0
	if len(in.group) > 0 {
		err := patiently(ctx, func() (err error) {
			duplicates, err = in.options.Road.Accept(ctx, in.group)
			return err
		})
		if err != nil {
			return err
		}
	}
	in.progress.Stored += int64(len(in.group) - duplicates)
	in.progress.Duplicates += int64(duplicates)
	in.progress.Read = in.file.read()
	if table, ok := in.rows.(interface{ share() float64 }); ok { // not read from front to back
		in.progress.Read = int64(table.share() * float64(in.progress.Size))
	}
	in.group, in.held = nil, 0
	if in.options.Progress != nil {
		in.options.Progress(in.progress)
	}
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
