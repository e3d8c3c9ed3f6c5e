package kits

import (
	"context"
	"encoding/json"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"wend/internal/event"
	"wend/internal/govern/settings"
	"wend/internal/store"
	"wend/internal/understand"
	"wend/internal/understand/querytest"
)

// Every kit must be whole, and made of parts that the rooms accept.
func TestEveryKitIsWhole(t *testing.T) {
	service := newService(t, nil)
	for _, kit := range All() {
		t.Run(kit.Key, func(t *testing.T) {
			if kit.Name == "" || !strings.HasSuffix(kit.For, ".") {
				t.Error("a kit has a name, and a sentence for whom it is")
			}
			if _, err := service.settings.Put(t.Context(), settings.Change{Stages: &kit.Stages, KeyEvents: &kit.KeyEvents}); err != nil {
				t.Errorf("the settings refuse it: %v", err)
			}
			if err := checkAdded(kit.Plan); err != nil {
				t.Errorf("the plan refuses it: %v", err)
			}
			required := 0
			for _, event := range kit.Plan {
				if !strings.HasSuffix(event.When, ".") {
					t.Errorf("%s: when it is sent is a sentence, not %q", event.Event, event.When)
				}
				if event.Required {
					required++
				}
				for _, property := range event.Properties {
					if got := kindOf(property.Example); got != property.Type {
						t.Errorf("%s: the example of %s is %s, want %s", event.Event, property.Name, got, property.Type)
					}
				}
			}
			if required == 0 {
				t.Error("a plan has events without which nothing can be said")
			}
			for _, term := range kit.Glossary {
				if term.Means == "" || !strings.HasSuffix(term.Means, ".") {
					t.Errorf("%q is not explained in a sentence", term.Term)
				}
			}
			for _, stage := range kit.Stages {
				if !slices.ContainsFunc(kit.Glossary, func(term Term) bool { return term.Term == stage.Name }) {
					t.Errorf("the stage %q is not in the glossary", stage.Name)
				}
			}
			if len(kit.Dashboard.Cards) == 0 || kit.Dashboard.Name == "" {
				t.Error("a kit has a dashboard")
			}
		})
	}
}

// What a kit's stages, figures and dashboard speak of can be sent: it is in the plan
// of the kit, or a common name of the specifications.
func TestKitsAskForWhatTheyPlan(t *testing.T) {
	common := []string{"", "Referral Sent", "Product Clicked", "Demo Requested", "Trial Started"}
	for _, kit := range All() {
		planned := func(name string) bool {
			return slices.Contains(common, name) || slices.ContainsFunc(kit.Plan, func(e PlannedEvent) bool { return e.Event == name })
		}
		names := append(slices.Clone(kit.KeyEvents.Path), kit.KeyEvents.Also...)
		for _, figure := range kit.KeyEvents.Figures {
			names = append(append(names, figure.Events...), figure.Of...)
		}
		for _, stage := range kit.Stages {
			for _, rule := range stage.Rules {
				names = append(names, rule.Event)
			}
		}
		for _, way := range kit.Ways {
			for _, step := range way {
				names = append(names, step.Event)
			}
		}
		for _, card := range kit.Dashboard.Cards {
			names = append(names, eventsIn(t, card.Question)...)
		}
		for _, name := range names {
			if !planned(name) {
				t.Errorf("%s: %q is asked for and not planned", kit.Key, name)
			}
		}
	}
}

func eventsIn(t *testing.T, question json.RawMessage) (names []string) {
	var tree any
	if err := json.Unmarshal(question, &tree); err != nil {
		t.Fatal(err)
	}
	var walk func(any)
	walk = func(node any) {
		switch node := node.(type) {
		case []any:
			for _, item := range node {
				walk(item)
			}
		case map[string]any:
			if name, ok := node["event"].(string); ok {
				names = append(names, name)
			}
			if list, ok := node["events"].([]any); ok {
				for _, name := range list {
					names = append(names, name.(string))
				}
			}
			for _, child := range node {
				walk(child)
			}
		}
	}
	walk(tree)
	return names
}

func TestEveryCardCanBeAsked(t *testing.T) {
	for _, kit := range All() {
		ix := querytest.Of(nil).Index.Index
		for _, card := range kit.Dashboard.Cards {
			at := slices.IndexFunc(understand.Analyses, func(a understand.Analysis) bool { return a.Name == card.Analysis })
			if at < 0 {
				t.Fatalf("%s, %s: there is no analysis %q", kit.Key, card.Title, card.Analysis)
			}
			if _, err := understand.Analyses[at].Run(t.Context(), ix, card.Question); err != nil {
				t.Errorf("%s, %s: %v", kit.Key, card.Title, err)
			}
			if !slices.Contains([]string{"third", "half", "full"}, card.Width) {
				t.Errorf("%s, %s: a width of %q", kit.Key, card.Title, card.Width)
			}
		}
	}
}

// What is only sent to customers is no visit, and a kit's cards leave out all of it.
func TestKitsVisitsAreActs(t *testing.T) {
	for _, kit := range All() {
		for _, card := range kit.Dashboard.Cards {
			var question struct {
				Series []struct {
					Measure string
					Where   []struct{ Value []string }
				}
			}
			if err := json.Unmarshal(card.Question, &question); err != nil {
				t.Fatal(err)
			}
			for _, s := range question.Series {
				if s.Measure == "sessions" && (len(s.Where) != 1 || !slices.Equal(s.Where[0].Value, event.Received)) {
					t.Errorf("%s, %s: %+v does not leave out %v", kit.Key, card.Title, s.Where, event.Received)
				}
			}
		}
	}
}

// The contract names the way to an order, and /query/friction follows it.
func TestTheShopsPathIsTheContracts(t *testing.T) {
	kit, err := Find("ecommerce")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"Page Viewed", "Product Viewed", "Product Added", "Checkout Started", "Order Completed"}
	if !slices.Equal(kit.KeyEvents.Path, want) || kit.KeyEvents.Goal != "Order Completed" {
		t.Errorf("the path is %v to %s", kit.KeyEvents.Path, kit.KeyEvents.Goal)
	}
}

func kindOf(example json.RawMessage) string {
	var value any
	if json.Unmarshal(example, &value) != nil {
		return "nothing"
	}
	switch value.(type) {
	case string:
		return "text"
	case float64:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	}
	return "nothing"
}

// dashboardsMade stands in for the room that keeps dashboards.
type dashboardsMade map[string]int

func (d dashboardsMade) Has(_ context.Context, kit string) (bool, error) { return d[kit] > 0, nil }

func (d dashboardsMade) Create(_ context.Context, _, kit string, _ PlannedDashboard) error {
	d[kit]++
	return nil
}

func newService(t *testing.T, made dashboardsMade) *Service {
	t.Helper()
	kept := openStore(t)
	workspace, err := settings.Open(t.Context(), kept, settings.Settings{Name: "Shop", Timezone: "UTC", Currency: "EUR", Stages: settings.DefaultStages(), KeyEvents: settings.DefaultKeyEvents()})
	if err != nil {
		t.Fatal(err)
	}
	return New(kept, workspace, made, func() time.Time { return time.Unix(1_800_000_000, 0) })
}

func openStore(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(context.Background(), t.TempDir(), store.Options{Migrations: []store.Migrations{
		{Room: "settings", FS: folder(t, settings.Migrations)}, {Room: "kits", FS: folder(t, Migrations)},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func folder(t *testing.T, files fs.FS) fs.FS {
	t.Helper()
	sub, err := fs.Sub(files, "migrations")
	if err != nil {
		t.Fatal(err)
	}
	return sub
}
