package sentiment

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func place(key string) int {
	return slices.IndexFunc(Topics, func(t Topic) bool { return t.Key == key })
}

func TestOtherIsThePlaceAfterTheTopics(t *testing.T) {
	if Other != len(Topics) {
		t.Fatalf("Other is %d, and there are %d topics", Other, len(Topics))
	}
}

func TestEachTopicHasItsOwnSentences(t *testing.T) {
	const text = "The staff was wonderful. The delivery was terrible! It is blue."
	r := Read(text)
	if got, want := r.ByTopic[place("delivery")], Of("The delivery was terrible!").Compound; got != want {
		t.Errorf("delivery %v, want %v", got, want)
	}
	if got, want := r.ByTopic[place("service")], Of("The staff was wonderful.").Compound; got != want {
		t.Errorf("service %v, want %v", got, want)
	}
	if got := Carrying(text, place("delivery")); got != "The delivery was terrible!" {
		t.Errorf("delivery is carried by %q", got)
	}
	if got := Carrying(text, place("service")); got != "The staff was wonderful." {
		t.Errorf("service is carried by %q", got)
	}
	mean := Read("The delivery was terrible! The parcel arrived quickly, great.")
	if got, want := mean.ByTopic[place("delivery")], (Of("The delivery was terrible!").Compound+Of("The parcel arrived quickly, great.").Compound)/2; math.Abs(got-want) > 1e-12 {
		t.Errorf("two sentences: %v, want their mean %v", got, want)
	}
}

func TestATopicNamedWithoutFeelingTakesTheWhole(t *testing.T) {
	const text = "The parcel came on Tuesday. I hate it."
	r := Read(text)
	if got := r.ByTopic[place("delivery")]; got != r.Compound || got >= 0 {
		t.Errorf("delivery %v, the whole %v", got, r.Compound)
	}
	if got := Carrying(text, place("delivery")); got != "I hate it." {
		t.Errorf("carried by %q", got)
	}
}

func TestATextWithoutTopicIsOther(t *testing.T) {
	r := Read("I love it.")
	if r.Topics != 1<<Other || r.ByTopic[Other] != r.Compound {
		t.Errorf("%+v", r)
	}
	if got := Carrying("I love it. So so.", Other); got != "I love it." {
		t.Errorf("carried by %q", got)
	}
}

func TestCarryingWordsAreMarked(t *testing.T) {
	for sentence, want := range map[string]string{
		"The parcel arrived broken and awful!":  "−broken −awful!",
		"The food is not good.":                 "−not −good.",
		"The staff was very helpful, thank you": "+very +helpful, +thank",
		"It came on Tuesday.":                   "",
		"":                                      "",
	} {
		var got []string
		text := ""
		for _, part := range Parts(sentence) {
			text += part.Text
			if part.Weight > 0 {
				got = append(got, "+"+part.Text)
			} else if part.Weight < 0 {
				got = append(got, "−"+part.Text)
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: %v, want %s", sentence, got, want)
		}
		if text != sentence {
			t.Errorf("%q: the parts are %q", sentence, text)
		}
	}
}

// However much is felt, the words that make it are still marked.
func TestStrongSentencesKeepTheirMarks(t *testing.T) {
	parts := Parts("Great, wonderful, amazing, excellent, fantastic, lovely and perfect.")
	marked := 0
	for _, part := range parts {
		if part.Weight > 0 {
			marked++
		}
	}
	if marked != 7 {
		t.Errorf("%d of 7 words marked: %+v", marked, parts)
	}
}

func FuzzParts(f *testing.F) {
	for _, seed := range []string{"not  good", "VERY \xff bad.\n\nyes", "a@b.c said 12345 awful things!", "💘 but never so kind of"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 500 {
			return
		}
		r := Read(text)
		for topic := Any; topic <= Other; topic++ {
			sentence := Carrying(text, topic)
			if n := len([]rune(sentence)); n > longestSentence {
				t.Fatalf("%d characters", n)
			}
			if topic >= 0 && (math.IsNaN(r.ByTopic[topic]) || math.Abs(r.ByTopic[topic]) > 1) {
				t.Fatal(r.ByTopic[topic])
			}
			whole := ""
			for _, part := range Parts(sentence) {
				whole += part.Text
				if math.IsNaN(part.Weight) || math.IsInf(part.Weight, 0) {
					t.Fatal(part)
				}
			}
			if strings.Join(strings.Fields(sentence), " ") != whole {
				t.Fatalf("%q became %q", sentence, whole)
			}
		}
	})
}
