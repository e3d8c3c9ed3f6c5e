package segment_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/journey/journeytest"
	"wend/internal/segment"
)

// touch is one event of the plain model that the evaluator is held against.
type touch struct {
	time  int64
	name  string
	kind  string // properties.kind, empty for none
	value int    // properties.n
}

const hour = 3_600_000

// rule is a rule as JSON, beside what it means for a plain list of events.
type rule struct {
	json  string
	holds func(past []touch, at int64) bool
}

func eventOf(d *rapid.T) string {
	return rapid.SampledFrom([]string{"A", "B", "C"}).Draw(d, "event")
}

func inWindow(past []touch, at int64, hours int) (list []touch) {
	for _, e := range past {
		if hours == 0 || e.time > at-int64(hours)*hour {
			list = append(list, e)
		}
	}
	return list
}

// drawEvent is an event node with a random measure.
func drawEvent(d *rapid.T) rule {
	name, hours := eventOf(d), rapid.SampledFrom([]int{0, 2, 5}).Draw(d, "within")
	kind := rapid.SampledFrom([]string{"", "x", "y"}).Draw(d, "kind")
	fields := fmt.Sprintf(`"event":%q`, name)
	if hours > 0 {
		fields += fmt.Sprintf(`,"within":"%dh"`, hours)
	}
	if kind != "" {
		fields += fmt.Sprintf(`,"where":[{"property":"properties.kind","op":"eq","value":%q}]`, kind)
	}
	matching := func(past []touch, at int64, hours int) (list []touch) {
		for _, e := range inWindow(past, at, hours) {
			if e.name == name && (kind == "" || e.kind == kind) {
				list = append(list, e)
			}
		}
		return list
	}
	limit := rapid.IntRange(0, 4).Draw(d, "limit")
	sum := func(list []touch) (total int) {
		for _, e := range list {
			total += e.value
		}
		return total
	}
	switch rapid.IntRange(0, 6).Draw(d, "measure") {
	case 0:
		return rule{"{" + fields + "}", func(past []touch, at int64) bool { return len(matching(past, at, hours)) > 0 }}
	case 1:
		return rule{fmt.Sprintf(`{%s,"count":{"op":"lt","value":%d}}`, fields, limit), func(past []touch, at int64) bool { return len(matching(past, at, hours)) < limit }}
	case 2:
		return rule{fmt.Sprintf(`{%s,"sum":"properties.n","op":"gte","value":%d}`, fields, limit), func(past []touch, at int64) bool { return sum(matching(past, at, hours)) >= limit }}
	case 3:
		return rule{fmt.Sprintf(`{%s,"avg":"properties.n","op":"lte","value":%d}`, fields, limit), func(past []touch, at int64) bool {
			list := matching(past, at, hours)
			return len(list) > 0 && sum(list) <= limit*len(list)
		}}
	case 4:
		return rule{fmt.Sprintf(`{%s,"distinct":"properties.kind","op":"eq","value":%d}`, fields, limit), func(past []touch, at int64) bool {
			kinds := map[string]bool{}
			for _, e := range matching(past, at, hours) {
				if e.kind != "" {
					kinds[e.kind] = true
				}
			}
			return len(kinds) == limit
		}}
	case 5:
		from := int64(limit) * hour
		return rule{fmt.Sprintf(`{%s,"first":{"op":"gte","value":%q}}`, fields, clock(from)), func(past []touch, at int64) bool {
			list := matching(past, at, 0)
			return len(list) > 0 && list[0].time >= from
		}}
	}
	to := int64(limit+2) * hour
	return rule{fmt.Sprintf(`{%s,"last":{"op":"lt","value":%q}}`, fields, clock(to)), func(past []touch, at int64) bool {
		list := matching(past, at, 0)
		return len(list) > 0 && list[len(list)-1].time < to
	}}
}

// drawSequence is a sequence, whose meaning is found by trying every choice of
// events.
func drawSequence(d *rapid.T) rule {
	n := rapid.IntRange(1, 4).Draw(d, "steps")
	absent := -1
	if n >= 2 {
		absent = rapid.SampledFrom([]int{-1, n - 1, n - 2}).Draw(d, "absent")
	}
	if absent == 0 {
		absent = -1
	}
	names := make([]string, n)
	var steps []map[string]any
	after, hours := rapid.IntRange(1, 4).Draw(d, "after"), rapid.SampledFrom([]int{0, 3, 6}).Draw(d, "within")
	for i := range names {
		names[i] = eventOf(d)
		step := map[string]any{"event": names[i]}
		if i == absent {
			step["absent"] = true
			step["after"] = fmt.Sprintf("%dh", after)
		}
		steps = append(steps, step)
	}
	object := map[string]any{"sequence": steps}
	if hours > 0 {
		object["within"] = fmt.Sprintf("%dh", hours)
	}
	raw, _ := json.Marshal(object)
	return rule{string(raw), func(past []touch, at int64) bool {
		list := inWindow(past, at, hours)
		none := func(name string, from, to int) bool { // strictly between
			return !slices.ContainsFunc(list[from+1:to], func(e touch) bool { return e.name == name })
		}
		var try func(step, before int) bool
		try = func(step, before int) bool {
			switch {
			case step == n:
				return true
			case step == absent && step == n-1:
				return list[before].time+int64(after)*hour <= at && none(names[step], before, len(list))
			case step == absent:
				for i := before + 1; i < len(list); i++ {
					if list[i].name == names[step+1] && none(names[step], before, i) && try(step+2, i) {
						return true
					}
				}
				return false
			}
			for i := before + 1; i < len(list); i++ {
				if list[i].name == names[step] && try(step+1, i) {
					return true
				}
			}
			return false
		}
		return try(0, -1)
	}}
}

func drawRule(d *rapid.T, depth int) rule {
	kind := rapid.IntRange(0, 6).Draw(d, "node")
	if depth == 0 {
		kind = min(kind, 3)
	}
	switch kind {
	case 0, 1:
		return drawEvent(d)
	case 2:
		return drawSequence(d)
	case 3:
		kind := rapid.SampledFrom([]string{"x", "y"}).Draw(d, "latest kind")
		return rule{fmt.Sprintf(`{"property":"properties.kind","op":"neq","value":%q}`, kind), func(past []touch, _ int64) bool {
			for _, e := range slices.Backward(past) {
				if e.kind != "" {
					return e.kind != kind
				}
			}
			return true
		}}
	case 4:
		inner := drawRule(d, depth-1)
		return rule{`{"not":` + inner.json + `}`, func(past []touch, at int64) bool { return !inner.holds(past, at) }}
	}
	a, b := drawRule(d, depth-1), drawRule(d, depth-1)
	if kind == 5 {
		return rule{`{"all":[` + a.json + `,` + b.json + `]}`, func(past []touch, at int64) bool { return a.holds(past, at) && b.holds(past, at) }}
	}
	return rule{`{"any":[` + a.json + `,` + b.json + `]}`, func(past []touch, at int64) bool { return a.holds(past, at) || b.holds(past, at) }}
}

// Random rules over random journeys hold at a random moment exactly where the
// plain model says so.
func TestRulesAgreeWithTheirMeaning(t *testing.T) {
	rapid.Check(t, func(d *rapid.T) {
		const customers = 4
		plain := make([][]touch, customers+1)
		var events []journeytest.Event
		for range rapid.IntRange(0, 30).Draw(d, "events") {
			e := touch{time: rapid.Int64Range(0, 20).Draw(d, "time") * hour / 2, name: eventOf(d), kind: rapid.SampledFrom([]string{"", "x", "y"}).Draw(d, "kind"), value: rapid.IntRange(0, 3).Draw(d, "value")}
			c := rapid.IntRange(1, customers).Draw(d, "customer")
			plain[c] = append(plain[c], e)
			properties := map[string]any{"n": e.value}
			if e.kind != "" {
				properties["kind"] = e.kind
			}
			events = append(events, journeytest.Event{Customer: journey.Customer(c), Time: e.time, Name: e.name, Properties: properties})
		}
		called := make([][]int64, customers+1) // when each was known by a call that is no touchpoint
		for range rapid.IntRange(0, 4).Draw(d, "calls") {
			c, time, bot := rapid.IntRange(1, customers).Draw(d, "called"), rapid.Int64Range(0, 20).Draw(d, "call")*hour/2, rapid.Bool().Draw(d, "bot")
			e := journeytest.Event{Customer: journey.Customer(c), Time: time, Type: event.Identify}
			if bot {
				e.Flags = event.Bot
			} else {
				called[c] = append(called[c], time)
			}
			events = append(events, e)
		}
		ix := journeytest.New(events)
		if rapid.Bool().Draw(d, "compact") {
			if err := ix.Compact(d.Context()); err != nil {
				d.Fatal(err)
			}
		}
		wanted := drawRule(d, 2)
		at := rapid.Int64Range(0, 24).Draw(d, "at") * hour / 2
		parsed, err := segment.Parse([]byte(wanted.json))
		if err != nil {
			d.Fatalf("%s: %v", wanted.json, err)
		}
		test, err := parsed.Compile(d.Context(), ix.Index, nil)
		if err != nil {
			d.Fatalf("%s: %v", wanted.json, err)
		}
		members, err := test.Find(d.Context(), at)
		if err != nil {
			d.Fatal(err)
		}
		n := 0
		for c := 1; c <= customers; c++ {
			slices.SortStableFunc(plain[c], func(a, b touch) int { return int(a.time - b.time) })
			var past []touch
			for _, e := range plain[c] {
				if e.time <= at {
					past = append(past, e)
				}
			}
			known := len(past) > 0 || slices.ContainsFunc(called[c], func(time int64) bool { return time <= at })
			want := known && wanted.holds(past, at)
			if want {
				n++
			}
			if got := members.Contains(journey.Customer(c)); got != want {
				d.Fatalf("%s at %d of %v: %v, not %v", wanted.json, at/hour, past, got, want)
			}
		}
		if members.Len() != n {
			d.Fatalf("%d members, not %d", members.Len(), n)
		}
	})
}
