package sim

// stroll is a visit to the website from its first page to its last.
func (w *shopper) stroll() outcome {
	if w.r.shop.stroll != nil {
		return w.r.shop.stroll(w)
	}
	s, p, d := w.r, w.p, w.s.dice
	viral := w.channel == w.s.world.roads.spike && p.is(onSpike) && p.visits == 0
	first := p.visits == 0 && !p.is(wasIn)
	onProduct := w.land(viral)
	slow := 0.0
	if !s.shop.heavy {
		slow = w.vitals()
	}
	if d.chance(w.bounceChance(first, viral) + slow) {
		return bounced
	}
	w.maybeSignIn()
	w.maybeQuiz(first)
	if onProduct >= 0 {
		w.consider(onProduct)
	}
	for range 1 + d.more(0.4, 6) + int(p.interest)/2 {
		w.dwell(18)
		if d.chance(0.38) {
			w.browse()
		} else if d.chance(0.14) {
			w.search()
		}
		w.dwell(16)
		w.see(s.choose(p))
		if w.tired {
			return looked
		}
	}
	w.maybeSubscribe(first)
	if p.inCart > 0 && int(p.cartDay) < w.day.index-20 {
		p.inCart = 0 // forgotten
	}
	result := looked
	if p.inCart > 0 {
		result = w.cart()
	} else if d.chance(0.08) {
		w.dwell(20)
		w.read()
	}
	p.interest = min(p.interest+1, 3)
	if w.isShared() && w.on.user == w.number && d.chance(0.5) {
		w.signOut()
	}
	return result
}

// land opens the first page; it answers the product where it was one's page.
func (w *shopper) land(viral bool) int {
	s, d := w.r, w.s.dice
	switch x := d.unit(); {
	case viral:
		return w.open1(s.shop.viral())
	case w.day.sale != nil && (w.channel == email || w.channel == paidSocial || x < 0.12):
		w.visit("/sale/"+w.day.sale.slug, w.day.sale.name)
	case w.channel == organicSearch && x < 0.18 || w.channel == referral && x < 0.3:
		w.read()
	case (w.channel == paidSearch || w.channel == organicSearch || w.channel == pinterest || w.channel == email) && x < 0.6:
		return w.open1(s.choose(w.p))
	case w.channel == paidSocial && x < 0.75 || x < 0.15:
		w.openCategory()
	default:
		w.visit("/", w.r.shop.home)
	}
	return -1
}

// open1 opens a product's page without looking at it closely yet.
func (w *shopper) open1(product int) int {
	p := &w.r.shop.products[product]
	w.visit(p.path, p.title)
	w.soon()
	w.track("Product Viewed").text(p.json)
	w.finish("")
	if w.r.shop.heavy {
		w.waitForPage()
	}
	return product
}

func (w *shopper) openCategory() *category {
	c := &w.r.shop.categories[w.r.favourite(w.p)]
	w.visit("/shop/"+c.slug, c.name)
	return c
}

// browse opens a category and sees its list.
func (w *shopper) browse() {
	c := w.openCategory()
	w.soon()
	o := w.track("Product List Viewed").text(`"list_id":"`).text(c.slug).text(`","category":"`).text(c.name).text(`","products":[`)
	for i, product := range c.products[:3] {
		if i > 0 {
			o.text(`,`)
		}
		o.text(`{"product_id":"`).text(w.r.shop.products[product].id).text(`","position":`).number(i + 1).text(`}`)
	}
	o.text(`]`)
	w.finish("")
}

func (w *shopper) search() {
	term := w.r.shop.searches[w.s.dice.below(len(w.r.shop.searches))]
	w.visit("/search", "Search")
	w.soon()
	w.track("Products Searched").text(`"query":"`).text(term).text(`"`)
	w.finish("")
}

func (w *shopper) read() {
	path := w.r.shop.journal[w.s.dice.below(len(w.r.shop.journal))]
	w.visit(path, "Journal")
	w.dwell(50)
}

// see opens a product and considers it.
func (w *shopper) see(product int) {
	w.open1(product)
	w.consider(product)
}

// consider decides about the product in front of one's eyes.
func (w *shopper) consider(product int) {
	d, p := w.s.dice, w.p
	prod := &w.r.shop.products[product]
	if w.tired {
		return
	}
	w.dwell(28)
	if w.r.shop.clothes && d.chance(0.05) {
		w.track("Size Guide Opened").text(prod.json)
		w.finish("")
		w.dwell(15)
	}
	if w.r.shop.clothes && d.chance(0.025) {
		w.track("Product Added to Wishlist").text(prod.json)
		w.finish("")
		w.dwell(4)
	}
	want := (0.017 + 0.019*float64(p.interest)) * w.day.mood
	if p.purchases > 0 {
		want *= 1.35
	}
	if w.day.sale != nil {
		want *= 0.8 + 0.8*float64(p.thrift)
	}
	if w.channel == w.s.world.roads.spike && p.is(onSpike) {
		want *= 0.4
	}
	if int(p.inCart) < len(p.cart) && d.chance(want*w.r.shop.readiness) {
		w.put(product, 1+d.more(0.06, 2))
	}
}

// put puts a product into the cart.
func (w *shopper) put(product, quantity int) {
	p := w.p
	p.cart[p.inCart] = item{uint8(product), uint8(quantity)}
	p.inCart++
	p.cartDay = int32(w.day.index)
	w.track("Product Added").text(w.r.shop.products[product].json).text(`,"quantity":`).number(quantity)
	w.finish("")
}

// favourite is a category by taste.
func (s *retail) favourite(p *person) int {
	switch x := s.dice.unit(); {
	case x < 0.4:
		return int(p.taste[0])
	case x < 0.6:
		return int(p.taste[1])
	}
	return s.dice.below(len(s.shop.categories))
}

// choose is a product by taste, the best sellers more often.
func (s *retail) choose(p *person) int {
	c := &s.shop.categories[s.favourite(p)]
	for {
		product := c.products[s.dice.below(len(c.products))]
		if s.dice.chance(s.shop.products[product].appeal) {
			return product
		}
	}
}

// maybeQuiz asks newcomers for their style and age.
func (w *shopper) maybeQuiz(first bool) {
	d := w.s.dice
	if !first || !w.r.shop.clothes || !d.chance(0.09) {
		return
	}
	w.dwell(12)
	w.visit("/style-quiz", "Find your style")
	w.dwell(45)
	w.p.habits |= toldAge
	w.track("Style Quiz Completed").text(`"style":"`).text([]string{"sea and salt", "woodland", "city rain", "garden party"}[d.below(4)]).
		text(`","questions":7`)
	w.finish("")
	w.soon()
	w.identify().text(`"age_group":"`).text(ageGroups[w.p.group()]).text(`","favourite_category":"`).text(w.r.shop.categories[w.p.taste[0]].name).text(`"`)
	w.finish("")
}

// maybeSubscribe signs up for the newsletter, with the consent that it needs.
func (w *shopper) maybeSubscribe(first bool) {
	chance := 0.02
	if first {
		chance = 0.06
	}
	if w.p.is(subscribed) || !w.s.dice.chance(chance) {
		return
	}
	w.p.habits |= subscribed
	w.dwell(9)
	const yes = `{"email_marketing":true}`
	w.identify().text(`"email":"`).text(w.p.email(w.number)).text(`","newsletter":true`)
	w.finish(yes)
	w.soon()
	w.track("Newsletter Subscribed").text(`"list":"`).text(w.r.shop.list).text(`","location":"footer"`)
	w.finish(yes)
	c := w.s.serverCall("identify", newsletter, w.now+900)
	c.cookie(w.on)
	c.o.text(`,"traits":{"email":"`).text(w.p.email(w.number)).text(`","newsletter":true`)
	c.finishConsent(yes)
}
