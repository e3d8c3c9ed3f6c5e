package unify

import (
	"encoding/binary"
	"iter"
)

// stream is an append-only list of moments in compact bytes: the difference to
// the one before, so in any order of arrival, at about three bytes each.
type stream struct {
	data  []byte
	last  int64
	saved int // bytes written to the store
	dirty bool
}

func (s *stream) add(time int64) {
	if len(s.data) > 0 && time == s.last {
		return
	}
	s.data = binary.AppendVarint(s.data, time-s.last)
	s.last = time
}

// all are the moments in order of arrival.
func (s *stream) all() iter.Seq[int64] {
	return func(yield func(int64) bool) {
		time, data := int64(0), s.data
		for len(data) > 0 {
			step, n := binary.Varint(data)
			if n <= 0 {
				return
			}
			time, data = time+step, data[n:]
			if !yield(time) {
				return
			}
		}
	}
}

// restore sets what was saved.
func (s *stream) restore(data []byte) {
	s.data, s.saved = data, len(data)
	for time := range s.all() {
		s.last = time
	}
}
