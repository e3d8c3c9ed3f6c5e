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

var sales = []sale{
	{"spring-sale", "Spring sale", time.March, 20, 9, 0.20},
	{"linen-week", "Linen week", time.May, 8, 7, 0.10},
	{"summer-sale", "Summer sale", time.June, 26, 9, 0.25},
	{"knitwear-days", "Knitwear days", time.October, 2, 7, 0.10},
	{"winter-sale", "Winter sale", time.December, 27, 10, 0.30},
}

// newsletterDay is the day of the week on which the newsletter goes out.
const newsletterDay = time.Thursday

var byWeekday = [7]float64{1.18, 0.95, 0.91, 0.94, 1.00, 0.98, 1.10} // from Sunday

// byMonth is the fashion year: the new seasons in spring and autumn, and
// December.
var byMonth = [12]float64{0.98, 0.88, 0.99, 1.06, 1.04, 0.98, 0.92, 0.88, 1.04, 1.08, 1.14, 1.14}

func newCalendar(config Config) calendar {
	last := config.End.Add(-time.Millisecond).In(config.Zone)
	y, m, d := last.Date()
	days := make([]day, config.Days)
	for i := range days {
		date := time.Date(y, m, d-(config.Days-1-i), 0, 0, 0, 0, config.Zone)
		days[i] = dayOf(date, i)
	}
	return calendar{days}
}

func dayOf(date time.Time, index int) day {
	d := day{
		index: index, date: date,
		start: date.UnixMilli(), end: date.AddDate(0, 0, 1).UnixMilli(),
		traffic:    byWeekday[date.Weekday()] * season(date),
		mood:       1,
		sale:       saleOn(date),
		newsletter: date.Weekday() == newsletterDay,
	}
	if n := date.Day(); n >= 25 && n <= 28 { // pay-days
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
func season(date time.Time) float64 {
	at := float64(date.Month()-1) + (float64(date.Day())-0.5)/31 - 0.5
	month := int(math.Floor(at))
	part := at - float64(month)
	return byMonth[(month+12)%12]*(1-part) + byMonth[(month+13)%12]*part
}

func saleOn(date time.Time) *sale {
	for i := range sales {
		s := &sales[i]
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

// byHour is when people look at clothes: a little at lunch, most in the
// evening.
var byHour = newWeights(0.9, 0.5, 0.3, 0.2, 0.2, 0.4, 1.0, 2.0, 3.0, 3.8, 4.4, 4.8,
	5.6, 5.4, 4.6, 4.4, 4.6, 5.0, 5.8, 7.0, 8.4, 8.2, 5.6, 2.6)

// openingHours is when the shop's door is open: from 10 to 19.
var openingHours = newWeights(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 4, 4, 3, 3, 4, 5, 3)

// moment draws a time of the day.
func (d *day) moment(dice dice, hours weights) int64 {
	return d.start + int64(dice.pick(hours))*hour + int64(dice.unit()*hour)
}
