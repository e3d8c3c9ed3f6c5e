package attribution

import (
	"encoding/binary"
	"maps"

	"wend/internal/understand/query"
)

// mostPathBytes bounds the different paths that a fold keeps. Paths that come
// after are still walks of the chain, but cannot be listed.
const mostPathBytes = 32 << 20

// pathBytes is about what a path takes beside its key.
const pathBytes = 96

// paths counts what happened on each path, and makes the chain of them.
type paths struct {
	order   int
	known   map[string]*outcome // by slots, four bytes each
	bytes   int
	key     []byte
	walks   map[step]walked // of the paths that are not known
	dropped outcome         // what happened on them
}

// outcome is what happened on a path.
type outcome struct {
	conversions, nulls int64
	value              query.Sum
}

func (o *outcome) add(conversions, nulls int64, value query.Sum) {
	o.conversions += conversions
	o.nulls += nulls
	o.value.Merge(value)
}

// state is the last touches of a walk, by slot, the newest last; nowhere where
// there are not so many yet.
type state [mostOrder]int32

const nowhere = -1

var start = state{nowhere, nowhere, nowhere, nowhere}

// then is the state after one more touch, of so many that are remembered.
func (s state) then(slot int32, order int) state {
	copy(s[:], s[1:])
	s[mostOrder-1] = slot
	for i := range mostOrder - order {
		s[i] = nowhere
	}
	return s
}

func (s state) newest() int32 { return s[mostOrder-1] }

// step is a state and the slot of the touch that follows; nowhere for the end.
type step struct {
	from state
	next int32
}

// walked counts how often a step was taken; the end by how it ended.
type walked struct{ times, conversions int64 }

func newPaths(order int) paths {
	return paths{order: order, known: map[string]*outcome{}, walks: map[step]walked{}}
}

func (p *paths) add(path []touch, conversions, nulls int64, value float64) {
	p.key = p.key[:0]
	for _, t := range path {
		p.key = binary.LittleEndian.AppendUint32(p.key, uint32(t.slot))
	}
	var sum query.Sum
	sum.Add(value)
	p.count(p.key, outcome{conversions, nulls, sum})
}

// count adds what happened on a path.
func (p *paths) count(key []byte, o outcome) {
	known := p.known[string(key)]
	if known == nil && p.bytes+len(key)+pathBytes <= mostPathBytes {
		known = &outcome{}
		p.known[string(key)] = known
		p.bytes += len(key) + pathBytes
	}
	if known == nil {
		p.dropped.add(o.conversions, o.nulls, o.value)
		walk(p.walks, key, p.order, o)
		return
	}
	known.add(o.conversions, o.nulls, o.value)
}

// walk counts a path's steps.
func walk(walks map[step]walked, key []byte, order int, o outcome) {
	at := start
	all := o.conversions + o.nulls
	for ; len(key) > 0; key = key[4:] {
		slot := int32(binary.LittleEndian.Uint32(key))
		taken := walks[step{at, slot}]
		taken.times += all
		walks[step{at, slot}] = taken
		at = at.then(slot, order)
	}
	ended := walks[step{at, nowhere}]
	ended.times += all
	ended.conversions += o.conversions
	walks[step{at, nowhere}] = ended
}

// merge adds another fold's paths; into are its slots as ours.
func (p *paths) merge(other *paths, into []int32) {
	for key, o := range other.known {
		p.key = p.key[:0]
		for i := 0; i < len(key); i += 4 {
			p.key = binary.LittleEndian.AppendUint32(p.key, uint32(into[binary.LittleEndian.Uint32([]byte(key[i:i+4]))]))
		}
		p.count(p.key, *o)
	}
	for s, w := range other.walks {
		s = s.translated(into)
		mine := p.walks[s]
		mine.times += w.times
		mine.conversions += w.conversions
		p.walks[s] = mine
	}
	p.dropped.add(other.dropped.conversions, other.dropped.nulls, other.dropped.value)
}

// translated is the step with other numbers for its slots.
func (s step) translated(into []int32) step {
	for i, slot := range s.from {
		if slot != nowhere {
			s.from[i] = into[slot]
		}
	}
	if s.next != nowhere {
		s.next = into[s.next]
	}
	return s
}

// steps are all steps of all walks, with the slots numbered as into says.
func (p *paths) steps(into []int32) map[step]walked {
	walks := maps.Clone(p.walks)
	for key, o := range p.known {
		walk(walks, []byte(key), p.order, *o)
	}
	all := make(map[step]walked, len(walks))
	for s, w := range walks {
		s = s.translated(into)
		sum := all[s]
		sum.times += w.times
		sum.conversions += w.conversions
		all[s] = sum
	}
	return all
}
