package insights

import (
	"math"
	"time"
)

// Numbers are the days of a business's metrics and nothing else: counts of
// things, all beginning on the same day. It is the door for measuring how often
// the detector is right.
type Numbers struct {
	First   time.Time // the first day
	Country string    // whose holidays count
	Metrics [][]float64
}

// Beyond is a day of Numbers that lies beyond expectation, or the first one of
// a change that lasts.
type Beyond struct {
	Metric, Day int
	Kind        string
	Value       float64
	Low, High   float64
}

// Find judges the last days of all metrics as one question.
func (n Numbers) Find(judged int) []Beyond {
	s := &survey{}
	for i, values := range n.Metrics {
		h := &history{kind: counts, values: values}
		known := map[date]string{}
		for t := range values {
			day := dateOf(n.First).plus(t)
			if t == 0 {
				known = holidays(n.Country, day.year, day.plus(len(values)).year)
			}
			h.days, h.holiday = append(h.days, day), append(h.holiday, known[day])
		}
		s.to = max(s.to, len(values))
		s.watches = append(s.watches, &watch{series: i, model: &model{history: h}})
	}
	s.from = max(s.to-judged, 0)
	s.chance = s.deal()
	for _, w := range s.watches {
		w.model = findSteps(w.model.history, s.chance.step)
	}
	s.spend()
	found := []Beyond{}
	for _, f := range s.find() {
		found = append(found, Beyond{Metric: f.series, Day: f.day, Kind: f.kind, Value: f.value, Low: f.lo, High: f.hi})
	}
	return found
}

// Certain is the range beyond which a detector that knows a day's mean and
// variance would raise an alarm, under the same promise: the best that any
// detector of single days can do.
func Certain(mean, variance float64, metrics, judged int) (lo, hi float64) {
	return countRange(mean, math.Max(variance, mean), deal(metrics, judged).day)
}

// Holiday is the name of the public holiday of a country on a day, or empty.
func Holiday(country string, day time.Time) string {
	d := dateOf(day)
	return holidays(country, d.year, d.year)[d]
}
