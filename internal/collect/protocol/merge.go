package protocol

import "wend/internal/event"

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
			out = mergeObjects(out, common, own)
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

// mergeObjects writes the object over, and after it what only under has.
func mergeObjects(dst, under, over []byte) []byte {
	below := make(map[string][]byte)
	event.Members(under, func(key, value []byte) bool {
		below[event.KeyText(key)] = value
		return true
	})
	dst = append(dst, '{')
	start := len(dst)
	member := func(key, value []byte) {
		if len(dst) > start {
			dst = append(dst, ',')
		}
		dst = append(dst, '"')
		dst = append(dst, key...)
		dst = append(dst, '"', ':')
		dst = append(dst, value...)
	}
	seen := make(map[string]bool, len(below))
	event.Members(over, func(key, value []byte) bool {
		name := event.KeyText(key)
		if other, ok := below[name]; ok {
			seen[name] = true
			if other[0] == '{' && value[0] == '{' {
				value = mergeObjects(nil, other, value)
			}
		}
		member(key, value)
		return true
	})
	event.Members(under, func(key, value []byte) bool {
		if name := event.KeyText(key); !seen[name] {
			seen[name] = true
			member(key, below[name]) // of a key that stands twice the last counts
		}
		return true
	})
	return append(dst, '}')
}
