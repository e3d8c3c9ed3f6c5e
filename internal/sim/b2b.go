package sim

// b2b is Northlight, a consultancy. Firms take months to decide, and hardly
// one decides that only one of its people knows. The calendar for a first
// meeting shows no free time to visitors from North America.
func b2b() *world {
	w := &world{
		World:   World{"b2b", "Northlight", "b2b", "A consultancy with long sales and several people per client", "Europe/Zurich", "CHF", "CH"},
		host:    "https://northlight.example",
		account: "lead_",
		tools: tools{
			website: tool{"Website", "wend.js", "1.0.0"},
			backend: tool{"CRM", "analytics-node", "2.3.0"},
			letter:  tool{"Mail and webinar tool", "letterbird", "3.0.4"},
		},
		year: year{
			weekday: [7]float64{0.28, 1.20, 1.32, 1.30, 1.22, 0.98, 0.30},
			month:   [12]float64{1.06, 1.05, 1.10, 1.00, 1.02, 1.00, 0.72, 0.74, 1.14, 1.12, 1.10, 0.74},
			hour: newWeights(0.3, 0.2, 0.1, 0.1, 0.2, 0.5, 1.4, 3.6, 6.4, 7.6, 7.4, 6.4,
				5.0, 6.4, 7.2, 7.0, 6.4, 5.0, 3.2, 2.2, 1.8, 1.6, 1.0, 0.5),
			open:    newWeights(0, 0, 0, 0, 0, 0, 0, 0, 3, 6, 6, 5, 2, 5, 6, 5, 3),
			letters: noLetters,
		},
		crowd: crowd{
			ages:    newWeights(22, 58, 20),
			devices: [3]weights{newWeights(30, 68, 2), newWeights(24, 73, 3), newWeights(18, 77, 5)},
			places: []place{
				{"de-CH", "Europe/Zurich", "Zurich", 30},
				{"fr-CH", "Europe/Zurich", "Geneva", 10},
				{"de-DE", "Europe/Berlin", "Munich", 20},
				{"en-GB", "Europe/London", "London", 16},
				{"en-US", "America/New_York", "New York", 16},
				{"en-US", "America/Chicago", "Chicago", 8},
			},
			before: 0.17, returnIn: 16, visits: 4, tastes: 1,
		},
		roads: roads{
			approaches: [channels]approach{
				organicSearch: {referrer: "https://www.google.com/"},
				paidSearch:    {referrer: "https://www.google.com/", source: "google", medium: "cpc", campaign: "operations-consulting", clickID: "gclid", click: 680},
				paidSocial:    {referrer: "https://www.linkedin.com/", source: "linkedin", medium: "paid_social", campaign: "the-quiet-factory", clickID: "li_fat_id", click: 890},
				email:         {source: "letterbird", medium: "email", campaign: "northlight-notes"},
				referral:      {referrer: "https://operationsreview.example/advisers"},
				assistant:     {referrer: "https://chatgpt.com/"},
				linkedin:      {referrer: "https://www.linkedin.com/"},
			},
			first: [3]weights{
				young:  newWeights(14, 26, 14, 14, 0, 0, 0, 0, 8, 0, 6, 18),
				middle: newWeights(20, 30, 12, 12, 0, 0, 0, 0, 10, 0, 2, 14),
				old:    newWeights(28, 32, 12, 6, 0, 0, 0, 0, 14, 0, 1, 7),
			},
			later: newWeights(60, 18, 4, 4, 0, 0, 0, 0, 5, 0, 1, 8),
			spike: linkedin,
		},
	}
	w.open = func(s *Simulation) business { return &consultancy{Simulation: s} }
	return w
}

var insights = []page{{"/insights/the-quiet-factory", "The quiet factory"}, {"/insights/stock-is-a-habit", "Stock is a habit"},
	{"/insights/who-plans-the-planners", "Who plans the planners?"}, {"/insights/meetings-cost", "What a meeting costs"}}

var servicePages = []page{{"/services/operations", "Operations"}, {"/services/supply", "Supply"}, {"/services/change", "Change"},
	{"/clients/a-mill-in-glarus", "A mill in Glarus"}, {"/clients/forty-warehouses", "Forty warehouses"}, {"/people", "People"}}

var whitepapers = []string{"The quiet factory", "Stock is a habit", "Planning under doubt"}

var webinars = []string{"Thirty minutes on stock", "Planning with people", "After the reorganisation"}

var industries = []string{"manufacturing", "logistics", "retail", "public sector", "pharma", "food"}

var firmNames = []string{"Alder", "Brenner", "Castell", "Dornach", "Elmer", "Furrer", "Glarus", "Hallau", "Iseli", "Jura", "Kestrel", "Lorne", "Morgarten", "Nufenen",
	"Orbe", "Pilatus", "Quarten", "Rigi", "Saane", "Tamina", "Uster", "Vevey", "Wallis", "Zinal"}

var firmKinds = []string{"Works", "Logistics", "Foods", "Pharma", "Stores", "Mills", "Systems", "Rail"}

// roles are what people are in their firms; the first begins.
var roles = []string{"head of operations", "plant manager", "finance", "purchasing", "managing director"}

var clientVoices = voices{
	praise:     []string{"They listened before they drew anything.", "Three months later the planners still use it.", "Straight answers, also the unwelcome ones."},
	mixed:      []string{"Solid, a little academic.", "Good workshop, thin follow-up.", "We would have liked to know the price earlier."},
	complaints: []string{"Could not find a time for a first call.", "Four meetings until somebody named a price.", "Nobody called back."},
}
