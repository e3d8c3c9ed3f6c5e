package app

import (
	"context"

	"wend/internal/collect/costs"
	"wend/internal/govern/settings"
	"wend/internal/understand/attribution"
)

// spending tells attribution what was spent, from the imported costs.
type spending struct {
	book     *costs.Book
	settings *settings.Service
}

// Spent lists the costs of the days from one to before another. A line without
// a currency is in the workspace's.
func (s spending) Spent(ctx context.Context, from, to string) ([]attribution.Cost, error) {
	lines, _, err := s.book.List(ctx, costs.Query{From: from, To: to})
	if err != nil {
		return nil, err
	}
	own := s.settings.Get().Currency
	list := make([]attribution.Cost, len(lines))
	for i, l := range lines {
		list[i] = attribution.Cost{Source: l.Source, Medium: l.Medium, Campaign: l.Campaign, Amount: l.Cost}
		if l.Currency != own {
			list[i].Currency = l.Currency
		}
	}
	return list, nil
}
