package insights

import (
	"context"
	"math"
	"slices"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
)

// Sum is what a metric came to in a range, beside what was to be expected when
// it began: with 95 % confidence, from the history before it alone.
type Sum struct {
	Metric   string      `json:"metric"`
	Value    float64     `json:"value"`
	Expected *[2]float64 `json:"expected" doc:"The range in which it was to be expected; null with less than four weeks of history before."`
}

// Sums adds a definition's metrics up over its whole days. Metrics must be
// counts or sums.
func Sums(ctx context.Context, ix *journey.Index, d Definition) ([]Sum, journey.Scanned, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scanned{}, err
	}
	s, err := d.count(ctx, ix)
	if err != nil {
		return nil, journey.Scanned{}, err
	}
	sums := []Sum{}
	for _, w := range s.watches {
		if err := ctx.Err(); err != nil {
			return nil, journey.Scanned{}, err
		}
		sums = append(sums, w.sum(max(s.from-w.first, 0), max(s.to-w.first, 0)))
	}
	return sums, s.scanned, nil
}

// sum is a metric's sum over the days of its history.
func (w *watch) sum(from, to int) Sum {
	h := w.model.history
	out := Sum{Metric: w.metric()}
	var days []int
	for t := from; t < to; t++ {
		days = append(days, t)
		if !math.IsNaN(h.values[t]) {
			out.Value += h.values[t]
		}
	}
	out.Value = math.Round(out.Value*100) / 100
	if from < fewestDays || len(days) == 0 || w.kind() == levels || slices.Min(h.values[:from]) < 0 {
		return out
	}
	past := *h
	past.values = slices.Clone(h.values[:to])
	past.days, past.holiday = h.days[:to], h.holiday[:to]
	for t := from; t < to; t++ {
		past.values[t] = math.NaN()
	}
	m := findSteps(&past, deal(1, 1).step)
	_, lo, hi := m.expectMean(days, -1, 0.025)
	n := float64(len(days))
	out.Expected = &[2]float64{math.Floor(lo * n), math.Ceil(hi * n)}
	return out
}

// Week is the range of a whole week in a zone: that of an ISO 8601 name such as
// 2026-W47, or without one the week that ended last before a moment.
func Week(name string, moment time.Time, zone *time.Location) (from, to time.Time, err error) {
	today := dateOf(moment.In(zone))
	monday := today.plus(-((int(today.weekday()) + 6) % 7) - 7)
	if name != "" {
		year, week, ok := parseWeek(name)
		fourth := date{year, 1, 4} // always in the first week
		monday = fourth.plus(-((int(fourth.weekday()) + 6) % 7) + 7*(week-1))
		if y, w := monday.plus(3).at().ISOWeek(); !ok || y != year || w != week {
			return from, to, problem.At("/week", "There is no such week: write it as in 2026-W47.")
		}
	}
	start := func(d date) time.Time { return time.Date(d.year, d.month, d.day, 0, 0, 0, 0, zone) }
	if start(monday).After(moment) {
		return from, to, problem.At("/week", "This week has not begun yet.")
	}
	return start(monday), start(monday.plus(7)), nil
}

func parseWeek(name string) (year, week int, ok bool) {
	if len(name) != len("2026-W47") || name[4:6] != "-W" {
		return 0, 0, false
	}
	for i, c := range []byte(name) {
		switch {
		case i == 4 || i == 5:
		case c < '0' || c > '9':
			return 0, 0, false
		case i < 4:
			year = year*10 + int(c-'0')
		default:
			week = week*10 + int(c-'0')
		}
	}
	return year, week, true
}
