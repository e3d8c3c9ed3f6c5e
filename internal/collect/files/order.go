package files

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"wend/internal/collect/protocol"
)

// order is one order as the rows of a file tell it: one row, or a row for each
// of its lines.
type order struct {
	id, messageID string
	at            int64
	timed         bool
	status        string
	currency      string
	coupon        string
	customer      customer
	amounts       map[string]float64 // by meaning
	refundedAt    int64
	refunds       []refund // where the file tells them one by one
	cancelled     bool
	cancelledAt   int64    // 0: the file does not say when
	products      [][]byte // JSON
	lines         float64  // what the products come to
	priced        bool     // some product has a price
	properties    []pair
	first         row
	number        int64 // of the first row
}

// customer is whose an order is.
type customer struct {
	userID, anonymousID string
	others              []pair // identifiers by kind
	traits              []pair
	consent             []pair
}

type pair struct{ name, value string }

// amountsOfOrder are the meanings that are amounts of the whole order.
var amountsOfOrder = []string{Total, Subtotal, Tax, Shipping, Discount, Refunded}

// orderReader reads the rows of orders.
type orderReader struct {
	columns   *columns
	channel   string
	currency  string
	namespace string // orders of different shops may have the same number
	consent   map[string]bool
}

// Kinds of lines, as the column with the meaning Line says.
const (
	lineOfOrder = "order"
	lineOfItem  = "item"
	lineToSkip  = "skip"
)

var errSkipped = errors.New("the row is no order and no line of one: left out")

// add takes a row into its order.
func (r *orderReader) add(o *order, values []string) error {
	c := r.columns
	line := ""
	if column := c.all(Line); len(column) > 0 {
		line = c.first(column, values)
	}
	if line != lineOfItem {
		if err := r.head(o, values); err != nil {
			return err
		}
	}
	if line != lineOfOrder {
		return r.product(o, values)
	}
	return nil
}

// head reads what is said of the whole order; the first row that says it counts.
func (r *orderReader) head(o *order, values []string) error {
	c := r.columns
	if !o.timed {
		at, found, err := c.moment.read(c, values)
		if err != nil {
			return err
		}
		o.at, o.timed = at, found
	}
	for _, meaning := range amountsOfOrder {
		if _, known := o.amounts[meaning]; known {
			continue
		}
		amount, ok, err := c.amount(c.all(meaning), values)
		if err != nil {
			return err
		}
		if ok {
			o.amounts[meaning] = amount
		}
	}
	for _, text := range []struct {
		into *string
		what string
	}{{&o.status, Status}, {&o.currency, Currency}, {&o.coupon, Coupon}, {&o.messageID, MessageID}, {&o.customer.userID, UserID}, {&o.customer.anonymousID, AnonymousID}} {
		if *text.into == "" {
			*text.into = c.first(c.all(text.what), values)
		}
	}
	if text := c.first(c.all(CancelledAt), values); text != "" && !o.cancelled {
		o.cancelled = true
		if at, ok := readMoment(text, c.moment.order, c.moment.zone); ok {
			o.cancelledAt = at
		}
	}
	if text := c.first(c.all(RefundedAt), values); text != "" && o.refundedAt == 0 {
		at, ok := readMoment(text, c.moment.order, c.moment.zone)
		if !ok {
			return fmt.Errorf("the time %q cannot be read", text)
		}
		o.refundedAt = at
	}
	if text := c.first(c.all(Refunds), values); text != "" && o.refunds == nil {
		var err error
		if o.refunds, err = readRefunds(text); err != nil {
			return err
		}
	}
	for i, u := range c.uses {
		text := c.text(i, values)
		if text == "" {
			continue
		}
		switch u.what {
		case Email, Phone:
			o.customer.others = set(o.customer.others, u.what, text)
		case ID:
			o.customer.others = set(o.customer.others, u.name, text)
		case Trait:
			o.customer.traits = set(o.customer.traits, u.name, text)
		case Property:
			o.properties = set(o.properties, u.name, text)
		case Consent:
			if yes, ok := readYes(text); ok {
				o.customer.consent = set(o.customer.consent, u.name, strconv.FormatBool(yes))
			}
		}
	}
	return nil
}

// set keeps the first value of a name.
func set(list []pair, name, value string) []pair {
	if slices.ContainsFunc(list, func(p pair) bool { return p.name == name }) {
		return list
	}
	return append(list, pair{name, value})
}

// product reads a line of the order, where the row has one.
func (r *orderReader) product(o *order, values []string) error {
	c := r.columns
	var texts []pair
	numbers := map[string]float64{}
	for i, u := range c.uses {
		if u.what != Product {
			continue
		}
		switch u.name {
		case "quantity", "price", "discount", "total", "tax":
			amount, ok, err := c.amount([]int{i}, values)
			if err != nil {
				return err
			}
			if _, known := numbers[u.name]; ok && !known {
				numbers[u.name] = amount
			}
		case "list":
			if list := c.text(i, values); strings.HasPrefix(list, "[") { // of an export of ours
				o.products = append(o.products, []byte(strings.TrimSpace(list[1:len(list)-1])))
			}
		default:
			if text := c.text(i, values); text != "" {
				texts = set(texts, u.name, text)
			}
		}
	}
	if len(texts) == 0 && len(numbers) < 2 {
		return nil
	}
	quantity, counted := numbers["quantity"]
	if !counted {
		quantity = 1
	}
	price, priced := numbers["price"]
	total, summed := numbers["total"]
	switch {
	case !summed && priced:
		total = price*quantity - math.Abs(numbers["discount"])
	case summed && !priced && quantity != 0:
		price, priced = total/quantity, true
	}
	o.lines, o.priced = o.lines+total+numbers["tax"], o.priced || priced
	out := []byte{'{'}
	for _, text := range texts {
		out = protocol.AppendText(append(protocol.AppendText(comma(out), text.name), ':'), text.value)
	}
	if priced {
		out = appendNumber(append(comma(out), `"price":`...), price)
	}
	if counted {
		out = appendNumber(append(comma(out), `"quantity":`...), quantity)
	}
	o.products = append(o.products, append(out, '}'))
	return nil
}

func comma(out []byte) []byte {
	if last := out[len(out)-1]; last != '{' && last != '[' {
		return append(out, ',')
	}
	return out
}

// appendNumber writes an amount; sums of cents are rounded to what was meant.
func appendNumber(out []byte, amount float64) []byte {
	return strconv.AppendFloat(out, math.Round(amount*1e6)/1e6, 'f', -1, 64)
}

// state is what became of an order.
type state int

const (
	completed state = iota
	refunded        // wholly
	cancelled
	unpaid // it never became an order
)

// states are the words that shops and payment programs use, in lower case.
var states = map[string]state{
	"refunded": refunded, "refund": refunded, "fully refunded": refunded, "return": refunded,
	"cancelled": cancelled, "canceled": cancelled, "voided": cancelled, "void": cancelled, "expired": cancelled, "trash": cancelled,
	"failed": unpaid, "declined": unpaid, "unpaid": unpaid, "draft": unpaid, "checkout-draft": unpaid, "incomplete": unpaid, "requires payment method": unpaid,
	"blocked": unpaid, "early fraud warning": completed, "parked": unpaid, "quote": unpaid,
}

func (o *order) state() state {
	s := states[strings.TrimPrefix(strings.ToLower(o.status), "wc-")]
	if s == completed && o.cancelled {
		return cancelled
	}
	return s
}

// value is what an order is worth: its total, or what its lines come to.
func (o *order) value() (float64, bool) {
	if total, ok := o.amounts[Total]; ok {
		return total, true
	}
	if subtotal, ok := o.amounts[Subtotal]; ok {
		return subtotal + o.amounts[Tax] + o.amounts[Shipping], true
	}
	return o.lines + o.amounts[Tax] + o.amounts[Shipping] - math.Abs(o.amounts[Discount]), o.priced
}

// check says why an order cannot be stored.
func (r *orderReader) check(o *order) error {
	who := o.customer
	switch {
	case o.state() == unpaid:
		return fmt.Errorf("the order's state is %q: it was never paid, and is left out", o.status)
	case !o.timed:
		return errors.New("the order has no time")
	case who.userID == "" && who.anonymousID == "" && len(who.others) == 0:
		return errNobody
	case o.at > time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli():
		return errors.New("the order's time cannot be read")
	}
	return nil
}
