package app

import (
	"context"
	"net/http"

	"wend/internal/govern/kits"
	"wend/internal/problem"
	"wend/internal/saved"
)

// kitDashboards keeps the dashboards of starter kits with those that people
// make. Each has an id of its own, so that a kit never makes a second one.
type kitDashboards struct{ saved *saved.Service }

func dashboardID(kit string) string { return "kit-" + kit }

// Has tells whether the kit's dashboard is there and not deleted.
func (k kitDashboards) Has(ctx context.Context, kit string) (bool, error) {
	_, err := k.saved.Dashboard(ctx, dashboardID(kit))
	if problem.Status(err) == http.StatusNotFound {
		return false, nil
	}
	return err == nil, err
}

func (k kitDashboards) Create(ctx context.Context, by, kit string, planned kits.PlannedDashboard) error {
	dashboard := saved.Dashboard{Item: saved.Item{ID: dashboardID(kit)}, DashboardBody: saved.DashboardBody{Name: planned.Name}}
	for _, card := range planned.Cards {
		dashboard.Cards = append(dashboard.Cards, saved.Card{
			Title: card.Title, Width: card.Width, Inline: &saved.Question{Analysis: card.Analysis, Question: card.Question, Range: "90d"},
		})
	}
	_, err := k.saved.CreateDashboard(ctx, by, dashboard)
	return err
}
