package collect

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strings"

	"github.com/go-chi/chi/v5"
	"github.com/klauspost/compress/gzip"
)

// libraryFile is one file of the browser library, in the forms it is sent in.
type libraryFile struct {
	contentType, tag, caching string
	plain, gzip, brotli       []byte
}

// hashed names change with their content: such a file never goes stale.
var hashed = regexp.MustCompile(`[-.][0-9A-Za-z_]{8,}\.(m?js|css|woff2|map)$`)

const forever = "public, max-age=31536000, immutable"

// loadLibrary reads the built files once; they are small and few.
func loadLibrary(files fs.FS) (map[string]*libraryFile, error) {
	library := map[string]*libraryFile{}
	if files == nil {
		return library, nil
	}
	err := fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		switch path.Ext(name) {
		case ".js", ".mjs", ".css", ".map", ".woff2", ".svg", ".json", ".ts":
		default:
			return nil
		}
		file, err := loadFile(files, name)
		library[name] = file
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read the browser library: %w", err)
	}
	return library, nil
}

func loadFile(files fs.FS, name string) (*libraryFile, error) {
	plain, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(plain)
	file := &libraryFile{
		plain: plain, tag: hex.EncodeToString(sum[:12]),
		contentType: mime.TypeByExtension(path.Ext(name)), caching: "public, max-age=300, stale-while-revalidate=86400",
	}
	switch path.Ext(name) {
	case ".js", ".mjs":
		file.contentType = "text/javascript; charset=utf-8"
	case ".map":
		file.contentType = "application/json"
	case ".ts":
		file.contentType = "text/plain; charset=utf-8"
	}
	if hashed.MatchString(name) {
		file.caching = forever
	}
	for suffix, into := range map[string]*[]byte{".gz": &file.gzip, ".br": &file.brotli} {
		if *into, err = fs.ReadFile(files, name+suffix); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	if file.gzip == nil {
		var packed bytes.Buffer
		zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
		if err == nil {
			_, err = zip.Write(plain)
		}
		if err = errors.Join(err, zip.Close()); err != nil {
			return nil, err
		}
		file.gzip = packed.Bytes()
	}
	return file, nil
}

// library serves /sdk/…
func (c *Collector) library(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", "*")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin")
	file, ok := c.files[chi.URLParam(r, "*")]
	if !ok {
		http.Error(w, "There is no such file.", http.StatusNotFound)
		return
	}
	body, coding := file.plain, ""
	switch accepts := r.Header.Get("Accept-Encoding"); {
	case file.brotli != nil && strings.Contains(accepts, "br"):
		body, coding = file.brotli, "br"
	case strings.Contains(accepts, "gzip"):
		body, coding = file.gzip, "gzip"
	}
	tag := `"` + file.tag + coding + `"`
	h.Set("Content-Type", file.contentType)
	caching := file.caching
	// The core asks for its other files by a version, the beginning of their
	// hash. After an update an old core still gets the new file, but may not keep it.
	if version := r.URL.Query().Get("v"); len(version) >= 8 && strings.HasPrefix(file.tag, version) {
		caching = forever
	}
	h.Set("Cache-Control", caching)
	h.Set("ETag", tag)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Add("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if coding != "" {
		h.Set("Content-Encoding", coding)
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body)
	}
}
