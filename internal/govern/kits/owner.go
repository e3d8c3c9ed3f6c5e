package kits

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"wend/internal/problem"
)

// The bounds of what an owner adds to the plan.
const (
	mostOwn        = 200
	mostRemoved    = 500
	mostProperties = 50
	longestName    = 200
	longestText    = 500
	longestExample = 2000
)

// Own is what the owner changed about the kit's plan.
type Own struct {
	Added   []PlannedEvent
	Removed []string
}

// PlanChange names what to replace; nil leaves it alone.
type PlanChange struct {
	Added   *[]PlannedEvent
	Removed *[]string
}

// Plan is the workspace's plan with what was received of it. kit is empty where
// none was chosen; then the plan is what the owner added.
func (s *Service) Plan(ctx context.Context, seen []Seen) (kit string, checked []Checked, removed []string, err error) {
	if kit, err = s.Current(ctx); err != nil {
		return "", nil, nil, err
	}
	own, err := s.own(ctx)
	if err != nil {
		return "", nil, nil, err
	}
	plan, added := own.over(kit)
	return kit, Check(plan, added, seen), own.Removed, nil
}

// over puts the owner's changes over a kit's plan: what was taken away goes,
// what was added replaces an event of the same name or follows.
func (o Own) over(kit string) (plan []PlannedEvent, added map[string]bool) {
	added = map[string]bool{}
	for _, event := range o.Added {
		added[event.Event] = true
	}
	if k, err := Find(kit); err == nil {
		for _, event := range k.Plan {
			if !added[event.Event] && !slices.Contains(o.Removed, event.Event) {
				plan = append(plan, event)
			}
		}
	}
	return append(plan, o.Added...), added
}

// PutPlan checks and stores what the owner adds and takes away.
func (s *Service) PutPlan(ctx context.Context, change PlanChange) error {
	if change.Added != nil {
		if err := checkAdded(*change.Added); err != nil {
			return err
		}
	}
	if change.Removed != nil {
		if len(*change.Removed) > mostRemoved {
			return problem.At("/removed", "At most %d events can be taken out of the plan.", mostRemoved)
		}
		for i, name := range *change.Removed {
			if !isName(name) {
				return problem.At(fmt.Sprintf("/removed/%d", i), "Name an event, in at most %d characters.", longestName)
			}
		}
	}
	s.changing.Lock()
	defer s.changing.Unlock()
	own, err := s.own(ctx)
	if err != nil {
		return err
	}
	if change.Added != nil {
		own.Added = *change.Added
	}
	if change.Removed != nil {
		own.Removed = *change.Removed
	}
	// An event that is added is in the plan, whatever was said before.
	own.Removed = slices.DeleteFunc(slices.Clone(own.Removed), func(name string) bool {
		return slices.ContainsFunc(own.Added, func(event PlannedEvent) bool { return event.Event == name })
	})
	return s.keep(ctx, own)
}

func checkAdded(added []PlannedEvent) error {
	if len(added) > mostOwn {
		return problem.At("/added", "At most %d events can be added to the plan.", mostOwn)
	}
	seen := map[string]bool{}
	for i, event := range added {
		at := fmt.Sprintf("/added/%d", i)
		switch {
		case !isName(event.Event):
			return problem.At(at+"/event", "Name the event, in at most %d characters.", longestName)
		case seen[event.Event]:
			return problem.At(at+"/event", "%q is there twice: list it once.", event.Event)
		case event.Type != "" && event.Type != "track" && event.Type != "page":
			return problem.At(at+"/type", "%q is not a call: use track or page.", event.Type)
		case len(event.When) > longestText:
			return problem.At(at+"/when", "Say in at most %d characters when it is sent.", longestText)
		case len(event.Properties) > mostProperties:
			return problem.At(at+"/properties", "An event may have at most %d planned properties.", mostProperties)
		}
		seen[event.Event] = true
		for j, property := range event.Properties {
			if err := checkProperty(property, fmt.Sprintf("%s/properties/%d", at, j)); err != nil {
				return err
			}
		}
	}
	return nil
}

func checkProperty(property PlannedProperty, at string) error {
	switch {
	case !isName(property.Name):
		return problem.At(at+"/name", "Name the property, in at most %d characters.", longestName)
	case !slices.Contains(propertyTypes, property.Type):
		return problem.At(at+"/type", "%q is not a type: use text, number, boolean, list or object.", property.Type)
	case len(property.What) > longestText:
		return problem.At(at+"/what", "Say in at most %d characters what it is.", longestText)
	case len(property.Example) > longestExample:
		return problem.At(at+"/example", "An example has at most %d characters.", longestExample)
	}
	return nil
}

func isName(text string) bool { return strings.TrimSpace(text) != "" && len(text) <= longestName }

func (s *Service) own(ctx context.Context) (own Own, err error) {
	rows, err := s.store.Read().QueryContext(ctx, `SELECT event, removed, definition FROM kits_plan ORDER BY position, event`)
	if err != nil {
		return own, fmt.Errorf("read the event plan: %w", err)
	}
	defer rows.Close()
	own.Removed = []string{}
	for rows.Next() {
		var name, definition string
		var removed int
		if err := rows.Scan(&name, &removed, &definition); err != nil {
			return own, fmt.Errorf("read the event plan: %w", err)
		}
		if removed == 1 {
			own.Removed = append(own.Removed, name)
			continue
		}
		var event PlannedEvent
		if err := json.Unmarshal([]byte(definition), &event); err != nil {
			return own, fmt.Errorf("the planned event %s cannot be read: %w", name, err)
		}
		own.Added = append(own.Added, event)
	}
	return own, rows.Err()
}

func (s *Service) keep(ctx context.Context, own Own) error {
	err := s.store.Write(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, `DELETE FROM kits_plan`); err != nil {
			return err
		}
		insert := `INSERT INTO kits_plan (event, removed, definition, position) VALUES ($1, $2, $3, $4) ON CONFLICT (event) DO NOTHING`
		for i, event := range own.Added {
			if _, err := tx.ExecContext(ctx, insert, event.Event, 0, encode(event), i); err != nil {
				return err
			}
		}
		for i, name := range own.Removed {
			if _, err := tx.ExecContext(ctx, insert, name, 1, "", i); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("store the event plan: %w", err)
	}
	return nil
}
