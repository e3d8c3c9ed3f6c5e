package protocol

import (
	"encoding/binary"
	"math/bits"
)

// span is a place in a message's bytes; the zero span is "not there".
type span struct{ from, to uint32 }

func (s span) found() bool { return s.to > s.from }

// scanner walks over JSON without decoding it. It accepts exactly RFC 8259
// (whatever encoding/json accepts), except that it looks at no UTF-8: that is
// checked once for the whole body. The first error sticks in bad, and every
// step after it answers "nothing more", so that callers check once at the end.
type scanner struct {
	data []byte
	pos  int
	bad  bool
	// level is how deep the explicit walk is, deepest the deepest nesting
	// seen; whoever cares resets it.
	level, deepest int
	// stack holds the kinds of the brackets that skip has open.
	stack []byte
}

// fail takes the data away: whoever looks for more finds the end.
func (s *scanner) fail() {
	s.bad, s.data = true, nil
}

// peek is the next byte that is no white space, 0 at the end.
func (s *scanner) peek() byte {
	if s.pos < len(s.data) {
		if c := s.data[s.pos]; c > ' ' {
			return c
		}
	}
	return s.peekFar()
}

func (s *scanner) peekFar() byte {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; c {
		case ' ', '\n', '\r', '\t':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// open enters an object or a list; more is false for an empty one (which it
// leaves again) and on error.
func (s *scanner) open(bracket byte) (more bool) {
	if s.peek() != bracket {
		s.fail()
		return false
	}
	s.pos++
	s.level++
	s.deepest = max(s.deepest, s.level)
	if s.peek() == closing(bracket) {
		s.pos++
		s.level--
		return false
	}
	return !s.bad
}

// next goes to the next member after a value; more is false after the last
// one (the bracket is then closed) and on error.
func (s *scanner) next(bracket byte) (more bool) {
	switch s.peek() {
	case ',':
		s.pos++
		return true
	case closing(bracket):
		s.pos++
		s.level--
		return false
	}
	s.fail()
	return false
}

func closing(bracket byte) byte { return bracket + 2 } // "{" and "}", "[" and "]" are two apart

// key reads a member's name and its colon. The bytes are the name as written
// unless it was written with escapes.
func (s *scanner) key() []byte {
	if s.peek() != '"' {
		s.fail()
		return nil
	}
	from := s.pos + 1
	end, escaped := s.text(from)
	if s.bad {
		return nil
	}
	s.pos = end + 1
	name := s.data[from:end]
	if s.peek() != ':' {
		s.fail()
		return nil
	}
	s.pos++
	if escaped {
		return unescape(nil, name)
	}
	return name
}

// value skips one value of any kind and tells where it lies.
func (s *scanner) value() span {
	s.peek()
	from := s.pos
	s.skip()
	if s.bad {
		return span{}
	}
	return span{uint32(from), uint32(s.pos)}
}

const ones, highs = 0x0101010101010101, 0x8080808080808080

// text finds the end of a string whose first character is at i: the place of
// its closing quote. It looks at eight bytes at a time.
func (s *scanner) text(i int) (end int, escaped bool) {
	data := s.data
	for i+8 <= len(data) {
		w := binary.LittleEndian.Uint64(data[i:])
		quote := w ^ ones*'"'
		slash := w ^ ones*'\\'
		// A byte's high bit is set where it is a quote, a backslash or below
		// 0x20; only above such a byte may the subtraction set it wrongly, so
		// the lowest one set is always right.
		special := (((quote - ones) &^ quote) | ((slash - ones) &^ slash) | ((w - ones*0x20) &^ w)) & highs
		if special == 0 {
			i += 8
			continue
		}
		i += bits.TrailingZeros64(special) / 8
		if data[i] == '"' {
			return i, escaped
		}
		n := escapeLength(data[i:])
		if n == 0 {
			s.fail()
			return 0, false
		}
		i, escaped = i+n, true
	}
	for i < len(data) {
		switch c := data[i]; {
		case c == '"':
			return i, escaped
		case c == '\\':
			n := escapeLength(data[i:])
			if n == 0 {
				s.fail()
				return 0, false
			}
			i, escaped = i+n, true
		case c < 0x20:
			s.fail()
			return 0, false
		default:
			i++
		}
	}
	s.fail()
	return 0, false
}

// escapeLength is the length of the escape that b begins with, 0 if it is none.
func escapeLength(b []byte) int {
	if len(b) < 2 || b[0] != '\\' {
		return 0
	}
	switch b[1] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		return 2
	case 'u':
		if len(b) < 6 {
			return 0
		}
		for _, c := range b[2:6] {
			if hexDigit(c) < 0 {
				return 0
			}
		}
		return 6
	}
	return 0
}

func hexDigit(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// skip goes past one value. It does not recurse: nesting as deep as the body
// is long costs a byte a level.
func (s *scanner) skip() {
	s.stack = s.stack[:0]
	for !s.bad {
		if s.begin() {
			continue
		}
		if s.end() {
			return
		}
	}
}

// begin reads a value's beginning: a whole scalar or empty bracket (false), or
// an opening bracket with, in an object, the first key (true).
func (s *scanner) begin() (opened bool) {
	switch c := s.peek(); c {
	case '"':
		end, _ := s.text(s.pos + 1)
		s.pos = end + 1
	case '{', '[':
		s.pos++
		s.stack = append(s.stack, c)
		s.deepest = max(s.deepest, s.level+len(s.stack))
		if s.peek() == closing(c) {
			return false // end closes it
		}
		if c == '{' {
			s.skipKey()
		}
		return true
	case 't':
		s.literal("true")
	case 'f':
		s.literal("false")
	case 'n':
		s.literal("null")
	default:
		s.number()
	}
	return false
}

// end goes past closing brackets and one comma (with the next key); done once
// nothing is open any more.
func (s *scanner) end() (done bool) {
	for len(s.stack) > 0 {
		if s.bad {
			return true
		}
		top := s.stack[len(s.stack)-1]
		switch s.peek() {
		case closing(top):
			s.pos++
			s.stack = s.stack[:len(s.stack)-1]
			continue
		case ',':
			s.pos++
			if top == '{' {
				s.skipKey()
			}
			return false
		}
		s.fail()
	}
	return true
}

func (s *scanner) skipKey() {
	if s.peek() != '"' {
		s.fail()
		return
	}
	end, _ := s.text(s.pos + 1)
	if s.bad {
		return
	}
	s.pos = end + 1
	if s.peek() != ':' {
		s.fail()
		return
	}
	s.pos++
}

func (s *scanner) literal(word string) {
	if len(s.data)-s.pos < len(word) || string(s.data[s.pos:s.pos+len(word)]) != word {
		s.fail()
		return
	}
	s.pos += len(word)
}

// number skips -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?
func (s *scanner) number() {
	data, i := s.data, s.pos
	if i < len(data) && data[i] == '-' {
		i++
	}
	switch {
	case i < len(data) && data[i] == '0':
		i++
	case i < len(data) && '1' <= data[i] && data[i] <= '9':
		i = digits(data, i)
	default:
		s.fail()
		return
	}
	if i < len(data) && data[i] == '.' {
		i++
		if i = digits(data, i); data[i-1] == '.' {
			s.fail()
			return
		}
	}
	if i < len(data) && data[i]|0x20 == 'e' {
		i++
		if i < len(data) && (data[i] == '+' || data[i] == '-') {
			i++
		}
		first := i
		if i = digits(data, i); i == first {
			s.fail()
			return
		}
	}
	s.pos = i
}

func digits(data []byte, i int) int {
	for i < len(data) && '0' <= data[i] && data[i] <= '9' {
		i++
	}
	return i
}
