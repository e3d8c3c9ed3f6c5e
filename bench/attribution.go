package main

import (
	"fmt"
	"math"
	"time"

	"wend/internal/bench"
	"wend/internal/event"
	"wend/internal/understand/attribution"
)

// offTies is added before sums are rounded, so that no sum of thirds and halves
// lies where the last bit decides.
const offTies = 0.1234567

// rulesSQL answers, for every model that goes by rules, its place in
// bench.AttributionModels, channel, thousandths of conversions, and cents. The
// chain of markov is not said in SQL.
func (p *peer) rulesSQL() []attempt {
	lookback, halfLife := (30 * 24 * time.Hour).Milliseconds(), (7 * 24 * time.Hour).Milliseconds()
	milestone := func(name, step string) string {
		return fmt.Sprintf("%s AS (SELECT customer, pos FROM e WHERE event = %d)", name, p.events[step])
	}
	shares := map[string]string{
		"last":       "(place = n)::INT",
		"first":      "(place = 1)::INT",
		"linear":     "1.0::DOUBLE / n",
		"time_decay": "weight / sum(weight) OVER (PARTITION BY id)",
		"position":   "CASE WHEN n = 1 THEN 1 WHEN n = 2 THEN 0.5 WHEN place IN (1, n) THEN 0.4 ELSE 0.2::DOUBLE / (n - 2) END",
		"w_shaped": `(place = 1)::INT * (0.3 + 0.15 * (lead IS NULL)::INT + 0.15 * (opportunity IS NULL)::INT)
    + (place = n)::INT * (0.1 + 0.15 * (lead IS NULL)::INT + 0.15 * (opportunity IS NULL)::INT)
    + 0.3 * coalesce(place = lead, FALSE)::INT + 0.3 * coalesce(place = opportunity, FALSE)::INT`,
		"last_non_direct": "(place = coalesce(known, n))::INT",
	}
	columns, sums := "", ""
	for i, model := range bench.AttributionModels {
		share, isRule := shares[model]
		if !isRule {
			continue
		}
		columns += fmt.Sprintf(",\n  %s AS share%d", share, i)
		if sums != "" {
			sums += " UNION ALL "
		}
		sums += fmt.Sprintf(`SELECT %d, channel, round(1000 * sum(share%d) + %v)::BIGINT, round(sum(cents * share%d) + %v)::BIGINT FROM shared GROUP BY channel HAVING sum(share%d) > 0`, i, i, offTies, i, offTies, i)
	}
	text := fmt.Sprintf(`WITH s AS MATERIALIZED (SELECT any_value(customer) AS customer, min(pos) AS pos, min(time) AS time, any_value(channel) AS channel FROM e GROUP BY session),
c AS (SELECT row_number() OVER () AS id, customer, pos, time, cents FROM e WHERE event = %d),
%s,
%s,
cm AS (SELECT c.*, l.pos AS lead_pos FROM c ASOF LEFT JOIN l ON c.customer = l.customer AND c.pos >= l.pos),
cmm AS (SELECT cm.*, o.pos AS opportunity_pos FROM cm ASOF LEFT JOIN o ON cm.customer = o.customer AND cm.pos >= o.pos),
t AS MATERIALIZED (SELECT c.id, c.cents, s.channel, c.lead_pos >= s.pos AS led, c.opportunity_pos >= s.pos AS opened,
  row_number() OVER w AS place, count(*) OVER (PARTITION BY c.id) AS n,
  pow(2, (s.time - max(s.time) OVER (PARTITION BY c.id))::DOUBLE / %d) AS weight
  FROM cmm c JOIN s ON s.customer = c.customer AND s.pos <= c.pos AND s.time >= c.time - %d WINDOW w AS (PARTITION BY c.id ORDER BY s.pos)),
placed AS (SELECT *, max(place) FILTER (WHERE led) OVER (PARTITION BY id) AS lead, max(place) FILTER (WHERE opened) OVER (PARTITION BY id) AS opportunity,
  max(place) FILTER (WHERE channel <> %d) OVER (PARTITION BY id) AS known FROM t),
shared AS MATERIALIZED (SELECT channel, cents%s FROM placed)
%s`, p.events[bench.FunnelSteps[4]], milestone("l", bench.FunnelSteps[1]), milestone("o", bench.FunnelSteps[3]),
		halfLife, lookback, event.ChannelCode("Direct"), columns, sums)
	return []attempt{{name: "touches joined and placed, rules only", text: text}}
}

func rulesLines(a attribution.Answer) []string {
	var lines []string
	for i, model := range bench.AttributionModels {
		if model == "markov" {
			continue
		}
		for _, l := range a.Models[model] {
			if l.Conversions > 0 {
				lines = append(lines, fmt.Sprint(i, event.ChannelCode(fmt.Sprint(l.Touch)), int64(math.Round(1000*l.Conversions+offTies)), int64(math.Round(100*l.Value+offTies))))
			}
		}
	}
	return lines
}
