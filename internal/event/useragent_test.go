package event

import "testing"

func TestNormaliseIdentifier(t *testing.T) {
	for _, c := range []struct{ kind, value, want string }{
		{Email, " Ann@Example.COM\n", "ann@example.com"}, {Email, "  ", ""},
		{Phone, "+49 (30) 12-34", "49301234"}, {Phone, "49301234", "49301234"}, {Phone, "none", ""},
		{UserID, " U ", " U "}, {"shopify_customer_id", "A", "A"},
	} {
		if got := NormaliseIdentifier(c.kind, c.value); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.kind, c.value, got, c.want)
		}
	}
}

func TestSystemName(t *testing.T) {
	for name, want := range map[string]string{"iPhone OS": "iOS", "Mac OS X": "macOS", " android ": "Android", "Chrome OS": "ChromeOS", "Plan 9": "Plan 9", "": ""} {
		if got := SystemName(name); got != want {
			t.Errorf("%q: got %q, want %q", name, got, want)
		}
	}
}

// A user agent is whatever a stranger writes.
func FuzzParseAgent(f *testing.F) {
	for _, text := range []string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/122.0.0.0 Safari/537.36",
		"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", "curl/8.0", "(((((", "Android;;;(", "iPhone OS", "\x00\xff",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		switch a := ParseAgent(text); a.Device {
		case "", "desktop", "mobile", "tablet":
			if len(a.Browser) > 60 {
				t.Errorf("a browser's name of %d bytes", len(a.Browser))
			}
		default:
			t.Errorf("%q is no device", a.Device)
		}
	})
}
