package app

import (
	"slices"

	"wend/internal/govern/kits"
	"wend/internal/opportunities"
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
	_, traits := w.projector.Schema.List()
	for _, trait := range traits {
		if !slices.Contains(notSegments, trait.Name) {
			told.Traits = append(told.Traits, trait.Name)
		}
	}
	return told
}

// openOpportunities makes the queue with its sources.
func (w *workspace) openOpportunities() *opportunities.Service {
	goal := func() string { return w.settings.Get().KeyEvents.Goal }
	return opportunities.New(w.store, w.config.Now, opportunities.Frictions{Index: w.projector.Index, Goal: goal, Workspace: w.told})
}
