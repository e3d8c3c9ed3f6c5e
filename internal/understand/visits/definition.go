package visits

import (
	"slices"

	"wend/internal/event"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Landing is the question about landing pages.
type Landing struct {
	query.Request
	Goal  *query.Selector `json:"goal,omitempty" doc:"What counts as a conversion; by default Order Completed."`
	Value string          `json:"value,omitempty" doc:"Property path of what a conversion is worth; by default value."`
}

// Sources is the question about traffic sources.
type Sources struct {
	Landing
	By string `json:"by,omitempty" enum:"channel,source,medium,campaign,referrer_host" doc:"What a source is: the session's channel (the default), the source, medium or campaign of its campaign, or the host that referred it."`
}

var sourcesBy = []string{"channel", "source", "medium", "campaign", "referrer_host"}

// DecodeLanding reads a request's body.
func DecodeLanding(raw []byte) (Landing, error) { return query.Read[Landing](raw) }

// DecodeSources reads a request's body.
func DecodeSources(raw []byte) (Sources, error) { return query.Read[Sources](raw) }

// Validate checks everything that can be checked without an index.
func (d Landing) Validate() error {
	if err := d.Request.Validate(); err != nil {
		return err
	}
	if _, err := d.value(); err != nil {
		return err
	}
	goal := d.goal()
	if goal.Empty() {
		return problem.At("/goal/event", "Say which event is the goal, or leave goal out for Order Completed.")
	}
	return goal.Validate("/goal")
}

func (d Landing) goal() query.Selector {
	if d.Goal == nil {
		return query.Selector{Event: "Order Completed"}
	}
	return *d.Goal
}

func (d Landing) value() (event.Path, error) {
	text := d.Value
	if text == "" {
		text = "value"
	}
	return query.ParsePath(text, "/value")
}

// Validate checks everything that can be checked without an index.
func (d Sources) Validate() error {
	if d.By != "" && !slices.Contains(sourcesBy, d.By) {
		return problem.At("/by", "by must be channel, source, medium, campaign or referrer_host.")
	}
	return d.Landing.Validate()
}

func (d Sources) by() string {
	if d.By == "" {
		return "channel"
	}
	return d.By
}
