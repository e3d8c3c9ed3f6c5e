package files

import (
	"bufio"
	"io"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// windows1252 is what the bytes 0x80 to 0x9f mean there; above, it is Latin-1.
const windows1252 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ"

var highCharacters = []rune(windows1252)

// asUTF8 is a text as UTF-8: what is none was written by a program that knows
// only Windows-1252, as spreadsheets on Windows do.
func asUTF8(text string) string {
	if utf8.ValidString(text) {
		return text
	}
	var b strings.Builder
	for i := range len(text) {
		if c := text[i]; c >= 0x80 && c < 0xa0 {
			b.WriteRune(highCharacters[c-0x80])
		} else {
			b.WriteRune(rune(c))
		}
	}
	return b.String()
}

// wide reads UTF-16 as UTF-8.
type wide struct {
	from *bufio.Reader
	big  bool
	left []byte
}

// widened unpacks UTF-16, which its byte order mark tells; other text is left
// as it is, without mark.
func widened(text *bufio.Reader) (*bufio.Reader, error) {
	mark, _ := text.Peek(3)
	switch {
	case string(mark) == "\uFEFF":
		_, err := text.Discard(3)
		return text, err
	case len(mark) >= 2 && (mark[0] == 0xff && mark[1] == 0xfe || mark[0] == 0xfe && mark[1] == 0xff):
		w := &wide{from: text, big: mark[0] == 0xfe}
		_, err := text.Discard(2)
		return bufio.NewReaderSize(w, bufferSize), err
	}
	return text, nil
}

func (w *wide) Read(p []byte) (int, error) {
	if len(w.left) == 0 {
		if err := w.fill(); err != nil {
			return 0, err
		}
	}
	n := copy(p, w.left)
	w.left = w.left[n:]
	return n, nil
}

// fill decodes some characters; half a character at the end of the file is an error.
func (w *wide) fill() error {
	w.left = w.left[:0:0]
	for len(w.left) < 4096 {
		first, err := w.unit()
		if err != nil {
			if len(w.left) > 0 && err == io.EOF {
				return nil
			}
			return err
		}
		if r := rune(first); utf16.IsSurrogate(r) {
			second, err := w.unit()
			if err != nil && err != io.EOF {
				return err
			}
			w.left = utf8.AppendRune(w.left, utf16.DecodeRune(r, rune(second)))
			continue
		}
		w.left = utf8.AppendRune(w.left, rune(first))
	}
	return nil
}

func (w *wide) unit() (uint16, error) {
	var b [2]byte
	if _, err := io.ReadFull(w.from, b[:]); err != nil {
		return 0, err
	}
	if w.big {
		return uint16(b[0])<<8 | uint16(b[1]), nil
	}
	return uint16(b[1])<<8 | uint16(b[0]), nil
}
