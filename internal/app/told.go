package app

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/govern/kits"
	"wend/internal/govern/settings"
	"wend/internal/opportunities"
	"wend/internal/pipeline/schema"
	"wend/internal/understand/friction"
	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

// notSegments are traits that tell persons from each other, not groups.
var notSegments = []string{
	"id", "email", "phone", "name", "first_name", "firstName", "last_name", "lastName", "username", "avatar", "birthday", "address",
	"created_at", "createdAt",
}

// told is what the workspace's business says about itself.
func (w *workspace) told() friction.Workspace {
	events, traits := w.projector.Schema.List()
	return tell(w.settings.Get().KeyEvents, events, traits)
}

// openOpportunities makes the queue with its sources.
func (w *workspace) openOpportunities() *opportunities.Service {
	return opportunities.New(w.store, w.config.Now, opportunities.Frictions{Index: w.projector.Index, Workspace: w.told})
}

// TellOf is what a business says that began with its sector's kit.
func TellOf(sector string, events []schema.Event, traits []schema.Property) friction.Workspace {
	for _, kit := range kits.All() {
		if kit.Key == sector {
			return tell(kit.KeyEvents, events, traits)
		}
	}
	return friction.Workspace{}
}

// tell is what a business says about itself, of which it keeps these key events
// and has sent these events and traits: the ways to its goals, those that lead
// to the goals of others, and what tells groups apart.
func tell(key settings.KeyEvents, events []schema.Event, traits []schema.Property) (told friction.Workspace) {
	for _, kit := range kits.All() {
		told.Others = append(told.Others, waysOf(kit)...)
	}
	told.Ways = ownWays(key, told.Others)
	told.Goal = key.Reached(func(name string) bool {
		return slices.ContainsFunc(events, func(e schema.Event) bool { return e.Name == name })
	})
	told.Key = slices.Concat([]string{key.Goal}, key.Also, key.Path)
	for _, trait := range traits {
		if !slices.Contains(notSegments, trait.Name) && nameable(trait.Name) {
			told.Traits = append(told.Traits, trait.Name)
		}
	}
	told.Properties = groupsOf(events)
	return told
}

// waysOf are those of a kit, or the path of its key events.
func waysOf(kit *kits.Kit) (ways [][]funnel.Step) {
	if len(kit.Ways) == 0 {
		return [][]funnel.Step{stepsOf(kit.KeyEvents.Path)}
	}
	for _, way := range kit.Ways {
		var steps []funnel.Step
		for _, s := range way {
			steps = append(steps, funnel.Step{Selector: query.Selector{Event: s.Event, Where: s.Where}, Name: s.Name})
		}
		ways = append(ways, steps)
	}
	return ways
}

// ownWays are a kit's while its path is as the kit has it; else the path, and
// to each of the other goals a way that some kit knows, or the straight one.
func ownWays(key settings.KeyEvents, known [][]funnel.Step) [][]funnel.Step {
	for _, kit := range kits.All() {
		if kit.KeyEvents.Goal == key.Goal && slices.Equal(kit.KeyEvents.Path, key.Path) {
			return waysOf(kit)
		}
	}
	ways := [][]funnel.Step{stepsOf(key.Path)}
	for _, goal := range key.Also {
		way := stepsOf([]string{key.Path[0], goal})
		if at := slices.IndexFunc(known, func(w []funnel.Step) bool { return w[len(w)-1].Event == goal }); at >= 0 {
			way = known[at]
		}
		ways = append(ways, way)
	}
	return ways
}

func stepsOf(path []string) (steps []funnel.Step) {
	for _, name := range path {
		steps = append(steps, funnel.Step{Selector: query.Selector{Event: event.Canonical(name)}})
	}
	return steps
}

// groupsOf are the events' properties that tell groups apart, the most frequent
// first: texts, numbers and truths that are no names of single things.
func groupsOf(events []schema.Event) (names []string) {
	counts := map[string]int64{}
	for _, e := range events {
		for _, p := range e.Properties {
			if len(p.Types) > 0 && p.Types[0] != "list" && p.Types[0] != "object" && !singles(p.Name) && nameable(p.Name) {
				counts[p.Name] += p.Count
			}
		}
	}
	names = slices.Collect(maps.Keys(counts))
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return names
}

// nameable tells whether a question can name a property or trait that somebody
// sent: no path leads to one without a name.
func nameable(name string) bool {
	_, err := event.ParsePath("properties." + name)
	return err == nil
}

// singles tells whether a property names single things, or what the built-in
// dimensions and the value of an event hold already.
func singles(name string) bool {
	lower := strings.ToLower(name)
	return slices.Contains(notSegments, name) || slices.Contains([]string{"url", "path", "title", "referrer", "search", "hash", "message", "text", "sku", "currency", "revenue", "total", "subtotal", "tax", "shipping", "value", "(other)"}, lower) ||
		strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID") || strings.HasSuffix(lower, "url") || strings.HasSuffix(lower, "_at")
}
