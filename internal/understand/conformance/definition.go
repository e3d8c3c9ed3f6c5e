package conformance

import (
	"context"
	"strconv"
	"time"
	"unicode/utf8"

	"wend/internal/event"
	"wend/internal/journey"
	"wend/internal/problem"
	"wend/internal/understand/query"
)

// Definition is the question.
type Definition struct {
	query.Request
	Map     string          `json:"map,omitempty" doc:"ID of a journey map, whose ideal journey is meant."`
	Persona string          `json:"persona,omitempty" doc:"With map: key of one of its personas, whose customers are meant."`
	Ideal   *Ideal          `json:"ideal,omitempty" doc:"The ideal journey itself, in place of map."`
	Goal    *query.Selector `json:"goal,omitempty" doc:"What counts as a conversion; with map, by default the workspace's goal."`
}

// Ideal is a journey as it should be.
type Ideal struct {
	Steps []Step `json:"steps" doc:"In order, at most 20; at least one is required."`
	Loops bool   `json:"loops,omitempty" doc:"Whether steps may be done again, and customers may go back to earlier ones."`
	// Restart is for processes: most customers look back without beginning again.
	Restart bool `json:"restart,omitempty" doc:"With loops: whether the way begins again from the step that was gone back to. Otherwise what was done stays done."`
}

// Step is one step of it.
type Step struct {
	Name string `json:"name,omitempty" doc:"How the answer calls it; by default the event's name."`
	query.Selector
	Optional bool   `json:"optional,omitempty" doc:"Whether the step may be left out."`
	Within   string `json:"within,omitempty" doc:"Longest time since the touchpoint before that fits a step, such as 30m or 7d." example:"7d"`
}

// Title is how the answer calls the step.
func (s Step) Title() string {
	if s.Name != "" {
		return s.Name
	}
	return s.Selector.Title()
}

const (
	mostSteps   = 20
	longestName = 100
	patience    = 7 * 24 * time.Hour
)

// Decode reads a request's body.
func Decode(raw []byte) (Definition, error) { return query.Read[Definition](raw) }

// Validate checks everything that can be checked without an index.
func (d Definition) Validate() error {
	if d.Map == "" && d.Ideal == nil {
		return problem.At("/map", "Name the journey map, or give the ideal journey itself in ideal.")
	}
	if d.Map != "" && d.Ideal != nil {
		return problem.At("/ideal", "Name the journey map or give the ideal journey itself, not both.")
	}
	if d.Persona != "" && d.Map == "" {
		return problem.At("/persona", "A persona belongs to a map: name the map too, or write the rule in segment.")
	}
	if d.Ideal != nil {
		if err := d.Ideal.Validate("/ideal"); err != nil {
			return err
		}
	}
	if d.Goal != nil {
		if d.Goal.Empty() {
			return problem.At("/goal/event", "Name the event that counts as a conversion.")
		}
		if err := d.Goal.Validate("/goal"); err != nil {
			return err
		}
	}
	return d.Request.Validate()
}

// Validate checks an ideal journey; pointer is its own.
func (i Ideal) Validate(pointer string) error {
	if len(i.Steps) == 0 || len(i.Steps) > mostSteps {
		return problem.At(pointer+"/steps", "An ideal journey has from 1 to %d steps.", mostSteps)
	}
	if i.Restart && !i.Loops {
		return problem.At(pointer+"/restart", "The way can begin again only where loops are allowed: set loops too.")
	}
	required := false
	for n, step := range i.Steps {
		at := pointer + "/steps/" + strconv.Itoa(n)
		if step.Selector.Empty() {
			return problem.At(at+"/event", "Name the event of this step.")
		}
		if utf8.RuneCountInString(step.Name) > longestName {
			return problem.At(at+"/name", "The name of a step may have at most %d characters.", longestName)
		}
		if err := step.Selector.Validate(at); err != nil {
			return err
		}
		if step.Within != "" {
			if _, err := query.Duration(step.Within, at+"/within"); err != nil {
				return err
			}
		}
		required = required || !step.Optional
	}
	if !required {
		return problem.At(pointer+"/steps", "At least one step must be required, or nothing tells when the journey is complete.")
	}
	return nil
}

// plan is a definition compiled; folds share it.
type plan struct {
	ideal  Ideal
	table  query.Table // the steps, then the goal
	all    uint32      // bits of the steps up to the last required one: what is optional after it changes nothing
	goal   uint32      // the goal's bit, 0 without one
	next   []uint32    // by steps done: those that may come next
	within []int64     // by step; query.Never where it has none
	last   int         // steps done when the last required one is
	moment int64
	viewed uint16   // code of Page Viewed, whose page tells more than its name
	earns  []uint16 // codes of the events whose value a customer is worth
}

func (d Definition) compile(ctx context.Context, ix *journey.Index) (*plan, journey.Scan, error) {
	if err := d.Validate(); err != nil {
		return nil, journey.Scan{}, err
	}
	if d.Ideal == nil {
		return nil, journey.Scan{}, problem.At("/map", "Maps are known to the API alone: give the ideal journey itself here.")
	}
	scan, rng, err := d.Prepare(ctx, ix)
	if err != nil {
		return nil, scan, err
	}
	p := &plan{ideal: *d.Ideal, moment: min(rng.To, rng.Now)}
	var patterns []query.Pattern
	for i, step := range p.ideal.Steps {
		pattern, err := step.Compile(ctx, ix, rng.Zone, "/ideal/steps/"+strconv.Itoa(i))
		if err != nil {
			return nil, scan, err
		}
		patterns = append(patterns, pattern)
		within := int64(query.Never)
		if step.Within != "" {
			longest, err := query.ParseDuration(step.Within)
			if err != nil {
				return nil, scan, err
			}
			within = longest.Milliseconds()
		}
		p.within = append(p.within, within)
		if !step.Optional {
			p.last = i + 1
		}
	}
	p.all = 1<<p.last - 1
	for done := range p.last {
		may := uint32(0)
		for i := done; i < p.last; i++ {
			may |= 1 << i
			if !p.ideal.Steps[i].Optional {
				break
			}
		}
		p.next = append(p.next, may)
	}
	if d.Goal != nil {
		pattern, err := d.Goal.Compile(ctx, ix, rng.Zone, "/goal")
		if err != nil {
			return nil, scan, err
		}
		p.goal = 1 << len(patterns)
		patterns = append(patterns, pattern)
	}
	p.table = query.NewTable(patterns)
	p.viewed, _ = ix.EventCode(event.PageViewed)
	for _, name := range event.Earning() {
		if code, ok := ix.EventCode(name); ok {
			p.earns = append(p.earns, code)
		}
	}
	return p, scan, nil
}
