package imports

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	"wend/internal/collect/files"
	"wend/internal/problem"
)

// State is how far a run is.
type State string

// The states. Waiting runs have their file and wait for those before them.
const (
	Uploading State = "uploading"
	Waiting   State = "waiting"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
	Undoing   State = "undoing"
	Undone    State = "undone"
)

// Run is one file that was handed over.
type Run struct {
	ID       string
	Filename string
	Kind     files.Kind // empty until it is found out
	Shape    string     // empty: none that is known
	Mapping  *files.Map // nil: found out
	Person   string
	State    State
	Created  int64 // milliseconds since 1970
	Started  int64 // 0: not yet
	Finished int64
	Problem  string
	Size     int64
	Progress Progress
}

// Progress is how far a run is durable, and Position the number of the last
// event then.
type Progress struct {
	files.Progress
	Position uint64 `json:"position"`
}

const columns = `id, filename, kind, shape, mapping, person, state, created, started, finished, problem, size, progress`

func scan(row interface{ Scan(...any) error }) (r Run, err error) {
	var mapping, progress string
	err = row.Scan(&r.ID, &r.Filename, &r.Kind, &r.Shape, &mapping, &r.Person, &r.State, &r.Created, &r.Started, &r.Finished, &r.Problem, &r.Size, &progress)
	if err != nil {
		return r, err
	}
	if mapping != "" {
		if r.Mapping, err = files.ParseMap([]byte(mapping), true); err != nil {
			return r, fmt.Errorf("read the mapping of import %s: %w", r.ID, err)
		}
	}
	return r, json.Unmarshal([]byte(progress), &r.Progress)
}

// next is the run to work on: one that was cut short, else the oldest waiting.
func (s *Service) next(ctx context.Context) (*Run, error) {
	r, err := scan(s.options.Store.Read().QueryRowContext(ctx, `SELECT `+columns+` FROM collect_import WHERE state IN ('waiting', 'running', 'undoing')
		ORDER BY CASE state WHEN 'running' THEN 0 WHEN 'undoing' THEN 1 ELSE 2 END, created, id LIMIT 1`))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &r, err
}

// Find is one run, with its progress as it is now.
func (s *Service) Find(ctx context.Context, id string) (Run, error) {
	r, err := scan(s.options.Store.Read().QueryRowContext(ctx, `SELECT `+columns+` FROM collect_import WHERE id = $1`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return r, problem.NotFound("There is no import %q.", id)
	}
	if err != nil {
		return r, fmt.Errorf("read an import: %w", err)
	}
	return s.asItIs(r), nil
}

// asItIs adds what the run at work has not written yet.
func (s *Service) asItIs(r Run) Run {
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.State == Running && r.ID == s.current {
		r.Progress.Progress = s.live
	}
	return r
}

// List is the runs, the newest first.
func (s *Service) List(ctx context.Context, limit int, cursor string) (list []Run, next string, err error) {
	before, last := int64(1)<<62, ""
	if cursor != "" {
		if _, err := fmt.Sscanf(cursor, "%d-%s", &before, &last); err != nil {
			return nil, "", problem.At("/cursor", "The cursor is none of ours: begin without one.")
		}
	}
	rows, err := s.options.Store.Read().QueryContext(ctx, `SELECT `+columns+` FROM collect_import
		WHERE created < $1 OR created = $1 AND id < $2 ORDER BY created DESC, id DESC LIMIT $3`, before, last, limit+1)
	if err != nil {
		return nil, "", fmt.Errorf("list imports: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		r, err := scan(rows)
		if err != nil {
			return nil, "", fmt.Errorf("list imports: %w", err)
		}
		if len(list) == limit {
			end := list[limit-1]
			return list, fmt.Sprintf("%d-%s", end.Created, end.ID), nil
		}
		list = append(list, s.asItIs(r))
	}
	return list, "", rows.Err()
}

func (s *Service) insert(ctx context.Context, r Run) error {
	mapping := ""
	if r.Mapping != nil {
		text, err := json.Marshal(r.Mapping)
		if err != nil {
			return err
		}
		mapping = string(text)
	}
	return s.change(ctx, "note an import", `INSERT INTO collect_import (id, filename, kind, shape, mapping, person, state, created) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
		r.ID, r.Filename, string(r.Kind), r.Shape, mapping, r.Person, string(r.State), r.Created)
}

// uploaded writes that the file is there whole, and what it is.
func (s *Service) uploaded(ctx context.Context, r *Run) error {
	mapping, err := json.Marshal(r.Mapping)
	if err != nil {
		return err
	}
	text := string(mapping)
	if r.Mapping == nil {
		text = ""
	}
	r.State = Waiting
	return s.change(ctx, "note an upload", `UPDATE collect_import SET state = 'waiting', size = $2, kind = $3, shape = $4, mapping = $5 WHERE id = $1`, r.ID, r.Size, string(r.Kind), r.Shape, text)
}

func (s *Service) markStarted(ctx context.Context, r *Run) error {
	r.State, r.Started = Running, s.options.Now().UnixMilli()
	progress, err := json.Marshal(r.Progress)
	if err != nil {
		return err
	}
	return s.change(ctx, "note the start of an import", `UPDATE collect_import SET state = 'running', started = $2, progress = $3 WHERE id = $1`, r.ID, r.Started, string(progress))
}

func (s *Service) saveProgress(ctx context.Context, id string, p Progress) error {
	text, err := json.Marshal(p)
	if err != nil {
		return err
	}
	return s.change(ctx, "note how far an import is", `UPDATE collect_import SET progress = $2 WHERE id = $1`, id, string(text))
}

// MarkUndone notes that the events of runs are gone, in the transaction that
// takes them out. Sources that are no runs, or none to be undone, stay as they are.
func MarkUndone(tx *sql.Tx, sources []string) error {
	for _, source := range sources {
		if _, err := tx.Exec(`UPDATE collect_import SET state = 'undone', problem = '' WHERE id = $1 AND state = 'undoing'`, source); err != nil {
			return fmt.Errorf("note that an import is undone: %w", err)
		}
	}
	return nil
}

// finish writes the end of a run; that of an undone one stays when it was.
func (s *Service) finish(ctx context.Context, r Run, state State, text string) error {
	if state == Undone {
		return s.change(ctx, "note that an import is undone", `UPDATE collect_import SET state = 'undone', problem = '' WHERE id = $1`, r.ID)
	}
	progress, err := json.Marshal(r.Progress)
	if err != nil {
		return err
	}
	return s.change(ctx, "note the end of an import", `UPDATE collect_import SET state = $2, finished = $3, problem = $4, progress = $5 WHERE id = $1`,
		r.ID, string(state), s.options.Now().UnixMilli(), text, string(progress))
}

func (s *Service) change(ctx context.Context, what, query string, args ...any) error {
	err := s.options.Store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, query, args...)
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// ending is what a file's name ends in, as far as it says what the file is.
func ending(name string) string {
	name = strings.ToLower(name)
	packed := ""
	if bare, cut := strings.CutSuffix(name, ".gz"); cut {
		name, packed = bare, ".gz"
	}
	switch end := filepath.Ext(name); end {
	case ".csv", ".tsv", ".txt", ".ndjson", ".jsonl", ".json", ".parquet":
		return end + packed
	}
	return packed
}

// Time is a moment of a run, the zero time where there is none.
func Time(milliseconds int64) time.Time {
	if milliseconds == 0 {
		return time.Time{}
	}
	return time.UnixMilli(milliseconds).UTC()
}
