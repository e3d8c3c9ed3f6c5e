package api

import (
	"net/http"
	"net/netip"

	"wend/internal/collect"
	"wend/internal/govern/access"
	"wend/internal/problem"
)

func securityHeaders(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "strict-origin-when-cross-origin")
		next.ServeHTTP(w, r)
	})
}

// private keeps what the API answers out of every cache, and out of pages.
func private(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
		w.Header().Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		next.ServeHTTP(w, r)
	})
}

// ownPagesOnly refuses changes that a browser makes for the page of another website.
func (s *server) ownPagesOnly() *http.CrossOriginProtection {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		writeProblem(w, s.Log, problem.New(http.StatusForbidden, "This request comes from the page of another website, and Wend takes changes from its own pages alone. "+
			"If it is Wend's own page, let the proxy in front of it pass the Host header on unchanged."))
	}))
	return protection
}

// metrics tell how many customers and events there are. So they are for the
// server's own machine, and from elsewhere for whoever may see numbers.
func (s *server) metrics(show http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		person, ok, err := s.who(r)
		switch {
		case ok && person.May(access.SeeNumbers), fromHere(r):
			show.ServeHTTP(w, r)
		case err != nil:
			writeProblem(w, s.Log, err)
		case ok:
			writeProblem(w, s.Log, problem.New(http.StatusForbidden, "The metrics need the permission %s.", access.SeeNumbers))
		default:
			writeProblem(w, s.Log, problem.New(http.StatusUnauthorized, "From another machine the metrics need an API token that may see numbers: send it as Authorization: Bearer TOKEN."))
		}
	})
}

// fromHere tells whether a program on the server's own machine asks, and none
// that asks for somebody else.
func fromHere(r *http.Request) bool {
	for _, name := range [...]string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} {
		if r.Header.Get(name) != "" {
			return false
		}
	}
	address, err := netip.ParseAddr(collect.ClientAddress(r))
	return err == nil && address.Unmap().IsLoopback()
}
