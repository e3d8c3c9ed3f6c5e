package files

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"wend/internal/collect/protocol"
)

// timePlan says how a row's time is found.
type timePlan struct {
	from, later template
	format      string
	zone        *time.Location

	moment  *moment // in place of all others, in a map of columns
	columns *columns
}

var units = map[string]float64{"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}

// read finds the row's time, in milliseconds since 1970.
func (t *timePlan) read(p *plan, values []string) (at int64, found bool, err error) {
	if t.moment != nil {
		return t.moment.read(t.columns, values)
	}
	text := strings.TrimSpace(t.from.text(p, values))
	if text == "" {
		return 0, false, nil
	}
	if at, found, err = readFormatted(text, t.format, t.zone); err != nil {
		return 0, false, err
	}
	if later := strings.TrimSpace(t.later.text(p, values)); later != "" {
		number := strings.TrimRight(later, "abcdefghijklmnopqrstuvwxyz")
		n, err := strconv.ParseFloat(number, 64)
		unit, known := units[later[len(number):]]
		if err != nil || !known || math.Abs(n*unit) > 1e15 {
			return 0, false, fmt.Errorf("%q is no duration: write a number and ms, s, m, h or d", later)
		}
		at += int64(n * unit)
	}
	return at, true, nil
}

// hasOffset tells whether a time says where it is meant.
func hasOffset(text string) bool {
	if len(text) <= 10 {
		return false
	}
	return strings.ContainsAny(text[10:], "Zz+-")
}

// inZone takes a time read as UTC for one on the clocks of a zone.
func inZone(at int64, zone *time.Location) int64 {
	u := time.UnixMilli(at).UTC()
	return time.Date(u.Year(), u.Month(), u.Day(), u.Hour(), u.Minute(), u.Second(), u.Nanosecond(), zone).UnixMilli()
}

// readFormatted reads a time as Map.TimeFormat says.
func readFormatted(text, format string, zone *time.Location) (at int64, found bool, err error) {
	ok := true
	switch format {
	case "":
		if at, ok = protocol.ParseTime([]byte(text)); ok && zone != time.UTC && !hasOffset(text) {
			at = inZone(at, zone)
		}
	case "seconds", "milliseconds", "microseconds":
		var n float64
		n, err = strconv.ParseFloat(text, 64)
		ok = err == nil && math.Abs(n) < 1e18
		at = int64(n * map[string]float64{"seconds": 1000, "milliseconds": 1, "microseconds": 1e-3}[format])
	default:
		var parsed time.Time
		parsed, err = time.ParseInLocation(format, text, zone)
		ok = err == nil
		at = parsed.UnixMilli()
	}
	if !ok {
		return 0, false, fmt.Errorf("the time %q cannot be read", text)
	}
	return at, true, nil
}
