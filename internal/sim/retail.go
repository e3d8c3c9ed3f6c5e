package sim

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
	nudge  bool // tries the discount beside the cart
	outage bool // cannot be reached on the planned day
	// atPayment tells whether the payment breaks; nil: never.
	atPayment func(*shopper) bool
}

// shopper is somebody walking through a shop's website.
type shopper struct {
	*walk
	r *retail
}

func (s *retail) shopperTo(number int32, d *day, at int64, channel int) *shopper {
	return &shopper{s.walkTo(number, d, at, channel), s}
}

func (s *retail) open() { s.orders, s.numbered = nil, 0 }

func (s *retail) dawn(d *day) {
	if d.newsletter {
		s.sendNewsletter(d)
	}
}

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

func (s *retail) stages() []Stage { return shopStages() }

func (s *retail) events() []PlannedEvent { return shopEvents() }

// The outage of the planned day: nobody reaches the shop in these hours.
const (
	outageFrom = 8
	outageTo   = 19
)
