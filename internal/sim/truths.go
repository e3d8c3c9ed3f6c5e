package sim

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
)

// Truth is one thing that was planted, as data.
type Truth struct {
	// Kind is friction, drop, spike, nudge, sale, shared_devices, slow_pages
	// or offline.
	Kind string `json:"kind"`
	// What is the truth in a sentence.
	What string `json:"what"`
	// Step is the event that is not reached because of it, Page where.
	Step string `json:"step,omitempty"`
	Page string `json:"page,omitempty"`
	// Whom it hits: all filters hold. Empty: everybody.
	Whom []event.Filter `json:"whom,omitempty"`
	// From and To bound it in time, half-open.
	From time.Time `json:"from"`
	To   time.Time `json:"to"`
	// Driver is what stands behind a spike.
	Driver []event.Filter `json:"driver,omitempty"`
	// Metrics are the events whose counts show it.
	Metrics []string `json:"metrics,omitempty"`
	// Size is how much: for a friction the share of attempts that break, for
	// a drop or spike the change of the day's visits (-0.6: sixty per cent
	// fewer), for a nudge the change of the share that goes on, for the rest
	// a share of customers.
	Size float64 `json:"size"`
	// Evidence are the events that give it away.
	Evidence []string `json:"evidence,omitempty"`
}

// Truths is what was planted. It can be asked before the history is run.
func (s *Simulation) Truths() []Truth {
	truths := s.business.truths()
	for i := range truths {
		if mended := s.config.Mended; truths[i].Kind == "friction" && !mended.IsZero() && mended.Before(truths[i].To) {
			truths[i].To = mended
		}
	}
	return truths
}

func (s *retail) truths() []Truth {
	c := &s.calendar
	from, to := c.days[0].date, s.config.End
	truths := []Truth{
		{
			Kind: "shared_devices", What: "Some households have one tablet between two accounts.",
			From: from, To: to, Size: 2.0 / 97,
		},
		{
			Kind: "offline", What: "Some customers near the store buy at its till; the loyalty card's address joins them to their account.",
			From: from, To: to, Size: s.world.crowd.storeShare * s.world.crowd.places[0].share / 100, Evidence: []string{"Order Completed"},
		},
	}
	truths = append(truths, s.saleTruths()...)
	if s.config.Plain {
		return truths
	}
	truths = append(truths, s.plan.truths(c, s.world, s.shop, to)...)
	return append(truths, s.shop.planted(s)...)
}

// boutiqueTruths are its frictions.
func boutiqueTruths(s *retail) []Truth {
	from, to := s.calendar.days[0].date, s.config.End
	return []Truth{
		{
			Kind: "friction", What: "On a telephone the payment form breaks for customers between 18 and 34.",
			Step: "Order Completed", Page: "/checkout/payment",
			Whom: []event.Filter{equals("device", "mobile"), equals("traits.age_group", ageGroups[young])},
			From: from, To: to, Size: brokenShare, Evidence: []string{scriptError, rageClick, "Support Contacted"},
		},
		{
			Kind: "slow_pages", What: "On cheap Android devices pages appear late, and some leave before they do.",
			Whom: []event.Filter{equals("os", "Android")},
			From: from, To: to, Size: 0.12, Evidence: []string{webVital},
		},
	}
}

// saleTruths are the sales of the history.
func (s *Simulation) saleTruths() (truths []Truth) {
	c := &s.calendar
	for i := range c.days {
		d := &c.days[i]
		if d.sale == nil || i > 0 && c.days[i-1].sale == d.sale {
			continue
		}
		last := i
		for last+1 < len(c.days) && c.days[last+1].sale == d.sale {
			last++
		}
		truths = append(truths, Truth{Kind: "sale", What: d.sale.name, From: d.date, To: c.days[last].date.AddDate(0, 0, 1), Size: 0.35,
			Driver: []event.Filter{equals("campaign", d.sale.slug)}, Metrics: []string{event.PageViewed, "Order Completed"}})
	}
	return truths
}

// truths are those of certain days.
func (p plan) truths(c *calendar, w *world, sh *shop, to time.Time) []Truth {
	var truths []Truth
	if p.outageDay >= 0 && sh.outage {
		d := &c.days[p.outageDay]
		truths = append(truths, Truth{
			Kind: "drop", What: "The shop could not be reached from " + strconv.Itoa(outageFrom) + " to " + strconv.Itoa(outageTo) + " o'clock.",
			From: d.date, To: d.date.AddDate(0, 0, 1), Size: -0.55, Metrics: []string{event.PageViewed, "sessions", "Order Completed"},
		})
	}
	if p.spikeDay >= 0 && w.roads.spike != noSpike {
		d := &c.days[p.spikeDay]
		viral := &sh.products[sh.viral()]
		truths = append(truths, Truth{
			Kind: "spike", What: sh.fame + " the " + viral.name + " sent many people to its page.",
			Page: viral.path, From: d.date, To: d.date.AddDate(0, 0, 1), Size: 1.3,
			Driver: []event.Filter{equals("referrer_host", host(w.roads.approaches[w.roads.spike].referrer))}, Metrics: []string{event.PageViewed, "sessions", "Product Viewed"},
		})
	}
	if p.nudgeDay < len(c.days) && sh.nudge {
		truths = append(truths, Truth{
			Kind: "nudge", What: "A discount beside the cart helps newcomers on to the checkout and puts off those who bought before; half of the people see it.",
			Step: "Checkout Started", Page: "/cart", From: c.days[p.nudgeDay].date, To: to, Size: 0.16,
			Whom: []event.Filter{equals("properties.variation_id", "discount")}, Evidence: []string{"Experiment Viewed", "Promotion Viewed", "Promotion Dismissed"},
		})
	}
	return truths
}

func equals(property, value string) event.Filter {
	raw, _ := json.Marshal(value) // a text cannot fail
	return event.Filter{Property: property, Op: "eq", Value: raw}
}

// host is the referrer's host as the software names it.
func host(referrer string) string {
	_, rest, _ := strings.Cut(referrer, "://")
	name, _, _ := strings.Cut(rest, "/")
	return strings.TrimPrefix(name, "www.")
}
