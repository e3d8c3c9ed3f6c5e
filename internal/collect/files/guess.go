package files

import (
	"fmt"
	"regexp"
	"strings"
	"time"
)

// Reading is how Wend understands a file.
type Reading struct {
	Shape *Shape // nil where the file is none that is known
	Kind  Kind
	Map   *Map
	// Reasons say, by column, why it was taken for what it is.
	Reasons map[string]string
}

// Defaults are the workspace's own, for files that do not say.
type Defaults struct {
	Timezone string `json:"timezone"`
	Currency string `json:"currency"`
}

// propose says what a file with these columns and first rows is. kind is what
// the person said, or empty.
func propose(names []string, rows [][]string, kind Kind, filename string, defaults Defaults) (*Reading, error) {
	if shape := shapeOf(names); shape != nil && (kind == "" || kind == shape.Kind) {
		r := &Reading{Shape: shape, Kind: shape.Kind, Map: shape.mapping(names), Reasons: map[string]string{}}
		for _, name := range names {
			r.Reasons[name] = "As in every " + strings.TrimPrefix(strings.TrimPrefix(shape.Title, "a "), "an ") + "."
		}
		r.Map.settle(names, rows, r.Kind, defaults)
		r.mailingList(filename)
		return r, nil
	}
	g := newGuess(names, rows)
	if kind == "" {
		kind = g.kind()
	}
	r := &Reading{Kind: kind, Map: &Map{Columns: map[string]string{}}, Reasons: map[string]string{}}
	taken := map[string]bool{}
	for i, name := range names {
		meaning, reason := g.meaning(i, kind)
		if what, _ := splitMeaning(meaning); taken[meaning] && !mayRepeat[what] {
			meaning, reason = r.Map.rest(kind), fmt.Sprintf("Another column was taken for this already (%s).", reason)
		}
		taken[meaning] = true
		r.Map.Columns[name], r.Reasons[name] = meaning, reason
	}
	r.Map.settle(names, rows, kind, defaults)
	if kind == Events && !taken[Event] {
		r.Map.Event = "" // a page view, unless the person says otherwise
	}
	return r, nil
}

// mayRepeat are meanings that several columns may have.
var mayRepeat = map[string]bool{Ignore: true, Property: true, Trait: true}

// mailingList reads what Mailchimp writes into the file's name only.
func (r *Reading) mailingList(filename string) {
	if r.Shape.Name != "mailchimp_contacts" {
		return
	}
	switch name := strings.ToLower(filename); {
	case strings.Contains(name, "unsubscribed"), strings.Contains(name, "cleaned"):
		r.Map.Consent = map[string]bool{"email_marketing": false}
	case strings.Contains(name, "subscribed"):
		r.Map.Consent = map[string]bool{"email_marketing": true}
	}
}

// settle finds how dates and amounts are written, and fills in the workspace's own.
func (m *Map) settle(names []string, rows [][]string, kind Kind, defaults Defaults) {
	if m.Timezone == "" {
		m.Timezone = defaults.Timezone
	}
	if m.Currency == "" && (kind == Orders || kind == Costs) {
		m.Currency = defaults.Currency
	}
	var dates, amounts []string
	for i, name := range names {
		what, detail := splitMeaning(m.Columns[name])
		for _, row := range rows {
			if i >= len(row) || row[i] == "" {
				continue
			}
			switch {
			case what == Time || what == Day:
				dates = append(dates, row[i])
			case what == Cost || what == Value || what == Total || what == Subtotal || what == Tax || what == Shipping || what == Product && (detail == "price" || detail == "total"):
				amounts = append(amounts, row[i])
			}
		}
	}
	if order := dateOrder(dates); order != "" {
		m.Dates = order
	}
	if m.Decimal == "" {
		m.Decimal = decimalSign(amounts)
	}
}

var digitDate = regexp.MustCompile(`^(\d{1,2})[./-](\d{1,2})[./-](\d{2,4})\b`)

// dateOrder is the order of digits that fits all dates: a number beyond 12 is
// no month. Where every date fits both, dots and dashes mean day first.
func dateOrder(dates []string) string {
	dayFirst, monthFirst, seen, slashes := true, true, false, false
	for _, date := range dates {
		parts := digitDate.FindStringSubmatch(strings.TrimSpace(date))
		if parts == nil {
			continue
		}
		seen = true
		slashes = slashes || strings.Contains(parts[0], "/")
		if len(parts[1]) == 2 && parts[1] > "12" {
			monthFirst = false
		}
		if len(parts[2]) == 2 && parts[2] > "12" {
			dayFirst = false
		}
	}
	switch {
	case !seen || dayFirst == monthFirst && slashes:
		return ""
	case dayFirst:
		return DayFirst
	}
	return MonthFirst
}

var (
	commaCents = regexp.MustCompile(`\d,\d{1,2}\b(?:[^\d,.]|$)`)
	pointCents = regexp.MustCompile(`\d\.\d{1,2}\b(?:[^\d,.]|$)`)
)

// decimalSign is the sign before the cents, where all amounts agree on one.
func decimalSign(amounts []string) string {
	commas, points := 0, 0
	for _, amount := range amounts {
		if commaCents.MatchString(amount) {
			commas++
		}
		if pointCents.MatchString(amount) {
			points++
		}
	}
	switch {
	case commas > 0 && points == 0:
		return ","
	case points > 0 && commas == 0:
		return "."
	}
	return ""
}

// guess looks at columns that no shape explains.
type guess struct {
	names  []string
	looks  []look
	folded []string
}

// look is what a column's values are, where nearly all of them are.
type look int

const (
	likeText look = iota
	likeNothing
	likeEmail
	likePhone
	likeTime
	likeMoney // with a currency or cents
	likeNumber
	likeAddress // of a page
	likeName    // words and no digit, as people are called
)

var (
	emailForm = regexp.MustCompile(`^[^@\s]+@[^@\s]+\.[^@\s]+$`)
	phoneForm = regexp.MustCompile(`^(\+|00|0|\(0)[\d ()/.-]{6,18}$`)
	nameForm  = regexp.MustCompile(`^\p{L}[\p{L}.'’-]*(,? \p{L}[\p{L}.'’-]*)+$`)
	moneyForm = regexp.MustCompile(`^-?(\p{Sc}|[A-Z]{3})? ?-?[\d.,' ]*\d([.,]\d{2})? ?(\p{Sc}|[A-Z]{3})?$`)
)

func newGuess(names []string, rows [][]string) *guess {
	g := &guess{names: names, looks: make([]look, len(names)), folded: make([]string, len(names))}
	for i, name := range names {
		g.folded[i] = foldName(name)
		var values []string
		for _, row := range rows {
			if i < len(row) && strings.TrimSpace(row[i]) != "" {
				values = append(values, strings.TrimSpace(row[i]))
			}
		}
		g.looks[i] = lookOf(values)
	}
	return g
}

func lookOf(values []string) look {
	if len(values) == 0 {
		return likeNothing
	}
	counts := map[look]int{}
	for _, value := range values {
		counts[lookOfOne(value)]++
	}
	for l, n := range counts {
		if n*10 >= len(values)*9 {
			return l
		}
	}
	if counts[likeMoney]+counts[likeNumber] == len(values) {
		return likeMoney
	}
	return likeText
}

func lookOfOne(value string) look {
	_, isTime := readMoment(value, "", time.UTC)
	switch {
	case emailForm.MatchString(value):
		return likeEmail
	case strings.HasPrefix(value, "http://") || strings.HasPrefix(value, "https://"):
		return likeAddress
	case isTime && !allDigits(value) || isTime && len(value) >= 10 && value[0] == '1':
		return likeTime
	case allDigits(value) && value[0] != '0' || value == "0":
		return likeNumber
	case phoneForm.MatchString(value):
		return likePhone
	case moneyForm.MatchString(value) && strings.ContainsAny(value, "0123456789"):
		return likeMoney
	case nameForm.MatchString(value):
		return likeName
	}
	return likeText
}

// kind is what the rows are, by what the columns are called.
func (g *guess) kind() Kind {
	has := func(kind Kind, meaning string) bool {
		for _, name := range g.folded {
			if dictionary[kind][name] == meaning {
				return true
			}
		}
		return false
	}
	switch {
	case has(Costs, Cost) && has(Costs, Day) && (has(Costs, Campaign) || has(Costs, Source)):
		return Costs
	case has(Events, Event):
		return Events
	case has(Orders, OrderID) && has(Orders, Time):
		return Orders
	case g.hasLook(likeAddress) && g.hasLook(likeTime):
		return Events
	case has(Orders, Total) && has(Orders, Time) && g.hasLook(likeTime) && (g.hasLook(likeEmail) || has(Orders, UserID)):
		return Orders
	}
	return Customers
}

func (g *guess) hasLook(wanted look) bool {
	for _, l := range g.looks {
		if l == wanted {
			return true
		}
	}
	return false
}

// meaning guesses one column, and says why.
func (g *guess) meaning(i int, kind Kind) (meaning, reason string) {
	if g.names[i] == "" {
		return Ignore, "The column has no name."
	}
	if set, ok := ownNames[canonicalColumn(g.names[i])]; ok && kind != Costs && known(kind, set) {
		return set, "Wend's own name for it."
	}
	if root, path, _ := strings.Cut(g.names[i], "."); path != "" {
		if meaning := objectNames[root] + ":" + path; known(kind, meaning) {
			return meaning, "Wend's own name for it."
		}
	}
	l := g.looks[i]
	if meaning, ok := dictionary[kind][g.folded[i]]; ok && g.plausible(meaning, l) {
		return meaning, fmt.Sprintf("Called %q.", g.names[i])
	}
	switch {
	case l == likeName && dictionary[kind][g.folded[i]] == UserID && known(kind, Trait+":name"):
		return Trait + ":name", "The values are names, and two people may share one."
	case l == likeEmail && known(kind, Email):
		return Email, "The values are e-mail addresses."
	case l == likePhone && known(kind, Phone) && strings.Contains(g.folded[i], "p"):
		return Phone, "The values look like phone numbers."
	case l == likeTime && known(kind, Time) && kind != Customers:
		return Time, "The values are points in time."
	case l == likeTime && kind == Costs:
		return Day, "The values are dates."
	case l == likeAddress && known(kind, Context+":page.url"):
		return Context + ":page.url", "The values are addresses of pages."
	}
	m := Map{}
	switch meaning = m.rest(kind); meaning {
	case Ignore:
		return Ignore, "Not needed."
	case Trait:
		return Trait, "Kept with the customer under its own name."
	}
	return Property, "Kept with the event under its own name."
}

// plausible refuses a meaning that the values speak against.
func (g *guess) plausible(meaning string, l look) bool {
	if l == likeNothing {
		return true
	}
	what, detail := splitMeaning(meaning)
	switch what {
	case Email:
		return l == likeEmail
	case Time, Day, Until:
		return l == likeTime || l == likeNumber
	case Total, Subtotal, Tax, Shipping, Discount, Refunded, Cost, Value, Clicks, Impressions:
		return l == likeMoney || l == likeNumber
	case Product:
		return detail != "price" && detail != "quantity" || l == likeMoney || l == likeNumber
	case Trait:
		return detail != "name" || l == likeText || l == likeName
	case UserID, OrderID:
		return l != likeEmail && l != likeTime && l != likeAddress && (what != UserID || l != likeName)
	}
	return true
}

// objectNames are the objects whose members a column can name, as in "properties.size".
var objectNames = map[string]string{"properties": Property, "traits": Trait, "context": Context}

// ownNames are the names of docs/import.md.
var ownNames = map[string]string{
	"type": Type, "event": Event, "userid": UserID, "anonymousid": AnonymousID, "previousid": PreviousID, "groupid": GroupID, "messageid": MessageID,
	"timestamp": Time, "time": Time, "email": Email, "phone": Phone, "orderid": OrderID,
}
