package sim

import (
	"context"
	"iter"
	"math"
	"time"
)

// The present goes at the pace of the history, by day and hour, with two
// exceptions for those who watch: right after its beginning visits come every
// few seconds, fading, and the quietest hour keeps a share of the mean.
const (
	openingGap   = 12 * second // between visits at the beginning
	openingShare = 0.25        // of a day's visits: so many come on top, about
	quietShare   = 0.6
)

// newcomers is the share of live visits by people whom the history has not seen.
const newcomers = 0.35

// Onward is what happens from a moment at or after End, in order of receipt
// and without end: the people of the history come back, and new ones come. It
// is the same for the same moment. Where the history was not run before, it is
// run first, silently, so that people are as they would be.
func (s *Simulation) Onward(from time.Time) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		s.liveFrom(from)
		next := from.UnixMilli()
		today := s.liveDay(next)
		for {
			if !s.out.release(next, &s.sources, yield) {
				return
			}
			if next >= today.end {
				today = s.liveDay(next)
			}
			s.liveVisit(&today, next)
			next += 1 + int64(s.dice.wait(s.gap(&today, from.UnixMilli(), next)))
		}
	}
}

// gap is the mean time to the next visit, in milliseconds.
func (s *Simulation) gap(today *day, from, now int64) float64 {
	mean := s.daily / dayLength
	pace := mean * max(quietShare, today.traffic*today.busy(now, s.world.year.hour))
	fade := min(max(openingShare*s.daily*openingGap, 3*minute), 20*minute)
	return 1 / (pace + math.Exp(-float64(now-from)/fade)/openingGap)
}

// liveFrom makes the simulation ready to go on from a moment.
func (s *Simulation) liveFrom(from time.Time) {
	if !s.ran {
		for range s.History() {
		}
	}
	at := uint64(from.UnixMilli())
	s.out = outbox{}
	s.dice = newDice(s.config.Seed^at, 3)
	s.writer.dice = newDice(s.config.Seed^at, 4)
	s.spent, s.rates = nil, newDice(s.config.Seed^at, 5)
}

// liveDay is the calendar day of a moment. Its index lies beyond the history,
// so that nothing planted falls on it and nothing is put on its list.
func (s *Simulation) liveDay(at int64) day {
	y, m, d := time.UnixMilli(at).In(s.config.Zone).Date()
	return s.world.year.day(time.Date(y, m, d, 0, 0, 0, 0, s.config.Zone), len(s.calendar.days))
}

// liveVisit is one visit now: to the website, or now and then to the store.
func (s *Simulation) liveVisit(d *day, at int64) {
	number := int32(s.dice.below(len(s.people)))
	if s.dice.chance(newcomers) {
		number = int32(len(s.people))
		s.people = append(s.people, person{})
		s.create(&s.people[number])
	}
	s.business.visit(number, d, at)
}

// Live hands out what Onward makes from now on, each message at its moment,
// until the context ends. What is overdue by more than a minute (the machine
// slept) is left out: those visitors found nobody at home.
func (s *Simulation) Live(ctx context.Context) iter.Seq[Message] {
	return func(yield func(Message) bool) {
		timer := time.NewTimer(0)
		defer timer.Stop()
		for m := range s.Onward(time.Now()) {
			ahead := time.Until(m.ReceivedAt)
			if ahead < -time.Minute {
				continue
			}
			timer.Reset(ahead)
			select {
			case <-ctx.Done():
				return
			case <-timer.C:
			}
			if !yield(m) {
				return
			}
		}
	}
}
