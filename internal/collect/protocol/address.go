package protocol

import "bytes"

// address is a URL taken apart without judging it: what pages and campaigns
// need, and nothing that fails.
type address struct {
	host, path, query []byte // host in lower case, without port and user
}

func parseAddress(url []byte) (a address) {
	url = trim(url)
	if i := bytes.IndexByte(url, '#'); i >= 0 {
		url = url[:i]
	}
	if i := bytes.IndexByte(url, '?'); i >= 0 {
		url, a.query = url[:i], url[i+1:]
	}
	if i := bytes.Index(url, []byte("//")); i == 0 || (i > 0 && url[i-1] == ':' && !bytes.Contains(url[:i], []byte("/"))) {
		url = url[i+2:]
		end := bytes.IndexByte(url, '/')
		if end < 0 {
			end = len(url)
		}
		a.host, url = host(url[:end]), url[end:]
		if len(url) == 0 {
			url = []byte("/")
		}
	}
	a.path = url
	return a
}

// host cuts user and port off an authority and lower-cases it.
func host(authority []byte) []byte {
	if i := bytes.LastIndexByte(authority, '@'); i >= 0 {
		authority = authority[i+1:]
	}
	if i := bytes.LastIndexByte(authority, ':'); i >= 0 && !bytes.Contains(authority[i:], []byte("]")) {
		authority = authority[:i]
	}
	authority = bytes.TrimSuffix(authority, []byte("."))
	return lower(authority)
}

// bare is a host without "www.".
func bare(host []byte) []byte { return bytes.TrimPrefix(host, []byte("www.")) }

// parameters calls fn with each name and value of a query, as written.
func parameters(query []byte, fn func(name, value []byte)) {
	for len(query) > 0 {
		pair := query
		if i := bytes.IndexByte(query, '&'); i >= 0 {
			pair, query = query[:i], query[i+1:]
		} else {
			query = nil
		}
		name, value, _ := bytes.Cut(pair, []byte("="))
		fn(name, value)
	}
}

// unquery resolves the %-escapes and plus signs of a query's value; what is
// no escape stays as it is.
func unquery(value []byte) []byte {
	if bytes.IndexByte(value, '%') < 0 && bytes.IndexByte(value, '+') < 0 {
		return value
	}
	out := make([]byte, 0, len(value))
	for i := 0; i < len(value); i++ {
		switch c := value[i]; {
		case c == '+':
			out = append(out, ' ')
		case c == '%' && i+2 < len(value) && hexDigit(value[i+1]) >= 0 && hexDigit(value[i+2]) >= 0:
			out = append(out, byte(hexDigit(value[i+1])<<4|hexDigit(value[i+2])))
			i += 2
		default:
			out = append(out, c)
		}
	}
	return bytes.ToValidUTF8(out, []byte("\uFFFD"))
}
