package insights

import (
	"maps"
	"slices"
	"time"
)

// Calendar says whose public holidays are no surprise.
type Calendar struct {
	Country string `json:"country" doc:"ISO 3166 code of the country whose public holidays count; empty: none was chosen, and the time zone tells none."`
	Guessed bool   `json:"country_guessed" doc:"Whether the country follows from the time zone."`
	Known   bool   `json:"holidays_known" doc:"Whether the country's public holidays are known; otherwise only days count that are unusual everywhere, such as New Year's Day."`
}

// CalendarOf is the calendar of a country or, where none is named, of the one
// in which the time zone lies.
func CalendarOf(country, zone string) Calendar {
	c := Calendar{Country: country}
	if country == "" {
		c.Country = zones[zone]
		c.Guessed = c.Country != ""
	}
	c.Known = byCountry[c.Country] != nil
	return c
}

// Countries are those whose public holidays are known, by ISO 3166 code.
func Countries() []string { return slices.Sorted(maps.Keys(byCountry)) }

// holiday is a rule that says on which day of a year something is.
type holiday struct {
	name string
	on   func(year int) date
}

// date is a day of the calendar, without a time zone.
type date struct {
	year  int
	month time.Month
	day   int
}

func dateOf(t time.Time) date {
	year, month, day := t.Date()
	return date{year, month, day}
}

// at is the date's noon in UTC: fit for counting days.
func (d date) at() time.Time { return time.Date(d.year, d.month, d.day, 12, 0, 0, 0, time.UTC) }

func (d date) plus(days int) date { return dateOf(d.at().AddDate(0, 0, days)) }

func (d date) weekday() time.Weekday { return d.at().Weekday() }

func (d date) String() string { return d.at().Format(time.DateOnly) }

// easter is Easter Sunday by the anonymous Gregorian algorithm (Meeus,
// Astronomical Algorithms, ch. 8).
func easter(year int) date {
	a, b, c := year%19, year/100, year%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	i, k := c/4, c%4
	l := (32 + 2*e + 2*i - h - k) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return date{year, time.Month(n / 31), n%31 + 1}
}

func fixed(name string, month time.Month, day int) holiday {
	return holiday{name, func(year int) date { return date{year, month, day} }}
}

func afterEaster(name string, days int) holiday {
	return holiday{name, func(year int) date { return easter(year).plus(days) }}
}

// nth is the first (1), second … or last (-1) weekday of a month.
func nth(name string, month time.Month, weekday time.Weekday, n int) holiday {
	return holiday{name, func(year int) date {
		if n < 0 {
			last := date{year, month + 1, 0}.plus(0)
			return last.plus(-((int(last.weekday()) - int(weekday) + 7) % 7))
		}
		first := date{year, month, 1}
		return first.plus((int(weekday)-int(first.weekday())+7)%7 + 7*(n-1))
	}}
}

// onOrAfter is the first such weekday from a date on.
func onOrAfter(name string, month time.Month, day int, weekday time.Weekday) holiday {
	return holiday{name, func(year int) date {
		from := date{year, month, day}
		return from.plus((int(weekday) - int(from.weekday()) + 7) % 7)
	}}
}

var (
	newYear      = fixed("New Year's Day", time.January, 1)
	epiphany     = fixed("Epiphany", time.January, 6)
	goodFriday   = afterEaster("Good Friday", -2)
	easterSunday = afterEaster("Easter Sunday", 0)
	easterMonday = afterEaster("Easter Monday", 1)
	labourDay    = fixed("Labour Day", time.May, 1)
	ascension    = afterEaster("Ascension Day", 39)
	whitMonday   = afterEaster("Whit Monday", 50)
	corpus       = afterEaster("Corpus Christi", 60)
	assumption   = fixed("Assumption Day", time.August, 15)
	allSaints    = fixed("All Saints' Day", time.November, 1)
	immaculate   = fixed("Immaculate Conception", time.December, 8)
	eve          = fixed("Christmas Eve", time.December, 24)
	christmas    = fixed("Christmas Day", time.December, 25)
	secondDay    = fixed("Boxing Day", time.December, 26)
	yearsEnd     = fixed("New Year's Eve", time.December, 31)
)

// everywhere are the days on which business is unusual in all these countries.
var everywhere = []holiday{newYear, eve, christmas, yearsEnd}

// byCountry are nationwide public holidays by ISO 3166 code, as they are now.
var byCountry = map[string][]holiday{
	"DE": {goodFriday, easterSunday, easterMonday, labourDay, ascension, whitMonday, fixed("German Unity Day", time.October, 3), secondDay},
	"AT": {epiphany, easterSunday, easterMonday, labourDay, ascension, whitMonday, corpus, assumption, fixed("National Day", time.October, 26), allSaints, immaculate, secondDay},
	"CH": {goodFriday, easterSunday, easterMonday, ascension, whitMonday, fixed("Swiss National Day", time.August, 1), secondDay},
	"FR": {easterSunday, easterMonday, labourDay, fixed("Victory Day", time.May, 8), ascension, whitMonday, fixed("Bastille Day", time.July, 14), assumption, allSaints, fixed("Armistice Day", time.November, 11)},
	"BE": {easterSunday, easterMonday, labourDay, ascension, whitMonday, fixed("Belgian National Day", time.July, 21), assumption, allSaints, fixed("Armistice Day", time.November, 11)},
	"NL": {easterSunday, easterMonday, fixed("King's Day", time.April, 27), ascension, whitMonday, secondDay},
	"IT": {epiphany, easterSunday, easterMonday, fixed("Liberation Day", time.April, 25), labourDay, fixed("Republic Day", time.June, 2), assumption, allSaints, immaculate, secondDay},
	"ES": {epiphany, goodFriday, easterSunday, labourDay, assumption, fixed("National Day of Spain", time.October, 12), allSaints, fixed("Constitution Day", time.December, 6), immaculate},
	"PT": {goodFriday, easterSunday, fixed("Freedom Day", time.April, 25), labourDay, corpus, fixed("Portugal Day", time.June, 10), assumption, fixed("Republic Day", time.October, 5), allSaints, fixed("Restoration of Independence", time.December, 1), immaculate},
	"PL": {epiphany, easterSunday, easterMonday, labourDay, fixed("Constitution Day", time.May, 3), corpus, assumption, allSaints, fixed("Independence Day", time.November, 11), secondDay},
	"IE": {onOrAfterUnlessFirst("St Brigid's Day", time.February), fixed("St Patrick's Day", time.March, 17), goodFriday, easterSunday, easterMonday, nth("May Day", time.May, time.Monday, 1), nth("June Holiday", time.June, time.Monday, 1), nth("August Holiday", time.August, time.Monday, 1), nth("October Holiday", time.October, time.Monday, -1), secondDay},
	"GB": {goodFriday, easterSunday, easterMonday, nth("Early May Bank Holiday", time.May, time.Monday, 1), nth("Spring Bank Holiday", time.May, time.Monday, -1), nth("Summer Bank Holiday", time.August, time.Monday, -1), secondDay},
	"DK": {afterEaster("Maundy Thursday", -3), goodFriday, easterSunday, easterMonday, ascension, whitMonday, secondDay},
	"NO": {afterEaster("Maundy Thursday", -3), goodFriday, easterSunday, easterMonday, labourDay, fixed("Constitution Day", time.May, 17), ascension, whitMonday, secondDay},
	"SE": {epiphany, goodFriday, easterSunday, easterMonday, labourDay, ascension, fixed("National Day", time.June, 6), onOrAfter("Midsummer's Eve", time.June, 19, time.Friday), onOrAfter("Midsummer's Day", time.June, 20, time.Saturday), onOrAfter("All Saints' Day", time.October, 31, time.Saturday), secondDay},
	"FI": {epiphany, goodFriday, easterSunday, easterMonday, labourDay, ascension, onOrAfter("Midsummer's Eve", time.June, 19, time.Friday), onOrAfter("Midsummer's Day", time.June, 20, time.Saturday), onOrAfter("All Saints' Day", time.October, 31, time.Saturday), fixed("Independence Day", time.December, 6), secondDay},
	"US": {nth("Martin Luther King Jr. Day", time.January, time.Monday, 3), nth("Presidents' Day", time.February, time.Monday, 3), nth("Memorial Day", time.May, time.Monday, -1), fixed("Juneteenth", time.June, 19), fixed("Independence Day", time.July, 4), nth("Labor Day", time.September, time.Monday, 1), nth("Columbus Day", time.October, time.Monday, 2), fixed("Veterans Day", time.November, 11), nth("Thanksgiving", time.November, time.Thursday, 4), dayAfter(nth("", time.November, time.Thursday, 4), "Black Friday")},
	"CA": {goodFriday, easterSunday, onOrAfter("Victoria Day", time.May, 18, time.Monday), fixed("Canada Day", time.July, 1), nth("Labour Day", time.September, time.Monday, 1), fixed("Truth and Reconciliation Day", time.September, 30), nth("Thanksgiving", time.October, time.Monday, 2), fixed("Remembrance Day", time.November, 11), secondDay},
	"AU": {fixed("Australia Day", time.January, 26), goodFriday, afterEaster("Easter Saturday", -1), easterSunday, easterMonday, fixed("Anzac Day", time.April, 25), secondDay},
	"NZ": {fixed("Day after New Year's Day", time.January, 2), fixed("Waitangi Day", time.February, 6), goodFriday, easterSunday, easterMonday, fixed("Anzac Day", time.April, 25), nth("King's Birthday", time.June, time.Monday, 1), nth("Labour Day", time.October, time.Monday, 4), secondDay},
}

// onOrAfterUnlessFirst is the month's first Monday, or its first day if that is
// a Friday (Ireland, since 2023).
func onOrAfterUnlessFirst(name string, month time.Month) holiday {
	monday := nth(name, month, time.Monday, 1)
	return holiday{name, func(year int) date {
		if first := (date{year, month, 1}); first.weekday() == time.Friday {
			return first
		}
		return monday.on(year)
	}}
}

func dayAfter(h holiday, name string) holiday {
	return holiday{name, func(year int) date { return h.on(year).plus(1) }}
}

// holidays are a country's between two years, by date; of an unknown country
// those that are everywhere.
func holidays(country string, from, to int) map[date]string {
	found := map[date]string{}
	for year := from; year <= to; year++ {
		for _, list := range [][]holiday{everywhere, byCountry[country]} {
			for _, h := range list {
				found[h.on(year)] = h.name
			}
		}
	}
	return found
}

// zones are the countries of common time zones, for workspaces that have not
// said where they are.
var zones = map[string]string{
	"Europe/Berlin": "DE", "Europe/Vienna": "AT", "Europe/Zurich": "CH", "Europe/Paris": "FR", "Europe/Brussels": "BE", "Europe/Amsterdam": "NL",
	"Europe/Rome": "IT", "Europe/Madrid": "ES", "Europe/Lisbon": "PT", "Europe/Warsaw": "PL", "Europe/Dublin": "IE", "Europe/London": "GB",
	"Europe/Copenhagen": "DK", "Europe/Oslo": "NO", "Europe/Stockholm": "SE", "Europe/Helsinki": "FI",
	"America/New_York": "US", "America/Chicago": "US", "America/Denver": "US", "America/Los_Angeles": "US", "America/Phoenix": "US", "America/Detroit": "US",
	"America/Toronto": "CA", "America/Vancouver": "CA", "America/Edmonton": "CA", "America/Winnipeg": "CA", "America/Halifax": "CA",
	"Australia/Sydney": "AU", "Australia/Melbourne": "AU", "Australia/Brisbane": "AU", "Australia/Perth": "AU", "Australia/Adelaide": "AU", "Pacific/Auckland": "NZ",
}
