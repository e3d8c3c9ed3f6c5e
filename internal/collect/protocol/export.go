package protocol

import (
	"time"

	"wend/internal/event"
)

// Extras are what an export adds to a message; empty ones are left out.
type Extras struct {
	CustomerID, SessionID, Channel string
}

// AppendMessage writes an event as a message that can be imported again: what
// came, with its id and its corrected time in the place of what the sender
// wrote, without the write key and the clock that served for the correction.
func AppendMessage(dst []byte, e *event.Event) []byte {
	return append(appendMembers(dst, e), '}')
}

// AppendExport writes an event as an export does: its message, and what
// Wend found out. An import takes the additions off again; trusted says that
// the message's mail address proves nothing, and must not begin to by a detour.
func AppendExport(dst []byte, e *event.Event, x Extras) []byte {
	dst = appendMembers(dst, e)
	dst = append(dst, `,"receivedAt":"`...)
	dst = append(appendTime(dst, e.Received), '"')
	for _, extra := range [...]struct{ name, value string }{{"customer_id", x.CustomerID}, {"session_id", x.SessionID}, {"channel", x.Channel}} {
		if extra.value != "" {
			dst = append(append(append(dst, `,"`...), extra.name...), `":`...)
			dst = AppendText(dst, extra.value)
		}
	}
	return append(dst, '}')
}

func appendMembers(dst []byte, e *event.Event) []byte {
	dst = append(dst, `{"type":"`...)
	dst = append(append(dst, e.Type.String()...), `","messageId":`...)
	dst = AppendText(dst, e.MessageID)
	dst = append(dst, `,"timestamp":"`...)
	dst = append(appendTime(dst, e.Time), '"')
	if e.OriginalTime != "" {
		dst = AppendText(append(dst, `,"originalTimestamp":`...), e.OriginalTime)
	}
	if !e.Flags.Has(event.Trusted) {
		dst = append(dst, `,"trusted":false`...)
	}
	event.Members(e.Raw, func(key, value []byte) bool {
		switch event.KeyText(key) {
		case "type", "messageId", "timestamp", "originalTimestamp", "sentAt", "writeKey", "trusted", "receivedAt", "customer_id", "session_id", "channel":
			return true
		}
		dst = append(append(append(dst, `,"`...), key...), `":`...)
		dst = append(dst, value...)
		return true
	})
	return dst
}

// appendTime writes milliseconds since 1970 as RFC 3339.
func appendTime(dst []byte, milliseconds int64) []byte {
	return time.UnixMilli(milliseconds).UTC().AppendFormat(dst, "2006-01-02T15:04:05.000Z07:00")
}

// Batch writes messages as the body of one call of /v1/import.
func Batch(events []*event.Event) []byte {
	body := []byte(`{"batch":[`)
	for i, e := range events {
		if i > 0 {
			body = append(body, ',')
		}
		body = AppendMessage(body, e)
	}
	return append(body, `]}`...)
}
