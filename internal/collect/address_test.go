package collect

import (
	"net/http/httptest"
	"testing"
)

// Only a proxy on the same machine is believed, and only what it says itself.
func TestClientAddress(t *testing.T) {
	for _, c := range []struct{ remote, forwarded, want string }{
		{"203.0.113.7:1000", "", "203.0.113.7"},
		{"203.0.113.7:1000", "198.51.100.1", "203.0.113.7"},
		{"127.0.0.1:1000", "198.51.100.1", "198.51.100.1"},
		{"[::1]:1000", "10.0.0.9, 198.51.100.1", "198.51.100.1"},
		{"127.0.0.1:1000", "198.51.100.1, nonsense", "127.0.0.1"},
		{"127.0.0.1:1000", "", "127.0.0.1"},
		{"unix", "", "unix"},
	} {
		r := httptest.NewRequest("POST", "/v1/track", nil)
		r.RemoteAddr = c.remote
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		if got := ClientAddress(r); got != c.want {
			t.Errorf("%s for %q: %q, not %q", c.remote, c.forwarded, got, c.want)
		}
	}
}
