package bench

import (
	"bytes"
	"errors"
)

// envelope is what a collector must know of a message; the rest stays bytes.
type envelope struct {
	kind, event, messageID, anonymousID, userID, timestamp []byte
	properties, context, traits                            []byte
	raw                                                    []byte
}

var errNotABatch = errors.New("this is no batch of messages")

// scanBatch finds the messages of a batch and their envelopes. It trusts the
// JSON to be well formed where it does not look: that is the reference's
// advantage, not the product's.
func scanBatch(body []byte, into []envelope) ([]envelope, error) {
	s := scan{b: body}
	ok := s.object(func(key []byte) bool {
		if string(key) != "batch" {
			return s.value() != nil
		}
		return s.array(func() bool {
			var m envelope
			start := s.i
			if !s.object(func(key []byte) bool { return m.set(key, s.value()) }) {
				return false
			}
			m.raw = body[start:s.i]
			into = append(into, m)
			return true
		})
	})
	if !ok || len(into) == 0 {
		return into, errNotABatch
	}
	return into, nil
}

func (m *envelope) set(key, value []byte) bool {
	switch string(key) {
	case "type":
		m.kind = value
	case "event":
		m.event = value
	case "messageId":
		m.messageID = value
	case "anonymousId":
		m.anonymousID = value
	case "userId":
		m.userID = value
	case "timestamp":
		m.timestamp = value
	case "properties":
		m.properties = value
	case "context":
		m.context = value
	case "traits":
		m.traits = value
	}
	return value != nil
}

type scan struct {
	b []byte
	i int
}

func (s *scan) space() byte {
	for s.i < len(s.b) {
		switch c := s.b[s.i]; c {
		case ' ', '\n', '\r', '\t':
			s.i++
		default:
			return c
		}
	}
	return 0
}

func (s *scan) take(c byte) bool {
	if s.space() != c {
		return false
	}
	s.i++
	return true
}

// object calls member at each member's value; false where it is none.
func (s *scan) object(member func(key []byte) bool) bool {
	if !s.take('{') {
		return false
	}
	if s.take('}') {
		return true
	}
	for {
		s.space()
		key := s.value()
		if len(key) < 2 || key[0] != '"' || !s.take(':') {
			return false
		}
		s.space()
		if !member(key[1 : len(key)-1]) {
			return false
		}
		if s.take('}') {
			return true
		}
		if !s.take(',') {
			return false
		}
	}
}

func (s *scan) array(element func() bool) bool {
	if !s.take('[') {
		return false
	}
	if s.take(']') {
		return true
	}
	for {
		s.space()
		if !element() {
			return false
		}
		if s.take(']') {
			return true
		}
		if !s.take(',') {
			return false
		}
	}
}

// value skips one value and answers its bytes, nil where it never ends.
func (s *scan) value() []byte {
	start, depth := s.i, 0
	for s.i < len(s.b) {
		switch c := s.b[s.i]; c {
		case '"':
			if !s.text() {
				return nil
			}
			if depth == 0 {
				return s.b[start:s.i]
			}
		case '{', '[':
			depth++
			s.i++
		case '}', ']':
			if depth == 0 {
				return s.b[start:s.i]
			}
			s.i++
			if depth--; depth == 0 {
				return s.b[start:s.i]
			}
		case ',', ' ', '\n', '\r', '\t':
			if depth == 0 {
				return s.b[start:s.i]
			}
			s.i++
		default:
			s.i++
		}
	}
	return nil
}

// text skips a string.
func (s *scan) text() bool {
	for at := s.i + 1; ; {
		end := bytes.IndexByte(s.b[at:], '"')
		if end < 0 {
			return false
		}
		at += end + 1
		slashes := 0
		for at-2-slashes > s.i && s.b[at-2-slashes] == '\\' {
			slashes++
		}
		if slashes%2 == 0 {
			s.i = at
			return true
		}
	}
}
