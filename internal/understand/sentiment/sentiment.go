package sentiment

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/jonreiter/govader"
)

// Score is how a text feels.
type Score struct {
	// Compound is from −1, very bad, to 1, very good.
	Compound float64
	// Negative, Neutral and Positive are shares of the text.
	Negative, Neutral, Positive float64
	// Read tells whether the text could be read: it is not in another language,
	// as far as its small words tell, and the lexicon knew one of its words.
	Read bool
}

// longestText bounds what is read of a text.
const longestText = 4000

var analyzer = sync.OnceValue(govader.NewSentimentIntensityAnalyzer)

// Of scores a text.
func Of(text string) Score {
	text = strings.Join(strings.Fields(cut(text, longestText)), " ")
	if text == "" {
		return Score{}
	}
	a := analyzer()
	s := a.PolarityScores(text)
	score := Score{Compound: s.Compound, Negative: s.Negative, Neutral: s.Neutral, Positive: s.Positive}
	score.Read = !foreign(text) && (s.Compound != 0 || knowsOneOf(a, text))
	return score
}

func knowsOneOf(a *govader.SentimentIntensityAnalyzer, text string) bool {
	for _, word := range strings.Fields(strings.ToLower(text)) {
		if _, known := a.Lexicon[strings.TrimFunc(word, unicode.IsPunct)]; known {
			return true
		}
	}
	return false
}

// The small words of English, and those of its neighbours that are none of its
// own: German war and die would read as battle and death.
var (
	english = words("the a an and is it was were to i of not very for my we they this that with but are have has had be you your on in at so")
	others  = words("der die das und ist war nicht ich sie wir ein eine mit auf zu sehr aber le la les et est pas une des du très mais je el los y que muy es con para il che di per non è molto sono het een niet en ik")
)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		set[word] = true
	}
	return set
}

// foreign tells whether a text has more small words of other languages than of
// English.
func foreign(text string) bool {
	own, other := 0, 0
	for word := range strings.FieldsSeq(strings.ToLower(text)) {
		word = strings.TrimFunc(word, unicode.IsPunct)
		if english[word] {
			own++
		} else if others[word] {
			other++
		}
	}
	return other > own
}

// ends are where a sentence of a text ends.
var ends = regexp.MustCompile(`[.!?…]+(\s+|$)|\n+`)

// Quote is the sentence of a text that carries its feeling: the one with the
// strongest score on the text's side, shortened, with what may identify
// somebody masked.
func Quote(text string) string {
	return shorten(Mask(strongest(sentences(text), Of(text).Compound)), longestQuote)
}

// longestQuote is how many characters of a sentence are shown.
const longestQuote = 160

func shorten(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return strings.TrimRightFunc(string([]rune(text)[:most-1]), unicode.IsSpace) + "…"
}

var (
	mails   = regexp.MustCompile(`[^\s@<>()",;:]+@[^\s@<>()",;:]+`)
	links   = regexp.MustCompile(`(?i)\b(?:https?://|www\.)\S+`)
	handles = regexp.MustCompile(`(^|\s)@\w+`)
	digits  = regexp.MustCompile(`\p{Nd}(?:[\p{Nd}\s./()+-]*\p{Nd}){3,}`)
)

// Mask hides what may identify somebody: mail addresses, links, handles, and
// numbers of four digits and more.
func Mask(text string) string {
	text = mails.ReplaceAllString(text, "•••@•••")
	text = links.ReplaceAllString(text, "•••")
	text = handles.ReplaceAllString(text, "${1}•••")
	return digits.ReplaceAllString(text, "•••")
}

// cut shortens to so many bytes without breaking a character.
func cut(text string, most int) string {
	text = strings.ToValidUTF8(text, "")
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most]
}
