package api

import (
	"bytes"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"time"
)

// contentPolicy lets the web app load nothing from anywhere else.
const contentPolicy = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; connect-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'"

// webApp serves the built web app: hashed assets for ever, the page that names
// them never from a cache, and that page for every address of the app.
func webApp(files fs.FS) http.HandlerFunc {
	assets := http.FileServerFS(files)
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		if info, err := fs.Stat(files, name); err == nil && !info.IsDir() && name != "index.html" {
			if strings.HasPrefix(name, "assets/") {
				w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			} else {
				w.Header().Set("Cache-Control", "public, max-age=3600")
			}
			servePacked(w, r, files, name, assets)
			return
		}
		if strings.HasPrefix(name, "assets/") {
			http.NotFound(w, r) // an old tab asks for a file of an old version
			return
		}
		page, err := fs.ReadFile(files, "index.html")
		if err != nil {
			http.Error(w, "The web app is not built into this program. Build it with: make build", http.StatusNotFound)
			return
		}
		w.Header().Set("Cache-Control", "no-cache")
		if strings.HasPrefix(r.URL.Path, sharedPath) {
			w.Header().Set("X-Robots-Tag", "noindex, nofollow")
			w.Header().Set("Referrer-Policy", "no-referrer") // the address is the secret
		}
		w.Header().Set("Content-Security-Policy", contentPolicy)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(page))
	}
}

// servePacked sends the file that the build compressed beforehand, where there
// is one and the browser takes it.
func servePacked(w http.ResponseWriter, r *http.Request, files fs.FS, name string, plain http.Handler) {
	w.Header().Add("Vary", "Accept-Encoding")
	for _, packing := range []struct{ encoding, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), packing.encoding) {
			continue
		}
		packed, err := fs.ReadFile(files, name+packing.suffix)
		if err != nil {
			continue
		}
		w.Header().Set("Content-Encoding", packing.encoding)
		w.Header().Set("Content-Type", contentType(name))
		http.ServeContent(w, r, "", time.Time{}, bytes.NewReader(packed))
		return
	}
	plain.ServeHTTP(w, r)
}

func contentType(name string) string {
	switch path.Ext(name) {
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json", ".webmanifest":
		return "application/json"
	}
	return "application/octet-stream"
}
