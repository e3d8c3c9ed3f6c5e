package sim

// The planted friction: on a telephone, the payment form breaks for this
// share of the young.
const brokenShare = 0.64

// The planted nudge's code and size.
const (
	nudgeID     = "cart-discount"
	nudgeCoupon = "WELCOME10"
)

// cart looks into the cart and perhaps goes on to the checkout.
func (w *shopper) cart() outcome {
	d, p := w.s.dice, w.p
	w.dwell(10)
	w.visit("/cart", "Your cart")
	w.soon()
	w.track("Cart Viewed").text(`"cart_id":"cart-`).number(int(w.number)).text(`","products":`)
	w.r.writeItems(&w.s.writer, p.cart[:p.inCart])
	w.finish("")
	chance := 0.52 + 0.05*float64(p.interest)
	coupon := false
	if w.r.shop.nudge && w.day.index >= w.s.plan.nudgeDay {
		chance, coupon = w.nudge(chance)
	}
	if d.chance(0.10) {
		it := p.cart[p.inCart-1]
		p.inCart--
		w.dwell(6)
		w.track("Product Removed").text(w.r.shop.products[it.product].json).text(`,"quantity":`).number(int(it.quantity))
		w.finish("")
		if p.inCart == 0 {
			return looked
		}
	}
	if !d.chance(chance * min(w.day.mood, 1.15)) {
		return left
	}
	return w.checkout(coupon)
}

// nudge shows half of the people a discount beside the cart. It helps
// newcomers over the step and annoys those who bought before.
func (w *shopper) nudge(chance float64) (float64, bool) {
	d, p := w.s.dice, w.p
	shown := p.is(shownNudge)
	variant := "control"
	if shown {
		variant = "discount"
	}
	w.soon()
	w.track("Experiment Viewed").text(`"experiment_id":"` + nudgeID + `","experiment_name":"Discount beside the cart","variation_id":"`).text(variant).
		text(`","variation_name":"`).text(variant).text(`"`)
	w.finish("")
	if !shown {
		return chance, false
	}
	w.soon()
	w.track("Promotion Viewed").text(promotion)
	w.finish("")
	if p.purchases > 0 {
		if d.chance(0.5) {
			w.dwell(3)
			w.track("Promotion Dismissed").text(promotion)
			w.finish("")
		}
		p.annoyed += 0.5
		return chance - 0.16, false
	}
	if d.chance(0.5) {
		w.dwell(4)
		w.track("Promotion Clicked").text(promotion)
		w.finish("")
	}
	return chance + 0.16, true
}

const promotion = `"promotion_id":"welcome-10","name":"10 % off your first order, today only","creative":"cart panel","position":"cart"`

// checkout goes from the address to the payment.
func (w *shopper) checkout(coupon bool) outcome {
	s, p, d := w.r, w.p, w.s.dice
	o := s.newOrder(w.number)
	copy(o.items[:], p.cart[:p.inCart])
	o.count = int(p.inCart)
	switch {
	case w.day.sale != nil:
		s.discount(o, w.day.sale.discount, w.day.sale.slug)
	case coupon:
		s.discount(o, 0.10, nudgeCoupon)
	}
	if s.sum(o)-o.off < s.shop.freeFrom {
		o.shipping = s.shop.shipping
	}
	w.dwell(8)
	w.visit("/checkout", "Checkout")
	w.soon()
	w.track("Checkout Started")
	s.writeOrder(o, &s.writer)
	w.finish("")
	w.dwell(30)
	w.sayWho()
	if d.chance(0.17) { // the shipping, the doorbell
		return w.giveUp(left)
	}
	for i := range s.shop.steps {
		if result := w.take(&s.shop.steps[i], i+2); result != looked {
			return w.giveUp(result)
		}
	}
	w.dwell(25)
	w.visit("/checkout/payment", "Payment")
	if w.r.shop.atPayment != nil && w.r.shop.atPayment(w) {
		return w.giveUp(failed)
	}
	w.dwell(22)
	method := []string{"card", "card", "paypal", "apple pay", "pay later"}[d.below(5)]
	w.track("Payment Info Entered").text(`"order_id":"`).text(s.orderID(o.number)).text(`","step":2,"payment_method":"`).text(method).text(`"`)
	w.finish("")
	if d.chance(0.13) {
		return w.giveUp(left)
	}
	w.dwell(9)
	w.track("Order Completed")
	s.writeOrder(o, &s.writer)
	s.writer.text(`,"affiliation":"Website","payment_method":"`).text(method).text(`"`)
	w.finish("")
	w.soon()
	w.visit("/checkout/thank-you", "Thank you")
	p.purchases++
	p.inCart, p.interest = 0, 0
	return bought
}

// take is one more step of a long checkout; looked means that it is done.
func (w *shopper) take(step *step, number int) outcome {
	d := w.s.dice
	w.dwell(20)
	w.visit(step.path, step.name)
	if step.event == "" {
		w.soon()
		w.track("Checkout Step Viewed").text(`"step":`).number(number).text(`,"name":"`).text(step.name).text(`"`)
		w.finish("")
	}
	if step.breaks != nil && w.hampered() && step.breaks(w) {
		return failed
	}
	if d.chance(step.giveUp) {
		return left
	}
	w.dwell(22)
	if step.event == "" {
		w.track("Checkout Step Completed").text(`"step":`).number(number).text(`,"name":"`).text(step.name).text(`"`)
	} else {
		w.track(step.event).text(step.properties)
	}
	w.finish("")
	return looked
}

// giveUp takes back the order that did not come about.
func (w *shopper) giveUp(o outcome) outcome {
	w.r.orders = w.r.orders[:len(w.r.orders)-1]
	return o
}

// sayWho is the checkout's address form: sign in, open an account, or go on
// as a guest.
func (w *shopper) sayWho() {
	d, p := w.s.dice, w.p
	switch {
	case w.on.user == w.number:
		return
	case p.is(hasAccount):
		w.signIn()
	case !p.is(neverNames) && d.chance(0.66):
		p.habits |= hasAccount
		if d.chance(0.92) {
			p.habits |= toldAge
		}
		consent := `{"email_marketing":false}`
		if p.is(subscribed) || d.chance(0.35) {
			p.habits |= subscribed
			consent = `{"email_marketing":true}`
		}
		w.signUp(`"type":"customer"`, consent)
	default:
		if d.chance(0.75) { // the guest form asks for the birthday, for paying later
			p.habits |= toldAge
		}
		w.traits(w.identify(), false)
		w.finish("")
	}
}
