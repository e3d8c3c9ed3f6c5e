package kits

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"wend/internal/govern/settings"
	"wend/internal/journey"
	"wend/internal/problem"
)

func actions(effects []Effect) map[Part]Action {
	found := map[Part]Action{}
	for _, effect := range effects {
		found[effect.Part] = effect.Action
	}
	return found
}

func (s *Service) apply(t *testing.T, kit string, how Application) map[Part]Action {
	t.Helper()
	effects, err := s.Apply(t.Context(), kit, how)
	if err != nil {
		t.Fatal(err)
	}
	for _, effect := range effects {
		if !strings.HasSuffix(effect.Detail, ".") {
			t.Errorf("%s, %s is not told in a sentence: %q", effect.Part, effect.Action, effect.Detail)
		}
	}
	return actions(effects)
}

func TestApplying(t *testing.T) {
	made := dashboardsMade{}
	s := newService(t, made)
	before := s.settings.Get()
	if now, err := s.Current(t.Context()); err != nil || now != "" {
		t.Errorf("a new workspace has the kit %q (%v)", now, err)
	}
	all := map[Part]Action{PartStages: set, PartKeyEvents: set, PartDashboard: set, PartPlan: set}
	if got := s.apply(t, "saas", Application{Dry: true}); !reflect.DeepEqual(got, all) {
		t.Errorf("a dry run would do %v", got)
	}
	if now, _ := s.Current(t.Context()); now != "" || len(made) > 0 || !reflect.DeepEqual(s.settings.Get(), before) {
		t.Error("a dry run changed something")
	}
	if got := s.apply(t, "saas", Application{}); !reflect.DeepEqual(got, all) {
		t.Errorf("applying did %v", got)
	}
	kit, _ := Find("saas")
	if now := s.settings.Get(); encode(now.Stages) != encode(kit.Stages) || encode(now.KeyEvents) != encode(kit.KeyEvents) || made["saas"] != 1 {
		t.Error("the kit was not put in")
	}
	none := map[Part]Action{PartStages: same, PartKeyEvents: same, PartDashboard: same, PartPlan: same}
	if got := s.apply(t, "saas", Application{}); !reflect.DeepEqual(got, none) || made["saas"] != 1 {
		t.Errorf("applying twice did %v, and there are %d dashboards", got, made["saas"])
	}
	if got := s.apply(t, "content", Application{}); !reflect.DeepEqual(got, all) {
		t.Errorf("another kit, with nothing edited, did %v", got)
	}
	if now, _ := s.Current(t.Context()); now != "content" {
		t.Errorf("the workspace's kit is %q", now)
	}
	if s.apply(t, "saas", Application{}); made["saas"] != 1 {
		t.Error("going back made a second dashboard")
	}
	if now, _ := s.Current(t.Context()); now != "saas" {
		t.Errorf("the workspace's kit is %q after going back", now)
	}
}

func TestWhatTheOwnerEditedStays(t *testing.T) {
	s := newService(t, dashboardsMade{})
	s.apply(t, "ecommerce", Application{})
	mine := []journey.Stage{{Key: "guest", Name: "Guest", Rules: []journey.StageRule{{Event: "Table Reserved"}}}}
	if _, err := s.settings.Put(t.Context(), settings.Change{Stages: &mine}); err != nil {
		t.Fatal(err)
	}
	if got := s.apply(t, "saas", Application{}); got[PartStages] != kept || got[PartKeyEvents] != set {
		t.Errorf("applying over an edited stage model did %v", got)
	}
	if encode(s.settings.Get().Stages) != encode(mine) {
		t.Error("the edited stage model is gone")
	}
	if got := s.apply(t, "saas", Application{Dry: true, Overwrite: []Part{PartStages}}); got[PartStages] != replace || encode(s.settings.Get().Stages) != encode(mine) {
		t.Errorf("a dry run that may overwrite says %v", got)
	}
	if got := s.apply(t, "saas", Application{Overwrite: []Part{PartStages}}); got[PartStages] != replace {
		t.Errorf("applying that may overwrite did %v", got)
	}
	kit, _ := Find("saas")
	if encode(s.settings.Get().Stages) != encode(kit.Stages) {
		t.Error("the kit's stage model was not put in")
	}
}

func TestRefusals(t *testing.T) {
	s := newService(t, dashboardsMade{})
	var p *problem.Problem
	if _, err := s.Apply(t.Context(), "zoo", Application{}); !errors.As(err, &p) || p.Status != 404 {
		t.Errorf("an unknown kit: %v", err)
	}
	if _, err := s.Apply(t.Context(), "saas", Application{Overwrite: []Part{PartStages, "everything"}}); !errors.As(err, &p) || p.Fields[0].Pointer != "/overwrite/1" {
		t.Errorf("an unknown part: %v", err)
	}
	for pointer, change := range map[string]PlanChange{
		"/added/0/event":                {Added: &[]PlannedEvent{{Event: " "}}},
		"/added/1/event":                {Added: &[]PlannedEvent{{Event: "A"}, {Event: "A"}}},
		"/added/0/type":                 {Added: &[]PlannedEvent{{Event: "A", Type: "group"}}},
		"/added/0/when":                 {Added: &[]PlannedEvent{{Event: "A", When: strings.Repeat("x", 501)}}},
		"/added/0/properties/0/name":    {Added: &[]PlannedEvent{{Event: "A", Properties: []PlannedProperty{{Type: "text"}}}}},
		"/added/0/properties/0/type":    {Added: &[]PlannedEvent{{Event: "A", Properties: []PlannedProperty{{Name: "a", Type: "date"}}}}},
		"/added/0/properties/0/example": {Added: &[]PlannedEvent{{Event: "A", Properties: []PlannedProperty{{Name: "a", Type: "text", Example: json.RawMessage(`"` + strings.Repeat("x", 2000) + `"`)}}}}},
		"/removed/0":                    {Removed: &[]string{""}},
	} {
		if err := s.PutPlan(t.Context(), change); !errors.As(err, &p) || len(p.Fields) == 0 || p.Fields[0].Pointer != pointer {
			t.Errorf("%v, want a problem at %s", err, pointer)
		}
	}
}

func TestTheOwnersChangesToThePlan(t *testing.T) {
	s := newService(t, dashboardsMade{})
	plan := func() (names []string, own []string, removed []string) {
		t.Helper()
		_, checked, removed, err := s.Plan(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checked {
			names = append(names, c.Event)
			if c.Own {
				own = append(own, c.Event)
			}
		}
		return names, own, removed
	}
	if names, _, _ := plan(); len(names) > 0 {
		t.Errorf("without a kit the plan is %v", names)
	}
	added := []PlannedEvent{{Event: "Table Reserved", When: "When a table is reserved."}, {Event: "Page Viewed", Type: "page"}}
	if err := s.PutPlan(t.Context(), PlanChange{Added: &added}); err != nil {
		t.Fatal(err)
	}
	if names, _, _ := plan(); !slices.Equal(names, []string{"Table Reserved", "Page Viewed"}) {
		t.Errorf("without a kit the plan is %v", names)
	}
	s.apply(t, "ecommerce", Application{})
	if err := s.PutPlan(t.Context(), PlanChange{Removed: &[]string{"Product Shared", "Page Viewed"}}); err != nil {
		t.Fatal(err)
	}
	names, own, removed := plan()
	kit, _ := Find("ecommerce")
	if len(names) != len(kit.Plan) || !slices.Equal(own, []string{"Table Reserved", "Page Viewed"}) || !slices.Equal(removed, []string{"Product Shared"}) || slices.Contains(names, "Product Shared") {
		t.Errorf("the plan is %v, own %v, removed %v", names, own, removed)
	}
	if err := s.PutPlan(t.Context(), PlanChange{Added: &[]PlannedEvent{}, Removed: &[]string{}}); err != nil {
		t.Fatal(err)
	}
	if names, own, _ := plan(); len(names) != len(kit.Plan) || len(own) > 0 {
		t.Errorf("after undoing everything the plan is %v", names)
	}
}
