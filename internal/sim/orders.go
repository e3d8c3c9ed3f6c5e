package sim

import "strconv"

// order is what somebody bought, on the website or in the store.
type order struct {
	person   int32
	number   int
	items    [3]item
	count    int
	subtotal int // cents, of the items at their full price
	off      int // cents of discount
	coupon   string
	shipping int
}

// newOrder begins an order with the next number, which no other order gets even
// where this one does not come about.
func (s *retail) newOrder(person int32) *order {
	s.numbered++
	s.orders = append(s.orders, order{person: person, number: 40_000 + s.numbered})
	return &s.orders[len(s.orders)-1]
}

func (o *order) add(it item) {
	if o.count < len(o.items) {
		o.items[o.count] = it
		o.count++
	}
}

func (s *retail) orderID(number int) string { return s.shop.order + strconv.Itoa(number) }

// discount takes a share off the items' prices.
func (s *retail) discount(o *order, share float64, coupon string) {
	o.off = int(float64(s.sum(o)) * share)
	o.coupon = coupon
}

func (s *retail) sum(o *order) int {
	o.subtotal = 0
	for _, it := range o.items[:o.count] {
		o.subtotal += s.shop.products[it.product].cents * int(it.quantity)
	}
	return o.subtotal
}

func (o *order) revenue() int { return o.subtotal - o.off }
func (o *order) total() int   { return o.revenue() + o.shipping }

// write writes the members of an Order Completed or Checkout Started.
func (s *retail) writeOrder(o *order, b *writer) {
	s.sum(o)
	b.text(`"order_id":"`).text(s.orderID(o.number)).text(`","revenue":`).cents(o.revenue()).text(`,"total":`).cents(o.total()).
		text(`,"shipping":`).cents(o.shipping).text(`,"tax":`).cents(o.total() * s.shop.tax / (100 + s.shop.tax)).text(`,"discount":`).cents(o.off).
		text(`,"currency":"`).text(s.config.Currency)
	if o.coupon != "" {
		b.text(`","coupon":"`).text(o.coupon)
	}
	b.text(`","products":`)
	s.writeItems(b, o.items[:o.count])
}

func (s *retail) writeItems(b *writer, items []item) {
	b.text(`[`)
	for i, it := range items {
		if i > 0 {
			b.text(`,`)
		}
		b.text(`{`).text(s.shop.products[it.product].json).text(`,"quantity":`).number(int(it.quantity)).text(`}`)
	}
	b.text(`]`)
}
