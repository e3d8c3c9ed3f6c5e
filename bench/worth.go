package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"wend/internal/bench"
	"wend/internal/event"
	"wend/internal/understand/attribution"
	"wend/internal/understand/retention"
	"wend/internal/understand/rfm"
)

// periods is how many weeks the retention of the benchmark follows a cohort.
const periods = 12

// retentionSQL answers 1, week, nothing, customers who began then; 2, week,
// weeks later, those of them who came back. Weeks are counted from the Monday
// before 1970.
func (p *peer) retentionSQL() []attempt {
	week := func(time string) string { return fmt.Sprintf("((%s // 86400000 + 3) // 7)", time) }
	first := fmt.Sprintf("WITH f AS (SELECT customer, min(pos) AS pos, %s AS week FROM e WHERE event = %d GROUP BY customer),\n",
		week("min(time)"), p.events[bench.FunnelSteps[0]])
	back := fmt.Sprintf("FROM f JOIN e ON e.customer = f.customer AND e.pos > f.pos AND e.event = %d", p.events[bench.FunnelSteps[1]])
	sizes := "\nSELECT 1, week, NULL, count(*) FROM f GROUP BY week UNION ALL "
	later := week("e.time") + " - week"
	return []attempt{
		{name: "join, distinct weeks", text: first + fmt.Sprintf("r AS (SELECT DISTINCT f.customer, week, %s AS later %s)", later, back) +
			sizes + fmt.Sprintf("SELECT 2, week, later, count(*) FROM r WHERE later < %d GROUP BY week, later", periods)},
		{name: "join, weeks as bits", text: first + fmt.Sprintf("r AS (SELECT any_value(week) AS week, bit_or(1::BIGINT << (%s)) AS bits %s WHERE %s < %d GROUP BY f.customer)", later, back, later, periods) +
			sizes + fmt.Sprintf("SELECT 2, week, later, count(*) FROM r, range(%d) AS periods(later) WHERE bits >> later & 1 = 1 GROUP BY week, later", periods)},
	}
}

func retentionLines(a retention.Answer) []string {
	var lines []string
	for _, c := range a.Cohorts {
		start, _ := time.Parse(time.RFC3339, c.Start) // made by the program
		week := (start.Unix()/86400 + 3) / 7
		if c.Size > 0 {
			lines = append(lines, fmt.Sprintf("1 %d - %d", week, c.Size))
		}
		for later, n := range c.Values {
			if n != nil && *n > 0 {
				lines = append(lines, fmt.Sprint(2, week, later, *n))
			}
		}
	}
	return lines
}

// rfmSQL answers 1, recency score, frequency score, customers; 2, place of the
// segment, customers, what they are worth in cents.
func (p *peer) rfmSQL() []attempt {
	customers := fmt.Sprintf("WITH c AS (SELECT customer, %d - max(time) AS r, count(*) AS f, sum(cents)::BIGINT AS m FROM e WHERE event = %d GROUP BY customer)",
		bench.Moment.UnixMilli(), p.events[bench.FunnelSteps[4]])
	segment := "CASE"
	for _, rule := range rfm.Rules {
		between := func(score string, bounds [2]int) string {
			return fmt.Sprintf("%s BETWEEN %d AND %d", score, bounds[0], bounds[1])
		}
		segment += fmt.Sprintf(" WHEN %s AND %s AND %s THEN %d", between("r", rule.Recency), between("f", rule.Frequency), between("m", rule.Monetary), place(rule.Segment.Key))
	}
	segment += " END"
	answer := fmt.Sprintf(`
SELECT 1, r, f, count(*) FROM s GROUP BY r, f
UNION ALL SELECT 2, %s AS segment, count(*), sum(worth)::BIGINT FROM s GROUP BY segment`, segment)
	var scores []string
	for _, measure := range []string{"r", "f", "m"} {
		var above []string
		for i := 1; i <= 4; i++ {
			above = append(above, fmt.Sprintf("(%s > q%s[%d])::INTEGER", measure, measure, i))
		}
		score := "1 + " + strings.Join(above, " + ")
		if measure == "r" {
			score = "5 - (" + strings.Join(above, " + ") + ")"
		}
		scores = append(scores, score+" AS "+measure)
	}
	cuts := ", q AS (SELECT quantile_cont(r, [0.2, 0.4, 0.6, 0.8]) AS qr, quantile_cont(f, [0.2, 0.4, 0.6, 0.8]) AS qf, quantile_cont(m, [0.2, 0.4, 0.6, 0.8]) AS qm FROM c)"
	scored := fmt.Sprintf(", s AS MATERIALIZED (SELECT %s, m AS worth FROM c, q)", strings.Join(scores, ", "))
	return []attempt{
		{name: "quantiles over one group", text: strings.Replace(customers, "WITH c AS", "WITH c AS MATERIALIZED", 1) + cuts + scored + answer},
		{name: "quantiles, grouped twice", text: customers + cuts + scored + answer},
	}
}

// place is a segment's place in an answer.
func place(key string) int {
	for i, s := range rfm.Segments {
		if s.Key == key {
			return i
		}
	}
	return -1
}

func rfmLines(a rfm.Answer) []string {
	var lines []string
	for r, row := range a.Grid {
		for f, n := range row {
			if n > 0 {
				lines = append(lines, fmt.Sprint(1, r+1, f+1, n))
			}
		}
	}
	for i, s := range a.Segments {
		if s.Customers > 0 {
			lines = append(lines, fmt.Sprint(2, i, s.Customers, cents(s.Value)))
		}
	}
	return lines
}

func cents(value float64) int64 { return int64(math.Round(100 * value)) }

// attributionSQL answers 1 for the last touch and 2 for the last one that is
// not direct, channel, conversions, what they are worth in cents.
func (p *peer) attributionSQL() []attempt {
	direct, lookback := event.ChannelCode("Direct"), (30 * 24 * time.Hour).Milliseconds()
	converts := p.events[bench.FunnelSteps[4]]
	sum := func(model int, column string) string {
		return fmt.Sprintf("SELECT %d, %s, count(*), sum(cents)::BIGINT FROM n GROUP BY %s", model, column, column)
	}
	answer := "\n" + sum(1, "channel") + " UNION ALL " + sum(2, "known")
	asof := fmt.Sprintf(`WITH s AS MATERIALIZED (SELECT any_value(customer) AS customer, min(pos) AS pos, min(time) AS time, any_value(channel) AS channel FROM e GROUP BY session),
c AS (SELECT customer, pos, time, cents FROM e WHERE event = %d),
l AS (SELECT c.*, s.channel FROM c ASOF JOIN s ON c.customer = s.customer AND c.pos >= s.pos),
n AS MATERIALIZED (SELECT l.cents, l.channel, CASE WHEN d.time >= l.time - %d THEN d.channel ELSE l.channel END AS known
  FROM l ASOF LEFT JOIN (SELECT * FROM s WHERE channel <> %d) d ON l.customer = d.customer AND l.pos >= d.pos)`, converts, lookback, direct)
	windows := fmt.Sprintf(`WITH w AS (SELECT event, time, cents, channel, last_value(CASE WHEN channel <> %d THEN session END IGNORE NULLS) OVER (PARTITION BY customer ORDER BY pos) AS session FROM e),
s AS (SELECT session, min(time) AS time, any_value(channel) AS channel FROM e GROUP BY session),
n AS MATERIALIZED (SELECT w.cents, w.channel, CASE WHEN s.time >= w.time - %d THEN s.channel ELSE w.channel END AS known
  FROM w LEFT JOIN s ON w.session = s.session WHERE w.event = %d)`, direct, lookback, converts)
	return []attempt{{name: "ASOF joins with sessions", text: asof + answer}, {name: "window functions", text: windows + answer}}
}

func attributionLines(a attribution.Answer) []string {
	var lines []string
	for i, model := range []string{"last", "last_non_direct"} {
		for _, l := range a.Models[model] {
			if l.Conversions > 0 {
				lines = append(lines, fmt.Sprint(i+1, event.ChannelCode(fmt.Sprint(l.Touch)), int64(math.Round(l.Conversions)), cents(l.Value)))
			}
		}
	}
	return lines
}
