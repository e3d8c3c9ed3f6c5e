package unify

import (
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite"
	"pgregory.net/rapid"

	"wend/internal/event"
)

func openDatabase(t *testing.T) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", ":memory:")
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1) // each connection would have a memory of its own
	t.Cleanup(func() { db.Close() })
	migrate(t, db)
	return db
}

func migrate(t *testing.T, db *sql.DB) *goose.Provider {
	t.Helper()
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, Migrations())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
	return provider
}

func TestMigrationsGoDownAndUp(t *testing.T) {
	db := openDatabase(t)
	provider := migrate(t, db) // again: nothing to do
	if _, err := provider.DownTo(t.Context(), 0); err != nil {
		t.Fatal(err)
	}
	if _, err := provider.Up(t.Context()); err != nil {
		t.Fatal(err)
	}
}

var errRefused = errors.New("refused")

// save writes one slice of everything, as the projector does.
func (w *world) save(db *sql.DB, refuse bool) (more bool, err error) {
	tx, err := db.Begin()
	if err != nil {
		return false, err
	}
	defer tx.Rollback()
	ctx := noDeadline
	graphMore, err := w.graph.Save(ctx, tx)
	if err != nil {
		return false, err
	}
	profilesMore, err := w.profiles.Save(ctx, tx)
	if err != nil {
		return false, err
	}
	if refuse {
		return false, errRefused
	}
	return graphMore || profilesMore, tx.Commit()
}

// reload is what a start makes of the store and the log: the state that
// reflects the events up to saved, and every event observed once more.
func reload(t interface{ Fatal(...any) }, db *sql.DB, events []*event.Event, saved int) *world {
	decisions, err := LoadDecisions(noDeadline, db)
	if err != nil {
		t.Fatal(err)
	}
	w := newWorld(decisions)
	if err := w.graph.Load(noDeadline, db); err != nil {
		t.Fatal(err)
	}
	if err := w.profiles.Load(noDeadline, db); err != nil {
		t.Fatal(err)
	}
	for i, e := range events {
		set, dirty := w.graph.Observe(e)
		w.rows = append(w.rows, row{e, set, w.graph.Owner(set, e.Time)})
		if i >= saved {
			w.profiles.Apply(set, e)
		}
		w.deal(dirty)
	}
	return w
}

// Whatever was written when, and whichever transactions failed: a start gives
// the state of before, and goes on from there.
func TestRestartRestoresTheState(t *testing.T) {
	db := openDatabase(t)
	rapid.Check(t, func(t *rapid.T) {
		for _, table := range []string{"identifier", "set", "stream", "trait", "consent", "decision", "saved"} {
			if _, err := db.Exec("DELETE FROM unify_" + table); err != nil {
				t.Fatal(err)
			}
		}
		events := drawEvents(t, 14)
		stop := rapid.IntRange(0, len(events)).Draw(t, "stop")
		w := newWorld(Decisions{})
		var decisions Decisions
		saved := 0
		for i, e := range events[:stop] {
			w.observe(e)
			switch rapid.IntRange(0, 4).Draw(t, "then") {
			case 0:
				if d, ok := drawDecision(t, w); ok {
					saveDecision(t, db, d, int64(i))
					w.decide(d)
					decisions.add(d)
				}
			case 1:
				refuse := rapid.Bool().Draw(t, "refuse")
				more, err := w.save(db, refuse)
				if err != nil && !errors.Is(err, errRefused) {
					t.Fatal(err)
				}
				if err == nil && !more {
					saved = i + 1
				}
			}
		}
		w = reload(t, db, events[:stop], saved)
		if wrong := w.misplaced(); wrong != "" {
			t.Fatal(wrong)
		}
		compareWithReference(t, w, events[:stop], decisions.Retired, decisions.Blocked)
		w.observe(events[stop:]...)
		compareWithReference(t, w, events, decisions.Retired, decisions.Blocked)
	})
}

func saveDecision(t *rapid.T, db *sql.DB, d Decision, now int64) {
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	defer tx.Rollback()
	if err := SaveDecision(noDeadline, tx, d, now); err != nil {
		t.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		t.Fatal(err)
	}
}

// Much is written in slices, each quickly, and once: a restart that replays
// everything has nothing left to write.
func TestSavingGoesInSlices(t *testing.T) {
	db := openDatabase(t)
	w := newWorld(Decisions{})
	var events []*event.Event
	for i := range 5_000 {
		e := call(i+1, event.Identify, int64(i), fmt.Sprintf("user_id:u%d", i%2200), fmt.Sprintf("anonymous_id:a%d", i%2700))
		e.Traits = fmt.Appendf(nil, `{"name":"Name %d"}`, i)
		e.Context = []byte(`{"consent":{"categoryPreferences":{"push":true}}}`)
		events = append(events, e)
		set, _ := w.graph.Observe(e)
		w.profiles.Apply(set, e)
	}
	slices, longest := 0, time.Duration(0)
	for more := true; more; slices++ {
		var err error
		start := time.Now()
		if more, err = w.save(db, false); err != nil {
			t.Fatal(err)
		}
		longest = max(longest, time.Since(start))
	}
	if slices < 5 {
		t.Errorf("%d slices: too much at once", slices)
	}
	t.Logf("%d slices, the longest %v", slices, longest)

	again := reload(t, db, events, len(events))
	if again.graph.Customers() != w.graph.Customers() {
		t.Errorf("%d customers after a restart, %d before", again.graph.Customers(), w.graph.Customers())
	}
	if slice, more := again.graph.takeSlice(0); more || slice.number != 0 {
		t.Error("a restart has something to write")
	}
}
