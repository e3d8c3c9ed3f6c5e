package compare

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/friction"
	"wend/internal/understand/query"
)

// ProfileDefinition asks what the most valuable customers have in common.
type ProfileDefinition struct {
	query.Request
	Goal       *query.Selector `json:"goal,omitempty" doc:"The event by which customers are judged; by default the workspace's goal."`
	Measure    string          `json:"measure,omitempty" enum:"value,conversions" doc:"What makes a customer valuable: what their conversions are worth together (the default, where they are worth anything), or how many they are."`
	Top        *float64        `json:"top,omitempty" minimum:"0.05" maximum:"0.5" doc:"What share of the customers with a conversion are the most valuable, among those who came at about the same time; by default 0.2."`
	Best       json.RawMessage `json:"best,omitempty" doc:"Rule that says who the most valuable customers are, in place of measure and top."`
	Properties []string        `json:"properties,omitempty" doc:"Traits and properties of events that are looked at beside the built-in dimensions; by default the most frequent ones of the workspace, but for those that tell what customers became."`
}

// Profile is what they have in common.
type Profile struct {
	Goal        string       `json:"goal"`
	Measure     string       `json:"measure" enum:"value,conversions,rule" doc:"What made a customer valuable."`
	Best        Standing     `json:"best" doc:"The most valuable customers."`
	Others      Standing     `json:"others" doc:"The other customers with a conversion, with whom they are compared."`
	Rest        Standing     `json:"rest" doc:"Customers without one."`
	ValueShare  *float64     `json:"value_share" doc:"What share of the value the most valuable customers bring; null where nothing is worth anything."`
	Enough      bool         `json:"enough" doc:"Whether each half has 30 of the most valuable customers and 30 others: otherwise nothing is said."`
	Attributes  []Commonness `json:"attributes" doc:"What they have in common more often, or less often, than the others: found in one half of the customers and confirmed in the other; the greatest lift first."`
	Unconfirmed []Commonness `json:"unconfirmed" doc:"What was found in one half, and not confirmed in the other."`
	Tested      int          `json:"tested" doc:"How many attributes were tested in the first half, for which the p-values are adjusted."`
	Persona     *Persona     `json:"persona" doc:"The profile as a persona of a journey map; null where nothing makes one."`
	LeftOut     []LeftOut    `json:"left_out" doc:"Properties that were not looked at, and why."`
	query.Meta
}

// Standing is a group of customers, and what they are worth.
type Standing struct {
	Customers   int64   `json:"customers"`
	Checked     int64   `json:"checked" doc:"How many of them are in the second half, which the attributes' numbers come from."`
	Value       float64 `json:"value" doc:"What their conversions are worth, on average."`
	Conversions float64 `json:"conversions" doc:"How many conversions they have, on average."`
}

// Commonness is an attribute of the most valuable customers, by the second half.
type Commonness struct {
	Of        What            `json:"of" doc:"The attribute, as the question for the customers behind it names it."`
	Name      string          `json:"name" doc:"The attribute, for people."`
	Best      Measured        `json:"best" doc:"The most valuable customers of the second half who have it."`
	Others    Measured        `json:"others" doc:"The other customers with a conversion who have it."`
	Everybody Measured        `json:"everybody" doc:"All customers, with a conversion or without, who have it; of both halves."`
	Lift      *float64        `json:"lift" doc:"How many times as likely customers with it are among the most valuable as customers without it; below 1: less likely. Null where that cannot be told."`
	Interval  *query.Interval `json:"interval" doc:"Where the lift lies with 95 % confidence (Katz and others 1978)."`
	PAdjusted float64         `json:"p_adjusted" doc:"The lowest rate of false discoveries at which the first half finds it."`
	Sentence  string          `json:"sentence"`
	Rule      json.RawMessage `json:"rule" doc:"Rule of the customers who have it; null where no rule says it."`
}

// Persona is ready to be put on a journey map.
type Persona struct {
	Name      string          `json:"name"`
	Note      string          `json:"note"`
	Segment   json.RawMessage `json:"segment" doc:"Rule of the customers who are like the most valuable ones."`
	Customers int64           `json:"customers" doc:"For how many customers of the range it holds."`
	Best      int64           `json:"best" doc:"How many of the most valuable ones are among them."`
	Others    int64           `json:"others" doc:"How many of the other customers with a conversion are among them."`
}

// DecodeProfile reads a request's body.
func DecodeProfile(raw []byte) (ProfileDefinition, error) { return query.Read[ProfileDefinition](raw) }

const (
	defaultTop, leastTop, mostTop = 0.2, 0.05, 0.5

	byValue, byConversions, byRule = "value", "conversions", "rule"

	firstWeek = 7 * day
)

// early are the dimensions that are known of a customer's first visit.
var early = []string{"device", "os", "browser", "country", "language", "channel", "source", "campaign", "referrer_host", "landing_page", "weekday", "hour"}

// Validate checks everything that can be checked without an index.
func (d ProfileDefinition) Validate() error {
	if err := d.Request.Validate(); err != nil {
		return err
	}
	if d.Goal != nil {
		if d.Goal.Empty() {
			return problem.At("/goal/event", "Name the event by which customers are judged.")
		}
		if err := d.Goal.Validate("/goal"); err != nil {
			return err
		}
	}
	if d.Measure != "" && d.Measure != byValue && d.Measure != byConversions {
		return problem.At("/measure", "Customers are measured by value or by conversions.")
	}
	if d.Top != nil && (*d.Top < leastTop || *d.Top > mostTop) {
		return problem.At("/top", "The most valuable customers are between 5%% and 50%%: write a number from 0.05 to 0.5.")
	}
	if !missing(d.Best) && (d.Top != nil || d.Measure != "") {
		return problem.At("/best", "Say who the best are by a rule, or by measure and top, not both.")
	}
	if _, _, err := query.ReadSegment(d.Best, "/best"); err != nil {
		return err
	}
	return ValidateProperties(d.Properties)
}

// RunProfile answers a definition.
func RunProfile(ctx context.Context, ix *journey.Index, d ProfileDefinition) (Profile, error) {
	begun := time.Now()
	s, err := d.study(ctx, ix)
	if err != nil {
		return Profile{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, s.scan, func() *earlyFold { return newEarlyFold(s) })
	if err != nil {
		return Profile{}, err
	}
	p := s.profile(f)
	if p.Persona, err = s.persona(ctx, ix, p.Attributes); err != nil {
		return Profile{}, err
	}
	p.Meta = query.NewMeta(begun, scanned)
	return p, nil
}

// study is a profile's definition made ready, with the best customers known.
type study struct {
	*plan
	scan     journey.Scan
	rng      query.Range
	goalName string
	measure  string
	buyers   buyers
	ix       *journey.Index
}

func (d ProfileDefinition) study(ctx context.Context, ix *journey.Index) (*study, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, err
	}
	properties := d.Properties
	if properties == nil {
		for _, property := range usual(ctx) {
			if !outcome(property) {
				properties = append(properties, property)
			}
		}
	}
	s := &study{scan: scan, rng: rng, ix: ix}
	if s.plan, err = newPlan(ctx, ix, rng, early, properties); err != nil {
		return nil, err
	}
	for i := range s.attributes {
		switch a := &s.attributes[i]; a.pick {
		case mostVisits:
			a.pick = firstVisit
		case mostTouchpoints, meanNumber:
			a.pick = firstTouchpoint
		}
	}
	workspace, _ := friction.Told(ctx)
	goal := goalOf(d.Goal, workspace)
	s.goalName = goal.Title()
	if err := s.aim(ctx, ix, goal, rng); err != nil {
		return nil, err
	}
	all, _, err := journey.Run(ctx, ix, scan, func() *buying { return &buying{plan: s.plan} })
	if err != nil {
		return nil, err
	}
	rule, err := members(ctx, ix, d.Best, rng, "/best")
	if err != nil {
		return nil, err
	}
	if rule != nil {
		g := grouping{accounts: scan.Accounts}
		s.measure = byRule
		s.buyers = all.chosen(func(c journey.Customer) bool { return g.in(c, rule) })
		return s, nil
	}
	top := defaultTop
	if d.Top != nil {
		top = *d.Top
	}
	s.measure = d.Measure
	if s.measure == "" {
		s.measure = all.usualMeasure()
	}
	s.buyers = all.best(s.measure, top)
	return s, nil
}

// outcome tells whether a trait tells what a customer became, or what they
// are worth, and so who is valuable.
func outcome(property string) bool {
	name, trait := strings.CutPrefix(property, "traits.")
	if !trait {
		return false
	}
	lower := strings.ToLower(name)
	for _, part := range []string{"spent", "spend", "revenue", "ltv", "lifetime", "value", "order", "loyalty", "total", "churn", "score", "customer_since"} {
		if strings.Contains(lower, part) {
			return true
		}
	}
	return friction.Outcome(name)
}
