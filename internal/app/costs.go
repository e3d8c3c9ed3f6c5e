package app

import (
	"context"
	"time"

	"wend/internal/collect/costs"
	"wend/internal/govern/settings"
	"wend/internal/understand/attribution"
)

// spending tells attribution what was spent, from the imported costs.
type spending struct {
	book     *costs.Book
	settings *settings.Service
}

// Spent lists the costs of the days that begin within the range, in the
// workspace's time zone. A line without a currency is in the workspace's.
func (s spending) Spent(ctx context.Context, from, to int64) ([]attribution.Cost, error) {
	lines, _, err := s.book.List(ctx, costs.Query{From: s.dayFrom(from), To: s.dayFrom(to)})
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

// dayFrom is the first day that begins at a moment or later.
func (s spending) dayFrom(at int64) string {
	moment := time.UnixMilli(at).In(s.settings.Zone())
	year, month, day := moment.Date()
	if moment.After(time.Date(year, month, day, 0, 0, 0, 0, moment.Location())) {
		day++
	}
	return time.Date(year, month, day, 12, 0, 0, 0, time.UTC).Format(time.DateOnly)
}
