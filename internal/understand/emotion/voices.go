package emotion

import (
	"context"
	"slices"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
	"wend/internal/understand/sentiment"
)

// VoicesDefinition asks what customers say in reviews, surveys and tickets.
type VoicesDefinition struct {
	query.Request
	Stage  *string `json:"stage,omitempty" doc:"Key of a stage: only what is said there; empty for what is said before any stage."`
	Topic  string  `json:"topic,omitempty" enum:"delivery,price,quality,service,usability,payment,returns,booking,other" doc:"Only texts about this, scored by their sentences about it."`
	Source string  `json:"source,omitempty" enum:"reviews,surveys,tickets" doc:"Only what is said there."`
}

// VoicesAnswer is how what is said feels. Of stages, topics and sources each
// list heeds what the question says of the other two: it shows what else could
// be asked for.
type VoicesAnswer struct {
	Overall Voices      `json:"overall" doc:"All texts that were asked for."`
	Stages  []VoiceLine `json:"stages" doc:"By the stage at which it was said, in order; first, with an empty key, what was said before any, where there is some."`
	Topics  []VoiceLine `json:"topics" doc:"By what the texts are about. A text can be about several."`
	Sources []VoiceLine `json:"sources" doc:"By where it was said."`
	Unread  int64       `json:"unread" doc:"Texts that are not counted, because they are in another language than English or say nothing of a feeling."`
	query.Meta
}

// Voices is how some texts feel.
type Voices struct {
	Texts    int64 `json:"texts"`
	Negative int64 `json:"negative" doc:"Texts with a score of −0.05 and less."`
	Neutral  int64 `json:"neutral"`
	Positive int64 `json:"positive" doc:"Texts with a score of 0.05 and more."`
	Mood
	Worst []Sentence `json:"worst" doc:"The sentences that carry the worst texts: at most 8 of all, 2 of a line."`
	Best  []Sentence `json:"best" doc:"The sentences that carry the best texts."`
}

// VoiceLine is a stage, a topic or a source.
type VoiceLine struct {
	Key  string `json:"key"`
	Name string `json:"name"`
	Voices
}

// Sentence carries what a text says.
type Sentence struct {
	Text  string           `json:"text" doc:"With what may identify somebody masked."`
	Score float64          `json:"score" doc:"Score of the text, or of what it says of the topic."`
	Parts []sentiment.Part `json:"parts" doc:"The sentence in pieces, with the weight of the words that carry it."`
}

// Unquoted is the answer without what anybody wrote: numbers for the public.
func (a VoicesAnswer) Unquoted() any {
	a.Overall.Worst, a.Overall.Best = []Sentence{}, []Sentence{}
	for _, lines := range []*[]VoiceLine{&a.Stages, &a.Topics, &a.Sources} {
		*lines = slices.Clone(*lines)
		for i := range *lines {
			(*lines)[i].Worst, (*lines)[i].Best = []Sentence{}, []Sentence{}
		}
	}
	return a
}

// sources are where people say something, in the order of an answer.
var sources = []struct {
	key, name string
	kind      kind
}{{"reviews", "Reviews", review}, {"surveys", "Surveys", survey}, {"tickets", "Tickets", ticket}}

// DecodeVoices reads a request's body.
func DecodeVoices(raw []byte) (VoicesDefinition, error) { return query.Read[VoicesDefinition](raw) }

// Validate checks everything that can be checked without an index.
func (d VoicesDefinition) Validate() error {
	if err := d.Request.Validate(); err != nil {
		return err
	}
	_, err := d.read()
	return err
}

// wanted is what is asked for: the place of a topic or sentiment.Any, a kind or
// silent for all, and a stage or anyStage.
type wanted struct {
	stage, topic int
	source       kind
}

const anyStage = -1

func (d VoicesDefinition) read() (wanted, error) {
	w := wanted{stage: anyStage, topic: sentiment.Any}
	if d.Topic == otherTopic {
		w.topic = sentiment.Other
	} else if d.Topic != "" {
		w.topic = slices.IndexFunc(sentiment.Topics, func(t sentiment.Topic) bool { return t.Key == d.Topic })
		if w.topic < 0 {
			return w, problem.At("/topic", "There is no such topic: write delivery, price, quality, service, usability, payment, returns, booking or other.")
		}
	}
	if d.Source != "" {
		for _, source := range sources {
			if source.key == d.Source {
				w.source = source.kind
			}
		}
		if w.source == silent {
			return w, problem.At("/source", "There is no such source: write reviews, surveys or tickets.")
		}
	}
	return w, nil
}

func (d VoicesDefinition) compile(ctx context.Context, ix *journey.Index) (*plan, wanted, journey.Scan, error) {
	w, err := d.read()
	if err != nil {
		return nil, w, journey.Scan{}, err
	}
	p, scan, err := Definition{d.Request}.compile(ctx, ix)
	if err != nil {
		return nil, w, scan, err
	}
	if d.Stage != nil && *d.Stage != "" {
		if w.stage = journey.StageNumber(p.model, *d.Stage); w.stage == 0 {
			return nil, w, scan, problem.At("/stage", "There is no such stage now: ask for one of the stage model.")
		}
	} else if d.Stage != nil {
		w.stage = 0
	}
	return p, w, scan, nil
}

// RunVoices answers a definition.
func RunVoices(ctx context.Context, ix *journey.Index, d VoicesDefinition) (VoicesAnswer, error) {
	begun := time.Now()
	p, w, scan, err := d.compile(ctx, ix)
	if err != nil {
		return VoicesAnswer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, scan, func() *voicesFold { return newVoicesFold(p, w) })
	if err != nil {
		return VoicesAnswer{}, err
	}
	a := f.answer()
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

// VoicesCustomers asks for the customers behind one number of an answer. Of a
// line they are those of a question that asks for it.
type VoicesCustomers struct {
	VoicesDefinition
	query.Page
	Of Speakers `json:"of" doc:"Whom to list."`
}

// Speakers chooses customers by what they said.
type Speakers struct {
	Tone     string `json:"tone,omitempty" enum:"negative,neutral,positive" doc:"Only those with a text of this tone."`
	Sentence string `json:"sentence,omitempty" doc:"Only those with a text that this sentence carries, as an answer shows it."`
}

// CustomersOfVoices lists the customers behind a number.
func CustomersOfVoices(ctx context.Context, ix *journey.Index, q VoicesCustomers) (query.People, error) {
	begin, err := q.Choose()
	if err != nil {
		return query.People{}, err
	}
	if !slices.Contains([]string{"", tones[negative], tones[neutral], tones[positive]}, q.Of.Tone) {
		return query.People{}, problem.At("/of/tone", "tone must be negative, neutral or positive.")
	}
	if err := q.Validate(); err != nil {
		return query.People{}, err
	}
	p, w, scan, err := q.compile(ctx, ix)
	if err != nil {
		return query.People{}, err
	}
	f, _, err := journey.Run(ctx, ix, scan, func() *voicesFold {
		f := newVoicesFold(p, w)
		f.chosen = begin()
		f.of = &q.Of
		return f
	})
	if err != nil {
		return query.People{}, err
	}
	return f.chosen.People(), nil
}
