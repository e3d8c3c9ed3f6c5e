package insights

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/understand/query"
)

// nouns are what people call the events.
var nouns = map[string]string{
	event.PageViewed: "page views", event.ScreenViewed: "screen views", "Order Completed": "orders", "Product Viewed": "product views", "Product List Viewed": "views of product lists",
	"Product Added": "products put into carts", "Cart Viewed": "cart views", "Checkout Started": "checkouts started", "Signed Up": "sign-ups", "Signed In": "sign-ins",
	"Trial Started": "trials started", "Subscription Started": "new subscriptions", "Subscription Renewed": "renewals", "Subscription Cancelled": "cancelled subscriptions",
	"Booking Started": "bookings started", "Booking Completed": "bookings", "Membership Started": "new memberships", "Newsletter Subscribed": "newsletter sign-ups",
	"Meeting Booked": "meetings booked", "Lead Qualified": "qualified leads", "Deal Created": "new deals", "Deal Won": "deals won", "Form Submitted": "forms sent",
	"Order Refunded": "refunds", "Account Created": "new accounts", "Content Viewed": "articles viewed", "Content Finished": "articles finished", "Service Viewed": "views of services",
	"Support Contacted": "requests for support", "Whitepaper Downloaded": "whitepapers downloaded",
}

// speaker writes the sentences of one metric.
type speaker struct {
	noun     string // "orders"
	money    string // currency of sums of value, or empty
	fraction bool
}

func speak(s Series, currency string) speaker {
	out := speaker{noun: nouns[event.Canonical(s.Event)], fraction: s.kind() != counts}
	switch {
	case s.Name != "" && s.Name != Sessions:
		out.noun = "“" + s.Name + "”"
	case s.Measure == Sessions && s.Title() == query.AnyEvent:
		out.noun = "visits"
	case s.Measure == "customers" && s.Title() == query.AnyEvent:
		out.noun = "visitors"
	case out.noun == "":
		out.noun = "“" + s.Title() + "” events"
	}
	switch name, path, ofPath := strings.Cut(s.Measure, ":"); {
	case s.Name != "":
	case s.Measure == Sessions && s.Title() != query.AnyEvent:
		out.noun = "visits with " + out.noun
	case s.Measure == "customers" && s.Title() != query.AnyEvent:
		out.noun = "customers with " + out.noun
	case ofPath:
		out.noun = map[string]string{"sum": "total", "avg": "average", "p50": "median", "p95": "95th percentile"}[name] + " " + strings.TrimPrefix(path, "properties.") + " of " + out.noun
	}
	if strings.HasSuffix(s.Measure, ":value") {
		out.money = currency
	}
	return out
}

// number writes a number with its thousands apart.
func (w speaker) number(v float64) string {
	digits := 0
	if math.Abs(v) < 100 && v != math.Trunc(v) {
		digits = 1
	}
	text := strconv.FormatFloat(math.Abs(v), 'f', digits, 64)
	whole, rest, _ := strings.Cut(text, ".")
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest != "" {
		whole += "." + rest
	}
	if v < 0 {
		whole = "−" + whole
	}
	if w.money != "" {
		whole += " " + w.money
	}
	return whole
}

// expected writes a range.
func (w speaker) expected(lo, hi float64) string {
	if w.number(lo) == w.number(hi) {
		return w.number(lo)
	}
	bare := w
	bare.money = ""
	return bare.number(lo) + " to " + w.number(hi)
}

func spoken(d date) string { return d.at().Format("Monday 2 January") }

// sentence says a finding in one sentence.
func (w speaker) sentence(h *history, f finding, cause why) string {
	named := strings.HasPrefix(w.noun, "“") && !strings.HasSuffix(w.noun, "events") || w.fraction
	var text string
	switch {
	case f.kind == Shift && named:
		text = fmt.Sprintf("Since %s %s has been about %s a day, where %s were expected", spoken(h.days[f.day]), theNoun(w.noun), w.number(w.round(f.value)), w.expected(w.round(f.lo), w.round(f.hi)))
	case f.kind == Shift:
		text = fmt.Sprintf("Since %s there have been about %s %s a day, where %s were expected", spoken(h.days[f.day]), w.number(w.round(f.value)), w.noun, w.expected(w.round(f.lo), w.round(f.hi)))
	case named:
		text = fmt.Sprintf("On %s %s was %s, where %s was expected", spoken(h.days[f.day]), theNoun(w.noun), w.number(f.value), w.expected(f.lo, f.hi))
	default:
		verb := "were"
		if f.value == 1 {
			verb = "was"
		}
		text = fmt.Sprintf("On %s there %s %s %s, where %s were expected", spoken(h.days[f.day]), verb, w.count(f.value), w.noun, w.expected(f.lo, f.hi))
	}
	if f.kind == Shift && f.to < len(h.days) && f.to-f.from < 28 {
		text = strings.Replace(text, "Since "+spoken(h.days[f.day])+" there have been", "From "+spoken(h.days[f.day])+" to "+spoken(h.days[f.to-1])+" there were", 1)
	}
	if name := h.holiday[f.day]; name != "" && f.kind != Shift {
		text += " (" + name + ")"
	}
	switch {
	case cause.driver != nil:
		text += "; " + cause.driver.Text
	case cause.alike:
		text += "; everywhere alike"
	}
	return text + "."
}

func theNoun(noun string) string {
	if strings.HasPrefix(noun, "“") {
		return noun
	}
	return "the " + noun
}

func (w speaker) count(v float64) string {
	if v == 0 {
		return "no"
	}
	return w.number(v)
}

// round keeps means of days from looking more exact than they are.
func (w speaker) round(v float64) float64 {
	if v >= 20 {
		return math.Round(v)
	}
	return math.Round(v*10) / 10
}

// share says how much of a change something is.
func share(explains float64) string {
	switch {
	case explains >= 0.9:
		return "almost all of it"
	case explains >= 0.7:
		return "most of it"
	}
	return "more than half of it"
}

// phrases say what a dimension's value is.
var phrases = map[string]string{
	"channel": "the channel %s", "source": "the source %s", "medium": "the medium %s", "campaign": "the campaign %s", "referrer_host": "people who came from %s",
	"landing_page": "visits that began on %s", "page": "the page %s", "country": "people in %s", "device": "%s devices", "os": "%s", "browser": "%s",
	"language": "people whose language is %s", "new_or_returning": "%s visitors",
}

func phrase(property, value string) string {
	if format, ok := phrases[property]; ok {
		return fmt.Sprintf(format, value)
	}
	name := strings.TrimPrefix(strings.TrimPrefix(property, "properties."), "traits.")
	return strings.ReplaceAll(name, "_", " ") + " " + value
}

// fallen tells whether there was less than expected.
func (f finding) fallen() bool { return f.value < f.mean }

func (d *Driver) say(f finding) {
	did := "is"
	if f.fallen() {
		did = "is missing from"
	}
	d.Text = share(d.Explains) + " " + did + " " + phrase(d.Property, fmt.Sprint(d.Value))
}

// civil reads a day as an answer shows it.
func civil(text string) (date, error) {
	t, err := time.Parse(time.DateOnly, text)
	return dateOf(t), err
}
