package emotion

import (
	"cmp"
	"math/bits"
	"slices"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/sentiment"
)

// mood sums evidence: single pieces for the mean and the spread, and whole
// customers for the interval.
type mood struct {
	n, customers             int64
	value, square, weight    float64 // Σwv, Σwv², Σw
	values2, cross, weights2 float64 // over customers: Σ(Σwv)², Σ(Σwv)(Σw), Σ(Σw)²
	ownValue, ownWeight      float64 // of the customer being visited
	best, worst              []said
}

// said is a text with its score.
type said struct {
	score float64
	seq   uint32
	text  string
}

const mostQuotes = 3

func (m *mood) add(value, weight float64) {
	m.n++
	m.value += weight * value
	m.square += weight * value * value
	m.weight += weight
	m.ownValue += weight * value
	m.ownWeight += weight
}

func (m *mood) close() {
	if m.ownWeight == 0 {
		return
	}
	m.customers++
	m.values2 += m.ownValue * m.ownValue
	m.cross += m.ownValue * m.ownWeight
	m.weights2 += m.ownWeight * m.ownWeight
	m.ownValue, m.ownWeight = 0, 0
}

func (m *mood) quote(s said) {
	if s.score > 0 {
		m.best = keep(m.best, s, 1, mostQuotes)
	} else if s.score < 0 {
		m.worst = keep(m.worst, s, -1, mostQuotes)
	}
}

// keep adds a text to the few strongest; one text is told once.
func keep(list []said, s said, side float64, most int) []said {
	if len(list) == most && side*s.score < side*list[most-1].score {
		return list
	}
	if i := slices.IndexFunc(list, func(old said) bool { return old.text == s.text }); i >= 0 {
		if list[i].score == s.score && list[i].seq <= s.seq || side*list[i].score > side*s.score {
			return list
		}
		list = slices.Delete(list, i, i+1)
	}
	list = append(list, s)
	slices.SortFunc(list, func(a, b said) int { return cmp.Or(cmp.Compare(side*b.score, side*a.score), cmp.Compare(a.seq, b.seq)) })
	return list[:min(len(list), most)]
}

func (m *mood) merge(other *mood) {
	m.n += other.n
	m.customers += other.customers
	m.value += other.value
	m.square += other.square
	m.weight += other.weight
	m.values2 += other.values2
	m.cross += other.cross
	m.weights2 += other.weights2
	for _, s := range other.best {
		m.best = keep(m.best, s, 1, mostQuotes)
	}
	for _, s := range other.worst {
		m.worst = keep(m.worst, s, -1, mostQuotes)
	}
}

// feeling is what a customer feels at a stage by one piece of evidence.
type feeling int

const (
	anyFeeling feeling = iota
	good
	bad
	feelings
)

// at is the number of the deed of feeling so at a stage.
func (f feeling) at(stage int) int { return stage*int(feelings) + int(f) }

// fold sums evidence by stage from 1, by topic, and by both.
type fold struct {
	*plan
	stages  []mood
	topics  []mood
	both    []mood // stage*len(sentiment.Topics) + topic
	byKind  [][kinds]int64
	unread  int64
	read    []map[uint32]words // by text property, by code
	session [kinds]uint32      // the session whose friction of a kind counted last, plus 1
	felt    query.Deeds        // by feeling.at
}

func newFold(p *plan) *fold {
	n, topics := len(p.model)+1, len(sentiment.Topics)
	f := &fold{plan: p, stages: make([]mood, n), topics: make([]mood, topics), both: make([]mood, n*topics), byKind: make([][kinds]int64, n), felt: query.NewDeeds(n * int(feelings))}
	for range p.texts {
		f.read = append(f.read, map[uint32]words{})
	}
	return f
}

func (f *fold) Visit(j journey.Journey) {
	f.session = [kinds]uint32{}
	f.felt.Begin()
	some := false
	for row := j.Lo; row < j.Hi; row++ {
		kind := f.kinds[j.Columns.Event[row]]
		stage := int(j.Columns.Stage[row])
		if kind == silent || stage == 0 || stage >= len(f.stages) {
			continue
		}
		some = true
		if kind >= rage {
			f.friction(j, row, stage, kind)
		} else {
			f.voice(j, row, stage, kind)
		}
	}
	if !some {
		return
	}
	for _, group := range [][]mood{f.stages, f.topics, f.both} {
		for i := range group {
			group[i].close()
		}
	}
	f.felt.End(j.Customer)
}

// friction counts a struggle once a session.
func (f *fold) friction(j journey.Journey, row, stage int, kind kind) {
	if kind == vitals {
		if paint, ok := f.paint.Of(j, row); !ok || paint <= slowPaint {
			return
		}
	}
	session := j.Columns.Session[row] + 1
	if f.session[kind] == session && session != 0 {
		return
	}
	f.session[kind] = session
	f.evidence(stage, kind, frictions[kind], frictionWeight)
}

// voice counts what somebody said, in words, in grades, or in both.
func (f *fold) voice(j journey.Journey, row, stage int, kind kind) {
	sum, n := 0.0, 0.0
	for i := range f.grades {
		g := &f.grades[i]
		if x, ok := g.numbers.Of(j, row); ok && x >= g.least && x <= g.most {
			sum, n = 2*(x-g.least)/(g.most-g.least)-1, 1
			break
		}
	}
	text, w := f.words(j, row)
	if w.there && !w.Read {
		f.unread++
	}
	if w.Read {
		sum, n = sum+w.Compound, n+1
	}
	if n == 0 {
		return
	}
	value := sum / n
	f.evidence(stage, kind, value, 1)
	if !w.Read {
		return
	}
	quote := said{score: w.Compound, seq: j.Columns.Seq[row], text: text}
	f.stages[stage].quote(quote)
	for open := w.topics; open != 0; open &= open - 1 {
		topic := bits.TrailingZeros32(open)
		f.topics[topic].add(w.Compound, 1)
		f.topics[topic].quote(quote)
		f.both[stage*len(sentiment.Topics)+topic].add(w.Compound, 1)
	}
}

func (f *fold) evidence(stage int, kind kind, value, weight float64) {
	f.stages[stage].add(value, weight)
	f.byKind[stage][kind]++
	f.felt.Note(anyFeeling.at(stage))
	if value > 0 {
		f.felt.Note(good.at(stage))
	} else if value < 0 {
		f.felt.Note(bad.at(stage))
	}
}

// words reads the touchpoint's text; each text is read once.
func (f *fold) words(j journey.Journey, row int) (string, words) {
	for i, column := range f.texts {
		code := column.Code(j, row)
		if code == 0 {
			continue
		}
		text := column.Value(code).Text
		if text == "" {
			continue
		}
		w, known := f.read[i][code]
		if !known {
			w = words{Score: sentiment.Of(text), topics: sentiment.TopicsOf(text), there: true}
			f.read[i][code] = w
		}
		return text, w
	}
	return "", words{}
}

func (f *fold) Merge(other *fold) {
	for i, group := range [][]mood{f.stages, f.topics, f.both} {
		theirs := [][]mood{other.stages, other.topics, other.both}[i]
		for k := range group {
			group[k].merge(&theirs[k])
		}
	}
	for stage := range f.byKind {
		for k := range f.byKind[stage] {
			f.byKind[stage][k] += other.byKind[stage][k]
		}
	}
	f.unread += other.unread
	f.felt.Merge(&other.felt)
}
