package saved

import (
	"context"
	"strings"
)

// QueryBody is what people write about a saved query.
type QueryBody struct {
	Name        string `json:"name" doc:"What the numbers are called"`
	Description string `json:"description,omitempty"`
	Question
}

// Query is a question with a name.
type Query struct {
	Item
	QueryBody
}

const (
	longestName        = 120
	longestDescription = 1000
)

func (b *QueryBody) complete() error {
	b.Name, b.Description = strings.TrimSpace(b.Name), strings.TrimSpace(b.Description)
	if err := checkText("/name", "The name", b.Name, 1, longestName); err != nil {
		return err
	}
	if err := checkText("/description", "The description", b.Description, 0, longestDescription); err != nil {
		return err
	}
	return b.Question.complete()
}

// PutQuery saves a query under an id, or under a new one where it is empty.
func (s *Service) PutQuery(ctx context.Context, by, id string, body QueryBody) (Query, error) {
	if err := body.complete(); err != nil {
		return Query{}, err
	}
	item, err := queries.put(ctx, s, id, by, body)
	return Query{Item: item, QueryBody: body}, err
}

// Query finds a saved query.
func (s *Service) Query(ctx context.Context, id string) (q Query, err error) {
	q.Item, err = queries.get(ctx, s, id, &q.QueryBody)
	return q, err
}

// Queries lists saved queries, newest first.
func (s *Service) Queries(ctx context.Context, limit int, cursor string) (found []Query, next string, err error) {
	found = []Query{}
	next, err = queries.page(ctx, s, limit, cursor, func(item Item, decode func(any) error) error {
		q := Query{Item: item}
		found = append(found, q)
		return decode(&found[len(found)-1].QueryBody)
	})
	return found, next, err
}

// DeleteQuery hides a query; dashboards that show it say that it is gone.
func (s *Service) DeleteQuery(ctx context.Context, id string) error {
	return queries.remove(ctx, s, id)
}

// RestoreQuery brings a deleted query back.
func (s *Service) RestoreQuery(ctx context.Context, id string) (Query, error) {
	if err := queries.restore(ctx, s, id); err != nil {
		return Query{}, err
	}
	return s.Query(ctx, id)
}
