package unify

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
)

// world is a graph with its profiles and the rows that its owner would keep:
// each event lies with the customer that the graph said, and moves only when
// the graph says that this customer's rows must be dealt out anew.
type world struct {
	graph    *Graph
	profiles *Profiles
	rows     []row
}

type row struct {
	event *event.Event
	set   SetID
	owner journey.Customer
}

func newWorld(d Decisions) *world {
	g := NewGraph(d)
	return &world{graph: g, profiles: NewProfiles(g)}
}

func (w *world) observe(events ...*event.Event) {
	for _, e := range events {
		set, dirty := w.graph.Observe(e)
		w.rows = append(w.rows, row{e, set, w.graph.Owner(set, e.Time)})
		w.profiles.Apply(set, e)
		w.deal(dirty)
	}
}

func (w *world) decide(d Decision) { w.deal(w.graph.Decide(d)) }

func (w *world) deal(dirty []journey.Customer) {
	for i := range w.rows {
		if slices.Contains(dirty, w.rows[i].owner) {
			w.rows[i].owner = w.graph.Owner(w.rows[i].set, w.rows[i].event.Time)
		}
	}
}

// misplaced is the first row that lies with the wrong customer, "" for none.
func (w *world) misplaced() string {
	for _, r := range w.rows {
		if want := w.graph.Owner(r.set, r.event.Time); r.owner != want {
			return fmt.Sprintf("%s lies with customer %d and belongs to %d", describe(r.event), r.owner, want)
		}
	}
	return ""
}

// state is what reference.state is, of the graph.
func (w *world) state(t interface{ Fatalf(string, ...any) }, ids []event.Identifier, moment int64) string {
	g := w.graph
	var b strings.Builder
	rows := slices.Clone(w.rows)
	slices.SortFunc(rows, func(a, b row) int { return cmp.Compare(a.event.MessageID, b.event.MessageID) })
	for _, r := range rows {
		id := "nobody"
		if c := g.Owner(r.set, r.event.Time); c != journey.Nobody {
			id = g.PublicID(c)
		}
		fmt.Fprintf(&b, "call %s: %s\n", r.event.MessageID, id)
	}
	customers := map[journey.Customer]bool{}
	for _, id := range ids {
		c, ok := g.Lookup(id.Kind, id.Value)
		if !ok {
			t.Fatalf("%v is not found", id)
		}
		redirected, ok := g.ByPublicID(publicText(publicHash(id)))
		if !ok || redirected != c {
			t.Fatalf("the public id that %v would found gives customer %d, not %d", id, redirected, c)
		}
		customers[c] = true
		fmt.Fprintf(&b, "identifier %v: %s\n", id, g.PublicID(c))
	}
	var lines []string
	for c := range customers {
		lines = append(lines, w.customer(c, moment))
	}
	slices.Sort(lines)
	fmt.Fprintf(&b, "%s%d customers\n", strings.Join(lines, ""), g.Customers())
	return b.String()
}

func (w *world) customer(c journey.Customer, moment int64) string {
	g := w.graph
	var own []string
	for _, id := range g.Identifiers(c) {
		own = append(own, fmt.Sprint(id))
	}
	slices.Sort(own)
	first, seen := g.FirstSeen(c)
	edges := func(all []Merge) string {
		text := ""
		for _, m := range all {
			text += fmt.Sprintf(" %s/%s/%d:%v-%v", m.Cause, m.MessageID, m.Time, m.Identifiers[0], m.Identifiers[1])
		}
		return text
	}
	return fmt.Sprintf("customer %s: %s; first %d %v; merges%s; vetoed%s; traits %s, then %s; consents %s\n", g.PublicID(c),
		strings.Join(own, " "), first, seen, edges(g.Merges(c)), edges(g.Vetoed(c)),
		asJSON(w.profiles.Traits(c)), asJSON(w.profiles.TraitsAt(c, moment)), asJSON(w.profiles.Consents(c)))
}

func describe(e *event.Event) string {
	text := fmt.Sprintf("%s %s at %d %v", e.Type, e.MessageID, e.Time, e.Identifiers)
	if e.PreviousID != "" {
		text += " previous " + e.PreviousID
	}
	if e.Flags.Has(event.Trusted) {
		text += " trusted"
	}
	return text + string(e.Traits) + string(e.Context)
}

func describeAll(events []*event.Event) string {
	text := ""
	for _, e := range events {
		text += describe(e) + "\n"
	}
	return text
}

// drawEvents draws calls over a small alphabet, so that they collide.
func drawEvents(t *rapid.T, most int) []*event.Event {
	n := rapid.IntRange(1, most).Draw(t, "calls")
	messages := rapid.Permutation(names("m", n)).Draw(t, "message ids")
	events := make([]*event.Event, n)
	for i := range events {
		events[i] = drawEvent(t, uint64(i+1), messages[i])
	}
	return events
}

func names(prefix string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprintf("%s%02d", prefix, i)
	}
	return list
}

func drawEvent(t *rapid.T, seq uint64, message string) *event.Event {
	e := &event.Event{Seq: seq, MessageID: message, Received: int64(seq), Time: int64(rapid.IntRange(0, 12).Draw(t, "time")), Type: event.Track}
	if rapid.Bool().Draw(t, "trusted") {
		e.Flags = event.Trusted
	}
	add := func(kind string, values ...string) {
		if v := rapid.SampledFrom(append(values, "", "")).Draw(t, kind); v != "" {
			e.Identifiers = append(e.Identifiers, event.Identifier{Kind: kind, Value: v})
		}
	}
	switch rapid.IntRange(0, 7).Draw(t, "type") {
	case 0:
		e.Type = event.Alias
		e.PreviousID = rapid.SampledFrom([]string{"u1", "u2", "u3", "a1", "a2", "null"}).Draw(t, "previous")
		add(event.UserID, "u1", "u2", "u3", "u1", "u2")
		if len(e.Identifiers) == 0 {
			e.Identifiers = append(e.Identifiers, event.Identifier{Kind: event.UserID, Value: "u1"})
		}
		add(event.AnonymousID, "a1")
		return e
	case 1, 2, 3:
		e.Type = event.Identify
		e.Traits = []byte(rapid.SampledFrom([]string{
			`{"plan":"pro"}`, `{"plan":"free","age":3}`, `{"plan":null}`, `{"name":"Ann","age":4}`, `{}`}).Draw(t, "traits"))
	}
	add(event.UserID, "u1", "u2", "u3", "null")
	add(event.Email, "e1", "e2", "e3")
	if rapid.IntRange(0, 3).Draw(t, "more") == 0 {
		add(event.Phone, "11", "00")
		add("card_id", "k1", "k2")
		add("shop_id", "s1")
	}
	add(event.AnonymousID, "a1", "a2", "a3", "u1")
	if rapid.IntRange(0, 3).Draw(t, "consenting") == 0 {
		e.Context = []byte(rapid.SampledFrom([]string{
			`{"consent":{"categoryPreferences":{"push":true}}}`,
			`{"consent":{"categoryPreferences":{"push":false,"ads":true}}}`}).Draw(t, "consent"))
	}
	slices.SortFunc(e.Identifiers, func(a, b event.Identifier) int {
		if a.Less(b) {
			return -1
		}
		return 1
	})
	return e
}

func call(seq int, t event.Type, time int64, ids ...string) *event.Event {
	e := &event.Event{Seq: uint64(seq), MessageID: fmt.Sprintf("m%06d", seq), Type: t, Time: time, Received: time}
	for _, id := range ids {
		kind, value, _ := strings.Cut(id, ":")
		e.Identifiers = append(e.Identifiers, event.Identifier{Kind: kind, Value: value})
	}
	return e
}

func owners(w *world) []journey.Customer {
	var all []journey.Customer
	for _, r := range w.rows {
		all = append(all, w.graph.Owner(r.set, r.event.Time))
	}
	return all
}

var noDeadline = context.Background()
