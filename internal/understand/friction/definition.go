package friction

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/funnel"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Goal       Goal     `json:"goal" doc:"The event to be reached, or a whole funnel."`
	All        bool     `json:"all,omitempty" doc:"List what is not beyond chance as well."`
	Properties []string `json:"properties,omitempty" doc:"Traits by which customers are told apart beside the built-in dimensions; by default those that have few values, do not change and do not tell what customers became, as plan does."`
}

// Goal is an event, to which the workspace's path leads, or a funnel.
type Goal struct {
	query.Selector
	Steps     []funnel.Step      `json:"steps,omitempty" doc:"The steps of a funnel, at least two, in place of an event."`
	Order     string             `json:"order,omitempty" enum:"ordered,strict,unordered"`
	Window    string             `json:"window,omitempty" doc:"How long after step 1 the others count, for example 7d." example:"7d"`
	Unit      string             `json:"unit,omitempty" enum:"customer,session" doc:"What an attempt belongs to: customers (the default), who attempt a step once, or sessions."`
	Exclude   []funnel.Exclusion `json:"exclude,omitempty" doc:"Events that end an attempt between two steps."`
	Breakdown *funnel.Breakdown  `json:"breakdown,omitempty" doc:"A funnel's breakdown; the search looks at every dimension and needs none."`
}

// Workspace is what the business says about itself: the ways to its goals, and
// the traits that it knows of customers.
type Workspace struct {
	// Ways lead to the business' own goals; Others to those of other businesses.
	// The first one that leads to a goal counts, its own before others.
	Ways, Others [][]funnel.Step
	Traits       []string // names, the most frequent first
	// Properties are names of events' properties that tell groups apart, the
	// most frequent first; Goal is the event that counts as success, and Key
	// are those that the business looks at most.
	Properties []string
	Goal       string
	Key        []string
}

type workspaceKey struct{}

// Within hands the workspace to questions that are asked with the context.
func Within(ctx context.Context, told func() Workspace) context.Context {
	return context.WithValue(ctx, workspaceKey{}, told)
}

// Told is the workspace of a context; false where none was handed over.
func Told(ctx context.Context) (Workspace, bool) {
	if told, ok := ctx.Value(workspaceKey{}).(func() Workspace); ok && told != nil {
		return told(), true
	}
	return Workspace{}, false
}

// Outcome tells whether a trait says what a customer became, or since when.
func Outcome(trait string) bool {
	return slices.Contains(outcomes, trait) || slices.ContainsFunc([]string{"since", "_at", "At", "_on", "date", "Date"}, func(end string) bool { return strings.HasSuffix(trait, end) })
}

// shopWay leads to an order where no workspace says how.
var shopWay = []funnel.Step{named(event.PageViewed), named("Product Viewed"), named("Product Added"), named("Checkout Started"), named("Order Completed")}

func named(event string) funnel.Step { return funnel.Step{Selector: query.Selector{Event: event}} }

// usualTraits are looked at where no workspace says what it knows.
var usualTraits = []string{"age_group", "gender", "business_type", "industry", "type", "role", "employees"}

// outcomes are traits that tell what customers became, and so who got on: they
// are looked at only where a question names them.
var outcomes = []string{"plan", "tier", "status", "subscription", "membership", "stage", "lifecycle_stage", "lifecyclestage", "orders", "loyalty_level"}

const (
	mostProperties = 20
	mostSteps      = 20
)

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	if err := d.Request.Validate(); err != nil {
		return err
	}
	if len(d.Properties) > mostProperties {
		return problem.At("/properties", "At most %d properties can be looked at: this list has %d.", mostProperties, len(d.Properties))
	}
	for i, text := range d.Properties {
		at := fmt.Sprintf("/properties/%d", i)
		path, err := query.ParsePath(text, at)
		if err != nil {
			return err
		}
		if path.Root != event.InTraits {
			return problem.At(at, "%q is no trait: write traits. and a name, for example traits.age_group. The built-in dimensions are looked at anyway.", text)
		}
	}
	g := d.Goal
	switch {
	case len(g.Steps) == 0 && g.Selector.Empty():
		return problem.At("/goal/event", "Name the event that customers should reach, for example Order Completed, or list the steps of a funnel.")
	case len(g.Steps) == 0 && (g.Order != "" || g.Exclude != nil || g.Breakdown != nil):
		return problem.At("/goal/steps", "Only a funnel has an order, exclusions and a breakdown: list its steps.")
	case len(g.Steps) == 0:
		if err := g.Selector.Validate("/goal"); err != nil {
			return err
		}
	case !g.Selector.Empty():
		return problem.At("/goal/event", "Name an event, or list the steps of a funnel, not both.")
	case len(g.Steps) < 2 || len(g.Steps) > mostSteps:
		return problem.At("/goal/steps", "The way to the goal has 2 to %d steps: this one has %d.", mostSteps, len(g.Steps))
	}
	return query.Under("/goal", d.funnel([][]funnel.Step{shopWay}).Validate())
}

// funnel is the way that customers should take: to an event by the first of
// the ways that leads there, or straight from the begin of the first one.
func (d Definition) funnel(ways [][]funnel.Step) funnel.Definition {
	g := d.Goal
	f := funnel.Definition{Request: d.Request, Steps: g.Steps, Order: g.Order, Window: g.Window, Unit: g.Unit, Exclude: g.Exclude, Breakdown: g.Breakdown}
	if len(g.Steps) > 0 {
		return f
	}
	before := ways[0][:1]
	for _, way := range ways {
		if at := slices.IndexFunc(way, func(s funnel.Step) bool { return s.Event == event.Canonical(g.Event) }); at > 0 {
			before = way[:at]
			break
		}
	}
	f.Steps = append(slices.Clone(before), funnel.Step{Selector: g.Selector})
	return f
}

// way is the funnel in the workspace of the context, and the properties by
// which customers are told apart. Steps that the question does not name and
// nobody ever took are passed over.
func (d Definition) way(ctx context.Context, ix *journey.Index) (funnel.Definition, []string) {
	w, known := Told(ctx)
	if !known {
		w.Traits = usualTraits
	}
	properties := d.Properties
	if properties == nil {
		for _, name := range w.Traits {
			if len(properties) < mostProperties && !Outcome(name) && !isBuiltin(name) {
				properties = append(properties, event.Path{Root: event.InTraits, Keys: []string{name}}.String())
			}
		}
	}
	f := d.funnel(append(slices.Concat(w.Ways, w.Others), shopWay))
	if len(d.Goal.Steps) == 0 {
		goal := len(f.Steps) - 1
		f.Steps = append(taken(ix, f.Steps[:goal]), f.Steps[goal])
	}
	return f, properties
}

// taken are the steps that somebody took; the first one at least.
func taken(ix *journey.Index, way []funnel.Step) []funnel.Step {
	steps := way[:1:1]
	for _, s := range way[1:] {
		if _, ok := ix.EventCode(s.Event); ok {
			steps = append(steps, s)
		}
	}
	return steps
}
