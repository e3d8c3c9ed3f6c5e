package opportunities

import (
	"cmp"
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"wend/internal/problem"
	"wend/internal/understand/opportunity"
)

// Migrations are this room's tables.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// Store is the part of the state store that this room needs.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Source finds opportunities of one kind, and measures a segment again.
type Source interface {
	Kind() string
	Find(ctx context.Context, from, to time.Time) ([]opportunity.Finding, error)
	Measure(ctx context.Context, f opportunity.Finding, from, to time.Time) (opportunity.Sides, error)
}

// Service is the queue. It is safe for concurrent use.
type Service struct {
	store   Store
	sources []Source
	now     func() time.Time

	// asking is held while the sources are asked, so that they are asked once:
	// others wait, and take their turn if whoever asked gives up.
	asking chan struct{}
	checks map[string]checked // by id

	// latest is held for a moment, so that who only looks need not wait for who
	// asks.
	latest sync.Mutex
	found  []opportunity.Finding
	asked  time.Time
}

// checked is what a check of what was fixed came to.
type checked struct {
	fixed, at time.Time
	check     opportunity.Check
}

// New makes the room.
func New(store Store, now func() time.Time, sources ...Source) *Service {
	return &Service{store: store, sources: sources, now: now, asking: make(chan struct{}, 1), checks: map[string]checked{}}
}

// State is where an opportunity stands.
type State string

// The states; the first is that of what nobody decided about.
const (
	Open      State = "open"
	Testing   State = "testing"
	Fixed     State = "fixed"
	Dismissed State = "dismissed"
)

// Opportunity is a finding with its life.
type Opportunity struct {
	opportunity.Finding
	State     State              `json:"state" enum:"open,testing,fixed,dismissed"`
	Note      string             `json:"note"`
	Changed   *time.Time         `json:"changed" doc:"When it came into its state; null where nobody decided about it."`
	ChangedBy string             `json:"changed_by"`
	Current   bool               `json:"current" doc:"Whether it is still found; else its numbers are those of when it was decided about."`
	Check     *opportunity.Check `json:"check" doc:"What became of it since it was fixed; null in other states."`
}

// Change is what people decide.
type Change struct {
	State State      `json:"state" enum:"open,testing,fixed,dismissed"`
	Note  string     `json:"note,omitempty" maxLength:"2000" doc:"Why, or what was done."`
	At    *time.Time `json:"at,omitempty" doc:"When that was, if it was before now, at most 90 days: what was fixed is checked from then on."`
}

const (
	lookBack    = 90 * 24 * time.Hour // for findings
	checkWindow = 30 * 24 * time.Hour // before and after a repair
	freshFor    = 5 * time.Minute
	longestNote = 2000
	mostKept    = 2000
)

// List is the queue: what is open or tested by score, then what is settled,
// latest first.
func (s *Service) List(ctx context.Context) ([]Opportunity, error) {
	found, err := s.findings(ctx)
	if err != nil {
		return nil, err
	}
	list, err := s.queue(ctx, found)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if err := s.check(ctx, &list[i]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// Known is what is open or tested of what the sources found when they were
// asked last since the start; they are not asked.
func (s *Service) Known(ctx context.Context) ([]Opportunity, error) {
	found, _ := s.last()
	list, err := s.queue(ctx, found)
	return slices.DeleteFunc(list, func(o Opportunity) bool { return settled(o) == 1 }), err
}

// Searched is when the sources were asked last since the start; zero for never.
func (s *Service) Searched() time.Time {
	_, at := s.last()
	return at
}

// queue are findings with what was decided, in order.
func (s *Service) queue(ctx context.Context, found []opportunity.Finding) ([]Opportunity, error) {
	lives, err := s.lives(ctx)
	if err != nil {
		return nil, err
	}
	list := []Opportunity{}
	for _, f := range found {
		o, kept := lives[f.ID]
		if !kept {
			o.State = Open
		}
		o.Finding, o.Current = f, true
		delete(lives, f.ID)
		list = append(list, o)
	}
	for _, o := range lives {
		if o.State != Open {
			list = append(list, o)
		}
	}
	slices.SortFunc(list, func(a, b Opportunity) int {
		if order := cmp.Compare(settled(a), settled(b)); order != 0 {
			return order
		}
		if settled(a) == 1 {
			if order := b.Changed.Compare(*a.Changed); order != 0 {
				return order
			}
		}
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ID, b.ID))
	})
	return list, nil
}

func settled(o Opportunity) int {
	if o.State == Fixed || o.State == Dismissed {
		return 1
	}
	return 0
}

// Put decides about an opportunity.
func (s *Service) Put(ctx context.Context, by, id string, change Change) (Opportunity, error) {
	switch change.State {
	case Open, Testing, Fixed, Dismissed:
	default:
		return Opportunity{}, problem.At("/state", "state must be open, testing, fixed or dismissed.")
	}
	if utf8.RuneCountInString(change.Note) > longestNote {
		return Opportunity{}, problem.At("/note", "A note may have at most %d characters.", longestNote)
	}
	now := s.now().UTC().Truncate(time.Millisecond)
	if at := change.At; at != nil && (at.After(now) || at.Before(now.Add(-lookBack))) {
		return Opportunity{}, problem.At("/at", "at must be within the last 90 days, and not after now.")
	}
	o, err := s.find(ctx, id)
	if err != nil {
		return Opportunity{}, err
	}
	switch {
	case change.At != nil:
		at := change.At.UTC().Truncate(time.Millisecond)
		o.Changed, o.ChangedBy = &at, by
	case o.Changed == nil || o.State != change.State:
		o.Changed, o.ChangedBy = &now, by // a new note alone does not move the day of a repair
	}
	o.State, o.Note, o.Check = change.State, change.Note, nil
	finding, err := json.Marshal(o.Finding)
	if err != nil {
		return Opportunity{}, fmt.Errorf("store an opportunity: %w", err)
	}
	err = s.store.Write(ctx, func(tx *sql.Tx) error {
		var others int
		if err := tx.QueryRowContext(ctx, `SELECT COUNT(*) FROM opportunity WHERE id <> ?`, id).Scan(&others); err != nil {
			return err
		}
		if others >= mostKept {
			return problem.New(409, "There are decisions about %d opportunities, which is the most that are kept.", mostKept)
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO opportunity (id, state, note, finding, changed, changed_by) VALUES (?, ?, ?, ?, ?, ?)
			ON CONFLICT (id) DO UPDATE SET state = excluded.state, note = excluded.note, finding = excluded.finding, changed = excluded.changed, changed_by = excluded.changed_by`,
			id, string(o.State), o.Note, string(finding), o.Changed.UnixMilli(), o.ChangedBy)
		return err
	})
	if err != nil {
		return Opportunity{}, fmt.Errorf("store an opportunity: %w", err)
	}
	return o, s.check(ctx, &o)
}

// find is an opportunity by its id, as it was decided about or as it is found.
func (s *Service) find(ctx context.Context, id string) (Opportunity, error) {
	found, err := s.findings(ctx)
	if err != nil {
		return Opportunity{}, err
	}
	at := slices.IndexFunc(found, func(f opportunity.Finding) bool { return f.ID == id })
	o, err := scan(s.store.Read().QueryRowContext(ctx, `SELECT id, state, note, finding, changed, changed_by FROM opportunity WHERE id = ?`, id))
	switch {
	case errors.Is(err, sql.ErrNoRows) && at < 0:
		return o, problem.NotFound("There is no opportunity %.100q: it may have gone by itself.", id)
	case errors.Is(err, sql.ErrNoRows):
		o = Opportunity{State: Open}
	case err != nil:
		return o, fmt.Errorf("read an opportunity: %w", err)
	}
	if at >= 0 {
		o.Finding, o.Current = found[at], true
	}
	return o, nil
}

// turn waits for the turn to ask the sources, and done ends it.
func (s *Service) turn(ctx context.Context) error {
	select {
	case s.asking <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Service) done() { <-s.asking }

// findings asks the sources, unless they were asked a moment ago.
func (s *Service) findings(ctx context.Context) ([]opportunity.Finding, error) {
	if err := s.turn(ctx); err != nil {
		return nil, err
	}
	defer s.done()
	now := s.now()
	found, asked := s.last()
	if age := now.Sub(asked); found != nil && age >= 0 && age < freshFor {
		return found, nil
	}
	found = []opportunity.Finding{}
	for _, source := range s.sources {
		list, err := source.Find(ctx, now.Add(-lookBack), now)
		if err != nil {
			return nil, fmt.Errorf("find opportunities of %s: %w", source.Kind(), err)
		}
		found = append(found, list...)
	}
	s.latest.Lock()
	defer s.latest.Unlock()
	s.found, s.asked = found, now
	return found, nil
}

// last is what the sources found when they were asked last.
func (s *Service) last() ([]opportunity.Finding, time.Time) {
	s.latest.Lock()
	defer s.latest.Unlock()
	return s.found, s.asked
}

// lives are all decisions, by id.
func (s *Service) lives(ctx context.Context) (map[string]Opportunity, error) {
	rows, err := s.store.Read().QueryContext(ctx, `SELECT id, state, note, finding, changed, changed_by FROM opportunity`)
	if err != nil {
		return nil, fmt.Errorf("read opportunities: %w", err)
	}
	defer rows.Close()
	lives := map[string]Opportunity{}
	for rows.Next() {
		o, err := scan(rows)
		if err != nil {
			return nil, fmt.Errorf("read opportunities: %w", err)
		}
		lives[o.ID] = o
	}
	return lives, rows.Err()
}

func scan(row interface{ Scan(...any) error }) (o Opportunity, err error) {
	var id, state, finding string
	var changed int64
	if err = row.Scan(&id, &state, &o.Note, &finding, &changed, &o.ChangedBy); err != nil {
		return o, err
	}
	if err = json.Unmarshal([]byte(finding), &o.Finding); err != nil {
		return o, err
	}
	at := time.UnixMilli(changed).UTC()
	o.ID, o.State, o.Changed = id, State(state), &at
	return o, nil
}

// check compares a fixed opportunity's segment before and after with others.
func (s *Service) check(ctx context.Context, o *Opportunity) error {
	if o.State != Fixed || o.Changed == nil {
		return nil
	}
	at := slices.IndexFunc(s.sources, func(source Source) bool { return source.Kind() == o.Kind })
	if at < 0 {
		return nil
	}
	if err := s.turn(ctx); err != nil {
		return err
	}
	defer s.done()
	now := s.now()
	if c, ok := s.checks[o.ID]; ok && c.fixed.Equal(*o.Changed) {
		if age := now.Sub(c.at); age >= 0 && age < freshFor {
			o.Check = &c.check
			return nil
		}
	}
	measure := func(from, to time.Time) (opportunity.Sides, error) {
		if !from.Before(to) {
			return opportunity.Sides{}, nil
		}
		return s.sources[at].Measure(ctx, o.Finding, from, to)
	}
	end := o.Changed.Add(checkWindow)
	if now.Before(end) {
		end = now
	}
	before, err := measure(o.Changed.Add(-checkWindow), *o.Changed)
	if err != nil {
		return fmt.Errorf("check what was fixed: %w", err)
	}
	after, err := measure(*o.Changed, end)
	if err != nil {
		return fmt.Errorf("check what was fixed: %w", err)
	}
	check := opportunity.DifferenceInDifferences(before, after)
	s.checks[o.ID] = checked{*o.Changed, now, check}
	o.Check = &check
	return nil
}
