package sim

import (
	"strings"
	"time"

	"wend/internal/event"
)

// bakery is Sauer & Krume. Everybody looks at the menu, few order on the
// website; most buy at the counter, and some call. On iPhones and iPads the
// picker of the pick-up time closes by itself.
func bakery() *world {
	const host = "https://sauerundkrume.example"
	w := &world{
		World:   World{"bakery", "Sauer & Krume", "local-service", "A bakery that takes pick-up orders", "Europe/Berlin", "EUR", "DE"},
		host:    host,
		account: "guest_",
		tools: tools{
			website: tool{"Website", "wend.js", "1.0.0"},
			backend: tool{"Order desk", "analytics-node", "2.3.0"},
			till:    tool{"Counter", "broetchenkasse", "7.0.1"},
			phone:   tool{"Telephone", "callbook", "1.8.2"},
			letter:  tool{"Newsletter tool", "letterbird", "3.0.4"},
		},
		year: year{
			weekday: [7]float64{1.05, 0.78, 0.82, 0.88, 0.98, 1.18, 1.45},
			month:   [12]float64{0.90, 0.94, 1.02, 1.06, 1.00, 0.94, 0.88, 0.90, 0.98, 1.02, 1.10, 1.32},
			// Before work, and in the evening for the next morning.
			hour: newWeights(0.2, 0.1, 0.1, 0.2, 0.8, 2.6, 5.4, 7.0, 6.4, 5.2, 4.4, 4.2,
				4.4, 3.6, 3.2, 3.4, 3.8, 4.4, 5.4, 6.4, 6.6, 5.0, 2.6, 0.9),
			open: newWeights(0, 0, 0, 0, 0, 0, 6, 9, 9, 7, 5, 4, 4, 3, 3, 4, 4, 3),
			sales: []sale{
				{"carnival-doughnuts", "Carnival doughnuts", time.February, 8, 9, 0.10},
				{"easter-plaits", "Easter plaits", time.March, 24, 10, 0.10},
				{"plum-cake-weeks", "Plum cake weeks", time.September, 1, 9, 0.10},
				{"stollen-by-the-half", "Stollen by the half", time.November, 28, 12, 0.10},
			},
			letters: time.Wednesday,
		},
		crowd: crowd{
			ages:    newWeights(30, 40, 30),
			devices: [3]weights{newWeights(84, 13, 3), newWeights(68, 25, 7), newWeights(44, 38, 18)},
			places: []place{
				{"de-DE", "Europe/Berlin", "Hamburg-Altona", 58},
				{"de-DE", "Europe/Berlin", "Hamburg", 34},
				{"en-GB", "Europe/Berlin", "Hamburg", 5},
				{"de-DE", "Europe/Berlin", "Pinneberg", 3},
			},
			nearby: 2, storeShare: 0.27,
			before: 0.26, returnIn: 12, visits: 4.4,
			tastes: len(bakeryRange), households: true, lines: germanLines(),
		},
		roads: roads{
			approaches: [channels]approach{
				organicSearch: {referrer: "https://www.google.com/"},
				paidSearch:    {referrer: "https://www.google.com/", source: "google", medium: "cpc", campaign: "bakery-altona", clickID: "gclid", click: 55},
				paidSocial:    {referrer: "https://l.facebook.com/", source: "facebook", medium: "paid_social", campaign: "sunday-bread", clickID: "fbclid", click: 120},
				instagram:     {referrer: "https://www.instagram.com/"},
				email:         {source: "newsletter", medium: "email", campaign: "bread-letter"},
				referral:      {referrer: "https://brotkarte.example/hamburg/altona"},
				assistant:     {referrer: "https://chatgpt.com/"},
				press:         {referrer: "https://elbanzeiger.example/the-best-franzbroetchen"},
			},
			first: [3]weights{
				young:  newWeights(26, 34, 5, 6, 18, 0, 0, 0, 8, 0, 3),
				middle: newWeights(30, 42, 6, 6, 6, 0, 0, 0, 9, 0, 1),
				old:    newWeights(34, 44, 7, 3, 1, 0, 0, 0, 11, 0, 0),
			},
			later: newWeights(58, 28, 4, 2, 4, 0, 0, 0, 3, 0, 1),
			spike: press,
		},
	}
	w.open = func(s *Simulation) business {
		sh := &shop{
			brand: "Sauer & Krume", prefix: "sk-", order: "SK-", counter: "Ottenser Hauptstrasse, Hamburg", home: "Bread with time",
			list: "bread-letter", fame: "An article about", famous: 2, tax: 7,
			reasons:  []string{"not ready", "burnt", "wrong loaf", "changed my mind"},
			searches: []string{"sourdough", "opening hours", "vegan", "gluten free", "birthday cake"},
			topics:   []string{"opening hours", "allergens", "change of an order", "a cake for a wedding"},
			praise:   []string{"The crust alone is worth the walk.", "Ready when they said, and still warm.", "Best Franzbroetchen north of the Elbe.", "Friendly at six in the morning. Respect."},
			complaints: []string{"My order was not ready and nobody knew of it.", "Sold out at nine. On a Saturday.",
				"The rye was dry this time.", "I could not choose a time and had to call."},
			manner: manner{
				stroll: (*shopper).menu, mails: true, readiness: 5, pause: 9, calls: 0.07, closes: true, planted: bakeryTruths,
				lacks: []string{"Experiment Viewed", "Promotion Viewed", "Product Added to Wishlist", "Products Searched"},
				also:  []PlannedEvent{{"Pickup Time Selected", "Somebody says when they come.", []string{"when"}, true}},
				steps: []step{{event: "Pickup Time Selected", name: "When you come", path: "/order/pick-up", properties: `"when":"tomorrow morning"`, giveUp: 0.05, breaks: brokenPicker}},
				voices: voices{
					praise:     []string{"Warm bread, warm people.", "Order in the evening, collect in the morning: perfect.", "My children ask for nothing else."},
					mixed:      []string{"Good bread, long queue.", "It was all right.", "Nice, but I would like smaller loaves."},
					complaints: []string{"I waited twenty minutes for an ordered loaf.", "The website would not let me pick a time.", "Too expensive for a roll."},
				},
			},
		}
		sh.fill(bakeryRange, host, s.config.Currency)
		return &retail{Simulation: s, shop: sh}
	}
	return w
}

// pickerBreaks is the planted friction: the share of attempts on iOS on which
// the picker of the time closes.
const pickerBreaks = 0.58

func brokenPicker(w *shopper) bool {
	agent := models[w.on.model].agent
	if !strings.Contains(agent, "iPhone") && !strings.Contains(agent, "iPad") || !w.s.dice.chance(pickerBreaks) {
		return false
	}
	w.breakDown("NotAllowedError: The picker was dismissed", "/assets/pick-up-time.js", "input#pick-up-time", "Choose a time")
	return true
}

func bakeryTruths(s *retail) []Truth {
	from, to := s.calendar.days[0].date, s.config.End
	truths := []Truth{{
		Kind: "friction", What: "On iPhones and iPads the picker of the pick-up time closes by itself; some order by telephone instead.",
		Step: "Pickup Time Selected", Page: "/order/pick-up", Whom: []event.Filter{equals("os", "iOS")},
		From: from, To: to, Size: pickerBreaks, Evidence: []string{scriptError, rageClick},
	}}
	if s.plan.outageDay >= 0 {
		d := &s.calendar.days[s.plan.outageDay]
		truths = append(truths, Truth{
			Kind: "drop", What: "The street was dug up in front of the door: next to nothing was sold at the counter, while orders by telephone and on the website went on.",
			From: d.date, To: d.date.AddDate(0, 0, 1), Size: -0.89, Driver: []event.Filter{equals("channel", "Store")}, Metrics: []string{"Order Completed"},
		})
	}
	return truths
}

// menu is a visit to the website: nearly everybody looks at the menu, and
// nearly everybody leaves from there.
func (w *shopper) menu() outcome {
	s, p, d := w.r, w.p, w.s.dice
	famous := w.channel == w.s.world.roads.spike && p.is(onSpike) && p.visits == 0
	switch x := d.unit(); {
	case famous:
		w.open1(s.shop.viral())
	case w.day.sale != nil && x < 0.15:
		w.visit("/season/"+w.day.sale.slug, w.day.sale.name)
	case x < 0.34:
		w.visit("/", s.shop.home)
	case x < 0.48:
		w.visit("/visit-us", "Where we are and when")
	default:
		w.openMenu()
	}
	if d.chance(w.bounceChance(p.visits == 0, famous)) {
		return bounced
	}
	w.maybeSignIn()
	for range 1 + d.more(0.5, 5) {
		w.dwell(20)
		w.openMenu()
		w.dwell(24)
		if d.chance(0.10 + 0.03*float64(p.interest)) {
			w.see(s.choose(p))
			if p.inCart > 0 {
				break
			}
		}
	}
	w.maybeSubscribe(p.visits == 0)
	if p.inCart > 0 && int(p.cartDay) < w.day.index {
		p.inCart = 0 // yesterday's rolls
	}
	p.interest = min(p.interest+1, 3)
	if p.inCart == 0 {
		return looked
	}
	for int(p.inCart) < len(p.cart) && d.chance(0.4) { // who orders a loaf also takes rolls
		w.dwell(8)
		w.put(s.choose(p), 1+d.more(0.5, 5))
	}
	return w.cart()
}

// openMenu opens the menu, or one of its pages.
func (w *shopper) openMenu() {
	d := w.s.dice
	if d.chance(0.6) {
		w.visit("/menu", "Menu")
	} else {
		c := &w.r.shop.categories[w.r.favourite(w.p)]
		w.visit("/menu/"+c.slug, c.name)
	}
	w.soon()
	w.track("Product List Viewed").text(`"list_id":"menu","category":"Menu"`)
	w.finish("")
}

// germanLines are the numbers that Germany keeps for films.
func germanLines() (list []lines) {
	for _, begin := range []string{"+49 30 23125 ", "+49 69 90009 ", "+49 40 66969 ", "+49 221 4710 ", "+49 89 99998 "} {
		list = append(list, lines{begin, 1000})
	}
	return list
}

// bakeryRange is the menu.
var bakeryRange = stock{
	{"Bread", []article{{"Altona Sourdough", 6}, {"Rye with Caraway", 6}, {"Walnut Loaf", 7}, {"Spelt Tin Loaf", 6}, {"Baguette", 3}, {"Dark Seven Grain", 7}}},
	{"Rolls", []article{{"Bag of Ten Rolls", 6}, {"Poppy Seed Rolls, Six", 5}, {"Rye Rolls, Six", 5}, {"Pretzels, Four", 6}}},
	{"Pastries", []article{{"Franzbroetchen, Four", 11}, {"Croissants, Four", 10}, {"Cinnamon Knots, Four", 12}, {"Almond Horns, Four", 13}}},
	{"Cakes", []article{{"Butter Cake, Tray", 24}, {"Plum Cake, Tray", 26}, {"Cheesecake", 32}, {"Birthday Sponge", 39}, {"Poppy Seed Torte", 36}}},
	{"Breakfast", []article{{"Breakfast Box for Two", 28}, {"Breakfast Box for Four", 49}, {"Office Breakfast for Ten", 95}}},
}
