package files

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"wend/internal/collect/protocol"
)

// message is one message that rows of a file came to. A companion says more
// about what another message brings (who the customer of an order is), and is
// not counted.
type message struct {
	text      []byte
	id        string
	companion bool
	from      row
	number    int64
	aftermath *aftermath // of an order
}

// customerSuffix is the end of the message id of who somebody is.
const customerSuffix = ":customer"

// messages are what an order comes to: the order, and who its customer is.
// What became of the order depends on what is known of it (aftermath).
func (r *orderReader) messages(o *order) []message {
	id := o.messageID
	if id == "" {
		id = protocol.RowID([]byte("order\x1f" + r.namespace + "\x1f" + o.id))
	}
	value, valued := o.value()
	name, amount := "Order Completed", "value"
	switch {
	case o.state() == cancelled:
		name, amount = "Order Cancelled", "amount" // its worth must not count as revenue
	case valued && value < 0:
		name = "Order Refunded"
	}
	list := []message{{text: r.event(o, name, o.at, amount, math.Abs(value), valued, true), id: id, from: o.first, number: o.number}}
	if name == "Order Cancelled" || name == "Order Completed" && len(o.given()) > 0 {
		list[0].aftermath = &aftermath{reader: r, order: o, id: id}
	}
	if text := r.identify(o); text != nil {
		list = append(list, message{text: text, id: id + customerSuffix, companion: true})
	}
	return list
}

func (r *orderReader) event(o *order, name string, at int64, amountName string, amount float64, valued, whole bool) []byte {
	out := protocol.AppendText([]byte(`{"type":"track","event":`), name)
	out = r.who(out, o, at)
	if external := r.context(o, false); len(external) > 2 {
		out = append(append(out, `,"context":`...), external...)
	}
	out = protocol.AppendText(append(out, `,"properties":{"order_id":`...), o.id)
	if valued {
		out = appendNumber(append(protocol.AppendText(append(out, ','), amountName), ':'), amount)
	}
	if currency := firstText(o.currency, r.currency); currency != "" {
		out = protocol.AppendText(append(out, `,"currency":`...), strings.ToUpper(currency))
	}
	if whole {
		out = r.details(out, o)
	}
	return append(out, "}}"...)
}

func firstText(texts ...string) string {
	for _, text := range texts {
		if text != "" {
			return text
		}
	}
	return ""
}

// who writes the message's own identifiers and its time.
func (r *orderReader) who(out []byte, o *order, at int64) []byte {
	if o.customer.userID != "" {
		out = protocol.AppendText(append(out, `,"userId":`...), o.customer.userID)
	}
	if o.customer.anonymousID != "" {
		out = protocol.AppendText(append(out, `,"anonymousId":`...), o.customer.anonymousID)
	}
	return strconv.AppendInt(append(out, `,"timestamp":`...), at, 10)
}

// details are the parts of the order.
func (r *orderReader) details(out []byte, o *order) []byte {
	for _, meaning := range []string{Subtotal, Tax, Shipping, Discount} {
		if amount, ok := o.amounts[meaning]; ok {
			out = appendNumber(append(protocol.AppendText(append(out, ','), meaning), ':'), math.Abs(amount))
		}
	}
	if o.coupon != "" {
		out = protocol.AppendText(append(out, `,"coupon":`...), o.coupon)
	}
	if o.status != "" {
		out = protocol.AppendText(append(out, `,"status":`...), o.status)
	}
	for _, p := range o.properties {
		out = protocol.AppendText(append(protocol.AppendText(append(out, ','), p.name), ':'), p.value)
	}
	if len(o.products) > 0 {
		out = append(out, `,"products":[`...)
		for _, product := range o.products {
			out = append(comma(out), product...)
		}
		out = append(out, ']')
	}
	return out
}

// context holds further identifiers, the channel and, of the customer, consent.
func (r *orderReader) context(o *order, customer bool) []byte {
	out := []byte{'{'}
	if r.channel != "" && !customer {
		out = protocol.AppendText(append(out, `"channel":`...), r.channel)
	}
	opened := false
	for _, other := range o.customer.others {
		if customer && (other.name == Email || other.name == Phone) {
			continue // traits, there
		}
		if !opened {
			out, opened = append(comma(out), `"externalIds":[`...), true
		}
		out = protocol.AppendText(append(comma(out), `{"id":`...), other.value)
		out = append(protocol.AppendText(append(out, `,"type":`...), other.name), '}')
	}
	if opened {
		out = append(out, ']')
	}
	if consent := r.consents(o); customer && len(consent) > 0 {
		out = append(comma(out), `"consent":{"categoryPreferences":{`...)
		for _, c := range consent {
			out = append(append(protocol.AppendText(comma(out), c.name), ':'), c.value...)
		}
		out = append(out, "}}"...)
	}
	return append(out, '}')
}

func (r *orderReader) consents(o *order) []pair {
	list := slices.Clone(o.customer.consent)
	for purpose, given := range r.consent {
		list = set(list, purpose, strconv.FormatBool(given))
	}
	return list
}

// identify says what an order tells of its customer; nil where that is nothing
// but identifiers.
func (r *orderReader) identify(o *order) []byte {
	if len(o.customer.traits) == 0 && len(r.consents(o)) == 0 {
		return nil
	}
	out := r.who([]byte(`{"type":"identify"`), o, o.at)
	if external := r.context(o, true); len(external) > 2 {
		out = append(append(out, `,"context":`...), external...)
	}
	out = append(out, `,"traits":{`...)
	for _, other := range o.customer.others {
		if other.name == Email || other.name == Phone {
			out = protocol.AppendText(append(protocol.AppendText(comma(out), other.name), ':'), other.value)
		}
	}
	for _, trait := range o.customer.traits {
		out = protocol.AppendText(append(protocol.AppendText(comma(out), trait.name), ':'), trait.value)
	}
	return append(out, "}}"...)
}
