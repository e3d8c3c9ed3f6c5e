package sim

import (
	"time"

	"wend/internal/event"
)

// garden is Hollyhock & Spade, a garden centre that lives from its spring. The
// pages of its plants are slow on telephones, and its checkout is long.
func garden() *world {
	const host = "https://hollyhockandspade.example"
	w := &world{
		World:   World{"garden", "Hollyhock & Spade", "ecommerce", "A garden centre that lives from its spring", "Europe/London", "GBP", "GB"},
		host:    host,
		account: "gardener_",
		tools: tools{
			website: tool{"Website", "wend.js", "1.0.0"},
			backend: tool{"Shop backend", "analytics-node", "2.3.0"},
			till:    tool{"Tills", "greenhouse-till", "2.9.0"},
			phone:   tool{"Telephone", "callbook", "1.8.2"},
			letter:  tool{"Newsletter tool", "letterbird", "3.0.4"},
		},
		year: year{
			weekday: [7]float64{1.30, 0.86, 0.84, 0.86, 0.92, 1.00, 1.22},
			month:   [12]float64{0.50, 0.70, 1.25, 1.75, 1.70, 1.25, 0.90, 0.75, 0.85, 0.85, 0.70, 0.60},
			hour: newWeights(0.5, 0.3, 0.2, 0.2, 0.3, 0.7, 1.6, 2.8, 4.0, 5.0, 5.6, 5.6,
				5.4, 5.0, 4.8, 4.8, 5.0, 5.2, 5.8, 6.8, 7.2, 6.0, 3.4, 1.4),
			open: newWeights(0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 6, 6, 5, 5, 6, 5, 4, 2),
			sales: []sale{
				{"seed-days", "Seed days", time.February, 20, 9, 0.10},
				{"bedding-week", "Bedding plant week", time.May, 10, 8, 0.15},
				{"summer-clearance", "Summer clearance", time.July, 18, 10, 0.25},
				{"bulb-fortnight", "Bulb fortnight", time.September, 19, 14, 0.10},
			},
			letters: time.Friday,
			paydays: true,
		},
		crowd: crowd{
			ages:    newWeights(20, 40, 40),
			devices: [3]weights{newWeights(70, 25, 5), newWeights(52, 38, 10), newWeights(36, 42, 22)},
			places: []place{
				{"en-GB", "Europe/London", "Bath", 30},
				{"en-GB", "Europe/London", "Bristol", 22},
				{"en-GB", "Europe/London", "Frome", 14},
				{"en-GB", "Europe/London", "Swindon", 14},
				{"en-GB", "Europe/London", "London", 20},
			},
			nearby: 1, storeShare: 0.22,
			before: 0.22, returnIn: 12, visits: 4.6,
			tastes: len(gardenRange), households: true, lines: britishLines(),
		},
		roads: roads{
			approaches: [channels]approach{
				organicSearch: {referrer: "https://www.google.com/"},
				paidSearch:    {referrer: "https://www.google.com/", source: "google", medium: "cpc", campaign: "plants-online", clickID: "gclid", click: 40},
				paidSocial:    {referrer: "https://l.facebook.com/", source: "facebook", medium: "paid_social", campaign: "spring-borders", clickID: "fbclid", click: 95},
				instagram:     {referrer: "https://www.instagram.com/"},
				pinterest:     {referrer: "https://www.pinterest.com/"},
				email:         {source: "newsletter", medium: "email", campaign: "potting-shed"},
				referral:      {referrer: "https://allotmenttalk.example/where-to-buy"},
				affiliate:     {referrer: "https://voucherfox.example/hollyhock", source: "voucherfox", medium: "affiliate", campaign: "readers-codes", click: 30},
				assistant:     {referrer: "https://chatgpt.com/"},
				press:         {referrer: "https://fridaygarden.example/programme/dahlias"},
			},
			first: [3]weights{
				young:  newWeights(12, 30, 14, 12, 14, 10, 0, 0, 4, 2, 2),
				middle: newWeights(16, 38, 16, 10, 6, 6, 0, 0, 6, 2, 0),
				old:    newWeights(22, 40, 14, 8, 1, 3, 0, 0, 10, 2, 0),
			},
			later: newWeights(46, 30, 9, 4, 4, 2, 0, 0, 4, 1, 0),
			spike: press,
		},
	}
	w.open = func(s *Simulation) business {
		sh := &shop{
			brand: "Hollyhock & Spade", prefix: "hs-", order: "HS-", counter: "Bradford Road, Bath", home: "Everything that grows",
			list: "potting-shed", fame: "A television programme about", famous: 0, tax: 20, shipping: 5_95, freeFrom: 60_00,
			reasons: []string{"arrived broken", "did not grow", "not as pictured", "arrived too late"},
			journal: []string{"/advice/when-to-sow-what", "/advice/clay-soil", "/advice/slugs-without-poison", "/advice/pruning-roses", "/advice/a-border-for-bees"},
			searches: []string{"dahlia", "tomato plants", "compost", "rose", "lavender", "raised bed", "secateurs", "box hedge", "bird feeder", "lawn seed",
				"peat free", "shade plants"},
			topics: []string{"where is my order", "plant arrived broken", "what grows in shade", "delivery slot", "opening hours"},
			praise: []string{"Arrived strong and healthy, already in flower.", "Well packed, not a leaf lost.", "Came up in three weeks. My neighbour is jealous.",
				"Honest advice about our clay."},
			complaints: []string{"Arrived dry and half dead.", "Much smaller than in the picture.", "The delivery was on a day when nobody was at home.", "Two of six did not survive May."},
			manner: manner{
				heavy: true, mails: true, readiness: 1.5, pause: 30, planted: gardenTruths,
				lacks: []string{"Experiment Viewed", "Promotion Viewed", scriptError, "Product Added to Wishlist"},
				also: []PlannedEvent{
					{"Checkout Step Viewed", "Somebody reaches a step of the checkout.", []string{"step", "name"}, false},
					{"Checkout Step Completed", "Somebody finishes a step of the checkout.", []string{"step", "name"}, false},
					{webVital, "How fast a page was.", []string{"lcp", "inp", "cls"}, false},
				},
				steps: []step{
					{name: "Where it is planted", path: "/checkout/address", giveUp: 0.04},
					{name: "Delivery slot", path: "/checkout/delivery", giveUp: 0.06, breaks: noSlot},
					{name: "Extras", path: "/checkout/extras", giveUp: 0.06},
				},
				voices: voices{
					praise:     []string{"The plants are better than at the big chain.", "Good soil, good people.", "Everything grew."},
					mixed:      []string{"Fine, but the checkout goes on and on.", "Good plants, slow website.", "Decent for the price."},
					complaints: []string{"I gave up at the delivery slot twice.", "Pictures take ages on my telephone.", "Half of it died within a week."},
				},
			},
		}
		sh.fill(gardenRange, host, s.config.Currency)
		return &retail{Simulation: s, shop: sh}
	}
	return w
}

// slotPuzzles is the second planted friction: the share of older people who
// give up over the calendar of delivery slots.
const slotPuzzles = 0.45

func noSlot(w *shopper) bool {
	if w.p.group() != old || !w.s.dice.chance(slotPuzzles) {
		return false
	}
	w.dwell(70)
	w.track(rageClick).text(`"selector":"button.slot","text":"Next week","clicks":`).number(4 + w.s.dice.below(5))
	w.finish("")
	return true
}

func gardenTruths(s *retail) []Truth {
	from, to := s.calendar.days[0].date, s.config.End
	return []Truth{
		{
			Kind: "friction", What: "On telephones the pages of products take four seconds and more, and people leave before they see the plant.",
			Step: "Product Added", Page: "/products", Whom: []event.Filter{equals("device", "mobile")},
			From: from, To: to, Size: 0.4, Evidence: []string{webVital},
		},
		{
			Kind: "friction", What: "The calendar of delivery slots puzzles customers above 55.",
			Step: "Order Completed", Page: "/checkout/delivery", Whom: []event.Filter{equals("traits.age_group", ageGroups[old])},
			From: from, To: to, Size: slotPuzzles, Evidence: []string{rageClick},
		},
	}
}

// britishLines are the numbers that Britain keeps for films.
func britishLines() (list []lines) {
	for _, begin := range []string{"+44 7700 900", "+44 117 496 0", "+44 1632 960", "+44 20 7946 0", "+44 113 496 0", "+44 114 496 0", "+44 121 496 0", "+44 131 496 0",
		"+44 141 496 0", "+44 151 496 0", "+44 161 496 0", "+44 191 498 0", "+44 116 496 0", "+44 118 496 0", "+44 115 496 0"} {
		list = append(list, lines{begin, 1000})
	}
	return list
}

// gardenRange is what stands in the beds.
var gardenRange = stock{
	{"Perennials", []article{{"Dahlia Bishop of Wells", 12}, {"Hardy Geranium", 9}, {"Echinacea White Swan", 11}, {"Lupin Gallery Blue", 10}, {"Hosta for Shade", 13}}},
	{"Roses", []article{{"Climbing Rose Somerset Dawn", 26}, {"Bush Rose Old Friend", 22}, {"Rambling Rose Abbey", 28}, {"Patio Rose", 16}}},
	{"Vegetables and Herbs", []article{{"Tomato Plants, Six", 14}, {"Herb Box", 18}, {"Runner Beans, Tray", 8}, {"Strawberries, Twelve", 16}, {"Rhubarb Crown", 9}}},
	{"Shrubs and Trees", []article{{"Lavender, Three", 18}, {"Apple Tree Discovery", 42}, {"Hydrangea Annabelle", 24}, {"Box Hedge, Ten", 45}, {"Acer in a Pot", 58}}},
	{"Bulbs and Seeds", []article{{"Bee Meadow Seeds", 7}, {"Tulips, Fifty", 19}, {"Alliums, Twenty", 15}, {"Sweet Peas", 4}, {"Daffodils, Hundred", 26}}},
	{"Soil and Feed", []article{{"Peat Free Compost, Four Bags", 32}, {"Tomato Feed", 9}, {"Bark Mulch", 24}, {"Rose Food", 11}}},
	{"Tools and Pots", []article{{"Secateurs", 39}, {"Border Spade", 49}, {"Terracotta Pot, Large", 34}, {"Watering Can", 28}, {"Raised Bed Kit", 89}}},
	{"Garden Life", []article{{"Bird Feeder", 22}, {"Hedgehog House", 45}, {"Bee Hotel", 27}, {"Fire Bowl", 120}}},
}
