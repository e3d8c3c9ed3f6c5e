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

// ByField sorts identifiers into the fields of a call. Of several of a kind the
// last is in the field.
func ByField(ids []Identifier) (f Fields) {
	for _, id := range ids {
		switch id.Kind {
		case UserID:
			f.UserID = id.Value
		case AnonymousID:
			f.AnonymousID = id.Value
		case Email:
			f.Email = id.Value
		case Phone:
			f.Phone = id.Value
		default:
			f.Others = append(f.Others, id)
		}
	}
	return f
}
