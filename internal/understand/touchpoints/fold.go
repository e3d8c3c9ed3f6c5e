package touchpoints

import (
	"math/bits"

	"wend/internal/journey"
	"wend/internal/understand/query"
)

// The numbers of what a customer does: coming to a stage, going on from it,
// having a planned touchpoint.
func (p *plan) comes(stage int) int    { return stage }
func (p *plan) goesOn(stage int) int   { return len(p.model) + 1 + stage }
func (p *plan) has(touchpoint int) int { return 2*(len(p.model)+1) + touchpoint }

// fold counts customers by what they do, and touchpoints by stage, from 1, and
// by planned touchpoint.
type fold struct {
	*plan
	did     query.Deeds
	events  []int64 // by stage
	planned []int64
	took    query.Durations

	// Of the customer being visited:
	since     []int64 // by stage: first touchpoint there, while nobody went on
	stageOpen uint64  // stages that the customer came to and has not gone on from, a bit each
}

// mostStages is how many stages a model can have for a bit each.
const mostStages = 63

func newFold(p *plan) *fold {
	n := len(p.model) + 1
	return &fold{
		plan: p, did: query.NewDeeds(p.has(len(p.at))), events: make([]int64, n), planned: make([]int64, len(p.at)),
		took: query.NewDurations(n), since: make([]int64, n),
	}
}

func (f *fold) Visit(j journey.Journey) {
	f.did.Begin()
	f.stageOpen = 0
	wanted := uint32(1)<<len(f.at) - 1
	for row := j.Lo; row < j.Hi; row++ {
		stage := int(j.Columns.Stage[row])
		if stage == 0 || stage > len(f.model) || stage > mostStages {
			continue
		}
		f.arrive(stage, j.Columns.Time[row])
		for mask := f.table.Fits(j, row, wanted); mask != 0; mask &= mask - 1 {
			if i := bits.TrailingZeros32(mask); f.at[i] == stage {
				f.planned[i]++
				f.did.Note(f.has(i))
			}
		}
	}
	f.did.End(j.Customer)
}

// arrive notes a touchpoint at a stage: it ends the wait at all earlier ones.
func (f *fold) arrive(stage int, time int64) {
	for open := f.stageOpen & (1<<stage - 1); open != 0; open &= open - 1 {
		earlier := bits.TrailingZeros64(open)
		f.did.Note(f.goesOn(earlier))
		f.took.Add(earlier, time-f.since[earlier])
		f.stageOpen &^= 1 << earlier
	}
	f.events[stage]++
	if f.did.Note(f.comes(stage)) {
		f.since[stage] = time
		f.stageOpen |= 1 << stage
	}
}

func (f *fold) Merge(other *fold) {
	f.did.Merge(&other.did)
	for i := range f.events {
		f.events[i] += other.events[i]
	}
	for i := range f.planned {
		f.planned[i] += other.planned[i]
	}
	f.took.Merge(&other.took)
}

func (f *fold) answer() Answer {
	defer f.took.Release()
	a := Answer{Stages: []Stage{}, Touchpoints: make([]Count, len(f.planned))}
	for i, events := range f.planned {
		a.Touchpoints[i] = Count{Customers: f.did.Customers(f.has(i)), Events: events}
	}
	medians := f.took.Medians(len(f.events), func(stage int) int { return stage })
	for i, stage := range f.model {
		n := Numbers{
			Customers: f.did.Customers(f.comes(i + 1)), Events: f.events[i+1],
			WentOn: f.did.Customers(f.goesOn(i + 1)), MedianSeconds: medians[i+1],
		}
		if n.Customers >= query.FewestForRates && i+1 < len(f.model) {
			rate, interval := float64(n.WentOn)/float64(n.Customers), query.Wilson(n.WentOn, n.Customers)
			n.Rate, n.Interval = &rate, &interval
		}
		a.Stages = append(a.Stages, Stage{Key: stage.Key, Name: stage.Name, Numbers: n})
	}
	return a
}
