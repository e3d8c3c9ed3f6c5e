package kits

import (
	"strings"
	"sync"
	"unicode"
)

// Differs says in what way a name that was sent differs from the planned one.
type Differs string

// The ways, from the surest to the least sure.
const (
	inWriting  Differs = "writing"  // capitals, spaces, _ and -
	inOrder    Differs = "order"    // word order, singular and plural, tense
	inSpelling Differs = "spelling" // a letter or two
	inWord     Differs = "word"     // another name for the same thing
)

// closeness tells in what way a name that was sent may be meant for a planned
// one; lower distances are surer. ok is false where they have nothing in common.
func closeness(planned, sent string) (differs Differs, distance int, ok bool) {
	a, b := wordsOf(planned), wordsOf(sent)
	plain, other := strings.Join(a, ""), strings.Join(b, "")
	if other == "" {
		return "", 0, false
	}
	if plain == other {
		return inWriting, 0, true
	}
	if sameWords(a, b) {
		return inOrder, 1, true
	}
	for _, synonym := range synonyms()[planned] {
		if strings.Join(wordsOf(synonym), "") == other {
			return inWord, 2, true
		}
	}
	if most := tolerated(plain); most > 0 {
		if d := editDistance([]rune(plain), []rune(other), most); d <= most {
			return inSpelling, 2 + d, true
		}
	}
	return "", 0, false
}

// tolerated is how many letters may be wrong: short names differ by a letter
// and mean different things.
func tolerated(name string) int {
	switch n := len([]rune(name)); {
	case n < 6:
		return 0
	case n < 10:
		return 1
	}
	return 2
}

// wordsOf splits a name at spaces, punctuation and inner capitals, in small
// letters without accents.
func wordsOf(name string) []string {
	var words []string
	var word strings.Builder
	end := func() {
		if word.Len() > 0 {
			words = append(words, word.String())
			word.Reset()
		}
	}
	var before rune
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			end()
		case unicode.IsUpper(r) && (unicode.IsLower(before) || unicode.IsDigit(before)):
			end()
			fallthrough
		default:
			word.WriteString(plainLetter(unicode.ToLower(r)))
		}
		before = r
	}
	end()
	return words
}

// plainLetter takes the accents of European languages off.
func plainLetter(r rune) string {
	if r < 0x80 {
		return string(r)
	}
	for plain, accented := range map[string]string{"a": "àáâãå", "ae": "äæ", "c": "ç", "e": "èéêë", "i": "ìíîï", "n": "ñ", "o": "òóôõø", "oe": "öœ", "ss": "ß", "u": "ùúû", "ue": "ü", "y": "ýÿ"} {
		if strings.ContainsRune(accented, r) {
			return plain
		}
	}
	return string(r)
}

// sameWords compares words without regard to their order and endings.
func sameWords(a, b []string) bool {
	if len(a) != len(b) {
		return false
	}
	left := map[string]int{}
	for i := range a {
		left[stem(a[i])]++
		left[stem(b[i])]--
	}
	for _, n := range left {
		if n != 0 {
			return false
		}
	}
	return true
}

// stem cuts the endings by which English names of events differ: "viewed",
// "views" and "view" are one word.
func stem(word string) string {
	for _, ending := range []string{"ing", "ed", "es", "s", "d", "e"} {
		if cut, ok := strings.CutSuffix(word, ending); ok && len(cut) >= 3 {
			return strings.TrimSuffix(cut, "e")
		}
	}
	return word
}

// editDistance counts insertions, deletions, replacements and swapped
// neighbours; beyond most it answers most + 1.
func editDistance(a, b []rune, most int) int {
	if max(len(a), len(b))-min(len(a), len(b)) > most {
		return most + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := range a {
		row[0] = i + 1
		for j := range b {
			change := last[j]
			if a[i] != b[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], most+1)
}

// synonyms are other names of canonical events.
var synonyms = sync.OnceValue(func() map[string][]string {
	table := map[string][]string{}
	must(read("synonyms", &table))
	return table
})

// isKnownName tells whether a name has a meaning of its own in some kit: then
// it is no misspelling of another one.
func isKnownName(name string) bool { return knownNames()[name] }

var knownNames = sync.OnceValue(func() map[string]bool {
	known := map[string]bool{}
	for name := range synonyms() {
		known[name] = true
	}
	for _, kit := range All() {
		for _, planned := range kit.Plan {
			known[planned.Event] = true
		}
		for _, stage := range kit.Stages {
			for _, rule := range stage.Rules {
				known[rule.Event] = true
			}
		}
	}
	return known
})
