package attribution

import (
	"slices"
	"strconv"
	"time"

	"wend/internal/event"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Conversion  query.Selector   `json:"conversion" doc:"The event whose credit is dealt out."`
	Value       string           `json:"value,omitempty" doc:"Property path of what a conversion is worth; by default value." example:"properties.revenue"`
	Touch       string           `json:"touch,omitempty" doc:"What gets the credit: channel (the default), source or campaign of sessions, or a property path of events." example:"channel"`
	Lookback    string           `json:"lookback,omitempty" doc:"How long before a conversion touches count, also before the range; by default 30d." example:"30d"`
	Models      []string         `json:"models,omitempty" doc:"By default all that can be answered; w_shaped needs milestones." enum:"last,first,linear,time_decay,position,w_shaped,markov,shapley,last_non_direct"`
	MarkovOrder *int             `json:"markov_order,omitempty" minimum:"1" maximum:"4" doc:"How many touches back the chain of markov remembers; by default 1."`
	HalfLife    string           `json:"half_life,omitempty" doc:"Time in which a touch loses half of its weight in time_decay; by default 7d." example:"7d"`
	Milestones  []query.Selector `json:"milestones,omitempty" doc:"The two events that mean lead and opportunity, for w_shaped."`
	Top         *int             `json:"top,omitempty" minimum:"1" maximum:"1000" doc:"How many paths to list; by default 50."`

	// Costs is where what touches cost is known; nil where it is not.
	Costs Costs `json:"-"`
}

// model is a way to deal out credit.
type model uint8

const (
	last model = iota
	first
	linear
	timeDecay
	position
	wShaped
	markov
	shapley
	lastNonDirect
	modelCount
)

// modelNames are the models as the contract writes them.
var modelNames = []string{
	last: "last", first: "first", linear: "linear", timeDecay: "time_decay", position: "position",
	wShaped: "w_shaped", markov: "markov", shapley: "shapley", lastNonDirect: "last_non_direct",
}

// Bounds of a question.
const (
	defaultTop      = 50
	mostTop         = 1000
	mostOrder       = 4
	defaultLookback = 30 * 24 * time.Hour
	defaultHalfLife = 7 * 24 * time.Hour
)

// shape is a definition without its selectors, read.
type shape struct {
	touch, value       event.Path
	lookback, halfLife int64 // milliseconds
	models             []model
	order, top         int
}

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	_, err := d.read()
	return err
}

func (d Definition) read() (s shape, err error) {
	if err := d.Request.Validate(); err != nil {
		return s, err
	}
	if d.Conversion.Empty() {
		return s, problem.At("/conversion/event", "Say which event is the conversion, for example Order Completed.")
	}
	if err := d.Conversion.Validate("/conversion"); err != nil {
		return s, err
	}
	if s.touch, err = query.ParsePath(otherwise(d.Touch, "channel"), "/touch"); err != nil {
		return s, err
	}
	if s.value, err = query.ParsePath(otherwise(d.Value, "value"), "/value"); err != nil {
		return s, err
	}
	if s.lookback, err = milliseconds(d.Lookback, defaultLookback, "/lookback"); err != nil {
		return s, err
	}
	if s.halfLife, err = milliseconds(d.HalfLife, defaultHalfLife, "/half_life"); err != nil {
		return s, err
	}
	if s.halfLife == 0 {
		return s, problem.At("/half_life", "half_life must be longer than nothing, for example 7d.")
	}
	if s.order, err = query.Limit(d.MarkovOrder, 1, mostOrder, "/markov_order"); err != nil {
		return s, err
	}
	if s.top, err = query.Limit(d.Top, defaultTop, mostTop, "/top"); err != nil {
		return s, err
	}
	if err := d.validateMilestones(); err != nil {
		return s, err
	}
	s.models, err = d.readModels()
	return s, err
}

func (d Definition) validateMilestones() error {
	if n := len(d.Milestones); n != 0 && n != 2 {
		return problem.At("/milestones", "There must be two milestones, the events that mean lead and opportunity.")
	}
	for i, m := range d.Milestones {
		at := "/milestones/" + strconv.Itoa(i)
		if m.Empty() {
			return problem.At(at+"/event", "Say which event is the milestone.")
		}
		if err := m.Validate(at); err != nil {
			return err
		}
	}
	return nil
}

func (d Definition) readModels() (models []model, err error) {
	for i, name := range d.Models {
		at := "/models/" + strconv.Itoa(i)
		m := model(slices.Index(modelNames, name))
		switch {
		case !slices.Contains(modelNames, name):
			return nil, problem.At(at, "There is no model of this name: use last, first, linear, time_decay, position, w_shaped, markov, shapley or last_non_direct.")
		case slices.Contains(models, m):
			return nil, problem.At(at, "The model %s is asked for twice.", name)
		case m == wShaped && len(d.Milestones) == 0:
			return nil, problem.At(at, "w_shaped needs milestones: the two events that mean lead and opportunity.")
		}
		models = append(models, m)
	}
	if len(models) > 0 {
		return models, nil
	}
	for m := range modelCount {
		if m != wShaped || len(d.Milestones) > 0 {
			models = append(models, m)
		}
	}
	return models, nil
}

func otherwise(text, fallback string) string {
	if text == "" {
		return fallback
	}
	return text
}

func milliseconds(text string, fallback time.Duration, pointer string) (int64, error) {
	if text == "" {
		return fallback.Milliseconds(), nil
	}
	d, err := query.Duration(text, pointer)
	return d.Milliseconds(), err
}
