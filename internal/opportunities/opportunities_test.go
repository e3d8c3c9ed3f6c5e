package opportunities_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"testing"
	"time"

	"wend/internal/opportunities"
	"wend/internal/problem"
	"wend/internal/store"
	"wend/internal/understand/opportunity"
)

// source finds what it is told to, and measures a repair at its day.
type source struct {
	found  []opportunity.Finding
	asked  int
	repair time.Time
	during func() // what happens while it searches
}

func (s *source) Kind() string { return "friction" }

func (s *source) Find(context.Context, time.Time, time.Time) ([]opportunity.Finding, error) {
	s.asked++
	if s.during != nil {
		s.during()
	}
	return s.found, nil
}

func (s *source) Measure(_ context.Context, f opportunity.Finding, from, to time.Time) (opportunity.Sides, error) {
	if to.Before(from) {
		return opportunity.Sides{}, fmt.Errorf("%s is measured from %v to %v", f.ID, from, to)
	}
	days := int64(to.Sub(from).Hours() / 24)
	sides := opportunity.Sides{Segment: opportunity.Group{Attempts: 10 * days, Reached: 2 * days}, Others: opportunity.Group{Attempts: 20 * days, Reached: 14 * days}}
	if !from.Before(s.repair) {
		sides.Segment.Reached = 7 * days
	}
	return sides, nil
}

type room struct {
	*opportunities.Service
	source *source
	now    time.Time
}

func open(t *testing.T) *room {
	t.Helper()
	migrations, err := fs.Sub(opportunities.Migrations, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	state, err := store.Open(t.Context(), t.TempDir(), store.Options{
		Migrations: []store.Migrations{{Room: "opportunities", FS: migrations}}, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = state.Close() })
	r := &room{now: time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC), source: &source{}}
	for i, id := range []string{"small", "large", "middle"} {
		r.source.found = append(r.source.found, opportunity.Finding{ID: id, Kind: "friction", Score: []float64{1, 9, 5}[i]})
	}
	r.Service = opportunities.New(state, func() time.Time { return r.now }, r.source)
	return r
}

func (r *room) list(t *testing.T) string {
	t.Helper()
	list, err := r.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text := ""
	for _, o := range list {
		text += fmt.Sprintf("%s %s", o.ID, o.State)
		if !o.Current {
			text += " gone"
		}
		if o.Check != nil {
			text += " " + o.Check.Verdict
		}
		text += "\n"
	}
	return text
}

func (r *room) put(t *testing.T, id string, state opportunities.State) {
	t.Helper()
	if _, err := r.Put(t.Context(), "Ada", id, opportunities.Change{State: state, Note: "because"}); err != nil {
		t.Fatal(err)
	}
}

func TestLife(t *testing.T) {
	r := open(t)
	expect := func(want string) {
		t.Helper()
		if got := r.list(t); got != want {
			t.Errorf("got\n%swant\n%s", got, want)
		}
	}
	expect("large open\nmiddle open\nsmall open\n")
	r.put(t, "large", opportunities.Testing)
	r.put(t, "small", opportunities.Dismissed)
	expect("large testing\nmiddle open\nsmall dismissed\n")
	if r.source.asked != 1 {
		t.Errorf("the sources were asked %d times within a moment", r.source.asked)
	}

	r.now = r.now.AddDate(0, 0, 7)
	r.source.repair = r.now
	r.put(t, "large", opportunities.Fixed)
	expect("middle open\nlarge fixed too_early\nsmall dismissed\n")
	r.now = r.now.AddDate(0, 0, 20)
	r.source.found = r.source.found[2:] // the repair worked: it is found no more
	expect("middle open\nlarge fixed gone better\nsmall dismissed gone\n")

	r.put(t, "large", opportunities.Open) // and what nobody finds and nobody settled is gone
	expect("middle open\nsmall dismissed gone\n")
}

// Who only looks asks no source, and does not wait while one searches.
func TestKnownSearchesNothing(t *testing.T) {
	r := open(t)
	known := func() (ids string) {
		t.Helper()
		list, err := r.Known(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range list {
			ids += fmt.Sprintf("%s %s %t\n", o.ID, o.State, o.Current)
		}
		return ids
	}
	if got := known(); got != "" || r.source.asked != 0 || !r.Searched().IsZero() {
		t.Errorf("before any search: %q, asked %d times, searched %v", got, r.source.asked, r.Searched())
	}
	r.list(t)
	r.put(t, "small", opportunities.Dismissed)
	r.put(t, "middle", opportunities.Testing)
	searched := r.now
	r.now = r.now.AddDate(0, 0, 7)
	r.source.during = func() {
		if got := known(); got != "large open true\nmiddle testing true\n" || !r.Searched().Equal(searched) {
			t.Errorf("while it is searched: %q of %v", got, r.Searched())
		}
	}
	r.source.found = r.source.found[1:2]
	r.list(t)
	if got := known(); got != "large open true\nmiddle testing false\n" || r.source.asked != 2 || !r.Searched().Equal(r.now) {
		t.Errorf("after it: %q, asked %d times, searched %v", got, r.source.asked, r.Searched())
	}
}

// A new note does not move the day of a repair.
func TestNoteKeepsTheDay(t *testing.T) {
	r := open(t)
	r.put(t, "large", opportunities.Fixed)
	day := r.now
	r.now = r.now.AddDate(0, 0, 3)
	o, err := r.Put(t.Context(), "Bob", "large", opportunities.Change{State: opportunities.Fixed, Note: "in version 7"})
	if err != nil || !o.Changed.Equal(day) || o.ChangedBy != "Ada" || o.Note != "in version 7" {
		t.Errorf("%+v, %v", o, err)
	}
}

// What was mended before anybody said so is checked from then on.
func TestRepairBeforeItWasSaid(t *testing.T) {
	r := open(t)
	day := r.now.AddDate(0, 0, -30)
	r.source.repair = day
	o, err := r.Put(t.Context(), "Ada", "large", opportunities.Change{State: opportunities.Fixed})
	if err != nil || o.Check == nil || o.Check.Verdict != "too_early" {
		t.Fatalf("just now: %+v, %v", o.Check, err)
	}
	o, err = r.Put(t.Context(), "Ada", "large", opportunities.Change{State: opportunities.Fixed, At: &day})
	if err != nil || !o.Changed.Equal(day) || o.Check == nil || o.Check.Verdict != "better" {
		t.Errorf("a month ago: %+v, %v", o, err)
	}
	for _, at := range []time.Time{r.now.Add(time.Hour), r.now.AddDate(0, 0, -91)} {
		var p *problem.Problem
		if _, err := r.Put(t.Context(), "Ada", "large", opportunities.Change{State: opportunities.Fixed, At: &at}); !errors.As(err, &p) || p.Fields[0].Pointer != "/at" {
			t.Errorf("at %v: %v", at, err)
		}
	}
}

func TestRefusals(t *testing.T) {
	r := open(t)
	for id, change := range map[string]opportunities.Change{"large": {State: "done"}, "nothing": {State: opportunities.Fixed}} {
		var p *problem.Problem
		if _, err := r.Put(t.Context(), "Ada", id, change); !errors.As(err, &p) || p.Status != map[string]int{"large": 422, "nothing": 404}[id] {
			t.Errorf("%s: %v", id, err)
		}
	}
}
