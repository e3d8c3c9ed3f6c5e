package emotion

import (
	"cmp"
	"math"
	"slices"

	"wend/internal/understand/query"
	"wend/internal/understand/sentiment"
)

// answer reads the curve off the sums.
func (f *fold) answer() Answer {
	a := Answer{Stages: []Stage{}, Topics: []Topic{}, Unread: f.unread}
	for i, stage := range f.model {
		m, n := &f.stages[i+1], f.byKind[i+1]
		s := Stage{
			Key: stage.Key, Name: stage.Name, Mood: m.mood(), Reviews: n[review], Surveys: n[survey], Tickets: n[ticket],
			Friction: n[rage] + n[failure] + n[abandoned] + n[vitals], Best: quotes(m.best), Worst: quotes(m.worst),
			Topics: topicsOf(f.both[(i+1)*len(sentiment.Topics) : (i+2)*len(sentiment.Topics)]),
		}
		a.Stages = append(a.Stages, s)
	}
	a.Topics = topicsOf(f.topics)
	var peak, end *Stage
	for i := range a.Stages {
		if s := &a.Stages[i]; s.Mean != nil {
			if peak == nil || math.Abs(*s.Mean) > math.Abs(*peak.Mean) {
				peak = s
			}
			end = s
		}
	}
	if peak != nil {
		remembered := (*peak.Mean + *end.Mean) / 2
		a.Peak, a.End, a.Remembered = &peak.Key, &end.Key, &remembered
	}
	return a
}

// mood is what the sums say of how customers feel.
func (m *mood) mood() Mood {
	out := Mood{Customers: m.customers}
	if m.customers < fewest {
		return out
	}
	mean := m.value / m.weight
	spread := math.Sqrt(max(0, m.square/m.weight-mean*mean))
	n := float64(m.customers)
	residuals := max(0, m.values2-2*mean*m.cross+mean*mean*m.weights2)
	half := student(n-1) * math.Sqrt(n/(n-1)*residuals) / m.weight
	out.Mean, out.Spread = &mean, &spread
	out.Interval = &query.Interval{Low: max(-1, mean-half), High: min(1, mean+half)}
	return out
}

// student is the quantile of Student's t that leaves 2.5 % above, by the
// expansion of Cornish and Fisher (Abramowitz and Stegun 26.7.5): right to three
// digits from nine degrees of freedom on.
func student(freedom float64) float64 {
	const z = 1.959963984540054
	const z3, z5, z7 = z * z * z, z * z * z * z * z, z * z * z * z * z * z * z
	return z + (z3+z)/(4*freedom) + (5*z5+16*z3+3*z)/(96*freedom*freedom) + (3*z7+19*z5+17*z3-15*z)/(384*freedom*freedom*freedom)
}

func quotes(list []said) []Quote {
	out := []Quote{}
	for _, s := range list {
		out = append(out, Quote{Text: sentiment.Quote(s.text), Score: s.score})
	}
	return out
}

func topicsOf(moods []mood) []Topic {
	out := []Topic{}
	for i := range moods {
		if m := &moods[i]; m.n > 0 {
			out = append(out, Topic{Key: sentiment.Topics[i].Key, Name: sentiment.Topics[i].Name, Texts: m.n, Mood: m.mood(), Best: quotes(m.best), Worst: quotes(m.worst)})
		}
	}
	slices.SortStableFunc(out, func(a, b Topic) int { return cmp.Compare(b.Texts, a.Texts) })
	return out
}
