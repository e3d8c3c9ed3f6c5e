package pipeline

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/pipeline/schema"
	"wend/internal/unify"
)

// Migrations are this room's tables.
//
//go:embed migrations/*.sql
var Migrations embed.FS

// State is where the projector keeps what it knows between starts.
type State interface {
	// WriteBack need not wait for the disk: the log has it all.
	WriteBack(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Projection is everything that is kept in memory and is a function of the log.
type Projection struct {
	Graph    *unify.Graph
	Profiles *unify.Profiles
	Accounts *unify.Accounts
	Index    *journey.Index
	Schema   *schema.Registry
}

// Projector follows the log on one goroutine. Whoever wants to change what it
// keeps (a split, a new stage model) hands a function to Do.
type Projector struct {
	Projection
	Feed *Feed

	state     State
	log       *slog.Logger
	calls     chan func()
	stopped   chan struct{}
	projected atomic.Uint64
	saved     atomic.Uint64
}

// The rhythm of writing state back: often enough that a start replays little,
// in slices so small that the road's commits hardly wait.
const (
	saveEvery = 5 * time.Second
	savePause = 20 * time.Millisecond
)

// NewProjector makes a projector for a projection that reflects the log up to
// and including the event position, of which the state store reflects saved.
func NewProjector(p Projection, state State, position, saved uint64, log *slog.Logger) *Projector {
	projector := &Projector{Projection: p, Feed: newFeed(), state: state, log: log,
		calls: make(chan func()), stopped: make(chan struct{})}
	projector.saved.Store(saved)
	projector.projected.Store(position)
	return projector
}

// Position is the Seq of the last event that queries see.
func (p *Projector) Position() uint64 { return p.projected.Load() }

// Saved is the Seq of the last event that the written-back state reflects.
func (p *Projector) Saved() uint64 { return p.saved.Load() }

// Run projects groups until the channel is closed, writes the state back a
// last time and returns. When ctx ends it stops writing back in between.
func (p *Projector) Run(ctx context.Context, groups <-chan []*event.Event) {
	defer close(p.stopped)
	save := time.NewTimer(saveEvery)
	defer save.Stop()
	for {
		select {
		case group, open := <-groups:
			if !open {
				p.saveAll(context.WithoutCancel(ctx))
				return
			}
			p.Project(group)
		case call := <-p.calls:
			call()
		case <-save.C:
			wait := saveEvery
			if ctx.Err() == nil && p.saveSlice(ctx) {
				wait = savePause
			}
			save.Reset(wait)
		}
	}
}

// Do runs fn on the projector's goroutine, between two groups, and returns
// when it has run.
func (p *Projector) Do(ctx context.Context, fn func()) error {
	done := make(chan struct{})
	call := func() { defer close(done); fn() }
	select {
	case p.calls <- call:
	case <-p.stopped:
		return errors.New("the projector has stopped")
	case <-ctx.Done():
		return ctx.Err()
	}
	<-done
	return nil
}

// Project takes one group of consecutive events.
func (p *Projector) Project(group []*event.Event) {
	for _, e := range group {
		set, dirty := p.Graph.Observe(e)
		customer := p.Graph.Owner(set, e.Time)
		p.Index.Append(customer, set, e)
		p.Profiles.Apply(set, e)
		p.Accounts.Apply(set, e)
		if len(dirty) > 0 {
			p.Index.Rederive(dirty, p.Graph.Owner)
		}
		p.Schema.Observe(e)
		if p.Feed.watched() {
			p.Feed.publish(Live{Event: e, Customer: customer})
		}
	}
	p.projected.Store(group[len(group)-1].Seq)
}

// saveSlice writes one slice back and tells whether there is more.
func (p *Projector) saveSlice(ctx context.Context) (more bool) {
	now := p.projected.Load()
	if now == p.saved.Load() {
		return false
	}
	more, err := p.save(ctx, now)
	if err != nil {
		p.log.Warn("state could not be written back, will try again; nothing is lost, the log has it", "error", err)
		return false
	}
	return more
}

func (p *Projector) saveAll(ctx context.Context) {
	for p.saveSlice(ctx) {
	}
}

// save writes a slice of what changed. What the graph and the profiles write is
// idempotent under replay, so it may be newer than the position; the schema's
// counts are not, so they go in with the very position that they are of.
func (p *Projector) save(ctx context.Context, position uint64) (more bool, err error) {
	err = p.state.WriteBack(ctx, func(tx *sql.Tx) error {
		graphMore, err := p.Graph.Save(ctx, tx)
		if err != nil {
			return fmt.Errorf("save identities: %w", err)
		}
		profilesMore, err := p.Profiles.Save(ctx, tx)
		if err != nil {
			return fmt.Errorf("save profiles: %w", err)
		}
		if more = graphMore || profilesMore; more {
			return nil
		}
		counts, err := json.Marshal(p.Schema)
		if err != nil {
			return fmt.Errorf("encode the schema: %w", err)
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO pipeline_position (id, seq, schema) VALUES (1, ?, ?)
			ON CONFLICT (id) DO UPDATE SET seq = excluded.seq, schema = excluded.schema`, int64(position), string(counts))
		return err
	})
	if err == nil && !more {
		p.saved.Store(position)
	}
	return more, err
}

// Forget drops the written-back position, so that the next start reads the
// whole log. It goes with what the other rooms that follow the log forget.
func Forget(tx *sql.Tx) error {
	_, err := tx.Exec(`DELETE FROM pipeline_position`)
	return err
}
