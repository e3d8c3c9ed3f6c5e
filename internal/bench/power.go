package bench

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"sync"

	"wend/internal/understand/insights"
)

// planting is something to plant: by what factor a day, or all days from one
// on, differ.
type planting struct {
	kind   string
	factor float64
}

var plantings = []planting{
	{insights.Drop, 0}, {insights.Drop, 0.25}, {insights.Drop, 0.5}, {insights.Drop, 0.7},
	{insights.Spike, 1.5}, {insights.Spike, 2}, {insights.Spike, 3}, {insights.Spike, 5},
	{insights.Shift, 0.5}, {insights.Shift, 0.8}, {insights.Shift, 1.25}, {insights.Shift, 2},
}

// Power is how often one planting at one level was found: by the detector, and
// by one that knows every day's true mean and variance and so looks at chance
// alone (of single days only).
type Power struct {
	planting
	Level          float64
	Found, Certain Share
}

// power plants anomalies of each kind, size and level.
func (b Series) power(ctx context.Context) ([]Power, error) {
	var cells []Power
	for _, p := range plantings {
		for _, level := range levels {
			cells = append(cells, Power{planting: p, Level: level})
		}
	}
	var lock sync.Mutex
	err := b.each(ctx, len(cells)*b.Planted, func(dice *rand.Rand, i int) {
		cell := &cells[i%len(cells)]
		found, certain := cell.plant(dice)
		lock.Lock()
		defer lock.Unlock()
		cell.Found.count(found)
		cell.Certain.count(certain)
	})
	return cells, err
}

// plant plants one anomaly on an open day and looks for it: a day on its day, a
// change within two days of its first.
func (p *Power) plant(dice *rand.Rand) (found, certain bool) {
	b := drawBusiness(dice)
	b.days = longest
	m := &b.metrics[0]
	m.level *= p.Level / nearest(m.level)
	at := b.days - 1 - dice.IntN(judged)
	if p.kind == insights.Shift {
		at = b.days - 10 - dice.IntN(judged-10)
	}
	for closed := insights.Holiday(b.country, b.first.AddDate(0, 0, at)) != ""; closed || m.week[b.first.AddDate(0, 0, at).Weekday()] == 0; {
		b.first, closed = b.first.AddDate(0, 0, 1), false
	}
	n := b.play(dice, func(metric, t int) float64 {
		if metric == 0 && (t == at || t > at && p.kind == insights.Shift) {
			return p.factor
		}
		return 1
	})
	for _, f := range n.Find(judged) {
		near := f.Day == at || p.kind == insights.Shift && f.Day >= at-2 && f.Day <= at+2
		found = found || f.Metric == 0 && f.Kind == p.kind && near
	}
	mean := b.mean(m, at, nil)
	lo, hi := insights.Certain(mean, m.dispersion*mean+m.mood*m.mood*mean*mean, len(b.metrics), judged)
	value := n.Metrics[0][at]
	return found, p.factor < 1 && value < lo || p.factor > 1 && value > hi
}

// printPower prints a table: for each planting and level the share found, and
// in brackets what is possible at all.
func printPower(out io.Writer, cells []Power) {
	fmt.Fprintf(out, "found on the day, in %% (in brackets: by a detector that knows the true means)\n%-14s", "a day")
	for _, level := range levels {
		fmt.Fprintf(out, "%12g", level)
	}
	for i, c := range cells {
		if i%len(levels) == 0 {
			fmt.Fprintf(out, "\n%-14s", fmt.Sprintf("%s to ×%g", c.kind, c.factor))
		}
		text := fmt.Sprintf("%.0f", 100*float64(c.Found.Part)/float64(c.Found.Whole))
		if c.kind != insights.Shift {
			text += fmt.Sprintf(" (%.0f)", 100*float64(c.Certain.Part)/float64(c.Certain.Whole))
		}
		fmt.Fprintf(out, "%12s", text)
	}
	fmt.Fprintln(out)
}
