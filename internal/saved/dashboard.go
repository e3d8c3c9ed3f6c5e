package saved

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"wend/internal/ids"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// DashboardBody is what people put together: cards in their order.
type DashboardBody struct {
	Name        string `json:"name"`
	Description string `json:"description,omitempty"`
	Range
	Segment json.RawMessage `json:"segment,omitempty" doc:"A rule for all cards: only customers for whom it holds are looked at; left out: each card's own"`
	Cards   []Card          `json:"cards" doc:"In the order in which they are shown; at most 30"`
}

// Dashboard is a page of answers.
type Dashboard struct {
	Item
	DashboardBody
}

// Card is one answer on a dashboard: of a saved query, or of a question of its own.
type Card struct {
	ID     string    `json:"id,omitempty" doc:"Made where it is missing"`
	Query  string    `json:"query,omitempty" doc:"The id of the saved query that it shows"`
	Inline *Question `json:"inline,omitempty" doc:"A question of the card's own, in place of query"`
	Title  string    `json:"title,omitempty" doc:"By default the saved query's name"`
	Width  string    `json:"width,omitempty" enum:"third,half,full" doc:"By default half"`
	Show   string    `json:"show,omitempty" enum:"number,chart,table" doc:"By default chart"`
}

const (
	mostCards = 30
	halfWidth = "half"
	asChart   = "chart"
)

func (b *DashboardBody) complete() error {
	b.Name, b.Description = strings.TrimSpace(b.Name), strings.TrimSpace(b.Description)
	if err := checkText("/name", "The name", b.Name, 1, longestName); err != nil {
		return err
	}
	if err := checkText("/description", "The description", b.Description, 0, longestDescription); err != nil {
		return err
	}
	if err := b.Range.check(); err != nil {
		return err
	}
	var err error
	if b.Segment, err = checkSegment(b.Segment); err != nil {
		return err
	}
	if len(b.Cards) > mostCards {
		return problem.At("/cards", "A dashboard has at most %d cards: make another one for the rest.", mostCards)
	}
	b.Cards = append([]Card{}, b.Cards...) // the caller's stay as they are, and none is an empty list
	seen := map[string]bool{}
	for i := range b.Cards {
		at := "/cards/" + strconv.Itoa(i)
		if err := b.Cards[i].complete(); err != nil {
			return query.Under(at, err)
		}
		if seen[b.Cards[i].ID] {
			return problem.At(at+"/id", "Two cards have the id %q: give each its own, or leave it out.", b.Cards[i].ID)
		}
		seen[b.Cards[i].ID] = true
	}
	return nil
}

func (c *Card) complete() error {
	if c.ID == "" {
		c.ID = ids.New("card_")
	} else if !callersID.MatchString(c.ID) {
		return problem.At("/id", "%q cannot be an id: use small letters, digits, - and _.", shorten(c.ID))
	}
	c.Title = strings.TrimSpace(c.Title)
	if err := checkText("/title", "The title", c.Title, 0, longestName); err != nil {
		return err
	}
	if c.Width == "" {
		c.Width = halfWidth
	}
	if !slices.Contains([]string{"third", halfWidth, "full"}, c.Width) {
		return problem.At("/width", "%q is no width: use third, half or full.", shorten(c.Width))
	}
	if c.Show == "" {
		c.Show = asChart
	}
	if !slices.Contains([]string{"number", asChart, "table"}, c.Show) {
		return problem.At("/show", "%q cannot be shown: use number, chart or table.", shorten(c.Show))
	}
	if (c.Query == "") == (c.Inline == nil) {
		return problem.At("/query", "A card shows a saved query (its id in query) or a question of its own (in inline): name one of them.")
	}
	if c.Inline != nil {
		own := *c.Inline // the caller's stays as it is
		c.Inline = &own
		return query.Under("/inline", own.complete())
	}
	if !callersID.MatchString(c.Query) {
		return problem.At("/query", "%q is no saved query's id.", shorten(c.Query))
	}
	return nil
}

// CreateDashboard keeps a new dashboard, or replaces the one of the same id:
// what applies the same kit twice leaves one dashboard.
func (s *Service) CreateDashboard(ctx context.Context, by string, d Dashboard) (Dashboard, error) {
	return s.PutDashboard(ctx, by, d.ID, d.DashboardBody)
}

// PutDashboard keeps a dashboard under an id, or under a new one where it is empty.
func (s *Service) PutDashboard(ctx context.Context, by, id string, body DashboardBody) (Dashboard, error) {
	if err := body.complete(); err != nil {
		return Dashboard{}, err
	}
	if err := s.checkQueries(ctx, body.Cards); err != nil {
		return Dashboard{}, err
	}
	item, err := dashboards.put(ctx, s, id, by, body)
	s.shared.forget(item.ID)
	return Dashboard{Item: item, DashboardBody: body}, err
}

// checkQueries finds cards that show what never was. A deleted query may stay
// on its card, as it may be restored.
func (s *Service) checkQueries(ctx context.Context, cards []Card) error {
	for i, card := range cards {
		if card.Query == "" {
			continue
		}
		var there int
		if err := s.store.Read().QueryRowContext(ctx, `SELECT COUNT(*) FROM saved_query WHERE id = ?`, card.Query).Scan(&there); err != nil {
			return wrap(err, "find saved query")
		}
		if there == 0 {
			return problem.At("/cards/"+strconv.Itoa(i)+"/query", "There is no saved query %q: remove the card, or save the query first.", card.Query)
		}
	}
	return nil
}

// Dashboard finds a dashboard.
func (s *Service) Dashboard(ctx context.Context, id string) (d Dashboard, err error) {
	d.Item, err = dashboards.get(ctx, s, id, &d.DashboardBody)
	return d, err
}

// Dashboards lists dashboards, newest first.
func (s *Service) Dashboards(ctx context.Context, limit int, cursor string) (found []Dashboard, next string, err error) {
	found = []Dashboard{}
	next, err = dashboards.page(ctx, s, limit, cursor, func(item Item, decode func(any) error) error {
		found = append(found, Dashboard{Item: item})
		return decode(&found[len(found)-1].DashboardBody)
	})
	return found, next, err
}

// DeleteDashboard hides a dashboard, and its links with it.
func (s *Service) DeleteDashboard(ctx context.Context, id string) error {
	s.shared.forget(id)
	return dashboards.remove(ctx, s, id)
}

// RestoreDashboard brings a deleted dashboard back, and its links with it.
func (s *Service) RestoreDashboard(ctx context.Context, id string) (Dashboard, error) {
	if err := dashboards.restore(ctx, s, id); err != nil {
		return Dashboard{}, err
	}
	return s.Dashboard(ctx, id)
}
