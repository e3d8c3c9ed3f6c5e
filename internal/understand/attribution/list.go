package attribution

import (
	"cmp"
	"encoding/binary"
	"maps"
	"slices"

	"wend/internal/understand/query"
)

// listed is a path that may be shown.
type listed struct {
	key string
	*outcome
}

// list writes the paths with the most conversions, and what happened on the rest.
func (f *fold) list() ([]Path, Outcome) {
	values := make([]any, len(f.slots.codes))
	order := make([]int32, len(values)) // places of slots in the order of their values
	{
		sorted := make([]int32, len(values))
		for slot, code := range f.slots.codes {
			values[slot], sorted[slot] = f.column.Value(code).JSON(), int32(slot)
		}
		slices.SortFunc(sorted, func(a, b int32) int {
			return query.CompareValues(f.column.Value(f.slots.codes[a]), f.column.Value(f.slots.codes[b]))
		})
		for place, slot := range sorted {
			order[slot] = int32(place)
		}
	}
	top := top{most: f.top, order: order}
	all := f.paths.known
	if untouched := int64(f.untouched.conversions.Value()); untouched > 0 {
		all = maps.Clone(all)
		all[""] = &outcome{untouched, 0, f.untouched.value}
	}
	for key, o := range all {
		top.offer(listed{key, o})
	}
	paths, shown := make([]Path, len(top.best)), map[string]bool{}
	for i, l := range top.best {
		shown[l.key] = true
		paths[i] = Path{[]any{}, Outcome{l.conversions, l.nulls, l.value.Value()}}
		for key := l.key; key != ""; key = key[4:] {
			paths[i].Path = append(paths[i].Path, values[slotOf(key)])
		}
	}
	rest := f.paths.dropped
	for key, o := range all {
		if !shown[key] {
			rest.add(o.conversions, o.nulls, o.value)
		}
	}
	return paths, Outcome{rest.conversions, rest.nulls, rest.value.Value()}
}

func slotOf(key string) uint32 { return binary.LittleEndian.Uint32([]byte(key[:4])) }

// top keeps the best of what it is offered, in order.
type top struct {
	best  []listed
	most  int
	order []int32
}

func (t *top) offer(l listed) {
	if len(t.best) == t.most && t.compare(l, t.best[t.most-1]) > 0 {
		return
	}
	at, _ := slices.BinarySearchFunc(t.best, l, t.compare)
	t.best = slices.Insert(t.best, at, l)
	t.best = t.best[:min(len(t.best), t.most)]
}

// compare puts more conversions first, then more nulls, then shorter paths.
func (t *top) compare(a, b listed) int {
	first := cmp.Or(cmp.Compare(b.conversions, a.conversions), cmp.Compare(b.nulls, a.nulls), cmp.Compare(len(a.key), len(b.key)))
	if first != 0 {
		return first
	}
	for x, y := a.key, b.key; x != "" && y != ""; x, y = x[4:], y[4:] {
		if order := cmp.Compare(t.order[slotOf(x)], t.order[slotOf(y)]); order != 0 {
			return order
		}
	}
	return 0
}
