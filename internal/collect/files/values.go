package files

import (
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"wend/internal/collect/protocol"
)

// readAmount reads a number as people and programs write it: "€1,234.50",
// "1.234,50 EUR", "CHF 1'234.50", "(12.00)", "-5". decimal is the file's decimal
// sign, "." or ","; empty: by the number's own form. It answers a JSON number.
func readAmount(text, decimal string) (string, error) {
	digits, negative := strings.Builder{}, false
	point, commas, lastComma := -1, 0, -1
	text = strings.TrimSpace(text)
	for i, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits.WriteRune(r)
		case r == '-' || r == '−' || r == '(':
			if digits.Len() > 0 && (r == '(' || i+utf8.RuneLen(r) < len(text)) { // "5-" is how ledgers write it
				return "", fmt.Errorf("%q is no amount", text)
			}
			negative = true
		case r == '.' || r == ',':
			if decimal == "" {
				if r == ',' {
					commas, lastComma = commas+1, digits.Len()
				} else if point >= 0 { // 1.234.567: thousands
					point = -2
				} else if point == -1 {
					point = digits.Len()
				}
			} else if string(r) == decimal {
				if point >= 0 {
					return "", fmt.Errorf("%q is no amount", text)
				}
				point = digits.Len()
			}
		case r == '\'' || r == '’' || r == ')' || r == '+' || r == '%' || unicode.IsSpace(r) || unicode.Is(unicode.Sc, r) || unicode.IsLetter(r):
		default:
			return "", fmt.Errorf("%q is no amount", text)
		}
	}
	whole := digits.String()
	if whole == "" || len(whole) > 30 || countWords(text) > 1 {
		return "", fmt.Errorf("%q is no amount", text)
	}
	if decimal == "" {
		point = ownPoint(len(whole), point, commas, lastComma)
	}
	fraction := ""
	if point >= 0 && point <= len(whole) {
		whole, fraction = whole[:point], whole[point:]
	}
	whole, fraction = strings.TrimLeft(whole, "0"), strings.TrimRight(fraction, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction != "" {
		whole += "." + fraction
	}
	if negative && whole != "0" {
		whole = "-" + whole
	}
	return whole, nil
}

// ownPoint finds the decimal sign of a number by itself. The later of two
// signs is it; a single comma is one unless three digits follow it.
func ownPoint(length, point, commas, lastComma int) int {
	switch {
	case commas == 0 || point >= 0 && lastComma < point:
		return max(point, -1)
	case commas == 1 && (point != -1 || length-lastComma != 3):
		return lastComma
	}
	return -1
}

// countWords counts runs of letters: an amount has one currency at most.
func countWords(text string) (n int) {
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) }) {
		if n++; len(word) > 4 {
			return 2
		}
	}
	return n
}

// readNumber is readAmount as a number.
func readNumber(text, decimal string) (float64, error) {
	amount, err := readAmount(text, decimal)
	if err != nil {
		return 0, err
	}
	return strconv.ParseFloat(amount, 64)
}

// readYes reads an answer to "may we?" as programs write it. ok is false where
// it is neither.
func readYes(text string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "yes", "true", "1", "y", "ja", "oui", "sí", "si", "subscribed", "opted in", "opted_in", "opt-in", "opt_in", "accepted", "confirmed", "marketing contact", "on":
		return true, true
	case "no", "false", "0", "n", "nein", "non", "nee", "unsubscribed", "never_subscribed", "never subscribed", "opted out", "opted_out", "opt-out", "opt_out", "declined", "cleaned", "non-marketing contact", "suppressed", "off":
		return false, true
	}
	return false, false
}

// The order in which dates of digits are written, where it is not year first.
const (
	DayFirst   = "dmy"
	MonthFirst = "mdy"
)

// worded are the ways of writing dates that name the month.
var worded = []string{
	"Jan 2, 2006, 3:04:05 PM", "Jan 2, 2006, 3:04 PM", "Jan 2, 2006 3:04 PM", "Jan 2, 2006 15:04", "Jan 2, 2006", "January 2, 2006", "January 2, 2006 3:04 PM",
	"2 Jan 2006 15:04:05", "2 Jan 2006 15:04", "2 Jan 2006", "2 January 2006", "02-Jan-2006", "Mon, 2 Jan 2006 15:04:05 -0700", "Mon, Jan 2, 2006",
}

// readMoment reads a date or a time in any usual form. Where it names no zone,
// zone is it; order says how digits are ordered that could be either.
func readMoment(text, order string, zone *time.Location) (milliseconds int64, ok bool) {
	text = strings.TrimSpace(text)
	if bare, cut := strings.CutSuffix(text, " UTC"); cut {
		text, zone = bare, time.UTC
	}
	if len(text) >= 10 && text[4] == '/' && text[7] == '/' {
		text = text[:4] + "-" + text[5:7] + "-" + text[8:]
	}
	if at, ok := protocol.ParseTime([]byte(text)); ok {
		if zone != time.UTC && !hasOffset(text) && !allDigits(text) {
			at = inZone(at, zone)
		}
		return at, true
	}
	if allDigits(text) {
		return readDigits(text, zone)
	}
	if at, ok := readDate(text, order, zone); ok {
		return at, true
	}
	for _, layout := range worded {
		if at, err := time.ParseInLocation(layout, text, zone); err == nil {
			return at.UnixMilli(), true
		}
	}
	return 0, false
}

func allDigits(text string) bool {
	return text != "" && strings.Trim(text, "0123456789") == ""
}

// readDigits reads 20240131, and seconds, milliseconds or microseconds since 1970.
func readDigits(text string, zone *time.Location) (milliseconds int64, ok bool) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0, false
	}
	switch len(text) {
	case 8:
		at, err := time.ParseInLocation("20060102", text, zone)
		return at.UnixMilli(), err == nil
	case 9, 10:
		return n * 1000, true
	case 16:
		return n / 1000, true
	}
	return 0, false
}

// readDate reads 31.12.2024, 12/31/24 5:06 PM and their like.
func readDate(text, order string, zone *time.Location) (milliseconds int64, ok bool) {
	date, clock, _ := strings.Cut(strings.Replace(text, ",", "", 1), " ")
	parts := strings.FieldsFunc(date, func(r rune) bool { return r == '.' || r == '/' || r == '-' })
	if len(parts) != 3 {
		return 0, false
	}
	var n [3]int
	for i, part := range parts {
		var err error
		if n[i], err = strconv.Atoi(part); err != nil || n[i] < 0 {
			return 0, false
		}
	}
	day, month, year := n[0], n[1], n[2]
	if order == MonthFirst || order == "" && strings.Contains(date, "/") && n[0] <= 12 {
		day, month = month, day
	}
	if len(parts[2]) == 2 {
		year += 2000
	}
	if year < 1900 || year > 9999 || month < 1 || month > 12 || day < 1 {
		return 0, false
	}
	seconds, ok := readClock(strings.TrimSpace(clock))
	at := time.Date(year, time.Month(month), day, 0, 0, seconds, 0, zone)
	if !ok || at.Month() != time.Month(month) {
		return 0, false
	}
	return at.UnixMilli(), true
}

// readClock reads a time of day, 17:06, 17:06:09 or 5:06 PM, in seconds; empty
// is midnight.
func readClock(text string) (seconds int, ok bool) {
	if text == "" {
		return 0, true
	}
	for _, layout := range []string{"15:04:05", "15:04", "3:04:05 PM", "3:04 PM", "3:04:05PM", "3:04PM", "15.04"} {
		if at, err := time.Parse(layout, strings.ToUpper(text)); err == nil {
			return at.Hour()*3600 + at.Minute()*60 + at.Second(), true
		}
	}
	return 0, false
}

func dayOf(milliseconds int64, zone *time.Location) string {
	return time.UnixMilli(milliseconds).In(zone).Format(time.DateOnly)
}

// daysBetween lists the days of a period, both ends included; nil beyond a year.
func daysBetween(from, until int64, zone *time.Location) (days []string) {
	last := dayOf(until, zone)
	for day := time.UnixMilli(from).In(zone); ; day = day.AddDate(0, 0, 1) {
		if len(days) > 366 {
			return nil
		}
		days = append(days, day.Format(time.DateOnly))
		if days[len(days)-1] >= last {
			return days
		}
	}
}
