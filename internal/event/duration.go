package event

import (
	"errors"
	"strconv"
	"time"
)

// LongestDuration keeps every sum of a time and a duration inside int64.
const LongestDuration = 100 * 366 * 24 * time.Hour

var units = map[byte]time.Duration{
	's': time.Second, 'm': time.Minute, 'h': time.Hour, 'd': 24 * time.Hour, 'w': 7 * 24 * time.Hour,
}

// ParseDuration reads a whole number and one of s m h d w ("48h"). Days and
// weeks are 24 hours and seven times that, whatever the calendar does. The
// error is a sentence for the reader.
func ParseDuration(text string) (time.Duration, error) {
	bad := errors.New("a duration is a whole number and one of s, m, h, d, w, for example 48h")
	if len(text) < 2 {
		return 0, bad
	}
	unit, ok := units[text[len(text)-1]]
	digits := text[:len(text)-1]
	if !ok || digits[0] < '0' || digits[0] > '9' {
		return 0, bad
	}
	n, err := strconv.ParseInt(digits, 10, 64)
	switch {
	case errors.Is(err, strconv.ErrRange), err == nil && n > int64(LongestDuration/unit):
		return 0, errors.New("a duration is at most 100 years")
	case err != nil:
		return 0, bad
	}
	return time.Duration(n) * unit, nil
}
