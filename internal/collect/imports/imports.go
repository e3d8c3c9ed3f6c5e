package imports

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"wend/internal/collect/costs"
	"wend/internal/collect/files"
	"wend/internal/event"
	"wend/internal/problem"
)

// Forgetter takes out all events of a source as if they had never come. When
// it returns that is decided for good.
type Forgetter interface {
	Forget(ctx context.Context, source string) error
}

// Log is the events on disk.
type Log interface {
	// Durable is the number of the last event.
	Durable() uint64
	// Events calls fn with the events numbered from from to before to.
	Events(ctx context.Context, from, to uint64, fn func(*event.Event) error) error
}

// Store is what imports need of the state database: one writer, many readers.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Options are what a Service is made of. All but Forget are required.
type Options struct {
	Store Store
	Road  files.Road
	Log   Log
	Costs *costs.Book
	// Forget undoes; nil: nothing can be undone.
	Forget Forgetter
	// Folder is where files lie until they are imported.
	Folder string
	// Limit bounds a file, in bytes.
	Limit int64
	// Free tells how many bytes may still be written to a folder.
	Free func(folder string) (uint64, error)
	// Defaults are the workspace's time zone and currency.
	Defaults func() files.Defaults
	Now      func() time.Time
	Logger   *slog.Logger
}

// Service keeps the runs. Run must be running for anything to be imported.
type Service struct {
	options Options
	wake    chan struct{}

	mu      sync.Mutex
	current string // the run that is being imported
	stop    context.CancelCauseFunc
	live    files.Progress // of the current run
}

var errCancelled = errors.New("cancelled")

// Open makes the service. Uploads that were cut short are marked as failed.
func Open(ctx context.Context, options Options) (*Service, error) {
	if err := os.MkdirAll(options.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of imports: %w", err)
	}
	s := &Service{options: options, wake: make(chan struct{}, 1)}
	if err := s.cutShort(ctx); err != nil {
		return nil, fmt.Errorf("look for uploads that were cut short: %w", err)
	}
	return s, nil
}

// cutShort marks the uploads that the end of the program cut short, and throws
// away what came of them.
func (s *Service) cutShort(ctx context.Context) error {
	return s.options.Store.Write(ctx, func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `UPDATE collect_import SET state = 'failed', finished = $1, problem = $2 WHERE state = 'uploading' RETURNING id`,
			s.options.Now().UnixMilli(), "The upload was cut off. Hand the file over again.")
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id string
			if err := errors.Join(rows.Scan(&id), os.RemoveAll(s.folder(id))); err != nil {
				return err
			}
		}
		return rows.Err()
	})
}

// Run imports what waits, one run after another, until ctx ends.
func (s *Service) Run(ctx context.Context) error {
	for {
		run, err := s.next(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			s.options.Logger.Error("the next import could not be found, will try again", "error", err)
			if !pause(ctx, 5*time.Second) {
				return nil
			}
		case run == nil:
			select {
			case <-ctx.Done():
				return nil
			case <-s.wake:
			}
		case run.State == Undoing:
			s.undo(ctx, *run)
		default:
			s.work(ctx, *run)
		}
	}
}

func pause(ctx context.Context, d time.Duration) bool {
	wait := time.NewTimer(d)
	defer wait.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-wait.C:
		return true
	}
}

func (s *Service) knock() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// folder is where a run's files lie.
func (s *Service) folder(id string) string { return filepath.Join(s.options.Folder, id) }

// file is a run's file; its name's ending tells what it is.
func (s *Service) file(r Run) string {
	return filepath.Join(s.folder(r.ID), "file"+ending(r.Filename))
}

func (s *Service) rejected(id string) string {
	return filepath.Join(s.folder(id), "rejected.ndjson")
}

// work imports one run and writes what came of it. Stopping the program leaves
// it running, to go on at the next start.
func (s *Service) work(ctx context.Context, r Run) {
	mine, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	s.mu.Lock()
	s.current, s.stop, s.live = r.ID, stop, r.Progress.Progress
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.current, s.stop = "", nil
		s.mu.Unlock()
	}()
	done, err := s.process(mine, &r)
	state, text := Done, ""
	switch {
	case context.Cause(mine) == errCancelled:
		state = Cancelled
	case ctx.Err() != nil:
		return
	case err != nil:
		state, text = Failed, s.explain(r, err)
	}
	r.Progress.Progress = done
	if err := s.finish(context.WithoutCancel(ctx), r, state, text); err != nil {
		s.options.Logger.Error("the end of an import could not be written; it is done again at the next start", "import", r.ID, "error", err)
		pause(ctx, 5*time.Second)
		return
	}
	if err := os.Remove(s.file(r)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		s.options.Logger.Warn("an imported file could not be removed", "import", r.ID, "error", err)
	}
}

// process reads the run's file from where it was left.
func (s *Service) process(ctx context.Context, r *Run) (files.Progress, error) {
	if _, err := os.Stat(s.file(*r)); err != nil {
		return r.Progress.Progress, &problem.Problem{Status: http.StatusNotFound, Detail: "The uploaded file is no longer there. Hand it over again.", Cause: err}
	}
	regained, err := s.begin(ctx, r)
	if err != nil {
		return r.Progress.Progress, err
	}
	return files.Import(ctx, s.file(*r), files.Options{
		Road: s.options.Road, Costs: s.options.Costs, Source: r.ID, Kind: r.Kind, Map: r.Mapping, Defaults: s.options.Defaults(),
		Rejected: s.rejected(r.ID), From: r.Progress.Progress, Regained: regained, Now: s.options.Now, Filename: r.Filename,
		Durable: func(ctx context.Context, p files.Progress) error {
			s.mu.Lock()
			s.live = p
			s.mu.Unlock()
			return s.saveProgress(ctx, r.ID, Progress{Progress: p, Position: s.options.Log.Durable()})
		},
	})
}

// begin marks the run as running and counts what it stored after it last
// wrote how far it was.
func (s *Service) begin(ctx context.Context, r *Run) (regained files.Regained, err error) {
	if r.State == Waiting {
		r.Progress = Progress{Position: s.options.Log.Durable()}
		return regained, s.markStarted(ctx, r)
	}
	err = s.options.Log.Events(ctx, r.Progress.Position+1, s.options.Log.Durable()+1, func(e *event.Event) error {
		if e.Source == r.ID {
			regained.Count(e.MessageID)
		}
		return ctx.Err()
	})
	if err != nil {
		return regained, fmt.Errorf("count what an import had stored: %w", err)
	}
	return regained, nil
}

// explain says in words why an import ended.
func (s *Service) explain(r Run, err error) string {
	var p *problem.Problem
	if errors.As(err, &p) && p.Status < http.StatusInternalServerError {
		return p.Detail
	}
	s.options.Logger.Error("an import failed", "import", r.ID, "error", err)
	if p != nil {
		return p.Detail
	}
	return "Something went wrong inside Wend; the log says what. Import the file again: what is stored already is not stored twice."
}

// undo takes a run's events and costs out. Events go with the workspace that
// holds them, which is opened anew: the run is undone when they are gone
// (MarkUndone), and until then this waits to be stopped.
func (s *Service) undo(ctx context.Context, r Run) {
	err := s.options.Costs.Forget(ctx, r.ID)
	if err == nil && r.Kind != files.Costs {
		if s.options.Forget == nil {
			err = errNoUndo
		} else if err = s.options.Forget.Forget(ctx, r.ID); err == nil {
			<-ctx.Done()
			return
		}
	}
	if err != nil {
		if ctx.Err() != nil {
			return // again at the next start
		}
		s.options.Logger.Error("an import could not be undone, will try again", "import", r.ID, "error", err)
		pause(ctx, 10*time.Second)
		return
	}
	if err := s.finish(context.WithoutCancel(ctx), r, Undone, ""); err != nil {
		s.options.Logger.Error("an import is undone, and that could not be written; will try again", "import", r.ID, "error", err)
		pause(ctx, 10*time.Second)
	}
}
