package sim

// studio is Kettle & Calm, a fitness studio with four memberships. On
// telephones its plans are shown one at a time, and people go back and forth
// between them until they leave.
func studio() *world {
	w := &world{
		World:   World{"studio", "Kettle & Calm", "local-service", "A fitness studio with classes and memberships", "America/Toronto", "CAD", "CA"},
		host:    "https://kettleandcalm.example",
		account: "member_",
		tools: tools{
			website: tool{"Website", "wend.js", "1.0.0"},
			backend: tool{"Booking system", "analytics-node", "2.3.0"},
			till:    tool{"Front desk", "turnstile", "5.2.0"},
			phone:   tool{"Telephone", "callbook", "1.8.2"},
			letter:  tool{"Mail tool", "letterbird", "3.0.4"},
		},
		year: year{
			weekday: [7]float64{1.12, 1.20, 1.08, 1.05, 0.98, 0.78, 0.82},
			month:   [12]float64{1.45, 1.15, 1.05, 1.00, 0.95, 0.85, 0.75, 0.80, 1.20, 1.05, 0.95, 0.72},
			hour: newWeights(0.2, 0.1, 0.1, 0.1, 0.4, 1.8, 3.2, 3.6, 3.2, 3.0, 3.0, 3.6,
				4.6, 4.0, 3.2, 3.2, 4.0, 5.4, 6.2, 6.6, 6.6, 5.4, 2.8, 0.9),
			open:    newWeights(0, 0, 0, 0, 0, 0, 5, 6, 3, 4, 3, 2, 4, 1, 0, 1, 3, 7, 8, 5, 2),
			letters: noLetters,
		},
		crowd: crowd{
			ages:    newWeights(46, 40, 14),
			devices: [3]weights{newWeights(68, 29, 3), newWeights(56, 38, 6), newWeights(42, 46, 12)},
			places: []place{
				{"en-CA", "America/Toronto", "Toronto", 74},
				{"en-CA", "America/Toronto", "Mississauga", 14},
				{"fr-CA", "America/Toronto", "Toronto", 6},
				{"en-US", "America/Toronto", "Toronto", 6},
			},
			before: 0.25, returnIn: 4, visits: 5,
			tastes: len(classes), households: true, lines: americanLines("416", "647", "437", "905", "365", "289"),
		},
		roads: roads{
			approaches: [channels]approach{
				organicSearch: {referrer: "https://www.google.com/"},
				paidSearch:    {referrer: "https://www.google.com/", source: "google", medium: "cpc", campaign: "yoga-near-me", clickID: "gclid", click: 60},
				paidSocial:    {referrer: "https://l.facebook.com/", source: "facebook", medium: "paid_social", campaign: "first-class-free", clickID: "fbclid", click: 115},
				instagram:     {referrer: "https://www.instagram.com/"},
				email:         {source: "letterbird", medium: "email", campaign: "studio-mail"},
				referral:      {referrer: "https://gymfinder.example/toronto/west"},
				assistant:     {referrer: "https://chatgpt.com/"},
			},
			first: [3]weights{
				young:  newWeights(18, 24, 12, 14, 20, 0, 0, 0, 8, 0, 4),
				middle: newWeights(20, 34, 14, 12, 8, 0, 0, 0, 10, 0, 2),
				old:    newWeights(26, 40, 14, 6, 2, 0, 0, 0, 12, 0, 0),
			},
			later: newWeights(66, 18, 5, 4, 4, 0, 0, 0, 2, 0, 1),
			spike: noSpike,
		},
	}
	w.open = func(s *Simulation) business { return &fitness{Simulation: s} }
	return w
}

// membership is one plan; the first is to pay visit by visit.
type membership struct {
	slug, name string
	price      int // units of currency a month
	appeal     float64
}

var memberships = []membership{
	{"flex-4", "Flex 4", 59, 4},
	{"flex-8", "Flex 8", 99, 3},
	{"off-peak", "Off-Peak", 85, 2},
	{"unlimited", "Unlimited", 149, 2},
}

const singleVisit = 22

var membershipAppeal = func() weights {
	list := make([]float64, len(memberships))
	for i, m := range memberships {
		list[i] = m.appeal
	}
	return newWeights(list...)
}()

var classes = []struct{ slug, name string }{
	{"morning-flow", "Morning Flow"}, {"spin-45", "Spin 45"}, {"strength-basics", "Strength Basics"}, {"kettlebell-club", "Kettlebell Club"},
	{"restorative-yoga", "Restorative Yoga"}, {"barre", "Barre"}, {"boxing-fit", "Boxing Fit"},
}

var studioVoices = voices{
	praise: []string{"Ines remembers my shoulder every week.", "First place where I stayed longer than a month.", "Calm, clean, on time.", "I sleep better. That says it all."},
	mixed:  []string{"Good classes, crowded on Mondays.", "I like it, but I never know which membership fits me.", "Fine for the price."},
	complaints: []string{"Class full again, waiting list again.", "I could not tell the memberships apart and gave up.", "Charged for a class that I cancelled in time.",
		"The reminders are too much."},
}

// americanLines are the numbers that the North American plan keeps for films:
// 555-0100 to 555-0199 in every area.
func americanLines(areas ...string) (list []lines) {
	for _, area := range areas {
		list = append(list, lines{"+1 " + area + " 555 01", 100})
	}
	return list
}
