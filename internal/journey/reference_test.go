package journey_test

import (
	"cmp"
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
)

// seen is one touchpoint as an analysis sees it: every built-in dimension, as text.
type seen struct {
	time int64
	seq  uint32
	set  uint32
	dims string
}

// gathered is a fold that keeps everything that it is shown.
type gathered struct {
	columns map[string]journey.Column
	rows    map[journey.Customer][]seen
	ranges  map[journey.Customer][2]int // rows of the range among those
}

// gatherer is what testing and rapid have in common.
type gatherer interface {
	Context() context.Context
	Fatal(...any)
}

func gather(t gatherer, ix *journey.Index, s journey.Scan) *gathered {
	columns := map[string]journey.Column{}
	for _, name := range event.Dimensions {
		column, err := ix.Column(t.Context(), event.Path{Root: event.Dimension, Name: name}, nil)
		if err != nil {
			t.Fatal(err)
		}
		columns[name] = column
	}
	got, _, err := journey.Run(t.Context(), ix, s, func() *gathered {
		return &gathered{columns, map[journey.Customer][]seen{}, map[journey.Customer][2]int{}}
	})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func (g *gathered) Visit(j journey.Journey) {
	if _, twice := g.rows[j.Customer]; twice && j.Customer != journey.Nobody {
		panic("a customer was visited twice")
	}
	g.ranges[j.Customer] = [2]int{j.Lo - j.First, j.Hi - j.First}
	for row := j.First; row < j.End; row++ {
		dims := ""
		for _, name := range event.Dimensions {
			c := g.columns[name]
			code := c.Code(j, row)
			if v := c.Value(code); v.Exists() {
				dims += name + "=" + v.String() + " "
			} else if code != 0 {
				panic("a missing value has a code")
			}
		}
		g.rows[j.Customer] = append(g.rows[j.Customer], seen{j.Columns.Time[row], j.Columns.Seq[row], j.Columns.Set[row], dims})
	}
}

func (g *gathered) Merge(other *gathered) {
	for c, rows := range other.rows {
		g.rows[c] = append(g.rows[c], rows...)
	}
	maps.Copy(g.ranges, other.ranges)
}

// received is an event with its set, as the index got it.
type received struct {
	set uint32
	e   *event.Event
}

// reference is what gather has to find, found the slow way.
func reference(events []received, owner func(set uint32, time int64) journey.Customer) map[journey.Customer][]seen {
	byCustomer := map[journey.Customer][]received{}
	for _, r := range events {
		if r.e.Type.Touchpoint() && !r.e.Flags.Has(event.Bot) {
			c := owner(r.set, r.e.Time)
			byCustomer[c] = append(byCustomer[c], r)
		}
	}
	want := map[journey.Customer][]seen{}
	for c, rows := range byCustomer {
		slices.SortFunc(rows, func(a, b received) int {
			return cmp.Or(cmp.Compare(a.e.Time, b.e.Time), cmp.Compare(a.e.Seq, b.e.Seq))
		})
		want[c] = slowJourney(c, rows)
	}
	return want
}

// slowJourney derives one customer's touchpoints as the contract words it.
func slowJourney(c journey.Customer, rows []received) []seen {
	type session struct {
		number  int
		facts   event.Facts
		landing string
	}
	var sessions []*session
	var of []*session
	for i, r := range rows {
		f := r.e.Facts
		campaign := [3]string{f.Source, f.Medium, f.Campaign}
		begins := i == 0 || r.e.Time-rows[i-1].e.Time > 30*minute
		if !begins {
			b := of[i-1].facts
			if campaign != [3]string{} && campaign != [3]string{b.Source, b.Medium, b.Campaign} {
				begins = true
			}
			if f.ReferrerHost != "" && f.ReferrerHost != b.ReferrerHost {
				begins = true
			}
		}
		if begins {
			sessions = append(sessions, &session{number: len(sessions), facts: f})
		}
		s := sessions[len(sessions)-1]
		if s.landing == "" {
			s.landing = f.Page
		}
		of = append(of, s)
	}
	var out []seen
	for i, r := range rows {
		f, s := r.e.Facts, of[i]
		d := map[string]string{
			"event": r.e.Name, "page": f.Page, "device": f.Device, "os": f.OS, "browser": f.Browser,
			"country": f.Country, "language": f.Language,
			"hour":    fmt.Sprint(r.e.Time / (60 * minute) % 24),
			"weekday": fmt.Sprint((r.e.Time/(24*60*minute)+3)%7 + 1),
		}
		if f.HasValue {
			d["value"] = event.NumberValue(f.Value).String()
		}
		if c != journey.Nobody {
			d["landing_page"], d["channel"] = s.landing, event.Channels[event.Channel(s.facts)]
			d["source"], d["medium"], d["campaign"], d["referrer_host"] = s.facts.Source, s.facts.Medium, s.facts.Campaign, s.facts.ReferrerHost
			d["new_or_returning"] = "new"
			if s.number > 0 {
				d["new_or_returning"] = "returning"
			}
		}
		dims := ""
		for _, name := range event.Dimensions {
			if d[name] != "" {
				dims += name + "=" + d[name] + " "
			}
		}
		out = append(out, seen{r.e.Time, uint32(r.e.Seq), r.set, dims})
	}
	return out
}

func genEvent(t *rapid.T, seq uint64) *event.Event {
	text := func(label string, values ...string) string { return rapid.SampledFrom(values).Draw(t, label) }
	e := journeytest.Event{
		// Close together, so that ties, gaps of exactly 30 minutes and late
		// events happen all the time.
		Time: 10*minute*rapid.Int64Range(0, 40).Draw(t, "time") + rapid.Int64Range(0, 1).Draw(t, "ms"),
		Name: text("name", "Page Viewed", "view_item", "Order Completed", "Signed Up"),
	}
	e.Facts = event.Facts{
		Page: text("page", "", "/", "/menu"), ReferrerHost: text("referrer", "", "", "", "google.com", "blog.example"),
		Device: text("device", "", "mobile"), OS: text("os", "", "iOS"), Country: text("country", "", "DE"), Language: text("language", "", "de"),
		Offline: text("offline", "", "", "", "Store"), ClickID: text("click", "", "", "gclid"),
	}
	if rapid.IntRange(0, 4).Draw(t, "brings") == 0 {
		e.Facts.Source, e.Facts.Medium, e.Facts.Campaign = text("source", "", "crm", "google"), text("medium", "", "email"), text("campaign", "", "spring")
	}
	if rapid.Bool().Draw(t, "worth") {
		e.Facts.HasValue, e.Facts.Value = true, rapid.SampledFrom([]float64{0, 19.99, -5, 1.0 / 3, 1e12}).Draw(t, "value")
	}
	switch rapid.IntRange(0, 9).Draw(t, "kind") {
	case 0:
		e.Type = event.Identify
	case 1:
		e.Flags = event.Bot
	}
	return e.Event(seq)
}

func drain[T any](s iter.Seq[T]) (all []T) {
	for v := range s {
		all = append(all, v)
	}
	return all
}

// In whatever order events come, however they are batched, folded, loaded and
// dealt out anew, the index shows what the slow way finds.
func TestIndexMatchesReference(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ix := journey.New(journey.Options{})
		// Each set belongs to one customer before and to another from a moment
		// on; customers lie in different shards, and 0 is nobody.
		customers := []journey.Customer{0, 1, 2, 2047, 2048, 9000}
		const sets = 6
		var owners [sets][2]journey.Customer
		owner := func(set uint32, time int64) journey.Customer {
			if time < 200*minute {
				return owners[set][0]
			}
			return owners[set][1]
		}
		drawOwner := func() journey.Customer { return rapid.SampledFrom(customers).Draw(rt, "owner") }
		for i := range owners {
			c := drawOwner()
			owners[i] = [2]journey.Customer{c, c}
		}
		var all []received
		next := func() (journey.Customer, received) {
			r := received{uint32(rapid.IntRange(0, sets-1).Draw(rt, "set")), genEvent(rt, uint64(len(all)+1))}
			all = append(all, r)
			return owner(r.set, r.e.Time), r
		}
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			switch rapid.IntRange(0, 5).Draw(rt, "step") {
			case 0:
				if err := ix.Compact(rt.Context()); err != nil {
					rt.Fatal(err)
				}
			case 1:
				changed := rapid.IntRange(0, sets-1).Draw(rt, "changed")
				dirty := []journey.Customer{owners[changed][0], owners[changed][1]}
				owners[changed] = [2]journey.Customer{drawOwner(), drawOwner()}
				ix.Rederive(dirty, owner)
			case 2:
				n := rapid.IntRange(0, 8).Draw(rt, "loaded")
				err := ix.Load(rt.Context(), func(yield func(journey.Row) bool) {
					for range n {
						c, r := next()
						if !yield(journey.Row{Customer: c, Set: r.set, Event: r.e}) {
							return
						}
					}
				})
				if err != nil {
					rt.Fatal(err)
				}
			default:
				for range rapid.IntRange(1, 8).Draw(rt, "appended") {
					c, r := next()
					ix.Append(c, r.set, r.e)
				}
			}
		}
		got, want := gather(t, ix, journey.Scan{Nobody: true}), reference(all, owner)
		slices.SortFunc(got.rows[0], func(a, b seen) int { return cmp.Or(cmp.Compare(a.time, b.time), cmp.Compare(a.seq, b.seq)) })
		for _, c := range customers {
			if !slices.Equal(got.rows[c], want[c]) {
				rt.Fatalf("customer %d:\ngot  %v\nwant %v", c, got.rows[c], want[c])
			}
			if c != 0 {
				checkSides(rt, ix, c, all, owner)
				checkView(rt, ix, c, len(want[c]))
			}
		}
		checkCalled(rt, ix, all, owner)
		checkScan(rt, t, ix, want)
		checkStats(rt, ix, want)
	})
}

func checkSides(t *rapid.T, ix *journey.Index, c journey.Customer, all []received, owner func(uint32, int64) journey.Customer) {
	var want []journey.Side
	for _, r := range all {
		if bot := r.e.Flags.Has(event.Bot); owner(r.set, r.e.Time) == c && (bot || !r.e.Type.Touchpoint()) {
			want = append(want, journey.Side{Time: r.e.Time, Seq: uint32(r.e.Seq), Set: r.set, Type: r.e.Type, Bot: bot})
		}
	}
	slices.SortFunc(want, func(a, b journey.Side) int { return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Seq, b.Seq)) })
	if got := drain(ix.Sides(c)); !slices.Equal(got, want) {
		t.Fatalf("side rows of %d: got %v, want %v", c, got, want)
	}
}

func checkCalled(t *rapid.T, ix *journey.Index, all []received, owner func(uint32, int64) journey.Customer) {
	moment := 10 * minute * rapid.Int64Range(0, 40).Draw(t, "moment")
	var got, want []journey.Customer
	for _, r := range all {
		if c := owner(r.set, r.e.Time); c != journey.Nobody && !r.e.Type.Touchpoint() && !r.e.Flags.Has(event.Bot) && r.e.Time <= moment {
			want = append(want, c)
		}
	}
	slices.Sort(want)
	if err := ix.Called(t.Context(), moment, func(c journey.Customer) { got = append(got, c) }); err != nil {
		t.Fatal(err)
	}
	if want = slices.Compact(want); !slices.Equal(got, want) {
		t.Fatalf("called by %d: got %v, want %v", moment, got, want)
	}
}

func checkView(t *rapid.T, ix *journey.Index, c journey.Customer, want int) {
	got := 0
	if found := ix.View(c, func(j journey.Journey) { got = j.Len() }); found != (want > 0) || got != want {
		t.Fatalf("view of %d shows %d rows, want %d", c, got, want)
	}
}

// A time range and a filter narrow what is seen, and nothing else.
func checkScan(rt *rapid.T, t testing.TB, ix *journey.Index, want map[journey.Customer][]seen) {
	from := 10 * minute * rapid.Int64Range(0, 40).Draw(rt, "from")
	to := from + 10*minute*rapid.Int64Range(1, 40).Draw(rt, "span")
	only := func(c journey.Customer) bool { return c != 2 }
	m, err := ix.Matcher(t.Context(), []event.Filter{{Property: "event", Op: "eq", Value: []byte(`"page_view"`)}}, nil)
	if err != nil {
		rt.Fatal(err)
	}
	for _, where := range []journey.Matcher{{}, m} {
		got := gather(t, ix, journey.Scan{From: from, To: to, Only: only, Where: where})
		for c, rows := range want {
			var rest []seen
			lo, hi := 0, 0
			for _, r := range rows {
				if !where.Empty() && r.dims[:len("event=Page Viewed")] != "event=Page Viewed" {
					continue
				}
				rest = append(rest, r)
				if r.time < from {
					lo++
				}
				if r.time < to {
					hi++
				}
			}
			if c == 2 || c == 0 || lo == hi {
				if got.rows[c] != nil {
					rt.Fatalf("customer %d was shown", c)
				}
				continue
			}
			if !slices.Equal(got.rows[c], rest) || got.ranges[c] != [2]int{lo, hi} {
				rt.Fatalf("customer %d in [%d, %d): got %v %v, want %v %v", c, from, to, got.rows[c], got.ranges[c], rest, [2]int{lo, hi})
			}
		}
	}
}

func checkStats(t *rapid.T, ix *journey.Index, want map[journey.Customer][]seen) {
	var events, customers int64
	for c, rows := range want {
		events += int64(len(rows))
		if c != 0 {
			customers++
		}
	}
	if st := ix.Stats(); st.Events != events || st.Customers != customers {
		t.Fatalf("stats %+v, want %d events of %d customers", st, events, customers)
	}
}
