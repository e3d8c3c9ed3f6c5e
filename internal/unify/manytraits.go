package unify

import (
	"bytes"
	"unsafe"

	"wend/internal/event"
	"wend/internal/journey"
)

// ManyTraitsAt are several traits as of a moment: as TraitAt, but each call is
// read once for all of them.
func (p *Profiles) ManyTraitsAt(c journey.Customer, names []string, time int64, into []journey.Said) {
	clear(into)
	p.graph.mu.RLock()
	defer p.graph.mu.RUnlock()
	p.sayings(p.graph.current(c), time, func(s saying) bool {
		return !s.tell(names, into) // the set's other calls are older still
	})
}

// tell writes what a call says of traits over what older calls said. done
// tells that nothing older can say more.
func (s *saying) tell(names []string, into []journey.Said) (done bool) {
	newer := 0
	for i := range into {
		if into[i].Value != nil && s.before(&into[i]) {
			newer++
		}
	}
	if newer == len(into) {
		return true
	}
	next := 0 // calls name traits in about the same order
	event.Members(bytesOf(s.body), func(key, value []byte) bool {
		if bytes.IndexByte(key, '\\') >= 0 {
			key = []byte(event.KeyText(key))
		}
		for range names {
			i := next
			if next++; next == len(names) {
				next = 0
			}
			if names[i] == string(key) {
				if said := &into[i]; said.Value == nil || !s.before(said) {
					*said = journey.Said{Value: value, Time: s.time, Seq: s.seq}
				}
				break
			}
		}
		return true
	})
	return false
}

// before tells whether the call came before the one that said something.
func (s *saying) before(said *journey.Said) bool {
	return s.time < said.Time || s.time == said.Time && s.seq < said.Seq
}

// bytesOf shares the text's memory, which nobody writes to.
func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }
