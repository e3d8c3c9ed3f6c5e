package sim

// The channels that bring visitors. The names that the software gives them
// (GA4's groups) follow from what the landing page's address and referrer say.
const (
	direct = iota
	organicSearch
	paidSearch
	paidSocial
	instagram
	pinterest
	tiktok
	email
	referral
	affiliate
	assistant
	channels
)

// approach is what a channel leaves on the landing page.
type approach struct {
	referrer string
	// query is the address's query, without the campaign's name at its end.
	query                    string
	source, medium, campaign string
	clickID                  string // the parameter with the ad's click id
}

var approaches = [channels]approach{
	direct:        {},
	organicSearch: {referrer: "https://www.google.com/"},
	paidSearch:    {referrer: "https://www.google.com/", source: "google", medium: "cpc", campaign: "clothes-near-me", clickID: "gclid"},
	paidSocial:    {referrer: "https://l.facebook.com/", source: "facebook", medium: "paid_social", campaign: "new-season", clickID: "fbclid"},
	instagram:     {referrer: "https://www.instagram.com/"},
	pinterest:     {referrer: "https://www.pinterest.com/"},
	tiktok:        {referrer: "https://www.tiktok.com/"},
	email:         {source: "newsletter", medium: "email", campaign: "thursday-letter"},
	referral:      {referrer: "https://slowwardrobe.example/shops-we-love"},
	affiliate:     {referrer: "https://voucherfox.example/fern-and-fathom", source: "voucherfox", medium: "affiliate", campaign: "readers-codes"},
	assistant:     {referrer: "https://chatgpt.com/"},
}

// otherSearch is where a fifth of the searchers come from.
var otherSearch = []string{"https://www.bing.com/", "https://duckduckgo.com/", "https://www.ecosia.org/"}

// The weights of the channels, in the order of the constants.
var (
	firstVisitBy = [3]weights{
		young:  newWeights(12, 22, 12, 16, 18, 6, 6, 0, 4, 2, 2),
		middle: newWeights(16, 32, 16, 12, 8, 6, 1, 0, 5, 3, 1),
		old:    newWeights(22, 36, 16, 9, 2, 3, 0, 0, 8, 4, 0),
	}
	laterVisit = newWeights(46, 26, 9, 6, 5, 2, 1, 0, 3, 2, 0)
)

func (s *Simulation) firstChannel(p *person) int { return s.dice.pick(firstVisitBy[p.group()]) }

// plan is what was planted, and on which days.
type plan struct {
	outageDay  int // -1: the history is too short for one
	spikeDay   int // -1 likewise
	spikeShare float64
	nudgeDay   int // from this day on the discount beside the cart is tried
}

// The outage of the drop day: nobody reaches the shop in these hours.
const (
	outageFrom = 8
	outageTo   = 19
)

// visitsPerCustomer is about how often one customer comes in half a year; the
// spike is sized by it.
const visitsPerCustomer = 4.6

// newPlan puts the planted days into the last weeks of the history, on common
// days: neither in a sale, nor when a newsletter goes out, nor on pay-days.
func newPlan(config Config, c *calendar) plan {
	p := plan{outageDay: -1, spikeDay: -1, nudgeDay: config.Days / 2}
	if config.Days < 21 {
		return p
	}
	p.outageDay = c.commonDay(config.Days-1-max(5, config.Days/15), -1)
	p.spikeDay = c.commonDay(config.Days-1-max(10, config.Days/9), p.outageDay)
	p.spikeShare = 1.3 * min(visitsPerCustomer/float64(config.Days), 0.04)
	return p
}

// commonDay is the last day at or before the given one on which nothing else
// happens, and not beside the day to avoid.
func (c *calendar) commonDay(from, avoid int) int {
	for i := from; i > 0; i-- {
		d := &c.days[i]
		near := avoid >= 0 && i > avoid-3 && i < avoid+3
		if d.sale == nil && !d.newsletter && d.mood == 1 && !near {
			return i
		}
	}
	return from
}

// arrivals are the weights of the days for first visits.
func (p plan) arrivals(c calendar) weights {
	w := make([]float64, len(c.days))
	for i, d := range c.days {
		w[i] = d.traffic
		if i == p.spikeDay+1 && p.spikeDay >= 0 {
			w[i] *= 1.2 // the film is still seen on the day after
		}
	}
	return newWeights(w...)
}
