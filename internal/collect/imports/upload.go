package imports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"strings"
	"syscall"

	"wend/internal/collect/files"
	"wend/internal/ids"
	"wend/internal/problem"
)

// Upload is a file that somebody hands over.
type Upload struct {
	Filename string
	Kind     files.Kind // empty: found out
	Mapping  *files.Map // nil: found out
	Person   string
	Body     io.Reader
	Length   int64 // -1: not known
}

// longestFilename bounds a file's name, in bytes.
const longestFilename = 255

var errNoUndo = problem.New(http.StatusServiceUnavailable, "Undoing is not possible right now: try again in a minute.")

// Create takes a file and lines it up to be imported. It returns once the file
// is on disk.
func (s *Service) Create(ctx context.Context, u Upload) (Run, error) {
	u.Filename = strings.TrimSpace(u.Filename)
	if u.Filename == "" || len(u.Filename) > longestFilename {
		return Run{}, problem.At("/filename", "The file needs a name of at most %d bytes.", longestFilename)
	}
	if err := s.room(u.Length); err != nil {
		return Run{}, err
	}
	r := Run{ID: ids.New("imp_"), Filename: u.Filename, Kind: u.Kind, Mapping: u.Mapping, Person: u.Person, State: Uploading, Created: s.options.Now().UnixMilli()}
	if err := s.insert(ctx, r); err != nil {
		return Run{}, err
	}
	err := s.receive(ctx, &r, u.Body)
	if err == nil {
		err = s.recognise(&r)
	}
	if err == nil {
		err = s.uploaded(ctx, &r)
	}
	if err != nil {
		return Run{}, errors.Join(err, s.abandon(context.WithoutCancel(ctx), r.ID))
	}
	s.knock()
	return r, nil
}

// room refuses what cannot fit before it is sent.
func (s *Service) room(length int64) error {
	if length > s.options.Limit {
		return s.tooLarge()
	}
	if free, err := s.options.Free(s.options.Folder); err == nil && length > 0 && uint64(length) > free {
		return noSpace
	}
	return nil
}

func (s *Service) tooLarge() error {
	return problem.New(http.StatusRequestEntityTooLarge, "A file may have at most %d MiB: split it, or import it with the command line (wend import), which reads it where it is.", s.options.Limit>>20)
}

var noSpace = problem.New(http.StatusInsufficientStorage, "The server's disk has no room for this file: make some, or import it with the command line (wend import), which reads it where it is.")

func (s *Service) receive(ctx context.Context, r *Run, body io.Reader) error {
	if err := os.MkdirAll(s.folder(r.ID), 0o700); err != nil {
		return fmt.Errorf("make the folder of an import: %w", err)
	}
	file, err := os.OpenFile(s.file(*r), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("write an uploaded file: %w", err)
	}
	sent := &coming{from: io.LimitReader(body, s.options.Limit+1)}
	r.Size, err = io.Copy(file, sent)
	if err == nil && r.Size > s.options.Limit {
		err = s.tooLarge()
	}
	if err == nil {
		err = file.Sync()
	}
	err = errors.Join(err, file.Close())
	var known *problem.Problem
	switch {
	case err == nil && r.Size == 0:
		return problem.New(http.StatusBadRequest, "The file is empty.")
	case errors.As(err, &known):
		return known
	case errors.Is(err, syscall.ENOSPC):
		return noSpace
	case err != nil && (ctx.Err() != nil || sent.broke):
		return problem.New(http.StatusBadRequest, "The upload was cut off. Hand the file over again.")
	case err != nil:
		return fmt.Errorf("write an uploaded file: %w", err)
	}
	return nil
}

// coming tells an upload that broke off from a disk that fails.
type coming struct {
	from  io.Reader
	broke bool
}

func (c *coming) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.broke = err != nil && err != io.EOF
	return n, err
}

// recognise settles what the file is, so that a run that goes on after a
// restart reads it in the same way.
func (s *Service) recognise(r *Run) error {
	reading, err := files.Recognise(s.file(*r), r.Filename, r.Kind, r.Mapping, s.options.Defaults())
	if err != nil {
		return err
	}
	r.Kind = reading.Kind
	if reading.Shape != nil {
		r.Shape = reading.Shape.Name
	}
	if reading.Map != nil && reading.Map.Columns != nil {
		r.Mapping = reading.Map
	}
	return nil
}

// abandon forgets an upload that came to nothing.
func (s *Service) abandon(ctx context.Context, id string) error {
	return errors.Join(s.change(ctx, "forget an upload", `DELETE FROM collect_import WHERE id = $1`, id), os.RemoveAll(s.folder(id)))
}

// Rejected opens the rejected rows of a run.
func (s *Service) Rejected(ctx context.Context, id string) (*os.File, error) {
	if _, err := s.Find(ctx, id); err != nil {
		return nil, err
	}
	file, err := os.Open(s.rejected(id))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.NotFound("This import has rejected nothing.")
	}
	return file, err
}

// Cancel ends a run where it is. What it stored stays until it is undone.
func (s *Service) Cancel(ctx context.Context, id string) (Run, error) {
	r, err := s.Find(ctx, id)
	if err != nil {
		return r, err
	}
	switch r.State {
	case Running:
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.current != id {
			return r, problem.New(http.StatusConflict, "This import is just beginning: try again in a moment.")
		}
		s.stop(errCancelled)
	case Waiting:
		r.State = Cancelled
		if err := s.finish(ctx, r, Cancelled, ""); err != nil {
			return r, err
		}
		return r, os.Remove(s.file(r))
	default:
		return r, problem.New(http.StatusConflict, "Only an import that waits or runs can be cancelled; this one is %s.", r.State)
	}
	return r, nil
}

// Undo takes out what a run stored, as if it had never come.
func (s *Service) Undo(ctx context.Context, id string) (Run, error) {
	r, err := s.Find(ctx, id)
	if err != nil {
		return r, err
	}
	switch {
	case r.State == Undone || r.State == Undoing:
		return r, nil
	case r.State != Done && r.State != Failed && r.State != Cancelled:
		return r, problem.New(http.StatusConflict, "Only an import that has ended can be undone: cancel it first.")
	case s.options.Forget == nil && r.Kind != files.Costs:
		return r, errNoUndo
	}
	r.State = Undoing
	if err := s.change(ctx, "note that an import shall be undone", `UPDATE collect_import SET state = 'undoing' WHERE id = $1`, id); err != nil {
		return r, err
	}
	s.knock()
	return r, nil
}

// Preview says what Wend understands of a file by its beginning.
func (s *Service) Preview(start []byte, filename string, kind files.Kind, m *files.Map) (*files.Preview, error) {
	if len(start) == 0 {
		return nil, problem.New(http.StatusBadRequest, "The file is empty.")
	}
	return files.LookAt(s.options.Folder, start, filename, kind, m, s.options.Defaults(), s.options.Now())
}
