package emotion

import (
	"math/bits"

	"wend/internal/journey"
	"wend/internal/understand/query"
	"wend/internal/understand/sentiment"
)

const otherTopic = "other"

// tone is the class of a score.
type tone uint8

const (
	negative tone = iota
	neutral
	positive
)

var tones = [3]string{negative: "negative", neutral: "neutral", positive: "positive"}

// clearly is the score from which on a text is one or the other (Hutto and
// Gilbert 2014).
const clearly = 0.05

func toneOf(score float64) tone {
	switch {
	case score >= clearly:
		return positive
	case score <= -clearly:
		return negative
	}
	return neutral
}

// Bounds of what is told of texts. More are kept than told, because several
// can be carried by the same sentence.
const (
	mostOfAll  = 8
	mostOfLine = 2
	spare      = 3
)

// voices sums texts.
type voices struct {
	mood
	tones [3]int64
}

func (v *voices) hear(score float64, s said, most int) {
	v.add(score, 1)
	v.tones[toneOf(score)]++
	switch s.score = score; {
	case score > 0:
		v.best = keep(v.best, s, 1, spare*most)
	case score < 0:
		v.worst = keep(v.worst, s, -1, spare*most)
	}
}

func (v *voices) merge(other *voices, most int) {
	best, worst := v.best, v.worst
	for _, s := range other.best {
		best = keep(best, s, 1, spare*most)
	}
	for _, s := range other.worst {
		worst = keep(worst, s, -1, spare*most)
	}
	v.mood.merge(&other.mood)
	v.best, v.worst = best, worst
	for i, n := range other.tones {
		v.tones[i] += n
	}
}

// voicesFold sums texts: those that were asked for, and by each of stage, topic
// and source those that the other two let through.
type voicesFold struct {
	*plan
	wanted
	all                     voices
	stages, topics, sources []voices
	unread                  int64
	read                    []map[uint32]sentiment.Reading // by text property, by code

	of      *Speakers
	carried []map[uint32]string // the carrying sentences, where one is asked for
	chosen  query.Chosen
}

func newVoicesFold(p *plan, w wanted) *voicesFold {
	f := &voicesFold{plan: p, wanted: w, stages: make([]voices, len(p.model)+1), topics: make([]voices, sentiment.Other+1), sources: make([]voices, len(sources))}
	for range p.texts {
		f.read = append(f.read, map[uint32]sentiment.Reading{})
		f.carried = append(f.carried, map[uint32]string{})
	}
	return f
}

func (f *voicesFold) groups() [][]voices { return [][]voices{f.stages, f.topics, f.sources} }

func (f *voicesFold) Visit(j journey.Journey) {
	spoke := false
	for row := j.Lo; row < j.Hi; row++ {
		kind := f.kinds[j.Columns.Event[row]]
		if kind == silent || kind >= rage {
			continue
		}
		stage := int(j.Columns.Stage[row])
		if stage >= len(f.stages) {
			continue
		}
		spoke = true
		f.hear(j, row, stage, kind)
	}
	if !spoke {
		return
	}
	f.all.close()
	for _, group := range f.groups() {
		for i := range group {
			group[i].close()
		}
	}
}

// hear counts the text of a touchpoint, if it has one.
func (f *voicesFold) hear(j journey.Journey, row, stage int, kind kind) {
	property, code, text := f.text(j, row)
	if text == "" {
		return
	}
	r, known := f.read[property][code]
	if !known {
		r = sentiment.Read(text)
		f.read[property][code] = r
	}
	atStage := f.wanted.stage == anyStage || f.wanted.stage == stage
	inSource := f.source == silent || f.source == kind
	if !r.Read {
		if atStage && inSource {
			f.unread++
		}
		return
	}
	onTopic, score := true, r.Compound
	if f.topic != sentiment.Any {
		onTopic, score = r.Topics>>f.topic&1 != 0, r.ByTopic[f.topic]
	}
	s := said{seq: j.Columns.Seq[row], text: text}
	if onTopic && inSource {
		f.stages[stage].hear(score, s, mostOfLine)
	}
	if onTopic && atStage {
		f.sources[kind-review].hear(score, s, mostOfLine)
	}
	if atStage && inSource {
		for open := r.Topics; open != 0; open &= open - 1 {
			topic := bits.TrailingZeros32(open)
			f.topics[topic].hear(r.ByTopic[topic], s, mostOfLine)
		}
	}
	if !onTopic || !atStage || !inSource {
		return
	}
	f.all.hear(score, s, mostOfAll)
	if f.of != nil && f.meant(property, code, text, score) {
		f.chosen.Add(j.Customer)
	}
}

// text is the touchpoint's, with the place of its property and its code there.
func (f *voicesFold) text(j journey.Journey, row int) (property int, code uint32, text string) {
	for i, column := range f.texts {
		if code := column.Code(j, row); code != 0 {
			if text := column.Value(code).Text; text != "" {
				return i, code, text
			}
		}
	}
	return 0, 0, ""
}

// meant tells whether a text is one whose customers are asked for.
func (f *voicesFold) meant(property int, code uint32, text string, score float64) bool {
	if f.of.Tone != "" && f.of.Tone != tones[toneOf(score)] {
		return false
	}
	if f.of.Sentence == "" {
		return true
	}
	sentence, known := f.carried[property][code]
	if !known {
		sentence = sentiment.Carrying(text, f.topic)
		f.carried[property][code] = sentence
	}
	return sentence == f.of.Sentence
}

func (f *voicesFold) Merge(other *voicesFold) {
	f.all.merge(&other.all, mostOfAll)
	theirs := other.groups()
	for i, group := range f.groups() {
		for k := range group {
			group[k].merge(&theirs[i][k], mostOfLine)
		}
	}
	f.unread += other.unread
	f.chosen.Merge(&other.chosen)
}

// answer reads the voices off the sums.
func (f *voicesFold) answer() VoicesAnswer {
	a := VoicesAnswer{Overall: f.all.voices(f.topic, mostOfAll), Stages: []VoiceLine{}, Topics: []VoiceLine{}, Sources: []VoiceLine{}, Unread: f.unread}
	if f.stages[0].n > 0 {
		a.Stages = append(a.Stages, VoiceLine{Name: "Before any stage", Voices: f.stages[0].voices(f.topic, mostOfLine)})
	}
	for i, stage := range f.model {
		a.Stages = append(a.Stages, VoiceLine{stage.Key, stage.Name, f.stages[i+1].voices(f.topic, mostOfLine)})
	}
	for i, topic := range sentiment.Topics {
		a.Topics = append(a.Topics, VoiceLine{topic.Key, topic.Name, f.topics[i].voices(i, mostOfLine)})
	}
	a.Topics = append(a.Topics, VoiceLine{otherTopic, "Anything else", f.topics[sentiment.Other].voices(sentiment.Other, mostOfLine)})
	for i, source := range sources {
		a.Sources = append(a.Sources, VoiceLine{source.key, source.name, f.sources[i].voices(f.topic, mostOfLine)})
	}
	return a
}

func (v *voices) voices(topic, most int) Voices {
	return Voices{
		Texts: v.n, Negative: v.tones[negative], Neutral: v.tones[neutral], Positive: v.tones[positive], Mood: v.mood.mood(),
		Worst: carrying(v.worst, topic, most), Best: carrying(v.best, topic, most),
	}
}

// carrying are the sentences that carry texts, each told once.
func carrying(list []said, topic, most int) []Sentence {
	out := []Sentence{}
	told := map[string]bool{}
	for _, s := range list {
		text := sentiment.Carrying(s.text, topic)
		if text == "" || told[text] || len(out) == most {
			continue
		}
		told[text] = true
		out = append(out, Sentence{Text: text, Score: s.score, Parts: sentiment.Parts(text)})
	}
	return out
}
