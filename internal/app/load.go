package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"

	"wend/internal/act/weekly"
	"wend/internal/collect"
	"wend/internal/event"
	"wend/internal/govern/access"
	"wend/internal/govern/audit"
	"wend/internal/govern/kits"
	"wend/internal/govern/settings"
	"wend/internal/journey"
	"wend/internal/maps"
	"wend/internal/opportunities"
	"wend/internal/pipeline"
	"wend/internal/pipeline/schema"
	"wend/internal/saved"
	"wend/internal/store"
	"wend/internal/understand/standing"
	"wend/internal/unify"
)

// migrations are the tables of every room.
func migrations() []store.Migrations {
	folder := func(files fs.FS) fs.FS {
		sub, err := fs.Sub(files, "migrations")
		if err != nil {
			panic(err) // the folder is part of the program
		}
		return sub
	}
	return []store.Migrations{
		{Room: "access", FS: folder(access.Migrations)},
		{Room: "audit", FS: folder(audit.Migrations)},
		{Room: "settings", FS: folder(settings.Migrations)},
		{Room: "kits", FS: folder(kits.Migrations)},
		{Room: "collect", FS: collect.Migrations},
		{Room: "unify", FS: unify.Migrations()},
		{Room: "pipeline", FS: folder(pipeline.Migrations)},
		{Room: "saved", FS: folder(saved.Migrations)},
		{Room: "maps", FS: folder(maps.Migrations)},
		{Room: "weekly", FS: folder(weekly.Migrations)},
		{Room: "opportunities", FS: folder(opportunities.Migrations)},
	}
}

// load fills what the rooms keep in memory: the state that was written back,
// and what the log says since. Every stored event goes to remember.
func load(ctx context.Context, s *store.Store, zone *settings.Service, heldFrom int64, remember func(*event.Event)) (p pipeline.Projection, position, saved uint64, err error) {
	decisions, err := unify.LoadDecisions(ctx, s.Read())
	if err != nil {
		return p, 0, 0, fmt.Errorf("load what people decided about identities: %w", err)
	}
	p.Graph = unify.NewGraph(decisions)
	p.Profiles = unify.NewProfiles(p.Graph)
	p.Accounts = unify.NewAccounts(p.Graph)
	p.Schema = schema.New()
	options := journey.Options{Zone: zone.Zone(), Traits: unify.Traits{Profiles: p.Profiles, Accounts: p.Accounts}, Accounts: p.Accounts.Members, Consents: p.Profiles.ConsentsAt, History: s, Standings: standing.Rules()}
	if heldFrom > 0 {
		options.HistoryFrom, options.Cold = heldFrom, &coldHistory{store: s, graph: p.Graph, before: heldFrom}
	}
	p.Index = journey.New(options)
	// Before the journeys, so that they are derived once.
	if err := p.Index.SetStages(ctx, journey.StageModel{Stages: zone.Get().Stages}); err != nil {
		return p, 0, 0, fmt.Errorf("set the stage model: %w", err)
	}
	if err := p.Graph.Load(ctx, s.Read()); err != nil {
		return p, 0, 0, fmt.Errorf("load identities: %w", err)
	}
	if err := p.Profiles.Load(ctx, s.Read()); err != nil {
		return p, 0, 0, fmt.Errorf("load profiles: %w", err)
	}
	saved, err = loadPosition(ctx, s.Read(), p.Schema)
	if err != nil {
		return p, 0, 0, err
	}
	if err := loadJourneys(ctx, s, p, saved, remember); err != nil {
		return p, 0, 0, fmt.Errorf("load journeys: %w", err)
	}
	position = s.Log().Next() - 1
	err = s.Events(ctx, saved+1, position+1, func(e *event.Event) error {
		p.Schema.Observe(e)
		return nil
	})
	if err != nil {
		return p, 0, 0, fmt.Errorf("load the schema: %w", err)
	}
	return p, position, saved, nil
}

func loadPosition(ctx context.Context, db *sql.DB, seen *schema.Registry) (saved uint64, err error) {
	var seq int64
	var counts string
	err = db.QueryRowContext(ctx, `SELECT seq, schema FROM pipeline_position WHERE id = 1`).Scan(&seq, &counts)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("load the position of the written state: %w", err)
	}
	return uint64(seq), json.Unmarshal([]byte(counts), seen)
}

// loadJourneys reads every event's narrow part once. Up to the saved position
// the graph knows all sets, and Observe only finds them again; what comes
// after is new, and customers that it changes are dealt out anew at the end.
func loadJourneys(ctx context.Context, s *store.Store, p pipeline.Projection, saved uint64, remember func(*event.Event)) error {
	dirty := map[journey.Customer]struct{}{}
	var failed error
	rows := func(yield func(journey.Row) bool) {
		failed = s.LoadRows(ctx, func(batch []*event.Event) error {
			for _, e := range batch {
				remember(e)
				set, changed := p.Graph.Observe(e)
				if e.Seq > saved {
					p.Profiles.Apply(set, e)
				}
				p.Accounts.Apply(set, e)
				for _, c := range changed {
					dirty[c] = struct{}{}
				}
				if !yield(journey.Row{Customer: p.Graph.Owner(set, e.Time), Set: set, Event: e}) {
					return context.Canceled
				}
			}
			return nil
		})
	}
	if err := p.Index.Load(ctx, rows); err != nil {
		return err
	}
	if failed != nil {
		return failed
	}
	if len(dirty) == 0 {
		return nil
	}
	customers := make([]journey.Customer, 0, len(dirty))
	for c := range dirty {
		customers = append(customers, c)
	}
	p.Index.Rederive(customers, p.Graph.Owner)
	return nil
}
