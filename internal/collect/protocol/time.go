package protocol

import (
	"math"
	"strconv"
	"time"
)

// Times that can be read lie in the years 0 to 9999, those that RFC 3339 knows.
var (
	earliest = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	latest   = time.Date(10_000, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli() - 1
)

// futureTolerance is how far after its receipt an event may claim to happen.
const futureTolerance = 24 * 60 * 60 * 1000

// ParseTime reads a time as senders write it, in milliseconds since 1970:
// RFC 3339 with its common variants (a space for the T, a comma for the
// point, no seconds, an offset without colon or none at all, which is taken
// for UTC), a date alone (its first moment), or a long number of milliseconds
// in a text.
func ParseTime(text []byte) (milliseconds int64, ok bool) {
	text = trim(text)
	if n := digits(text, 0); n == len(text) && n >= 11 && n <= 15 {
		return number(text)
	}
	if len(text) < 10 || text[4] != '-' || text[7] != '-' {
		return 0, false
	}
	year, okY := digitsAt(text, 0, 4)
	month, okM := digitsAt(text, 5, 2)
	day, okD := digitsAt(text, 8, 2)
	if !okY || !okM || !okD || month < 1 || month > 12 || day < 1 || day > daysIn(year, month) {
		return 0, false
	}
	milliseconds = daysSince1970(year, month, day) * 86_400_000
	if len(text) == 10 {
		return milliseconds, true
	}
	if c := text[10] | 0x20; c != 't' && c != ' ' {
		return 0, false
	}
	clock, rest, ok := parseClock(text[11:])
	if !ok {
		return 0, false
	}
	offset, ok := parseOffset(rest)
	if !ok {
		return 0, false
	}
	milliseconds += clock - offset
	return milliseconds, milliseconds >= earliest && milliseconds <= latest
}

// parseClock reads hh:mm[:ss[.fff…]] as milliseconds of the day.
func parseClock(b []byte) (milliseconds int64, rest []byte, ok bool) {
	hour, okH := digitsAt(b, 0, 2)
	minute, okM := digitsAt(b, 3, 2)
	if !okH || !okM || b[2] != ':' || hour > 23 || minute > 59 {
		return 0, nil, false
	}
	milliseconds = int64(hour*60+minute) * 60_000
	b = b[5:]
	if len(b) == 0 || b[0] != ':' {
		return milliseconds, b, true
	}
	second, ok := digitsAt(b, 1, 2)
	if !ok || second > 60 { // 60: a leap second
		return 0, nil, false
	}
	milliseconds += int64(second) * 1000
	b = b[3:]
	if len(b) == 0 || (b[0] != '.' && b[0] != ',') {
		return milliseconds, b, true
	}
	end := digits(b, 1)
	if end == 1 {
		return 0, nil, false
	}
	for i, scale := 1, int64(100); i < end && scale > 0; i, scale = i+1, scale/10 {
		milliseconds += int64(b[i]-'0') * scale
	}
	return milliseconds, b[end:], true
}

// parseOffset reads Z, ±hh, ±hhmm, ±hh:mm or nothing, as milliseconds.
func parseOffset(b []byte) (milliseconds int64, ok bool) {
	if len(b) > 0 && b[0] == ' ' {
		b = b[1:]
	}
	if len(b) == 0 || (len(b) == 1 && b[0]|0x20 == 'z') {
		return 0, true
	}
	if b[0] != '+' && b[0] != '-' {
		return 0, false
	}
	hour, ok := digitsAt(b, 1, 2)
	if !ok || hour > 23 {
		return 0, false
	}
	minute := 0
	if rest := b[3:]; len(rest) > 0 {
		if rest[0] == ':' {
			rest = rest[1:]
		}
		if minute, ok = digitsAt(rest, 0, 2); !ok || len(rest) != 2 || minute > 59 {
			return 0, false
		}
	}
	milliseconds = int64(hour*60+minute) * 60_000
	if b[0] == '-' {
		milliseconds = -milliseconds
	}
	return milliseconds, true
}

func digitsAt(b []byte, i, n int) (value int, ok bool) {
	if len(b) < i+n {
		return 0, false
	}
	for _, c := range b[i : i+n] {
		if c < '0' || c > '9' {
			return 0, false
		}
		value = value*10 + int(c-'0')
	}
	return value, true
}

func daysIn(year, month int) int {
	switch month {
	case 2:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case 4, 6, 9, 11:
		return 30
	}
	return 31
}

// daysSince1970 counts by years that begin in March, so that the leap day is
// the last of its year.
func daysSince1970(year, month, day int) int64 {
	if month <= 2 {
		year--
		month += 12
	}
	era := year / 400
	if year < 0 {
		era = (year - 399) / 400
	}
	ofEra := year - era*400
	ofYear := (153*(month-3)+2)/5 + day - 1
	return int64(era)*146_097 + int64(ofEra*365+ofEra/4-ofEra/100+ofYear) - 719_468
}

// number reads a JSON number of milliseconds since 1970.
func number(text []byte) (milliseconds int64, ok bool) {
	if n, err := strconv.ParseInt(string(text), 10, 64); err == nil {
		return n, n >= earliest && n <= latest
	}
	f, err := strconv.ParseFloat(string(text), 64)
	if err != nil || f < float64(earliest) || f > float64(latest) {
		return 0, false
	}
	return int64(math.Floor(f)), true
}

// moment reads a field that holds a time.
func (m *message) moment(s span, scratch *[]byte) (milliseconds int64, ok bool) {
	if !s.found() {
		return 0, false
	}
	switch c := m.data[s.from]; {
	case c == '"':
		return ParseTime(m.text(s, scratch))
	case c == '-' || '0' <= c && c <= '9':
		return number(m.data[s.from:s.to])
	}
	return 0, false
}
