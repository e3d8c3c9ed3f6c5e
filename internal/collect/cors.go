package collect

import "net/http"

// allowOrigin lets a page of any site read the answer. Sources are told apart
// by their write key, never by a cookie, so any origin may send; credentials
// are allowed because sendBeacon always claims to bring some.
func allowOrigin(h http.Header, r *http.Request) {
	origin := r.Header.Get("Origin")
	if origin == "" {
		return
	}
	h.Set("Access-Control-Allow-Origin", origin)
	h.Set("Access-Control-Allow-Credentials", "true")
	h.Add("Vary", "Origin")
	h.Set("Access-Control-Expose-Headers", "Retry-After")
}

// preflight answers a browser that asks whether it may send.
func preflight(w http.ResponseWriter, r *http.Request) {
	allowOrigin(w.Header(), r)
	h := w.Header()
	h.Set("Access-Control-Allow-Methods", "GET, POST, OPTIONS")
	headers := r.Header.Get("Access-Control-Request-Headers")
	if headers == "" || len(headers) > 1000 {
		headers = "Authorization, Content-Type, Content-Encoding"
	}
	h.Set("Access-Control-Allow-Headers", headers)
	h.Set("Access-Control-Max-Age", "86400")
	h.Add("Vary", "Access-Control-Request-Headers")
	w.WriteHeader(http.StatusNoContent)
}
