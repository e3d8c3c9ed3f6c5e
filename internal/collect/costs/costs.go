package costs

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"iter"
	"strings"
	"time"

	"wend/internal/problem"
)

// Line is what one campaign cost on one day.
type Line struct {
	Day         string  `json:"day" parquet:"day" doc:"The day, as 2006-01-02"`
	Source      string  `json:"source" parquet:"source"`
	Medium      string  `json:"medium" parquet:"medium"`
	Campaign    string  `json:"campaign" parquet:"campaign"`
	Cost        float64 `json:"cost" parquet:"cost"`
	Currency    string  `json:"currency" parquet:"currency"`
	Clicks      int64   `json:"clicks" parquet:"clicks"`
	Impressions int64   `json:"impressions" parquet:"impressions"`
}

// Key is what there is one cost of.
type Key struct{ Day, Source, Medium, Campaign string }

// Key is the line's.
func (l Line) Key() Key { return Key{l.Day, l.Source, l.Medium, l.Campaign} }

// Check says what is wrong with a line that came from outside.
func (l Line) Check() error {
	if _, err := time.Parse(time.DateOnly, l.Day); err != nil {
		return problem.At("/day", "%q is no day: write it as 2024-12-31.", l.Day)
	}
	for _, text := range []string{l.Source, l.Medium, l.Campaign, l.Currency} {
		if len(text) > 500 {
			return problem.At("/campaign", "%.40q… is longer than 500 bytes.", text)
		}
	}
	if l.Cost != l.Cost || l.Cost > 1e12 || l.Cost < -1e12 {
		return problem.At("/cost", "The cost is no amount.")
	}
	return nil
}

// Store is what costs need of the state database.
type Store interface {
	Write(ctx context.Context, change func(*sql.Tx) error) error
	Read() *sql.DB
}

// Book holds all costs. Every import writes lines of its own; of several lines
// of one key the latest import's counts, so that undoing an import brings back
// what it replaced.
type Book struct {
	store Store
	now   func() time.Time
}

// New opens the book.
func New(store Store, now func() time.Time) *Book { return &Book{store: store, now: now} }

// latest are the lines that count.
const latest = `FROM collect_cost c WHERE NOT EXISTS (
	SELECT 1 FROM collect_cost newer
	WHERE newer.day = c.day AND newer.source = c.source AND newer.medium = c.medium AND newer.campaign = c.campaign
	  AND (newer.imported > c.imported OR newer.imported = c.imported AND newer.run > c.run))`

// Put writes the lines of an import and tells how many said something new. It
// is all or nothing.
func (b *Book) Put(ctx context.Context, run string, lines []Line) (stored int, err error) {
	for _, l := range lines {
		if err := l.Check(); err != nil {
			return 0, err
		}
	}
	err = b.store.Write(ctx, func(tx *sql.Tx) error {
		stored = 0
		for _, l := range lines {
			old := Line{Day: l.Day, Source: l.Source, Medium: l.Medium, Campaign: l.Campaign}
			err := tx.QueryRowContext(ctx, `SELECT c.cost, c.currency, c.clicks, c.impressions `+latest+` AND c.day = $1 AND c.source = $2 AND c.medium = $3 AND c.campaign = $4`,
				l.Day, l.Source, l.Medium, l.Campaign).Scan(&old.Cost, &old.Currency, &old.Clicks, &old.Impressions)
			if err == nil && old == l {
				continue
			}
			if err != nil && err != sql.ErrNoRows {
				return err
			}
			stored++
			_, err = tx.ExecContext(ctx, `INSERT INTO collect_cost (day, source, medium, campaign, run, cost, currency, clicks, impressions, imported)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
				ON CONFLICT (day, source, medium, campaign, run) DO UPDATE SET cost = excluded.cost, currency = excluded.currency,
					clicks = excluded.clicks, impressions = excluded.impressions, imported = excluded.imported`,
				l.Day, l.Source, l.Medium, l.Campaign, run, l.Cost, l.Currency, l.Clicks, l.Impressions, b.now().UnixMilli())
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return 0, fmt.Errorf("write costs: %w", err)
	}
	return stored, nil
}

// Forget deletes the lines of an import.
func (b *Book) Forget(ctx context.Context, run string) error {
	err := b.store.Write(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM collect_cost WHERE run = $1`, run)
		return err
	})
	if err != nil {
		return fmt.Errorf("delete costs: %w", err)
	}
	return nil
}

// Query says which costs: those of one Day, or of the days from From to before
// To, as 2006-01-02; empty: all.
type Query struct {
	Day      string
	From, To string
	Limit    int // 0: all
	Cursor   string
}

// List is the costs that count, in order of day, source, medium and campaign.
func (b *Book) List(ctx context.Context, q Query) (lines []Line, next string, err error) {
	for line, err := range b.all(ctx, q) {
		if err != nil {
			return nil, "", err
		}
		if q.Limit > 0 && len(lines) == q.Limit {
			last := lines[len(lines)-1]
			return lines, strings.Join([]string{last.Day, last.Source, last.Medium, last.Campaign}, "\x1f"), nil
		}
		lines = append(lines, line)
	}
	return lines, "", nil
}

// All is every cost that counts, one after another.
func (b *Book) All(ctx context.Context) iter.Seq2[Line, error] { return b.all(ctx, Query{}) }

func (b *Book) all(ctx context.Context, q Query) iter.Seq2[Line, error] {
	return func(yield func(Line, error) bool) {
		after := strings.Split(q.Cursor, "\x1f")
		if len(after) != 4 {
			after = make([]string, 4)
			if q.Cursor != "" {
				yield(Line{}, problem.At("/cursor", "The cursor is none of ours: begin without one."))
				return
			}
		}
		limit := 1<<31 - 1 // all
		if q.Limit > 0 {
			limit = q.Limit + 1
		}
		rows, err := b.store.Read().QueryContext(ctx, `SELECT c.day, c.source, c.medium, c.campaign, c.cost, c.currency, c.clicks, c.impressions `+latest+`
			AND ($9 = '' OR c.day = $9) AND c.day >= $1 AND c.day < $2 AND (c.day > $3 OR c.day = $3 AND (c.source > $4 OR c.source = $4 AND (c.medium > $5 OR c.medium = $5 AND c.campaign > $6))
				OR $7 = 0)
			ORDER BY c.day, c.source, c.medium, c.campaign LIMIT $8`,
			q.From, cmp.Or(q.To, "9999-12-31~"), after[0], after[1], after[2], after[3], len(q.Cursor), limit, q.Day)
		if err != nil {
			yield(Line{}, fmt.Errorf("read costs: %w", err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var l Line
			if err := rows.Scan(&l.Day, &l.Source, &l.Medium, &l.Campaign, &l.Cost, &l.Currency, &l.Clicks, &l.Impressions); err != nil {
				yield(Line{}, fmt.Errorf("read costs: %w", err))
				return
			}
			if !yield(l, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Line{}, fmt.Errorf("read costs: %w", err))
		}
	}
}
