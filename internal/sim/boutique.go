package sim

import "time"

// boutique is Fern & Fathom, a small clothes shop with one till. On
// telephones its payment form breaks for the young.
func boutique() *world {
	const host = "https://fernandfathom.example"
	w := &world{
		World:   World{"boutique", "Fern & Fathom", "ecommerce", "A clothes shop with one till", "Europe/Dublin", "EUR", "IE"},
		host:    host,
		account: "cust_",
		tools: tools{
			website: tool{"Website", "wend.js", "1.0.0"},
			backend: tool{"Shop backend", "analytics-node", "2.3.0"},
			till:    tool{"Store till", "fernandfathom-till", "4.1.0"},
			phone:   tool{"Telephone", "callbook", "1.8.2"},
			letter:  tool{"Newsletter tool", "letterbird", "3.0.4"},
		},
		year: year{
			weekday: [7]float64{1.18, 0.95, 0.91, 0.94, 1.00, 0.98, 1.10},
			// The fashion year: the new seasons in spring and autumn, and December.
			month: [12]float64{0.98, 0.88, 0.99, 1.06, 1.04, 0.98, 0.92, 0.88, 1.04, 1.08, 1.14, 1.14},
			// A little at lunch, most in the evening.
			hour: newWeights(0.9, 0.5, 0.3, 0.2, 0.2, 0.4, 1.0, 2.0, 3.0, 3.8, 4.4, 4.8,
				5.6, 5.4, 4.6, 4.4, 4.6, 5.0, 5.8, 7.0, 8.4, 8.2, 5.6, 2.6),
			open: newWeights(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 3, 4, 4, 3, 3, 4, 5, 3),
			sales: []sale{
				{"spring-sale", "Spring sale", time.March, 20, 9, 0.20},
				{"linen-week", "Linen week", time.May, 8, 7, 0.10},
				{"summer-sale", "Summer sale", time.June, 26, 9, 0.25},
				{"knitwear-days", "Knitwear days", time.October, 2, 7, 0.10},
				{"winter-sale", "Winter sale", time.December, 27, 10, 0.30},
			},
			letters: time.Thursday,
			paydays: true,
		},
		crowd: crowd{
			ages:    newWeights(38, 40, 22),
			devices: [3]weights{newWeights(72, 24, 4), newWeights(54, 36, 10), newWeights(34, 44, 22)},
			places: []place{
				{"en-IE", "Europe/Dublin", "Dublin", 44},
				{"en-IE", "Europe/Dublin", "Galway", 10},
				{"en-IE", "Europe/Dublin", "Cork", 10},
				{"en-GB", "Europe/London", "London", 9},
				{"en-GB", "Europe/London", "Edinburgh", 6},
				{"de-DE", "Europe/Berlin", "Hamburg", 7},
				{"fr-FR", "Europe/Paris", "Nantes", 5},
				{"nl-NL", "Europe/Amsterdam", "Utrecht", 5},
				{"en-US", "America/New_York", "Boston", 4},
			},
			nearby: 1, storeShare: 0.16,
			before: 0.19, returnIn: 11, visits: 4.6,
			tastes: len(boutiqueRange), households: true, lines: irishLines(),
		},
		roads: roads{
			approaches: [channels]approach{
				direct:        {},
				organicSearch: {referrer: "https://www.google.com/"},
				paidSearch:    {referrer: "https://www.google.com/", source: "google", medium: "cpc", campaign: "clothes-near-me", clickID: "gclid", click: 110},
				paidSocial:    {referrer: "https://l.facebook.com/", source: "facebook", medium: "paid_social", campaign: "new-season", clickID: "fbclid", click: 520},
				instagram:     {referrer: "https://www.instagram.com/"},
				pinterest:     {referrer: "https://www.pinterest.com/"},
				tiktok:        {referrer: "https://www.tiktok.com/"},
				email:         {source: "newsletter", medium: "email", campaign: "thursday-letter"},
				referral:      {referrer: "https://slowwardrobe.example/shops-we-love"},
				affiliate:     {referrer: "https://voucherfox.example/fern-and-fathom", source: "voucherfox", medium: "affiliate", campaign: "readers-codes", click: 60},
				assistant:     {referrer: "https://chatgpt.com/"},
			},
			first: [3]weights{
				young:  newWeights(12, 22, 12, 16, 18, 6, 6, 0, 4, 2, 2),
				middle: newWeights(16, 32, 16, 12, 8, 6, 1, 0, 5, 3, 1),
				old:    newWeights(22, 36, 16, 9, 2, 3, 0, 0, 8, 4, 0),
			},
			later: newWeights(46, 26, 9, 6, 5, 2, 1, 0, 3, 2, 0),
			spike: tiktok,
		},
	}
	w.open = func(s *Simulation) business {
		sh := &shop{
			brand: "Fern & Fathom", prefix: "ff-", order: "FF-", counter: "Cow Lane, Dublin", home: "Clothes for weather and for years",
			list: "Thursday letter", fame: "A film about", famous: 5, tax: 23, shipping: 4_95, freeFrom: 90_00,
			reasons: []string{"too small", "too large", "not as pictured", "changed my mind"},
			journal: []string{"/journal/how-to-wash-wool", "/journal/one-linen-shirt-five-ways", "/journal/the-mill-in-donegal",
				"/journal/packing-for-a-wet-weekend", "/journal/mending-is-caring", "/journal/what-to-wear-to-a-spring-wedding"},
			searches: []string{"linen shirt", "wool coat", "midi dress", "raincoat", "green scarf", "boots", "cardigan", "gift", "wedding guest", "tote bag",
				"petite", "wide leg", "navy", "earrings", "pyjamas"},
			topics:     []string{"where is my order", "size advice", "return of an order", "opening hours", "gift voucher"},
			praise:     []string{"Beautiful quality and quick delivery.", "Fits as described, I wear it all the time.", "Softer than I hoped. My sister wants one too.", "Lovely colour, and the parcel smelled of lavender.", "Worth every cent."},
			complaints: []string{"Runs small, I had to send it back.", "Nice fabric, but the seam opened after a week.", "The colour is duller than in the picture.", "It took nine days to arrive."},
			manner:     boutiqueManner,
		}
		sh.fill(boutiqueRange, host, s.config.Currency)
		return &retail{Simulation: s, shop: sh}
	}
	return w
}

// boutiqueRange is what hangs on the rails, the best sellers of each group
// first. Prices are in whole units of currency.
var boutiqueRange = stock{
	{"Dresses", []article{{"Saltmarsh Midi Dress", 129}, {"Orchard Tea Dress", 119}, {"Lighthouse Shirt Dress", 139}, {"Bramble Wrap Dress", 125}, {"Tideline Slip Dress", 109}, {"Harvest Moon Maxi Dress", 159}, {"Penny Lane Pinafore", 98}}},
	{"Knitwear", []article{{"Driftwood Cardigan", 119}, {"Fisherman's Rib Jumper", 135}, {"Heather Crew Jumper", 95}, {"Moss Stitch Vest", 79}, {"Skerry Roll Neck", 89}, {"Cloudberry Mohair Jumper", 149}}},
	{"Shirts and Tops", []article{{"Howth Linen Shirt", 79}, {"Everyday Breton Top", 45}, {"Paper Boat Blouse", 75}, {"Sunday Poplin Shirt", 69}, {"Clover Print Blouse", 72}, {"Riverbed Organic Tee", 35}, {"Smock Top in Rain Blue", 68}}},
	{"Trousers", []article{{"Wide Wale Cord Trousers", 99}, {"Quay Linen Trousers", 95}, {"Gardener's Dungarees", 129}, {"Cropped Canvas Trousers", 89}, {"High Rise Straight Jeans", 109}, {"Sail Culottes", 85}}},
	{"Skirts", []article{{"Bluebell Pleated Skirt", 95}, {"Tweed Button Skirt", 109}, {"Meadow Wrap Skirt", 89}, {"Denim Market Skirt", 79}, {"Gorse Corduroy Skirt", 85}}},
	{"Coats and Jackets", []article{{"North Wall Raincoat", 189}, {"Donegal Tweed Coat", 299}, {"Quilted Lambing Jacket", 159}, {"Chore Jacket in Indigo", 129}, {"Boiled Wool Blazer", 199}, {"Storm Petrel Parka", 249}}},
	{"Shoes", []article{{"Cobble Ankle Boots", 169}, {"Canvas Plimsolls", 65}, {"Cork Sole Sandals", 95}, {"Velvet Mary Janes", 119}, {"Garden Clogs", 75}}},
	{"Bags", []article{{"Bookshop Tote", 39}, {"Satchel in Chestnut", 179}, {"Little Crescent Bag", 109}, {"Weekend Holdall", 219}, {"Market Basket", 59}}},
	{"Scarves and Hats", []article{{"Fern Print Silk Scarf", 69}, {"Merino Snood", 45}, {"Lambswool Blanket Scarf", 79}, {"Straw Boater", 55}, {"Fathom Beanie", 32}, {"Tweed Baker Boy Cap", 49}}},
	{"Jewellery", []article{{"Sea Glass Earrings", 48}, {"Little Acorn Pendant", 65}, {"Hammered Ring", 55}, {"Tide Table Bracelet", 72}}},
	{"Nightwear and Socks", []article{{"Brushed Cotton Pyjamas", 75}, {"Alpaca Bed Socks", 24}, {"Linen Night Shirt", 69}, {"Striped Wool Socks", 16}}},
}

// boutiqueManner has the planted friction: on a telephone, the payment form
// breaks for a share of the young.
var boutiqueManner = manner{
	clothes: true, nudge: true, outage: true, readiness: 1, pause: 50, planted: boutiqueTruths,
	atPayment: func(w *shopper) bool {
		if !w.hampered() || w.kind() != mobile || w.p.group() != young || !w.s.dice.chance(brokenShare) {
			return false
		}
		w.breakDown("TypeError: undefined is not an object (evaluating 'sheet.confirm')", "/assets/payment-sheet.js", "button.pay-now", "Pay now")
		return true
	},
}

// irishLines are the numbers that Ireland keeps for films.
func irishLines() (list []lines) {
	for i := range 10 {
		list = append(list, lines{"+353 20 91" + string(rune('0'+i)) + " ", 10_000})
	}
	return list
}
