package funnel

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"wend/internal/event"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Steps     []Step      `json:"steps" doc:"The steps, in order; 1 to 20."`
	Order     string      `json:"order,omitempty" enum:"ordered,strict,unordered" doc:"ordered: in order, other events may lie between. strict: with no other event between. unordered: in any order."`
	Window    string      `json:"window,omitempty" doc:"How long after step 1 the others count, for example 7d. Without it there is no limit; unordered needs one." example:"7d"`
	Unit      string      `json:"unit,omitempty" enum:"customer,session" doc:"What is counted: customers (the default), or sessions, at whose end an attempt ends."`
	Exclude   []Exclusion `json:"exclude,omitempty" doc:"Events that end an attempt between two steps; only for ordered funnels."`
	Breakdown *Breakdown  `json:"breakdown,omitempty" doc:"Count each value of a property by itself, too."`
}

// Step is one step.
type Step struct {
	query.Selector
	Name string `json:"name,omitempty" doc:"What the answer calls the step; by default the event."`
}

// Exclusion ends the attempts that stand between two steps.
type Exclusion struct {
	query.Selector
	Between []int `json:"between,omitempty" doc:"Two step numbers, from 1: the event excludes after the first was matched and before the second is. By default the first and the last step."`
}

// Breakdown asks for the numbers of each value of a property.
type Breakdown struct {
	Property string `json:"property" doc:"Property path."`
	At       string `json:"at,omitempty" doc:"Which event of the attempt tells the value: first (step 1, the default), last (the last one matched), or step:k."`
}

// Limits of a definition.
const (
	mostSteps      = 20
	mostExclusions = 10
)

// Orders and units of the contract; the first of each is the default.
const (
	ordered   = "ordered"
	strict    = "strict"
	unordered = "unordered"
	customers = "customer"
	sessions  = "session"
)

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	_, err := d.read()
	return err
}

// shape is a definition that was found to make sense.
type shape struct {
	order    string
	window   time.Duration // negative: no limit
	sessions bool
	between  [][2]int // of the exclusions
	path     event.Path
	at       int // step whose event tells the breakdown's value; atLast for the last one
}

// atLast stands for the last matched step.
const atLast = 0

func (d Definition) read() (shape, error) {
	var s shape
	for _, rule := range []func(*shape) error{d.readRequest, d.readSteps, d.readOrder, d.readWindow, d.readUnit, d.readExclusions, d.readBreakdown} {
		if err := rule(&s); err != nil {
			return s, err
		}
	}
	return s, nil
}

func (d Definition) readRequest(*shape) error { return d.Request.Validate() }

func (d Definition) readSteps(*shape) error {
	switch n := len(d.Steps); {
	case n == 0:
		return problem.At("/steps", "A funnel needs at least one step.")
	case n > mostSteps:
		return problem.At("/steps", "A funnel may have at most %d steps: this one has %d.", mostSteps, n)
	}
	for i, step := range d.Steps {
		at := fmt.Sprintf("/steps/%d", i)
		if step.Empty() {
			return problem.At(at+"/event", "A step needs an event: name one, or write * for any event.")
		}
		if err := step.Selector.Validate(at); err != nil {
			return err
		}
	}
	return nil
}

func (d Definition) readOrder(s *shape) error {
	switch d.Order {
	case "":
		s.order = ordered
	case ordered, strict, unordered:
		s.order = d.Order
	default:
		return problem.At("/order", "order must be ordered, strict or unordered.")
	}
	return nil
}

func (d Definition) readWindow(s *shape) error {
	if d.Window == "" {
		s.window = -1
		if s.order == unordered {
			return problem.At("/window", "An unordered funnel needs a window, for example 7d.")
		}
		return nil
	}
	var err error
	s.window, err = query.Duration(d.Window, "/window")
	return err
}

func (d Definition) readUnit(s *shape) error {
	switch d.Unit {
	case "", customers:
	case sessions:
		s.sessions = true
	default:
		return problem.At("/unit", "unit must be customer or session.")
	}
	return nil
}

func (d Definition) readExclusions(s *shape) error {
	if len(d.Exclude) == 0 {
		return nil
	}
	if s.order != ordered {
		return problem.At("/exclude", "Exclusions need an ordered funnel: remove exclude, or set order to ordered.")
	}
	if len(d.Exclude) > mostExclusions {
		return problem.At("/exclude", "A funnel may have at most %d exclusions.", mostExclusions)
	}
	for i, x := range d.Exclude {
		at := fmt.Sprintf("/exclude/%d", i)
		if x.Empty() {
			return problem.At(at+"/event", "An exclusion needs an event.")
		}
		if err := x.Selector.Validate(at); err != nil {
			return err
		}
		between := [2]int{1, len(d.Steps)}
		if x.Between != nil {
			if len(x.Between) != 2 {
				return problem.At(at+"/between", "between takes two step numbers, for example [1, 2].")
			}
			between = [2]int(x.Between)
		}
		if between[0] < 1 || between[0] >= between[1] || between[1] > len(d.Steps) {
			return problem.At(at+"/between", "between needs two different steps in order, from 1 to %d.", len(d.Steps))
		}
		s.between = append(s.between, between)
	}
	return nil
}

func (d Definition) readBreakdown(s *shape) error {
	if d.Breakdown == nil {
		return nil
	}
	var err error
	if s.path, err = query.ParsePath(d.Breakdown.Property, "/breakdown/property"); err != nil {
		return err
	}
	switch at := d.Breakdown.At; at {
	case "", "first":
		s.at = 1
	case "last":
		s.at = atLast
	default:
		number, isStep := strings.CutPrefix(at, "step:")
		k, err := strconv.Atoi(number)
		if !isStep || err != nil || k < 1 || k > len(d.Steps) {
			return problem.At("/breakdown/at", "at must be first, last, or step:1 to step:%d.", len(d.Steps))
		}
		s.at = k
	}
	return nil
}
