package sim

import (
	"cmp"
	"math"
	"slices"
	"time"
)

// Spending is what one campaign cost on one day.
type Spending struct {
	// Day is the day in the business's time zone, as 2006-01-02.
	Day                      string
	Source, Medium, Campaign string
	Cost                     float64
	Currency                 string
	Clicks, Impressions      int64
}

// paid is a campaign on a channel that asks for money, on one day.
type paid struct {
	day, channel int
	campaign     string
}

// pay counts a visit that an advertisement brought.
func (s *Simulation) pay(w *walk) {
	key := paid{w.day.index, w.channel, w.campaign}
	switch {
	case s.world.roads.approaches[w.channel].click == 0:
	case w.day.index == len(s.calendar.days): // of the present
		s.spent = append(s.spent, s.price(key, w.day, 1, s.rates))
	case w.now < s.config.End.UnixMilli():
		s.bill[key]++
	}
}

// price is what so many clicks cost, on some days more and on some less.
func (s *Simulation) price(key paid, d *day, clicks int64, dice dice) Spending {
	a := &s.world.roads.approaches[key.channel]
	cents := float64(clicks) * float64(a.click) * dice.between(0.85, 1.15)
	return Spending{
		Day:    d.date.Format(time.DateOnly),
		Source: a.source, Medium: a.medium, Campaign: key.campaign,
		Cost: math.Round(cents) / 100, Currency: s.config.Currency,
		Clicks: clicks, Impressions: int64(float64(clicks) * shown[a.medium] * dice.between(0.8, 1.2)),
	}
}

// Spent is what advertising cost in the present since it was asked for last, a
// line for each visit: Onward goes on, and so do its bills.
func (s *Simulation) Spent() []Spending {
	spent := s.spent
	s.spent = nil
	return spent
}

// shown is how many people see an advertisement for one who clicks.
var shown = map[string]float64{"cpc": 24, "paid_social": 110}

// Spending is what advertising cost on each day of the history, which must have
// been run. Its chance is its own, so that it changes nothing of what people do.
func (s *Simulation) Spending() []Spending {
	keys := make([]paid, 0, len(s.bill))
	for key := range s.bill {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b paid) int {
		return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.channel, b.channel), cmp.Compare(a.campaign, b.campaign))
	})
	dice := newDice(s.config.Seed, 5)
	list := make([]Spending, len(keys))
	for i, key := range keys {
		list[i] = s.price(key, &s.calendar.days[key.day], s.bill[key], dice)
	}
	return list
}
