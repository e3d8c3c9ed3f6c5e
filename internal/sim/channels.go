package sim

import "math"

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
	linkedin
	press // an article or a programme about the business
	channels
)

// approach is what a channel leaves on the landing page.
type approach struct {
	referrer string
	// query is the address's query, without the campaign's name at its end.
	query                    string
	source, medium, campaign string
	clickID                  string // the parameter with the ad's click id
	click                    int    // what one click costs, in cents; 0: the channel is free
}

// otherSearch is where a fifth of the searchers come from.
var otherSearch = []string{"https://www.bing.com/", "https://duckduckgo.com/", "https://www.ecosia.org/"}

// plan is what was planted, and on which days.
type plan struct {
	outageDay  int // -1: the history is too short for one
	spikeDay   int // -1 likewise
	spikeShare float64
	nudgeDay   int // from this day on the discount beside the cart is tried
}

// newPlan puts the planted days into the last weeks of the history, on common
// days: neither in a sale, nor when a newsletter goes out, nor on pay-days.
func newPlan(config Config, c *calendar, w *world) plan {
	p := plan{outageDay: -1, spikeDay: -1, nudgeDay: config.Days / 2}
	if config.Plain {
		p.nudgeDay = math.MaxInt
		return p
	}
	if config.Days < 21 {
		return p
	}
	p.outageDay = c.commonDay(config.Days-1-max(5, config.Days/15), -1)
	p.spikeDay = c.commonDay(config.Days-1-max(10, config.Days/9), p.outageDay)
	if w.roads.spike != noSpike {
		p.spikeShare = 1.3 * min(w.crowd.visits/float64(config.Days), 0.04)
	}
	return p
}

// quietDay is how busy the weekend of an office is, at most.
const quietDay = 0.6

// commonDay is the last day at or before the given one on which nothing else
// happens, and not beside the day to avoid.
func (c *calendar) commonDay(from, avoid int) int {
	for i := from; i > 0; i-- {
		d := &c.days[i]
		near := avoid >= 0 && i > avoid-3 && i < avoid+3
		if d.sale == nil && !d.newsletter && d.mood == 1 && !near && c.year.weekday[d.date.Weekday()] > quietDay {
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
		if i == p.spikeDay+1 && p.spikeShare > 0 {
			w[i] *= 1.2 // the film is still seen on the day after
		}
	}
	return newWeights(w...)
}

func (s *Simulation) firstChannel(p *person) int { return s.dice.pick(s.world.roads.first[p.group()]) }
