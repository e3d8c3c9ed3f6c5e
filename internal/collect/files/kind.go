package files

import (
	"strings"

	"wend/internal/problem"
)

// Kind says what the rows of a file are.
type Kind string

// The kinds. Orders become "Order Completed" events of their customers; costs
// are what advertising cost and belong to no customer.
const (
	Events    Kind = "events"
	Customers Kind = "customers"
	Orders    Kind = "orders"
	Costs     Kind = "costs"
)

// Kinds are all of them.
var Kinds = []Kind{Events, Customers, Orders, Costs}

// ParseKind reads a kind's name; empty leaves it to be found out.
func ParseKind(text string) (Kind, error) {
	switch k := Kind(text); k {
	case "", Events, Customers, Orders, Costs:
		return k, nil
	}
	return "", problem.At("/kind", "%q is no kind of file: use events, customers, orders or costs.", text)
}

// The meanings that a column can have. Some take a name after a colon, as in
// "trait:city"; the column's own name stands where that is missing.
const (
	Ignore = "ignore"

	// Of events, customers and orders: who it is, and when.
	UserID      = "user_id"
	AnonymousID = "anonymous_id"
	Email       = "email"
	Phone       = "phone"
	ID          = "id" // id:KIND, an identifier of the source's own kind
	Time        = "time"
	Clock       = "clock"    // the time of day, where the date stands in a column of its own
	Zone        = "timezone" // where that is meant
	MessageID   = "message_id"
	Trait       = "trait"
	Consent     = "consent" // consent:email_marketing
	Property    = "property"
	Context     = "context"

	// Of events.
	Event      = "event"
	Type       = "type"
	PreviousID = "previous_id"
	GroupID    = "group_id"

	// Of orders. "product:name", "product:price" … are of a line of the order.
	OrderID     = "order_id"
	Status      = "status"
	Line        = "line" // "order", "item" or "skip", after translation
	Total       = "total"
	Currency    = "currency"
	Subtotal    = "subtotal"
	Tax         = "tax"
	Shipping    = "shipping"
	Discount    = "discount"
	Coupon      = "coupon"
	Refunded    = "refunded"
	CancelledAt = "cancelled_at"
	RefundedAt  = "refunded_at"
	Refunds     = "refunds" // each with its amount and date: amount:5|reason:…|date:…;…
	Product     = "product"
	Value       = "value" // of events as well

	// Of costs.
	Day         = "day"
	Until       = "until" // the last day, of a row over several
	Source      = "source"
	Medium      = "medium"
	Campaign    = "campaign"
	Cost        = "cost"
	Clicks      = "clicks"
	Impressions = "impressions"
)

// meanings lists which meanings make sense for which kind; true: a name may
// follow after a colon.
var meanings = map[Kind]map[string]bool{
	Events: {Ignore: false, Event: false, Type: false, UserID: false, AnonymousID: false, PreviousID: false, GroupID: false, Email: false, Phone: false, ID: true,
		Time: false, Clock: false, Zone: false, MessageID: false, Value: false, Property: true, Context: true, Trait: true, Consent: true},
	Customers: {Ignore: false, UserID: false, AnonymousID: false, Email: false, Phone: false, ID: true, Time: false, Clock: false, Zone: false, MessageID: false, Trait: true, Consent: true},
	Orders: {Ignore: false, OrderID: false, Status: false, Line: false, UserID: false, AnonymousID: false, Email: false, Phone: false, ID: true, Time: false, Clock: false, Zone: false, MessageID: false,
		Total: false, Currency: false, Subtotal: false, Tax: false, Shipping: false, Discount: false, Coupon: false, Refunded: false, RefundedAt: false, Refunds: false, CancelledAt: false,
		Product: true, Property: true, Trait: true, Consent: true},
	Costs: {Ignore: false, Day: false, Until: false, Source: false, Medium: false, Campaign: false, Cost: false, Currency: false, Clicks: false, Impressions: false},
}

// splitMeaning takes the name off a meaning.
func splitMeaning(meaning string) (what, name string) {
	what, name, _ = strings.Cut(meaning, ":")
	return what, name
}

// known tells whether a meaning makes sense for a kind.
func known(kind Kind, meaning string) bool {
	what, name := splitMeaning(meaning)
	named, ok := meanings[kind][what]
	return ok && (named || name == "") && (name != "" || what != ID && what != Product && what != Consent)
}
