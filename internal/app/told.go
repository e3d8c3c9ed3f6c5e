package app

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"wend/internal/govern/kits"
	"wend/internal/opportunities"
	"wend/internal/pipeline/schema"
	"wend/internal/understand/friction"
)

// notSegments are traits that tell persons from each other, not groups.
var notSegments = []string{
	"id", "email", "phone", "name", "first_name", "firstName", "last_name", "lastName", "username", "avatar", "birthday", "address",
	"created_at", "createdAt",
}

// told is what the business says about itself: the ways to its goals, its own
// before those of the kits, and the traits that it sent.
func (w *workspace) told() (told friction.Workspace) {
	told.Paths = [][]string{w.settings.Get().KeyEvents.Path}
	for _, kit := range kits.All() {
		told.Paths = append(told.Paths, kit.KeyEvents.Path)
	}
	key := w.settings.Get().KeyEvents
	told.Goal, told.Key = key.Goal, append(append([]string{key.Goal}, key.Also...), key.Path...)
	events, traits := w.projector.Schema.List()
	for _, trait := range traits {
		if !slices.Contains(notSegments, trait.Name) {
			told.Traits = append(told.Traits, trait.Name)
		}
	}
	told.Properties = groupsOf(events)
	return told
}

// groupsOf are the events' properties that tell groups apart, the most frequent
// first: texts, numbers and truths that are no names of single things.
func groupsOf(events []schema.Event) (names []string) {
	counts := map[string]int64{}
	for _, e := range events {
		for _, p := range e.Properties {
			if len(p.Types) > 0 && p.Types[0] != "list" && p.Types[0] != "object" && !singles(p.Name) {
				counts[p.Name] += p.Count
			}
		}
	}
	names = slices.Collect(maps.Keys(counts))
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b)) })
	return names
}

// singles tells whether a property names single things, or what the built-in
// dimensions and the value of an event hold already.
func singles(name string) bool {
	lower := strings.ToLower(name)
	return slices.Contains(notSegments, name) || slices.Contains([]string{"url", "path", "title", "referrer", "search", "hash", "message", "text", "sku", "currency", "revenue", "total", "subtotal", "tax", "shipping", "value", "(other)"}, lower) ||
		strings.HasSuffix(name, "_id") || strings.HasSuffix(name, "Id") || strings.HasSuffix(name, "ID") || strings.HasSuffix(lower, "url") || strings.HasSuffix(lower, "_at")
}

// openOpportunities makes the queue with its sources.
func (w *workspace) openOpportunities() *opportunities.Service {
	goal := func() string { return w.settings.Get().KeyEvents.Goal }
	return opportunities.New(w.store, w.config.Now, opportunities.Frictions{Index: w.projector.Index, Goal: goal, Workspace: w.told})
}
