package sim

import "slices"

// retail is a business with a website where things go into a cart, and with a
// till.
type retail struct {
	*Simulation
	shop     *shop
	orders   []order
	numbered int // orders begun
}

// manner is how one shop differs from the others.
type manner struct {
	// stroll is a visit to the website; nil: the usual one.
	stroll func(*shopper) outcome
	// steps are those of the checkout between address and payment.
	steps []step
	// readiness is how much more readily than in the boutique a product goes
	// into the cart.
	readiness float64
	heavy     bool // the pages of products are slow on telephones
	mails     bool // a mail tool reports what it sends; people answer surveys
	// pause is the mean number of days between two purchases in the store.
	pause float64
	// calls is the share of people who order by telephone.
	calls float64
	// closes: on the planned day hardly anybody gets into the store.
	closes bool
	voices voices
	// lacks are events of the boutique that this shop does not send, also
	// those that it sends instead.
	lacks   []string
	also    []PlannedEvent
	clothes bool                  // there are sizes, styles and wishes
	planted func(*retail) []Truth // besides the outage, the spike and the nudge
	nudge   bool                  // tries the discount beside the cart
	outage  bool                  // cannot be reached on the planned day
	// atPayment tells whether the payment breaks; nil: never.
	atPayment func(*shopper) bool
}

// step is one page of a long checkout.
type step struct {
	event      string // tracked when it is done; empty: Checkout Step Completed
	name, path string
	properties string // of the event, as JSON members
	giveUp     float64
	// breaks tells whether it cannot be done; nil: it always can.
	breaks func(*shopper) bool
}

// shopper is somebody walking through a shop's website.
type shopper struct {
	*walk
	r *retail
}

func (s *retail) shopperTo(number int32, d *day, at int64, channel int) *shopper {
	return &shopper{s.walkTo(number, d, at, channel), s}
}

func (s *retail) open() {
	s.orders, s.numbered = nil, 0
	if s.shop.calls == 0 {
		return
	}
	for i := range s.people {
		if s.dice.chance(s.shop.calls) {
			s.schedule(int(s.dice.wait(callsEvery)), task{person: int32(i), kind: callOrder})
		}
	}
}

// callsEvery is the mean number of days between two orders by telephone.
const callsEvery = 30

func (s *retail) dawn(d *day) {
	if d.newsletter {
		s.sendNewsletter(d)
	}
}

// closed tells whether hardly anybody gets into the store today.
func (s *retail) closed(d *day) bool { return s.shop.closes && d.index == s.plan.outageDay }

func (s *retail) visit(person int32, d *day, at int64) {
	s.comeToShop(task{person: person, kind: visit}, d, at)
}

func (s *retail) tell(person int32, o *writer) {
	o.text(`,"favourite_category":"`).text(s.shop.categories[s.people[person].taste[0]].name).text(`"`)
}

func (s *retail) pages() []page {
	list := make([]page, len(s.shop.products))
	for i, p := range s.shop.products {
		list[i] = page{p.path, p.title}
	}
	return list
}

func (s *retail) events() []PlannedEvent {
	list := slices.DeleteFunc(shopEvents(), func(e PlannedEvent) bool { return slices.Contains(s.shop.lacks, e.Name) })
	list = append(list, s.shop.also...)
	if s.shop.mails {
		list = append(list, mailEvents()...)
	}
	return list
}

// The outage of the planned day: nobody reaches the shop in these hours.
const (
	outageFrom = 8
	outageTo   = 19
)
