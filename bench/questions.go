package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"wend/internal/bench"
	"wend/internal/understand/attribution"
	"wend/internal/understand/friction"
	"wend/internal/understand/funnel"
	"wend/internal/understand/paths"
	"wend/internal/understand/retention"
	"wend/internal/understand/rfm"
	"wend/internal/understand/stages"
	"wend/internal/understand/trend"
)

// attempts are the ways to ask a question in SQL, none where it is a search and
// no query, and Wend's answer as lines that the SQL's must equal.
func (p *peer) attempts(question string, answer any) ([]attempt, []string, error) {
	switch a := answer.(type) {
	case funnel.Answer:
		steps := bench.ShortFunnel
		if len(a.Steps) == len(bench.FunnelSteps) {
			steps = bench.FunnelSteps
		}
		return p.funnelSQL(steps), p.funnelLines(a), nil
	case paths.Answer:
		return pathsSQL(), p.pathsLines(a), nil
	case stages.Answer:
		return stagesSQL(), p.stagesLines(a), nil
	case trend.Answer:
		return p.trendSQL(), trendLines(a), nil
	case retention.Answer:
		return p.retentionSQL(), retentionLines(a), nil
	case rfm.Answer:
		return p.rfmSQL(), rfmLines(a), nil
	case attribution.Answer:
		if len(a.Models) > 2 {
			return p.rulesSQL(), rulesLines(a), nil
		}
		return p.attributionSQL(), attributionLines(a), nil
	case friction.Answer:
		return nil, nil, nil
	}
	return nil, nil, fmt.Errorf("no SQL is known for %q", question)
}

// funnelSQL answers device, step, customers at that step or deeper. Each way
// finds for every event of step 1 how deep its attempt comes, then the
// earliest of the customer's deepest attempts, whose device counts.
func (p *peer) funnelSQL(steps []string) []attempt {
	code := func(k int) int { return p.events[steps[k-1]] }
	n, window := len(steps), bench.FunnelWindow.Milliseconds()
	depth := "CASE"
	for k := n; k > 1; k-- {
		depth += fmt.Sprintf(" WHEN t%d <= time + %d THEN %d", k, window, k)
	}
	depth += " ELSE 1 END"
	times, took, carried := "time", "CASE step", "d.time"
	for k := 2; k <= n; k++ {
		took += fmt.Sprintf(" WHEN %d THEN t%d - %s", k, k, times[strings.LastIndexByte(times, ' ')+1:])
		times += fmt.Sprintf(", t%d", k)
		carried += fmt.Sprintf(", d.t%d", k)
	}
	took += " END"
	// The earliest of the deepest is the greatest of depth and position, the
	// position counted down.
	keyed := fmt.Sprintf(", keyed AS (SELECT *, (%s) * 4294967296 + (4294967295 - pos) AS key FROM chain)", depth)
	answer := fmt.Sprintf(`
SELECT device, step, count(*), (2 * median(%s))::BIGINT FROM deepest, range(1, %d) AS steps(step) WHERE depth >= step GROUP BY GROUPING SETS ((device, step), (step))`, took, n+1)
	packed := keyed + fmt.Sprintf(`, deepest AS (SELECT unnest(best), key // 4294967296 AS depth
  FROM (SELECT arg_max({'device': device, 'time': time, %s}, key) AS best, max(key) AS key FROM keyed GROUP BY customer))`, packFields(n)) + answer
	joined := keyed + fmt.Sprintf(`, deepest AS (SELECT d.device, %s, b.key // 4294967296 AS depth
  FROM (SELECT max(key) AS key FROM keyed GROUP BY customer) b JOIN keyed d ON d.key = b.key)`, carried) + answer

	var forward, backward, windows strings.Builder
	// Step by step from the first: each event of step 1 looks for the next of
	// step 2, that for the next of step 3, and so on.
	forward.WriteString("WITH ")
	for k := 1; k <= n; k++ {
		device := ""
		if k == 1 {
			device = ", device"
		}
		fmt.Fprintf(&forward, "s%d AS (SELECT customer, pos, time%s FROM e WHERE event = %d),\n", k, device, code(k))
	}
	forward.WriteString("chain AS (SELECT s1.customer, s1.device, s1.pos, s1.time")
	for k := 2; k <= n; k++ {
		// A step that was not met has no next one, but the join takes its null
		// position for one.
		met := "TRUE"
		for earlier := 2; earlier < k; earlier++ {
			met += fmt.Sprintf(" AND s%d.pos IS NOT NULL", earlier)
		}
		fmt.Fprintf(&forward, ", CASE WHEN %s THEN s%d.time END AS t%d", met, k, k)
	}
	forward.WriteString(" FROM s1")
	for k := 2; k <= n; k++ {
		fmt.Fprintf(&forward, " ASOF LEFT JOIN s%d ON s1.customer = s%d.customer AND s%d.pos < s%d.pos", k, k, k-1, k)
	}
	forward.WriteString(")")

	// From the last step back: the rare events are joined first, and each
	// event of step k carries the times of what follows it.
	fmt.Fprintf(&backward, "WITH c%d AS (SELECT customer, pos, time FROM e WHERE event = %d)", n, code(n))
	for k := n - 1; k >= 1; k-- {
		device, carried := "", ""
		if k == 1 {
			device = ", a.device"
		}
		for later := k + 2; later <= n; later++ {
			carried += fmt.Sprintf(", b.t%d", later)
		}
		name := fmt.Sprintf("c%d", k)
		if k == 1 {
			name = "chain"
		}
		fmt.Fprintf(&backward, ",\n%s AS (SELECT a.customer, a.pos, a.time%s, b.time AS t%d%s FROM e a ASOF LEFT JOIN c%d b ON a.customer = b.customer AND a.pos < b.pos WHERE a.event = %d)",
			name, device, k+1, carried, k+1, code(k))
	}

	// Windows from the customer's last event to the first: the least time of
	// the last step that follows, then the least of those at the step before.
	codes := make([]string, n)
	for k := range codes {
		codes[k] = fmt.Sprint(code(k + 1))
	}
	fmt.Fprintf(&windows, "WITH w%d AS (SELECT customer, pos, time, event, device FROM e WHERE event IN (%s))", n+1, strings.Join(codes, ", "))
	frame := "OVER (PARTITION BY customer ORDER BY pos DESC ROWS UNBOUNDED PRECEDING)"
	// What is carried for a step-k event: the time of the next of step k+1, and
	// what that one carries. Times of later steps grow with the position, so a
	// minimum over what follows is the next one's.
	for k := n; k >= 2; k-- {
		fmt.Fprintf(&windows, ",\nw%d AS (SELECT *, min(CASE WHEN event = %d THEN time END) %s AS t%d", k, code(k), frame, k)
		for later := k + 1; later <= n; later++ {
			fmt.Fprintf(&windows, ", min(CASE WHEN event = %d THEN t%d END) %s AS n%d", code(k), later, frame, later)
		}
		fmt.Fprintf(&windows, " FROM w%d)", k+1)
		// Rename the carried ones.
		if k < n {
			columns := "customer, pos, time, event, device, t" + fmt.Sprint(k)
			for later := k + 1; later <= n; later++ {
				columns += fmt.Sprintf(", n%d AS t%d", later, later)
			}
			text := strings.Replace(windows.String(), fmt.Sprintf("\nw%d AS (", k), fmt.Sprintf("\nx%d AS (", k), 1)
			windows.Reset()
			windows.WriteString(text)
			fmt.Fprintf(&windows, ",\nw%d AS (SELECT %s FROM x%d)", k, columns, k)
		}
	}
	fmt.Fprintf(&windows, ",\nchain AS (SELECT * FROM w2 WHERE event = %d)", code(1))

	countsOnly := fmt.Sprintf(`, deepest AS (
  SELECT customer, arg_max(device, depth * 4294967296 - pos) AS device, max(depth) AS depth
  FROM (SELECT customer, device, pos, %s AS depth FROM chain) GROUP BY customer)
SELECT device, step, count(*) FROM deepest, range(1, %d) AS steps(step) WHERE depth >= step GROUP BY device, step`, depth, n+1)
	return []attempt{
		{name: "ASOF chain from the last step, joined back", text: backward.String() + joined},
		{name: "ASOF chain from the last step", text: backward.String() + packed},
		{name: "ASOF chain from the first step", text: forward.String() + packed},
		{name: "window functions", text: windows.String() + packed},
		{name: "ASOF chain from the last step, without medians", text: backward.String() + countsOnly, partial: true},
	}
}

// packFields are the times of a chain of n steps as fields of a struct.
func packFields(n int) string {
	var fields []string
	for k := 2; k <= n; k++ {
		fields = append(fields, fmt.Sprintf("'t%d': t%d", k, k))
	}
	return strings.Join(fields, ", ")
}

func (p *peer) funnelLines(a funnel.Answer) []string {
	codes := map[string]int{}
	for code, name := range p.devices {
		codes[name] = code
	}
	var lines []string
	for i, step := range a.Steps {
		if step.Count > 0 {
			lines = append(lines, fmt.Sprintf("- %d %d %s", i+1, step.Count, half(step.MedianSeconds)))
		}
	}
	for _, group := range a.Breakdown {
		for i, step := range group.Steps {
			if step.Count > 0 {
				lines = append(lines, fmt.Sprintf("%d %d %d %s", codes[fmt.Sprint(group.Value)], i+1, step.Count, half(step.MedianSeconds)))
			}
		}
	}
	return lines
}

// half is a median in half milliseconds, which is exact, or - for none.
func half(seconds *float64) string {
	if seconds == nil {
		return "-"
	}
	return fmt.Sprint(int64(math.Round(*seconds * 2000)))
}

// pathsSQL answers depth, event, next event (or none), whether the path ended
// there, the number of sessions, and the median time to the next event.
func pathsSQL() []attempt {
	last := bench.PathsDepth - 1
	answer := fmt.Sprintf(`SELECT depth, event, CASE WHEN depth < %[2]d THEN next END AS follows,
  CASE WHEN next IS NULL THEN 1 WHEN depth < %[2]d THEN 0 END AS ended, count(*)%%s FROM n WHERE depth < %[1]d GROUP BY ALL`, bench.PathsDepth, last)
	median := fmt.Sprintf(", (2 * median(CASE WHEN depth < %d THEN next_time - time END))::BIGINT", last)
	inSession := `WITH c AS (SELECT session, event, pos, time FROM e
  QUALIFY lag(event) OVER (PARTITION BY session ORDER BY pos) IS DISTINCT FROM event),
n AS (SELECT event, time, row_number() OVER w - 1 AS depth, lead(event) OVER w AS next, lead(time) OVER w AS next_time
  FROM c WINDOW w AS (PARTITION BY session ORDER BY pos))
`
	overAll := `WITH l AS (SELECT session, event, pos, time, lag(event) OVER w AS before, lag(session) OVER w AS visit FROM e WINDOW w AS (ORDER BY pos)),
n AS (SELECT event, time, row_number() OVER w - 1 AS depth, lead(event) OVER w AS next, lead(time) OVER w AS next_time
  FROM l WHERE before <> event OR visit <> session OR visit IS NULL WINDOW w AS (PARTITION BY session ORDER BY pos))
`
	joined := `WITH c AS (SELECT b.session, b.event, b.pos, b.time FROM e b LEFT JOIN e a ON a.pos + 1 = b.pos WHERE a.session IS DISTINCT FROM b.session OR a.event <> b.event),
n AS (SELECT event, time, row_number() OVER w - 1 AS depth, lead(event) OVER w AS next, lead(time) OVER w AS next_time
  FROM c WINDOW w AS (PARTITION BY session ORDER BY pos))
`
	return []attempt{
		{name: "window functions over one order", text: overAll + fmt.Sprintf(answer, median)},
		{name: "window functions", text: inSession + fmt.Sprintf(answer, median)},
		{name: "self join and window functions", text: joined + fmt.Sprintf(answer, median)},
		{name: "window functions over one order, without medians", text: overAll + fmt.Sprintf(answer, ""), partial: true},
	}
}

// pathsLines are the links and exits of the answer, and at the greatest depth
// the nodes that go on.
func (p *peer) pathsLines(a paths.Answer) []string {
	type node struct {
		depth, event int
		count        int64
	}
	nodes, exits := map[string]node{}, map[string]int64{}
	for _, n := range a.Nodes {
		nodes[n.ID] = node{n.Depth, p.events[n.Name], n.Count}
	}
	var lines []string
	for _, e := range a.Exits {
		exits[e.ID] = e.Count
		if e.Count > 0 {
			lines = append(lines, fmt.Sprint(nodes[e.ID].depth, nodes[e.ID].event)+" - 1 "+fmt.Sprint(e.Count)+" -")
		}
	}
	for _, l := range a.Links {
		lines = append(lines, fmt.Sprint(nodes[l.Source].depth, nodes[l.Source].event, nodes[l.Target].event, 0, l.Count)+" "+half(l.MedianSeconds))
	}
	for id, n := range nodes {
		if on := n.count - exits[id]; n.depth == bench.PathsDepth-1 && on > 0 {
			lines = append(lines, fmt.Sprint(n.depth, n.event)+" - - "+fmt.Sprint(on)+" -")
		}
	}
	return lines
}

// stagesSQL answers 1, from, to, customers and median of moves; 2, stage,
// nothing, customers who entered and median of visits; 3, stage, lapsed or
// not, customers who stand there.
func stagesSQL() []attempt {
	patience := (30 * 24 * time.Hour).Milliseconds()
	tail := fmt.Sprintf(`
SELECT 1, f, t, count(DISTINCT customer), CASE WHEN f > 0 THEN (2 * median(took))::BIGINT END FROM m GROUP BY f, t
UNION ALL SELECT 2, t, NULL, count(DISTINCT customer), (2 * median(stay))::BIGINT FROM m GROUP BY t
UNION ALL SELECT 3, stage, CASE WHEN last + %d <= %d THEN 1 ELSE 0 END AS lapsed, count(*), NULL FROM l GROUP BY stage, lapsed`, patience, bench.Moment.UnixMilli())
	distinct := strings.NewReplacer("count(DISTINCT customer), CASE WHEN f > 0 THEN (2 * median(took))::BIGINT END FROM m", "count(*) FROM (SELECT DISTINCT customer, f, t FROM m)",
		"count(DISTINCT customer), (2 * median(stay))::BIGINT FROM m", "count(*) FROM (SELECT DISTINCT customer, t FROM m)", "count(*), NULL FROM l", "count(*) FROM l").Replace(tail)
	last := `l AS (SELECT customer, arg_max(stage, pos) AS stage, max(time) AS last FROM e WHERE stage > 0 GROUP BY customer)`
	visits := `, m AS MATERIALIZED (SELECT customer, coalesce(lag(stage) OVER w, 0) AS f, stage AS t, time - lag(time) OVER w AS took, lead(time) OVER w - time AS stay
  FROM c WINDOW w AS (PARTITION BY customer ORDER BY pos)), `
	byWindow := `WITH c AS (SELECT customer, stage, time, pos FROM e WHERE stage > 0 QUALIFY lag(stage) OVER (PARTITION BY customer ORDER BY pos) IS DISTINCT FROM stage)`
	byJoin := `WITH c AS (SELECT b.customer, b.stage, b.time, b.pos FROM e b LEFT JOIN e a ON a.pos + 1 = b.pos WHERE b.stage > 0 AND (a.customer IS DISTINCT FROM b.customer OR a.stage <> b.stage))`
	bare := `, m AS MATERIALIZED (SELECT customer, coalesce(lag(stage) OVER w, 0) AS f, stage AS t FROM c WINDOW w AS (PARTITION BY customer ORDER BY pos)), `
	return []attempt{
		{name: "window functions", text: byWindow + visits + last + tail},
		{name: "self join and window functions", text: byJoin + visits + last + tail},
		{name: "window functions, without medians", text: byWindow + bare + last + distinct, partial: true},
		{name: "self join and window functions, without medians", text: byJoin + bare + last + distinct, partial: true},
	}
}

func (p *peer) stagesLines(a stages.Answer) []string {
	codes := map[string]int{stages.Start: 0}
	for i, key := range p.stages {
		codes[key] = i + 1
	}
	var lines []string
	for _, t := range a.Transitions {
		if t.To != stages.Lapsed {
			lines = append(lines, fmt.Sprint(1, codes[t.From], codes[t.To], t.Customers)+" "+half(t.MedianSeconds))
		}
	}
	for _, s := range a.Stages {
		code := codes[s.Key]
		if s.Entered > 0 {
			lines = append(lines, fmt.Sprint(2, code)+" - "+fmt.Sprint(s.Entered)+" "+half(s.MedianSeconds))
		}
		if s.Lapsed > 0 {
			lines = append(lines, fmt.Sprint(3, code, 1, s.Lapsed)+" -")
		}
		if here := s.Customers - s.Lapsed; here > 0 {
			lines = append(lines, fmt.Sprint(3, code, 0, here)+" -")
		}
	}
	return lines
}

// trendSQL answers day, events, customers.
func (p *peer) trendSQL() []attempt {
	day := (24 * time.Hour).Milliseconds()
	where := fmt.Sprintf("WHERE event = %d", p.events[bench.FunnelSteps[0]])
	return []attempt{
		{name: "count distinct", text: fmt.Sprintf("SELECT time // %d AS day, count(*), count(DISTINCT customer) FROM e %s GROUP BY day", day, where)},
		{name: "two groups", text: fmt.Sprintf("SELECT day, sum(n)::BIGINT, count(*) FROM (SELECT time // %d AS day, customer, count(*) AS n FROM e %s GROUP BY day, customer) GROUP BY day", day, where)},
	}
}

func trendLines(a trend.Answer) []string {
	var lines []string
	for i, text := range a.Times {
		if count := *a.Series[0].Values[i]; count > 0 {
			at, _ := time.Parse(time.RFC3339, text) // made by the program
			lines = append(lines, fmt.Sprint(at.Unix()/86400, int64(count), int64(*a.Series[1].Values[i])))
		}
	}
	return lines
}
