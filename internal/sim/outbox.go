package sim

import (
	"slices"
	"time"
)

// outbox holds messages that were sent and not yet received.
type outbox struct {
	waiting []letter
	sent    uint64
}

type letter struct {
	received int64
	order    uint64 // among messages received at the same moment
	source   uint8
	body     []byte
}

func (o *outbox) post(received int64, source int, body []byte) {
	o.sent++
	o.waiting = append(o.waiting, letter{received, o.sent, uint8(source), body})
}

// release hands out, in order of receipt, what is received before a moment,
// and keeps the rest. It answers false where the taker wants no more.
func (o *outbox) release(until int64, sources *[5]Source, yield func(Message) bool) bool {
	slices.SortFunc(o.waiting, func(a, b letter) int {
		switch {
		case a.received != b.received:
			if a.received < b.received {
				return -1
			}
			return 1
		case a.order < b.order:
			return -1
		}
		return 1
	})
	due := 0
	for ; due < len(o.waiting) && o.waiting[due].received < until; due++ {
		l := &o.waiting[due]
		m := Message{Kind: sources[l.source].Kind, Source: sources[l.source].Name, ReceivedAt: time.UnixMilli(l.received).UTC(), Body: l.body}
		if !yield(m) {
			return false
		}
	}
	rest := copy(o.waiting, o.waiting[due:])
	clear(o.waiting[rest:])
	o.waiting = o.waiting[:rest]
	return true
}
