// Package opportunity is what every source of findings brings into one queue:
// what is wrong, for whom, what it costs and what mending it takes. It also
// checks what was mended.
//
// Finding things does not live here (friction is the first source), nor what
// people decide about them (the room opportunities).
package opportunity

import (
	"wend/internal/event"
	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

// Finding is one thing to improve.
type Finding struct {
	ID       string           `json:"id" doc:"Stays the same for the same thing, whenever it is found."`
	Kind     string           `json:"kind" doc:"Which source found it: friction." example:"friction"`
	Sentence string           `json:"sentence" doc:"What is wrong, for whom, and what it costs, for a person."`
	Where    Where            `json:"where"`
	Segment  []event.Filter   `json:"segment" doc:"Whom it concerns."`
	Except   [][]event.Filter `json:"except" doc:"Segments that another finding at this place explains."`

	Attempts      int64  `json:"attempts" doc:"How many of the segment tried; 0 where the finding is not about a step."`
	Rate          Amount `json:"rate" doc:"The share of them who went on."`
	RateElsewhere Amount `json:"rate_elsewhere" doc:"The share of people alike elsewhere who did."`

	LostConversions Amount `json:"lost_conversions" doc:"In 30 days."`
	LostValue       Amount `json:"lost_value" doc:"In 30 days, in the workspace's currency."`

	Confidence  float64  `json:"confidence" doc:"From 0 to 1."`
	Effort      string   `json:"effort" enum:"small,medium,large"`
	Score       float64  `json:"score" doc:"Value × confidence ÷ effort; the queue is in its order."`
	Evidence    []string `json:"evidence" doc:"What gives it away, in sentences with how many times as often it is there, and the 95 % interval of that."`
	Suggestions []string `json:"suggestions"`
}

// Where is the place of a finding; what is not known of it is empty.
type Where struct {
	Step  string `json:"step"`
	After string `json:"after,omitempty"`
	Page  string `json:"page,omitempty"`
	Goal  string `json:"goal,omitempty" doc:"The event that the way leads to."`
	// Steps are the step before and the step, as a funnel asks for them.
	Steps []funnel.Step `json:"steps,omitempty" doc:"The step before and the step, as a funnel asks for them."`
}

// Amount is an estimate with its 95 % interval.
type Amount struct {
	Value float64 `json:"value"`
	query.Interval
}
