package sim

import (
	"math"
	"time"
)

const (
	second = 1000
	minute = 60 * second
	hour   = 60 * minute
)

// calendar is the business's days, with what makes one busier than another.
type calendar struct {
	year *year
	days []day
}

// day is one calendar day in the business's zone.
type day struct {
	index      int
	date       time.Time
	start, end int64   // milliseconds since 1970, half-open
	traffic    float64 // how many come, 1 on a common day
	mood       float64 // how readily they buy, 1 on a common day
	sale       *sale   // nil outside one
	newsletter bool    // a newsletter goes out
}

// sale is a campaign that comes back every year.
type sale struct {
	slug, name string
	month      time.Month
	day, days  int
	discount   float64
}

func newCalendar(config Config, year *year) calendar {
	last := config.End.Add(-time.Millisecond).In(config.Zone)
	y, m, d := last.Date()
	days := make([]day, config.Days)
	for i := range days {
		date := time.Date(y, m, d-(config.Days-1-i), 0, 0, 0, 0, config.Zone)
		days[i] = year.day(date, i)
	}
	return calendar{year, days}
}

// day is what a date is like.
func (y *year) day(date time.Time, index int) day {
	d := day{
		index: index, date: date,
		start: date.UnixMilli(), end: date.AddDate(0, 0, 1).UnixMilli(),
		traffic:    y.weekday[date.Weekday()] * y.season(date),
		mood:       1,
		sale:       y.saleOn(date),
		newsletter: date.Weekday() == y.letters,
	}
	if n := date.Day(); y.paydays && n >= 25 && n <= 28 {
		d.mood *= 1.15
		d.traffic *= 1.03
	}
	if d.sale != nil {
		d.mood *= 1.2
		d.traffic *= 1.35
	}
	return d
}

// season goes smoothly from the middle of one month to that of the next.
func (y *year) season(date time.Time) float64 {
	at := float64(date.Month()-1) + (float64(date.Day())-0.5)/31 - 0.5
	month := int(math.Floor(at))
	part := at - float64(month)
	return y.month[(month+12)%12]*(1-part) + y.month[(month+13)%12]*part
}

func (y *year) saleOn(date time.Time) *sale {
	for i := range y.sales {
		s := &y.sales[i]
		for _, year := range []int{date.Year(), date.Year() - 1} {
			start := time.Date(year, s.month, s.day, 0, 0, 0, 0, date.Location())
			if !date.Before(start) && date.Before(start.AddDate(0, 0, s.days)) {
				return s
			}
		}
	}
	return nil
}

// dayAt is the index of the day that holds a moment, beyond the last for
// moments after the history.
func (c *calendar) dayAt(at int64) int {
	guess := int((at - c.days[0].start) / (24 * hour))
	guess = min(max(guess-1, 0), len(c.days))
	for guess < len(c.days) && c.days[guess].end <= at {
		guess++
	}
	return guess
}

// moment draws a time of the day.
func (d *day) moment(dice dice, hours weights) int64 {
	return d.start + int64(dice.pick(hours))*hour + int64(dice.unit()*hour)
}

// browsing draws a time at which people look at the website.
func (s *Simulation) browsing(d *day) int64 { return d.moment(s.dice, s.world.year.hour) }

// busy is how busy an hour of the day is, 1 on average.
func (d *day) busy(at int64, hours weights) float64 {
	h := min(max(int((at-d.start)/hour), 0), len(hours)-1)
	share := hours[h]
	if h > 0 {
		share -= hours[h-1]
	}
	return share / hours[len(hours)-1] * 24
}
