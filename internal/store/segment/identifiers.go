package segment

import (
	stdjson "encoding/json"
	"strings"

	"wend/internal/event"
)

// appendIdentifiers writes identifiers as JSON:
// [{"kind":"user_id","value":"42"}], which SQL readers take apart easily.
func appendIdentifiers(dst []byte, ids []event.Identifier) []byte {
	for i, id := range ids {
		if i == 0 {
			dst = append(dst, '[')
		} else {
			dst = append(dst, ',')
		}
		dst = append(dst, kindPart...)
		dst = appendText(dst, id.Kind)
		dst = append(dst, valuePart...)
		dst = appendText(dst, id.Value)
		dst = append(dst, '"', '}')
	}
	if len(ids) > 0 {
		dst = append(dst, ']')
	}
	return dst
}

const (
	kindPart  = `{"kind":"`
	valuePart = `","value":"`
)

const hexadecimal = "0123456789abcdef"

// appendText writes the inside of a JSON string.
func appendText(dst []byte, s string) []byte {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '"' || c == '\\':
			dst = append(dst, '\\', c)
		case c < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hexadecimal[c>>4], hexadecimal[c&15])
		default:
			dst = append(dst, c)
		}
	}
	return dst
}

// parseIdentifiers appends what appendIdentifiers wrote to dst; the texts share
// memory with text.
func parseIdentifiers(dst []event.Identifier, text string) ([]event.Identifier, bool) {
	if text == "" {
		return dst, true
	}
	if strings.IndexByte(text, '\\') >= 0 {
		return parseEscaped(dst, text)
	}
	if text[0] != '[' || text[len(text)-1] != ']' {
		return dst, false
	}
	for rest := text[1:]; ; {
		after, ok := strings.CutPrefix(rest, kindPart)
		if !ok {
			return dst, false
		}
		kind, after, ok := strings.Cut(after, `"`)
		if !ok {
			return dst, false
		}
		after, ok = strings.CutPrefix(after, valuePart[1:])
		if !ok {
			return dst, false
		}
		value, after, ok := strings.Cut(after, `"}`)
		if !ok || len(after) == 0 || strings.IndexByte(value, '"') >= 0 {
			return dst, false
		}
		dst = append(dst, event.Identifier{Kind: knownKind(kind), Value: value})
		if after == "]" {
			return dst, true
		}
		if after[0] != ',' {
			return dst, false
		}
		rest = after[1:]
	}
}

func parseEscaped(dst []event.Identifier, text string) ([]event.Identifier, bool) {
	var list []struct{ Kind, Value string }
	if stdjson.Unmarshal([]byte(text), &list) != nil {
		return dst, false
	}
	for _, id := range list {
		dst = append(dst, event.Identifier{Kind: knownKind(id.Kind), Value: id.Value})
	}
	return dst, true
}

// knownKind gives the usual kinds their constant, so that they compare fast
// and keep no page in memory.
func knownKind(kind string) string {
	switch kind {
	case event.UserID:
		return event.UserID
	case event.AnonymousID:
		return event.AnonymousID
	case event.Email:
		return event.Email
	case event.Phone:
		return event.Phone
	}
	return kind
}
