package compare

import (
	"context"
	"math"
	"time"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/segment"
	"wend/internal/understand/friction"
	"wend/internal/understand/query"
)

// Answer is what is different, the greatest difference first.
type Answer struct {
	A       Group     `json:"a" doc:"The first group."`
	B       Group     `json:"b" doc:"The second group."`
	Both    int64     `json:"both" doc:"Customers for whom both rules hold: they are in neither group."`
	Neither int64     `json:"neither" doc:"Customers who did something in the range and for whom no rule holds."`
	Enough  bool      `json:"enough" doc:"Whether both groups have 30 customers: otherwise nothing is compared."`
	Goal    string    `json:"goal" doc:"The event that counts as a conversion."`
	Rows    []Row     `json:"rows" doc:"What was compared: what is beyond chance first, the greatest difference first; at the end what rests on too little, and what the rules themselves ask for."`
	Tested  int       `json:"tested" doc:"How many comparisons were tested, for which the p-values are adjusted."`
	Beyond  int       `json:"beyond" doc:"How many of them are beyond chance."`
	LeftOut []LeftOut `json:"left_out" doc:"Properties that were not compared, and why."`
	query.Meta
}

// Group is one side.
type Group struct {
	Name       string `json:"name"`
	Customers  int64  `json:"customers" doc:"Customers of the group who did something in the range."`
	Everybody  bool   `json:"everybody_else" doc:"Whether they are everybody who is not in the other group."`
	Converted  int64  `json:"converted" doc:"How many of them reached the goal."`
	Percentage Share  `json:"share" doc:"What share of all who were looked at they are, from 0 to 1."`
}

// Share is a number from 0 to 1.
type Share float64

// LeftOut is a property that was not compared.
type LeftOut struct {
	Property string `json:"property"`
	Reason   string `json:"reason"`
}

// Run answers a definition.
func Run(ctx context.Context, ix *journey.Index, d Definition) (Answer, error) {
	begun := time.Now()
	c, err := d.compile(ctx, ix)
	if err != nil {
		return Answer{}, err
	}
	f, scanned, err := journey.Run(ctx, ix, c.scan, func() *fold { return newFold(c.plan, c.grouping) })
	if err != nil {
		return Answer{}, err
	}
	a := c.answer(f)
	a.Meta = query.NewMeta(begun, scanned)
	return a, nil
}

// compiled is a definition made ready for an index.
type compiled struct {
	*plan
	*grouping
	ix       *journey.Index
	scan     journey.Scan
	names    [2]string
	goalName string
	goalOnly bool // the goal is that event, whatever its properties
	key      []string
	mentions segment.Mentions
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*compiled, error) {
	if err := d.Validate(); err != nil {
		return nil, err
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, err
	}
	c := &compiled{ix: ix, scan: scan, names: d.names(), mentions: d.mentions()}
	properties := d.Properties
	if properties == nil {
		properties = usual(ctx)
	}
	if c.plan, err = newPlan(ctx, ix, rng, nil, properties); err != nil {
		return nil, err
	}
	workspace, _ := friction.Told(ctx)
	c.key = workspace.Key
	goal := goalOf(d.Goal, workspace)
	c.goalName, c.goalOnly = goal.Title(), len(goal.Events) == 0 && len(goal.Where) == 0
	if err := c.plan.aim(ctx, ix, goal, rng); err != nil {
		return nil, err
	}
	c.grouping = &grouping{accounts: scan.Accounts}
	if c.a, err = members(ctx, ix, d.A, rng, "/a"); err != nil {
		return nil, err
	}
	c.b, err = members(ctx, ix, d.B, rng, "/b")
	return c, err
}

// newPlan finds the columns.
func newPlan(ctx context.Context, ix *journey.Index, rng query.Range, dimensions, properties []string) (*plan, error) {
	list, err := attributes(ctx, ix, dimensions, properties, rng.Zone)
	if err != nil {
		return nil, err
	}
	worth, err := query.NewNumbers(ctx, ix, event.Path{Root: event.Dimension, Name: "value"}, rng.Zone)
	if err != nil {
		return nil, err
	}
	return &plan{attributes: list, worth: worth, moment: min(rng.To, rng.Now), events: ix.EventCodes()}, nil
}

// aim compiles the goal.
func (p *plan) aim(ctx context.Context, ix *journey.Index, goal query.Selector, rng query.Range) error {
	pattern, err := goal.Compile(ctx, ix, rng.Zone, "/goal")
	if err != nil {
		return err
	}
	p.goal = query.NewTable([]query.Pattern{pattern})
	return nil
}

// goalOf is the goal of a question, or the workspace's, or a shop's.
func goalOf(asked *query.Selector, workspace friction.Workspace) query.Selector {
	switch {
	case asked != nil:
		return *asked
	case workspace.Goal != "":
		return query.Selector{Event: workspace.Goal}
	}
	return query.Selector{Event: "Order Completed"}
}

// members finds the customers of a rule; nil where there is none.
func members(ctx context.Context, ix *journey.Index, raw []byte, rng query.Range, pointer string) (func(journey.Customer) bool, error) {
	rule, there, err := query.ReadSegment(raw, pointer)
	if err != nil || !there {
		return nil, err
	}
	found, err := query.FindSegment(ctx, ix, rule, rng, pointer)
	if err != nil {
		return nil, err
	}
	return found.Contains, nil
}

func (c *compiled) answer(f *fold) Answer {
	a := Answer{Both: f.customers[inBoth], Neither: f.customers[inNeither], Goal: c.goalName, Rows: []Row{}, LeftOut: []LeftOut{}}
	all := f.customers[inA] + f.customers[inB] + a.Both + a.Neither
	for s, g := range []*Group{&a.A, &a.B} {
		*g = Group{Name: c.names[s], Customers: f.customers[s], Converted: f.converted[s], Percentage: Share(float64(f.customers[s]) / math.Max(1, float64(all)))}
	}
	a.A.Everybody, a.B.Everybody = c.a == nil, c.b == nil
	a.Enough = a.A.Customers >= query.FewestForRates && a.B.Customers >= query.FewestForRates
	t := table{compiled: c, fold: f, enough: a.Enough}
	t.events()
	t.measures()
	for i := range f.attributes {
		if reason := t.attribute(i); reason != "" {
			a.LeftOut = append(a.LeftOut, LeftOut{f.attributes[i].property, reason})
		}
	}
	a.Rows, a.Tested, a.Beyond = t.ranked()
	return a
}

// asked tells whether the rules ask for an event.
func (c *compiled) asked(name string) bool { return c.mentions.Events[event.Canonical(name)] }
