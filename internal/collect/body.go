package collect

import (
	"errors"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/gzip"

	"wend/internal/problem"
)

// budget is the memory that requests in progress may hold together. What does
// not fit is refused, so that load can never grow memory beyond the limit.
type budget struct {
	limit int64
	used  atomic.Int64
}

// share is what one request holds of the budget.
type share struct {
	budget *budget
	taken  int64
}

func (s *share) take(n int64) error {
	if s.budget.used.Add(n) > s.budget.limit {
		s.budget.used.Add(-n)
		p := problem.New(http.StatusServiceUnavailable, "Too much is coming in at once: send it again in a second.")
		p.RetryIn = 1
		return p
	}
	s.taken += n
	return nil
}

func (s *share) release() {
	s.budget.used.Add(-s.taken)
	s.taken = 0
}

var gzipReaders = sync.Pool{New: func() any { return new(gzip.Reader) }}

// readBody reads a request's body, decompressed, up to limit bytes; tooLarge
// is the error for more. It never holds more than the limit, whatever the body
// would grow to.
func readBody(r *http.Request, limit int, tooLarge error, memory *share) ([]byte, error) {
	if r.ContentLength > int64(limit)+1024 { // compressing may add a little
		return nil, tooLarge
	}
	var from io.Reader = &connection{r.Body}
	size := 8 << 10
	switch strings.ToLower(strings.TrimSpace(r.Header.Get("Content-Encoding"))) {
	case "", "identity":
		if r.ContentLength > int64(limit) {
			return nil, tooLarge
		}
		if r.ContentLength >= 0 {
			size = int(r.ContentLength) + 1
		}
	case "gzip", "x-gzip":
		unzip := gzipReaders.Get().(*gzip.Reader)
		defer gzipReaders.Put(unzip)
		if err := unzip.Reset(from); err != nil {
			return nil, unreadable(err)
		}
		from = unzip
	default:
		return nil, problem.New(http.StatusUnsupportedMediaType, "Content-Encoding may be gzip, or left out.")
	}
	return fill(from, size, limit, tooLarge, memory)
}

func fill(from io.Reader, size, limit int, tooLarge error, memory *share) ([]byte, error) {
	size = min(size, limit+1)
	if err := memory.take(int64(size)); err != nil {
		return nil, err
	}
	body := make([]byte, 0, size)
	for {
		n, err := from.Read(body[len(body):cap(body)])
		body = body[:len(body)+n]
		switch {
		case len(body) > limit:
			return nil, tooLarge
		case err == io.EOF:
			return body, nil
		case err != nil:
			return nil, unreadable(err)
		case len(body) == cap(body):
			grown := min(2*cap(body), limit+1)
			if err := memory.take(int64(grown)); err != nil {
				return nil, err
			}
			body = append(make([]byte, 0, grown), body...)
		}
	}
}

// connection marks errors of the connection, to tell them from broken gzip.
type connection struct{ io.Reader }

type connectionError struct{ error }

func (b *connection) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err != nil && err != io.EOF {
		err = connectionError{err}
	}
	return n, err
}

func (e connectionError) Unwrap() error { return e.error }

func unreadable(err error) error {
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return problem.New(http.StatusRequestTimeout, "The body took too long to arrive.")
	}
	var lost connectionError
	p := problem.New(http.StatusBadRequest, "The body's gzip is broken.")
	if errors.As(err, &lost) {
		p = problem.New(http.StatusBadRequest, "The body ended before it was complete.")
	}
	p.Cause = err
	return p
}
