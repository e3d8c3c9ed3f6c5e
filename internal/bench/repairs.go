package bench

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"

	"wend/internal/journey"
	"wend/internal/sim"
	"wend/internal/understand/friction"
	"wend/internal/understand/opportunity"
)

// Repairs measures what becomes of an opportunity that is said to be fixed: in
// businesses that mended what was planted, and in ones that only said so.
type Repairs Frictions

// watched is how long before and after a repair its segment is looked at.
const watched = 30

// Repaired is the check of one repair.
type Repaired struct {
	Found *friction.Opportunity // what was said to be fixed; nil where nothing was found
	Check opportunity.Check
}

// CheckRepair plays a history, searches it as of thirty days before its end,
// says then that the first opportunity is fixed, and checks it at the end.
func CheckRepair(ctx context.Context, config sim.Config, tell Tell, mended bool) (Repaired, error) {
	day := config.End.AddDate(0, 0, -watched)
	if mended {
		config.Mended = day
	}
	w, err := NewWorld(ctx, config, journey.StageModel{})
	if err != nil {
		return Repaired{}, err
	}
	ctx = w.told(ctx, tell)
	list, err := friction.Search(ctx, w.Index, within(config.End.AddDate(0, 0, -config.Days-1), day))
	if err != nil || len(list) == 0 {
		return Repaired{}, err
	}
	o := list[0]
	who := friction.Who{Step: o.Where.Step, After: o.Where.After, Segment: o.Segment, Except: o.Except}
	var sides [2]opportunity.Sides
	for i, from := range []time.Time{day.AddDate(0, 0, -watched), day} {
		d := friction.Definition{Request: within(from, from.AddDate(0, 0, watched))}
		d.Goal.Event = o.Finding().Where.Goal
		if sides[i], err = friction.Measure(ctx, w.Index, d, who); err != nil {
			return Repaired{}, err
		}
	}
	return Repaired{&o, opportunity.DifferenceInDifferences(sides[0], sides[1])}, nil
}

// Run prints what is said of repairs in each world.
func (r Repairs) Run(ctx context.Context, out io.Writer) error {
	fmt.Fprintf(out, "%d seeds, %d customers and %d days each, the last %d of them after the repair\n", r.Seeds, r.Customers, r.Days, watched)
	for _, world := range r.Worlds {
		for _, mended := range []bool{true, false} {
			said := map[string]int{}
			var changes []float64
			for seed := range uint64(r.Seeds) {
				c, err := CheckRepair(ctx, sim.Config{World: world, Customers: r.Customers, Days: r.Days, Seed: seed + 1, End: frictionsEnd}, r.Tell, mended)
				switch {
				case err != nil:
					return err
				case c.Found == nil:
					said["not_found"]++
				default:
					said[c.Check.Verdict]++
					changes = append(changes, c.Check.Change.Value)
				}
			}
			what := "only said to be mended"
			if mended {
				what = "mended"
			}
			slices.Sort(changes)
			middle := 0.0
			if len(changes) > 0 {
				middle = changes[len(changes)/2]
			}
			fmt.Fprintf(out, "%-10s %-22s better %d, unclear %d, worse %d, too early %d, not found %d; median change %+.1f points\n",
				world, what, said["better"], said["unclear"], said["worse"], said["too_early"], said["not_found"], 100*middle)
		}
	}
	return nil
}
