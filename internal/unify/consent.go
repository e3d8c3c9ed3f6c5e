package unify

import (
	"bytes"
	"encoding/json"

	"wend/internal/event"
	"wend/internal/journey"
)

// answer is one distinct set of consent preferences.
type answer struct {
	body  string // JSON object, keys in order
	given map[string]bool
}

// Bounds of one call's consent: more is not read.
const (
	mostCategories  = 50
	longestCategory = 100
)

// OptIn are the categories for which no answer means no.
var OptIn = []string{"email_marketing", "sms_marketing", "push"}

var consentMark = []byte(`Preferences"`)

// consentOf is a call's context.consent.categoryPreferences, nil where it has none.
func consentOf(e *event.Event) map[string]bool {
	if !bytes.Contains(e.Context, consentMark) {
		return nil
	}
	given := map[string]bool{}
	event.Members(event.Get(e.Context, "consent", "categoryPreferences"), func(key, value []byte) bool {
		v := event.ParseValue(value)
		if v.Kind == event.Bool && len(key) <= longestCategory {
			given[event.KeyText(key)] = v.Num != 0
		}
		return len(given) < mostCategories
	})
	if len(given) == 0 {
		return nil
	}
	return given
}

// mostAnswers bounds the distinct answers that are kept: real sites have a few
// dozen. What comes beyond is another's nonsense and counts for nothing.
const mostAnswers = 1 << 16

// answer is the code of consent preferences, 0 where there is no room for more.
func (p *Profiles) answer(given map[string]bool) uint32 {
	body, err := json.Marshal(given)
	if err != nil {
		return 0
	}
	if code, known := p.answerCodes[string(body)]; known {
		return code
	}
	if len(p.answers) >= mostAnswers {
		return 0
	}
	return p.addAnswer(answer{string(body), given})
}

func (p *Profiles) addAnswer(a answer) uint32 {
	code := uint32(len(p.answers))
	p.answers = append(p.answers, a)
	p.answerCodes[a.body] = code
	return code
}

// Consents are the customer's answers by category: of each the latest by
// event time. The categories of OptIn are always there, false without answer.
func (p *Profiles) Consents(c journey.Customer) map[string]bool {
	return p.ConsentsAt(c, forever)
}

// ConsentsAt are the answers as of a moment.
func (p *Profiles) ConsentsAt(c journey.Customer, moment int64) map[string]bool {
	given := p.AnswersAt(c, moment)
	for _, category := range OptIn {
		if _, answered := given[category]; !answered {
			given[category] = false
		}
	}
	return given
}

// Answers are what the customer said, and nothing where they said nothing.
func (p *Profiles) Answers(c journey.Customer) map[string]bool { return p.AnswersAt(c, forever) }

// AnswersAt are the answers as of a moment.
func (p *Profiles) AnswersAt(c journey.Customer, moment int64) map[string]bool {
	p.graph.mu.RLock()
	defer p.graph.mu.RUnlock()
	g := p.graph
	c = g.current(c)
	type latest struct {
		time int64
		seq  uint64
	}
	when := map[string]latest{}
	given := map[string]bool{}
	g.owned(c, func(s SetID, partly bool) {
		if int(s) >= len(p.index) || p.index[s] == 0 {
			return
		}
		p.records[p.index[s]].consent.each(func(time int64, seq uint64, code uint32) {
			if time > moment || int(code) >= len(p.answers) || (partly && g.owner(s, time) != c) {
				return
			}
			for category, yes := range p.answers[code].given {
				if l, known := when[category]; !known || time > l.time || (time == l.time && seq >= l.seq) {
					when[category], given[category] = latest{time, seq}, yes
				}
			}
		})
	})
	return given
}
