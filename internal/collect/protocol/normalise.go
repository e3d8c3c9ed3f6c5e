package protocol

import (
	"fmt"

	"wend/internal/event"
)

// Arrival is what is known of a call beside its body.
type Arrival struct {
	// Source is the id of the source that sent it. Trusted ones may bring
	// identifiers of every kind; of Browser ones the request's own headers are
	// the visitor's.
	Source           string
	Trusted, Browser bool
	// Received is the time of receipt in milliseconds since 1970.
	Received int64
	// Verb is the call's verb where its path says it, 0 where each message does.
	Verb event.Type
	// Imported marks history: no correction of clocks, and a message without
	// id gets the hash of its bytes.
	Imported bool
	// Exported says that messages may carry what an export adds, and be longer
	// by it.
	Exported bool
	// UserAgent, AcceptLanguage and Country are the request's headers (Country
	// as proxies add it, an ISO code).
	UserAgent, AcceptLanguage, Country string
	// AnonymousID is the visitor's, for messages that say context.cookieless and
	// name nobody; empty where they are to be refused as others are.
	AnonymousID string
	// SentAt stands for the batch's own sentAt in a replay, as text; empty
	// elsewhere.
	SentAt string
	// MessageID is the id of a message that brings none; empty: a new one.
	MessageID string
}

const (
	// longestIdentifier bounds identifiers and message ids, in bytes.
	longestIdentifier = 1024
	// longestName bounds event names, in bytes.
	longestName = 512
	// mostExternalIDs bounds context.externalIds.
	mostExternalIDs = 32
)

// normaliser turns the messages of one request into events.
type normaliser struct {
	*Decoder
	arrival     *Arrival
	sentAt      int64
	sent        bool
	trusted     bool               // the message at hand
	identifiers []event.Identifier // of all messages, cut into slices
}

// event fills e from m; a reason means that the message cannot be used.
func (w *normaliser) event(m *message, e *event.Event) (reason string) {
	a := w.arrival
	e.Source, e.Received = a.Source, a.Received
	// An imported message may say that it is less trusted than its source.
	if w.trusted = a.Trusted && !(a.Imported && string(m.raw(m.trusted)) == "false"); w.trusted {
		e.Flags |= event.Trusted
	}
	if a.Imported {
		e.Flags |= event.Imported
	}
	for _, step := range [...]func(*message, *event.Event) string{w.verb, w.objects, w.name, w.identify, w.messageID} {
		if reason = step(m, e); reason != "" {
			return reason
		}
	}
	w.time(m, e)
	w.facts(m, e)
	e.Raw = m.data[m.all.from:m.all.to:m.all.to]
	return ""
}

// verb finds the type: the path's where that says it, else the message's own.
func (w *normaliser) verb(m *message, e *event.Event) string {
	e.Type = w.arrival.Verb
	if m.raw(m.kind) == nil {
		if e.Type == 0 {
			return `The message has no type: say "track", "page", "screen", "identify", "group" or "alias".`
		}
		return ""
	}
	word := m.text(m.kind, &w.scratch)
	verb, ok := parseVerb(word)
	if !ok {
		return fmt.Sprintf("%q is no type of message: use track, page, screen, identify, group or alias.", cut(word, 40))
	}
	if e.Type == 0 {
		e.Type = verb
	}
	return ""
}

func parseVerb(word []byte) (event.Type, bool) {
	switch string(word) {
	case "track":
		return event.Track, true
	case "page":
		return event.Page, true
	case "screen":
		return event.Screen, true
	case "identify":
		return event.Identify, true
	case "group":
		return event.Group, true
	case "alias":
		return event.Alias, true
	}
	return 0, false
}

// objects takes properties, context and traits over as the bytes that came.
// An empty list counts as an empty object: some languages cannot tell them apart.
func (w *normaliser) objects(m *message, e *event.Event) string {
	for _, o := range [...]struct {
		name  string
		place span
		into  *[]byte
	}{{"context", m.context, &e.Context}, {"properties", m.properties, &e.Properties}, {"traits", m.traits, &e.Traits}} {
		raw := m.raw(o.place)
		if raw == nil {
			continue
		}
		if raw[0] != '{' {
			if raw[0] == '[' && len(trim(raw[1:len(raw)-1])) == 0 {
				continue
			}
			return fmt.Sprintf("%s must be an object.", o.name)
		}
		*o.into = raw
	}
	if e.Type.Touchpoint() {
		e.Traits = nil
	} else {
		e.Properties = nil
	}
	return ""
}

// name is the canonical name of a touchpoint.
func (w *normaliser) name(m *message, e *event.Event) string {
	switch e.Type {
	case event.Page:
		e.Name = event.PageViewed
		return ""
	case event.Screen:
		e.Name = event.ScreenViewed
		return ""
	case event.Track:
	default:
		return ""
	}
	raw := m.raw(m.name)
	if raw == nil {
		return "A track call needs the event's name in event."
	}
	var sent string
	switch c := raw[0]; {
	case c == '"':
		text := m.text(m.name, &w.scratch)
		if len(trim(text)) == 0 {
			return "A track call needs the event's name in event; it is empty."
		}
		if len(text) > longestName {
			return fmt.Sprintf("The event's name is longer than %d bytes.", longestName)
		}
		sent = w.names.text(text)
	case c == '-' || '0' <= c && c <= '9':
		var ok bool
		if sent, ok = decimal(raw); !ok || len(sent) > longestName {
			return "The event's name must be a text."
		}
	default:
		return "The event's name must be a text."
	}
	if e.Name = event.Canonical(sent); e.Name != sent {
		e.OriginalName = sent
	}
	return ""
}

// time finds when it happened.
func (w *normaliser) time(m *message, e *event.Event) {
	kept := m.originalTimestamp
	if m.raw(kept) == nil {
		kept = m.timestamp
	}
	if raw := m.raw(kept); raw != nil && len(raw) <= 64 {
		if raw[0] == '"' {
			raw = m.text(kept, &w.scratch)
		}
		e.OriginalTime = string(raw)
	}

	at, ok := m.moment(m.timestamp, &w.scratch)
	if m.raw(m.timestamp) == nil { // RudderStack's libraries send originalTimestamp alone
		at, ok = m.moment(m.originalTimestamp, &w.scratch)
	}
	if !ok {
		e.Time, e.Flags = e.Received, e.Flags|event.TimeMissing
		return
	}
	if !w.arrival.Imported {
		sentAt, sent := m.moment(m.sentAt, &w.scratch)
		if !sent {
			sentAt, sent = w.sentAt, w.sent
		}
		if sent {
			at = e.Received - (sentAt - at)
		}
	}
	switch {
	case at > e.Received+futureTolerance:
		at, e.Flags = e.Received, e.Flags|event.TimeFuture
	case at < earliest: // only a broken clock's correction leads there
		at, e.Flags = e.Received, e.Flags|event.TimeMissing
	}
	e.Time = at
}
