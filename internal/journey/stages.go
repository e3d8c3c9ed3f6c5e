package journey

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"wend/internal/event"
	"wend/internal/problem"
)

// StageModel is the workspace's ordered stages.
type StageModel struct {
	Stages []Stage `json:"stages"`
}

// Stage is one stage of the model. Patience ("30d") is for understand/stages;
// the index does not read it.
type Stage struct {
	Key      string      `json:"key"`
	Name     string      `json:"name"`
	Rules    []StageRule `json:"rules"`
	Patience string      `json:"patience,omitempty"`
}

// StageNumber is the number under which a touchpoint's stage is kept: its place
// in the model, from 1. 0, no stage, for a key that the model does not have.
func StageNumber(model []Stage, key string) int {
	return 1 + slices.IndexFunc(model, func(s Stage) bool { return s.Key == key })
}

// StageRule is satisfied by a touchpoint with this name (any, where it is
// empty) that passes all filters and, with Count, whose number among the
// customer's touchpoints that do so is as Count says, itself included.
type StageRule struct {
	Event string         `json:"event,omitempty"`
	Where []event.Filter `json:"where,omitempty"`
	Count *Count         `json:"count,omitempty"`
}

// Count compares a number of events.
type Count struct {
	Op    string  `json:"op"`
	Value float64 `json:"value"`
}

// mostStages is what fits beside "no stage yet" into the index's byte.
const mostStages = 255

// stages is a model as it is tested: immutable.
type stages struct {
	model   StageModel
	rules   []stageRule      // furthest stage first
	named   map[uint16][]int // rules that want this event, in the order of rules
	any     []int            // rules that want no event in particular
	byEvent [][]int          // named and any merged, for the codes known when it was made
	traits  bool             // some rule asks for a trait
	columns bool             // some rule asks for a property
}

type stageRule struct {
	stage uint8
	where Matcher
	count *event.Condition
}

// SetStages replaces the stage model and derives every touchpoint's stage
// anew. A *problem.Problem points into the model ("/stages/1/rules/0/where/0/op").
// Any goroutine may call it; until it returns, readers may see some customers'
// stages by the old model.
func (ix *Index) SetStages(ctx context.Context, model StageModel) error {
	compiled, err := ix.compileStages(ctx, model)
	if err != nil {
		return err
	}
	ix.stages.Store(compiled)
	return ix.rebuild(ctx)
}

// Stages is the stage model that derivations follow now.
func (ix *Index) Stages() StageModel { return ix.stages.Load().model }

func (ix *Index) compileStages(ctx context.Context, model StageModel) (*stages, error) {
	if len(model.Stages) > mostStages {
		return nil, problem.At("/stages", "There may be at most %d stages.", mostStages)
	}
	s := &stages{model: model, named: map[uint16][]int{}}
	for i := len(model.Stages) - 1; i >= 0; i-- {
		for k, rule := range model.Stages[i].Rules {
			at := fmt.Sprintf("/stages/%d/rules/%d", i, k)
			if err := ix.compileRule(ctx, s, uint8(i+1), rule, at); err != nil {
				return nil, err
			}
		}
	}
	s.index(len(ix.words.events.texts.all()))
	return s, nil
}

// under moves a problem's pointers below a place of a larger request.
func under(prefix string, err error) error {
	var p *problem.Problem
	if !errors.As(err, &p) {
		return err
	}
	moved := *p
	moved.Fields = slices.Clone(p.Fields)
	for i := range moved.Fields {
		moved.Fields[i].Pointer = prefix + moved.Fields[i].Pointer
	}
	return &moved
}

func (ix *Index) compileRule(ctx context.Context, s *stages, stage uint8, rule StageRule, at string) error {
	r := stageRule{stage: stage}
	for i, f := range rule.Where {
		if f.Property == "stage" {
			return problem.At(fmt.Sprintf("%s/where/%d/property", at, i), "A stage's rule cannot ask for the stage.")
		}
	}
	matcher, err := ix.matcher(ctx, rule.Where, nil, true)
	if err != nil {
		return under(at+"/where", err)
	}
	r.where = matcher
	s.traits = s.traits || matcher.traits
	s.columns = s.columns || matcher.properties
	if rule.Count != nil {
		number := event.Filter{Op: rule.Count.Op, Value: fmt.Appendf(nil, "%v", rule.Count.Value)}
		switch rule.Count.Op {
		case "eq", "neq", "gt", "gte", "lt", "lte":
		default:
			return problem.At(at+"/count/op", "%q compares no numbers: use eq, neq, gt, gte, lt or lte.", rule.Count.Op)
		}
		condition, _, err := number.Compile()
		if err != nil {
			return problem.At(at+"/count/value", "%v", err)
		}
		r.count = &condition
	}
	s.rules = append(s.rules, r)
	if number := len(s.rules) - 1; rule.Event == "" {
		s.any = append(s.any, number)
	} else {
		code := ix.internEvent(event.Canonical(rule.Event))
		s.named[code] = append(s.named[code], number)
	}
	return nil
}

// index merges the rules for every event code known now; codes made later are
// named by no rule, because compiling interns the names.
func (s *stages) index(codes int) {
	s.byEvent = make([][]int, codes)
	for code := range s.byEvent {
		s.byEvent[code] = slices.Concat(s.named[uint16(code)], s.any)
		slices.Sort(s.byEvent[code])
	}
}

// rulesFor are the rules that an event of this code may satisfy, furthest
// stage first.
func (s *stages) rulesFor(code uint16) []int {
	if int(code) < len(s.byEvent) {
		return s.byEvent[code]
	}
	return s.any
}

// stage fills the Stage of the rows lo to hi, all of one customer.
func (d *deriver) stage(customer Customer, c *Columns, lo, hi int) {
	s := d.stages
	if len(s.rules) == 0 {
		clear(c.Stage[lo:hi])
		return
	}
	d.counts = append(d.counts[:0], make([]uint32, len(s.rules))...)
	j := Journey{Customer: customer, Columns: c, Lo: lo, Hi: hi, First: lo, End: hi}
	var current uint8
	for i := lo; i < hi; i++ {
		reached := uint8(0)
		for _, number := range s.rulesFor(c.Event[i]) {
			rule := &s.rules[number]
			if reached != 0 && rule.count == nil {
				continue // a further stage is reached; only counts still matter
			}
			if !rule.where.Match(j, i) {
				continue
			}
			d.counts[number]++
			if reached == 0 && (rule.count == nil || rule.count.Holds(event.NumberValue(float64(d.counts[number])))) {
				reached = rule.stage
			}
		}
		if reached != 0 {
			current = reached
		}
		c.Stage[i] = current
	}
}
