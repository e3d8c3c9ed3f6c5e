package sentiment

import (
	"math"
	"strings"
)

// Places of topics beyond those of Topics.
const (
	Any   = -1 // whatever the text is about
	Other = 8  // none of the topics
)

// Reading is a text as it was read: how the whole feels, and how what it says
// of each topic does.
type Reading struct {
	Score
	// Topics are those of the text, as bits; the bit Other where it has none.
	Topics uint32
	// ByTopic is the mean score of the sentences that name the topic, as far as
	// they can be read; the whole text's where none can, and for Other. VADER is
	// made for sentences, and one who praises the staff and curses the courier
	// says two things.
	ByTopic [Other + 1]float64
}

// Read reads a text.
func Read(text string) Reading {
	r := Reading{Score: Of(text), Topics: TopicsOf(text)}
	for i := range r.ByTopic {
		r.ByTopic[i] = r.Compound
	}
	if r.Topics == 0 {
		r.Topics = 1 << Other
		return r
	}
	var sums, times [Other + 1]float64
	for _, sentence := range sentences(text) {
		topics := TopicsOf(sentence)
		if topics == 0 {
			continue
		}
		score := Of(sentence)
		for i := range Topics {
			if topics>>i&1 != 0 && score.Read {
				sums[i] += score.Compound
				times[i]++
			}
		}
	}
	for i, n := range times {
		if n > 0 {
			r.ByTopic[i] = sums[i] / n
		}
	}
	return r
}

// sentences cuts a text into them.
func sentences(text string) []string {
	text = cut(text, longestText)
	var list []string
	add := func(sentence string) {
		if sentence = strings.Join(strings.Fields(sentence), " "); sentence != "" {
			list = append(list, sentence)
		}
	}
	begin := 0
	for _, end := range ends.FindAllStringIndex(text, -1) {
		add(text[begin:end[1]])
		begin = end[1]
	}
	add(text[begin:])
	return list
}

// longestSentence is how many characters of a carrying sentence are shown.
const longestSentence = 280

// Carrying is the sentence that carries what a text says of a topic, or of
// Any: the one with the strongest score on the text's side, among those that
// name the topic where one of them can be read. What may identify somebody is
// masked.
func Carrying(text string, topic int) string {
	r := Read(text)
	side := r.Compound
	list := sentences(text)
	if topic >= 0 && topic < len(Topics) {
		side = r.ByTopic[topic]
		var named []string
		for _, sentence := range list {
			if TopicsOf(sentence)>>topic&1 != 0 && Of(sentence).Read {
				named = append(named, sentence)
			}
		}
		if len(named) > 0 {
			list = named
		}
	}
	return shorten(Mask(strongest(list, side)), longestSentence)
}

// strongest is the sentence with the greatest score, or the least where the
// side is below 0; the first of equals.
func strongest(list []string, side float64) string {
	best, most := "", math.Inf(-1)
	for _, sentence := range list {
		score := Of(sentence).Compound
		if side < 0 {
			score = -score
		}
		if score > most {
			best, most = sentence, score
		}
	}
	return best
}

// Part is a piece of a sentence. The parts in order are the sentence.
type Part struct {
	Text   string  `json:"text"`
	Weight float64 `json:"weight" doc:"How much the word adds to what the sentence feels, above 0 for the better; 0 where it adds nothing."`
}

// least is the weight from which on a word carries: what boosts or dampens
// another one changes the sum by 0.293, which is the smallest of VADER's own.
const least = 0.2

// Parts cuts a sentence into words that carry its feeling and what stands
// between. A word's weight is what the sum of valences, before VADER squeezes
// it between −1 and 1, loses without the word: erasure (Li, Monroe and
// Jurafsky 2016), which gives "not" its share of "not good".
func Parts(sentence string) []Part {
	words := strings.Fields(sentence)
	if len(words) == 0 {
		return []Part{}
	}
	whole := valence(sentence)
	var parts []Part
	for i, word := range words {
		without := strings.Join(words[:i], " ") + " " + strings.Join(words[i+1:], " ")
		weight := whole - valence(without)
		if math.Abs(weight) < least {
			weight = 0
		}
		if i > 0 {
			parts = plain(parts, " ")
		}
		if weight == 0 {
			parts = plain(parts, word)
		} else {
			parts = append(parts, Part{Text: word, Weight: weight})
		}
	}
	return parts
}

// plain adds text that carries nothing.
func plain(parts []Part, text string) []Part {
	if n := len(parts); n > 0 && parts[n-1].Weight == 0 {
		parts[n-1].Text += text
		return parts
	}
	return append(parts, Part{Text: text})
}

// valence is the sum that VADER normalizes by s / √(s² + 15), got back.
func valence(text string) float64 {
	c := max(-0.9999, min(0.9999, Of(text).Compound))
	return c * math.Sqrt(15/(1-c*c))
}
