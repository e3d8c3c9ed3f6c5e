package sim

import (
	"strconv"
	"time"
)

// writer writes messages as JSON into blocks that are never reused, so that a
// message stays valid however long somebody keeps it.
//
// Everything that it writes is the world's own text, which holds nothing that
// JSON would have to escape (a test reads every message back).
type writer struct {
	dice  dice // of message ids alone, so that wording changes no behaviour
	b     []byte
	start int
	date  [11]byte // "2026-04-17T" of the day below
	day   int64
}

const (
	blockSize  = 1 << 20
	roomToWork = 16 << 10 // more than the longest message
)

const dayLength = 24 * hour

// open begins a message of a type at a time (of the sender's clock).
func (w *writer) open(kind string, at int64) {
	if cap(w.b)-len(w.b) < roomToWork {
		w.b = make([]byte, 0, blockSize)
	}
	w.start = len(w.b)
	w.text(`{"type":"`).text(kind).text(`","messageId":"`)
	w.uuid(w.dice.pcg.Uint64(), w.dice.pcg.Uint64())
	w.text(`","timestamp":"`).time(at).text(`"`)
}

// close ends the message and hands out its bytes.
func (w *writer) close() []byte {
	w.b = append(w.b, '}')
	return w.b[w.start:len(w.b):len(w.b)]
}

func (w *writer) text(s string) *writer {
	w.b = append(w.b, s...)
	return w
}

func (w *writer) number(n int) *writer {
	w.b = strconv.AppendInt(w.b, int64(n), 10)
	return w
}

func (w *writer) cents(n int) *writer {
	w.b = appendCents(w.b, n)
	return w
}

func (w *writer) time(ms int64) *writer {
	if day := floorDiv(ms, dayLength); day != w.day || w.date[0] == 0 {
		w.day = day
		time.UnixMilli(day*dayLength).UTC().AppendFormat(w.date[:0], "2006-01-02T")
	}
	rest := int(ms - w.day*dayLength)
	w.b = append(w.b, w.date[:]...)
	two := func(n int, end byte) {
		w.b = append(w.b, byte('0'+n/10), byte('0'+n%10), end)
	}
	two(rest/hour, ':')
	two(rest/minute%60, ':')
	two(rest/second%60, '.')
	ms3 := rest % second
	w.b = append(w.b, byte('0'+ms3/100), byte('0'+ms3/10%10), byte('0'+ms3%10), 'Z')
	return w
}

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

const hexDigits = "0123456789abcdef"

// uuid writes a version 4 identifier of the bits given.
func (w *writer) uuid(high, low uint64) *writer {
	high = high&^(0xf<<12) | 4<<12
	low = low&^(3<<62) | 2<<62
	var out [36]byte
	at := 0
	for i := range 32 {
		if i == 8 || i == 12 || i == 16 || i == 20 {
			out[at] = '-'
			at++
		}
		bits := high
		if i >= 16 {
			bits = low
		}
		out[at] = hexDigits[bits>>(60-4*(i%16))&15]
		at++
	}
	w.b = append(w.b, out[:]...)
	return w
}
