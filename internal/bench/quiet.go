package bench

import (
	"math"
	"math/rand/v2"
	"time"

	"wend/internal/understand/insights"
	"wend/internal/understand/insights/insightstest"
)

// business is a made-up business of nothing but daily numbers, whose truth is
// known: each metric's mean for each day.
type business struct {
	country string
	first   time.Time
	days    int
	metrics []metric
}

// metric is one line of counts.
type metric struct {
	level      float64
	growth     float64 // of the logarithm, in four weeks
	year       float64 // how much the seasons of the year sway it
	week       [7]float64
	holiday    float64 // what is left on a holiday
	dispersion float64 // variance over mean: 1 is Poisson, more is negative binomial
	mood       float64 // standard deviation of days that all metrics share, as a share of the mean
}

// levels are how many of a thing there are a day.
var levels = []float64{0.5, 2, 8, 30, 120, 500, 5000}

const (
	shortest = 45 // days of history at least, the judged ones included
	longest  = 150
)

// drawBusiness draws a business with a metric of each level but a few.
func drawBusiness(dice *rand.Rand) business {
	b := business{country: []string{"DE", "US", "IE", "GB", "FR"}[dice.IntN(5)], days: longest}
	if dice.IntN(4) == 0 {
		b.days = shortest + dice.IntN(longest-shortest)
	}
	b.first = time.Date(2025, 1, 1+dice.IntN(365), 12, 0, 0, 0, time.UTC)
	mood := 0.0
	if dice.IntN(2) == 0 {
		mood = 0.12 * dice.Float64()
	}
	var week [7]float64
	for i := range week {
		week[i] = 0.6 + 0.8*dice.Float64()
	}
	if dice.IntN(5) == 0 {
		week[time.Sunday] = 0
	}
	growth, year, holiday := 0.3*(dice.Float64()-0.5), 0.4*(dice.Float64()-0.5), 0.2+0.9*dice.Float64()
	for _, level := range levels {
		m := metric{level: level * (0.7 + 0.6*dice.Float64()), growth: growth, year: year, week: week, holiday: holiday, dispersion: 1, mood: mood}
		if dice.IntN(2) == 0 {
			m.dispersion += 4 * dice.Float64() * min(1, math.Sqrt(level)/6)
		}
		b.metrics = append(b.metrics, m)
	}
	dice.Shuffle(len(b.metrics), func(i, j int) { b.metrics[i], b.metrics[j] = b.metrics[j], b.metrics[i] })
	b.metrics = b.metrics[:3+dice.IntN(len(b.metrics)-2)]
	return b
}

// mean is what a day is like on average.
func (b *business) mean(m *metric, t int, closed map[int]bool) float64 {
	day := b.first.AddDate(0, 0, t)
	v := m.level * math.Exp(m.growth*float64(t-b.days)/28) * m.week[day.Weekday()] * (1 + m.year*math.Sin(2*math.Pi*float64(day.YearDay())/365))
	if closed[t] {
		v *= m.holiday
	}
	return v
}

// play draws the days; change is what is planted: the factor of a metric's day.
func (b *business) play(dice *rand.Rand, change func(metric, t int) float64) insights.Numbers {
	n := insights.Numbers{First: b.first, Country: b.country}
	closed := map[int]bool{}
	for t := range b.days {
		closed[t] = insights.Holiday(b.country, b.first.AddDate(0, 0, t)) != ""
	}
	moods, mood := make([]float64, b.days), 0.0
	for t := range moods { // one day's mood is a little like the last one's
		mood = 0.3*mood + math.Sqrt(1-0.3*0.3)*dice.NormFloat64()
		moods[t] = mood
	}
	for i := range b.metrics {
		m := &b.metrics[i]
		values := make([]float64, b.days)
		for t := range values {
			values[t] = insightstest.Count(dice, b.mean(m, t, closed)*math.Exp(m.mood*moods[t]-m.mood*m.mood/2)*change(i, t), m.dispersion)
		}
		n.Metrics = append(n.Metrics, values)
	}
	return n
}
