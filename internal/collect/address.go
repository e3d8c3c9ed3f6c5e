package collect

import (
	"net"
	"net/http"
	"strings"
)

// ClientAddress is the network address that a request comes from. A proxy on
// the same machine is believed about whom it speaks for (the last address of
// X-Forwarded-For, which is the one that it added itself); nobody else is,
// because anybody can write the header.
func ClientAddress(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	if ip := net.ParseIP(host); ip != nil && ip.IsLoopback() {
		said := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if ip := net.ParseIP(strings.TrimSpace(said[len(said)-1])); ip != nil {
			return ip.String()
		}
	}
	return host
}
