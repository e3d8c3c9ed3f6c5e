package friction

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"

	"wend/internal/event"
	"wend/internal/understand/query"
)

// Segment says in words whom filters mean: customers on mobile aged 18–34.
func people(segment []event.Filter) string {
	before, after := "", ""
	for _, f := range segment {
		var value any
		_ = json.Unmarshal(f.Value, &value) // written by dimension.filter
		text := fmt.Sprint(value)
		switch name := strings.TrimPrefix(f.Property, "traits."); {
		case f.Property == "new_or_returning":
			before = text + " "
		case phrases[f.Property] != "":
			after += " " + fmt.Sprintf(phrases[f.Property], text)
		case name == "age_group" || name == "age_band" || name == "age":
			after += " aged " + strings.ReplaceAll(text, "-", "–")
		default:
			after += " whose " + strings.ReplaceAll(name, "_", " ") + " is " + text
		}
	}
	return before + "customers" + after
}

var phrases = map[string]string{
	"device": "on %s", "os": "on %s", "browser": "with %s", "country": "in %s", "language": "reading %s", "channel": "who came by %s", "source": "who came from %s",
	"campaign": "who came by the campaign %s", "landing_page": "who landed on %s", "stage": "in the stage %s",
}

// nouns are what some goals are counted as.
var nouns = map[string][2]string{
	"Order Completed": {"order", "orders"}, "Booking Completed": {"booking", "bookings"}, "Subscription Started": {"subscription", "subscriptions"},
	"Signed Up": {"sign-up", "sign-ups"}, "Deal Won": {"deal", "deals"}, "Newsletter Subscribed": {"subscriber", "subscribers"},
	"Meeting Booked": {"meeting", "meetings"}, "Trial Started": {"trial", "trials"}, "Membership Started": {"membership", "memberships"},
}

func amount(n float64, goal string) string {
	words, known := nouns[goal]
	if !known {
		words = [2]string{"conversion", "conversions"}
	}
	if n < 0.95 {
		return "less than one " + words[0]
	}
	if math.Round(n) == 1 {
		return "about 1 " + words[0]
	}
	return fmt.Sprintf("about %.0f %s", n, words[1])
}

// say writes the opportunity's sentences. Those of what is reported begin with
// how the step looks for everybody, because that is what a business sees, and
// with whose fault that is; others are those whom no opportunity found so far
// concerns, and causes is how many opportunities there are at the step.
func (o *Opportunity) say(goal string, everybody, others share, causes int) {
	numbers := fmt.Sprintf("%.0f%% less often than people alike (95%% interval %.0f–%.0f%%)", 100*o.Less.Value, 100*max(0, o.Less.Low), 100*min(1, o.Less.High))
	costs := fmt.Sprintf("costs %s a month.", amount(o.Per30Days.Conversions.Value, goal))
	switch {
	case o.LostInterval.High <= 0:
		costs = fmt.Sprintf("has a price that cannot be told yet: nobody came as far as %s.", goal)
	case o.LostInterval.Low <= 0:
		most := strings.Replace(amount(o.Per30Days.Conversions.High, goal), "about ", "at most ", 1)
		costs = fmt.Sprintf("costs %s a month; too few came as far as %s to say more.", most, goal)
	}
	if !o.Reported {
		o.Sentence = fmt.Sprintf("%s reach %s after %s %s; that %s", capital(people(o.Segment)), o.Where.Step, o.Where.After, numbers, costs)
		return
	}
	cause := "the cause"
	switch {
	case len(o.Except) > 0:
		cause = "another cause"
	case causes > 1:
		cause = "the clearest cause"
	}
	beside := "of all others " + percent(1-others.rate())
	if others.rate() <= o.Rate { // strangers among them, of whom the trait is not known, go on less often still
		beside = "of people alike " + percent(1-o.RateElsewhere)
	}
	o.Sentence = fmt.Sprintf("Of all who come to %s, %s do not go on to %s, which looks %s; %s are %s: %s of them do not, %s. They go on %s, which %s",
		o.Where.After, percent(1-everybody.rate()), o.Where.Step, looks(everybody, others), people(o.Segment), cause, percent(1-o.Rate), beside, numbers, costs)
}

// share is how many attempted a step, and how many got on.
type share struct{ attempts, reached int64 }

func (s share) rate() float64 {
	if s.attempts == 0 {
		return 0
	}
	return float64(s.reached) / float64(s.attempts)
}

// How a step looks to whoever sees only everybody's rate: by what share that
// is lower than the others'.
const (
	ordinary = 0.03
	mild     = 0.25
)

func looks(everybody, others share) string {
	switch lower := 1 - everybody.rate()/others.rate(); {
	case lower < ordinary:
		return "ordinary"
	case lower < mild:
		return "only mildly bad"
	}
	return "bad"
}

// first is the answer's sentence: that of the best opportunity.
func (a *Answer) first() string {
	if !a.Enough {
		return "Too few customers came this way to compare segments: ask for a longer time."
	}
	if len(a.Opportunities) == 0 || a.Opportunities[0].PAdjusted >= level {
		return "No obstacle stands out: what differs between segments is within chance, slight, or only who these people are and what brought them."
	}
	return a.Opportunities[0].Sentence
}

func capital(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

var seen = map[string]string{
	"script_error": "a script failed", "rage_click": "somebody clicked the same thing again and again", "dead_click": "a click did nothing",
	"form_abandoned": "a form was begun and left", "field_abandoned": "a field was left empty", "slow_page": "pages appeared late (after more than 2.5 seconds)",
	"slow_response": "pages answered late (after more than 200 milliseconds)", "back_steps": "people went back to pages that they had seen",
	"repeats": "people did the same step three times or more", "support_contacted": "people asked for help",
}

// sentence says how often a trace was there, beside how often elsewhere.
func (s *sight) sentence(name string) string {
	if min(s.inAll, s.outside) < query.FewestForRates {
		return fmt.Sprintf("In %d of %d of these visits %s, elsewhere in %d of %d: beyond chance, but too few to say how many times as often.", s.in, s.inAll, seen[name], s.elsewhere, s.outside)
	}
	return fmt.Sprintf("In %s of these visits %s, elsewhere in %s: %s.", percent(s.rate()), seen[name], percent(s.rateElsewhere()), s.often())
}

// often says how many times as often. Where it was hardly ever there elsewhere,
// only the least that it can be is more than a guess.
func (s *sight) often() string {
	ratio, between := s.ratio()
	if s.elsewhere < fewestSeen {
		return fmt.Sprintf("at least %s times as often (with 95%% certainty; it was too seldom elsewhere to say more)", times(between.Low))
	}
	return fmt.Sprintf("%s times as often (95%% between %s and %s)", times(ratio), times(between.Low), times(between.High))
}

// times writes a ratio with the digits that it is worth.
func times(ratio float64) string {
	if ratio < 9.95 {
		return fmt.Sprintf("%.1f", ratio)
	}
	return fmt.Sprintf("%.0f", ratio)
}

func percent(share float64) string {
	switch {
	case share == 0:
		return "none"
	case share < 0.01:
		return "less than 1%"
	}
	return fmt.Sprintf("%.0f%%", 100*share)
}

// Efforts, and the points that they divide a score by.
var points = map[string]float64{"small": 1, "medium": 3, "large": 8}

// remedies by evidence, the most telling first.
var remedies = []struct{ kind, effort, suggestion string }{
	{"script_error", "small", "Let a developer reproduce the script error under just these conditions, and mend it."},
	{"field_abandoned", "small", "Make the field that is left empty optional, or say beside it why it is needed."},
	{"form_abandoned", "small", "Shorten the form, keep what was typed, and show errors beside their fields."},
	{"rage_click", "small", "Try the element that is clicked again and again: it looks as if it works and does not."},
	{"dead_click", "small", "Make what looks like a button one, or make it look like none."},
	{"slow_page", "medium", "Make the page lighter for these visitors: smaller pictures, less script, a server nearer to them."},
	{"slow_response", "medium", "Break up the scripts that hold the page while it should answer."},
	{"back_steps", "medium", "Put what people go back for side by side on one page."},
	{"repeats", "medium", "Show the choices beside each other, so that they can be compared without going back and forth."},
	{"support_contacted", "small", "Read what these customers asked, and answer it on the page."},
}

// remedy says what to try and what that takes: of what was seen, the most
// telling decides the effort.
func (o *Opportunity) remedy() {
	o.Effort = ""
	for _, r := range remedies {
		for _, e := range o.Evidence {
			if e.Kind == r.kind {
				o.Suggestions = append(o.Suggestions, r.suggestion)
				if o.Effort == "" || points[r.effort] < points[o.Effort] {
					o.Effort = r.effort
				}
			}
		}
	}
	if o.Effort == "" {
		o.Effort = "large"
		o.Suggestions = append(o.Suggestions, "Watch a few of these customers at this step, or ask those who left: the difference is there, its cause was not recorded.")
	}
	o.EffortPoints = points[o.Effort]
}
