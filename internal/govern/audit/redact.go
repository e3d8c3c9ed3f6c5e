package audit

import (
	"encoding/json"
	"regexp"
	"strings"
)

// longestDetail bounds what is kept of a request.
const longestDetail = 4000

// secret are the keys whose values no log may hold, and those under which
// customers' data travels.
var secret = regexp.MustCompile(`(?i)password|secret|token|code|key$|recovery|traits|identifiers?$|^values?$|message|rows|content|phone|address|customer`)

// mailAddress is found inside of texts too.
var mailAddress = regexp.MustCompile(`[^\s@<>"]+@[^\s@<>"]+\.[^\s@<>"]+`)

// Redact makes a detail of a request: what was asked for, without secrets and
// without personal data, short enough to keep for ever. keepMail keeps mail
// addresses, where they are those of the people who use Wend.
func Redact(raw []byte, keepMail bool) string {
	var value any
	if len(raw) == 0 || json.Unmarshal(raw, &value) != nil {
		return "{}"
	}
	object, ok := redact(value, keepMail).(map[string]any)
	if !ok {
		return "{}"
	}
	out, err := json.Marshal(object)
	if err != nil {
		return "{}"
	}
	if len(out) <= longestDetail {
		return string(out)
	}
	keys := map[string]any{}
	for key := range object {
		keys[key] = "…"
	}
	if out, err = json.Marshal(keys); err != nil || len(out) > longestDetail {
		return "{}"
	}
	return string(out)
}

func redact(value any, keepMail bool) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for key, inner := range v {
			if secret.MatchString(key) && inner != nil && inner != "" {
				out[key] = "•••"
			} else {
				out[key] = redact(inner, keepMail)
			}
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, inner := range v {
			out[i] = redact(inner, keepMail)
		}
		return out
	case string:
		if !keepMail {
			v = mailAddress.ReplaceAllString(v, "•••")
		}
		return shorten(strings.ToValidUTF8(v, ""))
	}
	return value
}
