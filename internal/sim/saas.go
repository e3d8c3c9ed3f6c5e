package sim

// saas is Tallybird, invoices for small firms: a trial of two weeks, an
// onboarding of four steps whose third, connecting the bank, fails for sole
// traders, and subscriptions that last where colleagues were invited.
func saas() *world {
	w := &world{
		World:   World{"saas", "Tallybird", "saas", "Invoices for small firms, with a trial", "America/New_York", "USD", "US"},
		host:    "https://tallybird.example",
		account: "user_",
		tools: tools{
			website: tool{"Website and app", "wend.js", "1.0.0"},
			backend: tool{"App backend", "analytics-node", "2.3.0"},
			letter:  tool{"Mail tool", "letterbird", "3.0.4"},
		},
		year: year{
			weekday: [7]float64{0.35, 1.25, 1.30, 1.28, 1.22, 1.05, 0.42},
			month:   [12]float64{1.20, 1.05, 1.08, 1.05, 1.00, 0.96, 0.84, 0.86, 1.06, 1.06, 1.02, 0.78},
			hour: newWeights(0.4, 0.2, 0.2, 0.2, 0.3, 0.6, 1.4, 3.0, 5.6, 7.2, 7.6, 7.2,
				6.0, 6.4, 7.0, 6.8, 6.0, 4.6, 3.2, 2.8, 2.8, 2.4, 1.6, 0.8),
			open:    newWeights(0, 0, 0, 0, 0, 0, 0, 0, 2, 5, 6, 6, 4, 5, 6, 5, 4, 2),
			letters: noLetters,
		},
		crowd: crowd{
			ages:    newWeights(34, 50, 16),
			devices: [3]weights{newWeights(30, 68, 2), newWeights(22, 75, 3), newWeights(16, 78, 6)},
			places: []place{
				{"en-US", "America/New_York", "Boston", 30},
				{"en-US", "America/Chicago", "Chicago", 22},
				{"en-US", "America/Los_Angeles", "Portland", 20},
				{"en-GB", "Europe/London", "Leeds", 14},
				{"de-DE", "Europe/Berlin", "Leipzig", 8},
				{"en-AU", "Australia/Sydney", "Sydney", 6},
			},
			before: 0.15, returnIn: 6, visits: 4, tastes: 1,
		},
		roads: roads{
			approaches: [channels]approach{
				organicSearch: {referrer: "https://www.google.com/"},
				paidSearch:    {referrer: "https://www.google.com/", source: "google", medium: "cpc", campaign: "invoice-software", clickID: "gclid", click: 20},
				paidSocial:    {referrer: "https://l.facebook.com/", source: "facebook", medium: "paid_social", campaign: "get-paid-sooner", clickID: "fbclid", click: 60},
				email:         {source: "letterbird", medium: "email", campaign: "onboarding"},
				referral:      {referrer: "https://softwareshelf.example/invoicing/compared"},
				affiliate:     {referrer: "https://bookkeeperblog.example/tools", source: "bookkeeperblog", medium: "affiliate", campaign: "partners", click: 6},
				assistant:     {referrer: "https://chatgpt.com/"},
				linkedin:      {referrer: "https://www.linkedin.com/"},
				press:         {referrer: "https://launchboard.example/today"},
			},
			first: [3]weights{
				young:  newWeights(12, 32, 16, 8, 0, 0, 0, 0, 10, 4, 12, 6),
				middle: newWeights(14, 38, 18, 8, 0, 0, 0, 0, 10, 6, 4, 4),
				old:    newWeights(18, 42, 18, 6, 0, 0, 0, 0, 10, 6, 0, 1),
			},
			later: newWeights(64, 20, 5, 2, 0, 0, 0, 0, 4, 2, 2, 1),
			spike: press,
		},
	}
	w.open = func(s *Simulation) business { return &software{Simulation: s} }
	return w
}

// subscription is one plan with its price a month.
type subscription struct {
	name  string
	price int
}

var subscriptions = []subscription{{"starter", 15}, {"team", 39}, {"business", 89}}

// onboarding are its steps, in order.
var onboarding = []struct{ name, path string }{
	{"Company details", "/app/welcome/company"},
	{"First customer", "/app/welcome/customer"},
	{"Connect bank", "/app/welcome/bank"},
	{"First invoice", "/app/welcome/invoice"},
}

// bankStep is the place of the one that fails.
const bankStep = 2

var appScreens = []struct{ name, path, feature string }{
	{"Invoices", "/app/invoices", "invoice sent"}, {"Customers", "/app/customers", "customer added"}, {"Payments", "/app/payments", "payment matched"},
	{"Reports", "/app/reports", "report exported"}, {"Settings", "/app/settings", "template changed"},
}

var sitePages = []page{{"/pricing", "Pricing"}, {"/features/reminders", "Reminders that are paid"}, {"/features/bank", "Your bank, connected"},
	{"/blog/how-to-write-an-invoice", "How to write an invoice"}, {"/compare/spreadsheets", "Tallybird or a spreadsheet"}}

var trades = []string{"Plumbing", "Design", "Carpentry", "Catering", "Photography", "Consulting", "Landscapes", "Translations", "Bikes", "Interiors"}

var softwareVoices = voices{
	praise:     []string{"I am paid a week sooner.", "My bookkeeper stopped calling. That is praise.", "Does one thing, does it well.", "Support answered within the hour."},
	mixed:      []string{"Good, but reports are thin.", "Fine once it is set up.", "Does what it says."},
	complaints: []string{"Connecting the bank never worked.", "Too expensive for one person.", "I lost an afternoon to the set-up.", "The countdown mails put me off."},
}

// ticket is something that people write to the help desk about.
type ticket struct{ subject, text string }

var bankTicket = ticket{"Cannot connect my bank", "The window of the bank opens and closes again. I am a sole trader, is that why?"}

var tickets = []ticket{
	{"Change the address on an invoice", "How do I change the address on an invoice that was sent already?"},
	{"Charged twice", "It looks as if I was charged twice this month. Please check."},
	{"Add my bookkeeper", "Can my bookkeeper see the reports without paying for a seat?"},
	{"Love the reminders", "No problem at all, I only wanted to say that the reminders work wonders."},
	{"Export is empty", "The export of May is empty, and I need it today."},
}
