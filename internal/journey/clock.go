package journey

import "time"

// clock turns times into hours and weekdays of a zone, from a table of the
// zone's offsets: asking the zone for each event would take most of a query.
type clock struct {
	zone    *time.Location
	ends    []int64 // the moment at which each offset ends, ascending, in milliseconds
	offsets []int64 // in milliseconds
	first   []int   // by 2³¹ milliseconds since clockFrom: the first offset that is in force there
}

// The years that the table covers; other times ask the zone.
var (
	clockFrom = time.Date(1990, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
	clockTo   = time.Date(2060, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()
)

const (
	day        = 24 * 60 * 60 * 1000
	clockShift = 31 // about 25 days, in which an offset changes once at most, or nearly so
)

func newClock(zone *time.Location) *clock {
	c := &clock{zone: zone}
	for at := clockFrom; at < clockTo; {
		moment := time.UnixMilli(at).In(zone)
		_, offset := moment.Zone()
		_, end := moment.ZoneBounds()
		until := clockTo
		if !end.IsZero() {
			// On the last day of some leap years ZoneBounds answers an end that
			// is not after the moment asked about.
			until = min(until, max(end.UnixMilli(), at+60*60*1000))
		}
		for clockFrom+int64(len(c.first))<<clockShift < until {
			c.first = append(c.first, len(c.ends))
		}
		c.offsets, c.ends = append(c.offsets, int64(offset)*1000), append(c.ends, until)
		at = until
	}
	return c
}

// local moves a time so that the zone's days begin at multiples of a day.
func (c *clock) local(t int64) int64 {
	if t < clockFrom || t >= clockTo {
		_, offset := time.UnixMilli(t).In(c.zone).Zone()
		return t + int64(offset)*1000
	}
	if len(c.ends) == 1 {
		return t + c.offsets[0]
	}
	i := c.first[(t-clockFrom)>>clockShift]
	for t >= c.ends[i] {
		i++
	}
	return t + c.offsets[i]
}

// hour is 0 to 23.
func (c *clock) hour(t int64) int {
	return int(floorMod(c.local(t), day) / (60 * 60 * 1000))
}

// weekday is 1 (Monday) to 7.
func (c *clock) weekday(t int64) int {
	local := c.local(t)
	days := (local - floorMod(local, day)) / day
	return int(floorMod(days+3, 7)) + 1 // 1 January 1970 was a Thursday
}

func floorMod(a, b int64) int64 {
	if m := a % b; m < 0 {
		return m + b
	} else {
		return m
	}
}
