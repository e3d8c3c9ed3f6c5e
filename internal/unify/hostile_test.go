package unify

import (
	"fmt"
	"slices"
	"testing"

	"wend/internal/event"
	"wend/internal/journey"
)

// dealer keeps rows by customer as the index does, and counts how many it deals out.
type dealer struct {
	graph *Graph
	rows  map[journey.Customer][]row
	dealt int64
}

func (d *dealer) observe(e *event.Event) {
	set, dirty := d.graph.Observe(e)
	c := d.graph.Owner(set, e.Time)
	d.rows[c] = append(d.rows[c], row{e, set, c})
	for _, c := range dirty {
		moving := d.rows[c]
		delete(d.rows, c)
		d.dealt += int64(len(moving))
		for _, r := range moving {
			r.owner = d.graph.Owner(r.set, r.event.Time)
			d.rows[r.owner] = append(d.rows[r.owner], r)
		}
	}
}

func (d *dealer) check(t *testing.T) {
	t.Helper()
	for _, rows := range d.rows {
		for _, r := range rows {
			if want := d.graph.Owner(r.set, r.event.Time); r.owner != want {
				t.Fatalf("%s lies with %d and belongs to %d", describe(r.event), r.owner, want)
			}
		}
	}
}

// hostiles are shapes of identity that cost somebody dear: n calls or a few
// times as many, in the order in which they arrive.
var hostiles = map[string]func(n int) []*event.Event{
	"a kiosk tablet": func(n int) (all []*event.Event) {
		for i := range n {
			all = append(all, call(2*i+1, event.Identify, int64(2*i), fmt.Sprintf("user_id:u%d", i), "anonymous_id:tablet"),
				call(2*i+2, event.Track, int64(2*i+1), "anonymous_id:tablet"))
		}
		return all
	},
	"a user of many emails": func(n int) (all []*event.Event) {
		for i := range n {
			all = append(all, call(2*i+1, event.Track, int64(2*i), fmt.Sprintf("email:e%d", i)),
				call(2*i+2, event.Identify, int64(2*i+1), "user_id:u", fmt.Sprintf("email:e%d", i)))
		}
		return all
	},
	"a user whose emails become shared": func(n int) (all []*event.Event) {
		for i := range n {
			all = append(all, call(i+1, event.Identify, int64(i), "user_id:u", fmt.Sprintf("email:e%d", i)))
		}
		for i := range n {
			all = append(all, call(n+i+1, event.Identify, int64(n+i), "user_id:v", fmt.Sprintf("email:e%d", i)))
		}
		return all
	},
	"a bot with many anonymous ids": func(n int) (all []*event.Event) {
		for i := range n {
			all = append(all, call(2*i+1, event.Track, int64(2*i), fmt.Sprintf("anonymous_id:a%d", i)),
				call(2*i+2, event.Identify, int64(2*i+1), "user_id:bot", fmt.Sprintf("anonymous_id:a%d", i)))
		}
		return all
	},
	"a chain": func(n int) []*event.Event { return chain(n) },
	"a chain between two users": func(n int) []*event.Event {
		return append([]*event.Event{
			call(n+10, event.Identify, -2, "user_id:u", "shop_id:s0"),
			call(n+11, event.Identify, -1, "user_id:v", fmt.Sprintf("shop_id:s%d", n)),
		}, chain(n)...)
	},
	"many aliases of one user": func(n int) (all []*event.Event) {
		for i := range n {
			all = append(all, call(2*i+1, event.Track, int64(2*i), fmt.Sprintf("user_id:former%d", i), fmt.Sprintf("anonymous_id:a%d", i)))
			alias := call(2*i+2, event.Alias, int64(2*i+1), "user_id:u")
			alias.PreviousID, alias.Flags = fmt.Sprintf("former%d", i), event.Trusted
			all = append(all, alias)
		}
		return all
	},
	"aliases to users never seen, then seen": func(n int) (all []*event.Event) {
		for i := range n {
			alias := call(i+1, event.Alias, int64(i), "user_id:u")
			alias.PreviousID = fmt.Sprintf("former%d", i)
			all = append(all, alias)
		}
		for i := range n {
			all = append(all, call(n+i+1, event.Track, int64(n+i), fmt.Sprintf("user_id:former%d", i)))
		}
		return all
	},
}

// chain links each identifier with the next, no user near.
func chain(n int) (all []*event.Event) {
	for i := range n {
		all = append(all, call(i+1, event.Track, int64(i), fmt.Sprintf("shop_id:s%d", i), fmt.Sprintf("shop_id:s%d", i+1)))
		slices.SortFunc(all[i].Identifiers, func(a, b event.Identifier) int {
			if a.Less(b) {
				return -1
			}
			return 1
		})
	}
	return all
}

// Eight times the calls may cost a little more than eight times the work; if
// it were sixty-four times, one visitor could stop the house.
func TestHostileShapesStayNearLinear(t *testing.T) {
	const n = 300
	for name, shape := range hostiles {
		for _, order := range []string{"in order", "newest first", "shuffled"} {
			t.Run(name+", "+order, func(t *testing.T) {
				run := func(n int) *dealer {
					events := shape(n)
					switch order {
					case "newest first":
						slices.Reverse(events)
					case "shuffled":
						shuffle(events)
					}
					d := &dealer{graph: NewGraph(Decisions{}), rows: map[journey.Customer][]row{}}
					for _, e := range events {
						d.observe(e)
					}
					d.check(t)
					return d
				}
				small, large := run(n), run(8*n)
				t.Logf("%d calls: %d steps, %d rows dealt out; eight times as many: %d steps, %d rows dealt out",
					len(shape(n)), small.graph.steps, small.dealt, large.graph.steps, large.dealt)
				if large.graph.steps > 16*small.graph.steps+1000 {
					t.Error("eight times the calls take far more than eight times the work")
				}
				if large.dealt > 16*small.dealt+1000 {
					t.Error("eight times the calls deal out far more than eight times the rows")
				}
			})
		}
	}
}

func shuffle(events []*event.Event) {
	state := uint64(1)
	for i := range events {
		state = state*6364136223846793005 + 1442695040888963407
		j := i + int(state>>33)%(len(events)-i)
		events[i], events[j] = events[j], events[i]
	}
}
