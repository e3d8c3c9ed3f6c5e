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

// pay counts a visit that an advertisement brought. What comes after the
// history is not counted: a bill has days behind it.
func (s *Simulation) pay(w *walk) {
	if s.world.roads.approaches[w.channel].click > 0 && w.day.index < len(s.calendar.days) && w.now < s.config.End.UnixMilli() {
		s.bill[paid{w.day.index, w.channel, w.campaign}]++
	}
}

// shown is how many people see an advertisement for one who clicks.
var shown = map[string]float64{"cpc": 24, "paid_social": 110}

// Spending is what advertising cost on each day of the history, which must have
// been run: so much for a click, on some days more and on some less. Its chance
// is its own, so that it changes nothing of what people do.
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
		a := &s.world.roads.approaches[key.channel]
		clicks := s.bill[key]
		cents := float64(clicks) * float64(a.click) * dice.between(0.85, 1.15)
		list[i] = Spending{
			Day:    s.calendar.days[key.day].date.Format(time.DateOnly),
			Source: a.source, Medium: a.medium, Campaign: key.campaign,
			Cost: math.Round(cents) / 100, Currency: s.config.Currency,
			Clicks: clicks, Impressions: int64(float64(clicks) * shown[a.medium] * dice.between(0.8, 1.2)),
		}
	}
	return list
}
