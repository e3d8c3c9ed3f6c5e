package kits

import (
	"context"
	"database/sql"
	"embed"
	"encoding/json"
	"fmt"
	"slices"
	"sync"
	"time"

	"wend/internal/govern/settings"
	"wend/internal/problem"
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

// Dashboards makes a kit's dashboard.
type Dashboards interface {
	// Has tells whether the kit's dashboard is there.
	Has(ctx context.Context, kit string) (bool, error)
	Create(ctx context.Context, by, kit string, dashboard PlannedDashboard) error
}

// Service applies kits and keeps the event plan. It is safe for concurrent use.
type Service struct {
	store      Store
	settings   *settings.Service
	dashboards Dashboards
	now        func() time.Time

	changing sync.Mutex
}

// New makes the service.
func New(store Store, workspace *settings.Service, dashboards Dashboards, now func() time.Time) *Service {
	return &Service{store: store, settings: workspace, dashboards: dashboards, now: now}
}

// Part is one of the things that a kit sets.
type Part string

// The parts, in the order in which they are applied.
const (
	PartStages    Part = "stages"
	PartKeyEvents Part = "key_events"
	PartDashboard Part = "dashboard"
	PartPlan      Part = "plan"
)

// Action is what applying does to a part.
type Action string

const (
	set     Action = "set"
	same    Action = "same"    // it is so already
	kept    Action = "kept"    // the owner edited it, and it stays
	replace Action = "replace" // the owner edited it, and asked for the kit's
)

// Effect is what applying a kit does to one part, in words.
type Effect struct {
	Part   Part   `json:"part" enum:"stages,key_events,dashboard,plan"`
	Action Action `json:"action" enum:"set,same,kept,replace" doc:"set: the kit's is put in; same: nothing changes; kept: you edited it, and it stays; replace: you edited it, and it is replaced"`
	Detail string `json:"detail"`
}

// Application says how to apply a kit.
type Application struct {
	By        string // who applies it
	Dry       bool
	Overwrite []Part // edited parts that may be replaced
}

// applied is what the workspace remembers of a kit.
type applied struct {
	kit, stages, keyEvents string
}

// Current is the key of the workspace's kit; empty: none was chosen.
func (s *Service) Current(ctx context.Context) (string, error) {
	past, err := s.past(ctx)
	if err != nil || len(past) == 0 {
		return "", err
	}
	return past[0].kit, nil
}

// Apply puts a kit in, or with Dry only tells what that would change. Applied
// again it changes nothing.
func (s *Service) Apply(ctx context.Context, key string, how Application) ([]Effect, error) {
	kit, err := Find(key)
	if err != nil {
		return nil, err
	}
	for i, part := range how.Overwrite {
		if part != PartStages && part != PartKeyEvents {
			return nil, problem.At(fmt.Sprintf("/overwrite/%d", i), "%q cannot be overwritten: use stages or key_events.", part)
		}
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	past, err := s.past(ctx)
	if err != nil {
		return nil, err
	}
	now := s.settings.Get()
	stages := s.action(PartStages, how, encode(now.Stages), encode(kit.Stages), encode(settings.DefaultStages()), past)
	figures := s.action(PartKeyEvents, how, encode(now.KeyEvents), encode(kit.KeyEvents), encode(settings.DefaultKeyEvents()), past)
	dashboard, err := s.dashboardAction(ctx, kit)
	if err != nil {
		return nil, err
	}
	plan := set
	if len(past) > 0 && past[0].kit == kit.Key {
		plan = same
	}
	effects := describe(kit, stages, figures, dashboard, plan)
	if how.Dry {
		return effects, nil
	}
	var change settings.Change
	if stages == set || stages == replace {
		change.Stages = &kit.Stages
	}
	if figures == set || figures == replace {
		change.KeyEvents = &kit.KeyEvents
	}
	if change.Stages != nil || change.KeyEvents != nil {
		if _, err := s.settings.Put(ctx, change); err != nil {
			return nil, fmt.Errorf("apply kit %s: %w", key, err)
		}
	}
	if dashboard == set {
		if err := s.dashboards.Create(ctx, how.By, kit.Key, kit.Dashboard); err != nil {
			return nil, fmt.Errorf("apply kit %s: make its dashboard: %w", key, err)
		}
	}
	return effects, s.remember(ctx, kit)
}

// action decides about a part: what nobody edited may go, what the owner
// edited only if asked for.
func (s *Service) action(part Part, how Application, now, wanted, original string, past []applied) Action {
	if now == wanted {
		return same
	}
	untouched := now == original || slices.ContainsFunc(past, func(a applied) bool {
		return now == map[Part]string{PartStages: a.stages, PartKeyEvents: a.keyEvents}[part]
	})
	switch {
	case untouched:
		return set
	case slices.Contains(how.Overwrite, part):
		return replace
	}
	return kept
}

func (s *Service) dashboardAction(ctx context.Context, kit *Kit) (Action, error) {
	there, err := s.dashboards.Has(ctx, kit.Key)
	if err != nil {
		return "", fmt.Errorf("look for the dashboard of kit %s: %w", kit.Key, err)
	}
	if there {
		return same, nil
	}
	return set, nil
}

func describe(kit *Kit, stages, figures, dashboard, plan Action) []Effect {
	words := func(part Part, action Action, sentences map[Action]string) Effect {
		return Effect{part, action, sentences[action]}
	}
	n := len(kit.Stages)
	return []Effect{
		words(PartStages, stages, map[Action]string{
			set:     fmt.Sprintf("The stage model becomes the kit's, with %d stages; every journey is told anew by it.", n),
			same:    "The stage model is the kit's already.",
			kept:    "You edited the stage model: it stays as it is.",
			replace: fmt.Sprintf("The stage model that you edited is replaced by the kit's, with %d stages.", n),
		}),
		words(PartKeyEvents, figures, map[Action]string{
			set:     fmt.Sprintf("The home page shows the kit's %d figures; success means %s.", len(kit.KeyEvents.Figures), kit.KeyEvents.Goal),
			same:    "The home page shows the kit's figures already.",
			kept:    "You edited the key events: they stay as they are.",
			replace: fmt.Sprintf("The key events that you edited are replaced by the kit's; success means %s.", kit.KeyEvents.Goal),
		}),
		words(PartDashboard, dashboard, map[Action]string{
			set:  fmt.Sprintf("A dashboard %q with %d cards is added.", kit.Dashboard.Name, len(kit.Dashboard.Cards)),
			same: fmt.Sprintf("The dashboard %q is there already; it stays as it is.", kit.Dashboard.Name),
		}),
		words(PartPlan, plan, map[Action]string{
			set:  fmt.Sprintf("The event plan lists the kit's %d events; events that you added stay.", len(kit.Plan)),
			same: "The event plan is the kit's already.",
		}),
	}
}

// past is what was applied, the latest first.
func (s *Service) past(ctx context.Context) (past []applied, err error) {
	rows, err := s.store.Read().QueryContext(ctx, `SELECT kit, stages, key_events FROM kits_applied ORDER BY applied DESC, kit`)
	if err != nil {
		return nil, fmt.Errorf("read the applied kits: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		var a applied
		if err := rows.Scan(&a.kit, &a.stages, &a.keyEvents); err != nil {
			return nil, fmt.Errorf("read the applied kits: %w", err)
		}
		past = append(past, a)
	}
	return past, rows.Err()
}

func (s *Service) remember(ctx context.Context, kit *Kit) error {
	err := s.store.Write(ctx, func(tx *sql.Tx) error {
		var last int64
		if err := tx.QueryRowContext(ctx, `SELECT COALESCE(MAX(applied), 0) FROM kits_applied`).Scan(&last); err != nil {
			return err
		}
		at := max(s.now().UnixMilli(), last+1) // the latest is the workspace's kit, whatever the clock does
		_, err := tx.ExecContext(ctx, `INSERT INTO kits_applied (kit, applied, stages, key_events) VALUES ($1, $2, $3, $4)
			ON CONFLICT (kit) DO UPDATE SET applied = excluded.applied, stages = excluded.stages, key_events = excluded.key_events`,
			kit.Key, at, encode(kit.Stages), encode(kit.KeyEvents))
		return err
	})
	if err != nil {
		return fmt.Errorf("remember the kit: %w", err)
	}
	return nil
}

// encode is a part as it is compared: what the settings hold and what a kit
// holds are both made of the same types.
func encode(part any) string {
	raw, err := json.Marshal(part)
	if err != nil {
		return "" // differs from everything that is stored
	}
	return string(raw)
}
