package collect

import (
	"net/http"
	"regexp"
	"strings"

	"wend/internal/event"
)

// clickIDs finds advertising click ids: in addresses (?gclid=…), and as members
// of their own ("gclid":"…"). It never matches a quote or a backslash of the
// value, so what is left is JSON as before.
var clickIDs = func() *regexp.Regexp {
	names := strings.Join(event.ClickIDs(), "|")
	return regexp.MustCompile(`(?i)([?&]|\\u0026)(?:` + names + `)=[^&#"\\\s]*|("(?:` + names + `)"\s*:\s*")[^"\\]*`)
}()

// optedOut tells whether the browser asks not to be followed across sites
// (Global Privacy Control).
func optedOut(h http.Header) bool { return h.Get("Sec-Gpc") == "1" }

// withoutClickIDs blanks what would tell an advertising network who clicked.
func withoutClickIDs(body []byte) []byte { return clickIDs.ReplaceAll(body, []byte("$1$2")) }
