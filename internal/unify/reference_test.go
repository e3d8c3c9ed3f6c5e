package unify

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"wend/internal/event"
)

// reference is identity as the contract writes it, read from the whole set of
// calls at once: slow, and independent of how the graph does it.
type reference struct {
	calls   []*event.Event
	retired []Retired
	blocked []string

	ids     [][]event.Identifier // of each call, what counts, strongest first
	raw     [][]event.Identifier // of each call, what came and is not blocked
	users   *sameness            // user_ids that aliases made one
	holders map[event.Identifier]map[event.Identifier]bool
	joined  *sameness
	edges   []refEdge // that joined what was apart until then
	vetoed  []refEdge
}

type refEdge struct {
	a, b event.Identifier
	call *event.Event
}

// sameness is a partition, the slow way.
type sameness struct {
	of map[event.Identifier]event.Identifier
}

func (s *sameness) find(x event.Identifier) event.Identifier {
	for {
		up, ok := s.of[x]
		if !ok || up == x {
			return x
		}
		x = up
	}
}

func refer(calls []*event.Event, retired []Retired, blocked []string) *reference {
	r := &reference{calls: calls, retired: retired, blocked: blocked, users: &sameness{map[event.Identifier]event.Identifier{}},
		joined: &sameness{map[event.Identifier]event.Identifier{}}, holders: map[event.Identifier]map[event.Identifier]bool{}}
	r.read()
	r.alias()
	r.first()
	r.second()
	r.explain()
	return r
}

func (r *reference) parted(a, b event.Identifier) bool {
	for _, x := range r.retired {
		if (x.Stronger == a && x.Weaker == b) || (x.Stronger == b && x.Weaker == a) {
			return true
		}
	}
	return false
}

// read finds what each call carries: rules 4 (previousId), 5 and retired edges.
func (r *reference) read() {
	known := map[string]bool{}
	for _, c := range r.calls {
		for _, id := range c.Identifiers {
			if id.Kind == event.UserID {
				known[id.Value] = true
			}
		}
	}
	for _, c := range r.calls {
		var ids []event.Identifier
		var user *event.Identifier
		for _, id := range c.Identifiers {
			if !Blocked(id.Value, r.blocked) {
				ids = append(ids, id)
				if id.Kind == event.UserID {
					user = &id
				}
			}
		}
		if c.Type == event.Alias && c.PreviousID != "" && !Blocked(c.PreviousID, r.blocked) {
			previous := event.Identifier{Kind: event.AnonymousID, Value: c.PreviousID}
			if known[c.PreviousID] {
				previous.Kind = event.UserID
			}
			counts := previous.Kind != event.UserID || user == nil || c.Flags.Has(event.Trusted)
			if counts && !slices.Contains(ids, previous) {
				ids = append(ids, previous)
			}
		}
		sort.Slice(ids, func(i, j int) bool {
			if user != nil && (ids[i] == *user) != (ids[j] == *user) {
				return ids[i] == *user
			}
			return ids[i].Less(ids[j])
		})
		var counting []event.Identifier
		for j := range ids {
			apart := false
			for i := range j {
				apart = apart || r.parted(ids[i], ids[j])
			}
			if !apart {
				counting = append(counting, ids[j])
			}
		}
		r.raw, r.ids = append(r.raw, ids), append(r.ids, counting)
	}
}

func (r *reference) alias() {
	var edges []refEdge
	for i, c := range r.calls {
		if ids := r.ids[i]; len(ids) > 1 && ids[1].Kind == event.UserID {
			edges = append(edges, refEdge{ids[0], ids[1], c})
		}
	}
	sortEdges(edges)
	for _, e := range edges {
		if a, b := r.users.find(e.a), r.users.find(e.b); a != b {
			r.users.of[a] = b
		}
	}
}

// first is rule 1.
func (r *reference) first() {
	var edges []refEdge
	for i, c := range r.calls {
		for _, user := range r.ids[i] {
			for _, other := range r.ids[i] {
				if user.Kind != event.UserID || other.Kind == event.UserID {
					continue
				}
				if r.holders[other] == nil {
					r.holders[other] = map[event.Identifier]bool{}
				}
				r.holders[other][r.users.find(user)] = true
				edges = append(edges, refEdge{user, other, c})
			}
		}
	}
	for a, b := range r.users.of {
		r.joined.of[a] = b
	}
	sortEdges(edges)
	done := map[event.Identifier]bool{}
	for _, e := range edges {
		if len(r.holders[e.b]) == 1 && !done[e.b] {
			done[e.b] = true
			r.joined.of[e.b] = r.joined.find(e.a)
		}
	}
}

func (r *reference) shared(x event.Identifier) bool { return len(r.holders[x]) > 1 }

// second is rule 2.
func (r *reference) second() {
	var edges []refEdge
	for i, c := range r.calls {
		for j, a := range r.ids[i] {
			for _, b := range r.ids[i][j+1:] {
				if a.Kind != event.UserID && b.Kind != event.UserID && !r.shared(a) && !r.shared(b) {
					edges = append(edges, refEdge{a, b, c})
				}
			}
		}
	}
	sortEdges(edges)
	hasUser := func(root event.Identifier) bool { return root.Kind == event.UserID }
	vetoed := map[[2]event.Identifier]bool{}
	for _, e := range edges {
		a, b := r.joined.find(e.a), r.joined.find(e.b)
		switch {
		case a == b:
		case hasUser(a) && hasUser(b):
			if !vetoed[[2]event.Identifier{e.a, e.b}] {
				vetoed[[2]event.Identifier{e.a, e.b}] = true
				r.vetoed = append(r.vetoed, e)
			}
		default:
			if hasUser(a) {
				a, b = b, a
			}
			r.joined.of[a] = b // roots of customers with users are user_ids
		}
	}
}

// explain finds, in order of time, the edges that made the customers.
func (r *reference) explain() {
	var edges []refEdge
	for i, c := range r.calls {
		for j, a := range r.ids[i] {
			for _, b := range r.ids[i][j+1:] {
				if !r.shared(a) && !r.shared(b) && r.joined.find(a) == r.joined.find(b) {
					edges = append(edges, refEdge{a, b, c})
				}
			}
		}
	}
	sortEdges(edges)
	parts := &sameness{map[event.Identifier]event.Identifier{}}
	for _, e := range edges {
		if a, b := parts.find(e.a), parts.find(e.b); a != b {
			parts.of[a] = b
			r.edges = append(r.edges, e)
		}
	}
}

func sortEdges(edges []refEdge) { slices.SortStableFunc(edges, compareRefEdges) }

func compareRefEdges(x, y refEdge) int {
	order := func(a, b event.Identifier) int {
		switch {
		case a.Less(b):
			return -1
		case b.Less(a):
			return 1
		}
		return 0
	}
	return cmp.Or(
		cmp.Compare(x.call.Time, y.call.Time), cmp.Compare(x.call.MessageID, y.call.MessageID),
		cmp.Compare(event.Strength(x.a.Kind), event.Strength(y.a.Kind)), cmp.Compare(event.Strength(x.b.Kind), event.Strength(y.b.Kind)),
		order(x.a, y.a), order(x.b, y.b))
}

// sighted are the users with whom a shared identifier was seen, in order.
func (r *reference) sighted(x event.Identifier) (times []int64, users []event.Identifier) {
	type sight struct {
		time int64
		user event.Identifier
	}
	var all []sight
	for i, c := range r.calls {
		if len(r.ids[i]) > 0 && r.ids[i][0].Kind == event.UserID && slices.Contains(r.ids[i], x) {
			all = append(all, sight{c.Time, r.ids[i][0]})
		}
	}
	sort.Slice(all, func(i, j int) bool {
		if all[i].time != all[j].time {
			return all[i].time < all[j].time
		}
		return all[i].user.Less(all[j].user)
	})
	for _, s := range all {
		times, users = append(times, s.time), append(users, s.user)
	}
	return times, users
}

// root is a customer: any fixed one of its identifiers. ok is false for nobody.
func (r *reference) root(x event.Identifier, time int64) event.Identifier {
	if !r.shared(x) {
		return r.joined.find(x)
	}
	times, users := r.sighted(x)
	user := users[0]
	for i := range times {
		if times[i] <= time {
			user = users[i]
		}
	}
	return r.joined.find(user)
}

func (r *reference) owner(call int) (root event.Identifier, ok bool) {
	for _, id := range r.ids[call] {
		if !r.shared(id) {
			return r.root(id, 0), true
		}
	}
	if len(r.ids[call]) == 0 {
		return event.Identifier{}, false
	}
	return r.root(r.ids[call][0], r.calls[call].Time), true
}

func (r *reference) identifiers() []event.Identifier {
	all := map[event.Identifier]bool{}
	for _, ids := range r.raw {
		for _, id := range ids {
			all[id] = true
		}
	}
	return slices.SortedFunc(maps.Keys(all), func(a, b event.Identifier) int {
		if a.Less(b) {
			return -1
		}
		return 1
	})
}

// public is a customer's public id.
func (r *reference) public(root event.Identifier) string {
	var founding event.Identifier
	var first *event.Event
	for _, id := range r.identifiers() {
		if r.shared(id) || r.joined.find(id) != root {
			continue
		}
		for i, c := range r.calls {
			if slices.Contains(r.raw[i], id) && (first == nil || c.Time < first.Time || (c.Time == first.Time && c.MessageID < first.MessageID)) {
				founding, first = id, c
			}
		}
	}
	return publicText(publicHash(founding))
}

// state is everything that the graph and the profiles answer, as text.
func (r *reference) state(moment int64) string {
	var b strings.Builder
	order := make([]int, len(r.calls))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int { return cmp.Compare(r.calls[i].MessageID, r.calls[j].MessageID) })
	roots := map[event.Identifier]bool{}
	for _, i := range order {
		id := "nobody"
		if root, ok := r.owner(i); ok {
			id = r.public(root)
		}
		fmt.Fprintf(&b, "call %s: %s\n", r.calls[i].MessageID, id)
	}
	for _, id := range r.identifiers() {
		root := r.root(id, forever)
		roots[root] = true
		fmt.Fprintf(&b, "identifier %v: %s\n", id, r.public(root))
	}
	var lines []string
	for root := range roots {
		lines = append(lines, r.customer(root, moment))
	}
	slices.Sort(lines)
	fmt.Fprintf(&b, "%s%d customers\n", strings.Join(lines, ""), len(roots))
	return b.String()
}

func (r *reference) customer(root event.Identifier, moment int64) string {
	var own []string
	for _, id := range r.identifiers() {
		if !r.shared(id) && r.joined.find(id) == root {
			own = append(own, fmt.Sprint(id))
		}
	}
	slices.Sort(own)
	first, seen := int64(0), false
	var mine []*event.Event
	for i, c := range r.calls {
		if owner, ok := r.owner(i); ok && owner == root {
			mine = append(mine, c)
			if !seen || c.Time < first {
				first, seen = c.Time, true
			}
		}
	}
	edges := func(all []refEdge) string {
		var touching []refEdge
		for _, e := range all {
			if r.joined.find(e.a) == root || r.joined.find(e.b) == root {
				touching = append(touching, e)
			}
		}
		sortEdges(touching)
		text := ""
		for _, e := range slices.Backward(touching) {
			text += fmt.Sprintf(" %s/%s/%d:%v-%v", e.call.Type, e.call.MessageID, e.call.Time, e.a, e.b)
		}
		return text
	}
	return fmt.Sprintf("customer %s: %s; first %d %v; merges%s; vetoed%s; traits %s, then %s; consents %s\n", r.public(root),
		strings.Join(own, " "), first, seen, edges(r.edges), edges(r.vetoed),
		refTraits(mine, forever), refTraits(mine, moment), refConsents(mine))
}

func refTraits(calls []*event.Event, moment int64) string {
	calls = slices.Clone(calls)
	slices.SortFunc(calls, func(a, b *event.Event) int { return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Seq, b.Seq)) })
	traits := map[string]any{}
	for _, c := range calls {
		if c.Type == event.Identify && c.Time <= moment && c.Traits != nil {
			if err := json.Unmarshal(c.Traits, &traits); err != nil {
				panic(err)
			}
		}
	}
	maps.DeleteFunc(traits, func(_ string, v any) bool { return v == nil })
	return asJSON(traits)
}

func refConsents(calls []*event.Event) string {
	calls = slices.Clone(calls)
	slices.SortFunc(calls, func(a, b *event.Event) int { return cmp.Or(cmp.Compare(a.Time, b.Time), cmp.Compare(a.Seq, b.Seq)) })
	given := map[string]bool{"email_marketing": false, "sms_marketing": false, "push": false}
	for _, c := range calls {
		var context struct {
			Consent struct{ CategoryPreferences map[string]bool }
		}
		if c.Context != nil {
			if err := json.Unmarshal(c.Context, &context); err != nil {
				panic(err)
			}
		}
		maps.Copy(given, context.Consent.CategoryPreferences)
	}
	return asJSON(given)
}

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(text)
}
