package protocol

import (
	"bytes"

	"wend/internal/event"
)

// mergeContext is the message with the batch's context under its own: what
// the message says itself stands, objects are merged member by member.
func mergeContext(m *message, common []byte) []byte {
	raw := m.data[m.all.from:m.all.to]
	out := make([]byte, 0, len(raw)+len(common)+16)
	own := m.raw(m.context)
	switch {
	case own != nil && own[0] != '{' && string(own) != "[]":
		return append(out, raw...) // normalising says what is wrong with it
	case m.context.found():
		out = append(out, m.data[m.all.from:m.context.from]...)
		if own == nil || own[0] != '{' {
			out = append(out, common...)
		} else {
			out = mergeObjects(out, common, own, 1)
		}
		return append(out, m.data[m.context.to:m.all.to]...)
	}
	out = append(out, `{"context":`...)
	out = append(out, common...)
	if rest := trim(raw[1:]); rest[0] != '}' {
		out = append(out, ',')
	}
	return append(out, raw[1:]...)
}

// deepestMerge bounds how far down objects are merged member by member; below
// that the message's own value stands as it is.
const deepestMerge = 8

// mergeObjects appends the object under with the members of over in the place
// of its own of the same name, and what only over has after it. It looks at
// under without building anything from it: the same large context lies under
// every message of a batch.
func mergeObjects(dst, under, over []byte, depth int) []byte {
	own := make(map[string][]byte)
	event.Members(over, func(key, value []byte) bool {
		own[event.KeyText(key)] = value
		return true
	})
	dst = append(dst, '{')
	start := len(dst)
	name := func(key []byte) {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(append(append(dst, '"'), key...), '"', ':')
	}
	both := make(map[string]bool, len(own))
	event.Members(under, func(key, value []byte) bool {
		name(key)
		mine, ok := own[string(key)]
		if !ok && bytes.IndexByte(key, '\\') >= 0 {
			mine, ok = own[event.KeyText(key)]
		}
		switch {
		case !ok:
			dst = append(dst, value...)
			return true
		case mine[0] == '{' && value[0] == '{' && depth < deepestMerge:
			dst = mergeObjects(dst, value, mine, depth+1)
		default:
			dst = append(dst, mine...)
		}
		both[event.KeyText(key)] = true
		return true
	})
	event.Members(over, func(key, _ []byte) bool {
		if text := event.KeyText(key); !both[text] {
			name(key)
			dst = append(dst, own[text]...)
			both[text] = true // of a key that stands twice the last counts
		}
		return true
	})
	return append(dst, '}')
}
