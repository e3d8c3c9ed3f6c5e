package files

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"wend/internal/problem"
)

// columns is a map by columns made ready for one file: what each one is, and
// how its values are read.
type columns struct {
	kind    Kind
	names   []string
	uses    []use // by column
	moment  moment
	decimal string
	values  []map[string]string
}

// use is what a column is for.
type use struct {
	what, name string
	own        bool // the name is the column's own, dots and all
}

// path is where a named value lies in its object.
func (u use) path() []string {
	if u.own {
		return []string{u.name}
	}
	return splitPath(u.name)
}

// compileColumns checks a map of columns against those that the file has.
func compileColumns(m *Map, names []string, kind Kind) (*columns, error) {
	c := &columns{kind: kind, names: names, uses: make([]use, len(names)), decimal: m.Decimal, values: make([]map[string]string, len(names))}
	var wrong problem.Problem
	blame := func(pointer, format string, args ...any) {
		one := problem.At(pointer, format, args...)
		wrong.Status, wrong.Fields = one.Status, append(wrong.Fields, one.Fields...)
		wrong.Detail = strings.TrimSpace(wrong.Detail + " " + one.Detail)
	}
	for name, meaning := range m.Columns {
		i := slices.Index(names, name)
		if i < 0 {
			blame("/columns/"+name, "The file has no column %q; it has %s.", name, strings.Join(names, ", "))
		} else if !known(kind, meaning) {
			blame("/columns/"+name, "%q is nothing that a column of %s can be.", meaning, kind)
		}
	}
	for i, name := range names {
		what, detail := splitMeaning(m.Columns[name])
		if what == "" {
			what = m.rest(kind)
		}
		c.uses[i] = use{what, detail, detail == ""}
		if detail == "" {
			c.uses[i].name = name
		}
		c.values[i] = m.Values[name]
	}
	zone := time.UTC
	if m.Timezone != "" {
		var err error
		if zone, err = time.LoadLocation(m.Timezone); err != nil {
			blame("/timezone", "%q is no time zone: write for example Europe/Berlin.", m.Timezone)
		}
	}
	if m.Dates != "" && m.Dates != DayFirst && m.Dates != MonthFirst {
		blame("/dates", `Dates are ordered "dmy" or "mdy".`)
	}
	if m.Decimal != "" && m.Decimal != "." && m.Decimal != "," {
		blame("/decimal", `The decimal sign is "." or ",".`)
	}
	c.moment = moment{at: c.all(Time), clock: c.all(Clock), zones: c.all(Zone), order: m.Dates, format: m.TimeFormat, zone: zone}
	if missing := c.missing(); missing != "" {
		blame("/columns", "%s", missing)
	}
	if wrong.Detail != "" {
		return nil, &wrong
	}
	return c, nil
}

// rest is what a column is that the map does not name.
func (m *Map) rest(kind Kind) string {
	if m.Rest == "drop" || kind == Orders && m.Rest == "" || kind == Costs {
		return Ignore
	}
	if m.Rest == "traits" || kind == Customers {
		return Trait
	}
	return Property
}

// missing says which column nothing can be done without.
func (c *columns) missing() string {
	has := func(whats ...string) bool {
		return slices.ContainsFunc(c.uses, func(u use) bool { return slices.Contains(whats, u.what) })
	}
	switch {
	case c.kind == Costs && !has(Day):
		return "No column says the day of a cost: choose one."
	case c.kind == Costs && !has(Cost):
		return "No column says what was spent: choose one."
	case c.kind == Costs:
		return ""
	case c.kind == Orders && !has(OrderID):
		return "No column is the order's number: choose one, so that an order is counted once."
	case c.kind == Orders && !has(Time):
		return "No column says when an order was placed: choose one."
	case !has(UserID, AnonymousID, Email, Phone, ID):
		return "No column says who the customer is: choose an e-mail address, a phone number or a customer number."
	}
	return ""
}

// all are the columns with a meaning, in the file's order.
func (c *columns) all(what string, name ...string) (found []int) {
	for i, u := range c.uses {
		if u.what == what && (len(name) == 0 || u.name == name[0]) {
			found = append(found, i)
		}
	}
	return found
}

// text is a column's value, translated where the map says so.
func (c *columns) text(column int, values []string) string {
	if column >= len(values) {
		return ""
	}
	value := strings.TrimSpace(values[column])
	if translated, ok := c.values[column][value]; ok {
		return translated
	}
	return value
}

// first is the first value that is there of several columns.
func (c *columns) first(columns []int, values []string) string {
	for _, i := range columns {
		if text := c.text(i, values); text != "" {
			return text
		}
	}
	return ""
}

// amount reads a number; ok is false where there is none.
func (c *columns) amount(columns []int, values []string) (amount float64, ok bool, err error) {
	for _, i := range columns {
		text := c.text(i, values)
		if text == "" || strings.Trim(text, "-–— ") == "" { // "--" is how reports write nothing
			continue
		}
		amount, err = readNumber(text, c.decimal)
		if err != nil {
			return 0, false, fmt.Errorf("column %s: %w", c.names[i], err)
		}
		return amount, true, nil
	}
	return 0, false, nil
}

// moment finds a row's time in its columns.
type moment struct {
	at, clock, zones []int
	order, format    string
	zone             *time.Location
}

func (m *moment) read(c *columns, values []string) (milliseconds int64, found bool, err error) {
	text := c.first(m.at, values)
	if text == "" {
		return 0, false, nil
	}
	if clock := c.first(m.clock, values); clock != "" {
		text += " " + clock
	}
	zone := m.zone
	if name := c.first(m.zones, values); name != "" {
		if zone, err = namedZone(name); err != nil {
			return 0, false, err
		}
	}
	if m.format != "" {
		return readFormatted(text, m.format, zone)
	}
	at, ok := readMoment(text, m.order, zone)
	if !ok {
		return 0, false, fmt.Errorf("the time %q cannot be read", text)
	}
	return at, true, nil
}

// tills are the names that point-of-sale programs give to time zones.
var tills = map[string]string{
	"Eastern Time (US & Canada)": "America/New_York", "Central Time (US & Canada)": "America/Chicago", "Mountain Time (US & Canada)": "America/Denver",
	"Pacific Time (US & Canada)": "America/Los_Angeles", "Arizona": "America/Phoenix", "Alaska": "America/Anchorage", "Hawaii": "Pacific/Honolulu",
	"Atlantic Time (Canada)": "America/Halifax", "Newfoundland": "America/St_Johns", "London": "Europe/London", "Dublin": "Europe/Dublin", "Paris": "Europe/Paris",
	"Madrid": "Europe/Madrid", "Amsterdam": "Europe/Amsterdam", "Berlin": "Europe/Berlin", "Tokyo": "Asia/Tokyo", "Sydney": "Australia/Sydney",
	"Melbourne": "Australia/Melbourne", "Brisbane": "Australia/Brisbane", "Perth": "Australia/Perth", "Adelaide": "Australia/Adelaide",
	"EST": "America/New_York", "EDT": "America/New_York", "CST": "America/Chicago", "CDT": "America/Chicago", "MST": "America/Denver", "MDT": "America/Denver",
	"PST": "America/Los_Angeles", "PDT": "America/Los_Angeles", "GMT": "UTC", "BST": "Europe/London", "CET": "Europe/Berlin", "CEST": "Europe/Berlin",
}

func namedZone(name string) (*time.Location, error) {
	if known, ok := tills[name]; ok {
		name = known
	}
	if zone, err := time.LoadLocation(name); err == nil && name != "Local" {
		return zone, nil
	}
	return nil, fmt.Errorf("the time zone %q is not known", name)
}

var errNobody = errors.New("the row names no customer: it has no e-mail address, phone number or customer number")
