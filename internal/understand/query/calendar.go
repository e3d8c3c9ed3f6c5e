package query

import (
	"sort"
	"time"

	"wend/internal/problem"
)

// Intervals are the calendar units of a time axis. Weeks begin on Monday.
var Intervals = []string{"hour", "day", "week", "month"}

// mostBuckets bounds a time axis.
const mostBuckets = 10_000

// nominal is a unit's least length in milliseconds, to bound a range before
// its calendar is walked.
var nominal = map[string]int64{
	"hour": 3600_000, "day": 24 * 3600_000, "week": 7 * 24 * 3600_000, "month": 28 * 24 * 3600_000,
}

// Buckets are the calendar units that touch a range, in order and without gaps.
type Buckets struct {
	// Starts are the first instants in milliseconds; End is the first instant
	// after the last bucket. The first bucket may begin before the range.
	Starts []int64
	End    int64
	zone   *time.Location
	width  float64 // mean length
}

// NewBuckets lists the hours, days, weeks or months of the range's time zone
// that touch the range, in which clocks may go forward and back.
func NewBuckets(interval string, r Range) (Buckets, error) {
	least, ok := nominal[interval]
	if !ok {
		return Buckets{}, problem.At("/interval", "%q is no interval: use hour, day, week or month.", shorten(interval))
	}
	if (r.To-r.From)/least > mostBuckets {
		return Buckets{}, tooMany()
	}
	b := Buckets{zone: r.Zone}
	step := steps(interval, r)
	at := step()
	for ; at < r.To; at = step() {
		// A day that the zone skipped (Samoa, 30 December 2011) begins where the
		// next one does, and is none.
		if n := len(b.Starts); n > 0 && b.Starts[n-1] == at {
			continue
		}
		b.Starts = append(b.Starts, at)
	}
	// What ends at or before the range's begin does not touch it.
	for len(b.Starts) > 1 && b.Starts[1] <= r.From {
		b.Starts = b.Starts[1:]
	}
	if len(b.Starts) > mostBuckets {
		return Buckets{}, tooMany()
	}
	b.End = at
	b.width = float64(b.End-b.Starts[0]) / float64(len(b.Starts))
	return b, nil
}

func tooMany() error {
	return problem.At("/interval", "This range has more than %d intervals: choose a longer interval or a shorter range.", mostBuckets)
}

// steps answers the bucket starts one after the other, the first at or before
// the range's begin.
func steps(interval string, r Range) func() int64 {
	from := time.UnixMilli(r.From).In(r.Zone)
	if interval == "hour" {
		at := hourStart(from)
		return func() int64 {
			now := at
			at = nextHour(at)
			return now.UnixMilli()
		}
	}
	year, month, day := from.Date()
	months, days := 0, 0
	switch interval {
	case "day":
		days = 1
	case "week":
		day -= (int(from.Weekday()) + 6) % 7
		days = 7
	case "month":
		day, months = 1, 1
	}
	return func() int64 {
		at := dayStart(year, month, day, r.Zone)
		month += time.Month(months)
		day += days
		return at
	}
}

// dayStart is the first instant of a date in a zone. Midnight may not exist
// there (clocks went from 0:00 to 1:00), or come twice: the first one counts.
func dayStart(year int, month time.Month, day int, zone *time.Location) int64 {
	midnight := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	first, found := int64(0), false
	for _, near := range []time.Duration{-36 * time.Hour, 36 * time.Hour} {
		_, offset := midnight.Add(near).In(zone).Zone()
		at := midnight.Add(-time.Duration(offset) * time.Second)
		if _, there := at.In(zone).Zone(); there == offset && (!found || at.UnixMilli() < first) {
			first, found = at.UnixMilli(), true
		}
	}
	if found {
		return first
	}
	// No midnight: the date begins where the clocks jumped over it.
	_, before := midnight.Add(-36 * time.Hour).In(zone).Zone()
	jump, _ := midnight.Add(-time.Duration(before) * time.Second).In(zone).ZoneBounds()
	return jump.UnixMilli()
}

// FirstDay is the first date that begins at an instant or later in a zone, as
// 2024-12-31: the days that begin within [from, to) are those from FirstDay of
// from to before FirstDay of to.
func FirstDay(at int64, zone *time.Location) string {
	year, month, day := time.UnixMilli(at).In(zone).Date()
	if dayStart(year, month, day, zone) < at {
		day++
	}
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
}

// hourStart is where the wall-clock hour of an instant began: at minute zero,
// or where the clocks were put within it.
func hourStart(t time.Time) time.Time {
	begin := t.Add(-intoHour(t))
	if set, _ := t.ZoneBounds(); !set.IsZero() && set.After(begin) && changes(set) {
		return set
	}
	return begin
}

// nextHour is the first instant of the following wall-clock hour.
func nextHour(t time.Time) time.Time {
	next := t.Add(time.Hour - intoHour(t))
	if _, set := t.ZoneBounds(); !set.IsZero() && set.Before(next) && changes(set) {
		return set
	}
	return next
}

// intoHour is how much of its wall-clock hour has passed at an instant.
func intoHour(t time.Time) time.Duration {
	return time.Duration(t.Minute())*time.Minute + time.Duration(t.Second())*time.Second + time.Duration(t.Nanosecond())
}

// changes tells whether the clocks are put at an instant (a zone may also
// change only its name).
func changes(at time.Time) bool {
	_, before := at.Add(-time.Second).Zone()
	_, after := at.Zone()
	return before != after
}

// Len is the number of buckets.
func (b *Buckets) Len() int { return len(b.Starts) }

// Find is the bucket that holds an instant of the range.
func (b *Buckets) Find(t int64) int {
	n := len(b.Starts)
	// Buckets are of nearly equal length, so that the guess is right or one off.
	i := min(max(int(float64(t-b.Starts[0])/b.width), 0), n-1)
	for i > 0 && t < b.Starts[i] {
		i--
	}
	for i+1 < n && t >= b.Starts[i+1] {
		i++
	}
	return i
}

// Times are the buckets' starts as RFC 3339 in the buckets' time zone.
func (b *Buckets) Times() []string {
	times := make([]string, len(b.Starts))
	for i, at := range b.Starts {
		times[i] = time.UnixMilli(at).In(b.zone).Format(time.RFC3339)
	}
	return times
}

// At finds the bucket of a start as it was answered (for "the customers behind
// this point"); ok is false where no bucket begins then.
func (b *Buckets) At(start int64) (i int, ok bool) {
	i = sort.Search(len(b.Starts), func(i int) bool { return b.Starts[i] >= start })
	return i, i < len(b.Starts) && b.Starts[i] == start
}

// Next is the first instant after a bucket.
func (b *Buckets) Next(i int) int64 {
	if i+1 < len(b.Starts) {
		return b.Starts[i+1]
	}
	return b.End
}
