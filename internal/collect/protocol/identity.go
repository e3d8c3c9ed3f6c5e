package protocol

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"

	"wend/internal/event"
	"wend/internal/ids"
)

// Nobody is why an event without an identifier cannot be used.
const Nobody = "The event says of nobody: it needs a userId or an anonymousId."

// identifier reads a field that names somebody or something: a text, or a
// number, which counts as its digits. present is true for an empty text too.
func (w *normaliser) identifier(m *message, place span, field string) (value string, present bool, reason string) {
	raw := m.raw(place)
	if raw == nil {
		return "", false, ""
	}
	switch c := raw[0]; {
	case c == '"':
		text := m.text(place, &w.scratch)
		if len(text) > longestIdentifier {
			return "", true, fmt.Sprintf("%s is longer than %d bytes.", field, longestIdentifier)
		}
		return string(text), true, ""
	case c == '-' || '0' <= c && c <= '9':
		if text, ok := decimal(raw); ok && len(text) <= longestIdentifier {
			return text, true, ""
		}
	}
	return "", true, fmt.Sprintf("%s must be a text or a number.", field)
}

// identify collects the identifiers of the call, strongest first.
func (w *normaliser) identify(m *message, e *event.Event) (reason string) {
	first := len(w.identifiers)
	userID, hasUser, reason := w.identifier(m, m.userID, "userId")
	if reason != "" {
		return reason
	}
	anonymousID, hasAnonymous, reason := w.identifier(m, m.anonymousID, "anonymousId")
	if reason != "" {
		return reason
	}
	any := hasUser || hasAnonymous
	w.addIdentifier(first, event.UserID, userID)
	w.addIdentifier(first, event.AnonymousID, anonymousID)
	if w.trusted {
		if e.Type == event.Identify && e.Traits != nil {
			any = w.contactIdentifiers(m, first) || any
		}
		any = w.externalIdentifiers(m, first) || any
	}
	switch e.Type {
	case event.Group:
		if e.GroupID, _, reason = w.identifier(m, m.groupID, "groupId"); reason == "" && e.GroupID == "" {
			reason = "A group call needs a groupId."
		}
	case event.Alias:
		if e.PreviousID, _, reason = w.identifier(m, m.previousID, "previousId"); reason == "" && e.PreviousID == "" {
			reason = "An alias call needs a previousId."
		}
		if reason == "" && !hasUser {
			reason = "An alias call needs a userId."
		}
	}
	if reason == "" && !any {
		reason = Nobody
	}
	if reason != "" {
		w.identifiers = w.identifiers[:first]
		return reason
	}
	if found := w.identifiers[first:len(w.identifiers):len(w.identifiers)]; len(found) > 0 {
		e.Identifiers = found
		if len(found) > 1 {
			slices.SortFunc(found, compareIdentifiers)
		}
	}
	return ""
}

func compareIdentifiers(a, b event.Identifier) int {
	switch {
	case a.Less(b):
		return -1
	case b.Less(a):
		return 1
	}
	return 0
}

// nameless tells whether a message leaves it to us to name its visitor.
func (m *message) nameless() bool {
	return m.raw(m.userID) == nil && m.raw(m.anonymousID) == nil && string(m.raw(m.ctx.cookieless)) == "true"
}

// named is the message with an anonymous id, a plain one that needs no escaping.
// It goes last: of a member that stands twice the last counts.
func (m *message) named(anonymousID string) []byte {
	raw := m.data[m.all.from : m.all.to-1] // without the closing brace; it has a context at least
	out := make([]byte, 0, len(raw)+len(anonymousID)+24)
	out = append(append(append(out, raw...), `,"anonymousId":"`...), anonymousID...)
	return append(out, `"}`...)
}

// addIdentifier adds one to those from first on, unless it is there or empty.
func (w *normaliser) addIdentifier(first int, kind, value string) {
	id := event.Identifier{Kind: kind, Value: event.NormaliseIdentifier(kind, value)}
	if id.Value != "" && !slices.Contains(w.identifiers[first:], id) {
		w.identifiers = append(w.identifiers, id)
	}
}

// contactIdentifiers takes the mail address and phone number of an identify call.
func (w *normaliser) contactIdentifiers(m *message, first int) (any bool) {
	for _, t := range [...]struct {
		kind  string
		place span
	}{{event.Email, m.trait.email}, {event.Phone, m.trait.phone}} {
		if value, ok, reason := w.identifier(m, t.place, t.kind); ok && reason == "" {
			w.addIdentifier(first, t.kind, value)
			any = true
		}
	}
	return any
}

// externalIdentifiers takes context.externalIds:
// [{"id":"123","type":"shopify_customer_id","collection":"users","encoding":"none"}].
// What is not of that form is no identifier, and stays in the context.
func (w *normaliser) externalIdentifiers(m *message, first int) (any bool) {
	raw := m.raw(m.ctx.externalIDs)
	if raw == nil || raw[0] != '[' {
		return false
	}
	s := scanner{data: raw}
	for n := 0; n < mostExternalIDs; n++ {
		if n == 0 && !s.open('[') || n > 0 && !s.next('[') {
			break
		}
		var id, kind, collection, encoding span
		s.object(func(key []byte) {
			switch string(key) {
			case "id":
				id = s.value()
			case "type":
				kind = s.value()
			case "collection":
				collection = s.value()
			case "encoding":
				encoding = s.value()
			default:
				s.skip()
			}
		})
		part := message{data: raw}
		if c := part.text(collection, &w.second); c != nil && string(c) != "users" {
			continue
		}
		if c := part.text(encoding, &w.second); c != nil && string(c) != "none" {
			continue
		}
		name, ok := identifierKind(part.text(kind, &w.second))
		if !ok {
			continue
		}
		if value, ok, reason := w.identifier(&part, id, "id"); ok && reason == "" {
			w.addIdentifier(first, name, value)
			any = true
		}
	}
	return any
}

// identifierKind checks a kind that a source adds: letters, digits and
// underscores, at most 64, in lower case.
func identifierKind(kind []byte) (string, bool) {
	kind = lower(trim(kind))
	if len(kind) == 0 || len(kind) > 64 {
		return "", false
	}
	for _, c := range kind {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' {
			return "", false
		}
	}
	return string(kind), true
}

// messageID keeps the sender's id or makes one.
func (w *normaliser) messageID(m *message, e *event.Event) (reason string) {
	if e.MessageID, _, reason = w.identifier(m, m.messageID, "messageId"); reason != "" || e.MessageID != "" {
		return reason
	}
	switch {
	case w.arrival.MessageID != "":
		e.MessageID = w.arrival.MessageID
	case w.arrival.Imported:
		e.MessageID = RowID(m.data[m.all.from:m.all.to])
	default:
		e.MessageID = ids.New("msg_")
	}
	return ""
}

// RowID is the message id of an imported row that has none: the same for the
// same row, so that importing it again adds nothing.
func RowID(row []byte) string {
	sum := sha256.Sum256(row)
	return "row_" + hex.EncodeToString(sum[:16])
}
