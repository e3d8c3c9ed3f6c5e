package protocol

import (
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// unescape appends the text that a JSON string's inside stands for. The
// escapes were checked when the string was scanned; a lone surrogate becomes
// the replacement character, as in encoding/json.
func unescape(dst, inside []byte) []byte {
	for i := 0; i < len(inside); {
		c := inside[i]
		if c != '\\' {
			dst = append(dst, c)
			i++
			continue
		}
		switch c = inside[i+1]; c {
		case 'u':
			r := hexRune(inside[i+2:])
			i += 6
			if utf16.IsSurrogate(r) {
				second := rune(utf8.RuneError)
				if i+6 <= len(inside) && inside[i] == '\\' && inside[i+1] == 'u' {
					second = utf16.DecodeRune(r, hexRune(inside[i+2:]))
				}
				if r = second; r != utf8.RuneError {
					i += 6
				}
			}
			dst = utf8.AppendRune(dst, r)
			continue
		case 'b':
			c = '\b'
		case 'f':
			c = '\f'
		case 'n':
			c = '\n'
		case 'r':
			c = '\r'
		case 't':
			c = '\t'
		}
		dst = append(dst, c)
		i += 2
	}
	return dst
}

func hexRune(b []byte) (r rune) {
	for _, c := range b[:4] {
		r = r<<4 | rune(hexDigit(c))
	}
	return r
}

// AppendText appends a text as a JSON string; bytes that are no UTF-8 become the
// replacement character.
func AppendText(dst []byte, text string) []byte {
	dst = append(dst, '"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < 0x20:
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

// interner gives one string for equal bytes, so that the texts that come with
// every event (names, paths, campaigns) are made once. It is emptied when
// full, so a flood of different texts costs no memory.
type interner struct {
	texts map[string]string
}

const (
	longestInterned = 128
	mostInterned    = 4096
)

func (n *interner) text(b []byte) string {
	if len(b) == 0 {
		return ""
	}
	if len(b) > longestInterned {
		return string(b)
	}
	if s, ok := n.texts[string(b)]; ok {
		return s
	}
	if n.texts == nil || len(n.texts) >= mostInterned {
		n.texts = make(map[string]string, 64)
	}
	s := string(b)
	n.texts[s] = s
	return s
}

// cut shortens a text to at most n bytes, between two characters.
func cut(b []byte, n int) []byte {
	if len(b) <= n {
		return b
	}
	for n > 0 && !utf8.RuneStart(b[n]) {
		n--
	}
	return b[:n]
}

// decimal writes a JSON number as people write it: whole numbers as their
// digits, however many, others in their shortest form.
func decimal(number []byte) (text string, ok bool) {
	plain := number
	if len(plain) > 0 && plain[0] == '-' {
		plain = plain[1:]
	}
	if len(plain) > 0 && digits(plain, 0) == len(plain) {
		return string(number), true
	}
	f, err := strconv.ParseFloat(string(number), 64)
	if err != nil {
		return "", false
	}
	if text = strconv.FormatFloat(f, 'f', -1, 64); len(text) > longestIdentifier {
		return "", false
	}
	return text, true
}
