package event

import "strings"

// NormaliseIdentifier is an identifier's value in the form in which it is
// compared: mail addresses trimmed and in lower case, phone numbers as their
// digits, every other kind as it came. Empty means that nothing is left.
func NormaliseIdentifier(kind, value string) string {
	switch kind {
	case Email:
		return strings.ToLower(strings.TrimSpace(value))
	case Phone:
		return phoneDigits(value)
	}
	return value
}

func phoneDigits(value string) string {
	for i := range len(value) {
		if value[i] < '0' || value[i] > '9' {
			return strings.Map(func(r rune) rune {
				if r < '0' || r > '9' {
					return -1
				}
				return r
			}, value)
		}
	}
	return value
}

// Fields are identifiers by the field of a call that carries them.
type Fields struct {
	UserID, AnonymousID, Email, Phone string
	Others                            []Identifier // for which no call has a field: context.externalIds
}

// Deciding is the identifier of a kind that stands for an event where there is
// room for one: of several the strongest, which is the one that identity goes
// by. Empty where the event has none.
func Deciding(ids []Identifier, kind string) string {
	var first Identifier
	for _, id := range ids {
		if id.Kind == kind && (first.Kind == "" || id.Less(first)) {
			first = id
		}
	}
	return first.Value
}

// ByField sorts identifiers into the fields of a call; of several of a kind
// the deciding one is in the field.
func ByField(ids []Identifier) Fields {
	f := Fields{UserID: Deciding(ids, UserID), AnonymousID: Deciding(ids, AnonymousID), Email: Deciding(ids, Email), Phone: Deciding(ids, Phone)}
	for _, id := range ids {
		switch id.Kind {
		case UserID, AnonymousID, Email, Phone:
		default:
			f.Others = append(f.Others, id)
		}
	}
	return f
}
