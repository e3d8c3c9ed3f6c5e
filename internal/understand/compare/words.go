package compare

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode"

	"wend/internal/event"
)

// titles are what people call properties.
var titles = map[string]string{
	"os": "System", "landing_page": "Landing page", "new_or_returning": "First visit in the range", "hour": "Mostly there", "weekday": "Mostly on",
	"referrer_host": "Referrer", "country": "Country", "device": "Device",
}

// title is what people call a property: its last part, in words.
func title(property string) string {
	if name, known := titles[property]; known {
		return name
	}
	name := property[strings.LastIndexByte(property, '.')+1:]
	var b strings.Builder
	for i, r := range name {
		switch {
		case r == '_' || r == '-':
			r = ' '
		case unicode.IsUpper(r) && i > 0:
			b.WriteByte(' ')
			r = unicode.ToLower(r)
		case i == 0:
			r = unicode.ToUpper(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

var weekdays = []string{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"}

// word is what people call a value.
func word(property string, v event.Value) string {
	switch {
	case property == "weekday" && v.Kind == event.Number && v.Num >= 1 && v.Num <= 7:
		return weekdays[int(v.Num)-1]
	case property == "new_or_returning" && v.Text == "new":
		return "their first ever"
	case property == "new_or_returning":
		return "they came back"
	case v.Kind == event.Bool && v.Num == 1:
		return "yes"
	case v.Kind == event.Bool:
		return "no"
	}
	return shorten(v.String())
}

const longestWord = 80

func shorten(text string) string {
	runes := []rune(text)
	if len(runes) <= longestWord {
		return text
	}
	return string(runes[:longestWord-1]) + "…"
}

// sentence says a row in words.
func (r *Row) sentence(names [2]string) string {
	text := fmt.Sprintf("%s: %s of %s, %s of %s", r.Name, percent(r.A.Value), names[0], percent(r.B.Value), names[1])
	if r.Unit != "share" || r.Of.Metric == metrics[bounces].key {
		text = fmt.Sprintf("%s: %s in %s, %s in %s on average", r.Name, amount(r.Unit, r.A.Value), names[0], amount(r.Unit, r.B.Value), names[1])
	}
	switch {
	case r.Defining:
		return text + ", as the groups were chosen."
	case !r.Enough:
		return text + "; too few to compare."
	}
	difference, low, high := *r.Difference, r.Interval.Low, r.Interval.High
	more := "more"
	if difference < 0 {
		difference, low, high, more = -difference, -high, -low, "less"
	}
	chance := ""
	if !r.Beyond {
		chance = "; that may be chance"
	}
	if r.Unit == "share" {
		return fmt.Sprintf("%s (%s points %s, 95%% interval %s to %s%s).", text, number(100*difference), more, number(100*low), number(100*high), chance)
	}
	text = fmt.Sprintf("%s (%s %s, 95%% interval %s%s).", text, amount(r.Unit, difference), more, span(r.Unit, low, high), chance)
	if a, b := r.A.Median, r.B.Median; a != nil && b != nil {
		text += fmt.Sprintf(" Half of %s have at most %s, half of %s at most %s.", names[0], amount(r.Unit, a.Value), names[1], amount(r.Unit, b.Value))
	}
	return text
}

func percent(share float64) string {
	points := 100 * share
	if points > 0 && points < 0.95 || points > 99.05 && points < 100 {
		return strconv.FormatFloat(points, 'f', 1, 64) + "%"
	}
	return strconv.FormatFloat(points, 'f', 0, 64) + "%"
}

// amount is a number with its unit.
func amount(unit string, v float64) string {
	scale, name := scaled(unit, v)
	if unit == "share" {
		return percent(v)
	}
	return number(v/scale) + name
}

// span is an interval with its unit.
func span(unit string, low, high float64) string {
	scale, name := scaled(unit, max(math.Abs(low), math.Abs(high)))
	return number(low/scale) + " to " + number(high/scale) + name
}

// scaled is how a number of a unit is shown.
func scaled(unit string, v float64) (scale float64, name string) {
	switch {
	case unit == "seconds" && math.Abs(v) >= 120:
		return 60, " minutes"
	case unit == "seconds" || unit == "days":
		return 1, " " + unit
	}
	return 1, ""
}

// number shows as many places as tell something.
func number(v float64) string {
	places := 0
	switch size := math.Abs(v); {
	case size < 0.005:
		return "0"
	case size < 1:
		places = 2
	case size < 10:
		places = 1
	}
	return strings.ReplaceAll(strconv.FormatFloat(v, 'f', places, 64), "-", "−")
}
