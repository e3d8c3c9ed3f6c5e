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
